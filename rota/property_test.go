package rota_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// drawSpan is a span of up to most minutes near the weekend at which the clocks go back.
func drawSpan(t *rapid.T, name string, most int) rota.Span {
	start := later(rotatest.At("2025-10-24 07:00"), 30*rapid.IntRange(-10, 200).Draw(t, name+" start"))
	return from(start, 30*rapid.IntRange(1, most/30).Draw(t, name+" length"))
}

func drawOptional(t *rapid.T, name string, low, high int) *int {
	if !rapid.Bool().Draw(t, name+" given") {
		return nil
	}
	v := rapid.IntRange(low, high).Draw(t, name)
	return &v
}

// drawEntry is a small trust of which anything may be true.
func drawEntry(t *rapid.T) rota.Entry {
	e := rotatest.New("2025-10-24 07:00", "2025-10-29 07:00").Entry()
	e.Rules = rota.Rules{
		Rest: drawOptional(t, "rest", 0, 720), MaxRun: drawOptional(t, "run", 720, 840), MaxCover: drawOptional(t, "cover", 0, 2400),
		MaxNightsInARow: drawOptional(t, "nights", 0, 2), MaxDaysInARow: drawOptional(t, "days", 0, 3),
		Travel:           []rota.Travel{{From: rotatest.North, To: rotatest.South, Minutes: 45}},
		OnCallWithOnSite: rapid.Bool().Draw(t, "on call with on site"),
	}
	sites := []string{rotatest.North, rotatest.South}
	for i := range rapid.IntRange(1, 6).Draw(t, "slots") {
		name := fmt.Sprintf("slot %d", i)
		e.Slots = append(e.Slots, rota.Slot{
			ID: rota.SlotID(fmt.Sprintf("s%d", i)), Service: "Cancer", Role: "Registrar",
			Unit: rapid.SampledFrom([]string{"a", "b"}).Draw(t, name+" unit"),
			Site: rapid.SampledFrom(sites).Draw(t, name+" site"), Span: drawSpan(t, name, 720),
			Places: rapid.IntRange(1, 2).Draw(t, name+" places"), Mode: rapid.SampledFrom(rota.Modes()).Draw(t, name+" mode"),
			NoOtherDuty: rapid.Bool().Draw(t, name+" alone"), Priority: rapid.IntRange(1, 3).Draw(t, name+" priority"),
		})
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "consultants") {
		name := fmt.Sprintf("consultant %d", i)
		c := rota.Consultant{
			ID: rota.ConsultantID(fmt.Sprintf("c%d", i)), Name: name, Terms: rapid.SampledFrom(rota.AllTerms()).Draw(t, name+" terms"),
			Sites: sites[:rapid.IntRange(1, 2).Draw(t, name+" sites")], MaxCover: drawOptional(t, name+" cover", 0, 2400),
			MaxNightsInARow: drawOptional(t, name+" nights", 0, 2),
			Offers:          []rota.Offer{{Span: rotatest.Span("2025-10-23 07:00", "2025-11-05 07:00"), Modes: rota.Modes()}},
		}
		for j := range rapid.IntRange(0, 3).Draw(t, name+" sessions") {
			session := fmt.Sprintf("%s session %d", name, j)
			c.Sessions = append(c.Sessions, rota.Session{
				ID: rota.SessionID(fmt.Sprintf("w%d", j)), Span: drawSpan(t, session, 300),
				Kind: rapid.SampledFrom(rota.SessionKinds()).Draw(t, session+" kind"), Loss: rapid.IntRange(0, 9).Draw(t, session+" loss"),
			})
		}
		e.Consultants = append(e.Consultants, c)
	}
	for i, s := range e.Slots {
		if rapid.IntRange(0, 5).Draw(t, fmt.Sprintf("lock %d", i)) == 0 {
			c := rapid.SampledFrom(e.Consultants).Draw(t, fmt.Sprintf("locked %d", i))
			e.Locks = append(e.Locks, rota.Lock{Pair: rota.Pair{Slot: s.ID, Consultant: c.ID}})
		}
	}
	return e
}

func drawProblem(t *rapid.T) rota.Problem {
	p, err := drawEntry(t).Problem()
	if err != nil {
		t.Fatalf("the entry drawn is not valid: %v", rota.Faults(err))
	}
	return p
}

// drawPlan is any plan for the problem with its locks, sound or not.
func drawPlan(t *rapid.T, p rota.Problem) rota.Plan {
	var as []rota.Assignment
	for _, s := range p.Slots {
		for _, c := range p.Consultants {
			pair := rota.Pair{Slot: s.ID, Consultant: c.ID}
			if slices.Contains(p.Locks, pair) || rapid.Bool().Draw(t, "assign "+string(s.ID+" ")+string(c.ID)) {
				as = append(as, rota.Assignment{Slot: s.ID, Consultant: c.ID})
			}
		}
	}
	return rotatest.Plan(p, as...)
}

// A plan that keeps to the rules as it is made is accepted, and has true reasons for what is open.
func TestCheckAcceptsAGreedyPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		plan := rotatest.Greedy(p)
		if report := rota.Check(p, plan); !report.OK() {
			t.Errorf("the plan is not sound: %v", report)
		}
	})
}

// Whatever the plan, a breach marked as the locks' own has nothing chosen in it.
func TestLockedBreachesHoldNothingChosen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		for _, b := range rota.Check(p, drawPlan(t, p)).Breaches {
			chosen := false
			c, _ := p.Consultant(b.Consultant)
			for _, s := range b.Slots {
				if b.Rule != rota.RulePlaces {
					chosen = chosen || !slices.Contains(p.Locks, rota.Pair{Slot: s, Consultant: b.Consultant})
				}
			}
			for _, s := range c.Sessions {
				chosen = chosen || s.Kind == rota.Planned && slices.Contains(b.Sessions, s.ID)
			}
			if b.Rule != rota.RulePlaces && b.Locked == chosen {
				t.Errorf("%v, though something in it is chosen: %t", b, chosen)
			}
		}
	})
}

// Who is not stopped can be put into the slot, giving up what can be displaced; who is stopped cannot.
func TestStopsAgreesWithCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		plan := rotatest.Greedy(p)
		slot := rapid.SampledFrom(p.Slots).Draw(t, "slot").ID
		stopped := map[rota.ConsultantID]bool{}
		for _, r := range rota.Stops(p, plan, slot) {
			stopped[r.Consultant] = true
		}
		for _, c := range p.Consultants {
			if slices.ContainsFunc(plan.Holders(slot), func(a rota.Assignment) bool { return a.Consultant == c.ID }) {
				if !stopped[c.ID] {
					t.Errorf("%s is in %s and nothing is said to stop a second place", c.ID, slot)
				}
				continue
			}
			var as []rota.Assignment
			for _, a := range plan.Assignments {
				if a.Consultant == c.ID {
					as = append(as, rota.Assignment{Slot: a.Slot, Consultant: a.Consultant})
				}
			}
			all := rota.Assignment{Slot: slot, Consultant: c.ID}
			for _, s := range c.Sessions {
				if s.Kind == rota.Planned {
					all.Displaces = append(all.Displaces, s.ID)
				}
			}
			fits := true
			for _, b := range rota.Check(p, rotatest.Plan(p, append(as, all)...)).Breaches {
				fits = fits && (b.Consultant != c.ID || b.Locked || b.Rule == rota.RuleLock || !slices.Contains(b.Slots, slot))
			}
			if fits == stopped[c.ID] {
				t.Errorf("%s in %s: fits %t, but said to be stopped %t", c.ID, slot, fits, stopped[c.ID])
			}
		}
	})
}

// The order in which things are entered changes nothing.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEntry(t)
		p, err := e.Problem()
		if err != nil {
			t.Fatal(err)
		}
		plan := drawPlan(t, p)
		other := e
		other.Slots = rapid.Permutation(e.Slots).Draw(t, "slots shuffled")
		other.Consultants = rapid.Permutation(e.Consultants).Draw(t, "consultants shuffled")
		if len(e.Locks) > 0 {
			other.Locks = rapid.Permutation(e.Locks).Draw(t, "locks shuffled")
		}
		q, err := other.Problem()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, q); diff != "" {
			t.Fatalf("the problem depends on the order of the entry:\n%s", diff)
		}
		shuffled := plan
		if len(plan.Assignments) > 0 {
			shuffled.Assignments = rapid.Permutation(plan.Assignments).Draw(t, "assignments shuffled")
		}
		if diff := cmp.Diff(rota.Values(p, plan), rota.Values(p, shuffled)); diff != "" {
			t.Errorf("values depend on the order of the plan:\n%s", diff)
		}
		if got, want := len(rota.Check(p, shuffled).Breaches), len(rota.Check(p, plan).Breaches); got != want {
			t.Errorf("%d breaches in one order of the plan, %d in another", want, got)
		}
	})
}

// Changes from one plan to another are as many as back again, and none to itself.
func TestChangesAreSymmetric(t *testing.T) {
	count := func(p rota.Problem, published, plan rota.Plan) int64 {
		p.Published, p.Aims = published.Pairs(), []rota.Aim{rota.AimChanges}
		return rota.Values(p, plan)[0].Value
	}
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		a, b := drawPlan(t, p), drawPlan(t, p)
		there, back := count(p, a, b), count(p, b, a)
		if there != back || count(p, a, a) != 0 || there == 0 && !slices.Equal(a.Pairs(), b.Pairs()) {
			t.Errorf("%d changes there, %d back, %d to itself", there, back, count(p, a, a))
		}
	})
}

// The rest rule, minute by minute as the regulations put it: in the 24 hours from
// each start of work that follows eleven clear hours there are eleven clear hours.
func TestRestIsTheDailyRestOfTheRegulations(t *testing.T) {
	start := rotatest.At("2025-10-23 00:00")
	rapid.Check(t, func(t *rapid.T) {
		b := rotatest.New("2025-10-24 07:00", "2025-10-29 07:00").Standard().Consultant("c1").Rules(func(r *rota.Rules) {
			r.MaxCover, r.MaxNightsInARow, r.MaxDaysInARow = nil, nil, nil
		})
		busy := make([]bool, 2*24*12) // half hours
		var as []rota.Assignment
		for i := range rapid.IntRange(1, 5).Draw(t, "slots") {
			span := drawSpan(t, fmt.Sprint(i), 600)
			id := rota.SlotID(fmt.Sprint(i))
			b.Slot(id, "25 08:00", "25 09:00", spanning(span))
			as = append(as, rotatest.In(id, "c1"))
			for h := span.Start; h.Before(span.End); h = later(h, 30) {
				busy[int(h.Sub(start).Minutes())/30] = true
			}
		}
		p := b.Problem(t)
		broken := false
		for _, breach := range rota.Check(p, rota.Plan{Assignments: as}).Breaches {
			broken = broken || breach.Rule == "rest"
		}
		if want := !rested(busy); broken != want {
			t.Errorf("the rule is broken: %t, by the regulations: %t", broken, want)
		}
	})
}

// rested walks the half hours as the regulations read.
func rested(busy []bool) bool {
	const rest, day = 22, 48
	clear := rest // before the first
	for i, b := range busy {
		if !b {
			clear++
			continue
		}
		if clear >= rest && !clearOf(busy[i:min(i+day, len(busy))], rest) {
			return false
		}
		clear = 0
	}
	return true
}

// clearOf reports whether so many half hours in a row are free.
func clearOf(busy []bool, rest int) bool {
	run := 0
	for _, b := range busy {
		run++
		if b {
			run = 0
		}
		if run >= rest {
			return true
		}
	}
	return false
}
