package exports

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// clean drops what a cell cannot hold: control characters but line breaks, and broken UTF-8.
func clean(t string) string {
	t = strings.ToValidUTF8(t, "")
	t = strings.ReplaceAll(strings.ReplaceAll(t, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == '\n':
			return r
		case r < 0x20, r == 0x7f, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, t)
}

// shown is text as a cell holds it. A text that a spreadsheet would take for a
// formula, should it ever be pasted or saved as CSV, gets an apostrophe in front
// (OWASP ASVS 5.0, 1.2.10); telephone numbers such as +44 … do not need it.
func shown(t string) string {
	t = clean(t)
	if risky(t) {
		return "'" + t
	}
	return t
}

// unshown undoes shown.
func unshown(t string) string {
	if rest, ok := strings.CutPrefix(t, "'"); ok && risky(rest) {
		return rest
	}
	return t
}

// risky reports whether the text behind any apostrophes could be a formula.
func risky(t string) bool {
	t = strings.TrimLeft(t, "'")
	if t == "" {
		return false
	}
	switch t[0] {
	case '=', '@':
		return true
	case '+', '-':
		return strings.Trim(t[1:], "0123456789 ().-") != ""
	}
	return false
}

// units is the length of a text as workbooks count it.
func units(t string) int { return len(utf16.Encode([]rune(t))) }

// linesOf cuts a text into lines of a width; all but the first are set in.
func linesOf(text string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			out = append(out, line)
			line = "    "
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(out, line)
}

// evenLines are as few lines as width allows, of much the same length: none ends in a lone word.
func evenLines(text string, width int) []string {
	lines := linesOf(text, width)
	for width > 1 {
		narrower := linesOf(text, width-1)
		if len(narrower) > len(lines) {
			break
		}
		width, lines = width-1, narrower
	}
	return lines
}
