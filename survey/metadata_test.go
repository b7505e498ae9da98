package survey_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"ashar/survey"
)

// secret is what a phone writes into a photo and nobody is to find.
const secret = "40.5283N 72.7985E Aigul's phone"

func picture(seed int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 16, 8))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * seed)
	}
	return m
}

// photograph is a JPEG with all that a phone may write into it: Exif with the
// orientation, the rest as texts, and another picture behind the end.
func photograph(t testing.TB, seed int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(seed), nil); err != nil {
		t.Fatal(err)
	}
	segment := func(marker byte, body string) []byte {
		s := []byte{0xFF, marker, 0, 0}
		binary.BigEndian.PutUint16(s[2:], uint16(len(body)+2))
		return append(s, body...)
	}
	// Little-endian TIFF: two entries, of which the second is the orientation, 6.
	tiff := "II*\x00\x08\x00\x00\x00\x02\x00" + "\x0f\x01\x02\x00\x04\x00\x00\x00abc\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00" + "\x00\x00\x00\x00"
	photo := bytes.Clone(b.Bytes()[:2])
	for _, s := range [][]byte{
		segment(0xE1, "Exif\x00\x00"+tiff+secret), segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00"+secret),
		segment(0xED, "Photoshop 3.0\x00"+secret), segment(0xE2, "MPF\x00"+secret), segment(0xFE, secret), segment(0xE2, "ICC_PROFILE\x00\x01\x01colours"),
	} {
		photo = append(photo, s...)
	}
	photo = append(photo, b.Bytes()[2:]...)
	return append(photo, "\xFF\xD8 another "+secret...)
}

// kept is what is kept of a photo.
func kept(t *testing.T, o *office, s survey.Session, data []byte) survey.Attachment {
	t.Helper()
	s, err := o.Attach(t.Context(), s, "photo", data)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := s.Given(s.Questionnaire, "photo")
	a, err := o.db.Attachment(t.Context(), v.File.ID)
	if err != nil || v.File.Size != len(a.Data) {
		t.Fatalf("%v; %d bytes are kept, and told are %d", err, len(a.Data), v.File.Size)
	}
	return a
}

func TestPhotosTellNothingOfWhoTookThem(t *testing.T) {
	o, s := photographer(t)
	a := kept(t, o, s, photograph(t, 1))
	if bytes.Contains(a.Data, []byte(secret)) || bytes.Contains(a.Data, []byte("abc")) {
		t.Error("the JPEG has still what the phone wrote into it")
	}
	if !bytes.Contains(a.Data, []byte("ICC_PROFILE")) || !bytes.Contains(a.Data, []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Error("the JPEG has lost its colours or its orientation")
	}
	same(t, a.Data, photograph(t, 1), jpeg.Decode)

	var b bytes.Buffer
	if err := png.Encode(&b, picture(2)); err != nil {
		t.Fatal(err)
	}
	text := []byte("\x00\x00\x00\x00tEXtComment\x00" + secret)
	binary.BigEndian.PutUint32(text, uint32(len(text)-8))
	text = binary.BigEndian.AppendUint32(text, crc32.ChecksumIEEE(text[4:]))
	withText := append(append(bytes.Clone(b.Bytes()[:33]), text...), b.Bytes()[33:]...) // behind IHDR
	a = kept(t, o, s, append(withText, secret...))
	if bytes.Contains(a.Data, []byte(secret)) {
		t.Error("the PNG has still what was written into it")
	}
	same(t, a.Data, withText, png.Decode)

	webp := "RIFF\x00\x00\x00\x00WEBP" + "VP8X\x0a\x00\x00\x00\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00" + "VP8L\x05\x00\x00\x00/\x00\x00\x00\x00\x00" + "EXIF\x20\x00\x00\x00" + secret + " " + "XMP \x02\x00\x00\x00ab"
	data := []byte(webp)
	binary.LittleEndian.PutUint32(data[4:], uint32(len(data)-8))
	a = kept(t, o, s, data)
	want := "RIFF\x24\x00\x00\x00WEBP" + "VP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + "VP8L\x05\x00\x00\x00/\x00\x00\x00\x00\x00"
	if !bytes.Equal(a.Data, []byte(want)) {
		t.Errorf("the WebP is %q, want %q", a.Data, want)
	}
}

// TestRecordingsTellNoPlace also leaves the sound alone, whatever is in it.
func TestRecordingsTellNoPlace(t *testing.T) {
	atom := func(name, body string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + name + body
	}
	head := atom("ftyp", "M4A \x00\x00\x00\x00M4A mp42")
	moov := func(place string) string {
		return atom("moov", atom("mvhd", "how long")+atom("udta", place))
	}
	place := atom("\xa9xyz", secret) + atom("loci", secret)
	empty := atom("free", string(make([]byte, len(secret))))
	sound := "...loci\xff\xff\xff\xff\xa9xyz..."
	for name, mdat := range map[string]string{
		"its size": atom("mdat", sound), "its size in 64 bits": "\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00" + string(rune(16+len(sound))) + sound,
		"no size": "\x00\x00\x00\x00mdat" + sound,
	} {
		t.Run(name, func(t *testing.T) {
			for _, made := range [][2]string{
				{head + moov(place) + mdat, head + moov(empty+empty) + mdat},
				{head + mdat + moov(place), head + mdat + moov(empty+empty)},
			} {
				if name == "no size" && made[0] == head+mdat+moov(place) {
					continue // so it is the last there is
				}
				o, s := photographer(t)
				s, err := o.Answer(t.Context(), s, "photo", survey.Skip())
				if err == nil {
					s, err = o.Attach(t.Context(), s, "voice", []byte(made[0]))
				}
				if err != nil {
					t.Fatal(err)
				}
				v, _ := s.Given(s.Questionnaire, "voice")
				a, err := o.db.Attachment(t.Context(), v.File.ID)
				if err != nil || a.Type != "audio/mp4" || string(a.Data) != made[1] {
					t.Errorf("%q is kept as %s %q (%v), want %q", made[0], a.Type, a.Data, err, made[1])
				}
			}
		})
	}
}

// same holds the picture in a file against that in another one.
func same(t *testing.T, got, want []byte, decode func(io.Reader) (image.Image, error)) {
	t.Helper()
	a, errA := decode(bytes.NewReader(got))
	b, errB := decode(bytes.NewReader(want))
	if errA != nil || errB != nil || a.Bounds() != b.Bounds() {
		t.Fatalf("pictures of %v and %v, %v and %v", a, b, errA, errB)
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if color.RGBAModel.Convert(a.At(x, y)) != color.RGBAModel.Convert(b.At(x, y)) {
				t.Fatalf("the point %d, %d is another one", x, y)
			}
		}
	}
}

// FuzzAttach sends anything as a photo or a voice message: it is refused, or kept
// and no longer than it was, but for an orientation of its own.
func FuzzAttach(f *testing.F) {
	f.Add(pixel)
	f.Add(breath)
	f.Add(photograph(f, 5))
	f.Add([]byte("\x00\x00\x00\x14ftypM4A \x00\x00\x00\x00mp42\x00\x00\x00\x18moov\x00\x00\x00\x10\xa9xyz+40+72/ \x00\x00\x00\x00mdatloci"))
	q := everyKind()
	iv := complete(f, q, begin(f, q))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, question := range []string{"photo", "voice"} {
			next, err := iv.Attach(q, question, data, noon)
			if err != nil {
				continue
			}
			if v, _ := next.Given(q, question); v.File == nil || v.File.Size < 1 || v.File.Size > len(data)+36 {
				t.Fatalf("%s of %d bytes is kept as %+v", question, len(data), v.File)
			}
		}
	})
}
