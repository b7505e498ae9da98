// Photos, made small before they are kept and sent: a phone's camera gives ten times what can be seen of it.

const side = 1600; // the longer one, in pixels
const small = 300 << 10; // a file that is left as it is

// begin makes a photo small as soon as it is chosen. Who presses on before that is done sends it as it is.
export function begin() {
  document.addEventListener("change", async ({ target }) => {
    const [file] = target.files || [];
    const made = file && (await shrink(file));
    if (made === file || target.files[0] !== file) return;
    const chosen = new DataTransfer();
    chosen.items.add(new File([made], "photo.jpg", { type: made.type }));
    target.files = chosen.files;
  });
}

// shrink is a photo of at most that size, or the file as it is where the browser cannot make it smaller.
export async function shrink(file) {
  if (!/^image\//.test(file.type) || file.size < small) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
}
