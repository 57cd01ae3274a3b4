package exports

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// openWord stands for a place that nobody covers.
const openWord = "OPEN"

// A gridRow is one line of the rota: the same work at the same time of day.
type gridRow struct {
	slot  rota.Slot // the first of them
	times string
	days  map[rota.Date][]string
}

// gridRows gathers the slots into rows, sorted as people look for them.
func (l ledger) gridRows() ([]gridRow, []rota.Date) {
	type key struct{ service, unit, role, site, times, mode string }
	rows := map[key]*gridRow{}
	seen := map[rota.Date]bool{}
	slots := slices.Clone(l.Problem.Slots)
	sort.SliceStable(slots, func(i, j int) bool { return slots[i].Compare(slots[j].Span) < 0 })
	for _, s := range slots {
		k := key{s.Service, s.Unit, s.Role, s.Site, times(s.Span), string(s.Mode)}
		if rows[k] == nil {
			rows[k] = &gridRow{slot: s, times: k.times + ", " + strings.ToLower(s.Mode.Words()), days: map[rota.Date][]string{}}
		}
		d := rota.DateOf(s.Start)
		seen[d] = true
		rows[k].days[d] = append(rows[k].days[d], l.places(s)...)
	}
	var out []gridRow
	for _, r := range rows {
		out = append(out, *r)
	}
	sort.Slice(out, func(i, j int) bool { return lessRow(out[i], out[j]) })
	var days []rota.Date
	for d := range seen {
		days = append(days, d)
	}
	slices.SortFunc(days, rota.Date.Compare)
	return out, days
}

func lessRow(a, b gridRow) bool {
	for _, pair := range [][2]string{{a.slot.Service, b.slot.Service}, {a.slot.Unit, b.slot.Unit}, {a.slot.Role, b.slot.Role},
		{a.slot.Site, b.slot.Site}, {a.times, b.times}} {
		if pair[0] != pair[1] {
			return pair[0] < pair[1]
		}
	}
	return a.slot.ID < b.slot.ID
}

// places lists who is in the slot, and OPEN for each place that nobody covers.
func (l ledger) places(s rota.Slot) []string {
	var out []string
	for _, a := range l.Plan.Holders(s.ID) {
		name := l.name(a.Consultant)
		if a.Locked {
			name += " (locked)"
		}
		out = append(out, name)
	}
	slices.Sort(out)
	for len(out) < s.Places {
		out = append(out, openWord)
	}
	return out
}

// writeRota writes the grid: services, units and roles down, days across.
func (l ledger) writeRota(b *book) error {
	rows, days := l.gridRows()
	widths := []float64{14, 20, 18, 14, 17}
	heads := []string{"Service", "Unit", "Role", "Site", "Time"}
	for _, d := range days {
		widths = append(widths, 24)
		heads = append(heads, dayWords(d))
	}
	s := b.sheet("Rota", layout{widths: widths, paper: paperA3, landscape: true, wide: (len(days) + 7) / 8, frozenRow: 1, frozenCol: 2,
		titleRow: 1, titleCols: "$A:$E"})
	l.openRule(s, len(rows), len(heads))
	s.heads(heads...)
	for _, r := range rows {
		lines := 1
		cells := []any{}
		for i, t := range []string{r.slot.Service, r.slot.Unit, r.slot.Role, r.slot.Site, r.times} {
			cells = append(cells, s.cell(wrapped, t))
			lines = max(lines, linesIn(t, widths[i]))
		}
		for _, d := range days {
			t := strings.Join(r.days[d], "\n")
			cells = append(cells, s.cell(wrapped, t))
			lines = max(lines, linesIn(t, 24))
		}
		s.put(tall(lines), cells...)
	}
	s.table("Rota", 1, len(heads))
	return s.flush()
}

// openRule colours the cells that say OPEN; the word itself says it without colour.
func (l ledger) openRule(s *sheet, rows, columns int) {
	if rows == 0 {
		return
	}
	style, err := s.f.NewConditionalStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "8A1F11"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FBE3DF"}},
	})
	s.note(err)
	s.note(s.try(func() error {
		return s.f.SetConditionalFormat(s.name, fmt.Sprintf("F2:%s", ref(columns, rows+1)), []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: fmt.Sprintf(`=ISNUMBER(FIND("%s",F2))`, openWord), Format: &style},
		})
	}))
}
