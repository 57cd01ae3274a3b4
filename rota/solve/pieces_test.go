package solve

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve/highs"
)

// TestPieces goes through the stages of problems by rings, pieces and local cuts, without
// the dive and the integer models that would come first on problems so small. What
// pieces leave unproved those prove, with the local cuts found so far in the model.
func TestPieces(t *testing.T) {
	ctx := context.Background()
	engine, err := highs.New(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	for seed := range uint64(fewer(100)) {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		values, _ := byPieces(t, ctx, engine, p, *tinySizes(seed))
		for i, want := range bruteForce(p)[:len(values)] {
			if values[i] != want {
				t.Errorf("seed %d: %s is %d, want %d", seed, p.Stages()[i], values[i], want)
			}
		}
	}
	cuts := 0
	for seed := range uint64(fewer(3)) {
		p := rotatest.Trust(rotatest.SmallTrust, rotatest.Tightness(seed%3), seed)
		plan := solved(t, p, Options{})
		values, found := byPieces(t, ctx, engine, p, usualSizes)
		cuts += found
		for i, v := range values {
			if v != plan.Aims[i].Value {
				t.Errorf("trust %d: %s is %d, want %d", seed, plan.Aims[i].Aim, v, plan.Aims[i].Value)
			}
		}
	}
	if cuts == 0 && !raceEnabled && !testing.Short() {
		t.Error("no local cut was found: they are not tested")
	}
}

// byPieces is the values of the stages before the spread, and how many local cuts were found.
func byPieces(t *testing.T, ctx context.Context, engine *highs.Engine, p rota.Problem, sizes sizes) (values []int64, cuts int) {
	t.Helper()
	joined, _ := joined(p)
	all := parts(&joined, people(joined))
	for _, part := range all {
		part.columns()
		part.greedy()
		part.master = newMaster(part, part.enumerate(1<<28), sizes)
	}
	for _, stage := range joined.Stages() {
		if stage == string(rota.AimSpread) {
			break
		}
		value := elsewhere(&joined, all, stage)
		for _, part := range all {
			value += part.byPieces(t, ctx, engine, stage)
		}
		values = append(values, value)
	}
	for _, part := range all {
		cuts += len(part.master.cuts)
	}
	return values, cuts
}

// byPieces proves a stage of a part and holds its value.
func (t *part) byPieces(test *testing.T, ctx context.Context, engine *highs.Engine, stage string) int64 {
	test.Helper()
	o := t.objective(stage)
	if len(o.coef) == 0 {
		return o.fixed
	}
	r := t.master.begin(ctx, engine, t.costs(stage, t.master.all), budget{stop: ctx, began: time.Now(), deadline: time.Minute})
	r.score, r.least = o.at, t.costs(stage, t.master.all).units(o.least())
	err := r.relax()
	if err == nil {
		err = r.addCuts(r.cycles(r.fractions()))
	}
	if err == nil {
		err = r.byPieces(0)
	}
	if err == nil && !r.proved() {
		err = r.branch()
	}
	if err := errors.Join(err, r.close()); err != nil {
		test.Fatal(err)
	}
	if !r.proved() {
		test.Fatalf("%s is not proved: %d to %d", stage, r.costs.value(r.least), o.at(t.best))
	}
	t.prices = r.bound.y
	t.carryOn(stage, o.at(t.best))
	return o.at(t.best)
}

// tinySizes make tiny problems go the way of regions, in one of many ways: parts of
// any size, or of more than a few people, are wide, pieces have one to a few people, and
// some of the models that regions need are refused as too large.
func tinySizes(seed uint64) *sizes {
	r := rand.New(rand.NewPCG(seed, 11))
	z := &sizes{few: r.IntN(2), some: r.IntN(4), many: r.IntN(8), most: usualSizes.most, mostWide: usualSizes.mostWide, people: 3 * r.IntN(3),
		leastPiece: 1 + r.IntN(2), mostPiece: 2 + r.IntN(7), ofPiece: 4 << r.IntN(7), ofPieceWide: 4 << r.IntN(7), ofBlock: 16 << r.IntN(5), ofBlockEach: 8 * r.IntN(4)}
	z.mostWide *= r.IntN(2) // a model of all, or only a tree
	z.rests = 3 * (r.IntN(5) / 4)
	return z
}

// TestTinyRegions solves hundreds of tiny problems from their first stage to their
// last as if they were regions, and compares every aim with the best of all plans.
func TestTinyRegions(t *testing.T) {
	cuts := 0
	for seed := range uint64(fewer(800)) {
		p, err := tiny(20_000 + seed)
		if seed%4 > 0 {
			p, err = ringed(seed)
		}
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		o := Options{Threads: 1 + int(seed/2%2), Steps: []int{0, 0, 0, 1, 7}[seed%5], sizes: tinySizes(seed)}
		plan, found := asRegion(t, p, o, seed%3 == 0)
		cuts += found
		holdsAgainst(t, p, plan, bruteForce(p))
		if plan.Status != rota.Proved && o.Steps == 0 {
			t.Errorf("seed %d: without a limit the plan is %s: %v\n%s", seed, plan.Status, plan.Aims, shown(t, p))
		}
	}
	if cuts < fewer(600)/25 {
		t.Errorf("only %d local cuts were found: they are not tested", cuts)
	}
}

// ringed draws a tiny problem whose linear models mostly have fractions: slots in a
// ring that everybody could take two or three neighbours of, and a session of
// theirs that is displaced once for all of them. Half of everybody does what takes
// more people whole. The night in the middle is one of a clock change now and then.
func ringed(seed uint64) (rota.Problem, error) {
	r := rand.New(rand.NewPCG(seed, 13))
	start := []time.Time{friday, time.Date(2025, 10, 24, 6, 0, 0, 0, time.UTC), time.Date(2026, 3, 27, 7, 0, 0, 0, time.UTC)}[r.IntN(3)]
	at := func(hours int) time.Time { return start.Add(time.Duration(hours) * time.Hour) }
	p := rota.Problem{
		Strike: rota.Strike{Name: "test", Span: rota.Span{Start: start, End: at(120)}},
		Cards:  tinyCards(r), Aims: tinyAims(r),
	}
	if r.IntN(3) == 0 {
		p.Rules = tinyRules(r)
	}
	if r.IntN(2) == 0 {
		p.Aims = []rota.Aim{rota.AimCover, rota.AimDisplaced, pick(r, rota.AimCostBMA, rota.AimChanges, rota.AimConsultants), rota.AimSpread}
	}
	first, n, loss := 30+r.IntN(10), pick(r, 3, 3, 3, 5), 1+r.IntN(6)
	for i := range n {
		p.Slots = append(p.Slots, rota.Slot{
			ID: rota.SlotID(fmt.Sprintf("s%d", i)), Service: "Maternity", Unit: "A", Role: "doctor", Site: "north",
			Span: rota.Span{Start: at(first + 3*i), End: at(first + 3*i + 3 + r.IntN(8)/7)}, Places: 1 + r.IntN(12)/11, Mode: rota.OnSite,
			Priority: pick(r, 1, 1, 1, 2), SkillsAll: []string{fmt.Sprint(i)},
		})
	}
	for i := range n + r.IntN(2) {
		c := rota.Consultant{
			ID: rota.ConsultantID(fmt.Sprintf("c%d", i)), Sites: []string{"north"}, Terms: rota.AllTerms()[r.IntN(4)],
			Skills: []string{fmt.Sprint(i % n), fmt.Sprint((i + 1) % n)}, MaxCover: maybe(r, 360, 400, 400),
			Offers:   []rota.Offer{{Span: rota.Span{Start: at(0), End: at(100)}, Modes: rota.Modes()}},
			Sessions: []rota.Session{{ID: "k", Span: rota.Span{Start: at(first), End: at(first + 3*n)}, Kind: rota.Planned, Loss: 2*loss + r.IntN(5)/4}},
		}
		if r.IntN(8) == 0 {
			c.Skills = append(c.Skills, fmt.Sprint((i+2)%n))
		}
		p.Consultants = append(p.Consultants, c)
	}
	for _, s := range p.Slots {
		for _, c := range p.Consultants {
			pair := rota.Pair{Slot: s.ID, Consultant: c.ID}
			if r.IntN(40) == 0 {
				p.Locks = append(p.Locks, pair)
			}
			if r.IntN(6) == 0 {
				p.Published = append(p.Published, pair)
			}
		}
	}
	return rota.NewProblem(p)
}

// asRegion solves a problem, without a dive before the first stage if so told, and
// says how many local cuts were found.
func asRegion(t *testing.T, p rota.Problem, o Options, dive bool) (plan rota.Plan, cuts int) {
	t.Helper()
	ctx := context.Background()
	s, err := newSearch(ctx, p, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	for _, part := range s.parts {
		part.lost = part.lost && dive
	}
	for i, stage := range p.Stages() {
		if err := s.stage(ctx, i, stage); err != nil {
			t.Fatalf("%s: %v\n%s", stage, err, shown(t, p))
		}
	}
	for _, part := range s.parts {
		if part.master != nil {
			for _, c := range part.master.cuts {
				if c.costs != nil {
					cuts++
				}
			}
		}
	}
	plan = s.plan()
	plan.Broken = rota.Check(p, plan).Broken()
	return plan, cuts
}
