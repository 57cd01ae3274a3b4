package store_test

import (
	"errors"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
)

// TestExplanationIsKept holds that a finished run has at most one explanation, the last one saved.
func TestExplanationIsKept(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		_, err := f.Explanation(ctx, f.run)
		wantError(t, "an explanation before there is one", err, rota.ErrNotFound)
		wantError(t, "of a run that has not finished", f.SaveExplanation(ctx, f.run, []byte("{}")), rota.ErrConflict)
		wantError(t, "of no run", f.SaveExplanation(ctx, "other", []byte("{}")), rota.ErrNotFound)
		if err := f.FinishRun(ctx, f.run, []byte("{}")); err != nil {
			t.Fatal(err)
		}
		if err := f.SaveExplanation(ctx, f.run, []byte(`{"why":1}`)); err != nil {
			t.Fatal(err)
		}
		before := f.Dump(t)
		if err := f.SaveExplanation(ctx, f.run, []byte(`{"why":2}`)); err != nil {
			t.Fatal(err)
		}
		got, err := f.Explanation(ctx, f.run)
		if err != nil || string(got) != `{"why":2}` || len(f.Dump(t)["explanations"]) != 1 {
			t.Errorf("got %s, %v", got, err)
		}
		same(t, "all else", before["runs"], f.Dump(t)["runs"])
	})
}

// TestExplanationGoesWithStrike holds that deleting a strike leaves none of its explanations, and those of others.
func TestExplanationGoesWithStrike(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		var runs []string
		for range 2 {
			if err := f.FinishRun(ctx, f.run, []byte("{}")); err != nil {
				t.Fatal(err)
			}
			if err := f.SaveExplanation(ctx, f.run, []byte(`{"why":"`+f.run+`"}`)); err != nil {
				t.Fatal(err)
			}
			runs = append(runs, f.run)
			f.addStrike(t)
		}
		first, err := f.Run(ctx, runs[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := f.DeleteStrike(ctx, f.ann, first.StrikeID); err != nil {
			t.Fatal(err)
		}
		_, err = f.Explanation(ctx, runs[0])
		wantError(t, "of the strike deleted", err, rota.ErrNotFound)
		if n := len(f.Dump(t)["explanations"]); n != 1 {
			t.Errorf("%d explanations are left, want that of the other strike", n)
		}
		if _, err := f.Explanation(ctx, runs[1]); err != nil {
			t.Error(err)
		}
	})
}

func TestRunsWait(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		want := func(what string, want bool) {
			t.Helper()
			got, err := f.RunsWait(t.Context())
			rota, failed := f.RunsWait(t.Context(), store.ForRota)
			if err := errors.Join(err, failed); err != nil || got != want || rota != want {
				t.Errorf("%s: any %v, for a rota %v, %v", what, got, rota, err)
			}
		}
		want("queued", true)
		if _, err := f.ClaimRun(t.Context(), f.run, "w", c.now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		want("being solved", false)
		again, err := f.CreateRun(t.Context(), f.ann, f.strike, []byte("{}"), store.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		want("another of the strike, which waits for the first", false)
		if err := f.FinishRun(t.Context(), again.ID, []byte("{}")); err != nil {
			t.Fatal(err)
		}
		if err := f.Finish(t.Context(), f.run, "w", []byte("{}"), store.Kept{}); err != nil {
			t.Fatal(err)
		}
		want("done", false)
		if _, err := f.CreateRun(t.Context(), f.ann, f.strike, []byte("{}"), store.RunOptions{}); err != nil {
			t.Fatal(err)
		}
		want("another", true)
	})
}
