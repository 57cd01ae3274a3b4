package sheet

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decoded is the text of a file and the name of its encoding.
func decoded(data []byte) (text, encoding string, err error) {
	switch {
	case strings.HasPrefix(string(data[:min(3, len(data))]), "\xef\xbb\xbf"):
		data, encoding = data[3:], "UTF-8"
	case len(data) >= 2 && data[0] == 0xff && data[1] == 0xfe:
		return fromUTF16(data[2:], false)
	case len(data) >= 2 && data[0] == 0xfe && data[1] == 0xff:
		return fromUTF16(data[2:], true)
	case looksUTF16(data, 1):
		return fromUTF16(data, false)
	case looksUTF16(data, 0):
		return fromUTF16(data, true)
	}
	if utf8.Valid(data) {
		return string(data), "UTF-8", nil
	}
	if encoding != "" {
		return "", "", refuse("The file says that it is UTF-8, but it holds bytes that are not. Open it in Excel, save it as .xlsx and upload that.")
	}
	return fromWindows1252(data), "Windows-1252", nil
}

// looksUTF16 reports whether every second byte of the start is zero, the first of them at odd or even places.
func looksUTF16(data []byte, at int) bool {
	start := data[:min(len(data), 200)]
	if len(start) < 4 || len(data)%2 != 0 {
		return false
	}
	zeros := 0
	for i, b := range start {
		switch {
		case b == 0 && i%2 != at:
			return false
		case b == 0:
			zeros++
		}
	}
	return zeros > len(start)/3
}

func fromUTF16(data []byte, big bool) (string, string, error) {
	if len(data)%2 != 0 {
		return "", "", refuse("The file is UTF-16 text and ends in the middle of a letter, so some of it is missing. Save it again and upload that.")
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i < len(data); i += 2 {
		if big {
			units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
		} else {
			units = append(units, uint16(data[i+1])<<8|uint16(data[i]))
		}
	}
	return string(utf16.Decode(units)), "UTF-16", nil
}

// windows1252 are the letters of the bytes 0x80 to 0x9f; the five without one stay as they are.
var windows1252 = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

func fromWindows1252(data []byte) string {
	var out strings.Builder
	for _, b := range data {
		if b >= 0x80 && b < 0xa0 {
			out.WriteRune(windows1252[b-0x80])
		} else {
			out.WriteRune(rune(b))
		}
	}
	return out.String()
}
