package rota

import (
	"cmp"
	"slices"
)

// seated gives what a consultant covers the sessions that it displaces: of all ways in
// which no planned session stands against a rule, the one that loses least, and of
// those the one that displaces fewest. What cannot be helped by displacing stays broken.
func seated(p Problem, who Consultant, pairs []Pair, locked map[Pair]bool) []Assignment {
	r := roster{who: who, rules: p.Rules}
	out := make([]Assignment, 0, len(pairs))
	for _, pair := range sortedPairs(pairs) {
		slot, ok := p.Slot(pair.Slot)
		if ok {
			r.cover = append(r.cover, held{slot, locked[pair]})
			out = append(out, Assignment{Slot: pair.Slot, Consultant: who.ID, Locked: locked[pair]})
		}
	}
	if len(out) == 0 {
		return out
	}
	r.sortCover()
	d := displacing{roster: r, least: -1}
	d.search(nil)
	for _, s := range d.best {
		i := r.displacer(s)
		n := slices.IndexFunc(out, func(a Assignment) bool { return a.Slot == r.cover[i].ID })
		out[n].Displaces = append(out[n].Displaces, s.ID)
	}
	for i := range out {
		slices.Sort(out[i].Displaces)
	}
	return out
}

// A displacing looks for the sessions that lose least.
type displacing struct {
	roster roster
	best   []Session
	least  int // loss of best; -1 while there is none
	seen   map[string]bool
}

// search displaces one session more of a rule that is broken, each in turn.
func (d *displacing) search(gone []Session) {
	loss := 0
	for _, s := range gone {
		loss += s.Loss
	}
	if d.least >= 0 && (loss > d.least || loss == d.least && len(gone) >= len(d.best)) {
		return
	}
	stands := d.against(gone)
	if stands == nil {
		d.best, d.least = gone, loss
		return
	}
	for _, s := range stands {
		next := append(slices.Clip(gone), s)
		slices.SortFunc(next, func(a, b Session) int { return cmp.Compare(a.ID, b.ID) })
		if key := sessionKey(next); !d.seen[key] {
			if d.seen == nil {
				d.seen = map[string]bool{}
			}
			d.seen[key] = true
			d.search(next)
		}
	}
}

func sessionKey(sessions []Session) string {
	key := ""
	for _, s := range sessions {
		key += string(s.ID) + "\x00"
	}
	return key
}

// against are the planned sessions in the first broken rule that has any; nil when none has.
func (d *displacing) against(gone []Session) []Session {
	r := d.roster
	r.kept = nil
	for _, s := range r.who.Sessions {
		if !slices.ContainsFunc(gone, func(g Session) bool { return g.ID == s.ID }) {
			r.kept = append(r.kept, s)
		}
	}
	r.sortKept()
	for _, b := range r.breaches() {
		var out []Session
		for _, s := range r.kept {
			if s.Kind == Planned && slices.Contains(b.Sessions, s.ID) {
				out = append(out, s)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// displacer is the cover that a displaced session is counted under: the first, by
// slot, that overlaps it, or else the one nearest to it.
func (r roster) displacer(s Session) int {
	best, distance := 0, int64(-1)
	for i, h := range r.cover {
		gap := max(0, int64(h.Start.Sub(s.End)), int64(s.Start.Sub(h.End)))
		if distance < 0 || gap < distance || gap == distance && h.ID < r.cover[best].ID {
			best, distance = i, gap
		}
	}
	return best
}
