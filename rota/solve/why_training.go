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
	// less urgent priority at times. They are those of Fills less those of Opens.
	Minutes [3]int64
	// Fills are the slots that then have fewer open places, and Opens those that have
	// more, in a plan of that worth; sorted. Where it is more than one slot, the plan
	// moves as few people as can be.
	Fills, Opens []PlaceCount
	// Instead are open slots not in Fills, sorted, that this person could take. For
	// each there is a plan of the same worth in which it has fewer open places. It
	// stands in place of something in Fills or beside more in Opens: a plan that filled
	// it as well and opened nothing else would be worth more.
	Instead []rota.SlotID
}

// A PlaceCount is a number of places of a slot.
type PlaceCount struct {
	Slot   rota.SlotID
	Places int
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
// no error, when o.Limit has passed; what the most urgent places ask for comes first.
func TrainingValue(ctx context.Context, p rota.Problem, plan rota.Plan, o WhyOptions) ([]Training, error) {
	e := NewExplainer(p, plan)
	defer e.Close()
	return e.TrainingValue(ctx, o)
}

// TrainingValue is the function of that name, for the explainer's plan.
func (e *Explainer) TrainingValue(ctx context.Context, o WhyOptions) ([]Training, error) {
	e.options, e.deadline = o.withDefaults(), time.Time{}
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

// trainings lists what there is to value, those that the most urgent open places ask for first.
func (e *Explainer) trainings() []Training {
	var out [3][]Training
	for i, s := range e.problem.Slots {
		if e.open(i) == 0 {
			continue
		}
		for _, skills := range skillSets(s) {
			out[s.Priority-1] = append(out[s.Priority-1], Training{Skills: skills, Date: rota.DateOf(s.Start), Night: s.IsNight()})
		}
	}
	for _, list := range out {
		slices.SortFunc(list, Training.compare)
	}
	var once []Training
	for _, t := range slices.Concat(out[:]...) {
		if !slices.ContainsFunc(once, func(o Training) bool { return o.compare(t) == 0 }) {
			once = append(once, t)
		}
	}
	return once
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
func (e *Explainer) value(ctx context.Context, t Training) (Training, error) {
	p := *e.problem
	c := e.newcomer(t)
	if nothing, err := e.gainsNothing(ctx, c, -1); nothing || err != nil {
		return t, err
	}
	p.Consultants = append(slices.Clone(p.Consultants), c)
	p.Aims = coverAlone
	best, err := e.again(ctx, p, nil, []rota.ConsultantID{c.ID}, e.options.Solve)
	if err != nil {
		return t, err
	}
	t.Minutes = gain(e.before(), best.aims)
	if !better(t.Minutes) {
		return t, nil
	}
	if t.Fills, t.Opens = e.differences(best.plan); len(t.Fills) > 1 || len(t.Opens) > 0 {
		p.Aims, p.Published = []rota.Aim{rota.AimCover, rota.AimChanges}, e.plan.Pairs()
		calm, err := e.again(ctx, p, nil, []rota.ConsultantID{c.ID}, e.options.Solve)
		if err != nil {
			return t, err
		}
		if slices.EqualFunc(coverOf(calm.aims), best.aims, func(a, b rota.AimValue) bool { return a.Value == b.Value }) {
			t.Fills, t.Opens = e.differences(calm.plan)
		}
	}
	t.Instead, err = e.instead(ctx, p, c, t.Fills, best)
	return t, err
}

// differences counts the places that are open in the explained plan and not in the
// other one, and the other way round.
func (e *Explainer) differences(plan rota.Plan) (fills, opens []PlaceCount) {
	held := map[rota.SlotID]int{}
	for _, a := range plan.Assignments {
		held[a.Slot]++
	}
	for i, s := range e.problem.Slots {
		switch less := e.open(i) - max(0, s.Places-held[s.ID]); {
		case less > 0:
			fills = append(fills, PlaceCount{s.ID, less})
		case less < 0:
			opens = append(opens, PlaceCount{s.ID, -less})
		}
	}
	return fills, opens
}

// instead lists the open slots that c could take, and that could be filled at the same
// worth though the plan solved does not.
func (e *Explainer) instead(ctx context.Context, changed rota.Problem, c rota.Consultant, fills []PlaceCount, best rerun) ([]rota.SlotID, error) {
	var out []rota.SlotID
	for i, s := range e.problem.Slots {
		filled := slices.ContainsFunc(fills, func(f PlaceCount) bool { return f.Slot == s.ID })
		if filled || e.open(i) == 0 || !candidate(c, s) {
			continue
		}
		ok, err := e.alike(ctx, i, changed, coverOf(best.aims), best.inSlot)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, s.ID)
		}
	}
	return out, nil
}

// newcomer is the one more person. Their id is after all others.
func (e *Explainer) newcomer(t Training) rota.Consultant {
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
