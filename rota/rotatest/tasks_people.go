package rotatest

import (
	"fmt"
	"slices"
	"time"

	"strikerota/rota"
)

// tooMany adds n slots in one hour or a few, each time one more than there are
// consultants with the skill then. It takes the hours with the fewest consultants.
func (g *taskGenerator) tooMany(n int) {
	for _, h := range g.scarce(n) {
		for ; h.able >= 0 && n > 0; h.able-- {
			g.tasks = append(g.tasks, h.task)
			n--
		}
		if n == 0 {
			return
		}
	}
}

// A scarceHour is a slot of an hour, and how many consultants are able to take it.
type scarceHour struct {
	task task
	able int
}

// scarce lists the hours of each skill that fewer than n consultants could take,
// those with the fewest first. Hours that nobody could take come last: that
// a slot without any candidate stays open is plain to see.
func (g *taskGenerator) scarce(n int) []scarceHour {
	var out, nobody []scarceHour
	for skill := range g.skills {
		for start := 0; start+taskLeast <= taskDay; start += taskLeast {
			h := scarceHour{task: task{start, start + taskLeast, skill, -1}}
			for _, w := range g.workers {
				if w.start <= h.task.start && h.task.end <= w.end && slices.Contains(w.skills, skill) {
					h.able++
				}
			}
			switch {
			case h.able == 0:
				nobody = append(nobody, h)
			case h.able < n:
				out = append(out, h)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b scarceHour) int { return a.able - b.able })
	return append(out, nobody...)
}

// problem gives everything ids, in an order that does not tell who is hidden, and
// the plan that the slots were cut from.
func (g *taskGenerator) problem() (rota.Problem, []rota.Pair) {
	e := newGenerator(0).entry
	p := rota.Problem{Strike: e.Strike, Cards: e.Cards, Aims: []rota.Aim{rota.AimCover, rota.AimConsultants}}
	p.Strike.Name = "Tasks of a day"
	ids := make([]rota.ConsultantID, len(g.workers))
	for i, k := range g.r.Perm(len(g.workers)) {
		ids[k] = rota.ConsultantID(fmt.Sprintf("C%03d", i+1))
	}
	for k, w := range g.workers {
		p.Consultants = append(p.Consultants, rota.Consultant{
			ID: ids[k], Sites: []string{Ashmere}, Skills: skillNames(w.skills), Terms: rota.TrustRate,
			Offers: []rota.Offer{{Span: spanOfDay(w.start, w.end), Modes: []rota.Mode{rota.OnSite}}},
		})
	}
	var plan []rota.Pair
	g.r.Shuffle(len(g.tasks), func(i, j int) { g.tasks[i], g.tasks[j] = g.tasks[j], g.tasks[i] })
	for i, t := range g.tasks {
		id := rota.SlotID(fmt.Sprintf("task-%04d", i+1))
		p.Slots = append(p.Slots, rota.Slot{
			ID: id, Service: "Tasks", Unit: "Ward", Role: "Duty doctor", Site: Ashmere, Span: spanOfDay(t.start, t.end),
			Places: 1, SkillsAll: skillNames([]int{t.skill}), Mode: rota.OnSite, Priority: 1,
		})
		if t.of >= 0 {
			plan = append(plan, rota.Pair{Slot: id, Consultant: ids[t.of]})
		}
	}
	problem, err := rota.NewProblem(p)
	if err != nil {
		panic(fmt.Sprintf("rotatest: a wrong constant: %v %v", err, rota.Faults(err)))
	}
	return problem, plan
}

func skillNames(skills []int) []string {
	out := make([]string, len(skills))
	for i, s := range skills {
		out[i] = fmt.Sprintf("Skill %d", s+1)
	}
	return out
}

// spanOfDay is a span in minutes from 07:00 on the first day of the strike.
func spanOfDay(start, end int) rota.Span {
	first := july(25, 7, 0)
	return rota.Span{Start: first.Add(time.Duration(start) * time.Minute), End: first.Add(time.Duration(end) * time.Minute)}
}
