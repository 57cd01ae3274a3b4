package rotatest

import (
	"fmt"

	"strikerota/rota"
)

var payPoints = []string{"0-2", "3", "4-7", "8-13", "14+"}

// consultants adds the consultants of the specialties. Of each hundred, bothSites work at both sites.
func (g *generator) consultants(specialties []specialty, bothSites int) {
	for _, s := range specialties {
		for range s.count {
			c := g.consultant(s)
			if g.chance(bothSites) {
				c.Sites = []string{Ashmere, Kestrel}
			}
			g.entry.Consultants = append(g.entry.Consultants, c)
		}
	}
}

func (g *generator) consultant(s specialty) rota.Consultant {
	n := len(g.entry.Consultants) + 1
	c := rota.Consultant{
		ID:      rota.ConsultantID(fmt.Sprintf("C%03d", n)),
		Grade:   "Consultant",
		Name:    g.name(pick(g, s.titles)),
		Contact: fmt.Sprintf("07700 900%03d", g.r.IntN(1000)), // numbers kept for fiction
		Skills:  append([]string{}, s.core...),
		Sites:   []string{s.site},
		Terms:   g.terms(), PayPoint: pick(g, payPoints),
	}
	if g.chance(12) {
		c.Grade, c.PayPoint = "SAS doctor", ""
	}
	if len(s.extra) > 0 && g.chance(65) {
		c.Skills = append(c.Skills, pick(g, s.extra))
	}
	if g.chance(20) {
		c.MaxCover = at(pick(g, []int{24, 36, 48}) * 60)
	}
	if g.chance(15) {
		c.MaxNightsInARow = at(1 + g.r.IntN(2))
	}
	if g.chance(9) {
		return c // on leave: neither sessions nor offers
	}
	c.Sessions = g.sessions(s.work)
	if g.chance(88) {
		c.Offers = g.offers(s.home)
	}
	return c
}

func at(n int) *int { return &n }

func (g *generator) terms() rota.Terms {
	switch n := g.r.IntN(100); {
	case n < 20:
		return rota.InJobPlan
	case n < 55:
		return rota.TrustRate
	case n < 85:
		return rota.BMARate
	}
	return rota.TimeOff
}

// sessions draws a consultant's job-plan work for the weekdays of the strike.
func (g *generator) sessions(kinds []work) []rota.Session {
	var out []rota.Session
	for _, day := range weekdays {
		if g.chance(35) {
			continue
		}
		first := g.r.IntN(len(kinds))
		for i := range 1 + g.r.IntN(2) {
			w := kinds[(first+i)%len(kinds)]
			span := on(day, w.hour, w.minute, w.toH, w.toMin)
			if n := len(out); n > 0 && out[n-1].Overlaps(span) {
				continue
			}
			loss := w.low
			if w.high > w.low {
				loss += g.r.IntN(w.high - w.low + 1)
			}
			id := rota.SessionID(fmt.Sprintf("s%d", len(out)+1))
			out = append(out, rota.Session{ID: id, Span: span, Kind: w.kind, Loss: loss, Name: w.name})
		}
	}
	return out
}

// offers draws what a consultant has agreed to: days, nights for about half of
// them, and time on call from home where that is part of their work.
func (g *generator) offers(home bool) []rota.Offer {
	onSite := []rota.Mode{rota.OnSite}
	nights := g.chance(50)
	var out []rota.Offer
	if home && g.chance(85) {
		from, to := 24, 30
		if g.chance(30) {
			from, to = 26, 28 // the weekend only
		}
		out = append(out, rota.Offer{Span: rota.Span{Start: july(from, 20, 0), End: july(to, 20, 0)}, Modes: []rota.Mode{rota.OnCall, rota.Standby}})
	}
	for _, day := range everyDay {
		if g.chance(65) {
			out = append(out, rota.Offer{Span: rota.Span{Start: july(day, 7, 30), End: july(day+1, 0, 0)}, Modes: onSite})
		}
		if nights && g.chance(65) {
			out = append(out, rota.Offer{Span: on(day, 19, 30, 9, 0), Modes: onSite})
		}
	}
	return out
}

// residents adds about n residents and rosters them to the slots of the units.
func (g *generator) residents(units []unit, n int) {
	seats := 0
	for _, u := range units {
		seats += u.seats()
	}
	for _, u := range units {
		if pool := (u.seats()*n + seats/2) / seats; u.seats() > 0 {
			g.roster(u, max(pool, 2*u.places+1))
		}
	}
	if last := len(g.entry.Residents) - 1; last > 0 {
		g.entry.Residents[last].Name = g.entry.Residents[0].Name // two of one name
	}
}

// seats is how many duties the unit's residents have.
func (u unit) seats() int {
	sum := 0
	for _, s := range u.shifts {
		sum += len(s.days) * u.places
	}
	if u.silent {
		return 0
	}
	return sum
}

// roster adds a unit's residents and gives each place of each of its slots to one
// who is free and rested, the one with the fewest duties first; at times nobody is.
func (g *generator) roster(u unit, size int) {
	first := len(g.entry.Residents)
	for range size {
		id := rota.ResidentID(fmt.Sprintf("R%03d", len(g.entry.Residents)+1))
		g.entry.Residents = append(g.entry.Residents, rota.Resident{ID: id, Name: g.name("Dr"), Grade: pick(g, u.grades), Unit: u.name})
	}
	said := make([]rota.Declaration, size)
	for i := range said {
		said[i] = g.declaration()
	}
	duties := make([][]rota.Span, size)
	for _, s := range u.shifts {
		for _, day := range s.days {
			slot := u.slot(s, day)
			for range slot.Places {
				if i := free(duties, slot.Span); i >= 0 {
					duties[i] = append(duties[i], slot.Span)
					g.duty(g.entry.Residents[first+i].ID, slot.ID, slot.Span, said[i])
				}
			}
		}
	}
	if g.chance(40) {
		g.duty(g.entry.Residents[first+size-1].ID, "", july24Teaching, rota.NoReply)
	}
}

// july24Teaching is a duty of no critical slot, before any other.
var july24Teaching = on(24, 9, 0, 12, 0)

// free is who has the fewest duties of those with eleven hours on either side of the span, or -1.
func free(duties [][]rota.Span, span rota.Span) int {
	best := -1
	wide := rota.Span{Start: span.Start.Add(-11 * hour), End: span.End.Add(11 * hour)}
	for i, held := range duties {
		clear := true
		for _, d := range held {
			clear = clear && !d.Overlaps(wide)
		}
		if clear && (best < 0 || len(held) < len(duties[best])) {
			best = i
		}
	}
	return best
}

// duty adds a duty. One in seven residents says something else than usual for one of theirs.
func (g *generator) duty(who rota.ResidentID, slot rota.SlotID, span rota.Span, said rota.Declaration) {
	if g.chance(14) {
		said = g.declaration()
	}
	id := rota.DutyID(fmt.Sprintf("D%04d", len(g.entry.Duties)+1))
	g.entry.Duties = append(g.entry.Duties, rota.Duty{ID: id, Resident: who, Slot: slot, Span: span, Declaration: said})
}

func (g *generator) declaration() rota.Declaration {
	switch n := g.r.IntN(100); {
	case n < 45:
		return rota.NoReply
	case n < 70:
		return rota.Away
	case n < 92:
		return rota.Working
	}
	return rota.PrefersNotToSay
}
