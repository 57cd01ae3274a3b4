package web

import (
	"fmt"
	"strings"

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// A holding is how far the cover of a unit and day, or of a slot, holds.
type holding string

const (
	holdsNot  holding = "not" // a place is open as it stands
	holdsNow  holding = "now" // one more away may leave a place open
	holdsOne  holding = "one"
	holdsTwo  holding = "two"
	holdsEver holding = "ever"
)

// holdings are in the order of the filter: worst first.
var holdings = []holding{holdsNot, holdsNow, holdsOne, holdsTwo, holdsEver}

func (h holding) words() string {
	switch h {
	case holdsNot:
		return "Open as it stands"
	case holdsNow:
		return "Only if nobody more is away"
	case holdsOne:
		return "If any 1 more is away"
	case holdsTwo:
		return "If any 2 more are away"
	}
	return "Whoever is away"
}

func (h holding) colour() string {
	switch h {
	case holdsNot:
		return "red"
	case holdsEver:
		return "green"
	}
	return "orange"
}

// furthest is the holding of cases that hold or not, each milder than the next.
func furthest(holds func(k int) bool) holding {
	for k, h := range holdings[:len(holdings)-1] {
		if !holds(k) {
			return h
		}
	}
	return holdsEver
}

func dayHolds(d solve.UnitDay) holding {
	return furthest(func(k int) bool { return d.Cases[k].Worst == solve.OpenMinutes{} })
}

func slotHolds(s solve.SlotHold) holding { return furthest(func(k int) bool { return s.Holds[k] }) }

func silentWords(n int) string {
	if n == 0 {
		return "Nobody"
	}
	return fmt.Sprint(n)
}

func robustFigures(days []solve.UnitDay) []Figure {
	counts := map[holding]int{}
	for _, d := range days {
		counts[dayHolds(d)]++
	}
	out := []Figure{}
	for _, f := range []struct {
		words string
		holds []holding
	}{{"Hold whoever is away", []holding{holdsEver}}, {"Hold if one or two more are away", []holding{holdsOne, holdsTwo}},
		{"Hold only if nobody more is away", []holding{holdsNow}}, {"Have an open place as it stands", []holding{holdsNot}}} {
		n := 0
		for _, h := range f.holds {
			n += counts[h]
		}
		out = append(out, Figure{f.words, fmt.Sprintf("%d of %d", n, len(days))})
	}
	return out
}

// robustCell is what happens to a unit and day in a case.
func robustCell(d solve.UnitDay, k int) heatCell {
	c := d.Cases[k]
	if k > solve.NoneMore && k < solve.AllMore && d.Silent < k {
		return heatCell{Class: "app-heat--0", Words: "Fewer are counted on"}
	}
	if c.Worst == (solve.OpenMinutes{}) {
		return heatCell{Class: "app-heat--ok", Words: "Holds"}
	}
	out := heatCell{Class: "app-heat--2", Words: rota.Hours(int(c.Worst.Total())) + " open", More: openSlots(d, c)}
	if !c.Proved {
		out.Class, out.Words = "app-heat--1", "At most "+out.Words
	}
	return out
}

// openSlots says where places stay open.
func openSlots(d solve.UnitDay, c solve.AwayCase) string {
	var where []string
	for _, o := range c.Open {
		for _, s := range d.Slots {
			if s.Slot.ID != o.Slot {
				continue
			}
			words := s.Slot.Role + ", " + rota.ClockWords(s.Slot.Start) + " to " + rota.ClockWords(s.Slot.End)
			if o.Count > 1 {
				words += ", " + count(o.Count, "place")
			}
			where = append(where, words)
		}
	}
	return strings.Join(where, "; ")
}

func standbyWords(calls []solve.StandbyCall, name func(rota.ConsultantID) string) string {
	if len(calls) == 0 {
		return "Nobody would help"
	}
	names := make([]string, len(calls))
	for i, c := range calls {
		names[i] = name(c.Consultant)
	}
	return strings.Join(names, ", then ")
}

// standbyTable is whom to ask to stand by, over all units and days; nil when nobody would help.
func standbyTable(calls []solve.StandbyCall, name func(rota.ConsultantID) string) *Table {
	var rows [][]Cell
	for i, c := range calls {
		rows = append(rows, []Cell{{Text: fmt.Sprint(i + 1)}, {Text: name(c.Consultant)}, {Text: gainWords(c.Gain)}})
	}
	if rows == nil {
		return nil
	}
	t := NewTable("standby", "Whom to ask to stand by, in this order", []Column{{Text: "Order", Numeric: true}, {Text: "Consultant"}, {Text: "Cover that they add if all are away"}}, rows)
	t.Compact = true
	return &t
}

func gainWords(g solve.OpenMinutes) string {
	var out []string
	for i, minutes := range g {
		if minutes != 0 {
			out = append(out, fmt.Sprintf("%s of priority %d", rota.Hours(int(minutes)), i+1))
		}
	}
	if out == nil {
		return "Frees somebody for the next"
	}
	return strings.Join(out, ", ")
}

// exported is the answer for files, which go further than the page: small counts of
// silent doctors are hidden in them.
func (a *robustAnswer) exported(name func(rota.ConsultantID) string) exports.Robust {
	out := exports.Robust{}
	for _, d := range a.Days {
		for _, s := range d.Slots {
			p := exports.RobustPlace{Slot: s.Slot, Silent: fewWords(s.Silent), Holds: slotHolds(s).words(), Standby: standbyWords(d.Standby, name)}
			for k := range d.Cases {
				c := robustCell(d, k)
				p.Cases[k] = strings.TrimSuffix(c.Words+": "+c.More, ": ")
			}
			out.Places = append(out.Places, p)
		}
	}
	return out
}

// fewWords is a count of residents, hidden below five.
func fewWords(n int) string {
	if n < rota.Few {
		return fmt.Sprintf("fewer than %d", rota.Few)
	}
	return fmt.Sprint(n)
}
