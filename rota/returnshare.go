package rota

import (
	"cmp"
	"slices"
	"strings"
)

// A ReturnGroup is a row of the workforce return as it may be shared. Cells that
// are too small stand in it together, so that no resident's own absence can be
// read off it.
type ReturnGroup struct {
	Day            Date
	Service, Grade string // [AllServices] and [AllGrades] when nothing finer may be told
	Due            int
	Absent         int  // nothing when Hidden
	Hidden         bool // Absent could tell of single residents; how many there were is not said by this
	Unconfirmed    int  // while it is not 0, Absent is nothing either
	cells          []ReturnCell
}

// How groups are called that hold several services or grades.
const (
	AllServices   = "All services"
	OtherServices = "Other services"
	AllGrades     = "All grades"
	OtherGrades   = "Other grades"
)

// Share puts cells together until what is told of a day gives nobody away. The
// groups of a day never overlap, so no total less its parts tells more. Which
// cells stand together depends on who was due alone. How fine a day is shown
// depends on the counts only so: by grade where every group of the service is
// large enough both absent and at work, else by service, and when that does not
// hold for every service, the day as a whole or not at all. So what is told at one
// time and at another, beside another rota, is of groups that lie within each other
// or apart: one less another is a group that was told too. Whoever the rota itself
// shows at work hides nobody and is left out of what must be large enough.
func Share(cells []ReturnCell) []ReturnGroup {
	byDay := map[Date][]ReturnCell{}
	for _, c := range cells {
		byDay[c.Day] = append(byDay[c.Day], c)
	}
	var out []ReturnGroup
	for _, day := range byDay {
		out = append(out, shareDay(day)...)
	}
	slices.SortFunc(out, func(a, b ReturnGroup) int {
		return cmp.Or(a.Day.Compare(b.Day), strings.Compare(a.Service, b.Service), strings.Compare(a.Grade, b.Grade))
	})
	return out
}

func shareDay(cells []ReturnCell) []ReturnGroup {
	all := grouped(cells, AllServices, AllGrades)
	if all.Unconfirmed > 0 || !all.safe() {
		return []ReturnGroup{all.told()}
	}
	services := pooled(split(cells, func(c ReturnCell) string { return c.Service }), OtherServices)
	if len(services) == 1 && services[0].name == OtherServices {
		services[0].name = AllServices
	}
	var out []ReturnGroup
	for _, service := range services {
		whole := grouped(service.cells, service.name, AllGrades)
		if !whole.safe() {
			return []ReturnGroup{all.told()}
		}
		fine := byGrade(service)
		if slices.ContainsFunc(fine, func(g ReturnGroup) bool { return !g.safe() }) {
			fine = []ReturnGroup{whole}
		}
		out = append(out, fine...)
	}
	for i := range out {
		out[i] = out[i].told()
	}
	return out
}

func byGrade(service part) []ReturnGroup {
	grades := pooled(split(service.cells, func(c ReturnCell) string { return c.Grade }), OtherGrades)
	var out []ReturnGroup
	for _, g := range grades {
		name := g.name
		if len(grades) == 1 {
			name = AllGrades
		}
		out = append(out, grouped(g.cells, service.name, name))
	}
	return out
}

// A part is cells that stand together, by service or by grade.
type part struct {
	name  string
	cells []ReturnCell
}

// due is how many residents the part has.
func (p part) due() int {
	n := 0
	for _, c := range p.cells {
		n += c.Due
	}
	return n
}

func split(cells []ReturnCell, by func(ReturnCell) string) []part {
	var out []part
	for _, c := range cells {
		i := slices.IndexFunc(out, func(p part) bool { return p.name == by(c) })
		if i < 0 {
			i = len(out)
			out = append(out, part{name: by(c)})
		}
		out[i].cells = append(out[i].cells, c)
	}
	slices.SortFunc(out, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return out
}

// pooled puts the parts together that could never show Few both absent and at
// work, and with them the smallest of the rest until together they could. It looks at
// who was due and not at the rota, so that the same parts stand together beside every one.
func pooled(parts []part, name string) []part {
	const enough = 2 * Few
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.due(), a.due()) })
	pool := part{name: name}
	for len(parts) > 0 && (parts[len(parts)-1].due() < enough || len(pool.cells) > 0 && pool.due() < enough) {
		pool.cells = append(pool.cells, parts[len(parts)-1].cells...)
		parts = parts[:len(parts)-1]
	}
	if len(pool.cells) > 0 {
		parts = append(parts, pool)
	}
	return parts
}

func grouped(cells []ReturnCell, service, grade string) ReturnGroup {
	g := ReturnGroup{Day: cells[0].Day, Service: service, Grade: grade, cells: cells}
	for _, c := range cells {
		g.Due += c.Due
		g.Absent += c.Absent
		g.Unconfirmed += c.Unconfirmed
	}
	return g
}

// safe reports whether at least Few were absent and Few at work, of those whom
// the rota does not show at work. Of the residents of a slot it shows how many are, but
// not who, so that as many places of theirs hide nobody.
func (g ReturnGroup) safe() bool {
	var shown []ShownSlot
	for _, c := range g.cells {
		for _, s := range c.Shown {
			shown = join(shown, s)
		}
	}
	hiding, absent := g.Due, g.Absent
	for _, s := range shown {
		known := min(s.Places, s.Due)
		hiding -= known
		absent -= max(0, s.Absent-(s.Due-known))
	}
	return absent >= Few && hiding-absent >= Few
}

// told is the group as it may be shared: a count that may not be told is gone.
func (g ReturnGroup) told() ReturnGroup {
	g.Hidden = g.Unconfirmed > 0 || !g.safe()
	if g.Hidden {
		g.Absent = 0
	}
	return g
}
