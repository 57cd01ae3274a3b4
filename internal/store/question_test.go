package store_test

import (
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestQuestionMakesNoRota holds that a run for a question is neither the newest run nor
// the newest plan of the strike, gets no explanation, and makes no other question give way.
func TestQuestionMakesNoRota(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		if err := f.FinishRun(ctx, f.run, []byte(`{"plan":1}`)); err != nil {
			t.Fatal(err)
		}
		before, err := f.CurrentPlan(ctx, f.strike)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.LatestQuestionRun(ctx, f.strike, store.ForPrices)
		wantError(t, "before there is one", err, rota.ErrNotFound)
		run, err := f.CreateQuestionRun(ctx, f.ann, f.strike, store.ForPrices, []byte(`{"problem":2}`), []byte(`{"prices":2}`), store.RunOptions{Limit: time.Minute, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		want := store.Run{Trust: store.FirstTrust, ID: run.ID, StrikeID: f.strike, Purpose: store.ForPrices, State: store.RunQueued,
			Options: store.RunOptions{Limit: time.Minute, Seed: 3}, MadeAt: c.now, By: f.ann.ID}
		same(t, "made", want, run)
		latest, err := f.LatestQuestionRun(ctx, f.strike, store.ForPrices)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the newest for prices", want, latest)
		if waits, err := f.RunsWait(ctx, store.ForRota); err != nil || waits {
			t.Errorf("another question would have to give way: %t, %v", waits, err)
		}
		if waits, err := f.RunsWait(ctx); err != nil || !waits {
			t.Errorf("an explanation would not give way: %t, %v", waits, err)
		}
		if prices, err := f.RunQuestion(ctx, run.ID); err != nil || string(prices) != `{"prices":2}` {
			t.Errorf("the prices are %s, %v", prices, err)
		}
		_, err = f.RunQuestion(ctx, f.run)
		wantError(t, "the prices of a run for a rota", err, rota.ErrNotFound)
		_, err = f.Answer(ctx, f.strike, store.ForPrices)
		wantError(t, "an answer before there is one", err, rota.ErrNotFound)

		c.add(time.Minute)
		if err := f.FinishRun(ctx, run.ID, []byte(`{"plans":2}`)); err != nil {
			t.Fatal(err)
		}
		got, err := f.Answer(ctx, f.strike, store.ForPrices)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the answer", store.AnswerRecord{RunID: run.ID, MadeAt: c.now, Problem: []byte(`{"problem":2}`), Question: []byte(`{"prices":2}`), Answer: []byte(`{"plans":2}`)}, got)
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

// TestNewestAnswer holds that an answer stays until a newer one is there.
func TestNewestAnswer(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		var ids []string
		for range 2 {
			run, err := f.CreateQuestionRun(ctx, f.ann, f.strike, store.ForPrices, []byte("{}"), []byte("{}"), store.RunOptions{})
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
			if got, err := f.Answer(ctx, f.strike, store.ForPrices); err != nil || got.RunID != ids[0] {
				t.Errorf("%d: the answer is that of %s, %v", i, got.RunID, err)
			}
		}
		if latest, err := f.LatestQuestionRun(ctx, f.strike, store.ForPrices); err != nil || latest.ID != ids[1] || latest.State != store.RunFailed {
			t.Errorf("the newest is %+v, %v", latest, err)
		}
	})
}

// TestQuestionsApart holds that each kind of question has its own newest run and answer.
func TestQuestionsApart(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		ids := map[store.Purpose]string{}
		for _, purpose := range store.Questions() {
			run, err := f.CreateQuestionRun(ctx, f.ann, f.strike, purpose, []byte("{}"), []byte("{}"), store.RunOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.FinishRun(ctx, run.ID, []byte("{}")); err != nil {
				t.Fatal(err)
			}
			ids[purpose] = run.ID
		}
		for purpose, id := range ids {
			latest, err := f.LatestQuestionRun(ctx, f.strike, purpose)
			answer, failed := f.Answer(ctx, f.strike, purpose)
			if err != nil || failed != nil || latest.ID != id || latest.Purpose != purpose || answer.RunID != id {
				t.Errorf("%s: the newest is %+v, the answer that of %s; %v, %v", purpose, latest, answer.RunID, err, failed)
			}
		}
		_, err := f.CreateQuestionRun(ctx, f.ann, f.strike, store.ForRota, []byte("{}"), []byte("{}"), store.RunOptions{})
		wantError(t, "a question that is none", err, rota.ErrConflict)
		_, err = f.Answer(ctx, f.strike, store.ForRota)
		wantError(t, "the answer of a rota", err, rota.ErrNotFound)
	})
}

// TestQuestionsOfOldPrices holds that runs for a rota stay as they are when questions
// get their columns, and that those about prices as they were kept before go.
func TestQuestionsOfOldPrices(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.MigrateTo(t, 7)
		s.Exec(t, `INSERT INTO strikes (id, version, changed_at, changed_by, name, start_at, end_at, on_call_with_on_site, case_kind, share, aims, made_at, saves,
			last_resident, last_duty, last_consultant, last_slot) VALUES ('s1', 2, 1, 'ann', 'July', 1, 2, FALSE, 'all_away', 0, '[]', 1, 2, 0, 0, 0, 0)`)
		for _, values := range []string{"'r1', 1, 'rota', NULL", "'r2', 2, 'prices', '{}'"} {
			s.Exec(t, `INSERT INTO runs (id, number, purpose, prices, strike_id, state, stop, reference, made_at, made_by, max_seconds, seed, stage, stage_index, stages,
				best, bound, has_best, took, lease, lease_until, attempts, nudged_at, problem)
				VALUES (`+values+`, 's1', 'queued', '', '', 1, 'ann', 60, 1, '', 0, 0, 0, 0, FALSE, 0, '', 0, 0, 1, '{}')`)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if run, err := s.Of(store.FirstTrust).LatestRun(t.Context(), "s1"); err != nil || run.ID != "r1" || run.Purpose != store.ForRota {
			t.Errorf("the run for a rota: %+v, %v", run, err)
		}
		_, err = s.Of(store.FirstTrust).Run(t.Context(), "r2")
		wantError(t, "the run for prices", err, rota.ErrNotFound)
	})
}
