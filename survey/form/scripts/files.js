// What is said of files.

// fileWords say what a file is and how large: «Сүрөт, 120 КБ».
export const fileWords = (words, kind, { size = 0 }) =>
  words.say("form.file.kb", { What: words.say("form.file." + kind), Size: String(Math.max(size >> 10, 1)) });
