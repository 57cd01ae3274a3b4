package web

import (
	"fmt"
	"slices"
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

// A held is how far something holds if those asked to stand by come, and how far the
// rota holds by itself.
type held struct{ called, unaided holding }

// words are how far it holds, and how far without anybody called in where that is less.
func (h held) words() string {
	if h.called == h.unaided {
		return h.called.words()
	}
	return h.called.words() + ", with stand-by. Without: " + rota.LowerFirst(h.unaided.words())
}

// colour is that of the rota by itself, unless stand-by changes it.
func (h held) colour() string {
	if h.called != h.unaided {
		return "orange"
	}
	return h.called.colour()
}

// unaidedDay is how far the rota holds by itself on the unit and day.
func (a *robustAnswer) unaidedDay(d solve.UnitDay) holding {
	return furthest(func(k int) bool {
		return !slices.ContainsFunc(d.Slots, func(s solve.SlotHold) bool { return !a.unaided[s.Slot.ID][k] })
	})
}

func (a *robustAnswer) dayHolds(d solve.UnitDay) held {
	return held{furthest(func(k int) bool { return d.Cases[k].Worst == solve.OpenMinutes{} }), a.unaidedDay(d)}
}

func (a *robustAnswer) slotHolds(s solve.SlotHold) held {
	return held{furthest(func(k int) bool { return s.Holds[k] }), furthest(func(k int) bool { return a.unaided[s.Slot.ID][k] })}
}

func silentWords(n int) string {
	if n == 0 {
		return "Nobody"
	}
	return fmt.Sprint(n)
}

// robustFigures count the units and days by how far they hold: of those that hold
// whoever is away, the ones for which somebody has to be called in apart.
func (a *robustAnswer) robustFigures() []Figure {
	var ever, called, some, now, not int
	for _, d := range a.Days {
		switch h := a.dayHolds(d); {
		case h.unaided == holdsEver:
			ever++
		case h.called == holdsEver:
			called++
		case h.called == holdsOne || h.called == holdsTwo:
			some++
		case h.called == holdsNow:
			now++
		default:
			not++
		}
	}
	of := func(n int) string { return fmt.Sprintf("%d of %d", n, len(a.Days)) }
	return []Figure{{"Hold whoever is away", of(ever)}, {"Hold whoever is away, if those on stand-by come", of(called)}, {"Hold if one or two more are away", of(some)},
		{"Hold only if nobody more is away", of(now)}, {"Have an open place as it stands", of(not)}}
}

// robustCell is what happens to a unit and day in a case.
func (a *robustAnswer) robustCell(d solve.UnitDay, k int) heatCell {
	c := d.Cases[k]
	if k > solve.NoneMore && k < solve.AllMore && d.Silent < k {
		return heatCell{Class: "app-heat--0", Words: "Fewer are counted on"}
	}
	if c.Worst == (solve.OpenMinutes{}) {
		if slices.ContainsFunc(d.Slots, func(s solve.SlotHold) bool { return !a.unaided[s.Slot.ID][k] }) {
			return heatCell{Class: "app-heat--3", Words: "With stand-by"}
		}
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
			words := s.Slot.Role + ", " + s.Slot.Times()
			if o.Count > 1 {
				words += ", " + count(o.Count, "place")
			}
			where = append(where, words)
		}
	}
	return strings.Join(where, "; ")
}

// standbyWords are whom to ask to stand by for the unit and day, with the other units
// that they are named for too.
func (a *robustAnswer) standbyWords(d solve.UnitDay, name func(rota.ConsultantID) string) string {
	switch {
	case len(d.Standby) > 0:
	case a.unaidedDay(d) == holdsEver:
		return "Nobody needed"
	default:
		return "Nobody has offered who could"
	}
	names := make([]string, len(d.Standby))
	for i, c := range d.Standby {
		names[i] = name(c.Consultant)
		if also := a.alsoNamed(d, c.Consultant); len(also) > 0 {
			names[i] += " (also for " + rota.ListWords(also) + ")"
		}
	}
	return strings.Join(names, ", then ")
}

// alsoNamed are the other units for which the consultant is named at the same time.
func (a *robustAnswer) alsoNamed(d solve.UnitDay, id rota.ConsultantID) []string {
	var out []string
	for _, o := range a.Days {
		if (o.Service != d.Service || o.Unit != d.Unit) && o.Date == d.Date && slices.ContainsFunc(o.Standby, func(c solve.StandbyCall) bool { return c.Consultant == id }) {
			out = append(out, o.Unit)
		}
	}
	return out
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

// noStandby says why nobody is to stand by where nobody would help.
func (a *robustAnswer) noStandby() string {
	if slices.ContainsFunc(a.Days, func(d solve.UnitDay) bool { return a.unaidedDay(d) != holdsEver }) {
		return "Nobody who has offered time could take a place that is or would be open."
	}
	return "No place would be open, whoever is away: nobody has to stand by."
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
			p := exports.RobustPlace{Slot: s.Slot, Silent: fewWords(s.Silent), Holds: a.slotHolds(s).words(), Standby: a.standbyWords(d, name)}
			for k := range d.Cases {
				c := a.robustCell(d, k)
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
