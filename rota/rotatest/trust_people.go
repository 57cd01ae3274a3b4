package rotatest

import (
	"fmt"

	"strikerota/rota"
)

// A willing says how much consultants offer. Figures but for spans are per cent.
type willing struct {
	leave, refuse int // of consultants
	fewest, most  int // offers of one who makes any
	wide          int // of offers: more than one day or night
	limited       int // of consultants: with an own limit on cover
	busy          int // of weekdays: with job-plan work
}

// willingness is what the consultants of a trust offer, by its tightness.
var willingness = [...]willing{
	Easy:  {leave: 6, refuse: 4, fewest: 4, most: 6, wide: 50, limited: 8, busy: 50},
	Tight: {leave: 9, refuse: 10, fewest: 2, most: 5, wide: 40, limited: 40, busy: 70},
	Short: {leave: 12, refuse: 32, fewest: 2, most: 5, wide: 35, limited: 75, busy: 70},
}

// member draws a consultant of a department, of which some also work in one near it.
func (g *trustGenerator) member(d department, near []department) rota.Consultant {
	own := trustSpecialties[d.specialty]
	c := rota.Consultant{
		ID:    rota.ConsultantID(fmt.Sprintf("C%04d", len(g.problem.Consultants)+1)),
		Sites: []string{siteName(d.site)},
		Terms: g.terms(), PayPoint: pick(g.generator, payPoints),
		Skills: g.skills(own, d.places <= smallDepartment),
	}
	if len(near) > 0 && g.chance(14) {
		g.share(&c, d, pick(g.generator, near))
	}
	if g.chance(g.willing.limited) {
		c.MaxCover = at(pick(g.generator, []int{13, 13, 25, 36}) * 60)
	}
	if g.chance(15) {
		c.MaxNightsInARow = at(1 + g.r.IntN(2))
	}
	if g.chance(g.willing.leave) {
		return c // neither sessions nor offers
	}
	c.Sessions = g.jobPlan(own.work)
	if !g.chance(g.willing.refuse) {
		c.Offers = g.spans()
	}
	return c
}

// smallDepartment is up to how many places nearly everybody in a department does nearly everything.
const smallDepartment = 45

// skills draws one to three: nearly always the specialty, and some of its further skills.
func (g *trustGenerator) skills(s trustSpecialty, broad bool) []string {
	specialty, further, both := 88, 65, 30
	if broad {
		specialty, further, both = 96, 90, 60
	}
	var out []string
	if g.chance(specialty) {
		out = append(out, s.name)
	}
	one := g.r.IntN(2)
	if len(out) == 0 || g.chance(further) {
		out = append(out, s.skills[one])
	}
	if len(out) == 2 && g.chance(both) {
		out = append(out, s.skills[1-one])
	}
	return out
}

// share lets a consultant of d also work in the department near it.
func (g *trustGenerator) share(c *rota.Consultant, d, near department) {
	if near.site != d.site {
		c.Sites = append(c.Sites, siteName(near.site))
		return
	}
	if len(c.Skills) == 3 {
		c.Skills = c.Skills[:2]
	}
	c.Skills = append(c.Skills, near.name())
}

// jobPlan draws a consultant's own work on the weekdays of the strike.
func (g *trustGenerator) jobPlan(kinds []work) []rota.Session {
	var out []rota.Session
	for _, day := range weekdays {
		if !g.chance(g.willing.busy) {
			continue
		}
		from := g.r.IntN(len(kinds))
		for i := range 1 + g.r.IntN(2) {
			w := kinds[(from+i)%len(kinds)]
			span := on(day, w.hour, w.minute, w.toH, w.toMin)
			if n := len(out); n > 0 && out[n-1].Overlaps(span) {
				continue
			}
			s := rota.Session{ID: rota.SessionID(fmt.Sprintf("s%d", len(out)+1)), Span: span, Kind: w.kind}
			if g.chance(8) {
				s.Kind = rota.Fixed
			}
			if s.Kind == rota.Planned {
				s.Loss = w.low + g.r.IntN(w.high-w.low+1)
			}
			out = append(out, s)
		}
	}
	return out
}

// spans draws what a consultant offers: days, nights, times on call from home.
func (g *trustGenerator) spans() []rota.Offer {
	n := g.willing.fewest + g.r.IntN(g.willing.most-g.willing.fewest+1)
	out := make([]rota.Offer, n)
	for i := range out {
		out[i] = g.offer(pick(g.generator, everyDay), g.chance(g.willing.wide))
	}
	return out
}

// offer draws one offer of a day. A wide one lasts until a day or so later.
func (g *trustGenerator) offer(day int, wide bool) rota.Offer {
	onSite, fromHome := []rota.Mode{rota.OnSite}, []rota.Mode{rota.OnCall, rota.Standby}
	later := 0
	if wide {
		later = 1
	}
	span := func(hour, minute, days, toHour, toMinute int) rota.Span {
		return rota.Span{Start: july(day, hour, minute), End: july(min(day+days, 30), toHour, toMinute)}
	}
	switch n := g.r.IntN(100); {
	case n < 35:
		return rota.Offer{Span: span(7, 30, later, 21, 0), Modes: onSite}
	case n < 53:
		return rota.Offer{Span: span(8, 0, 1+later, 0, 30), Modes: onSite}
	case n < 73:
		return rota.Offer{Span: span(19, 30, 1+later, 9, 0), Modes: onSite}
	case n < 92:
		return rota.Offer{Span: span(7, 30, 1+2*later, 8, 30), Modes: fromHome}
	}
	return rota.Offer{Span: span(7, 30, 1+later, 9, 0), Modes: rota.Modes()}
}
