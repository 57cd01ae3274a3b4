package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// aChange puts the fixture's consultant in its slot, locked, and leaves the other place open.
func (f *fixture) aChange() rota.Change {
	return rota.Change{People: []rota.ConsultantID{f.consultant}, Slots: []rota.SlotID{f.slot},
		Before: rota.Part{Locks: []rota.Lock{{Pair: f.pair(), Reason: "Agreed"}}},
		After: rota.Part{Assignments: []rota.Assignment{{Slot: f.slot, Consultant: f.consultant, Locked: true}}, Holders: []rota.Pair{f.pair()},
			Locks:    []rota.Lock{{Pair: f.pair(), Reason: "By telephone"}},
			LeftOpen: []rota.LeftOpen{{Slot: f.slot, Places: 1, Reason: "No clinic"}},
			KeptOff:  []rota.KeptOff{{Pair: f.pair(), Reason: "Exhausted"}}},
		Broken: []rota.Breach{{Rule: "rest", Consultant: f.consultant, Slots: []rota.SlotID{f.slot}, Locked: true}}, Reason: "By telephone"}
}

func handOf(c rota.Change) *rota.Hand {
	return &rota.Hand{Assignments: c.After.Assignments, Locks: c.After.Locks, LeftOpen: c.After.LeftOpen, KeptOff: c.After.KeptOff}
}

// drafted finishes the fixture's run, and gives the draft.
func (f *fixture) drafted(t *testing.T) store.PlanRecord {
	t.Helper()
	if err := f.FinishRun(t.Context(), f.run, []byte(`{"plan":1}`)); err != nil {
		t.Fatal(err)
	}
	return f.draft(t)
}

func (f *fixture) draft(t *testing.T) store.PlanRecord {
	t.Helper()
	d, err := f.CurrentPlan(t.Context(), f.strike)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestEditIsKept saves an edit: the draft, the locks and places left open that are
// entered, the list of edits and one row of the audit say so.
func TestEditIsKept(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx, change := t.Context(), f.aChange()
		d := f.drafted(t)
		c.add(time.Minute)
		number, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: d.Version, Change: change, Hand: handOf(change)})
		if err != nil {
			t.Fatal(err)
		}
		after := f.draft(t)
		want := d
		want.Version, want.Hand, want.ChangedAt, want.ChangedBy = number, handOf(change), c.now, f.bob.Name
		same(t, "draft", want, after)
		e := f.entry(t)
		same(t, "locks", change.After.Locks, e.Locks)
		same(t, "left open", change.After.LeftOpen, e.LeftOpen)
		same(t, "kept off", change.After.KeptOff, e.KeptOff)
		edits, err := f.Edits(ctx, f.strike, d.Version, 0)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "edits", []store.Edit{{Number: number, At: c.now, By: f.bob.Name, Change: change}}, edits)
		audit, err := f.Audit(ctx, f.strike, 1)
		if err != nil {
			t.Fatal(err)
		}
		if audit[0].Action != store.Edited || audit[0].Kind != store.KindPlan || audit[1].Action != store.Finished {
			t.Errorf("the audit ends with %+v, %+v; want one row of the edit", audit[1], audit[0])
		}
		if err := f.ReplaceEntry(ctx, f.bob, f.strike, f.entry(t)); err != nil {
			t.Fatal(err)
		}
		same(t, "left open when the entry is replaced", change.After.LeftOpen, f.entry(t).LeftOpen)
		same(t, "kept off when the entry is replaced", change.After.KeptOff, f.entry(t).KeptOff)
		if err := f.ReplaceEntry(ctx, f.bob, f.strike, rotatest.Small(1)); err != nil {
			t.Fatal(err)
		}
		same(t, "left open of a slot that is gone", []rota.LeftOpen(nil), f.entry(t).LeftOpen)
		same(t, "kept off a slot that is gone", []rota.KeptOff(nil), f.entry(t).KeptOff)
	})
}

// TestEditThatCuts divides a slot as entered by an edit and joins it again by its undo; a slot
// that has been given other places since is left as it is.
func TestEditThatCuts(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx, d, was := t.Context(), f.drafted(t), f.loadSlot(t)
		whole := f.entry(t).Slots
		hour := was.Start.Add(time.Hour)
		cut := rota.NewCut(was.Slot, was.Places, f.consultant, hour, hour.Add(time.Minute), func(rota.SlotID) bool { return false })
		left, _ := cut.Left()
		off := rota.Pair{Slot: left.ID, Consultant: f.consultant}
		change := rota.Change{People: []rota.ConsultantID{f.consultant}, Slots: []rota.SlotID{f.slot, left.ID}, Cuts: []rota.Cut{cut},
			After: rota.Part{KeptOff: []rota.KeptOff{{Pair: off, Reason: "Cannot come"}}}}
		first, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: d.Version, Change: change})
		if err != nil {
			t.Fatal(err)
		}
		if rows, _, err := f.AuditLog(ctx, store.AuditFilter{}, 1); err != nil || rows[0].Action != store.Edited || rows[1].Action == store.Made || rows[1].Action == store.Saved && rows[1].Kind == store.KindSlot {
			t.Errorf("the audit has %v, %v; want one line of the edit", rows[:2], err)
		}
		worked, rest := was.Slot, was.Slot
		worked.End, rest.ID, rest.Start = hour, left.ID, hour.Add(time.Minute)
		want := append(append(whole[:0:0], whole...), rest)
		want[slices.IndexFunc(want, func(s rota.Slot) bool { return s.ID == f.slot })] = worked
		same(t, "slots", want, f.entry(t).Slots)
		same(t, "kept off", change.After.KeptOff, f.entry(t).KeptOff)
		if lost := f.entry(t).Lost; len(lost) != 1 || !lost[0].Span.Equal(rota.Span{Start: hour, End: rest.Start}) || lost[0].Unit != was.Unit {
			t.Errorf("lost are %v", lost)
		}
		_, err = f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: first, Change: change})
		wantError(t, "divided twice", err, rota.ErrConflict)
		back := rota.Change{People: change.People, Slots: change.Slots, Before: change.After, Cuts: []rota.Cut{cut}}
		back.Cuts[0].Joined = true
		second, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: first, Change: back, Undoes: first})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "slots joined", whole, f.entry(t).Slots)
		same(t, "lost", []rota.Slot(nil), f.entry(t).Lost)
		same(t, "kept off", []rota.KeptOff(nil), f.entry(t).KeptOff)
		more := f.loadSlot(t)
		more.Places++
		if _, err := f.SaveSlot(ctx, f.bob, f.strike, more); err != nil {
			t.Fatal(err)
		}
		change.Cuts = []rota.Cut{cut}
		change.Cuts[0].Joined = false
		_, err = f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: second, Change: change})
		wantError(t, "with another place since", err, rota.ErrConflict)
	})
}

// TestEditThatReleases holds that a slot that residents fill keeps its version when a
// consultant is let go from it, and when that is taken back: only what they worked is new.
func TestEditThatReleases(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx, d, was := t.Context(), f.drafted(t), f.loadSlot(t)
		cut := rota.NewRelease(was.Slot, f.consultant, was.Start.Add(time.Hour), func(rota.SlotID) bool { return false })
		first, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: d.Version, Change: rota.Change{Slots: cut.Slots(), Cuts: []rota.Cut{cut}}})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the slot", was, f.loadSlot(t))
		worked := was.Slot
		worked.ID, worked.Span, worked.Places = cut.Pieces[0].ID, cut.Pieces[0].Span, 1
		got, err := f.Slot(ctx, f.strike, worked.ID)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "what was worked", worked, got.Slot)
		cut.Joined = true
		if _, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: first, Change: rota.Change{Slots: cut.Slots(), Cuts: []rota.Cut{cut}}, Undoes: first}); err != nil {
			t.Fatal(err)
		}
		same(t, "the slot, taken back", was, f.loadSlot(t))
		_, err = f.Slot(ctx, f.strike, worked.ID)
		wantError(t, "what was worked, taken back", err, rota.ErrNotFound)
	})
}

// TestEditRefused holds that an edit of an older draft, one of somebody who is gone,
// and one in a strike without a rota save nothing.
func TestEditRefused(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx, change := t.Context(), f.aChange()
		_, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Change: change})
		wantError(t, "without a draft", err, rota.ErrNotFound)
		d := f.drafted(t)
		before := f.Dump(t)
		_, err = f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: d.Version - 1, Change: change})
		wantError(t, "an older draft", err, store.ErrDraftMoved)
		gone := change
		gone.After.Locks = []rota.Lock{{Pair: rota.Pair{Slot: f.slot, Consultant: "C999"}}}
		_, err = f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: d.Version, Change: gone})
		wantError(t, "somebody who is gone", err, rota.ErrNotFound)
		_, err = f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: d.Version, Change: change, Undoes: 1})
		wantError(t, "undoing what is not there", err, rota.ErrConflict)
		same(t, "all rows", before, f.Dump(t))
	})
}

// TestUndoneOnce takes an edit back, once.
func TestUndoneOnce(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx, change := t.Context(), f.aChange()
		d := f.drafted(t)
		first, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: d.Version, Change: change, Hand: handOf(change)})
		if err != nil {
			t.Fatal(err)
		}
		back := rota.Change{People: change.People, Slots: change.Slots, Before: change.After, After: change.Before}
		second, err := f.SaveEdit(ctx, f.ann, f.strike, store.NewEdit{Seen: first, Change: back, Undoes: first})
		if err != nil {
			t.Fatal(err)
		}
		if d := f.draft(t); d.Hand != nil || d.Version != second {
			t.Errorf("the draft is %+v, want it as the run made it", d)
		}
		e := f.entry(t)
		same(t, "locks", change.Before.Locks, e.Locks)
		same(t, "left open", []rota.LeftOpen(nil), e.LeftOpen)
		edits, err := f.Edits(ctx, f.strike, 0, 1)
		if err != nil || len(edits) != 1 || edits[0].Undoes != first || edits[0].Undone {
			t.Errorf("the newest edit is %+v, %v; want the undo alone", edits, err)
		}
		if e, err := f.Edit(ctx, f.strike, first); err != nil || !e.Undone {
			t.Errorf("the first edit is %+v, %v; want it undone", e, err)
		}
		_, err = f.SaveEdit(ctx, f.ann, f.strike, store.NewEdit{Seen: second, Change: back, Undoes: first})
		wantError(t, "the second time", err, rota.ErrConflict)
		_, err = f.Edit(ctx, f.strike, 9999)
		wantError(t, "no such edit", err, rota.ErrNotFound)
	})
}

// TestRunKeepsEdits edits the draft while a run is under way: its plan does not take
// the draft's place without those edits, nor without one made at the last moment.
func TestRunKeepsEdits(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx, change := t.Context(), f.aChange()
		d := f.drafted(t)
		run, err := f.CreateRun(ctx, f.ann, f.strike, []byte(`{"problem":2}`), store.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		edit := func(seen int64) int64 {
			number, err := f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: seen, Change: change, Hand: handOf(change)})
			if err != nil {
				t.Fatal(err)
			}
			return number
		}
		edit(d.Version)
		edits, version, err := f.EditsDuring(ctx, run.ID)
		if err != nil || len(edits) != 1 {
			t.Fatalf("%d edits during the run, %v; want 1", len(edits), err)
		}
		last := edit(version)
		for _, seen := range []int64{0, version} {
			err := f.Finish(ctx, run.ID, "", []byte(`{"plan":2}`), store.Kept{Seen: seen})
			wantError(t, "without the last edit", err, store.ErrDraftMoved)
		}
		if d := f.draft(t); d.Version != last || d.RunID != f.run {
			t.Errorf("the draft is %+v, want it as it was", d)
		}
		if err := f.Finish(ctx, run.ID, "", []byte(`{"plan":2}`), store.Kept{Seen: last, Hand: handOf(change)}); err != nil {
			t.Fatal(err)
		}
		if d := f.draft(t); d.RunID != run.ID || d.Hand == nil || string(d.Plan) != `{"plan":2}` || d.Version <= last {
			t.Errorf("the draft is %+v, want the new plan with the edits on top", d)
		}
	})
}

// TestDraftOfBefore holds that a strike's newest rota from before there were drafts is its draft.
func TestDraftOfBefore(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		s.MigrateTo(t, 7)
		s.Exec(t, `INSERT INTO strikes VALUES ('old', 7, 1, 'ann', 'July 2025', 1753423200, 1753855200, NULL, NULL, NULL, NULL, NULL, FALSE, 'all_away', 0, '[]', 1, 9, 1, 1, 0, 0)`)
		for i, run := range []struct{ id, state, plan, finished string }{
			{"first", "done", "'{}'", "60"}, {"second", "done", `'{"plan":2}'`, "70"}, {"third", "failed", "NULL", "80"},
		} {
			s.Exec(t, fmt.Sprintf(`INSERT INTO runs (id, strike_id, number, state, stop, reference, made_at, made_by, finished_at, max_seconds, seed, stage, stage_index,
				stages, best, bound, has_best, took, lease, lease_until, attempts, nudged_at, problem, plan)
				VALUES ('%s', 'old', %d, '%s', '', '', 50, 'ann', %s, 0, 0, '', 0, 0, 0, 0, FALSE, 0, '', 0, 1, 50, '{}', %s)`, run.id, i+1, run.state, run.finished, run.plan))
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := s.Of(store.FirstTrust).CurrentPlan(t.Context(), "old")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "draft", store.PlanRecord{RunID: "second", MadeAt: time.Unix(70, 0).UTC(), Problem: []byte("{}"), Plan: []byte(`{"plan":2}`),
			Version: 2, ChangedAt: time.Unix(70, 0).UTC()}, got)
	})
}
