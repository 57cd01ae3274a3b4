package solve_test

import (
	"context"
	"slices"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// looked solves the entry and looks at more doctors away.
func looked(t testing.TB, e rota.Entry) (rota.Problem, rota.Plan, solve.Robustness) {
	t.Helper()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	plan, err := solve.Solve(context.Background(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := solve.Robust(context.Background(), p, plan, solve.SpareOf(e), solve.RobustOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return p, plan, got
}

func day(t *testing.T, r solve.Robustness, unit, date string) solve.UnitDay {
	t.Helper()
	for _, d := range r.Days {
		if d.Unit == unit && d.Date.String() == date {
			return d
		}
	}
	t.Fatalf("no %s on %s", unit, date)
	return solve.UnitDay{}
}

func holds(d solve.UnitDay, id rota.SlotID) [4]bool {
	for _, s := range d.Slots {
		if s.Slot.ID == id {
			return s.Holds
		}
	}
	return [4]bool{}
}

// A ward with three silent doctors counted on by day and one consultant free,
// another at night.
func ward() rota.Entry {
	return rotatest.July().
		Slot("day", "26 08:00", "26 20:00", rotatest.Places(2)).
		Slot("night", "26 20:00", "27 08:00", rotatest.NeedsAll("nights")).
		Consultant("a").
		Consultant("b", rotatest.Skills("nights"), rotatest.Offer("26 20:00", "27 08:00")).
		Duty("r1", "day", rota.NoReply).Duty("r2", "day", rota.PrefersNotToSay).Duty("r3", "day", rota.NoReply).
		Duty("r4", "night", rota.NoReply).
		Change(func(e *rota.Entry) { e.Case.Kind = rota.AllWorking }).Entry()
}

// TestRobustWard counts by hand: the first doctor away by day is one too many
// anyway, the second is replaced, the third is not.
func TestRobustWard(t *testing.T) {
	_, _, got := looked(t, ward())
	d := day(t, got, "Labour ward", "2025-07-26")
	if d.Silent != 4 || !got.Proved || len(got.Days) != 1 {
		t.Errorf("%d silent, proved %t, %d days", d.Silent, got.Proved, len(got.Days))
	}
	if got, want := holds(d, "day"), [4]bool{true, true, true, false}; got != want {
		t.Errorf("by day it holds %v", got)
	}
	if got, want := holds(d, "night"), [4]bool{true, true, true, true}; got != want {
		t.Errorf("at night it holds %v", got)
	}
	want := solve.AwayCase{Away: 4, Worst: solve.OpenMinutes{720, 0, 0}, Proved: true,
		Choice: []solve.SlotCount{{Slot: "day", Count: 3}, {Slot: "night", Count: 1}}, Open: []solve.SlotCount{{Slot: "day", Count: 1}}}
	if c := d.Cases[solve.AllMore]; c.Worst != want.Worst || !slices.Equal(c.Choice, want.Choice) || !slices.Equal(c.Open, want.Open) {
		t.Errorf("with all away: %v", c)
	}
	calls := []solve.StandbyCall{{Consultant: "a", Gain: solve.OpenMinutes{720, 0, 0}}, {Consultant: "b", Gain: solve.OpenMinutes{720, 0, 0}}}
	if !slices.Equal(d.Standby, calls) || !slices.Equal(got.Standby, calls) {
		t.Errorf("stand-by %v, over all %v", d.Standby, got.Standby)
	}
}

func TestRobustWords(t *testing.T) {
	name := func(id rota.ConsultantID) string { return "Dr " + string(id) }
	kind := func(k rota.CaseKind, share int) func(*rota.Entry) {
		return func(e *rota.Entry) { e.Case = rota.Case{Kind: k, Share: share} }
	}
	for name_, c := range map[string]struct {
		change func(*rota.Entry)
		want   string
	}{
		"all working": {kind(rota.AllWorking, 0), "Labour ward, Sat 26 July: holds if any 2 more are away; " +
			"with all 4 away, 12 hours would be open (Registrar tier, 8am to 8pm). Ask Dr a, then Dr b to stand by."},
		"half away": {kind(rota.ShareAway, 50), "Labour ward, Sat 26 July: " +
			"with 1 more away, 12 hours would be open (Registrar tier, 8am to 8pm)."},
		"all away": {kind(rota.AllAway, 0), "Labour ward, Sat 26 July: " +
			"no silent doctor is counted on; 12 hours would be open (Registrar tier, 8am to 8pm)."},
		"enough people": {func(e *rota.Entry) {
			kind(rota.AllWorking, 0)(e)
			c := e.Consultants[0]
			c.ID = "c"
			e.Consultants = append(e.Consultants, c)
		}, "Labour ward, Sat 26 July: holds whoever is away. Ask Dr a, then Dr b, then Dr c to stand by."},
		"nobody": {func(e *rota.Entry) {
			kind(rota.AllWorking, 0)(e)
			e.Consultants = nil
		}, "Labour ward, Sat 26 July: with 1 more away, 12 hours would be open (Registrar tier, 8pm to 8am); " +
			"with all 4 away, 36 hours would be open (Registrar tier, 8am to 8pm, 2 places; Registrar tier, 8pm to 8am)."},
	} {
		e := ward()
		c.change(&e)
		_, _, got := looked(t, e)
		if words := day(t, got, "Labour ward", "2025-07-26").Words(name); words != c.want {
			t.Errorf("%s:\n%s\nnot\n%s", name_, words, c.want)
		}
	}
}

// TestRobustMoreAwayFreesASlot: one consultant covers either the long slot or two
// others that meet it. While only one of the two is open the long one wins and the
// other stays open; when both are, it is the long one. So neither holds for good.
func TestRobustMoreAwayFreesASlot(t *testing.T) {
	e := rotatest.July().
		Slot("long", "26 08:00", "26 20:00").
		Slot("one", "26 08:00", "26 16:00").
		Slot("two", "26 16:00", "27 00:00").
		Consultant("a").
		Duty("r1", "two", rota.NoReply).
		Change(func(e *rota.Entry) { e.Case.Kind = rota.AllWorking }).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	got, err := solve.Robust(context.Background(), p, rota.Plan{}, solve.SpareOf(e), solve.RobustOptions{})
	if err != nil {
		t.Fatal(err)
	}
	d := day(t, got, "Labour ward", "2025-07-26")
	for id, want := range map[rota.SlotID][4]bool{"long": {true}, "one": {}, "two": {true, true, true, true}} {
		if got := holds(d, id); got != want {
			t.Errorf("%s holds %v", id, got)
		}
	}
	if d.Cases[0].Worst[0] != 480 || d.Cases[1].Worst[0] != 720 {
		t.Errorf("worst: %v", d.Cases)
	}
}

// TestRobustTogether: z takes the morning and the afternoon. Only when both x and
// y take those over can z take midday, so neither adds anything alone. b has
// nothing to add once a stands by for the evening.
func TestRobustTogether(t *testing.T) {
	e := rotatest.July().
		Slot("morning", "26 08:00", "26 12:00", rotatest.NeedsAll("m")).
		Slot("midday", "26 11:00", "26 14:00", rotatest.NeedsAll("d")).
		Slot("afternoon", "26 13:00", "26 17:00", rotatest.NeedsAll("a")).
		Slot("evening", "26 18:00", "26 20:00", rotatest.NeedsAll("e")).
		Consultant("a", rotatest.Skills("e")).
		Consultant("b", rotatest.Skills("e")).
		Consultant("z", rotatest.Skills("m", "d", "a")).
		Consultant("x", rotatest.Skills("m")).
		Consultant("x2", rotatest.Skills("m")).
		Consultant("y", rotatest.Skills("a")).
		Duty("r1", "morning", rota.NoReply).Duty("r2", "midday", rota.NoReply).Duty("r3", "afternoon", rota.NoReply).
		Duty("r4", "evening", rota.NoReply).
		Change(func(e *rota.Entry) { e.Case.Kind = rota.AllWorking }).Entry()
	_, _, got := looked(t, e)
	want := []solve.StandbyCall{{Consultant: "z", Gain: solve.OpenMinutes{480}}, {Consultant: "a", Gain: solve.OpenMinutes{120}},
		{Consultant: "x"}, {Consultant: "y", Gain: solve.OpenMinutes{180}}}
	if !slices.Equal(got.Standby, want) || !slices.Equal(got.Days[0].Standby, want) {
		t.Errorf("stand-by %v", got.Standby)
	}
	if got.Days[0].Cases[solve.AllMore].Worst != (solve.OpenMinutes{}) {
		t.Errorf("with all away: %v", got.Days[0].Cases)
	}
}

// TestRobustAsksSolver leaves no room for combinations: the solver answers when all
// are away. Two hold a place by day and can stay on; the third for the day is
// needed more elsewhere.
func TestRobustAsksSolver(t *testing.T) {
	e := rotatest.July().
		Slot("day", "26 08:00", "26 16:00", rotatest.Places(3)).
		Slot("late", "26 16:00", "26 20:00", rotatest.NeedsAll("late")).
		Slot("long", "26 08:00", "26 20:00", rotatest.NeedsAll("long")).
		Consultant("a", rotatest.Skills("late")).
		Consultant("b", rotatest.Skills("late")).
		Consultant("c", rotatest.Skills("long")).
		Lock("day", "a").Lock("day", "b").
		Duty("r1", "day", rota.NoReply).Duty("r2", "late", rota.NoReply).Duty("r3", "long", rota.NoReply).
		Change(func(e *rota.Entry) { e.Case.Kind = rota.AllWorking }).Entry()
	p, plan, want := looked(t, e)
	got, err := solve.Robust(context.Background(), p, plan, solve.SpareOf(e), solve.RobustOptions{States: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []solve.Robustness{want, got} {
		if c := r.Days[0].Cases[solve.AllMore]; c.Worst != (solve.OpenMinutes{480}) || !slices.Equal(c.Open, []solve.SlotCount{{Slot: "day", Count: 1}}) {
			t.Errorf("all away: %v", c)
		}
	}
}

// TestSpareOf holds the spare against the problem in every case: with all of them
// away the places are those of the case in which all the silent are.
func TestSpareOf(t *testing.T) {
	e := rotatest.Large(3)
	places := func(c rota.Case) map[rota.SlotID]int {
		e.Case = c
		out := map[rota.SlotID]int{}
		for _, n := range e.Needs() {
			out[n.Slot.ID] = n.Places
		}
		return out
	}
	worst := places(rota.Case{Kind: rota.AllAway})
	for _, c := range []rota.Case{{Kind: rota.AllWorking}, {Kind: rota.ShareAway, Share: 40}, {Kind: rota.AllAway}} {
		now := places(c)
		spare := map[rota.SlotID]solve.Spare{}
		for _, s := range solve.SpareOf(e) {
			spare[s.Slot.ID] = s
		}
		if (len(spare) == 0) != (c.Kind == rota.AllAway) {
			t.Errorf("%v: %d slots with spare doctors", c, len(spare))
		}
		for _, s := range e.Slots {
			if n, ok := spare[s.ID]; !ok && now[s.ID] != worst[s.ID] {
				t.Errorf("%v: slot %s is missing", c, s.ID)
			} else if ok && (n.Slot.Places != worst[s.ID] || max(0, n.Slot.Places-n.Silent) != now[s.ID] || n.Slot.Source != "") {
				t.Errorf("%v: slot %s: %d of %d, now %d", c, s.ID, n.Silent, n.Slot.Places, now[s.ID])
			}
		}
	}
}

// asSolved is the day's choice given to the solver: the plan's assignments as
// locks, no other places on other days, and cover as the only aim.
func asSolved(t *testing.T, p rota.Problem, plan rota.Plan, spare []solve.Spare, d solve.UnitDay, away map[rota.SlotID]int) solve.OpenMinutes {
	t.Helper()
	silent := map[rota.SlotID]solve.Spare{}
	for _, s := range spare {
		silent[s.Slot.ID] = s
	}
	q := p
	q.Slots, q.Published, q.Aims, q.Locks = nil, nil, []rota.Aim{rota.AimCover}, plan.Pairs()
	inDay := map[rota.SlotID]bool{}
	for _, h := range d.Slots {
		s := h.Slot
		now, _ := p.Slot(s.ID)
		inDay[s.ID] = true
		s.Places = now.Places
		if extra, ok := silent[s.ID]; ok {
			s.Places = max(s.Places, extra.Slot.Places-extra.Silent+away[s.ID])
		}
		if s.Places > 0 {
			q.Slots = append(q.Slots, s)
		}
	}
	for _, s := range p.Slots {
		if n := len(plan.Holders(s.ID)); !inDay[s.ID] && n > 0 {
			s.Places = n
			q.Slots = append(q.Slots, s)
		}
	}
	q, err := rota.NewProblem(q)
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	solved, err := solve.Solve(context.Background(), q, solve.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	var out solve.OpenMinutes
	for _, a := range solved.Aims {
		out[a.Aim[len(a.Aim)-1]-'1'] = a.Value
	}
	return out
}

// TestRobustAgreesWithSolver gives the worst choices of the small trust, and every
// choice of one doctor, to the solver.
func TestRobustAgreesWithSolver(t *testing.T) {
	e := rotatest.Small(1)
	e.Case.Kind = rota.AllWorking
	p, plan, got := looked(t, e)
	spare := solve.SpareOf(e)
	compared := 0
	for _, d := range got.Days {
		var ones solve.OpenMinutes
		for _, s := range d.Slots {
			if s.Silent > 0 {
				if v := asSolved(t, p, plan, spare, d, map[rota.SlotID]int{s.Slot.ID: 1}); v.Compare(ones) > 0 {
					ones = v
				}
			}
		}
		if d.Silent > 0 && ones != d.Cases[solve.OneMore].Worst {
			t.Errorf("%s %v: one more away leaves %v open, the solver %v", d.Unit, d.Date, d.Cases[solve.OneMore].Worst, ones)
		}
		for _, c := range d.Cases {
			away := map[rota.SlotID]int{}
			for _, n := range c.Choice {
				away[n.Slot] = n.Count
			}
			if v := asSolved(t, p, plan, spare, d, away); c.Choice != nil && v != c.Worst {
				t.Errorf("%s %v: %d away leaves %v open, the solver %v", d.Unit, d.Date, c.Away, c.Worst, v)
			}
			compared++
		}
	}
	if compared < 50 || !got.Proved {
		t.Errorf("%d cases compared, proved %t", compared, got.Proved)
	}
}

// TestRobustLargeTrust looks at the large example trust with every silent doctor counted on.
func TestRobustLargeTrust(t *testing.T) {
	e := rotatest.Large(1)
	e.Case.Kind = rota.AllWorking
	_, _, got := looked(t, e)
	holds, fails := 0, 0
	for _, d := range got.Days {
		if d.Cases[solve.AllMore].Worst == (solve.OpenMinutes{}) {
			holds++
		} else if d.Silent > 0 {
			fails++
		}
	}
	if !got.Proved || holds < 10 || fails < 10 || len(got.Standby) < 10 {
		t.Errorf("proved %t, %d days hold and %d do not, %d calls", got.Proved, holds, fails, len(got.Standby))
	}
}

// BenchmarkRobust looks at the large example trust with every silent doctor counted on.
func BenchmarkRobust(b *testing.B) {
	e := rotatest.Large(1)
	e.Case.Kind = rota.AllWorking
	p, plan, _ := looked(b, e)
	spare := solve.SpareOf(e)
	for b.Loop() {
		if _, err := solve.Robust(context.Background(), p, plan, spare, solve.RobustOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
