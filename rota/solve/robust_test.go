package solve

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"strikerota/rota"
)

// TestRobustGrows holds that more away is never better, and that the order of
// what is given and the threads change nothing.
func TestRobustGrows(t *testing.T) {
	for seed := range uint64(100) {
		e := tinyRobust(t, seed)
		got := e.robust(t, RobustOptions{Threads: 1})
		for _, day := range got.Days {
			for k := OneMore; k < awayCases; k++ {
				if day.Cases[k].Worst.Compare(day.Cases[k-1].Worst) < 0 || day.Cases[k].Away < day.Cases[k-1].Away {
					t.Errorf("seed %d: case %d is better than the one before: %v", seed, k, day.Cases)
				}
				for _, s := range day.Slots {
					if s.Holds[k] && !s.Holds[k-1] {
						t.Errorf("seed %d: %s holds with more away only", seed, s.Slot.ID)
					}
				}
			}
		}
		slices.Reverse(e.spare)
		slices.Reverse(e.plan.Assignments)
		if again := e.robust(t, RobustOptions{Threads: 3}); !reflect.DeepEqual(got, again) {
			t.Errorf("seed %d: another order gives\n%v\nnot\n%v", seed, again, got)
		}
	}
}

// TestRobustLimits holds that what is cut short is a true bound and says so.
func TestRobustLimits(t *testing.T) {
	short := 0
	for seed := range uint64(150) {
		e := tinyRobust(t, seed)
		want := e.robust(t, RobustOptions{})
		for _, o := range []RobustOptions{{Choices: 1}, {Choices: 4}, {States: 1}, {States: 2}, {States: 5}, {Choices: 6, States: 8}} {
			got := e.robust(t, o)
			for i, day := range got.Days {
				for k, c := range day.Cases {
					exact := want.Days[i].Cases[k]
					if c.Worst.Compare(exact.Worst) < 0 || c.Proved && !reflect.DeepEqual(c, exact) {
						t.Errorf("seed %d, %v: case %v, but exactly %v", seed, o, c, exact)
					}
					if k == AllMore && c.Worst != exact.Worst {
						t.Errorf("seed %d, %v: with all away %v, but exactly %v", seed, o, c.Worst, exact.Worst)
					}
					for n, s := range day.Slots {
						holds := want.Days[i].Slots[n].Holds[k]
						if s.Holds[k] && !holds || c.Proved && s.Holds[k] != holds {
							t.Errorf("seed %d, %v: %s holds is %t", seed, o, s.Slot.ID, s.Holds[k])
						}
					}
					if !c.Proved {
						short++
						if got.Proved {
							t.Errorf("seed %d, %v: a case is not proved, the whole is", seed, o)
						}
					}
				}
			}
		}
	}
	if short < 100 {
		t.Errorf("only %d cases were cut short", short)
	}
}

func TestRobustRefuses(t *testing.T) {
	e := tinyRobust(t, 4)
	slot := e.problem.Slots[0]
	for name, c := range map[string]struct {
		plan  rota.Plan
		spare []Spare
	}{
		"slot of the plan":       {plan: rota.Plan{Assignments: []rota.Assignment{{Slot: "no", Consultant: e.problem.Consultants[0].ID}}}},
		"consultant of the plan": {plan: rota.Plan{Assignments: []rota.Assignment{{Slot: slot.ID, Consultant: "no"}}}},
		"spare twice":            {spare: []Spare{{slot, 1}, {slot, 1}}},
		"fewer than none":        {spare: []Spare{{slot, -1}}},
		"too many places":        {spare: []Spare{{rota.Slot{ID: "x", Priority: 1, Places: 100}, 1}}},
		"priority":               {spare: []Spare{{rota.Slot{ID: "x"}, 1}}},
	} {
		if _, err := Robust(context.Background(), e.problem, c.plan, c.spare, RobustOptions{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRobustEndsWithItsContext(t *testing.T) {
	e := tinyRobust(t, 4)
	reason := errors.New("the page was closed")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	if _, err := Robust(ctx, e.problem, e.plan, e.spare, RobustOptions{}); !errors.Is(err, reason) {
		t.Errorf("error is %v", err)
	}
}

// TestRobustManyRosters has one consultant who could take any of fourteen short
// slots, more sets than are tried. The solver still shows that all are covered,
// and when one too many is away nothing is claimed to be proved.
func TestRobustManyRosters(t *testing.T) {
	all := rota.Span{Start: friday, End: friday.Add(17 * time.Hour)}
	p := rota.Problem{Strike: rota.Strike{Name: "test", Span: all}, Aims: []rota.Aim{rota.AimCover}}
	var spare []Spare
	for i := range 14 {
		from := friday.Add(time.Duration(i) * 40 * time.Minute)
		spare = append(spare, Spare{Silent: 1, Slot: rota.Slot{
			ID: rota.SlotID(fmt.Sprintf("s%02d", i)), Service: "Maternity", Unit: "A", Role: "doctor", Site: "north", Priority: 1,
			Span: rota.Span{Start: from, End: from.Add(40 * time.Minute)}, Places: 1, Mode: rota.OnSite,
		}})
	}
	p.Consultants = []rota.Consultant{{ID: "c", Sites: []string{"north"}, Terms: rota.TimeOff,
		Offers: []rota.Offer{{Span: all, Modes: rota.Modes()}}}}
	p, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Robust(context.Background(), p, rota.Plan{}, spare, RobustOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if c := got.Days[0].Cases[AllMore]; !got.Proved || c.Worst != (OpenMinutes{}) || c.Away != 14 {
		t.Errorf("all away: %v", c)
	}
	limit := 13 * 40
	p.Consultants[0].MaxCover = &limit
	got, err = Robust(context.Background(), p, rota.Plan{}, spare, RobustOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if c := got.Days[0].Cases[AllMore]; got.Proved || c.Proved || c.Worst != (OpenMinutes{40}) || len(c.Open) != 1 {
		t.Errorf("all away, one too many: %v", c)
	}
	if got.Days[0].Cases[TwoMore].Proved {
		t.Error("two away is proved, though not every set was tried")
	}
}
