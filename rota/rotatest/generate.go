package rotatest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"strikerota/rota"
)

// Small is an example trust of one site: about 20 residents, 15 consultants and 30
// slots over 07:00 25 July to 07:00 30 July 2025. The same seed gives the same entry.
func Small(seed uint64) rota.Entry {
	g := newGenerator(seed)
	g.entry.Strike.Name = "July 2025 (small example)"
	g.slots(smallUnits)
	g.consultants(smallSpecialties, 0)
	g.residents(smallUnits, 20)
	g.impossible("oa-28-night")
	g.onlyOne("ao-27-day")
	g.joint(true, "lw-reg-25-night", "lw-reg-26-night", "lw-reg-27-night")
	return g.entry
}

// Large is an example trust of two sites: about 160 residents, 110 consultants and
// 250 slots over the same strike. The same seed gives the same entry.
func Large(seed uint64) rota.Entry {
	g := newGenerator(seed)
	g.entry.Strike.Name = "July 2025 (example)"
	g.entry.Rules.Travel = []rota.Travel{{From: Ashmere, To: Kestrel, Minutes: 40}}
	g.entry.Rules.OnCallWithOnSite = true
	g.slots(largeUnits)
	g.consultants(largeSpecialties, 20)
	g.residents(largeUnits, 160)
	g.impossible("a-ret-27-home", "k-oa-28-night")
	g.onlyOne("a-rt-29-clinic")
	g.onlyOne("a-ao-26-night")
	g.onlyOne("a-tan-28-home")
	g.joint(true, "a-bmt-26-night", "a-bmt-27-night", "a-bmt-28-night")
	g.joint(false, "k-nn2-25-night", "k-nn2-26-night", "k-nn2-27-night")
	return g.entry
}

// A generator draws an entry. It never ranges over a map, so that the order of
// its draws, and with it the entry, depends on the seed alone.
type generator struct {
	r       *rand.Rand
	entry   rota.Entry
	people  map[string]bool // full names in use
	planted map[rota.ConsultantID]bool
}

func newGenerator(seed uint64) *generator {
	g := &generator{r: rand.New(rand.NewPCG(seed, 0x07_25)), people: map[string]bool{}, planted: map[rota.ConsultantID]bool{}}
	g.entry = rota.Entry{
		Strike: rota.Strike{Span: rota.Span{Start: july(25, 7, 0), End: july(30, 7, 0)}},
		Rules:  rota.StandardRules(),
		Case:   rota.Case{Kind: rota.AllAway},
		Cards:  rota.Cards{Trust: TrustCard(), BMA: BMACard()},
		Aims:   rota.DefaultAims(),
	}
	return g
}

// july is a wall time of July 2025 in London, at which no clock changes.
func july(day, hour, minute int) time.Time {
	t, err := rota.London(rota.Date{Year: 2025, Month: time.July, Day: day}, hour, minute)
	if err != nil {
		panic("rotatest: a wrong constant: " + err.Error())
	}
	return t
}

// on is the span of a time of day to another on a day of July, on the next when that is no later.
func on(day, hour, minute, toHour, toMinute int) rota.Span {
	next := day
	if toHour*60+toMinute <= hour*60+minute {
		next++
	}
	return rota.Span{Start: july(day, hour, minute), End: july(next, toHour, toMinute)}
}

func (g *generator) chance(percent int) bool { return g.r.IntN(100) < percent }

func pick[T any](g *generator, from []T) T { return from[g.r.IntN(len(from))] }

// name draws a name that nobody has yet.
func (g *generator) name(title string) string {
	for {
		first := pick(g, firstNames)
		name := first + " " + pick(g, lastNames)
		if !g.people[name] {
			g.people[name] = true
			return suited(title, first) + " " + name
		}
	}
}

// suited keeps surgeons' titles and first names from jarring on a page.
func suited(title, first string) string {
	male := slices.Contains(menNames, first)
	switch {
	case title == "Mr" && !male:
		return "Miss"
	case male && (title == "Miss" || title == "Ms" || title == "Mrs"):
		return "Mr"
	}
	return title
}

// slots adds every slot of the units, unit by unit.
func (g *generator) slots(units []unit) {
	for _, u := range units {
		for _, s := range u.shifts {
			for _, day := range s.days {
				g.entry.Slots = append(g.entry.Slots, u.slot(s, day))
			}
		}
	}
}

func (u unit) slot(s shift, day int) rota.Slot {
	mode := u.mode
	if mode == "" {
		mode = rota.OnSite
	}
	return rota.Slot{
		ID:      rota.SlotID(fmt.Sprintf("%s-%d-%s", u.key, day, s.name)),
		Service: u.service, Unit: u.name, Role: u.role, Site: u.site,
		Span:   on(day, s.hour, s.minute, s.toH, s.toMin),
		Places: u.places, SkillsAll: u.all, SkillsAny: u.any,
		Mode: mode, NoOtherDuty: u.alone, Priority: u.priority, Source: u.source,
	}
}
