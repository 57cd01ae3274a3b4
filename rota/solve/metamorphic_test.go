package solve

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// A twist changes a problem so that it is known what becomes of the values: they
// stay the same, or are never worse in the order of the aims.
type twist struct {
	name   string
	never  bool // never worse; otherwise the same
	change func(r *rand.Rand, p *rota.Problem, plan rota.Plan) bool
}

var twists = []twist{
	{name: "ids renamed in their order", change: renamedInOrder},
	{name: "ids renamed and shuffled", change: renamedShuffled},
	{name: "lists in another order", change: inAnotherOrder},
	{name: "shifted by whole days", change: shifted},
	{name: "a place as a twin slot", change: twinned},
	{name: "consultants who can do nothing", change: joinedByIdle},
	{name: "planned assignments locked", change: lockedAsPlanned},
	{name: "one more offer", never: true, change: offeredMore},
	{name: "one lock less", never: true, change: unlocked},
	{name: "limits lifted", never: true, change: limitsLifted},
	{name: "a session can be displaced", never: true, change: madePlanned},
}

// TestTwists solves problems, and each again after every twist, two times in three as
// if it were a region.
func TestTwists(t *testing.T) {
	tried := map[string]int{}
	problems := twisted(t)
	for n, name := range slices.Sorted(maps.Keys(problems)) {
		p := problems[name]
		plan := proved(t, name, p, nil)
		for i, w := range twists {
			r := rand.New(rand.NewPCG(uint64(n), uint64(i)))
			q := copied(p)
			if !w.change(r, &q, plan) {
				continue
			}
			tried[w.name]++
			now := proved(t, name+", "+w.name, q, []*sizes{nil, smallRegion, tinySizes(uint64(n))}[(n+i)%3])
			if w.never && slices.Compare(aimValues(now), aimValues(plan)) > 0 {
				t.Errorf("%s, %s: %v is worse than %v\n%s", name, w.name, now.Aims, plan.Aims, shown(t, p))
			} else if diff := cmp.Diff(plan.Aims, now.Aims); !w.never && diff != "" {
				t.Errorf("%s, %s (-before +after):\n%s%s", name, w.name, diff, shown(t, p))
			}
		}
	}
	least := 5
	if testing.Short() || raceEnabled {
		least = 1
	}
	for _, w := range twists {
		if tried[w.name] < least {
			t.Errorf("%s: only %d problems could be changed so", w.name, tried[w.name])
		}
	}
}

// twisted lists problems of three sizes, by name.
func twisted(t *testing.T) map[string]rota.Problem {
	t.Helper()
	out := map[string]rota.Problem{}
	tinies, mediums, trusts := 60, 4, 3
	if testing.Short() || raceEnabled {
		tinies, mediums, trusts = 25, 1, 1
	}
	for seed := range tinies {
		p, err := tiny(uint64(5000 + seed))
		if err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprintf("tiny %d", 5000+seed)] = p
	}
	for seed := range mediums {
		out[fmt.Sprintf("medium %d", seed)] = medium(t, uint64(seed), 20+2*seed, 14+seed)
	}
	for n := range trusts {
		tight := []rotatest.Tightness{rotatest.Tight, rotatest.Short, rotatest.Easy}[n]
		out[fmt.Sprintf("trust %d", tight)] = rotatest.Trust(rotatest.SmallTrust, tight, 1)
	}
	return out
}

// proved solves a problem to proof, as a region with small sizes, and holds the plan against the referee.
func proved(t *testing.T, name string, p rota.Problem, z *sizes) rota.Plan {
	t.Helper()
	sorted, err := rota.NewProblem(p)
	if err != nil {
		t.Fatalf("%s: %v", name, rota.Faults(err))
	}
	plan := solved(t, sorted, Options{sizes: z})
	refereed(t, sorted, plan)
	if plan.Status != rota.Proved {
		t.Errorf("%s: the plan is %s: %v", name, plan.Status, plan.Aims)
	}
	return plan
}

func aimValues(plan rota.Plan) []int64 {
	out := make([]int64, len(plan.Aims))
	for i, a := range plan.Aims {
		out[i] = a.Value
	}
	return out
}

// copied gives a problem whose lists can be changed without changing those of p.
func copied(p rota.Problem) rota.Problem {
	p.Slots, p.Consultants, p.Aims = slices.Clone(p.Slots), slices.Clone(p.Consultants), slices.Clone(p.Aims)
	p.Locks, p.Published, p.Rules.Travel = slices.Clone(p.Locks), slices.Clone(p.Published), slices.Clone(p.Rules.Travel)
	for i := range p.Slots {
		s := &p.Slots[i]
		s.SkillsAll, s.SkillsAny = slices.Clone(s.SkillsAll), slices.Clone(s.SkillsAny)
	}
	for i := range p.Consultants {
		c := &p.Consultants[i]
		c.Skills, c.Sites, c.Offers, c.Sessions = slices.Clone(c.Skills), slices.Clone(c.Sites), slices.Clone(c.Offers), slices.Clone(c.Sessions)
	}
	for _, card := range []*rota.Card{&p.Cards.Trust, &p.Cards.BMA} {
		card.Rates, card.BankHolidays = slices.Clone(card.Rates), slices.Clone(card.BankHolidays)
	}
	return p
}

// A renaming gives every name of a problem another. Words are sites, units, services and skills.
type renaming struct{ slot, consultant, session, word func(string) string }

func (n renaming) apply(p *rota.Problem) {
	words := func(list []string) {
		for i := range list {
			list[i] = n.word(list[i])
		}
	}
	for i := range p.Slots {
		s := &p.Slots[i]
		s.ID, s.Site, s.Unit, s.Service = rota.SlotID(n.slot(string(s.ID))), n.word(s.Site), n.word(s.Unit), n.word(s.Service)
		words(s.SkillsAll)
		words(s.SkillsAny)
	}
	for i := range p.Consultants {
		c := &p.Consultants[i]
		c.ID = rota.ConsultantID(n.consultant(string(c.ID)))
		words(c.Skills)
		words(c.Sites)
		for j := range c.Sessions {
			c.Sessions[j].ID = rota.SessionID(n.session(string(c.Sessions[j].ID)))
		}
	}
	for _, pairs := range [][]rota.Pair{p.Locks, p.Published} {
		for i, pair := range pairs {
			pairs[i] = rota.Pair{Slot: rota.SlotID(n.slot(string(pair.Slot))), Consultant: rota.ConsultantID(n.consultant(string(pair.Consultant)))}
		}
	}
	for i := range p.Rules.Travel {
		p.Rules.Travel[i].From, p.Rules.Travel[i].To = n.word(p.Rules.Travel[i].From), n.word(p.Rules.Travel[i].To)
	}
}

// prefixed renames everything by a text before it, which keeps the order.
func prefixed(by string) renaming {
	add := func(name string) string { return by + name }
	return renaming{add, add, add, add}
}

func renamedInOrder(_ *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	prefixed("new-").apply(p)
	return true
}

func renamedShuffled(r *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	shuffled := func() func(string) string {
		given := map[string]string{}
		return func(name string) string {
			if given[name] == "" {
				given[name] = fmt.Sprintf("%04d-%s", r.IntN(10_000), name)
			}
			return given[name]
		}
	}
	renaming{shuffled(), shuffled(), shuffled(), shuffled()}.apply(p)
	return true
}

func inAnotherOrder(r *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	mix(r, p.Slots)
	mix(r, p.Consultants)
	mix(r, p.Locks)
	mix(r, p.Published)
	mix(r, p.Rules.Travel)
	mix(r, p.Cards.Trust.Rates)
	mix(r, p.Cards.BMA.Rates)
	for _, s := range p.Slots {
		mix(r, s.SkillsAll)
		mix(r, s.SkillsAny)
	}
	for _, c := range p.Consultants {
		mix(r, c.Offers)
		mix(r, c.Sessions)
		mix(r, c.Skills)
		mix(r, c.Sites)
	}
	return true
}

func mix[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// shifted moves everything by some days, whole weeks where the day of the week
// has a price, from July to where no clock changes either.
func shifted(r *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	if rota.DateOf(p.Strike.Start).Month != time.July {
		return false
	}
	days := pick(r, -21, -14, -7, 7, 14, 21)
	if !slices.ContainsFunc(p.Aims, func(a rota.Aim) bool { return strings.HasPrefix(string(a), "cost:") }) {
		days = pick(r, -2, -1, 1, 2, 3)
	}
	move := func(s *rota.Span) { s.Start, s.End = s.Start.AddDate(0, 0, days), s.End.AddDate(0, 0, days) }
	move(&p.Strike.Span)
	for i := range p.Slots {
		move(&p.Slots[i].Span)
	}
	for _, c := range p.Consultants {
		for i := range c.Offers {
			move(&c.Offers[i].Span)
		}
		for i := range c.Sessions {
			move(&c.Sessions[i].Span)
		}
	}
	for _, card := range []rota.Card{p.Cards.Trust, p.Cards.BMA} {
		for i, d := range card.BankHolidays {
			card.BankHolidays[i] = d.Add(days)
		}
	}
	return true
}

// twinned makes one place of a slot into a slot of its own with another id.
func twinned(r *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	named := func(id rota.SlotID, pairs []rota.Pair) bool {
		return slices.ContainsFunc(pairs, func(pair rota.Pair) bool { return pair.Slot == id })
	}
	for _, i := range r.Perm(len(p.Slots)) {
		s := &p.Slots[i]
		if s.Places < 2 || named(s.ID, p.Locks) || slices.Contains(p.Aims, rota.AimChanges) && named(s.ID, p.Published) {
			continue
		}
		twin := *s
		s.Places--
		twin.ID, twin.Places = "0-twin-"+twin.ID, 1
		p.Slots = append(p.Slots, twin)
		return true
	}
	return false
}

// joinedByIdle adds one without offers, one at no site of any slot and, where every
// slot needs a skill, one without skills.
func joinedByIdle(_ *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	var skills, sites []string
	bare := false
	for _, s := range p.Slots {
		bare = bare || len(s.SkillsAll)+len(s.SkillsAny) == 0
		sites = append(sites, s.Site)
		skills = append(append(skills, s.SkillsAll...), s.SkillsAny...)
	}
	sort := func(list []string) []string { slices.Sort(list); return slices.Compact(list) }
	skills, sites = sort(skills), sort(sites)
	always := []rota.Offer{{Span: rota.Span{Start: p.Strike.Start.Add(-72 * time.Hour), End: p.Strike.End.Add(72 * time.Hour)}, Modes: rota.Modes()}}
	p.Consultants = append(p.Consultants,
		rota.Consultant{ID: "0-idle", Terms: rota.InJobPlan, Skills: skills, Sites: sites},
		rota.Consultant{ID: "z-idle", Terms: rota.InJobPlan, Skills: skills, Sites: []string{"elsewhere"}, Offers: always})
	if !bare {
		p.Consultants = append(p.Consultants, rota.Consultant{ID: "b-idle", Terms: rota.InJobPlan, Sites: sites, Offers: always})
	}
	return true
}

// lockedAsPlanned locks half of what the best plan has: it stays the best.
func lockedAsPlanned(r *rand.Rand, p *rota.Problem, plan rota.Plan) bool {
	before := len(p.Locks)
	for _, a := range plan.Assignments {
		if !a.Locked && r.IntN(2) == 0 {
			p.Locks = append(p.Locks, a.Pair())
		}
	}
	return len(p.Locks) > before
}

// offeredMore lets somebody take a slot that they have not offered so far.
func offeredMore(r *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	if len(p.Consultants) == 0 {
		return false
	}
	s, c := pick(r, p.Slots...), &p.Consultants[r.IntN(len(p.Consultants))]
	c.Offers = append(c.Offers, rota.Offer{Span: rota.Span{Start: s.Start.Add(-time.Hour), End: s.End.Add(time.Hour)}, Modes: rota.Modes()})
	return true
}

// unlocked takes away a lock that breaks no rule. Without one that does, the plan
// could have less: nothing else may break the rule.
func unlocked(r *rand.Rand, p *rota.Problem, plan rota.Plan) bool {
	for _, i := range r.Perm(len(p.Locks)) {
		l := p.Locks[i]
		if !slices.ContainsFunc(plan.Broken, func(b rota.Breach) bool {
			return b.Consultant == l.Consultant || slices.Contains(b.Slots, l.Slot)
		}) {
			p.Locks = slices.Delete(p.Locks, i, i+1)
			return true
		}
	}
	return false
}

// limitsLifted takes away one of the trust's limits, and everybody's own of the kind.
func limitsLifted(r *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	switch r.IntN(4) {
	case 0:
		p.Rules.MaxCover = nil
		for i := range p.Consultants {
			p.Consultants[i].MaxCover = nil
		}
	case 1:
		p.Rules.MaxNightsInARow = nil
		for i := range p.Consultants {
			p.Consultants[i].MaxNightsInARow = nil
		}
	case 2:
		p.Rules.MaxDaysInARow = nil
	case 3:
		p.Rules.MaxRun = nil
	}
	return true
}

// madePlanned lets a fixed session of somebody without locks be displaced. A lock
// beside a fixed session breaks a rule and holds; beside a planned one it displaces.
func madePlanned(r *rand.Rand, p *rota.Problem, _ rota.Plan) bool {
	for _, i := range r.Perm(len(p.Consultants)) {
		c := p.Consultants[i]
		locked := slices.ContainsFunc(p.Locks, func(l rota.Pair) bool { return l.Consultant == c.ID })
		for j, s := range c.Sessions {
			if s.Kind == rota.Fixed && !locked {
				c.Sessions[j].Kind = rota.Planned
				return true
			}
		}
	}
	return false
}

// spreadLast moves the spread to the end: before other aims it joins the parts,
// since what one part must have leaves the others free to have as much.
func spreadLast(aims []rota.Aim) []rota.Aim {
	rest := slices.DeleteFunc(slices.Clone(aims), func(a rota.Aim) bool { return a == rota.AimSpread })
	if len(rest) < len(aims) {
		rest = append(rest, rota.AimSpread)
	}
	return rest
}

// addedUp adds up the values of problems that nothing joins, by stage. The spread is the greatest.
func addedUp(plans ...rota.Plan) map[string]int64 {
	out := map[string]int64{}
	for _, plan := range plans {
		for _, a := range plan.Aims {
			if a.Aim == string(rota.AimSpread) {
				out[a.Aim] = max(out[a.Aim], a.Value)
			} else {
				out[a.Aim] += a.Value
			}
		}
	}
	return out
}

func byStage(plan rota.Plan) map[string]int64 { return addedUp(plan) }

// TestUnion puts two tiny problems side by side under the rules of one: the values add up.
func TestUnion(t *testing.T) {
	n := uint64(60)
	if testing.Short() || raceEnabled {
		n = 10
	}
	for seed := range n {
		a, errA := tiny(6000 + seed)
		b, errB := tiny(7000 + seed)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		a.Aims = spreadLast(a.Aims)
		travel := slices.Clone(a.Rules.Travel)
		b.Rules, b.Cards, b.Aims = a.Rules, a.Cards, a.Aims
		b = copied(b)
		prefixed("b-").apply(&b)
		both := copied(a)
		both.Rules.Travel = append(travel, b.Rules.Travel...)
		both.Slots, both.Consultants = append(both.Slots, b.Slots...), append(both.Consultants, b.Consultants...)
		both.Locks, both.Published = append(both.Locks, b.Locks...), append(both.Published, b.Published...)
		name := fmt.Sprintf("seed %d", seed)
		got := byStage(proved(t, name, both, smallRegion))
		want := addedUp(proved(t, name, a, nil), proved(t, name, b, nil))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-alone +together):\n%s%s", name, diff, shown(t, both))
		}
	}
}

// TestParts cuts problems where nobody could be on both sides: the values add up.
func TestParts(t *testing.T) {
	several := 0
	for name, p := range twisted(t) {
		p.Aims = spreadLast(p.Aims)
		var plans []rota.Plan
		for i, part := range apart(p) {
			plans = append(plans, proved(t, fmt.Sprintf("%s, part %d", name, i), part, smallRegion))
		}
		if len(plans) > 1 {
			several++
		}
		if diff := cmp.Diff(addedUp(plans...), byStage(proved(t, name, p, nil))); diff != "" {
			t.Errorf("%s (-alone +together):\n%s%s", name, diff, shown(t, p))
		}
	}
	if several < 10 {
		t.Errorf("only %d problems fell apart", several)
	}
}

// apart cuts a problem into those of slots which no consultant joins.
func apart(p rota.Problem) []rota.Problem {
	group := make([]int, len(p.Slots)) // of each slot: the first slot that is joined to it
	for i := range group {
		group[i] = i
	}
	can := func(c rota.Consultant, s rota.Slot) bool {
		return rota.Able(c, s) || slices.Contains(p.Locks, rota.Pair{Slot: s.ID, Consultant: c.ID})
	}
	for _, c := range p.Consultants {
		first := -1
		for i, s := range p.Slots {
			if !can(c, s) {
				continue
			}
			if first < 0 {
				first = i
			}
			for k, from, to := 0, group[i], group[first]; k < len(group); k++ {
				if group[k] == from {
					group[k] = to
				}
			}
		}
	}
	var out []rota.Problem
	for g := range p.Slots {
		q := p
		q.Slots, q.Consultants, q.Locks, q.Published = nil, nil, nil, nil
		for i, s := range p.Slots {
			if group[i] == g {
				q.Slots = append(q.Slots, s)
			}
		}
		if len(q.Slots) == 0 {
			continue
		}
		inside := func(pair rota.Pair) bool {
			return slices.ContainsFunc(q.Slots, func(s rota.Slot) bool { return s.ID == pair.Slot })
		}
		for _, c := range p.Consultants {
			if slices.ContainsFunc(q.Slots, func(s rota.Slot) bool { return can(c, s) }) {
				q.Consultants = append(q.Consultants, c)
			}
		}
		for _, l := range p.Locks {
			if inside(l) {
				q.Locks = append(q.Locks, l)
			}
		}
		for _, l := range p.Published {
			if inside(l) {
				q.Published = append(q.Published, l)
			}
		}
		out = append(out, q)
	}
	return out
}
