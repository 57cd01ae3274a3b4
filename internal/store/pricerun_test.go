package store_test

import (
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
)

// TestPriceRunMakesNoRota holds that a run for prices is neither the newest run nor
// the newest plan of the strike, gets no explanation, and makes none give way.
func TestPriceRunMakesNoRota(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		if err := f.FinishRun(ctx, f.run, []byte(`{"plan":1}`)); err != nil {
			t.Fatal(err)
		}
		before, err := f.CurrentPlan(ctx, f.strike)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.LatestPriceRun(ctx, f.strike)
		wantError(t, "before there is one", err, rota.ErrNotFound)
		run, err := f.CreatePriceRun(ctx, f.ann, f.strike, []byte(`{"problem":2}`), []byte(`{"prices":2}`), store.RunOptions{Limit: time.Minute, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		want := store.Run{ID: run.ID, StrikeID: f.strike, Purpose: store.ForPrices, State: store.RunQueued,
			Options: store.RunOptions{Limit: time.Minute, Seed: 3}, MadeAt: c.now, By: f.ann.ID}
		same(t, "made", want, run)
		latest, err := f.LatestPriceRun(ctx, f.strike)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the newest for prices", want, latest)
		if waits, err := f.RunsWait(ctx); err != nil || waits {
			t.Errorf("an explanation would have to give way: %t, %v", waits, err)
		}
		if prices, err := f.RunPrices(ctx, run.ID); err != nil || string(prices) != `{"prices":2}` {
			t.Errorf("the prices are %s, %v", prices, err)
		}
		_, err = f.RunPrices(ctx, f.run)
		wantError(t, "the prices of a run for a rota", err, rota.ErrNotFound)
		_, err = f.PriceAnswer(ctx, f.strike)
		wantError(t, "an answer before there is one", err, rota.ErrNotFound)

		c.add(time.Minute)
		if err := f.FinishRun(ctx, run.ID, []byte(`{"plans":2}`)); err != nil {
			t.Fatal(err)
		}
		got, err := f.PriceAnswer(ctx, f.strike)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the answer", store.PriceRecord{RunID: run.ID, MadeAt: c.now, Problem: []byte(`{"problem":2}`), Prices: []byte(`{"prices":2}`), Plans: []byte(`{"plans":2}`)}, got)
		after, err := f.CurrentPlan(ctx, f.strike)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the plan", before, after)
		newest, err := f.LatestRun(ctx, f.strike)
		if err != nil || newest.ID != f.run {
			t.Errorf("the newest run is %s, %v; want %s", newest.ID, err, f.run)
		}
		wantError(t, "an explanation", f.SaveExplanation(ctx, run.ID, []byte("{}")), rota.ErrConflict)
	})
}

// TestNewestPriceAnswer holds that an answer stays until a newer one is there.
func TestNewestPriceAnswer(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		var ids []string
		for range 2 {
			run, err := f.CreatePriceRun(ctx, f.ann, f.strike, []byte("{}"), []byte("{}"), store.RunOptions{})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, run.ID)
		}
		if err := f.FinishRun(ctx, ids[0], []byte("{}")); err != nil {
			t.Fatal(err)
		}
		for i, end := range []func() error{
			func() error { return nil },
			func() error { return f.FailRun(ctx, ids[1], "ref") },
		} {
			if err := end(); err != nil {
				t.Fatal(err)
			}
			if got, err := f.PriceAnswer(ctx, f.strike); err != nil || got.RunID != ids[0] {
				t.Errorf("%d: the answer is that of %s, %v", i, got.RunID, err)
			}
		}
		if latest, err := f.LatestPriceRun(ctx, f.strike); err != nil || latest.ID != ids[1] || latest.State != store.RunFailed {
			t.Errorf("the newest is %+v, %v", latest, err)
		}
	})
}
