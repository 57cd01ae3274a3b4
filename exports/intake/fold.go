package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"strikerota/rota"
)

// tidy is a text as it is seen ([rota.Seen]) without doubled blanks. Of one that is turned round
// the signs that turn it are left out: [line.unreadable] has faulted it.
func tidy(s string) string {
	if tidyAlready(s) {
		return s
	}
	return tidied(s)
}

// tidied is tidy for any text.
func tidied(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r != '\u200c' && r != '\u200d' && unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		}
		return r
	}, rota.Seen(s))
	return strings.Join(strings.Fields(s), " ")
}

// tidyAlready reports whether tidy would leave a text as it is, which most texts of a book are.
func tidyAlready(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' '), c < ' ', c >= 0x7f:
			return false
		}
	}
	return true
}

// alike are letters and signs that stand for others when texts are compared.
var alike = strings.NewReplacer("ð", "d", "đ", "d", "ø", "o", "ł", "l", "ß", "ss", "æ", "ae", "œ", "oe", "þ", "th", "ı", "i",
	"’", "'", "‘", "'", "`", "'", "´", "'", "–", "-", "—", "-", "‐", "-", "‑", "-", "−", "-", "“", `"`, "”", `"`, "…", "...")

// plain is a text for looking it up: tidy, in small letters, without accents, dashes and quotes as on a keyboard.
func plain(s string) string {
	if tidyAlready(s) && !strings.Contains(s, "`") {
		return strings.ToLower(s)
	}
	return folded(s)
}

// folded is plain for any text.
func folded(s string) string {
	s = alike.Replace(strings.ToLower(tidied(s)))
	for i := range len(s) {
		if s[i] >= 0x80 {
			s = norm.NFC.String(strings.Map(unaccented, norm.NFKD.String(s)))
			break
		}
	}
	return alike.Replace(s)
}

func unaccented(r rune) rune {
	if unicode.In(r, unicode.Mn, unicode.Cf) {
		return -1
	}
	return r
}

// tokens are the words and numbers of a text, in small letters: "W31 Onc." is w, 31 and onc.
func tokens(s string) []string {
	var out []string
	was := ' '
	for _, r := range plain(s) {
		sort := ' '
		switch {
		case unicode.IsLetter(r):
			sort = 'a'
		case unicode.IsDigit(r):
			sort = '0'
		}
		switch {
		case sort == ' ':
		case sort == was:
			out[len(out)-1] += string(r)
		default:
			out = append(out, string(r))
		}
		was = sort
	}
	return out
}

// squeezed is a text without anything but letters and digits.
func squeezed(s string) string { return strings.Join(tokens(s), "") }
