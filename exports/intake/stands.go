package intake

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// A Standing settles two rows of a file that contradict each other: where they do, Row
// stands and Over does not.
type Standing struct {
	Row  Place `json:"row"`
	Over Place `json:"over"`
}

// Values of the options of a [Fault] that is against another row.
const (
	ThisRow  = "this"
	OtherRow = "other"
)

// Settle says which of the two rows of a fault stands: ThisRow or OtherRow. Other
// values, and faults that are against no other row, settle nothing.
func (c *Choices) Settle(f Fault, which string) {
	if f.Against == nil || which != ThisRow && which != OtherRow {
		return
	}
	s := Standing{Row: f.Place, Over: *f.Against}
	turned := Standing{Row: s.Over, Over: s.Row}
	if which == OtherRow {
		s, turned = turned, s
	}
	c.Stands = slices.DeleteFunc(c.Stands, func(x Standing) bool { return x == s || x == turned })
	c.Stands = append(c.Stands, s)
}

// Where names a row: "row 14", with the sheet where there are several.
func (p Place) Where() string {
	if p.Sheet == "" {
		return fmt.Sprintf("row %d", p.Row)
	}
	return fmt.Sprintf("row %d of %s", p.Row, p.Sheet)
}

// settled says which of the row and an earlier one stands; "" is not said.
func (l *line) settled(other Place) string {
	switch {
	case l.stands[Standing{Row: l.place(), Over: other}]:
		return ThisRow
	case l.stands[Standing{Row: other, Over: l.place()}]:
		return OtherRow
	}
	return ""
}

// against is the fault of a row that an earlier one contradicts. Until a person says
// which of the two stands, the earlier one does.
func (l *line) against(other Place, code, wrong string) *Fault {
	f := l.rowFault(code, wrong, "Say which of the two rows stands, or mend one in your file. Until then the earlier row is taken and this one is not.")
	f.Against = &other
	f.Options = []Option{{OtherRow, rota.UpperFirst(other.Where()) + " stands"}, {ThisRow, rota.UpperFirst(l.place().Where()) + " stands"}}
	return f
}

// beaten leaves the row out because a person has said that the other stands.
func (l *line) beaten(by Place) {
	l.leave("another row stands", standsWords(by))
}

func standsWords(by Place) string { return "You have said that " + by.Where() + " stands." }

// giveWay leaves out an earlier row of which nothing is kept any more, because a
// person has said that this one stands.
func (l *line) giveWay(other Place) {
	l.out.Count.Read--
	l.out.Count.LeftOut++
	l.out.LeftOut = append(l.out.LeftOut, LeftOut{Place: other, Code: "another row stands", Why: standsWords(l.place())})
}

// Says is all that is wrong, in one text.
func (f Fault) Says() string {
	if len(f.Points) == 0 {
		return f.Wrong
	}
	return f.Wrong + " " + strings.Join(f.Points, "; ") + "."
}
