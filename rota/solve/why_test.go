package solve_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

func ask(t testing.TB, p rota.Problem, o solve.WhyOptions) (rota.Plan, []solve.Explanation) {
	t.Helper()
	plan, err := solve.Solve(context.Background(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := solve.WhyAll(context.Background(), p, plan, o)
	if err != nil {
		t.Fatal(err)
	}
	return plan, all
}

func called(id rota.ConsultantID) string { return "Dr " + string(id) }

// The words of conflicts and fixes in the cases that a trust meets.
func TestWhyInWords(t *testing.T) {
	x := rotatest.Skills("x")
	nights := func() *rotatest.Builder {
		return rotatest.July().Standard().
			Slot("n1", "25 20:00", "26 08:30", rotatest.NeedsAll("x")).
			Slot("n2", "26 20:00", "27 08:30", rotatest.NeedsAll("x")).
			Slot("n3", "27 20:00", "28 08:30", rotatest.NeedsAll("x"))
	}
	tests := map[string]struct {
		b        *rotatest.Builder
		conflict string
		fix      string // the first; "" for none
	}{
		"nobody trained": {
			nights().Consultant("a"),
			"Labour ward, Registrar tier, 8pm to 8:30am on Fri 25 July cannot be filled: nobody is trained for it.", "",
		},
		"nobody there": {
			nights().Consultant("a", x, rotatest.Sites(rotatest.South)),
			"Labour ward, Registrar tier, 8pm to 8:30am on Fri 25 July cannot be filled: nobody who is trained for it works at north.", "",
		},
		"nobody offered": {
			nights().Consultant("a", x, rotatest.NoOffer()).Consultant("b", x, rotatest.NoOffer()).Consultant("c"),
			"Labour ward, Registrar tier, 8pm to 8:30am on Fri 25 July cannot be filled: none of the 2 people trained for it has offered this time.",
			"If Dr a offered Labour ward, Registrar tier, Fri 25 July, 8pm to 8:30am, 12 hours 30 minutes of priority 1 would no longer be open.",
		},
		"one person, three nights": {
			nights().Consultant("a", x, rotatest.MaxNights(1)),
			"Labour ward, Registrar tier, 8pm to 8:30am on Fri 25 and Sat 26 July cannot all be filled: only Dr a could take any of them and Dr a may work at most 1 night in a row.",
			"If Dr a would work more than 1 night in a row, 12 hours 30 minutes of priority 1 would no longer be open.",
		},
		"a fixed clinic": {
			rotatest.July().Standard().Slot("d", "28 08:00", "28 20:00").Consultant("a", rotatest.Fixed("s1", "28 09:00", "28 12:00")),
			"Labour ward, Registrar tier, 8am to 8pm on Mon 28 July cannot be filled: only Dr a could take it and Dr a has a fixed session at that time.",
			"If the fixed session of Dr a, Mon 28 July, 9am to midday, were moved, 12 hours of priority 1 would no longer be open.",
		},
		"rest": {
			rotatest.July().Standard().Slot("d", "28 08:00", "28 20:00").Slot("n", "28 20:00", "29 08:00").Consultant("a"),
			"Labour ward, Registrar tier, 8am to 8pm on Mon 28 July and Labour ward, Registrar tier, 8pm to 8am on Mon 28 July cannot all be filled: only Dr a could take any of them and Dr a would have less than 11 hours' rest.",
			"",
		},
		"a lock": {
			rotatest.July().Standard().Slot("d", "28 08:00", "28 20:00", rotatest.NeedsAll("x")).Slot("e", "28 09:00", "28 12:00", rotatest.Priority(3)).
				Consultant("a", x).Lock("e", "a"),
			"Labour ward, Registrar tier, 8am to 8pm on Mon 28 July cannot be filled: only Dr a could take it, Dr a can be in only one place at a time and Dr a is locked into Labour ward, Registrar tier, Mon 28 July, 9am to midday.",
			"If Dr a were no longer locked into Labour ward, Registrar tier, Mon 28 July, 9am to midday, 12 hours of priority 1 would no longer be open, but 3 hours of priority 3 would.",
		},
		"two places and one person": {
			rotatest.July().Standard().Slot("d", "28 08:00", "28 20:00", rotatest.Places(2)).Consultant("a"),
			"Labour ward, Registrar tier, 8am to 8pm on Mon 28 July cannot have all its 2 places filled: only Dr a could take it.", "",
		},
	}
	for name, test := range tests {
		p := test.b.Problem(t)
		_, all := ask(t, p, solve.WhyOptions{})
		if len(all) == 0 {
			t.Fatalf("%s: nothing is open", name)
		}
		last := all[0]
		if got := last.Conflict.Words(p, called); got != test.conflict {
			t.Errorf("%s: slot %s\n got %s\nwant %s", name, last.Slot, got, test.conflict)
		}
		fix := ""
		if len(last.Fixes) > 0 {
			fix = last.Fixes[0].Words(p, last.Slot, called)
		}
		if fix != test.fix {
			t.Errorf("%s: first fix\n got %s\nwant %s", name, fix, test.fix)
		}
	}
}

// The large example plants three nights that two people cannot share: each has 13
// hours of cover to give. The explanation of those left open names nights of theirs,
// the two people and their limits.
func TestWhyNamesPlantedConflicts(t *testing.T) {
	p, err := rotatest.Large(1).Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := solve.Solve(context.Background(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, o := range plan.Open {
		planted := strings.HasPrefix(string(o.Slot), "k-nn2-2") && strings.HasSuffix(string(o.Slot), "-night")
		impossible := o.Slot == "k-oa-28-night" || o.Slot == "a-ret-27-home"
		if !planted && !impossible {
			continue
		}
		x, err := solve.Why(context.Background(), p, plan, o.Slot, solve.WhyOptions{Most: -1})
		if err != nil {
			t.Fatal(err)
		}
		want := solve.Conflict{Slots: []rota.SlotID{o.Slot}, Places: []int{1}, Eligible: []rota.ConsultantID{}}
		if planted {
			found++
			want = x.Conflict
			want.Binding = nil
			for _, id := range x.Conflict.Eligible {
				want.Binding = append(want.Binding, solve.Binding{Consultant: id, Rule: "max_cover"})
			}
			if len(x.Conflict.Slots) != 3 || len(x.Conflict.Eligible) != 2 {
				t.Errorf("slot %s: the conflict is %+v, want two people and three nights", o.Slot, x.Conflict)
			}
		}
		if diff := cmp.Diff(want, x.Conflict); diff != "" {
			t.Errorf("slot %s: %s", o.Slot, diff)
		}
	}
	if found == 0 {
		t.Error("none of the planted nights is open")
	}
}

// TestConflictAsList says a conflict of several things as lists, in full.
func TestConflictAsList(t *testing.T) {
	x := rotatest.Skills("x")
	b := rotatest.July().Standard().Consultant("a", x, rotatest.MaxNights(1)).Consultant("b", x, rotatest.MaxNights(1))
	for day := 25; day < 28; day++ {
		b.Slot(rota.SlotID(fmt.Sprint("n", day)), fmt.Sprintf("%d 20:00", day), fmt.Sprintf("%d 08:30", day+1), rotatest.NeedsAll("x"), rotatest.Places(2))
	}
	p := b.Problem(t)
	_, all := ask(t, p, solve.WhyOptions{Most: -1})
	got, ok := all[0].Conflict.List(p, called)
	want := solve.ConflictList{
		Sentence: "These 2 slots cannot all be filled: too few people could take them within the rules.",
		Slots:    []string{"Labour ward, Registrar tier, 8pm to 8:30am (2 places) on Fri 25 and Sat 26 July"},
		People:   []string{"Dr a", "Dr b"},
		Rules:    []string{"Dr a may work at most 1 night in a row"},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	for name, c := range map[string]solve.Conflict{"one slot, one rule": {Slots: all[0].Conflict.Slots[:1], Places: []int{1}, Binding: all[0].Conflict.Binding[:1]}, "none": {None: true, Slots: all[0].Conflict.Slots, Places: all[0].Conflict.Places}} {
		if l, ok := c.List(p, called); ok {
			t.Errorf("%s: a list is made of what a sentence says: %+v", name, l)
		}
	}
}

func TestWhyOfWhatIsNotOpen(t *testing.T) {
	p := rotatest.July().Slot("a", "25 08:00", "25 20:00").Consultant("c").Problem(t)
	plan, all := ask(t, p, solve.WhyOptions{})
	if all == nil || len(all) != 0 {
		t.Errorf("a full plan is explained: %v", all)
	}
	for _, id := range []rota.SlotID{"a", "zzz"} {
		if _, err := solve.Why(context.Background(), p, plan, id, solve.WhyOptions{}); err == nil {
			t.Errorf("slot %s: no error", id)
		}
	}
}

// A plan that was stopped early may leave open what could be filled.
func TestWhyNothingStandsAgainstIt(t *testing.T) {
	p := rotatest.July().Slot("a", "25 08:00", "25 20:00").Consultant("c").Problem(t)
	plan := rota.Plan{Status: rota.BestFound}
	x, err := solve.Why(context.Background(), p, plan, "a", solve.WhyOptions{})
	if err != nil || !x.Conflict.None || len(x.Fixes) != 0 {
		t.Errorf("got %+v, %v", x, err)
	}
	want := "Labour ward, Registrar tier, 8am to 8pm on Fri 25 July could be filled: the plan was stopped before it was proved, and nothing stands against it."
	if got := x.Conflict.Words(p, called); got != want {
		t.Errorf("got %s", got)
	}
}

// A limit on the tries is kept, and said.
func TestWhyWithFewTries(t *testing.T) {
	b := rotatest.July().Standard().Slot("d", "28 08:00", "28 20:00")
	for i := range 6 {
		b.Consultant(rota.ConsultantID(fmt.Sprint("c", i)), rotatest.NoOffer())
	}
	p := b.Problem(t)
	if _, all := ask(t, p, solve.WhyOptions{Tries: 2}); len(all[0].Fixes) != 2 || all[0].Tried != 2 || all[0].AllTried {
		t.Errorf("two tries gave %+v", all[0])
	}
	if _, all := ask(t, p, solve.WhyOptions{}); len(all[0].Fixes) != 5 || len(all[0].More) != 1 || all[0].Tried != 6 || !all[0].AllTried {
		t.Errorf("no limit gave %+v", all[0])
	}
}

// TestFixWithoutARate: an offer of somebody whose rate is missing is tried without the cost that needs it, and stands
// behind those whose cost is known.
func TestFixWithoutARate(t *testing.T) {
	p := rotatest.July().Standard().Aims(rota.AimCover, rota.AimCostAgreed, rota.AimSpread).
		Slot("a", "25 08:00", "25 20:00", rotatest.InMode(rota.OnCall)).
		Consultant("a-no-rate", rotatest.Terms(rota.TrustRate, ""), rotatest.NoOffer()).
		Consultant("b-priced", rotatest.Terms(rota.BMARate, ""), rotatest.NoOffer()).
		Change(func(e *rota.Entry) {
			for i := range e.Cards.Trust.Rates {
				e.Cards.Trust.Rates[i].Rate[rota.OnCallBand] = nil
			}
		}).
		Problem(t)
	_, all := ask(t, p, solve.WhyOptions{})
	var got []string
	for _, f := range all[0].Fixes {
		aims := make([]string, len(f.After))
		for i, a := range f.After {
			aims[i] = a.Aim
		}
		got = append(got, fmt.Sprint(f.Consultant, f.Less, aims))
	}
	if want := []string{"b-priced1 [cover/1 cost:agreed spread]", "a-no-rate1 [cover/1 spread]"}; !slices.Equal(got, want) {
		t.Errorf("fixes %q, want %q", got, want)
	}
}

// The aims after cover put the cheaper of two fixes first, also beside a busier
// consultant in another part, whose hours the spread need not go below.
func TestFixesCheapestFirst(t *testing.T) {
	p := rotatest.July().Standard().Aims(rota.AimCover, rota.AimSpread, rota.AimCostAgreed).
		Slot("a1", "25 08:00", "25 20:00", rotatest.NeedsAll("x")).
		Slot("a2", "27 08:00", "27 20:00", rotatest.NeedsAll("x")).
		Slot("b1", "25 08:00", "25 20:00", rotatest.NeedsAll("y")).
		Slot("b2", "27 08:00", "27 20:00", rotatest.NeedsAll("y")).
		Consultant("busy", rotatest.Skills("y")).
		Consultant("free", rotatest.Skills("x"), rotatest.Terms(rota.InJobPlan, ""), rotatest.Offer("25 07:00", "25 21:00")).
		Consultant("paid", rotatest.Skills("x"), rotatest.NoOffer()).
		Problem(t)
	_, all := ask(t, p, solve.WhyOptions{})
	var got []string
	for _, f := range all[0].Fixes {
		got = append(got, string(f.Consultant))
	}
	if want := []string{"free", "paid"}; !slices.Equal(got, want) {
		t.Fatalf("fixes by %v, want %v", got, want)
	}
	for _, f := range all[0].Fixes {
		changed := p
		changed.Consultants = slices.Clone(p.Consultants)
		for i, c := range changed.Consultants {
			if c.ID == f.Consultant {
				s, _ := p.Slot(f.Slot)
				changed.Consultants[i].Offers = append(slices.Clone(c.Offers), rota.Offer{Span: s.Span, Modes: rota.Modes()})
			}
		}
		plan, err := solve.Solve(context.Background(), changed, solve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(plan.Aims, f.After); diff != "" {
			t.Errorf("fix by %s, beside the whole problem solved: %s", f.Consultant, diff)
		}
	}
}

func TestTrainingInWords(t *testing.T) {
	p := rotatest.July().Standard().
		Slot("n1", "25 20:00", "26 08:30", rotatest.NeedsAll("x"), rotatest.NeedsAny("y", "z")).
		Slot("d1", "25 08:00", "25 12:00", rotatest.Priority(2), rotatest.NeedsAll("x")).
		Problem(t)
	plan, _ := ask(t, p, solve.WhyOptions{Most: -1})
	all, err := solve.TrainingValue(context.Background(), p, plan, solve.WhyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range all {
		got = append(got, v.Words(p))
	}
	want := []string{
		"One more person trained in x and y on the night of Fri 25 July, and 12 hours 30 minutes of priority 1 would no longer be open: Labour ward, Registrar tier, 8pm to 8:30am.",
		"One more person trained in x and z on the night of Fri 25 July, and 12 hours 30 minutes of priority 1 would no longer be open: Labour ward, Registrar tier, 8pm to 8:30am.",
		"One more person trained in x on the day of Fri 25 July, and 4 hours of priority 2 would no longer be open: Labour ward, Registrar tier, 8am to midday.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	frees := solve.Training{Date: rota.Date{Year: 2025, Month: 7, Day: 25}, Fills: []solve.PlaceCount{{Slot: "n1", Places: 1}}}
	if got := frees.Words(p); !strings.HasSuffix(got, ": Labour ward, Registrar tier, 8pm to 8:30am, by somebody whom this frees.") {
		t.Errorf("a day that fills a night: %s", got)
	}
}

// One person can be in one place at a time: what is said to be filled is no more than
// what the gain is made of.
func TestTrainingSaysOneOf(t *testing.T) {
	at := func(unit, site string) []rotatest.SlotOption {
		return []rotatest.SlotOption{rotatest.NeedsAll("x"), rotatest.Unit("Maternity", unit), rotatest.AtSite(site)}
	}
	p := rotatest.July().Standard().
		Slot("a", "25 08:00", "25 20:00", at("Ward A", rotatest.North)...).
		Slot("b", "25 08:00", "25 20:00", at("Ward B", rotatest.South)...).
		Slot("c", "25 09:00", "25 19:00", at("Ward C", rotatest.North)...).
		Problem(t)
	plan, _ := ask(t, p, solve.WhyOptions{Most: -1})
	all, err := solve.TrainingValue(context.Background(), p, plan, solve.WhyOptions{})
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	const want = "One more person trained in x on the day of Fri 25 July, and 12 hours of priority 1 would no longer be open: " +
		"one of Ward A (north), Registrar tier, 8am to 8pm; Ward B (south), Registrar tier, 8am to 8pm."
	if got := all[0].Words(p); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	all[0].Opens = []solve.PlaceCount{{Slot: "c", Places: 2}}
	const opens = "12 hours of priority 1 would no longer be open: Ward A (north), Registrar tier, 8am to 8pm, though then this would be open: " +
		"Ward C (north), Registrar tier, 9am to 7pm (2 places). At the same worth, this could be filled instead: Ward B (south), Registrar tier, 8am to 8pm."
	if got := all[0].Words(p); !strings.HasSuffix(got, opens) {
		t.Errorf("got  %s\nwant %s", got, opens)
	}
}

// Of plans of the same worth, one that opens nothing tells what would be filled,
// whichever place is covered now: nobody is said to fill more than they could.
func TestTrainingMovesFew(t *testing.T) {
	p := rotatest.July().Standard().Consultant("c", rotatest.Skills("x")).
		Slot("s1", "25 07:00", "25 19:00", rotatest.NeedsAll("x")).
		Slot("s2", "25 08:00", "25 20:00", rotatest.NeedsAll("x")).
		Slot("s3", "25 09:00", "25 21:00", rotatest.NeedsAll("x")).
		Problem(t)
	for _, s := range p.Slots {
		plan := rotatest.Plan(p, rotatest.In(s.ID, "c"))
		plan.Aims = rota.Values(p, plan)
		all, err := solve.TrainingValue(context.Background(), p, plan, solve.WhyOptions{})
		if err != nil || len(all) != 1 {
			t.Fatalf("%+v, %v", all, err)
		}
		if v := all[0]; len(v.Fills) != 1 || len(v.Opens) > 0 || len(v.Instead) != 1 {
			t.Errorf("%s covered now: %+v", s.ID, v)
		}
	}
}

// Long lists are shortened in words only.
func TestWhyShortensWords(t *testing.T) {
	b := rotatest.July().Standard()
	for day := 25; day < 30; day++ {
		b.Slot(rota.SlotID(fmt.Sprint("s", day)), fmt.Sprintf("%d 08:00", day), fmt.Sprintf("%d 20:00", day), rotatest.Places(3))
	}
	for i := range 9 {
		b.Consultant(rota.ConsultantID(fmt.Sprint("c", i)), rotatest.MaxCover(12*60))
	}
	p := b.Problem(t)
	_, all := ask(t, p, solve.WhyOptions{Most: -1})
	words := all[0].Conflict.Words(p, called)
	if !strings.Contains(words, "Dr c0, Dr c1, Dr c2, Dr c3 and 5 more could take any of them") {
		t.Errorf("got %s", words)
	}
	if len(all[0].Conflict.Eligible) != 9 || len(all[0].Conflict.Binding) != 9 {
		t.Errorf("the data is shortened too: %+v", all[0].Conflict)
	}
}

func BenchmarkWhyLarge(b *testing.B) {
	p, err := rotatest.Large(1).Problem()
	if err != nil {
		b.Fatal(err)
	}
	plan, err := solve.Solve(context.Background(), p, solve.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, o := range map[string]solve.WhyOptions{"conflicts": {Most: -1}, "fixes": {}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := solve.WhyAll(context.Background(), p, plan, o); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(plan.Open)), "ms/open")
			b.ReportMetric(float64(len(plan.Open)), "open")
		})
	}
}

// TestFixInWords: what a change saves in all is told apart from the place that it fills.
func TestFixInWords(t *testing.T) {
	p := rotatest.July().Slot("a", "26 08:00", "27 08:00").Consultant("c1").Problem(t)
	for want, f := range map[string]solve.Fix{
		"24 hours of priority 1 would no longer be open.":                                                                        {Less: 1, Gain: [3]int64{1440}},
		"this place would be filled, but another place opens for it: in all, 14 hours of priority 1 would no longer be open.":    {Less: 1, Gain: [3]int64{840}},
		"this place would be filled, and another place too: in all, 34 hours of priority 1 would no longer be open.":             {Less: 1, Gain: [3]int64{2040}},
		"14 hours of priority 1 would no longer be open, here or in another slot of the same worth.":                             {Shared: true, Gain: [3]int64{840}},
		"2 places here would be filled, but another place opens for it: in all, 38 hours of priority 1 would no longer be open.": {Less: 2, Gain: [3]int64{2280}},
	} {
		f.Kind, f.Consultant, f.Slot = solve.FixOffer, "c1", "a"
		if got := f.Words(p, "a", called); !strings.HasSuffix(got, "8am to Sun 27 July, 8am, "+want) {
			t.Errorf("%q does not end with %q", got, want)
		}
	}
}
