package solve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// fewer is n, or the share of it that there is time for with the race detector or in short mode.
func fewer(n int) int {
	if testing.Short() || raceEnabled {
		return max(1, n/10)
	}
	return n
}

// A known is a problem with its proved plan and how long that took the last time: a machine that
// is busy with other work is slower at one time than at another.
type known struct {
	name string
	p    rota.Problem
	plan rota.Plan
	took time.Duration

	sizes *sizes
}

// smallRegion makes a small trust go the way of a region.
var smallRegion = &sizes{few: 50, some: 100, many: 200, most: usualSizes.most, mostWide: 300, people: 10, leastPiece: 6, mostPiece: 48, ofPiece: 400, ofPieceWide: 200, ofBlock: 800}

// longer lists problems that take a while.
func longer(t *testing.T) []known {
	t.Helper()
	out := []known{
		{name: "trust tight", p: rotatest.Trust(rotatest.SmallTrust, rotatest.Tight, 1)},
		{name: "trust short", p: rotatest.Trust(rotatest.SmallTrust, rotatest.Short, 2)},
		{name: "medium 1", p: medium(t, 1, 60, 30)},
		{name: "medium 2", p: medium(t, 2, 40, 24)},
		{name: "tasks", p: rotatest.Tasks(20, 100, 1)},
		{name: "trust as a region", p: rotatest.Trust(rotatest.SmallTrust, rotatest.Short, 3), sizes: smallRegion},
		{name: "medium as a region", p: medium(t, 3, 60, 30), sizes: smallRegion},
	}
	for i := range out {
		started := time.Now()
		out[i].plan = solved(t, out[i].p, Options{sizes: out[i].sizes})
		out[i].took = time.Since(started)
		if out[i].plan.Status != rota.Proved {
			t.Fatalf("%s: the plan is %s: %v", out[i].name, out[i].plan.Status, out[i].plan.Aims)
		}
	}
	return out
}

// settled fails the test when more goroutines are left than before, after all have had their turn.
func settled(t *testing.T, before int) {
	t.Helper()
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i > 1_000_000 {
			t.Fatalf("%d goroutines, before %d", runtime.NumGoroutine(), before)
		}
		runtime.Gosched()
	}
}

// heapBytes is the bytes in use once what nobody holds is gone. Finalizers need a second round.
func heapBytes() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestCancelAnywhere ends the context at random moments of a solve: the error is
// the context's, nothing is left behind, and the next solve is what it was.
func TestCancelAnywhere(t *testing.T) {
	problems := longer(t)
	before, ended := runtime.NumGoroutine(), 0
	held := heapBytes()
	r := rand.New(rand.NewPCG(1, 200))
	for i := 0; i < fewer(200) || ended < fewer(200)/2 && i < fewer(2000); i++ {
		k := &problems[i%len(problems)]
		after, started := time.Duration(r.Int64N(int64(k.took))), time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), after)
		plan, err := Solve(ctx, k.p, Options{Threads: 1 + i%2, sizes: k.sizes})
		switch {
		case err == nil: // it was quicker this time
			k.took = time.Since(started)
			if diff := cmp.Diff(same(k.plan), same(plan)); diff != "" {
				t.Errorf("%s, with %v: %s", k.name, after, diff)
			}
		case !errors.Is(err, ctx.Err()):
			t.Errorf("%s, ended after %v: the error is %v, the context's is %v", k.name, after, err, ctx.Err())
		default:
			ended++
			if len(plan.Assignments) > 0 || plan.Status != "" {
				t.Errorf("%s, ended after %v: an error, and a plan", k.name, after)
			}
		}
		cancel()
		settled(t, before)
		if i%20 == 19 {
			if diff := cmp.Diff(same(k.plan), same(solved(t, k.p, Options{sizes: k.sizes}))); diff != "" {
				t.Fatalf("%s, solved after %d ends: %s", k.name, i+1, diff)
			}
		}
	}
	if ended < fewer(200)/2 {
		t.Errorf("only %d solves were ended", ended)
	}
	if more := heapBytes() - held; more > 32<<20 {
		t.Errorf("%d MB more are held than before", more>>20)
	}
}

// TestStopAnywhere stops at random moments, by the channel and by a limit in time:
// the plan kept is sound, and its bounds are true.
func TestStopAnywhere(t *testing.T) {
	problems := longer(t)
	before := runtime.NumGoroutine()
	r := rand.New(rand.NewPCG(2, 100))
	short := map[string]int{}
	few := func() bool { return short["stop"] < fewer(100)/4 || short["limit"] < fewer(100)/2 }
	for i := 0; i < fewer(200) || few() && i < fewer(2000); i++ {
		k, how, o := &problems[i/2%len(problems)], "stop", Options{Threads: 1 + i/8%2}
		o.sizes = k.sizes
		after, started := time.Duration(r.Int64N(int64(k.took))), time.Now()
		if i%2 == 0 {
			stop := make(chan struct{})
			timer := time.AfterFunc(after, func() { close(stop) })
			defer timer.Stop()
			o.Stop = stop
		} else {
			how, o.Limit = "limit", min(after, 20*time.Millisecond)+1
		}
		plan := solved(t, k.p, o)
		holdsAgainst(t, k.p, plan, aimValues(k.plan))
		if plan.Status != rota.Proved {
			short[how]++
		} else {
			k.took = time.Since(started)
		}
		settled(t, before)
	}
	if few() {
		t.Errorf("few plans were cut short: %v", short)
	}
}

// TestTwoAtOnce solves two problems at a time in one process: each plan is what it
// is when the problem is solved alone.
func TestTwoAtOnce(t *testing.T) {
	problems := longer(t)
	for round := range fewer(10) {
		a, b := problems[round%len(problems)], problems[(round+1+round/4)%len(problems)]
		plans := make([]rota.Plan, 2)
		errs := make([]error, 2)
		var wg sync.WaitGroup
		for i, k := range []known{a, b} {
			wg.Go(func() { plans[i], errs[i] = Solve(context.Background(), k.p, Options{sizes: k.sizes}) })
		}
		wg.Wait()
		for i, k := range []known{a, b} {
			if diff := cmp.Diff(same(k.plan), same(plans[i])); errs[i] != nil || diff != "" {
				t.Errorf("round %d, %s: %v %s", round, k.name, errs[i], diff)
			}
		}
	}
}

// TestSameBytes: the same steps give the same document on every run, on one and on
// two threads, and what the steps leave unproved has true bounds.
func TestSameBytes(t *testing.T) {
	problems := []known{{name: "tasks 40", p: rotatest.Tasks(20, 40, 1)}, {name: "tasks 100", p: rotatest.Tasks(20, 100, 1)}}
	for seed := range uint64(fewer(6)) {
		problems = append(problems, known{name: fmt.Sprintf("medium %d", seed), p: medium(t, 10+seed, 40, 24)})
	}
	for seed := range uint64(fewer(2)) {
		for _, tight := range []rotatest.Tightness{rotatest.Easy, rotatest.Tight, rotatest.Short} {
			p, name := rotatest.Trust(rotatest.SmallTrust, tight, seed), fmt.Sprintf("trust %d, %d", tight, seed)
			problems = append(problems, known{name: name, p: p}, known{name: name + " as a region", p: p, sizes: smallRegion})
		}
	}
	limits := []int{0, 1, 5, 50}
	if raceEnabled {
		limits = limits[:2] // none, and one that cuts it short
	}
	for _, k := range problems {
		best := solved(t, k.p, Options{Threads: 1, sizes: k.sizes})
		for _, steps := range limits {
			one := best
			if steps > 0 {
				one = solved(t, k.p, Options{Threads: 1, Steps: steps, sizes: k.sizes})
			}
			two := solved(t, k.p, Options{Threads: 2, Steps: steps, sizes: k.sizes})
			if diff := cmp.Diff(planDocument(t, one), planDocument(t, two)); diff != "" {
				t.Errorf("%s, %d steps (-one thread +two):\n%s", k.name, steps, diff)
			}
			holdsAgainst(t, k.p, two, aimValues(best))
		}
	}
}

// TestSameBytesCutShort holds the same where a step is not enough for a proof.
func TestSameBytesCutShort(t *testing.T) {
	p := tangled(t, 114, 44, 11)
	first := solved(t, p, Options{Threads: 1, Steps: 1})
	refereed(t, p, first)
	if first.Status != rota.BestFound {
		t.Errorf("the plan is %s: a step was enough", first.Status)
	}
	if diff := cmp.Diff(planDocument(t, first), planDocument(t, solved(t, p, Options{Threads: 2, Steps: 1}))); diff != "" {
		t.Errorf("(-one thread +two):\n%s", diff)
	}
}

// planDocument is the plan as it is written, without the seconds.
func planDocument(t *testing.T, plan rota.Plan) string {
	t.Helper()
	var b bytes.Buffer
	if err := document.WritePlan(&b, same(plan)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestProgressEverySecond: nothing is silent for longer than a second. A machine
// that is busy with other work may be late by itself, so one good run of three will do.
func TestProgressEverySecond(t *testing.T) {
	problems := map[string]rota.Problem{
		"trust": rotatest.Trust(rotatest.LargeTrust, rotatest.Tight, 1),
		"tasks": rotatest.Tasks(20, 100, 0),
	}
	if raceEnabled {
		problems["trust"] = rotatest.Trust(rotatest.SmallTrust, rotatest.Easy, 0)
	}
	for name, p := range problems {
		t.Run(name, func(t *testing.T) {
			silence := time.Hour
			for try := 0; try < 3 && silence > time.Second; try++ {
				silence = silent(t, p)
			}
			if silence > time.Second {
				t.Errorf("nothing was told for %v", silence)
			}
		})
	}
}

// silent is the longest time between two reports of a solve, its start and its end among them.
func silent(t *testing.T, p rota.Problem) time.Duration {
	t.Helper()
	var longest time.Duration
	last, reports := time.Now(), 0
	solved(t, p, Options{Progress: func(Progress) {
		now := time.Now()
		longest, last = max(longest, now.Sub(last)), now
		reports++
	}})
	if least := 2 * len(p.Stages()); reports < least {
		t.Errorf("%d reports, but each stage has a first and a last: %d", reports, least)
	}
	return max(longest, time.Since(last))
}

// tangled draws a problem in one part that is small and yet not quickly proved:
// slots at odd times, of which most people could take many, and limits of everybody's own.
func tangled(t *testing.T, seed uint64, slots, people int) rota.Problem {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	hour := func(h int) time.Time { return friday.Add(time.Duration(h) * time.Hour) }
	p := rota.Problem{
		Strike: rota.Strike{Name: "test", Span: rota.Span{Start: friday, End: hour(120)}},
		Rules:  rota.StandardRules(), Cards: tinyCards(r),
		Aims: []rota.Aim{rota.AimCover, rota.AimDisplaced, rota.AimCostAgreed, rota.AimSpread},
	}
	for i := range slots {
		from := r.IntN(110)
		p.Slots = append(p.Slots, rota.Slot{
			ID: rota.SlotID(fmt.Sprintf("s%03d", i)), Service: "Cancer", Unit: "ward", Role: "doctor", Site: "north",
			Span: rota.Span{Start: hour(from), End: hour(from + 3 + r.IntN(10))}, Places: 1, Mode: rota.OnSite, Priority: 1,
			SkillsAny: []string{pick(r, "a", "b", "c"), fmt.Sprintf("d%d", r.IntN(4))},
		})
	}
	for i := range people {
		c := rota.Consultant{
			ID: rota.ConsultantID(fmt.Sprintf("c%03d", i)), Sites: []string{"north"}, Terms: rota.AllTerms()[r.IntN(4)],
			Skills: []string{pick(r, "a", "b", "c"), fmt.Sprintf("d%d", r.IntN(4))}, MaxCover: ptr(600 + 60*r.IntN(30)),
			Offers: []rota.Offer{{Span: rota.Span{Start: hour(-10), End: hour(130)}, Modes: rota.Modes()}},
		}
		for d := range 5 {
			if r.IntN(2) == 0 {
				c.Sessions = append(c.Sessions, rota.Session{ID: rota.SessionID(fmt.Sprintf("k%d", d)),
					Span: rota.Span{Start: hour(24*d + 2), End: hour(24*d + 6)}, Kind: rota.Planned, Loss: 1 + r.IntN(15)})
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

// TestBoundsAgree solves what is not quickly proved under several limits: no plan
// is below the bound of another, in the first stage in which they differ and before.
func TestBoundsAgree(t *testing.T) {
	short := 0
	for seed := range uint64(fewer(10)) {
		p := tangled(t, 101+seed, 44, 11)
		var plans []rota.Plan
		for _, limit := range []time.Duration{1, 20 * time.Millisecond, 100 * time.Millisecond, 400 * time.Millisecond} {
			plan := solved(t, p, Options{Limit: limit, Seed: int64(len(plans))})
			refereed(t, p, plan)
			plans = append(plans, plan)
			if plan.Status != rota.Proved {
				short++
			}
		}
		for _, a := range plans {
			for _, b := range plans {
				for i := range a.Aims {
					if a.Aims[i].Bound > b.Aims[i].Value {
						t.Fatalf("seed %d: %s: no plan is said to be below %d, but one has %d\n%v\n%v\n%s",
							seed, a.Aims[i].Aim, a.Aims[i].Bound, b.Aims[i].Value, a.Aims, b.Aims, shown(t, p))
					}
					if a.Aims[i].Value != b.Aims[i].Value {
						break
					}
				}
			}
		}
	}
	if short < fewer(10) {
		t.Errorf("only %d plans were cut short", short)
	}
}
