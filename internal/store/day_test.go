package store_test

import (
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// replanned finishes a run for the rest of the strike, and gives it.
func (f *fixture) replanned(t *testing.T) string {
	t.Helper()
	run, err := f.CreateQuestionRun(t.Context(), f.ann, f.strike, store.ForReplan, []byte(`{"rest":1}`), []byte(`{"at":1}`), store.RunOptions{})
	if err == nil {
		err = f.FinishRun(t.Context(), run.ID, []byte(`{"rest":2}`))
	}
	if err != nil {
		t.Fatal(err)
	}
	return run.ID
}

// taken is the newest run for the rest of the strike, to be taken for the draft as it is.
func (f *fixture) taken(t *testing.T) store.Taken {
	t.Helper()
	run, err := f.LatestQuestionRun(t.Context(), f.strike, store.ForReplan)
	if err != nil {
		t.Fatal(err)
	}
	return store.Taken{Run: run.ID, Seen: f.draft(t).Version, Locks: []rota.Lock{{Pair: f.pair(), Reason: "Begun"}}, Left: []rota.LeftOpen{{Slot: f.pair().Slot, Places: 1, Reason: "Begun"}}, Change: rota.Change{Reason: "Anew"}}
}

// TestReplanIsTaken: the draft stays as it is until the plan is taken; then it is that plan,
// with its locks, as an edit that can be undone.
func TestReplanIsTaken(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		d := f.drafted(t)
		f.replanned(t)
		same(t, "the draft before", d, f.draft(t))
		c.add(time.Minute)
		taken := f.taken(t)
		if err := f.TakeReplan(t.Context(), f.bob, f.strike, taken); err != nil {
			t.Fatal(err)
		}
		got := f.draft(t)
		if got.RunID != taken.Run || string(got.Problem) != `{"rest":1}` || string(got.Plan) != `{"rest":2}` || string(got.Question) != `{"at":1}` || got.Version <= d.Version || got.Hand != nil {
			t.Errorf("the draft is %+v", got)
		}
		same(t, "locks", taken.Locks, f.entry(t).Locks)
		same(t, "left open", taken.Left, f.entry(t).LeftOpen)
		edits, err := f.Edits(t.Context(), f.strike, 0, 0)
		if err != nil || len(edits) != 1 || edits[0].Number != got.Version || edits[0].Change.Reason != "Anew" {
			t.Errorf("edits %+v, %v", edits, err)
		}
	})
}

// TestReplanRefused: only a plan for the rest, finished, of this strike and of the draft as it is.
func TestReplanRefused(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		first := f.drafted(t)
		f.replanned(t)
		good := f.taken(t)
		for name, tt := range map[string]struct {
			change func(*store.Taken)
			want   error
		}{
			"a rota":             {func(x *store.Taken) { x.Run = first.RunID }, rota.ErrNotFound},
			"no run":             {func(x *store.Taken) { x.Run = "none" }, rota.ErrNotFound},
			"an older draft":     {func(x *store.Taken) { x.Seen-- }, store.ErrDraftMoved},
			"a slot that is not": {func(x *store.Taken) { x.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "none", Consultant: f.consultant}}} }, rota.ErrNotFound},
		} {
			bad, before := good, f.Dump(t)
			tt.change(&bad)
			wantError(t, name, f.TakeReplan(t.Context(), f.bob, f.strike, bad), tt.want)
			same(t, name+": all rows", before, f.Dump(t))
		}
		run, err := f.CreateQuestionRun(t.Context(), f.ann, f.strike, store.ForReplan, []byte("{}"), []byte("{}"), store.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		unfinished := good
		unfinished.Run = run.ID
		wantError(t, "one that has not finished", f.TakeReplan(t.Context(), f.bob, f.strike, unfinished), rota.ErrNotFound)
	})
}

// TestCalls: the last of each consultant and slot counts, since the newest version.
func TestCalls(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		f.drafted(t)
		other := rota.Pair{Slot: "gone", Consultant: f.consultant}
		for _, n := range []store.NewCall{
			{Pair: f.pair(), Comes: true, Outcome: store.CallNoAnswer},
			{Pair: other, Outcome: store.CallYes},
			{Pair: f.pair(), Comes: true, Outcome: store.CallYes},
		} {
			c.add(time.Minute)
			if err := f.SaveCall(ctx, f.bob, f.strike, n); err != nil {
				t.Fatal(err)
			}
		}
		got, err := f.Calls(ctx, f.strike)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "calls", []store.Call{{Pair: other, Outcome: store.CallYes, At: c.now.Add(-time.Minute), By: f.bob.Name},
			{Pair: f.pair(), Comes: true, Outcome: store.CallYes, Answer: store.Confirmed, At: c.now, By: f.bob.Name}}, got)
		before := f.Dump(t)
		err = f.SaveCall(ctx, f.bob, f.strike, store.NewCall{Pair: f.pair(), Comes: true, Outcome: store.CallNo, Edit: &store.NewEdit{Seen: -1}})
		wantError(t, "of an older draft", err, store.ErrDraftMoved)
		same(t, "all rows", before, f.Dump(t))
		f.publishes(t, f.aVersion(t))
		if got, err := f.Calls(ctx, f.strike); err != nil || got != nil {
			t.Errorf("since the newest version: %v, %v", got, err)
		}
	})
}

// TestCallsBecomeAnswers: publishing keeps what was said by telephone of what it tells of,
// unless the slot has been saved since.
func TestCallsBecomeAnswers(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		for _, tt := range []struct {
			name    string
			outcome store.CallOutcome
			off     bool // they were told that they need not come
			saved   bool // the slot was saved since
			want    store.Outcome
		}{
			{"a yes", store.CallYes, false, false, store.Confirmed},
			{"no answer", store.CallNoAnswer, false, false, store.Rung},
			{"told that they need not", store.CallYes, true, false, store.NotAsked},
			{"a slot that was saved since", store.CallYes, false, true, store.NotAsked},
		} {
			f.addStrike(t)
			v := f.aVersion(t)
			c.add(time.Minute)
			rung := c.now
			if err := f.SaveCall(ctx, f.ann, f.strike, store.NewCall{Pair: f.pair(), Comes: !tt.off, Outcome: tt.outcome}); err != nil {
				t.Fatal(err)
			}
			c.add(time.Minute)
			if tt.saved {
				if err := saveSlot(ctx, f); err != nil {
					t.Fatal(err)
				}
			}
			if calls, err := f.Calls(ctx, f.strike); err != nil || len(calls) != 1 || calls[0].Answer != tt.want {
				t.Fatalf("%s: calls %+v, %v; want one that says %q", tt.name, calls, err, tt.want)
			}
			f.publishes(t, v)
			got, err := f.Answers(ctx, f.strike)
			if err != nil || len(got) != 1 || got[0].Outcome != tt.want {
				t.Fatalf("%s: answers %+v, %v; want one %q", tt.name, got, err, tt.want)
			}
			if a := got[0]; a.Outcome != store.NotAsked && (!a.ByPhone || a.By != f.ann.Name || !a.At.Equal(rung) || a.Version != 1) {
				t.Errorf("%s: recorded as %+v", tt.name, a)
			}
		}
	})
}

// TestQuestionsKeepTheirAnswers holds that runs keep what they are for and what they were
// asked when the table of runs learns a new kind.
func TestQuestionsKeepTheirAnswers(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.MigrateTo(t, 11)
		s.Exec(t, `INSERT INTO strikes (id, version, changed_at, changed_by, name, start_at, end_at, on_call_with_on_site, case_kind, share, aims, made_at, saves,
			last_resident, last_duty, last_consultant, last_slot) VALUES ('s1', 3, 1, 'ann', 'July', 1, 2, FALSE, 'all_away', 0, '[]', 1, 3, 0, 0, 0, 0)`)
		for _, values := range []string{"'r1', 1, 'rota', NULL", "'r2', 2, 'cases', '{\"asked\":1}'"} {
			s.Exec(t, `INSERT INTO runs (id, number, purpose, question, strike_id, state, stop, reference, made_at, made_by, max_seconds, seed, stage, stage_index, stages,
				best, bound, has_best, took, lease, lease_until, attempts, nudged_at, problem, plan, finished_at)
				VALUES (`+values+`, 's1', 'done', '', '', 1, 'ann', 60, 1, '', 0, 0, 0, 0, FALSE, 0, '', 0, 0, 1, '{}', '{"plan":1}', 5)`)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if run, err := s.Of(store.FirstTrust).LatestRun(t.Context(), "s1"); err != nil || run.ID != "r1" {
			t.Errorf("the run for a rota: %+v, %v", run, err)
		}
		answer, err := s.Of(store.FirstTrust).Answer(t.Context(), "s1", store.ForCases)
		if err != nil || answer.RunID != "r2" || string(answer.Question) != `{"asked":1}` || string(answer.Answer) != `{"plan":1}` {
			t.Errorf("the answered question: %+v, %v", answer, err)
		}
	})
}
