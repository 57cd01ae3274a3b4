package web

import (
	"strconv"
	"strings"

	"strikerota/rota"
)

// A heatMap is service by day: what cannot be covered, in words with a shade and an edge.
type heatMap struct {
	Days []string
	Rows []heatRow
}

type heatRow struct {
	Service string
	Cells   []heatCell
}

// A heatCell is one day of one service. Class is "" when there is no slot.
type heatCell struct {
	Class string
	Words string
	More  string
	Href  string
}

// newHeatMap counts by service and day. path is the address of the page.
func newHeatMap(e rota.Entry, gaps []gap, path string) *heatMap {
	days := slotDays(e.Slots)
	h := &heatMap{}
	for _, d := range days {
		h.Days = append(h.Days, d.Words())
	}
	for _, service := range slotServices(e.Slots) {
		row := heatRow{Service: service}
		for _, day := range days {
			row.Cells = append(row.Cells, newHeatCell(e, gaps, service, day, path))
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

func newHeatCell(e rota.Entry, gaps []gap, service string, day rota.Date, path string) heatCell {
	here := func(s rota.Slot) bool { return s.Service == service && rota.DateOf(s.Start) == day }
	slots, resting, counts := 0, 0, map[strength]int{}
	for _, s := range e.Slots {
		if here(s) {
			slots++
		}
	}
	for _, g := range gaps {
		if here(g.need.Slot) {
			counts[g.strength()]++
			if g.replies > 0 {
				resting++
			}
		}
	}
	of := " of " + strconv.Itoa(slots)
	c := heatCell{Class: "app-heat--0", Words: "All " + strconv.Itoa(slots) + " more than enough"}
	f := filter{path: path, values: map[string][]string{"service": {service}, "day": {day.String()}}}
	switch {
	case slots == 0:
		return heatCell{Words: "No slot"}
	case counts[nobody] > 0:
		c = heatCell{Class: "app-heat--2", Words: strconv.Itoa(counts[nobody]) + of + " nobody", Href: f.href(1) + "#list"}
		if counts[barely] > 0 {
			c.More = strconv.Itoa(counts[barely]) + " just enough"
		}
	case counts[barely] > 0:
		c = heatCell{Class: "app-heat--1", Words: strconv.Itoa(counts[barely]) + of + " just enough", Href: f.href(1) + "#list"}
	case resting > 0:
		f.values.Set("cover", string(onReplies))
		return heatCell{Class: "app-heat--3", Words: count(resting, "rests", "rest") + " on replies", Href: f.href(1) + "#list"}
	}
	if resting > 0 {
		c.More = strings.TrimPrefix(c.More+", "+count(resting, "rests", "rest")+" on replies", ", ")
	}
	return c
}
