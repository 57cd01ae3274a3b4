package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/exports"
	"strikerota/exports/intake"
	"strikerota/rota"
)

// An importReport is what the page tells of a file that was brought in.
type importReport struct {
	Count    intake.Count
	Changes  [][]string // as the table of counts
	Faults   []exports.Returned
	Headings []string
	Left     []wordCount
	Nothing  bool // that is entered was changed
}

func newImportReport(b *bringing, r intake.Result, ch intake.Changes) importReport {
	t := changeCounts(made(ch, b.choices))
	out := importReport{Count: r.Count, Faults: returned(b.book, b.choices, r.Faults), Left: leftAside(r.LeftOut), Nothing: savedWords(ch, b.choices) == nothingChanged}
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

const nothingChanged = "nothing changed"

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
	return nameOr(rota.ListWords(parts), nothingChanged)
}

// changeCounts counts the changes by what they are about.
func changeCounts(ch intake.Changes) Table {
	ops := []intake.Op{intake.Added, intake.Changed, intake.Same, intake.Missing}
	var order []string
	n := map[string]map[intake.Op]int{}
	for _, c := range ch.List {
		if n[c.What] == nil {
			n[c.What] = map[intake.Op]int{}
			order = append(order, c.What)
		}
		n[c.What][c.Op]++
	}
	var rows [][]Cell
	for _, what := range order {
		cells := []Cell{{Text: sentence(manyOf(what))}}
		for _, op := range ops {
			cells = append(cells, Cell{Text: fmt.Sprint(n[what][op])})
		}
		rows = append(rows, cells)
	}
	return NewTable("changes", "What would change", []Column{{Text: "What"}, {Text: "New", Numeric: true}, {Text: "Changed", Numeric: true},
		{Text: "The same", Numeric: true}, {Text: "Not in the file (kept)", Numeric: true}}, rows)
}

// manyOf is the plural of what a change is about.
func manyOf(what string) string {
	if root, ok := strings.CutSuffix(what, "y"); ok {
		return root + "ies"
	}
	return what + "s"
}

// leftAside counts the rows that are no data, by sort, and says why: what is true of
// some rows of a sort alone is said of these.
func leftAside(rows []intake.LeftOut) []wordCount {
	var codes []string
	of := map[string][]intake.LeftOut{}
	for _, r := range rows {
		if of[r.Code] == nil {
			codes = append(codes, r.Code)
		}
		of[r.Code] = append(of[r.Code], r)
	}
	var out []wordCount
	for _, code := range codes {
		out = append(out, wordCount{Why: sentence(code) + ".", Rows: count(len(of[code]), "row") + ".", Each: whyEach(of[code])})
	}
	return out
}

// whyEach lists rows by why they were left aside.
func whyEach(rows []intake.LeftOut) []string {
	const most = 8
	var order []string
	of := map[string][]intake.Place{}
	for _, r := range rows {
		if of[r.Why] == nil {
			order = append(order, r.Why)
		}
		of[r.Why] = append(of[r.Why], r.Place)
	}
	var parts []string
	left := len(rows)
	for _, why := range order[:min(len(order), most)] {
		parts = append(parts, sentence(rowList(of[why]))+": "+rota.LowerFirst(why))
		left -= len(of[why])
	}
	if left > 0 {
		parts = append(parts, fmt.Sprintf("And %d more.", left))
	}
	return parts
}
