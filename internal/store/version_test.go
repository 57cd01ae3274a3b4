package store_test

import (
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
)

// aVersion is a version of the fixture's draft, which is made if there is none yet.
func (f *fixture) aVersion(t *testing.T) store.NewVersion {
	t.Helper()
	d, err := f.CurrentPlan(t.Context(), f.strike)
	if err != nil {
		d = f.drafted(t)
	}
	return store.NewVersion{Seen: d.Version, Note: "First", OpenReason: "Nobody has offered", Approver: "Dr Director",
		Last: f.last(t), Problem: []byte(`{"problem":1}`), Plan: []byte(`{"plan":1}`), Beside: []byte(`{"beside":1}`), Told: []rota.Told{f.told(t)}}
}

// told is the fixture's consultant told of its slot.
func (f *fixture) told(t *testing.T) rota.Told {
	s := newSlot(t)
	return rota.Told{Pair: f.pair(), Span: s.Span, Mode: s.Mode, Site: s.Site}
}

func (f *fixture) publishes(t *testing.T, v store.NewVersion) int64 {
	t.Helper()
	v.Last = f.last(t)
	number, err := f.Publish(t.Context(), f.bob, f.strike, v)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// last is the number of the newest version.
func (f *fixture) last(t *testing.T) int64 {
	t.Helper()
	list, err := f.Versions(t.Context(), f.strike)
	if err != nil || len(list) == 0 {
		return 0
	}
	return list[0].Number
}

func TestVersionIsKept(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx, v := t.Context(), f.aVersion(t)
		if got, err := f.Versions(ctx, f.strike); err != nil || got != nil {
			t.Errorf("before: %v, %v", got, err)
		}
		c.add(time.Minute)
		f.publishes(t, v)
		want := store.VersionRecord{Version: store.Version{Number: 1, At: c.now, By: f.bob.Name, Note: v.Note, OpenReason: v.OpenReason, Approver: v.Approver},
			Problem: v.Problem, Plan: v.Plan, Beside: v.Beside}
		got, err := f.Version(ctx, f.strike, 1)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the version", want, got)
		same(t, "published", []rota.Pair{f.pair()}, f.entry(t).Published)

		second := f.aVersion(t)
		second.Told = []rota.Told{{Pair: rota.Pair{Slot: "b", Consultant: "y"}}, {Pair: rota.Pair{Slot: "a", Consultant: "z"}}}
		if n := f.publishes(t, second); n != 2 {
			t.Errorf("the second has number %d", n)
		}
		same(t, "published", []rota.Pair{{Slot: "a", Consultant: "z"}, {Slot: "b", Consultant: "y"}}, f.entry(t).Published)
		list, err := f.Versions(ctx, f.strike)
		if err != nil || len(list) != 2 || list[0].Number != 2 || list[1] != want.Version {
			t.Errorf("the list is %+v, %v", list, err)
		}
		_, err = f.Version(ctx, f.strike, 3)
		wantError(t, "no such version", err, rota.ErrNotFound)
	})
}

// TestPublishRefused holds that nothing but the draft as it is can be published.
func TestPublishRefused(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		_, err := f.Publish(t.Context(), f.bob, f.strike, store.NewVersion{})
		wantError(t, "without a draft", err, rota.ErrNotFound)
		v := f.aVersion(t)
		v.Seen--
		before := f.Dump(t)
		_, err = f.Publish(t.Context(), f.bob, f.strike, v)
		wantError(t, "an older draft", err, store.ErrDraftMoved)
		same(t, "all rows", before, f.Dump(t))
	})
}

// TestVersionsNeverChange publishes, makes every kind of save, and holds that the
// version and who was told of what are as they were.
func TestVersionsNeverChange(t *testing.T) {
	eachSave(t, func(t *testing.T, f *fixture, s save) {
		if s.name == "delete strike" {
			return
		}
		number := f.publishes(t, f.aVersion(t))
		before, err := f.Version(t.Context(), f.strike, number)
		if err != nil {
			t.Fatal(err)
		}
		told := f.entry(t).Published
		_ = s.do(t, f) // it may fail, since the run has ended
		for range 2 {
			after, err := f.Version(t.Context(), f.strike, number)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "the version", before, after)
			v := f.aVersion(t)
			v.Told = nil
			same(t, "who was told", told, f.entry(t).Published)
			f.publishes(t, v) // the next version changes it no more than others
			told = nil
		}
	})
}

// TestAnswers tells, asks, confirms, declines and takes back, over several versions.
// TestShorterPart: who agreed to a time, or was at work when it was cut short, is not asked of the part.
func TestShorterPart(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		told := f.told(t)
		now := func(what string, want store.Outcome) {
			t.Helper()
			if got, err := f.Answers(ctx, f.strike); err != nil || len(got) != 1 || got[0].Outcome != want {
				t.Errorf("%s: %+v, %v; want %q", what, got, err, want)
			}
		}
		v := f.aVersion(t)
		until := func(less time.Duration) store.NewVersion {
			v.Told = []rota.Told{told}
			v.Told[0].End = told.End.Add(-less)
			return v
		}
		f.publishes(t, until(0))
		f.publishes(t, until(time.Hour))
		now("shorter before it begins, nobody asked", store.NotAsked)
		if err := f.Record(ctx, f.ann, f.strike, store.NewAnswer{Version: 2, Pair: told.Pair, Outcome: store.Confirmed, ByPhone: true}); err != nil {
			t.Fatal(err)
		}
		f.publishes(t, until(2*time.Hour))
		f.publishes(t, until(3*time.Hour))
		now("a part of what they agreed to", store.Confirmed)
		f.publishes(t, until(2*time.Hour))
		now("longer again", store.NotAsked)
		c.now = told.Start.Add(time.Minute)
		f.publishes(t, until(4*time.Hour))
		now("shorter while they are at work", store.EndsSooner)
		f.publishes(t, until(4*time.Hour))
		now("the same again", store.EndsSooner)
	})
}

func TestAnswers(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		told := f.told(t)
		record := func(version int64, o store.Outcome) error {
			return f.Record(ctx, f.ann, f.strike, store.NewAnswer{Version: version, Pair: told.Pair, Outcome: o, ByPhone: true})
		}
		must := func(what string, err error) {
			t.Helper()
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
		answer := func(what string, want store.Answer) {
			t.Helper()
			got, err := f.Answers(ctx, f.strike)
			if err != nil || len(got) != 1 {
				t.Fatalf("%s: %d answers, %v", what, len(got), err)
			}
			if asked := got[0].Outcome != store.NotAsked; asked != (got[0].Number > 0) {
				t.Errorf("%s: the answer has number %d", what, got[0].Number)
			}
			got[0].Number = 0
			same(t, what, want, got[0])
		}
		said := func(version, since int64, o store.Outcome, current bool) store.Answer {
			return store.Answer{Told: told, Version: version, Since: since, Outcome: o, ByPhone: true, At: c.now, By: f.ann.Name, Current: current}
		}
		v := f.aVersion(t)
		wantError(t, "nothing published", record(0, store.Rung), rota.ErrNotFound)
		f.publishes(t, v)
		answer("not asked", store.Answer{Told: told, Since: 1, Current: true})
		must("rung", record(1, store.Rung))
		answer("rung", said(1, 1, store.Rung, true))
		c.add(time.Minute)
		must("confirmed", record(1, store.Confirmed))
		answer("confirmed", said(1, 1, store.Confirmed, true))

		f.publishes(t, v)
		answer("still theirs", said(1, 1, store.Confirmed, true))
		wantError(t, "of an older version", record(1, store.Rung), rota.ErrConflict)
		wantError(t, "nothing was declined", record(2, store.TakenBack), rota.ErrConflict)

		moved := v
		moved.Told = []rota.Told{told}
		moved.Told[0].Start = told.Start.Add(-time.Hour)
		f.publishes(t, moved)
		answer("at another time", store.Answer{Told: moved.Told[0], Since: 3, Current: true})
		f.publishes(t, v)
		answer("back", store.Answer{Told: told, Since: 4, Current: true})

		must("declined", record(4, store.Declined))
		answer("declined", said(4, 4, store.Declined, true))
		same(t, "declined", []rota.Told{told}, f.entry(t).Declined)
		wantError(t, "declined already", record(4, store.Confirmed), rota.ErrConflict)
		none := v
		none.Told = nil
		f.publishes(t, none)
		answer("no longer theirs", said(4, 4, store.Declined, false))
		must("taken back", record(5, store.TakenBack))
		if got, err := f.Answers(ctx, f.strike); err != nil || got != nil {
			t.Errorf("taken back: %+v, %v", got, err)
		}
		same(t, "declined no more", []rota.Told(nil), f.entry(t).Declined)
		wantError(t, "not told", record(5, store.Confirmed), rota.ErrNotFound)
	})
}

// TestDeclineEdits holds that a decline and its edit of the draft are saved together or not at all.
func TestDeclineEdits(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		f.publishes(t, f.aVersion(t))
		change := f.aChange()
		decline := func(seen int64) error {
			return f.Record(t.Context(), f.ann, f.strike, store.NewAnswer{Version: 1, Pair: f.pair(), Outcome: store.Declined,
				Edit: &store.NewEdit{Seen: seen, Change: change, Hand: handOf(change)}})
		}
		before := f.Dump(t)
		wantError(t, "an older draft", decline(f.draft(t).Version-1), store.ErrDraftMoved)
		same(t, "all rows", before, f.Dump(t))
		if err := decline(f.draft(t).Version); err != nil {
			t.Fatal(err)
		}
		edits, err := f.Edits(t.Context(), f.strike, 0, 0)
		if err != nil || len(edits) != 1 || len(f.entry(t).Declined) != 1 {
			t.Errorf("%d edits, %v, %d declined", len(edits), err, len(f.entry(t).Declined))
		}
		if answers, err := f.Answers(t.Context(), f.strike); err != nil || answers[0].Number != edits[0].Number {
			t.Errorf("the answer and its edit have numbers %d and %d, %v", answers[0].Number, edits[0].Number, err)
		}
	})
}

func TestSeen(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		v := f.aVersion(t)
		for range 3 {
			f.publishes(t, v)
		}
		for _, step := range []struct{ set, want int64 }{{0, 0}, {2, 2}, {3, 3}, {1, 3}} {
			if step.set > 0 {
				if err := f.SetSeen(ctx, f.ann.ID, f.strike, f.consultant, step.set); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := f.Seen(ctx, f.ann.ID, f.strike, f.consultant); err != nil || got != step.want {
				t.Errorf("after %d: %d, %v; want %d", step.set, got, err, step.want)
			}
		}
		if got, err := f.Seen(ctx, f.bob.ID, f.strike, f.consultant); err != nil || got != 0 {
			t.Errorf("another account: %d, %v", got, err)
		}
		wantError(t, "no such version", f.SetSeen(ctx, f.ann.ID, f.strike, f.consultant, 9), rota.ErrNotFound)
	})
}
