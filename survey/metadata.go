package survey

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// withoutTraces is a photo without what tells of the one who took it: the place, the
// time, the device and the remarks that phones write into it, and whatever follows
// its end. Only what is needed to show it is kept. The picture stays as it is, bit by
// bit, and the right way up. Of a recording in the manner of MP4 the place is blotted
// out. ok is false for a file that breaks off or is not made as its kind is.
func withoutTraces(media string, data []byte) (clean []byte, ok bool) {
	switch media {
	case "image/jpeg":
		return cleanJPEG(data)
	case "image/png":
		return cleanPNG(data)
	case "image/webp":
		return cleanWebP(data)
	case "audio/mp4", "audio/3gpp":
		return cleanMP4(data), true
	}
	return data, true
}

// cleanMP4 blots out the atoms that say where a recording was made, anywhere but in
// the sound, where their names mean nothing.
func cleanMP4(data []byte) []byte {
	clean := slices.Clone(data)
	for rest := clean; len(rest) > 0; {
		size := atomSize(rest)
		if !bytes.HasPrefix(rest[min(4, size):], []byte("mdat")) {
			blotPlaces(rest[:size])
		}
		rest = rest[size:]
	}
	return clean
}

// atomSize is how many bytes the first atom has (ISO/IEC 14496-12, 4.2): all there
// are, where it does not say so.
func atomSize(data []byte) int {
	if len(data) < 16 {
		return len(data)
	}
	size := uint64(binary.BigEndian.Uint32(data))
	if size == 1 {
		size = binary.BigEndian.Uint64(data[8:])
	}
	if size < 8 || size > uint64(len(data)) {
		return len(data)
	}
	return int(size)
}

// blotPlaces empties the atoms of a place within others.
func blotPlaces(atom []byte) {
	for _, name := range []string{"\xa9xyz", "loci"} {
		for from := 4; from < len(atom); {
			i := bytes.Index(atom[from:], []byte(name))
			if i < 0 {
				break
			}
			at := from + i
			end := at - 4 + int(min(binary.BigEndian.Uint32(atom[at-4:]), uint32(len(atom))))
			copy(atom[at:], "free")
			if body := at + len("free"); body < min(end, len(atom)) {
				clear(atom[body:min(end, len(atom))])
			}
			from = at + len(name)
		}
	}
}

// Markers of JPEG (ITU-T T.81, annex B).
const (
	jpegSOI, jpegEOI, jpegSOS, jpegCOM = 0xD8, 0xD9, 0xDA, 0xFE
	jpegAPP0, jpegAPP15                = 0xE0, 0xEF
	jpegAPP1                           = 0xE1
	jpegRST0, jpegRST7                 = 0xD0, 0xD7
	jpegSOF0                           = 0xC0 // the first that a picture can have
)

// The application's segments that say how the picture is to be decoded, by their
// marker and how they begin.
var decoding = map[byte]string{jpegAPP0: "JFIF\x00", 0xE2: "ICC_PROFILE\x00", 0xEE: "Adobe"}

// The chunks that are needed to show a picture.
var (
	pngChunks = []string{
		"IHDR", "PLTE", "IDAT", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT",
	}
	webpChunks = []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"}
)

// cleanJPEG leaves of the application's segments only those that say how the picture
// is to be decoded, and of Exif the orientation.
func cleanJPEG(data []byte) ([]byte, bool) {
	if len(data) < 4 || data[0] != 0xFF || data[1] != jpegSOI {
		return nil, false
	}
	clean := append(make([]byte, 0, len(data)), data[:2]...)
	turned := 0
	for at := 2; ; {
		for at+1 < len(data) && data[at] == 0xFF && data[at+1] == 0xFF { // padding
			at++
		}
		if at+1 >= len(data) || data[at] != 0xFF {
			return nil, false
		}
		marker := data[at+1]
		if marker == jpegEOI {
			return append(clean, 0xFF, jpegEOI), true
		}
		if at+4 > len(data) {
			return nil, false
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if end > len(data) || end < at+4 {
			return nil, false
		}
		segment := data[at:end]
		at = end
		switch {
		case marker == jpegAPP1:
			if o := orientation(segment[4:]); o > 1 && turned == 0 {
				turned = o
				clean = append(clean, exifOf(o)...)
			}
		case marker < jpegSOF0, marker > jpegAPP15 && marker != jpegCOM:
			return nil, false // means nothing
		case marker == jpegCOM:
		case marker >= jpegAPP0 && marker <= jpegAPP15:
			if begins := decoding[marker]; begins != "" && bytes.HasPrefix(segment[4:], []byte(begins)) {
				clean = append(clean, segment...)
			}
		default:
			clean = append(clean, segment...)
		}
		if marker == jpegSOS {
			end := at
			for end+1 < len(data) && (data[end] != 0xFF || data[end+1] == 0 || data[end+1] == 0xFF || data[end+1] >= jpegRST0 && data[end+1] <= jpegRST7) {
				end++
			}
			clean = append(clean, data[at:end]...)
			at = end
		}
	}
}

var exifHeader = []byte("Exif\x00\x00")

// orientation reads the one thing in Exif without which the picture lies on its
// side; 0 if it is not there. (CIPA DC-008, tag 0x0112 of IFD 0.)
func orientation(app1 []byte) int {
	tiff, ok := bytes.CutPrefix(app1, exifHeader)
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	ifd := int(order.Uint32(tiff[4:]))
	if ifd < 8 || ifd+2 > len(tiff) {
		return 0
	}
	entries := int(order.Uint16(tiff[ifd:]))
	for i := range entries {
		entry := ifd + 2 + 12*i
		if entry+12 > len(tiff) {
			return 0
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if o := int(order.Uint16(tiff[entry+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 0
		}
	}
	return 0
}

// exifOf is a segment with this orientation and nothing else.
func exifOf(orientation int) []byte {
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0, 0, 0, 0, 0}
	body := append(slices.Clone(exifHeader), tiff...)
	return append([]byte{0xFF, jpegAPP1, 0, byte(len(body) + 2)}, body...)
}

// cleanPNG leaves the chunks that are needed to show the picture.
func cleanPNG(data []byte) ([]byte, bool) {
	const signature, frame = 8, 12 // a chunk has its length, its name and a check sum around it
	if len(data) < signature {
		return nil, false
	}
	clean := append(make([]byte, 0, len(data)), data[:signature]...)
	for at := signature; at+frame <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size > len(data)-at-frame {
			return nil, false
		}
		chunk := data[at : at+frame+size]
		at += len(chunk)
		switch name := string(chunk[4:8]); {
		case name == "IEND":
			return append(clean, chunk...), true
		case slices.Contains(pngChunks, name):
			clean = append(clean, chunk...)
		}
	}
	return nil, false
}

// cleanWebP leaves the chunks that are needed to show the picture, and says in the
// header that there is no Exif and no XMP.
func cleanWebP(data []byte) ([]byte, bool) {
	const head, frame = 12, 8
	if len(data) < head+frame {
		return nil, false
	}
	data = data[:min(len(data), 8+int(binary.LittleEndian.Uint32(data[4:])))]
	clean := append(make([]byte, 0, len(data)), data[:min(head, len(data))]...)
	for at := head; at < len(data); {
		if at+frame > len(data) {
			return nil, false
		}
		size := int(binary.LittleEndian.Uint32(data[at+4:]))
		if size > len(data)-at-frame {
			return nil, false
		}
		chunk := slices.Clone(data[at:min(at+frame+size+size%2, len(data))])
		at += len(chunk)
		name := string(chunk[:4])
		if name == "VP8X" && size > 0 {
			chunk[frame] &^= 0x0C // there is Exif, there is XMP
		}
		if slices.Contains(webpChunks, name) {
			clean = append(clean, chunk...)
		}
	}
	if len(clean) <= head {
		return nil, false
	}
	binary.LittleEndian.PutUint32(clean[4:], uint32(len(clean)-8))
	return clean, true
}
