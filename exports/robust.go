package exports

import (
	"io"
	"slices"

	"strikerota/rota"
)

// Robust is how a rota stands up to more silent doctors away, in words.
type Robust struct{ Places []RobustPlace }

// A RobustPlace is one slot. Cases are those of its unit and day: nobody more away, one, two, all.
type RobustPlace struct {
	Slot    rota.Slot
	Silent  string // how many silent doctors are counted on; small counts are hidden
	Holds   string
	Cases   [4]string
	Standby string
}

var robustFields = []field{
	{"Date", 16, date}, {"Start", 7, clock}, {"End", 11, dayClock}, {"Service", 14, wrapped}, {"Unit", 18, wrapped}, {"Role", 18, wrapped}, {"Priority", 9, whole},
	{"Silent doctors counted on", 13, wrapped}, {"This slot holds", 18, wrapped}, {"Unit that day, nobody more away", 24, wrapped}, {"1 more away", 24, wrapped},
	{"2 more away", 24, wrapped}, {"All away", 24, wrapped}, {"Ask to stand by, in this order", 30, wrapped}, {"Slot", 15, wrapped},
}

// list is one row a slot.
func (r Robust) list() listing {
	t := listing{name: "RobustCover", fields: robustFields}
	for _, p := range r.Places {
		s := p.Slot
		t.add(rota.DateOf(s.Start), s.Start, s.End, s.Service, s.Unit, s.Role, s.Priority, p.Silent, p.Holds,
			p.Cases[0], p.Cases[1], p.Cases[2], p.Cases[3], p.Standby, string(s.ID))
	}
	return t
}

// RobustCSV writes every slot with how far its places hold as CSV. Every line says how
// to handle it: from a small unit one may tell who is meant.
func RobustCSV(w io.Writer, r Robust, l Labels) error {
	t := r.list()
	t.fields = append(slices.Clone(t.fields), field{head: "Handling"})
	for i := range t.rows {
		t.rows[i] = append(t.rows[i], l.handling())
	}
	return t.writeCSV(w)
}
