package runs_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// awaitExplanation reads the explanation of a run until there is one, which has more to come or not.
func (b *bench) awaitExplanation(t *testing.T, run string, more bool) runs.Explanation {
	t.Helper()
	var x runs.Explanation
	b.await(t, run, "explained", func(store.Run) bool {
		text, err := b.Explanation(t.Context(), run)
		if errors.Is(err, rota.ErrNotFound) {
			return false
		}
		if err == nil {
			x, err = runs.ReadExplanation(text)
		}
		if err != nil {
			t.Fatal(err)
		}
		return x.More == more
	})
	return x
}

// known is an explanation with something in every field.
func known() runs.Explanation {
	return runs.Explanation{
		Open: []runs.OpenSlot{
			{Slot: "fri-night", Tried: 3, AllTried: true, More: []solve.Fix{{Kind: solve.FixLimit, Rule: "max_days_in_a_row", Gain: [3]int64{60}, Less: 1}}, Conflict: &solve.Conflict{
				Slots: []rota.SlotID{"fri-night", "sat-night"}, Places: []int{1, 2}, Eligible: []rota.ConsultantID{"c1"},
				Binding: []solve.Binding{{Consultant: "c1", Rule: "rest"}, {Consultant: "c1", Rule: rota.RuleLock, Slot: "sat-night"}}},
				Fixes: []solve.Fix{{Kind: solve.FixSession, Consultant: "c1", Slot: "fri-night", Session: "s1", Rule: "rest", Gain: [3]int64{750, 0, -60}, Less: 1, Shared: true,
					After: []rota.AimValue{{Aim: "cover/1", Value: 3, Bound: 2}}}}},
			{Slot: "sat-night", Conflict: &solve.Conflict{None: true, Unsure: true, Slots: []rota.SlotID{"sat-night"}, Places: []int{1}}},
			{Slot: "sun-night"},
		},
		Training: []solve.Training{{Skills: []string{"obstetrics"}, Date: rota.Date{Year: 2025, Month: time.July, Day: 25}, Night: true,
			Minutes: [3]int64{750, 0, 0}, Fills: []solve.PlaceCount{{Slot: "fri-night", Places: 2}}, Opens: []solve.PlaceCount{{Slot: "sun-day", Places: 1}},
			Instead: []rota.SlotID{"sat-night"}}},
		TrainingAllTried: true,
	}
}

// TestPlanIsSeenFirst holds that the plan can be seen while it is still being explained.
func TestPlanIsSeenFirst(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		let := make(chan struct{})
		b.explain = func(ctx context.Context, p rota.Problem, plan rota.Plan, o runs.ExplainOptions) (runs.Explanation, error) {
			if !rota.Check(p, plan).OK() || o.Limit <= 0 || o.Limit > runs.ExplainTime {
				t.Errorf("asked to explain within %v", o.Limit)
			}
			first := known()
			first.Open, first.More = first.Open[:1], true
			o.Tell(first)
			select {
			case <-let:
			case <-ctx.Done():
				t.Error("the explanation was ended")
			}
			return known(), nil
		}
		r := b.runs(b.Store, greedy)
		id := b.enqueue(t, r, b.strike)
		work(t, r)
		b.awaitState(t, id, store.RunDone)
		b.wantPlan(t, b.strike, id)
		if got := b.awaitExplanation(t, id, true); len(got.Open) != 1 {
			t.Errorf("what is known first: %+v", got)
		}
		close(let)
		if diff := cmp.Diff(known(), b.awaitExplanation(t, id, false), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if n := b.ends(t, id); n != 1 {
			t.Errorf("the run ended %d times", n)
		}
	})
}

// untilEnd explains until it is ended, and then gives what it knows.
func untilEnd(began chan<- struct{}) runs.Explainer {
	return func(ctx context.Context, _ rota.Problem, _ rota.Plan, _ runs.ExplainOptions) (runs.Explanation, error) {
		began <- struct{}{}
		<-ctx.Done()
		return known(), nil
	}
}

// TestExplanationGivesWay has another rota wait, and a question about another strike: an
// explanation stops with what it has. It goes on afterwards if the rota is still the
// strike's.
func TestExplanationGivesWay(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		began, complete := make(chan struct{}, 9), known()
		complete.Open = complete.Open[:1]
		var calls atomic.Int32
		b.explain = func(ctx context.Context, p rota.Problem, plan rota.Plan, o runs.ExplainOptions) (runs.Explanation, error) {
			if calls.Add(1) <= 2 { // of the first two rotas of the strike
				return untilEnd(began)(ctx, p, plan, o)
			}
			less := complete
			less.Open, less.More = nil, true
			o.Tell(less)
			return complete, nil
		}
		r := b.runs(b.Store, greedy)
		old := b.enqueue(t, r, b.strike)
		work(t, r)
		<-began
		asked := time.Now()
		first := b.enqueue(t, r, b.strike)
		b.awaitState(t, first, store.RunDone)
		if got := b.awaitExplanation(t, old, true); len(got.Open) != 3 || !got.Later {
			t.Errorf("of the old rota: %+v", got)
		}
		<-began
		question, err := r.Ask(t.Context(), b.Trust, store.Actor{}, b.newStrike(t), store.ForPrices, b.question(t))
		if err != nil {
			t.Fatal(err)
		}
		b.awaitState(t, question, store.RunDone)
		if took := time.Since(asked); took > runs.ExplainTime/2 {
			t.Errorf("the runs waited %v", took)
		}
		if diff := cmp.Diff(complete, b.awaitExplanation(t, first, false), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("in the end (-want +got):\n%s", diff)
		}
		if got := b.awaitExplanation(t, old, true); len(got.Open) != 3 || calls.Load() != 3 {
			t.Errorf("the old rota was explained again: %d calls, %+v", calls.Load(), got)
		}
	})
}

// TestWorkerStoppedExplaining ends the worker: what is known is kept and the run stays
// done. The next worker goes on.
func TestWorkerStoppedExplaining(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		began := make(chan struct{}, 1)
		b.explain = untilEnd(began)
		r := b.runs(b.Store, greedy)
		id := b.enqueue(t, r, b.strike)
		end := work(t, r)
		<-began
		end()
		if got := b.awaitExplanation(t, id, true); len(got.Open) != 3 || !got.Later {
			t.Errorf("got %+v", got)
		}
		work(t, r)
		<-began
		if run := b.awaitState(t, id, store.RunDone); run.Attempts != 1 {
			t.Errorf("attempts %d, want 1", run.Attempts)
		}
	})
}

// TestExplanationFails holds that the plan stays, and that it is said that nothing was looked at.
func TestExplanationFails(t *testing.T) {
	tests := []struct {
		name    string
		explain runs.Explainer
		log     string
		open    int
	}{
		{"error", func(context.Context, rota.Problem, rota.Plan, runs.ExplainOptions) (runs.Explanation, error) {
			return known(), errors.New("the engine stalls")
		}, "the engine stalls", 3},
		{"panic", func(context.Context, rota.Problem, rota.Plan, runs.ExplainOptions) (runs.Explanation, error) {
			panic("out of memory")
		}, "out of memory", 2},
	}
	each(t, func(t *testing.T, b *bench) {
		for _, tt := range tests {
			b.explain = tt.explain
			r := b.runs(b.Store, func(_ context.Context, p rota.Problem, _ solve.Options) (rota.Plan, error) {
				return rotatest.Plan(p), nil // everything open
			})
			id := b.enqueue(t, r, b.strike)
			end := work(t, r)
			got := b.awaitExplanation(t, id, false)
			end()
			b.awaitState(t, id, store.RunDone)
			if len(got.Open) != tt.open || got.Complete() || !strings.Contains(b.log.String(), tt.log) {
				t.Errorf("%s: %+v, log %s", tt.name, got, b.log)
			}
		}
	})
}

// shortOfPeople has open places, one conflict over two of them, and a plan that is proved.
func shortOfPeople(t *testing.T) (rota.Problem, rota.Plan) {
	t.Helper()
	p := rotatest.July().Standard().
		Slot("fri-night", "25 20:00", "26 08:00", rotatest.NeedsAll("obstetrics"), rotatest.Priority(2)).
		Slot("sat-day", "26 08:00", "26 20:00", rotatest.NeedsAll("obstetrics")).
		Slot("sun-day", "27 08:00", "27 20:00", rotatest.NeedsAll("transplant")).
		Consultant("c1", rotatest.Skills("obstetrics")).
		Consultant("c2", rotatest.Skills("obstetrics"), rotatest.NoOffer()).
		Problem(t)
	plan, err := solve.Solve(t.Context(), p, solve.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	return p, plan
}

func TestExplain(t *testing.T) {
	p, plan := shortOfPeople(t)
	var told []runs.Explanation
	got, err := runs.Explain(t.Context(), p, plan, runs.ExplainOptions{Threads: 1, Tell: func(x runs.Explanation) { told = append(told, x) }})
	if n := len(told); n != 5 || !told[0].More || told[0].Open[0].Conflict == nil || told[0].Open[0].Fixes != nil || told[n-1].Open[1].Fixes == nil {
		t.Errorf("told %+v", told)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !got.Complete() || len(got.Open) != 2 || got.Open[0].Slot != "fri-night" || got.Open[1].Slot != "sun-day" {
		t.Fatalf("got %+v", got)
	}
	night, _ := got.Of("fri-night")
	if diff := cmp.Diff([]rota.SlotID{"fri-night", "sat-day"}, night.Conflict.Slots); diff != "" {
		t.Errorf("conflict (-want +got):\n%s", diff)
	}
	if len(night.Fixes) == 0 || night.Fixes[0].Kind != solve.FixOffer || night.Fixes[0].Consultant != "c2" || len(night.Fixes[0].After) == 0 {
		t.Errorf("fixes %+v", night.Fixes)
	}
	if len(got.Training) != 2 || got.Training[0].Skills[0] != "transplant" {
		t.Errorf("training %+v", got.Training)
	}
	if _, ok := got.Of("sat-day"); ok {
		t.Error("a slot without an open place is explained")
	}
	var first, second bytes.Buffer
	again, err := runs.Explain(t.Context(), p, plan, runs.ExplainOptions{Threads: 2})
	if err := errors.Join(err, runs.WriteExplanation(&first, got), runs.WriteExplanation(&second, again)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.String(), second.String()); diff != "" {
		t.Errorf("twice (-first +second):\n%s", diff)
	}
	read, err := runs.ReadExplanation(first.Bytes())
	if diff := cmp.Diff(got, read, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Errorf("%v, read back (-want +got):\n%s", err, diff)
	}
	one, err := runs.Explain(t.Context(), p, plan, runs.ExplainOptions{Slot: "sun-day"})
	if err != nil || len(one.Open) != 1 || one.Open[0].Slot != "sun-day" || !one.Open[0].AllTried || one.Training != nil {
		t.Errorf("one slot: %+v, %v", one, err)
	}
}

// TestExplainLate holds that what there was no time for is said to be so.
func TestExplainLate(t *testing.T) {
	p, plan := shortOfPeople(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name      string
		ctx       context.Context
		ticks     int // how many looks at the clock until the time is over
		conflicts int
	}{
		{"no time at all", t.Context(), 1, 0},
		{"time for one conflict", t.Context(), 3, 1},
		{"ended", ended, 1000, 0},
	}
	for _, tt := range tests {
		at, looks := time.Unix(0, 0), 0
		now := func() time.Time {
			if looks++; looks > tt.ticks {
				return at.Add(time.Hour)
			}
			return at
		}
		got, err := runs.Explain(tt.ctx, p, plan, runs.ExplainOptions{Limit: time.Minute, Now: now})
		n := 0
		for _, o := range got.Open {
			if o.Conflict != nil {
				n++
				if o.Slot != "sun-day" {
					t.Errorf("%s: slot %s was looked at before a more urgent one", tt.name, o.Slot)
				}
			}
			if o.AllTried || o.Fixes != nil {
				t.Errorf("%s: %+v", tt.name, o)
			}
		}
		if err != nil || n != tt.conflicts || len(got.Open) != 2 || got.TrainingAllTried || got.Complete() {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
	}
}

func TestReadExplanationRefuses(t *testing.T) {
	var good bytes.Buffer
	if err := runs.WriteExplanation(&good, known()); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{"explanation/2", "explanation/3"}, {`"all_tried"`, `"all_tired"`}, {"2025-07-25", "Friday"}, {`"open"`, `"open`}} {
		if _, err := runs.ReadExplanation([]byte(strings.Replace(good.String(), change[0], change[1], 1))); err == nil {
			t.Errorf("read with %s", change[1])
		}
	}
	old := `{"format": "strikerota/explanation/1", "training": [{"slots": ["fri-night"]}]}`
	if _, err := runs.ReadExplanation([]byte(old)); !errors.Is(err, runs.ErrOldExplanation) {
		t.Errorf("of an earlier version: %v", err)
	}
}
