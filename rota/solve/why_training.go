package solve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// A Training is what one more person with these skills would be worth on the day, or
// on the night, that begins on a date.
type Training struct {
	Skills []string // sorted; none means anybody
	Date   rota.Date
	Night  bool
	// Minutes are the open place-minutes saved, by priority less one; below 0 for a
	// less urgent priority at times.
	Minutes [3]int64
	Slots   []rota.SlotID // with fewer open places then, sorted
}

// compare puts the most urgent and most minutes first.
func (t Training) compare(o Training) int {
	night := func(n bool) int {
		if n {
			return 1
		}
		return 0
	}
	return cmp.Or(slices.Compare(o.Minutes[:], t.Minutes[:]), t.Date.Compare(o.Date), night(t.Night)-night(o.Night),
		slices.Compare(t.Skills, o.Skills))
}

// TrainingValue says, for each set of skills that an open place asks for and each day
// or night with such a place, what one more person with just these skills would save:
// somebody for every site, in every mode, without limits but the law's, from 07:00 to
// 21:00 and in any slot of that day, or in any slot that is a night. Every value is
// solved; those that save nothing are left out. Best first.
//
// The problem must come from [rota.NewProblem]. It stops without the rest, and with
// no error, when o.Limit has passed.
func TrainingValue(ctx context.Context, p rota.Problem, plan rota.Plan, o WhyOptions) ([]Training, error) {
	e := newExplainer(p, plan, o)
	defer e.close()
	started := time.Now()
	out := []Training{}
	for _, t := range e.trainings() {
		if o.Limit > 0 && time.Since(started) >= o.Limit {
			break
		}
		valued, err := e.value(ctx, t)
		if err != nil {
			return nil, fmt.Errorf("value training: %w", err)
		}
		if better(valued.Minutes) {
			out = append(out, valued)
		}
	}
	slices.SortFunc(out, Training.compare)
	return out, nil
}

// trainings lists what there is to value.
func (e *explainer) trainings() []Training {
	var out []Training
	for i, s := range e.problem.Slots {
		if e.open(i) == 0 {
			continue
		}
		for _, skills := range skillSets(s) {
			out = append(out, Training{Skills: skills, Date: rota.DateOf(s.Start), Night: s.IsNight()})
		}
	}
	slices.SortFunc(out, Training.compare)
	return slices.CompactFunc(out, func(a, b Training) bool { return a.compare(b) == 0 })
}

// skillSets lists the least sets of skills with which somebody is trained for the slot.
func skillSets(s rota.Slot) [][]string {
	add := func(skills ...string) []string {
		out := slices.Concat(s.SkillsAll, skills)
		slices.Sort(out)
		return slices.Compact(out)
	}
	if len(s.SkillsAny) == 0 {
		return [][]string{add()}
	}
	var out [][]string
	for _, skill := range s.SkillsAny {
		out = append(out, add(skill))
	}
	return out
}

// value solves the problem with the one more person.
func (e *explainer) value(ctx context.Context, t Training) (Training, error) {
	p := *e.problem
	c := e.newcomer(t)
	p.Consultants = append(slices.Clone(p.Consultants), c)
	p.Aims = []rota.Aim{rota.AimCover}
	r, err := e.again(ctx, p, nil, []rota.ConsultantID{c.ID}, e.options.Solve)
	if err != nil {
		return t, err
	}
	t.Minutes = gain(e.before(), r.aims)
	for i, s := range p.Slots {
		if s.Places-len(r.plan.Holders(s.ID)) < e.open(i) {
			t.Slots = append(t.Slots, s.ID)
		}
	}
	return t, nil
}

// newcomer is the one more person. Their id is after all others.
func (e *explainer) newcomer(t Training) rota.Consultant {
	minutes, row := noCoverLimit, noRowLimit
	last := ""
	if n := len(e.problem.Consultants); n > 0 {
		last = string(e.problem.Consultants[n-1].ID)
	}
	c := rota.Consultant{ID: rota.ConsultantID(last + "+1"), Skills: t.Skills, Terms: rota.InJobPlan, MaxCover: &minutes, MaxNightsInARow: &row}
	offer := func(s rota.Span) { c.Offers = append(c.Offers, rota.Offer{Span: s, Modes: rota.Modes()}) }
	if !t.Night {
		offer(rota.Span{Start: onClock(t.Date, 7), End: onClock(t.Date, 21)})
	}
	for _, s := range e.problem.Slots {
		if !slices.Contains(c.Sites, s.Site) {
			c.Sites = append(c.Sites, s.Site)
		}
		if rota.DateOf(s.Start) == t.Date && s.IsNight() == t.Night {
			offer(s.Span)
		}
	}
	slices.SortFunc(c.Sites, strings.Compare)
	return c
}

// onClock is the instant at which London's clocks show the hour, one that they never skip or repeat.
func onClock(d rota.Date, hour int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, rota.Zone()).UTC()
}
