package web

import (
	"slices"
	"strings"

	"strikerota/rota"
)

// Skills, units, services and sites are the same only when they are written the same. So a
// word typed in a form takes the spelling that the strike has, where only capitals and
// spaces differ: “ward  7” is the strike's “Ward 7”, and no second ward. What is being
// changed is not counted in the entry, so that the only one who has a word can correct it.

// spelling is a word as the first of the lists that has it writes it: exactly as typed where
// a list has that too. A word that no list has keeps its capitals.
func spelling(word string, known ...[]string) string {
	plain := strings.Join(strings.Fields(word), " ")
	for _, list := range known {
		if slices.Contains(list, word) {
			return word
		}
		for _, k := range list {
			if strings.EqualFold(strings.Join(strings.Fields(k), " "), plain) {
				return k
			}
		}
	}
	return plain
}

// spellings are the words each in its spelling, without repeats.
func spellings(words []string, known ...[]string) []string {
	var out []string
	for _, w := range words {
		if w = spelling(w, append(slices.Clip(known), out)...); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// spellSlot gives a slot the spellings of the entry.
func spellSlot(e rota.Entry, s rota.Slot) rota.Slot {
	skills := [][]string{slotSkills(e.Slots), skillsOf(e.Consultants)}
	s.Service = spelling(s.Service, slotServices(e.Slots))
	s.Unit = spellUnit(e, s.Unit)
	s.Site = spelling(s.Site, slotSites(e.Slots), sitesOf(e.Consultants))
	s.SkillsAll = spellings(s.SkillsAll, skills...)
	s.SkillsAny = spellings(s.SkillsAny, append(skills, s.SkillsAll)...)
	return s
}

// spellSlots gives new slots the spellings of the entry, and of those before them.
func spellSlots(e rota.Entry, list []rota.Slot) []rota.Slot {
	out := make([]rota.Slot, len(list))
	for i, s := range list {
		out[i] = spellSlot(e, s)
		e.Slots = append(e.Slots, out[i])
	}
	return out
}

// spellConsultant gives a consultant's skills and sites the spellings of the entry.
func spellConsultant(e rota.Entry, c rota.Consultant) rota.Consultant {
	c.Skills = spellings(c.Skills, slotSkills(e.Slots), skillsOf(e.Consultants))
	c.Sites = spellings(c.Sites, slotSites(e.Slots), sitesOf(e.Consultants))
	return c
}

// skillsOf are the skills that anybody has.
func skillsOf(list []rota.Consultant) []string {
	var all []string
	for _, c := range list {
		all = append(all, c.Skills...)
	}
	return distinct(all)
}

func sitesOf(list []rota.Consultant) []string {
	var all []string
	for _, c := range list {
		all = append(all, c.Sites...)
	}
	return distinct(all)
}

// spellUnit gives a unit the spelling of the entry.
func spellUnit(e rota.Entry, unit string) string {
	var slots, residents []string
	for _, s := range e.Slots {
		slots = append(slots, s.Unit)
	}
	for _, r := range e.Residents {
		residents = append(residents, r.Unit)
	}
	return spelling(unit, distinct(slots), distinct(residents))
}
