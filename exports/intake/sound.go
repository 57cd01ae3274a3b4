package intake

import (
	"strings"

	"strikerota/rota"
)

// sound holds what a row makes against the rules of an entry, and reports its faults as
// those of the row. One is how the paths of those faults begin.
func (l *line) sound(e rota.Entry, one string) bool {
	e.Strike, e.Rules, e.Case = l.k.Entry.Strike, l.k.Entry.Rules, rota.Case{Kind: rota.AllAway}
	ok := true
	for _, f := range rota.Faults(e.Validate()) {
		rest, ours := strings.CutPrefix(f.Path, one)
		if !ours {
			continue
		}
		ok = false
		_, field, _ := strings.Cut(rest, ".")
		l.fault(l.colOf(field), "not allowed", "The "+strings.ReplaceAll(field, "_", " ")+" "+f.Text+".", "Correct it, or leave the row out.")
		break // the slots of one row have the same fault
	}
	return ok
}

// colOf is the column that a field of an entry came from, or -1.
func (l *line) colOf(field string) int {
	switch field {
	case "name":
		return max(l.col(Name), l.col(LastName))
	case "start":
		return l.timeCol(Start)
	case "end":
		if c := l.timeCol(End); c >= 0 {
			return c
		}
		return l.col(Places)
	case "skills_all", "skills_any":
		return l.col(Skills)
	}
	return l.col(Field(field))
}
