package rota

import "slices"

// ruleSkill: a consultant has all of skills_all, and one of skills_any if any is
// given. Doctors stay inside their competence, also when covering (Medical
// Protection, guidance on industrial action; GMC Good medical practice 2024, 1).
var ruleSkill = Rule{
	ID: "skill", Name: "Trained for the work",
	Source: "GMC, Good medical practice (2024), paragraph 1: work within your competence",
	find: func(r roster) []Breach {
		return r.each(func(s *Slot) bool { return !skilled(&r.who, s) })
	},
}

// skilled reports whether c has the skills of s. It takes pointers, as sited and
// offered do, since a region asks this millions of times.
func skilled(c *Consultant, s *Slot) bool {
	for _, skill := range s.SkillsAll {
		if !slices.Contains(c.Skills, skill) {
			return false
		}
	}
	has := func(skill string) bool { return slices.Contains(c.Skills, skill) }
	return len(s.SkillsAny) == 0 || slices.ContainsFunc(s.SkillsAny, has)
}

// Able reports whether c could take s if it were their only slot: skill, site and offer.
func Able(c Consultant, s Slot) bool { return able(&c, &s) }

func able(c *Consultant, s *Slot) bool { return sited(c, s) && skilled(c, s) && offered(c, s) }

// each gives one breach for every slot of the roster that is bad by itself.
func (r roster) each(bad func(*Slot) bool) []Breach {
	var out []Breach
	for i := range r.cover {
		h := &r.cover[i]
		if bad(&h.Slot) {
			out = append(out, Breach{Slots: []SlotID{h.ID}, Locked: h.locked})
		}
	}
	return out
}
