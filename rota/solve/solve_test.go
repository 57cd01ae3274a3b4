package solve

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

// at is an instant of July 2025, London time.
func at(t *testing.T, day, hour, minute int) time.Time {
	t.Helper()
	v, err := rota.London(rota.Date{Year: 2025, Month: 7, Day: day}, hour, minute)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func ptr(n int) *int { return &n }

// base is a strike with the daily-rest rule, two slots an instant apart in need and one consultant for all.
func base(t *testing.T) rota.Problem {
	return rota.Problem{
		Strike: rota.Strike{Name: "July 2025", Span: rota.Span{Start: at(t, 25, 7, 0), End: at(t, 30, 7, 0)}},
		Rules:  rota.Rules{Rest: ptr(660), MaxRun: ptr(780)},
		Aims:   []rota.Aim{rota.AimCover, rota.AimDisplaced},
		Consultants: []rota.Consultant{{
			ID: "c1", Sites: []string{"north"}, Terms: rota.TrustRate,
			Offers: []rota.Offer{{Span: rota.Span{Start: at(t, 24, 0, 0), End: at(t, 31, 23, 0)}, Modes: rota.Modes()}},
		}},
	}
}

func slot(id string, from, to time.Time) rota.Slot {
	return rota.Slot{ID: rota.SlotID(id), Service: "Maternity", Unit: "Labour ward", Role: "registrar tier", Site: "north",
		Span: rota.Span{Start: from, End: to}, Places: 1, Mode: rota.OnSite, Priority: 1}
}

func solved(t *testing.T, p rota.Problem, o Options) rota.Plan {
	t.Helper()
	problem, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	plan, err := Solve(context.Background(), problem, o)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func pairs(plan rota.Plan) string { return fmt.Sprint(plan.Pairs()) }

// Three works of which no two make a run that is too long: the middle one joins them.
func TestChainOfThree(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{
		slot("a", at(t, 25, 7, 0), at(t, 25, 9, 0)),
		slot("b", at(t, 25, 12, 0), at(t, 25, 14, 0)),
		slot("c", at(t, 25, 20, 30), at(t, 25, 22, 30)),
	}
	plan := solved(t, p, Options{})
	if got, want := len(plan.Assignments), 2; got != want {
		t.Errorf("%d assignments, want %d: %s", got, want, pairs(plan))
	}
	if len(plan.Open) != 1 || len(plan.Open[0].Reasons) != 1 || plan.Open[0].Reasons[0].Rule != "rest" {
		t.Errorf("open is %+v, want one place stopped by rest", plan.Open)
	}
	p.Slots[2].Start, p.Slots[2].End = at(t, 26, 1, 0), at(t, 26, 3, 0) // 11 hours after b
	if plan := solved(t, p, Options{}); len(plan.Assignments) != 3 {
		t.Errorf("with 11 hours' rest %s, want all three", pairs(plan))
	}
}

// A night displaces the clinic that its rest falls on, and not the one after.
func TestKnockOn(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{slot("night", at(t, 25, 20, 0), at(t, 26, 8, 30))}
	p.Consultants[0].Sessions = []rota.Session{
		{ID: "morning", Span: rota.Span{Start: at(t, 26, 9, 0), End: at(t, 26, 13, 0)}, Kind: rota.Planned, Loss: 12},
		{ID: "evening", Span: rota.Span{Start: at(t, 26, 19, 30), End: at(t, 26, 21, 0)}, Kind: rota.Planned, Loss: 4},
	}
	plan := solved(t, p, Options{})
	want := []rota.Assignment{{Slot: "night", Consultant: "c1", Displaces: []rota.SessionID{"morning"}}}
	if diff := cmp.Diff(want, plan.Assignments); diff != "" {
		t.Error(diff)
	}
	p.Consultants[0].Sessions[0].Kind = rota.Fixed
	plan = solved(t, p, Options{})
	if len(plan.Assignments) != 0 || plan.Open[0].Reasons[0].Because[0] != "morning" {
		t.Errorf("a fixed clinic gave %s, open %+v", pairs(plan), plan.Open)
	}
}

// Locks hold even where they break a rule, are reported, and bind nobody else.
func TestLocksThatBreakRules(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{
		slot("day", at(t, 25, 8, 0), at(t, 25, 20, 30)),
		slot("night", at(t, 25, 20, 0), at(t, 26, 8, 30)),
		slot("next", at(t, 26, 8, 0), at(t, 26, 12, 0)),
	}
	p.Locks = []rota.Pair{{Slot: "day", Consultant: "c1"}, {Slot: "night", Consultant: "c1"}}
	plan := solved(t, p, Options{})
	if got, want := pairs(plan), "[{day c1} {night c1}]"; got != want {
		t.Errorf("plan is %s, want %s", got, want)
	}
	var rules []string
	for _, b := range plan.Broken {
		rules = append(rules, string(b.Rule))
	}
	if want := []string{"overlap", "rest"}; !slices.Equal(rules, want) {
		t.Errorf("broken rules are %v, want %v", rules, want)
	}
}

// medium draws a problem with several parts, too large to look through by hand.
func medium(t testing.TB, seed uint64, slots, people int) rota.Problem {
	r := rand.New(rand.NewPCG(seed, 99))
	hour := func(h int) time.Time { return friday.Add(time.Duration(h) * time.Hour) }
	p := rota.Problem{
		Strike: rota.Strike{Name: "test", Span: rota.Span{Start: friday, End: hour(120)}},
		Rules:  rota.StandardRules(), Cards: tinyCards(r),
	}
	skills := []string{"obstetrics", "oncology", "transplant"}
	for i := range slots {
		from := 24*r.IntN(5) + pick(r, 1, 1, 13, 7)
		p.Slots = append(p.Slots, rota.Slot{
			ID: rota.SlotID(fmt.Sprintf("s%03d", i)), Service: "Cancer", Unit: "ward", Role: "doctor", Site: pick(r, "north", "south"),
			Span: rota.Span{Start: hour(from), End: hour(from + 12)}, Places: 1 + r.IntN(2), Mode: rota.OnSite,
			Priority: 1 + r.IntN(3), SkillsAll: []string{skills[i%3]},
		})
	}
	for i := range people {
		c := rota.Consultant{ID: rota.ConsultantID(fmt.Sprintf("c%03d", i)), Sites: []string{"north", "south"},
			Terms: rota.AllTerms()[r.IntN(4)], Skills: []string{skills[i%3]}}
		for d := range 5 {
			if r.IntN(3) > 0 {
				c.Offers = append(c.Offers, rota.Offer{Span: rota.Span{Start: hour(24*d + 12*r.IntN(2)), End: hour(24*d + 27)}, Modes: rota.Modes()})
			}
			if r.IntN(2) == 0 {
				c.Sessions = append(c.Sessions, rota.Session{ID: rota.SessionID(fmt.Sprintf("k%d", d)),
					Span: rota.Span{Start: hour(24*d + 2), End: hour(24*d + 6)}, Kind: pick(r, rota.Planned, rota.Fixed), Loss: 1 + r.IntN(15)})
			}
		}
		p.Consultants = append(p.Consultants, c)
	}
	problem, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	return problem
}

// same takes the seconds out of a plan, the one thing that may differ.
func same(p rota.Plan) rota.Plan {
	p.Run.Seconds = 0
	return p
}

func TestSamePlanAgain(t *testing.T) {
	p := medium(t, 3, 40, 24)
	want := solved(t, p, Options{Steps: 50, Threads: 1})
	shuffled := p
	shuffled.Slots, shuffled.Consultants = slices.Clone(p.Slots), slices.Clone(p.Consultants)
	slices.Reverse(shuffled.Slots)
	slices.Reverse(shuffled.Consultants)
	for name, got := range map[string]rota.Plan{
		"again":        solved(t, p, Options{Steps: 50, Threads: 1}),
		"two threads":  solved(t, p, Options{Steps: 50, Threads: 2}),
		"other order":  solved(t, shuffled, Options{Steps: 50, Threads: 2}),
		"with reports": solved(t, p, Options{Steps: 50, Threads: 2, Progress: func(Progress) {}}),
	} {
		if diff := cmp.Diff(same(want), same(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestStepLimitIsHonest(t *testing.T) {
	p := medium(t, 5, 60, 30)
	proved := solved(t, p, Options{})
	short := solved(t, p, Options{Steps: 1})
	for i, a := range short.Aims {
		best := proved.Aims[i]
		if a.Bound > best.Value {
			t.Errorf("%s: bound %d is above the best value %d", a.Aim, a.Bound, best.Value)
		}
		if a.Value != best.Value {
			break // what comes after is held to another value
		}
	}
}

func TestCancel(t *testing.T) {
	p := medium(t, 1, 60, 30)
	before := runtime.NumGoroutine()
	for i := range 12 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i*i)*time.Millisecond)
		if plan, err := Solve(ctx, p, Options{}); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled after %d ms: %v", i*i, err)
		} else if err == nil && !rota.Check(p, plan).OK() {
			t.Error("a plan that the referee refuses")
		}
		cancel()
	}
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i > 1_000_000 {
			t.Fatalf("%d goroutines, before %d", runtime.NumGoroutine(), before)
		}
		runtime.Gosched()
	}
}

func TestStopKeepsThePlan(t *testing.T) {
	p := medium(t, 2, 60, 30)
	for _, after := range []int{0, 1, 3} { // reports until the stop
		stop := make(chan struct{})
		seen := 0
		plan := solved(t, p, Options{Stop: stop, Progress: func(Progress) {
			if seen == after {
				close(stop)
			}
			seen++
		}})
		if report := rota.Check(p, plan); !report.OK() {
			t.Errorf("stopped after %d reports: %v", after, report)
		}
		if after == 0 && plan.Status == rota.Proved {
			t.Error("stopped at once, but says that it is proved")
		}
	}
}

func TestProgress(t *testing.T) {
	p := medium(t, 4, 30, 20)
	var seen []Progress
	solved(t, p, Options{Progress: func(n Progress) { seen = append(seen, n) }})
	stages := p.Stages()
	last := seen[len(seen)-1]
	if last.Index != len(stages)-1 || last.Stage != stages[len(stages)-1] || last.Best != last.Bound {
		t.Errorf("the last report is %+v", last)
	}
	for i, n := range seen {
		if n.Bound > n.Best {
			t.Errorf("report %d: bound above value: %+v", i, n)
		}
		if i > 0 && seen[i-1].Stage == n.Stage && n.Best > seen[i-1].Best {
			t.Errorf("report %d is worse than the one before: %+v", i, n)
		}
	}
}

func TestNothingToDo(t *testing.T) {
	p := base(t)
	if plan := solved(t, p, Options{}); plan.Status != rota.Proved || len(plan.Aims) != 1 {
		t.Errorf("no slots: %+v", plan)
	}
	p.Slots, p.Consultants = []rota.Slot{slot("a", at(t, 25, 8, 0), at(t, 25, 20, 0))}, nil
	if plan := solved(t, p, Options{}); plan.Status != rota.Proved || plan.Aims[0].Value != 720 || len(plan.Open) != 1 {
		t.Errorf("nobody: %+v", plan)
	}
}

// TestLongSessionJoinsShortOnes: of a consultant's own sessions that overlap, the
// long one makes the duty run too long, and giving it up alone mends that.
func TestLongSessionJoinsShortOnes(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{slot("s", at(t, 25, 20, 0), at(t, 26, 0, 0))}
	p.Rules.Rest, p.Rules.MaxRun = ptr(240), ptr(780)
	session := func(id string, from, to, loss int) rota.Session {
		return rota.Session{ID: rota.SessionID(id), Kind: rota.Planned, Loss: loss, Span: rota.Span{Start: at(t, 25, from, 0), End: at(t, 25, to, 0)}}
	}
	p.Consultants = p.Consultants[:1]
	p.Consultants[0].Sessions = []rota.Session{session("long", 8, 13, 1), session("short", 9, 10, 100), session("late", 16, 18, 100)}
	plan := solved(t, p, Options{})
	if want := []rota.SessionID{"long"}; !slices.Equal(plan.Assignments[0].Displaces, want) {
		t.Errorf("displaces %v, want %v", plan.Assignments[0].Displaces, want)
	}
}

// TestLittleMemory: with little memory there are fewer threads, and the plan is as good.
func TestLittleMemory(t *testing.T) {
	p := medium(t, 3, 30, 20)
	little := solved(t, p, Options{Memory: 64 << 20, Threads: 4})
	if want := solved(t, p, Options{}); fmt.Sprint(little.Aims) != fmt.Sprint(want.Aims) {
		t.Errorf("aims are %v, want %v", little.Aims, want.Aims)
	}
}
