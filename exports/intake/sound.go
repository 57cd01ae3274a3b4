package intake

import (
	"strings"

	"strikerota/rota"
)

// unsound lists how what a row makes breaks the rules of an entry, with the name of the
// field as the path. One is how the paths of those faults begin.
func (l *line) unsound(e rota.Entry, one string) []rota.Fault {
	e.Strike, e.Rules, e.Case = l.k.Entry.Strike, l.k.Entry.Rules, rota.Case{Kind: rota.AllAway}
	var out []rota.Fault
	for _, f := range rota.Faults(e.Validate()) {
		if rest, ours := strings.CutPrefix(f.Path, one); ours {
			_, f.Path, _ = strings.Cut(rest, ".")
			out = append(out, f)
		}
	}
	return out
}

// sound reports whether what a row makes holds the rules of an entry; the first that it
// breaks is a fault of the row.
func (l *line) sound(e rota.Entry, one string) bool {
	faults := l.unsound(e, one)
	if len(faults) == 0 {
		return true
	}
	f := faults[0] // the slots of one row have the same faults
	l.fault(l.colOf(f.Path), "not allowed", "The "+strings.ReplaceAll(f.Path, "_", " ")+" "+f.Text+".", "Correct it, or leave the row out.")
	return false
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
