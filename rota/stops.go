package rota

import (
	"slices"
	"strings"
)

// Stops lists the first rule that stops each consultant from taking one more
// place of the slot beside what the plan gives them, in the order of their ids.
// Whoever is in the slot already is stopped by it. A consultant whom nothing
// stops is left out.
func Stops(p Problem, plan Plan, id SlotID) []Reason {
	slot, ok := p.Slot(id)
	if !ok {
		return nil
	}
	s := stopsOf(rostersOf(p, plan))
	return s.from(slot).all()
}

// stops says who is stopped from slots. In a region it is asked so of millions of
// pairs, and nearly always the answer is a skill: who has those that were asked for,
// and who is in which slot, is remembered.
type stops struct {
	rosters []roster
	ids     []ConsultantID
	inside  map[SlotID][]int  // the rosters with the slot
	skilled map[string][]bool // by the skills of a slot, for every roster
}

func stopsOf(rosters []roster) stops {
	s := stops{rosters, make([]ConsultantID, len(rosters)), map[SlotID][]int{}, map[string][]bool{}}
	for i, r := range rosters {
		s.ids[i] = r.who.ID
		for _, h := range r.cover {
			s.inside[h.ID] = append(s.inside[h.ID], i)
		}
	}
	return s
}

// A stop is a slot to be stopped from.
type stop struct {
	*stops
	slot    Slot
	inside  []int
	skilled []bool
}

func (s *stops) from(slot Slot) stop {
	return stop{s, slot, s.inside[slot.ID], s.skills(&slot)}
}

// skills says who has those of the slot.
func (s *stops) skills(slot *Slot) []bool {
	key := strings.Join(slot.SkillsAll, "\x00") + "\x01" + strings.Join(slot.SkillsAny, "\x00")
	has, known := s.skilled[key]
	if !known {
		has = make([]bool, len(s.rosters))
		for i := range s.rosters {
			has[i] = skilled(&s.rosters[i].who, slot)
		}
		s.skilled[key] = has
	}
	return has
}

// all lists the first rule that stops each consultant from the slot.
func (s stop) all() []Reason {
	out := make([]Reason, 0, len(s.ids)) // nearly everybody: in a region these lists are what takes memory
	for i := range s.ids {
		if reason, stopped := s.first(i); stopped {
			out = append(out, reason)
		}
	}
	return out
}

// first puts a consultant in the slot with every planned session of theirs given up,
// and gives the first rule that this breaks. The rules about one slot by itself are the
// first of [MustHold], and for nearly everybody one of them does.
func (s *stop) first(i int) (Reason, bool) {
	switch who := &s.rosters[i].who; {
	case slices.Contains(s.inside, i):
		return Reason{s.ids[i], ruleOverlap.ID, []string{string(s.slot.ID)}}, true
	case !s.skilled[i]:
		return Reason{s.ids[i], ruleSkill.ID, []string{}}, true
	case !sited(who, &s.slot):
		return Reason{s.ids[i], ruleSite.ID, []string{}}, true
	case !offered(who, &s.slot):
		return Reason{s.ids[i], ruleOffer.ID, []string{}}, true
	}
	return s.rosters[i].firstStop(&s.slot)
}

// firstStop is the first rule that is broken if somebody able to take the slot does.
func (r *roster) firstStop(slot *Slot) (Reason, bool) {
	with := *r
	with.cover = append(slices.Clip(r.cover), held{Slot: *slot})
	with.sortCover()
	with.kept = slices.DeleteFunc(slices.Clone(r.kept), func(s Session) bool { return s.Kind == Planned })
	for _, b := range with.breaches() {
		if !b.Locked && slices.Contains(b.Slots, slot.ID) {
			return Reason{r.who.ID, b.Rule, b.Because(slot.ID)}, true
		}
	}
	return Reason{}, false
}

// EvenOffered gives, of those who have not offered the slot, the first rule that would stop them
// all the same if they did. Whoever is not in it can be asked.
func EvenOffered(p Problem, plan Plan, id SlotID) map[ConsultantID]Reason {
	out := map[ConsultantID]Reason{}
	slot, ok := p.Slot(id)
	if !ok {
		return out
	}
	s := stopsOf(rostersOf(p, plan))
	from := s.from(slot)
	for i, who := range s.ids {
		if r, stopped := from.first(i); !stopped || r.Rule != ruleOffer.ID || slices.Contains(s.rosters[i].who.KeptOff, id) {
			continue
		}
		with := s.rosters[i]
		with.who.Offers = append(slices.Clip(with.who.Offers), Offer{slot.Span, []Mode{slot.Mode}})
		if besides, stopped := with.firstStop(&slot); stopped {
			out[who] = besides
		}
	}
	return out
}

// EvenOfferedWords say of what [EvenOffered] gives that it would stop them too, after the words of the rule of offers.
func (r Reason) EvenOfferedWords(p Problem, slot Slot) string {
	return "; if they did: " + r.Words(p, slot)
}

// Explain lists the open places of the plan's assignments with their reasons, sorted by slot.
func Explain(p Problem, plan Plan) []Open {
	out, stops, held := []Open{}, stopsOf(rostersOf(p, plan)), plan.counts()
	for _, s := range p.Slots {
		if open := s.Places - held[s.ID]; open > 0 {
			out = append(out, Open{Slot: s.ID, Places: open, Reasons: stops.from(s).all()})
		}
	}
	return out
}
