package intake

import (
	"regexp"
	"strings"
)

var (
	// lostNought is a British number without the 0 in front, which a spreadsheet drops of a number.
	lostNought = regexp.MustCompile(`^[1-37-9]\d{9}$`)
	lostPlus   = regexp.MustCompile(`^44[1-37-9]\d{9}$`)
)

// contact is how to reach the row's person. A telephone number that a workbook keeps as a number has
// lost its 0 or +, and gets it back.
func (l *line) contact() string {
	text := l.text(Contact)
	switch digits := strings.ReplaceAll(text, " ", ""); {
	case lostNought.MatchString(digits):
		return "0" + text
	case lostPlus.MatchString(digits):
		return "+" + text
	}
	return text
}
