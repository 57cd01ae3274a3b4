package exports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// A gridRow is one line of a service's rota: the same work at the same time of day.
type gridRow struct {
	slot  rota.Slot // the first of them
	times string
	days  map[rota.Date][]string
}

// A service is the rota of one service.
type service struct {
	name string
	rows []gridRow
	days []rota.Date
}

// services gathers the posts by service and into rows, sorted as people look for them.
// contacts is whether a contact is known of anybody.
func services(posts []post, contacts bool) []service {
	byName := map[string][]post{}
	for _, p := range posts {
		byName[fold(p.slot.Service)] = append(byName[fold(p.slot.Service)], p)
	}
	var out []service
	for _, key := range sortedKeys(byName) {
		out = append(out, serviceOf(byName[key], contacts))
	}
	return out
}

func serviceOf(posts []post, contacts bool) service {
	type key struct{ unit, role, site, times string }
	rows, seen := map[key]*gridRow{}, map[rota.Date]bool{}
	for _, p := range posts {
		k := key{p.slot.Unit, p.slot.Role, p.slot.Site, p.times()}
		if rows[k] == nil {
			rows[k] = &gridRow{slot: p.slot, times: k.times, days: map[rota.Date][]string{}}
		}
		d := rota.DateOf(p.slot.Start)
		seen[d] = true
		rows[k].days[d] = append(rows[k].days[d], p.shown(contacts))
	}
	out := service{name: posts[0].slot.Service}
	for _, r := range rows {
		out.rows = append(out.rows, *r)
	}
	slices.SortFunc(out.rows, func(a, b gridRow) int {
		return cmp.Or(strings.Compare(a.slot.Unit, b.slot.Unit), strings.Compare(a.slot.Role, b.slot.Role), strings.Compare(a.slot.Site, b.slot.Site),
			strings.Compare(a.times, b.times))
	})
	for d := range seen {
		out.days = append(out.days, d)
	}
	slices.SortFunc(out.days, rota.Date.Compare)
	return out
}

const (
	gridFixed = 4 // columns before the days
	dayWidth  = 24
)

// writeService writes the grid of a service: units and roles down, days across.
func (l ledger) writeService(b *book, name string, n int, v service) error {
	widths := []float64{20, 18, 16, 22}
	heads := []string{"Unit", "Role", "Site", "Time"}
	for _, d := range v.days {
		widths = append(widths, dayWidth)
		heads = append(heads, dayWords(d))
	}
	s := b.sheet(name, layout{widths: widths, paper: paperA3, landscape: true, wide: (len(v.days) + 7) / 8, frozenRow: tableHeadRow, frozenCol: 2,
		titleRow: tableHeadRow, titleCols: "$A:$D"})
	first := ref(gridFixed+1, tableHeadRow+1)
	s.marked(first+":"+ref(len(heads), tableHeadRow+len(v.rows)), first)
	l.headed(s, v.name, consultantsWords, l.officeWords())
	s.heads(heads...)
	for _, r := range v.rows {
		lines := 1
		cells := []any{}
		texts := []string{r.slot.Unit, r.slot.Role, r.slot.Site, r.times}
		for _, d := range v.days {
			texts = append(texts, strings.Join(r.days[d], "\n"))
		}
		for i, t := range texts {
			cells = append(cells, s.places(t))
			lines = max(lines, linesIn(t, widths[i]))
		}
		s.put(tall(lines), cells...)
	}
	s.table(fmt.Sprintf("Service%d", n), tableHeadRow, len(heads))
	return s.flush()
}

// places is a cell of who is in places, a line each. Where a place is open beside one
// that is filled, the word is red by itself: the cell's fill is too pale for print.
func (s *sheet) places(text string) excelize.Cell {
	lines := strings.Split(text, "\n")
	if len(lines) == 1 || !slices.ContainsFunc(lines, isOpenLine) {
		return s.cell(wrapped, text)
	}
	var runs []excelize.RichTextRun
	for i, line := range lines {
		font := &excelize.Font{Family: "Arial", Size: 10}
		if isOpenLine(line) {
			font.Bold, font.Color = true, alarm
		}
		if i > 0 {
			line = "\n" + line
		}
		runs = append(runs, excelize.RichTextRun{Text: shown(line), Font: font})
	}
	return excelize.Cell{StyleID: s.styles[wrapped], Value: runs}
}

// isOpenLine reports whether a line of a cell is that of an open place.
func isOpenLine(line string) bool { return line == openWord || strings.HasPrefix(line, openWord+" (") }
