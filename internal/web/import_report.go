package web

import (
	"slices"
	"strings"

	"strikerota/exports"
	"strikerota/exports/intake"
)

// An importReport is what the page tells of a file that was brought in.
type importReport struct {
	Count    intake.Count
	Changes  [][]string // as the table of counts
	Faults   []exports.Returned
	Headings []string
	Left     []wordCount
}

func newImportReport(b *bringing, r intake.Result, ch intake.Changes) importReport {
	t := changeCounts(made(ch, b.choices))
	out := importReport{Count: r.Count, Faults: returned(b.book, b.choices, r.Faults), Left: leftAside(r.LeftOut)}
	for _, c := range t.Columns {
		out.Headings = append(out.Headings, c.Text)
	}
	for _, row := range t.Rows {
		var line []string
		for _, c := range row {
			line = append(line, c.Text)
		}
		out.Changes = append(out.Changes, line)
	}
	return out
}

// made are the changes as they are made: one that is not wanted leaves things the same.
func made(ch intake.Changes, c intake.Choices) intake.Changes {
	out := ch
	out.List = slices.Clone(ch.List)
	for i, x := range out.List {
		if x.Op == intake.Changed && (x.Ask && !c.Accepted[x.Key] || !x.Ask && c.Declined[x.Key]) {
			out.List[i].Op = intake.Same
		}
	}
	return out
}

// savedWords sums up what was saved: "119 new residents and 3 changed duties".
func savedWords(ch intake.Changes, c intake.Choices) string {
	n := map[string]int{}
	var order []string
	for _, x := range made(ch, c).List {
		word := string(x.Op)
		if x.Op == intake.Same || x.Op == intake.Missing && !c.Accepted[x.Key] {
			continue
		}
		if x.Op == intake.Missing {
			word = "removed"
		}
		key := x.What + "\x00" + word
		if n[key] == 0 {
			order = append(order, key)
		}
		n[key]++
	}
	var parts []string
	for _, key := range order {
		what, word, _ := strings.Cut(key, "\x00")
		parts = append(parts, count(n[key], word+" "+what, word+" "+manyOf(what)))
	}
	return nameOr(listWords(parts), "nothing changed")
}
