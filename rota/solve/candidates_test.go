package solve

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// candidateCase draws a tiny problem. In every second one everybody is able and
// has offered, so that there is much to exchange.
func candidateCase(t *testing.T, seed int) rota.Problem {
	t.Helper()
	p, err := tiny(uint64(seed))
	if err != nil {
		t.Fatal(err)
	}
	if seed%2 == 0 {
		return p
	}
	p.Locks = p.Locks[:len(p.Locks)/3]
	p.Consultants = slices.Clone(p.Consultants)
	for i := range p.Consultants {
		c := &p.Consultants[i]
		c.Skills, c.Sites = []string{"a", "b", "c"}, []string{"north", "south"}
		span := rota.Span{Start: p.Strike.Start.AddDate(0, 0, -2), End: p.Strike.End.AddDate(0, 0, 5)}
		c.Offers = []rota.Offer{{Span: span, Modes: rota.Modes()}}
	}
	if p, err = rota.NewProblem(p); err != nil {
		t.Fatal(err)
	}
	return p
}

// bruteCases is how many tiny problems the tests of candidates look at.
func bruteCases() int {
	if testing.Short() || raceEnabled {
		return 100
	}
	return 1000
}

func casePlan(t *testing.T, tab *table, seed int) rota.Plan {
	t.Helper()
	if seed%3 > 0 {
		return tab.randomPlan(rand.New(rand.NewPCG(uint64(seed), 11)))
	}
	plan, err := Solve(context.Background(), tab.p, Options{Threads: 1})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	return plan
}

// TestCandidatesByBruteForce compares the candidates of every slot of tiny problems
// with everything that the referee allows, and lets the referee judge each.
func TestCandidatesByBruteForce(t *testing.T) {
	seen, leaving := map[Kind]int{}, 0
	for seed := range bruteCases() {
		p := candidateCase(t, seed)
		tab := &table{p: p, known: map[[2]int]pattern{}}
		plan := casePlan(t, tab, seed)
		if r := rota.Check(p, plan); !r.OK() {
			t.Fatalf("seed %d: the test's own plan is not sound: %v", seed, r)
		}
		board, err := NewBoard(p, plan)
		if err != nil {
			t.Fatal(err)
		}
		for s, slot := range p.Slots {
			got, err := board.Candidates(slot.ID, CandidateOptions{})
			if err != nil {
				t.Fatal(err)
			}
			compareWithBrute(t, fmt.Sprintf("seed %d, %s", seed, slot.ID), tab, plan, s, got)
			for _, c := range got {
				seen[c.Kind]++
				if c.Kind == Replace && len(c.Opens) > 0 {
					leaving++
				}
				if c.Worth() != slices.Compare(afterOf(c), plainValues(rota.Values(p, plan))) {
					t.Errorf("seed %d, %s: %v is said to be worth %d", seed, slot.ID, c, c.Worth())
				}
				judge(t, fmt.Sprintf("seed %d, %s, %v", seed, slot.ID, c), p, plan, c)
			}
		}
	}
	t.Logf("candidates by kind: %v, %d replace somebody and open another slot", seen, leaving)
	if leaving == 0 {
		t.Error("nobody replaces somebody and leaves another slot")
	}
	for _, kind := range Kinds() {
		if seen[kind] == 0 {
			t.Errorf("no candidate of kind %s was met", kind)
		}
	}
}

func afterOf(c Candidate) []int64 {
	var out []int64
	for _, e := range c.Effect {
		out = append(out, e.After)
	}
	return out
}

// judge makes the candidate and holds what it says against the referee.
func judge(t *testing.T, name string, p rota.Problem, plan rota.Plan, c Candidate) {
	t.Helper()
	next, err := c.Apply(p, plan)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if r := rota.Check(p, next); !r.OK() {
		t.Fatalf("%s: the referee refuses the plan: %v", name, r)
	}
	if next.Status == rota.Proved && plan.Status != rota.Proved {
		t.Errorf("%s: the plan became proved", name)
	}
	before, after := rota.Values(p, plan), rota.Values(p, next)
	for i, e := range c.Effect {
		if e.Aim != after[i].Aim || e.Before != before[i].Value || e.After != after[i].Value {
			t.Fatalf("%s: effect %v, but the values are %v and %v", name, c.Effect, before, after)
		}
	}
	if slices.Contains(plan.Pairs(), rota.Pair{Slot: c.Slot, Consultant: c.Consultant}) ||
		!slices.Contains(next.Pairs(), rota.Pair{Slot: c.Slot, Consultant: c.Consultant}) {
		t.Errorf("%s: %s does not come into the slot", name, c.Consultant)
	}
	judgeMoves(t, name, p, plan, next, c)
}

// judgeMoves holds that the moves, the sessions and the slots opened are exactly what differs between the plans.
func judgeMoves(t *testing.T, name string, p rota.Problem, plan, next rota.Plan, c Candidate) {
	t.Helper()
	var pairs []rota.Pair
	for _, pair := range plan.Pairs() {
		if !slices.ContainsFunc(c.Moves, func(m Move) bool { return m.Consultant == pair.Consultant && slices.Contains(m.Leaves, pair.Slot) }) {
			pairs = append(pairs, pair)
		} else if slices.Contains(p.Locks, pair) {
			t.Errorf("%s: %v is locked and moved", name, pair)
		}
	}
	for _, m := range c.Moves {
		for _, s := range m.Takes {
			pairs = append(pairs, rota.Pair{Slot: s, Consultant: m.Consultant})
		}
		was, is := goneIn(plan, m.Consultant), goneIn(next, m.Consultant)
		was = append(was, m.Displaces...)
		was = slices.DeleteFunc(was, func(id rota.SessionID) bool { return slices.Contains(m.Restores, id) })
		slices.Sort(was)
		if !slices.Equal(was, is) {
			t.Errorf("%s: sessions %v are said to be gone, but %v are", name, was, is)
		}
	}
	slices.SortFunc(pairs, rota.Pair.Compare)
	if !slices.Equal(pairs, next.Pairs()) {
		t.Errorf("%s: the moves give %v, the plan has %v", name, pairs, next.Pairs())
	}
	for _, s := range p.Slots {
		if fewer := len(next.Holders(s.ID)) < len(plan.Holders(s.ID)); fewer != slices.Contains(c.Opens, s.ID) {
			t.Errorf("%s: opens %v, and slot %s has fewer: %t", name, c.Opens, s.ID, fewer)
		}
	}
}

func goneIn(plan rota.Plan, c rota.ConsultantID) []rota.SessionID {
	var out []rota.SessionID
	for _, a := range plan.Assignments {
		if a.Consultant == c {
			out = append(out, a.Displaces...)
		}
	}
	slices.Sort(out)
	return out
}

// TestCandidatesWhateverTheOrder shuffles everything that has an order in the
// input, and asks for the candidates one slot at a time.
func TestCandidatesWhateverTheOrder(t *testing.T) {
	for seed := range bruteCases() / 5 {
		p := candidateCase(t, seed)
		tab := &table{p: p, known: map[[2]int]pattern{}}
		r := rand.New(rand.NewPCG(uint64(seed), 13))
		plan := tab.randomPlan(r)
		board, err := NewBoard(p, plan)
		if err != nil {
			t.Fatal(err)
		}
		p2, plan2 := reordered(t, r, p, plan)
		for _, s := range p.Slots {
			want, err := board.Candidates(s.ID, CandidateOptions{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := Candidates(p2, plan2, s.ID, CandidateOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, %s: %v, shuffled %v", seed, s.ID, want, got)
			}
		}
	}
}

func shuffle[T any](r *rand.Rand, list []T) []T {
	out := slices.Clone(list)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func reordered(t *testing.T, r *rand.Rand, p rota.Problem, plan rota.Plan) (rota.Problem, rota.Plan) {
	t.Helper()
	p.Slots, p.Consultants = shuffle(r, p.Slots), shuffle(r, p.Consultants)
	p.Locks, p.Published = shuffle(r, p.Locks), shuffle(r, p.Published)
	for i := range p.Consultants {
		c := &p.Consultants[i]
		c.Skills, c.Sites = shuffle(r, c.Skills), shuffle(r, c.Sites)
		c.Offers, c.Sessions = shuffle(r, c.Offers), shuffle(r, c.Sessions)
	}
	p2, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	plan.Assignments = shuffle(r, plan.Assignments)
	for i := range plan.Assignments {
		plan.Assignments[i].Displaces = shuffle(r, plan.Assignments[i].Displaces)
	}
	return p2, plan
}

// TestDisplacesTheLeastOfAChain has a consultant whose own sessions overlap: the long one joins the
// short ones to a duty run that is too long, and giving it up alone mends that.
func TestDisplacesTheLeastOfAChain(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{slot("s", at(t, 25, 20, 0), at(t, 26, 0, 0))}
	p.Rules.Rest, p.Rules.MaxRun = ptr(240), ptr(780)
	session := func(id string, from, to, loss int) rota.Session {
		return rota.Session{ID: rota.SessionID(id), Kind: rota.Planned, Loss: loss, Span: rota.Span{Start: at(t, 25, from, 0), End: at(t, 25, to, 0)}}
	}
	p.Consultants[0].Sessions = []rota.Session{session("long", 8, 13, 1), session("short", 9, 10, 100), session("late", 16, 18, 100)}
	q, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Candidates(q, rotatest.Plan(q), "s", CandidateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got := list[slices.IndexFunc(list, func(c Candidate) bool { return c.Consultant == q.Consultants[0].ID })]
	if want := []rota.SessionID{"long"}; !slices.Equal(got.Moves[0].Displaces, want) {
		t.Errorf("displaces %v, want %v", got.Moves[0].Displaces, want)
	}
}

// TestMoves makes edits by hand, allowed and not.
func TestMoves(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{
		slot("day", at(t, 25, 8, 0), at(t, 25, 18, 0)),
		slot("late", at(t, 25, 14, 0), at(t, 25, 20, 0)),
		slot("next", at(t, 27, 8, 0), at(t, 27, 18, 0)),
	}
	p.Consultants = p.Consultants[:1]
	second, third := p.Consultants[0], p.Consultants[0]
	second.ID, third.ID, third.Offers = "second", "third", nil
	first := p.Consultants[0].ID
	p.Consultants = append(p.Consultants, second, third)
	p.Locks = []rota.Pair{{Slot: "next", Consultant: first}}
	p, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBoard(p, rotatest.Plan(p, rotatest.In("day", first), rotatest.In("next", first)))
	if err != nil {
		t.Fatal(err)
	}
	ids := func(s ...rota.SlotID) []rota.SlotID { return s }
	for _, c := range []struct {
		name  string
		moves []Move
		want  error
	}{
		{"takes an open place", []Move{{Consultant: "second", Takes: ids("late")}}, nil},
		{"hands over", []Move{{Consultant: "second", Takes: ids("day")}, {Consultant: first, Leaves: ids("day"), Takes: ids("late")}}, nil},
		{"in two steps", []Move{{Consultant: first, Leaves: ids("day")}, {Consultant: first, Takes: ids("late")}}, nil},
		{"nothing", nil, nil},
		{"is full", []Move{{Consultant: "second", Takes: ids("day")}}, ErrMove},
		{"overlaps", []Move{{Consultant: first, Takes: ids("late")}}, ErrMove},
		{"is locked", []Move{{Consultant: first, Leaves: ids("next")}}, ErrMove},
		{"is not there", []Move{{Consultant: "second", Leaves: ids("day")}}, ErrMove},
		{"is there already", []Move{{Consultant: first, Takes: ids("day")}}, ErrMove},
		{"has not offered", []Move{{Consultant: "third", Takes: ids("late")}}, ErrMove},
		{"takes it twice", []Move{{Consultant: "second", Takes: ids("late", "late")}}, ErrMove},
		{"no such slot", []Move{{Consultant: "second", Takes: ids("none")}}, rota.ErrNotFound},
		{"no such consultant", []Move{{Consultant: "nobody", Takes: ids("late")}}, rota.ErrNotFound},
	} {
		effect, err := b.Effect(c.moves)
		plan, applyErr := b.Apply(c.moves)
		if !errors.Is(err, c.want) || !errors.Is(applyErr, c.want) {
			t.Errorf("%s: %v and %v, want %v", c.name, err, applyErr, c.want)
		}
		if c.want != nil {
			continue
		}
		if r := rota.Check(p, plan); !r.OK() {
			t.Errorf("%s: the referee refuses: %v", c.name, r)
		}
		for i, v := range rota.Values(p, plan) {
			if effect[i].After != v.Value {
				t.Errorf("%s: %s is %d after, effect %v", c.name, v.Aim, v.Value, effect[i])
			}
		}
	}
}

// TestBoardRefuses names plans that do not fit the problem, and a slot that is not there.
func TestBoardRefuses(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{slot("a", at(t, 25, 8, 0), at(t, 25, 18, 0)), slot("b", at(t, 26, 8, 0), at(t, 26, 18, 0))}
	first := p.Consultants[0].ID
	p.Locks = []rota.Pair{{Slot: "b", Consultant: first}}
	p, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	lock := rotatest.In("b", first)
	for name, assignments := range map[string][]rota.Assignment{
		"no such slot":       {lock, rotatest.In("none", first)},
		"no such consultant": {lock, rotatest.In("a", "nobody")},
		"twice":              {lock, lock},
		"lock left out":      {rotatest.In("a", first)},
		"no such session":    {lock, rotatest.In("a", first, "none")},
	} {
		if _, err := NewBoard(p, rota.Plan{Assignments: assignments}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Candidates(p, rotatest.Plan(p, lock), "none", CandidateOptions{}); !errors.Is(err, rota.ErrNotFound) {
		t.Errorf("unknown slot: %v", err)
	}
}

// TestCandidatesMost cuts the list after the best.
func TestCandidatesMost(t *testing.T) {
	p := medium(t, 3, 20, 10)
	plan := rotatest.Greedy(p)
	for _, s := range p.Slots {
		all, err := Candidates(p, plan, s.ID, CandidateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Candidates(p, plan, s.ID, CandidateOptions{Most: 3})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, all[:min(3, len(all))]) {
			t.Errorf("%s: %v is not the beginning of %v", s.ID, got, all)
		}
	}
}

// TestAppliedPlanIsHonest: nothing is better than a proved plan, and what is worse is not called proved.
func TestAppliedPlanIsHonest(t *testing.T) {
	worse := 0
	for seed := range 150 {
		p := candidateCase(t, seed)
		plan := solved(t, p, Options{Threads: 1})
		best := plainValues(plan.Aims)
		for _, s := range p.Slots {
			list, err := Candidates(p, plan, s.ID, CandidateOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range list {
				next, err := c.Apply(p, plan)
				if err != nil {
					t.Fatal(err)
				}
				order := slices.Compare(afterOf(c), best)
				if order < 0 || order > 0 && next.Status == rota.Proved {
					t.Fatalf("seed %d: %v reaches %v of %v and is %s", seed, c, afterOf(c), best, next.Status)
				}
				if order > 0 {
					worse++
					boundsHold(t, fmt.Sprintf("seed %d, %v", seed, c), plan, next)
				}
			}
		}
	}
	if worse == 0 {
		t.Error("no candidate made a plan worse")
	}
}

// boundsHold: what is proved stays so up to the first stage that is worse, and says nothing after it.
func boundsHold(t *testing.T, name string, plan, next rota.Plan) {
	t.Helper()
	worse := false
	for i, a := range next.Aims {
		want := plan.Aims[i].Bound
		if worse {
			want = 0
		}
		if a.Bound != want {
			t.Errorf("%s: the bound of %s is %d, want %d", name, a.Aim, a.Bound, want)
		}
		worse = worse || a.Value > plan.Aims[i].Value
	}
}
