package intake

import (
	"slices"
	"strings"
)

// whoseFields are what tells people which row of a kind is meant.
var whoseFields = map[Kind][]Field{
	Duties:       {Date, Code, Unit},
	Declarations: {Done},
	Consultants:  {Covers},
	Slots:        {Unit, Role, Date, Days},
	Rates:        {BandName, PayPoint},
}

// whose says what the row is about, as the file has it: whose it is, the day and the place.
func (l *line) whose() string {
	who := l.named()
	out := []string{orElse(who.Name, who.Email)}
	for _, f := range whoseFields[l.c.Kind] {
		text := l.text(f)
		if f == Date && text == "" {
			text = l.text(Start) // in files with days and times in one column
		}
		out = append(out, text)
	}
	if l.section != "" && !l.has(Unit) {
		out = append(out, l.section)
	}
	return strings.Join(slices.DeleteFunc(out, func(t string) bool { return t == "" }), ", ")
}
