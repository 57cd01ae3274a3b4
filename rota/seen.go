package rota

import (
	"strings"
	"unicode"
)

// Reverses reports whether a text holds a sign that nobody sees and that turns what follows round,
// so that it reads as something else than it is: a name could stand for another
// (Unicode Technical Report 36, 2.5). Such a text is refused where it is typed or brought in.
func Reverses(text string) bool { return strings.ContainsAny(text, "\u202b\u202d\u202e\u2067") }

// Seen is a text as it is read: without signs that nobody sees and that change nothing, such as
// blanks of no width, soft hyphens, or the marks around a number that was copied from a telephone;
// odd blanks are plain ones. Two texts that look alike are alike then. Joiners stay where they
// shape letters, as in Persian or Hindi.
func Seen(text string) string {
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	var out strings.Builder
	before := ' '
	for _, r := range text {
		switch {
		case (r == '\u200c' || r == '\u200d') && shaped(before):
		case unicode.Is(unicode.Zs, r), r == '\u2028', r == '\u2029', r == '\u2800':
			r = ' '
		case hidden(r):
			continue
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

// hidden reports whether a sign is not seen, or is a blank that is not the plain one.
func hidden(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0':
		return true // fillers: letters to a program, nothing to the eye
	}
	return r > '~' && (unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Zs, r))
}

// shaped reports whether a joiner after the sign may change how it looks: not after letters that
// stand apart.
func shaped(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.So) && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}
