package rotatest

import (
	"slices"
	"time"

	"strikerota/rota"
)

const hour = time.Hour

// impossible makes slots that nobody who is trained for them has offered.
func (g *generator) impossible(ids ...rota.SlotID) {
	for _, id := range ids {
		g.keepOnly(g.needed(id))
	}
}

// onlyOne makes a slot that exactly one consultant has offered to cover.
func (g *generator) onlyOne(id rota.SlotID) {
	s := g.needed(id)
	c := g.trained(s, 1)[0]
	g.grant(c, s)
	g.keepOnly(s, c)
}

// joint makes three nights on which the same two people are the only ones, though
// each night by itself is easy. The first will do one night; the second no two
// nights in a row. When possible is false the second will do one night too, and
// one night stays open.
func (g *generator) joint(possible bool, ids ...rota.SlotID) {
	pair := g.trained(g.needed(ids[0]), 2)
	for _, id := range ids {
		s := g.needed(id)
		for _, c := range pair {
			g.grant(c, s)
		}
		g.keepOnly(s, pair...)
	}
	one, other := &g.entry.Consultants[pair[0]], &g.entry.Consultants[pair[1]]
	one.MaxCover, one.MaxNightsInARow = at(13*60), nil
	other.MaxCover, other.MaxNightsInARow = nil, at(1)
	if !possible {
		other.MaxCover, other.MaxNightsInARow = at(13*60), nil
	}
}

// needed finds a slot, and leaves it needing one place: no resident of it has said they will work.
func (g *generator) needed(id rota.SlotID) rota.Slot {
	for i, d := range g.entry.Duties {
		if d.Slot == id && d.Declaration == rota.Working {
			g.entry.Duties[i].Declaration = rota.NoReply
		}
	}
	for _, s := range g.entry.Slots {
		if s.ID == id {
			return s
		}
	}
	panic("rotatest: no slot " + string(id))
}

// trained finds n consultants for a slot at their site who have no part in another
// such story: those with its skills first, then, in a seed with too few of them,
// those with some of its skills or none, whom it trains.
func (g *generator) trained(s rota.Slot, n int) []int {
	suited := []func(rota.Consultant) bool{
		func(c rota.Consultant) bool { return hasSkills(c, s) && len(c.Offers) > 0 },
		func(c rota.Consultant) bool { return slices.Contains(s.SkillsAll, c.Skills[0]) },
		func(rota.Consultant) bool { return true },
	}
	var out []int
	for _, suits := range suited {
		for i := range g.entry.Consultants {
			c := &g.entry.Consultants[i]
			if len(out) == n || g.planted[c.ID] || !slices.Contains(c.Sites, s.Site) || !suits(*c) {
				continue
			}
			c.Skills = union(c.Skills, s.SkillsAll)
			g.planted[c.ID] = true
			out = append(out, i)
		}
	}
	return out
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// hasSkills repeats what the rule says: the generator must not need the rule to be right.
func hasSkills(c rota.Consultant, s rota.Slot) bool {
	for _, skill := range s.SkillsAll {
		if !slices.Contains(c.Skills, skill) {
			return false
		}
	}
	return len(s.SkillsAny) == 0 || slices.ContainsFunc(s.SkillsAny, func(k string) bool { return slices.Contains(c.Skills, k) })
}

// grant gives the consultant an offer for the slot, and leaves them no session that stands in its way.
func (g *generator) grant(i int, s rota.Slot) {
	c := &g.entry.Consultants[i]
	c.Offers = append(c.Offers, rota.Offer{Span: s.Span, Modes: []rota.Mode{s.Mode}})
	near := rota.Span{Start: s.Start.Add(-11 * hour), End: s.End.Add(11 * hour)}
	c.Sessions = slices.DeleteFunc(c.Sessions, func(w rota.Session) bool { return w.Overlaps(near) })
}

// keepOnly cuts the slot's span out of every offer of those trained for it, but for the consultants named.
func (g *generator) keepOnly(s rota.Slot, keep ...int) {
	for i := range g.entry.Consultants {
		c := &g.entry.Consultants[i]
		if slices.Contains(keep, i) || !hasSkills(*c, s) {
			continue
		}
		var offers []rota.Offer
		for _, o := range c.Offers {
			if !o.Contains(s.Span) || !slices.Contains(o.Modes, s.Mode) {
				offers = append(offers, o)
				continue
			}
			for _, part := range []rota.Span{{Start: o.Start, End: s.Start}, {Start: s.End, End: o.End}} {
				if part.Minutes() >= 240 {
					offers = append(offers, rota.Offer{Span: part, Modes: o.Modes})
				}
			}
		}
		c.Offers = offers
	}
}
