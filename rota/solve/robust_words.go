package solve

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// Words is the unit and day in a sentence or two: "Labour ward, Sat 26 July:
// holds if any 1 more is away; with 2 more away, 12 hours would be open
// (Registrar tier, 8pm to 8am). Ask Dr A, then Dr B to stand by." name gives the
// name of a consultant, who has none in a problem.
func (d UnitDay) Words(name func(rota.ConsultantID) string) string {
	words := d.Unit + ", " + d.Date.Words() + ": " + d.caseWords() + "."
	if len(d.Standby) == 0 {
		return words
	}
	names := make([]string, len(d.Standby))
	for i, s := range d.Standby {
		names[i] = name(s.Consultant)
	}
	return words + " Ask " + strings.Join(names, ", then ") + " to stand by."
}

// caseWords says how far the day holds, and what is open in the first case in which it does not.
func (d UnitDay) caseWords() string {
	if d.Silent == 0 {
		return "no silent doctor is counted on; " + d.openWords(d.Cases[NoneMore])
	}
	bad := slices.IndexFunc(d.Cases[:], func(c AwayCase) bool { return c.Worst != OpenMinutes{} })
	if bad < 0 {
		return "holds whoever is away"
	}
	c := d.Cases[bad]
	open := d.openWords(c)
	if c.Away > 0 {
		open = "with " + moreAway(c.Away, d.Silent) + " away, " + open
	}
	last := d.Cases[AllMore]
	if c.Away < last.Away {
		open += "; with " + moreAway(last.Away, d.Silent) + " away, " + d.openWords(last)
	}
	if bad > NoneMore && d.Cases[bad-1].Away > 0 {
		open = fmt.Sprintf("holds if any %d more %s away; %s", d.Cases[bad-1].Away, isAre(d.Cases[bad-1].Away), open)
	}
	return open
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// moreAway is "1 more", or "all 3" when that is everybody.
func moreAway(n, all int) string {
	if n == all && n > 1 {
		return fmt.Sprintf("all %d", n)
	}
	return fmt.Sprintf("%d more", n)
}

// openWords says what stays open: "12 hours would be open (Registrar tier, 8pm to 8am)".
func (d UnitDay) openWords(c AwayCase) string {
	if c.Worst == (OpenMinutes{}) {
		return "nothing would be open"
	}
	hours := rota.Hours(int(c.Worst.Total()))
	if !c.Proved {
		hours = "at most " + hours
	}
	if len(c.Open) == 0 {
		return hours + " would be open"
	}
	var where []string
	for _, o := range c.Open {
		for _, s := range d.Slots {
			if s.Slot.ID == o.Slot {
				words := s.Slot.Role + ", " + s.Slot.Times()
				if o.Count > 1 {
					words += fmt.Sprintf(", %d places", o.Count)
				}
				where = append(where, words)
			}
		}
	}
	return hours + " would be open (" + strings.Join(where, "; ") + ")"
}
