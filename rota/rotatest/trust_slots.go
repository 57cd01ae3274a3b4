package rotatest

import (
	"fmt"

	"strikerota/rota"
)

// A line is a role of a unit: the same need day after day.
type line struct {
	shift    shift
	mode     rota.Mode
	most     int // places of a slot, at most
	priority int
	need     need
}

// A need is what a line asks of its doctors.
type need int

const (
	general     need = iota // the specialty
	firstSkill              // the first of its further skills
	secondSkill             // the second
	eitherSkill             // one of the two
	specialist              // the specialty and the first of its further skills
)

var weekendShort = shift{"short", 9, 0, 15, 0, weekend}

// lines are what a department needs, most needed first. Each five make a unit; a
// department larger than all of them has further units of the same kind.
var lines = []line{
	{longDay, rota.OnSite, 2, 1, general},
	{night, rota.OnSite, 1, 1, general},
	{fromHome, rota.OnCall, 1, 2, general},
	{lists, rota.OnSite, 2, 2, firstSkill},
	{twilight, rota.OnSite, 1, 3, eitherSkill},
	{longDay, rota.OnSite, 1, 2, specialist},
	{clinics, rota.OnSite, 3, 3, secondSkill},
	{night, rota.OnSite, 1, 1, secondSkill},
	{homeWE, rota.Standby, 1, 2, firstSkill},
	{weekendShort, rota.OnSite, 2, 3, general},
	{late, rota.OnSite, 1, 3, general},
	{fromHome, rota.OnCall, 1, 1, firstSkill},
	{longDay, rota.OnSite, 3, 2, general},
	{night, rota.OnSite, 2, 2, general},
	{lists, rota.OnSite, 1, 3, secondSkill},
}

// needs adds the slots of a department, line by line, until it has its places.
func (g *trustGenerator) needs(d department) {
	left := d.places
	for n := 0; left > 0; n++ {
		l := lines[n%len(lines)]
		unit := fmt.Sprintf("%s unit %d", d.name(), n/5+1)
		places := 1 + g.r.IntN(l.most)
		alone := g.chance(6)
		for _, day := range l.shift.days {
			if left == 0 {
				return
			}
			s := rota.Slot{
				ID:      rota.SlotID(fmt.Sprintf("%s-%02d-%d-%s", d.key, n+1, day, l.shift.name)),
				Service: d.name(), Unit: unit, Role: "Duty doctor", Site: siteName(d.site),
				Span: on(day, l.shift.hour, l.shift.minute, l.shift.toH, l.shift.toMin), Places: min(places, left),
				Mode: l.mode, NoOtherDuty: alone, Priority: l.priority,
			}
			s.SkillsAll, s.SkillsAny = l.need.skills(trustSpecialties[d.specialty])
			g.problem.Slots = append(g.problem.Slots, s)
			left -= s.Places
		}
	}
}

// skills are those a need asks for: all of the first, one of the second.
func (n need) skills(s trustSpecialty) (all, any []string) {
	switch n {
	case firstSkill:
		return []string{s.skills[0]}, nil
	case secondSkill:
		return []string{s.skills[1]}, nil
	case eitherSkill:
		return nil, []string{s.skills[0], s.skills[1]}
	case specialist:
		return []string{s.name, s.skills[0]}, nil
	}
	return []string{s.name}, nil
}
