package solve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/rota"
)

// TestFixesBruteForce holds that every fix does what it says, by the best values of
// the changed problem, and that no offer, limit, session or lock that would fill the
// slot is left out.
func TestFixesBruteForce(t *testing.T) {
	kinds := map[FixKind]int{}
	shared := 0
	for seed := range tinySeeds() / 10 {
		p, err := tiny(uint64(seed))
		if err != nil {
			t.Fatal(err)
		}
		plan := solved(t, p, Options{Threads: 1})
		all, err := WhyAll(context.Background(), p, plan, WhyOptions{Most: 1000, Solve: Options{Threads: 1}})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, x := range all {
			name := fmt.Sprintf("seed %d, slot %s", seed, x.Slot)
			for _, f := range x.Fixes {
				kinds[f.Kind]++
				if f.Shared {
					shared++
				}
				checkFix(t, name, p, plan, x.Slot, f)
			}
			if !slices.IsSortedFunc(x.Fixes, Fix.compare) || !x.AllTried {
				t.Errorf("%s: fixes are not in order, or not all tried: %+v", name, x.Fixes)
			}
			checkMore(t, name, p, plan, x)
			for _, f := range everyFix(p, x) {
				if !slices.ContainsFunc(x.Fixes, func(g Fix) bool { return g.order(f) == 0 }) && doesFix(p, plan, x.Slot, f) {
					t.Errorf("%s: %+v is left out of %+v", name, f, x.Fixes)
				}
			}
		}
	}
	t.Logf("fixes by kind %v, %d shared", kinds, shared)
	if full := tinySeeds() > 60; full && (len(kinds) != 4 || shared == 0) {
		t.Errorf("fixes by kind %v, %d shared: some kind is never met", kinds, shared)
	}
}

// checkMore asks again for the two best fixes: they are those of the whole list, the
// others are still found, and no more was tried or less than what fills the slot.
func checkMore(t *testing.T, name string, p rota.Problem, plan rota.Plan, whole Explanation) {
	t.Helper()
	x, err := Why(context.Background(), p, plan, whole.Slot, WhyOptions{Most: 2, Solve: Options{Threads: 1}})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if diff := cmp.Diff(whole.Fixes[:min(2, len(whole.Fixes))], x.Fixes, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: the two best (-whole list +got):\n%s", name, diff)
	}
	what := func(list []Fix) []string {
		var out []string
		for _, f := range list {
			out = append(out, fmt.Sprint(f.Kind, f.Consultant, f.Slot, f.Session, f.Rule, f.Gain))
		}
		return slices.Sorted(slices.Values(out))
	}
	if diff := cmp.Diff(what(whole.Fixes), what(slices.Concat(x.Fixes, x.More)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: fixes and others (-whole list +got):\n%s", name, diff)
	}
	if len(whole.More) > 0 || x.Tried != whole.Tried || x.Tried < len(whole.Fixes) || !x.AllTried {
		t.Errorf("%s: %d of %d tried, all %v, %d fixes", name, x.Tried, whole.Tried, x.AllTried, len(whole.Fixes))
	}
}

// changedByHand makes the change of a fix in another way than the program.
func changedByHand(p rota.Problem, f Fix) rota.Problem {
	q := p
	q.Locks, q.Consultants = nil, nil
	for _, l := range p.Locks {
		if f.Kind != FixLock || l.Slot != f.Slot || l.Consultant != f.Consultant {
			q.Locks = append(q.Locks, l)
		}
	}
	for _, c := range p.Consultants {
		if c.ID == f.Consultant {
			switch {
			case f.Kind == FixOffer:
				s, _ := p.Slot(f.Slot)
				c.Offers = append([]rota.Offer{{Span: s.Span, Modes: []rota.Mode{s.Mode}}}, c.Offers...)
			case f.Kind == FixLimit && f.Rule == "max_cover":
				c.MaxCover = ptr(99_999)
			case f.Kind == FixLimit:
				c.MaxNightsInARow = ptr(30)
			case f.Kind == FixSession:
				var sessions []rota.Session
				for _, s := range c.Sessions {
					if s.ID != f.Session { // a session that costs nothing to displace may as well not be
						sessions = append(sessions, s)
					}
				}
				c.Sessions = sessions
			}
		}
		q.Consultants = append(q.Consultants, c)
	}
	if f.Rule == "max_days_in_a_row" {
		q.Rules.MaxDaysInARow = ptr(31)
	}
	return q
}

func checkFix(t *testing.T, name string, p rota.Problem, plan rota.Plan, slot rota.SlotID, f Fix) {
	t.Helper()
	q := changedByHand(p, f)
	best := bruteForce(q)
	for i, a := range f.After {
		if a.Value != best[i] || a.Bound != best[i] {
			t.Errorf("%s: fix %+v: %s is %d, bound %d, but the best is %d", name, f, a.Aim, a.Value, a.Bound, best[i])
		}
		if a.Aim[:5] == "cover" && f.Gain[a.Aim[6]-'1'] != plan.Aims[i].Value-best[i] {
			t.Errorf("%s: fix %+v: before %v, after %v", name, f, plan.Aims, best)
		}
	}
	if f.Shared == (f.Less > 0) {
		t.Errorf("%s: fix %+v fills both this slot and another, or neither", name, f)
	}
	if !doesFix(p, plan, slot, f) {
		t.Errorf("%s: %+v is no fix", name, f)
	}
}

// doesFix reports whether the change gives better cover, and some plan with the best
// cover leaves fewer places of the slot open.
func doesFix(p rota.Problem, plan rota.Plan, slot rota.SlotID, f Fix) bool {
	q := changedByHand(p, f)
	q.Aims = []rota.Aim{rota.AimCover}
	best := bruteForce(q)
	better := 0
	for i, v := range best {
		if better == 0 {
			better = int(plan.Aims[i].Value - v)
		}
	}
	if better <= 0 {
		return false
	}
	return canAlso(q, best, slot, len(plan.Holders(slot))+1)
}

// canAlso reports whether a plan with the given cover has n people in the slot.
func canAlso(p rota.Problem, cover []int64, slot rota.SlotID, n int) bool {
	i := slices.IndexFunc(p.Slots, func(s rota.Slot) bool { return s.ID == slot })
	return someOpen(p, cover, func(open []int) bool { return p.Slots[i].Places-open[i] >= n })
}

// someOpen reports whether a plan with the given cover leaves open what is asked for,
// in places by slot.
func someOpen(p rota.Problem, cover []int64, ask func(open []int) bool) bool {
	all := make([][]pattern, len(p.Consultants))
	for i, c := range p.Consultants {
		all[i] = patterns(p, c)
	}
	locks := map[rota.SlotID]int{}
	for _, l := range p.Locks {
		locks[l.Slot]++
	}
	filled := make([]int, len(p.Slots))
	chosen := make([]pattern, len(all))
	var walk func(int) bool
	walk = func(k int) bool {
		if k == len(all) {
			open := make([]int, len(p.Slots))
			for i, s := range p.Slots {
				if filled[i] > max(s.Places, locks[s.ID]) {
					return false
				}
				open[i] = max(0, s.Places-filled[i])
			}
			return ask(open) && slices.Equal(score(p, chosen, filled), cover)
		}
		for _, q := range all[k] {
			for _, i := range q.slots {
				filled[i]++
			}
			chosen[k] = q
			ok := walk(k + 1)
			for _, i := range q.slots {
				filled[i]--
			}
			if ok {
				return true
			}
		}
		return false
	}
	return walk(0)
}

// everyFix lists every change there is to those who could be in a slot of the conflict,
// and every offer for one of its slots by somebody who could then take it.
func everyFix(p rota.Problem, x Explanation) []Fix {
	var out []Fix
	for _, c := range p.Consultants {
		for _, id := range x.Conflict.Slots {
			s, _ := p.Slot(id)
			f := Fix{Kind: FixOffer, Consultant: c.ID, Slot: id}
			who := changedByHand(p, f)
			changed, _ := who.Consultant(c.ID)
			if rota.Able(changed, s) && !rota.Able(c, s) && canAlone(who, changed, id) {
				out = append(out, f)
			}
		}
		if !slices.Contains(x.Conflict.Eligible, c.ID) {
			continue
		}
		out = append(out, Fix{Kind: FixLimit, Consultant: c.ID, Rule: "max_cover"}, Fix{Kind: FixLimit, Consultant: c.ID, Rule: "max_nights_in_a_row"})
		for _, s := range c.Sessions {
			if s.Kind == rota.Fixed {
				out = append(out, Fix{Kind: FixSession, Consultant: c.ID, Session: s.ID})
			}
		}
		for _, l := range p.Locks {
			if l.Consultant == c.ID {
				out = append(out, Fix{Kind: FixLock, Consultant: c.ID, Slot: l.Slot})
			}
		}
	}
	return append(out, Fix{Kind: FixLimit, Rule: "max_days_in_a_row"})
}

// canAlone reports whether the referee lets the consultant take the slot beside their locks.
func canAlone(p rota.Problem, c rota.Consultant, id rota.SlotID) bool {
	set := 0
	for i, s := range p.Slots {
		locked := slices.Contains(p.Locks, rota.Pair{Slot: s.ID, Consultant: c.ID})
		if locked && s.ID == id {
			return false
		}
		if locked || s.ID == id {
			set |= 1 << i
		}
	}
	return len(rulesBroken(p, c, set)) == 0
}

// TestTrainingBruteForce holds that one more person is worth what is said.
func TestTrainingBruteForce(t *testing.T) {
	n, eitherOr := 0, 0
	for seed := range tinySeeds() / 10 {
		p, err := tiny(uint64(seed))
		if err != nil {
			t.Fatal(err)
		}
		plan := solved(t, p, Options{Threads: 1})
		all, err := TrainingValue(context.Background(), p, plan, WhyOptions{Solve: Options{Threads: 1}})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got := map[string][3]int64{}
		byHand := trainingByHand(p, plan)
		for _, v := range all {
			key := fmt.Sprint(v.Skills, v.Date, v.Night)
			got[key] = v.Minutes
			if len(v.Instead) > 0 {
				eitherOr++
			}
			checkTraining(t, fmt.Sprintf("seed %d, %s", seed, key), plan, v, byHand[key])
		}
		for key, want := range byHand {
			n++
			if got[key] != want.gain {
				t.Errorf("seed %d: %s is worth %v, want %v", seed, key, got[key], want.gain)
			}
			delete(got, key)
		}
		if len(got) > 0 {
			t.Errorf("seed %d: worth nothing: %v", seed, got)
		}
	}
	t.Logf("%d were worth something, %d of them one thing or another", n, eitherOr)
	if full := tinySeeds() > 60; n == 0 || full && eitherOr == 0 {
		t.Errorf("%d were worth something, %d of them one thing or another", n, eitherOr)
	}
}

// checkTraining holds what is said to be filled: with what is opened it makes up the
// gain, some plan of that worth fills and opens just that, and what could be filled
// instead is all that this person could take and some plan of that worth fills.
func checkTraining(t *testing.T, name string, plan rota.Plan, v Training, by trained) {
	t.Helper()
	p, sum := by.p, [3]int64{}
	want := make([]int, len(p.Slots)) // places open
	named := map[rota.SlotID]bool{}
	for i, s := range p.Slots {
		want[i] = max(0, s.Places-len(plan.Holders(s.ID)))
		count := func(list []PlaceCount) int {
			n := slices.IndexFunc(list, func(c PlaceCount) bool { return c.Slot == s.ID })
			if n < 0 {
				return 0
			}
			named[s.ID] = true
			return list[n].Places
		}
		less := count(v.Fills) - count(v.Opens)
		sum[s.Priority-1] += int64(less * s.Minutes())
		want[i] -= less
	}
	if sum != v.Minutes || len(v.Fills) == 0 {
		t.Errorf("%s: %+v fills and opens %v", name, v, sum)
	}
	if !someOpen(p, by.cover, func(open []int) bool { return slices.Equal(open, want) }) {
		t.Errorf("%s: no plan as good leaves just %v open: %+v", name, want, v)
	}
	if len(v.Fills) > 1 || len(v.Opens) > 0 {
		calm := p
		calm.Aims, calm.Published = []rota.Aim{rota.AimCover, rota.AimChanges}, plan.Pairs()
		if !someOpen(calm, bruteForce(calm), func(open []int) bool { return slices.Equal(open, want) }) {
			t.Errorf("%s: no plan that moves as few people leaves just %v open: %+v", name, want, v)
		}
	}
	for i, s := range p.Slots {
		was := max(0, s.Places-len(plan.Holders(s.ID)))
		could := was > 0 && rota.Able(by.who, s) && someOpen(p, by.cover, func(open []int) bool { return open[i] < was })
		filled := slices.ContainsFunc(v.Fills, func(c PlaceCount) bool { return c.Slot == s.ID })
		if (could && !filled) != slices.Contains(v.Instead, s.ID) {
			t.Errorf("%s: %s could be filled instead: %v; %+v", name, s.ID, could, v)
		}
	}
	if !slices.IsSorted(v.Instead) {
		t.Errorf("%s: not in order: %v", name, v.Instead)
	}
}

// A trained is the problem with one more person, and what they are worth.
type trained struct {
	p     rota.Problem
	who   rota.Consultant
	cover []int64 // the best
	gain  [3]int64
}

func trainingByHand(p rota.Problem, plan rota.Plan) map[string]trained {
	out := map[string]trained{}
	for _, o := range plan.Open {
		s, _ := p.Slot(o.Slot)
		any := s.SkillsAny
		if len(any) == 0 {
			any = []string{""}
		}
		for _, skill := range any {
			skills := []string{}
			for _, k := range []string{"a", "b", "c"} {
				if slices.Contains(s.SkillsAll, k) || k == skill {
					skills = append(skills, k)
				}
			}
			date := rota.DateOf(s.Start)
			c := rota.Consultant{ID: "new", Skills: skills, Sites: []string{"south", "north"}, Terms: rota.TimeOff, MaxCover: ptr(50_000), MaxNightsInARow: ptr(9)}
			for _, other := range p.Slots {
				day := rota.Span{Start: onClock(date, 7), End: onClock(date, 21)}
				if rota.DateOf(other.Start) == date && other.IsNight() == s.IsNight() || !s.IsNight() && day.Contains(other.Span) {
					c.Offers = append(c.Offers, rota.Offer{Span: other.Span, Modes: []rota.Mode{other.Mode}})
				}
			}
			q := p
			q.Aims = []rota.Aim{rota.AimCover}
			q.Consultants = append(slices.Clone(p.Consultants), c)
			by := trained{p: q, who: c, cover: bruteForce(q)}
			for i, v := range by.cover {
				a := plan.Aims[i]
				by.gain[a.Aim[6]-'1'] = a.Value - v
			}
			if by.gain != [3]int64{} {
				out[fmt.Sprint(skills, date, s.IsNight())] = by
			}
		}
	}
	return out
}

// TestWhyInAnyOrder shuffles everything that a problem lists and asks again.
func TestWhyInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for seed := range tinySeeds() / 50 {
		p, err := tiny(uint64(seed))
		if err != nil {
			t.Fatal(err)
		}
		want := everythingSaid(t, p)
		if diff := cmp.Diff(want, everythingSaid(t, inOtherOrder(t, r, p))); diff != "" {
			t.Fatalf("seed %d: in another order: %s", seed, diff)
		}
	}
}

type said struct {
	Why      []Explanation
	Training []Training
	Words    []string
}

func everythingSaid(t *testing.T, p rota.Problem) said {
	t.Helper()
	plan := solved(t, p, Options{Threads: 1})
	o := WhyOptions{Solve: Options{Threads: 1}}
	all, err := WhyAll(context.Background(), p, plan, o)
	if err != nil {
		t.Fatal(err)
	}
	training, err := TrainingValue(context.Background(), p, plan, o)
	if err != nil {
		t.Fatal(err)
	}
	out := said{Why: all, Training: training}
	name := func(id rota.ConsultantID) string { return "Dr " + string(id) }
	for _, x := range all {
		out.Words = append(out.Words, x.Conflict.Words(p, name))
		for _, f := range x.Fixes {
			out.Words = append(out.Words, f.Words(p, x.Slot, name))
		}
	}
	for _, v := range training {
		out.Words = append(out.Words, v.Words(p))
	}
	return out
}

func inOtherOrder(t *testing.T, r *rand.Rand, p rota.Problem) rota.Problem {
	t.Helper()
	p.Slots, p.Consultants = mixed(r, p.Slots), mixed(r, p.Consultants)
	p.Locks, p.Published = mixed(r, p.Locks), mixed(r, p.Published)
	for i, s := range p.Slots {
		p.Slots[i].SkillsAll, p.Slots[i].SkillsAny = mixed(r, s.SkillsAll), mixed(r, s.SkillsAny)
	}
	for i, c := range p.Consultants {
		p.Consultants[i].Skills, p.Consultants[i].Sites = mixed(r, c.Skills), mixed(r, c.Sites)
		p.Consultants[i].Offers, p.Consultants[i].Sessions = mixed(r, c.Offers), mixed(r, c.Sessions)
	}
	q, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func mixed[T any](r *rand.Rand, list []T) []T {
	out := slices.Clone(list)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
