package rota_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// drawDraft is a sound draft of a small trust of which anything may be true.
func drawDraft(t *rapid.T) rota.Draft {
	p := drawProblem(t)
	return rota.NewDraft(p, rotatest.Greedy(p), rota.Entry{})
}

// drawEdit is an edit of anything at all, which may not fit.
func drawEdit(t *rapid.T, d rota.Draft) rota.Edit {
	pair := func(name string) rota.Pair {
		return rota.Pair{Slot: rapid.SampledFrom(d.Problem.Slots).Draw(t, name+" slot").ID,
			Consultant: rapid.SampledFrom(d.Problem.Consultants).Draw(t, name+" consultant").ID}
	}
	e := rota.Edit{Reason: rapid.SampledFrom([]string{"", "agreed by telephone"}).Draw(t, "reason")}
	held := func(name string) rota.Pair {
		if len(d.Plan.Assignments) == 0 {
			return pair(name)
		}
		return rapid.SampledFrom(d.Plan.Assignments).Draw(t, name).Pair()
	}
	taken := func(id rota.SlotID) bool { // by a slot, or by a part that a cut has made
		_, there := d.Problem.Slot(id)
		return there || slices.ContainsFunc(d.Hand().Cuts, func(c rota.Cut) bool { return slices.Contains(c.Slots(), id) })
	}
	switch rapid.IntRange(0, 10).Draw(t, "kind") {
	case 0:
		e.Takes = []rota.Pair{pair("takes")}
	case 1:
		e.Leaves = []rota.Pair{held("leaves")}
	case 2: // two change places
		a, b := held("one"), held("other")
		e.Leaves = []rota.Pair{a, b}
		e.Takes = []rota.Pair{{Slot: a.Slot, Consultant: b.Consultant}, {Slot: b.Slot, Consultant: a.Consultant}}
	case 3:
		e.Locks = []rota.Pair{held("locks")}
	case 4:
		e.Unlocks = []rota.Pair{held("unlocks")}
	case 5: // taken off by hand
		e.Leaves = []rota.Pair{held("off")}
		e.KeepOff = e.Leaves
	case 6:
		e.Allow = []rota.Pair{pair("allowed")}
		if len(d.KeptOff) > 0 {
			e.Allow[0] = rapid.SampledFrom(d.KeptOff).Draw(t, "allows").Pair
		}
	case 7: // somebody falls ill in the middle of a slot
		pair := held("ill")
		s, _ := d.Problem.Slot(pair.Slot)
		if s.Minutes() < 3 {
			break
		}
		worked := s.Start.Add(time.Duration(rapid.IntRange(0, s.Minutes()-2).Draw(t, "worked")) * time.Minute)
		from := worked.Add(time.Duration(rapid.IntRange(0, 1).Draw(t, "gap")) * time.Minute)
		e.Cuts = []rota.Cut{rota.NewCut(s, 1, pair.Consultant, worked, from, taken)}
		if !worked.After(s.Start) {
			e.Leaves = []rota.Pair{pair}
		}
		if left, ok := e.Cuts[0].Left(); ok {
			e.KeepOff = []rota.Pair{{Slot: left.ID, Consultant: pair.Consultant}}
		}
	case 9: // sent home
		pair := held("home")
		s, _ := d.Problem.Slot(pair.Slot)
		if slices.Contains(d.Plan.Pairs(), pair) && s.Minutes() > 2 {
			e.Cuts = []rota.Cut{rota.NewRelease(s, pair.Consultant, s.Start.Add(time.Minute), taken)}
			e.LeftOpen = d.NotNeeded(pair)
		}
	case 8: // nobody had it
		s := rapid.SampledFrom(d.Problem.Slots).Draw(t, "begun")
		if n := s.Places - len(d.Plan.Holders(s.ID)); n > 0 && s.Minutes() > 2 {
			e.Cuts = []rota.Cut{rota.NewCut(s, n, "", s.Start, s.Start.Add(time.Minute), taken)}
		}
	default:
		e.LeftOpen = []rota.LeftOpen{{Slot: rapid.SampledFrom(d.Problem.Slots).Draw(t, "slot").ID, Places: rapid.IntRange(0, 2).Draw(t, "places"), Reason: "no clinic that day"}}
	}
	return e
}

// TestEditedDraftsAreSound makes random edits one after another. The referee passes each
// draft; what breaks a rule is listed when it is broken; who was put in a slot is locked
// there; and undoing them all, the newest first, gives the first draft back.
func TestEditedDraftsAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := drawDraft(t)
		d, drafts, changes := first, []rota.Draft(nil), []rota.Change(nil)
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			e := drawEdit(t, d)
			next, c, err := d.Edit(e)
			if err != nil {
				if !errors.Is(err, rota.ErrConflict) {
					t.Fatalf("%+v: %v", e, err)
				}
				continue
			}
			report := rota.Check(next.Problem, next.Plan)
			if !report.OK() {
				t.Fatalf("after %+v the referee finds %v %v", e, report.Faults, report.Breaches)
			}
			if diff := cmp.Diff(report.Broken(), next.Plan.Broken, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("rules broken (-referee +draft):\n%s", diff)
			}
			if fresh := unlisted(d.Plan.Broken, next.Plan.Broken); len(fresh) != len(c.Broken) {
				t.Fatalf("%v are newly broken, and %v is said", fresh, c.Broken)
			}
			for _, pair := range e.Takes {
				if !slices.Contains(next.Problem.Locks, pair) {
					t.Fatalf("%v is not locked", pair)
				}
			}
			for _, pair := range e.KeepOff {
				if who, _ := next.Problem.Consultant(pair.Consultant); !slices.Contains(who.KeptOff, pair.Slot) {
					t.Fatalf("%v is not kept off", pair)
				}
			}
			if diff := cmp.Diff(d.Part(c.People, c.Slots), c.Before, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("before (-draft +change):\n%s", diff)
			}
			drafts, changes, d = append(drafts, d), append(changes, c), next
		}
		for i, c := range slices.Backward(changes) {
			back, _, err := d.Undo(c)
			if err != nil {
				t.Fatalf("undo: %v", err)
			}
			if diff := cmp.Diff(drafts[i].Plan, back.Plan, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("undoing %+v (-before +after):\n%s", c, diff)
			}
			if !rota.SameThing(drafts[i].Hand(), back.Hand()) {
				t.Fatalf("undoing %+v leaves %+v, want %+v", c, back.Hand(), drafts[i].Hand())
			}
			d = back
		}
		if d.Plan.ByHand {
			t.Fatal("with everything undone, the draft is still said to be changed by hand")
		}
	})
}

func unlisted(before, after []rota.Breach) []string {
	var out []string
	for _, b := range after {
		if !slices.ContainsFunc(before, func(o rota.Breach) bool { return o.String() == b.String() }) {
			out = append(out, b.String())
		}
	}
	return out
}

// TestUndoBesideOthers makes random edits and takes one of them back that is not the newest: what
// comes of it is sound, breaks no rule that was kept, and has all that the others did.
func TestUndoBesideOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDraft(t)
		var changes []rota.Change
		for range rapid.IntRange(2, 5).Draw(t, "edits") {
			if next, c, err := d.Edit(drawEdit(t, d)); err == nil {
				d, changes = next, append(changes, c)
			}
		}
		if len(changes) == 0 {
			return
		}
		c := rapid.SampledFrom(changes).Draw(t, "taken back")
		back, undone, err := d.Undo(c)
		if (err == nil) != d.CanUndo(c) {
			t.Fatalf("it can be undone: %t, and undoing it gives %v", d.CanUndo(c), err)
		}
		if err != nil {
			return
		}
		if report := rota.Check(back.Problem, back.Plan); !report.OK() {
			t.Fatalf("undoing %+v the referee finds %v %v", c, report.Faults, report.Breaches)
		}
		for _, b := range back.Plan.Broken {
			was := slices.ContainsFunc(d.Plan.Broken, func(o rota.Breach) bool {
				return o.Rule == b.Rule && o.Consultant == b.Consultant && !slices.ContainsFunc(b.Slots, func(s rota.SlotID) bool { return !slices.Contains(o.Slots, s) })
			})
			if !was && !rota.SameThing(d.Part(c.People, c.Slots), c.After) {
				t.Fatalf("undoing %+v breaks %v", c, b)
			}
		}
		if diff := cmp.Diff(d.Part(c.People, c.Slots), undone.Before, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("the undo began with (-draft +change):\n%s", diff)
		}
		did := map[rota.Pair]bool{}
		for _, pair := range slices.Concat(pairsIn(c.Before), pairsIn(c.After)) {
			did[pair] = true
		}
		for _, pair := range slices.Concat(rota.Missing(d.Plan.Pairs(), back.Plan.Pairs()), rota.Missing(back.Plan.Pairs(), d.Plan.Pairs())) {
			if !did[pair] {
				t.Fatalf("undoing %+v moves %v", c, pair)
			}
		}
	})
}

func pairsIn(p rota.Part) []rota.Pair { return rota.Plan{Assignments: p.Assignments}.Pairs() }

// TestUndoBesideALock takes back who was put in a slot though they have been locked in another since.
func TestUndoBesideALock(t *testing.T) {
	b := rotatest.July().Standard().Slot("a", "25 08:00", "25 16:00").Slot("b", "27 08:00", "27 16:00").Slot("c", "25 20:00", "26 04:00").Consultant("c1").Consultant("c2")
	p := b.Problem(t)
	d := rota.NewDraft(p, rotatest.Plan(p, rotatest.In("b", "c1")), b.Entry())
	edit := func(e rota.Edit) rota.Change {
		next, c, err := d.Edit(e)
		if err != nil {
			t.Fatal(err)
		}
		d = next
		return c
	}
	takes := edit(rota.Edit{Takes: []rota.Pair{{Slot: "a", Consultant: "c1"}}})
	edit(rota.Edit{Locks: []rota.Pair{{Slot: "b", Consultant: "c1"}}, Reason: "wants it"})
	back, _, err := d.Undo(takes)
	if err != nil {
		t.Fatalf("an unrelated lock is in the way: %v", err)
	}
	if got := back.Plan.Pairs(); !slices.Equal(got, []rota.Pair{{Slot: "b", Consultant: "c1"}}) || len(back.Locks) != 1 {
		t.Errorf("the rota is %v with the locks %v", got, back.Locks)
	}
	off := []rota.Pair{{Slot: "a", Consultant: "c1"}}
	leaves := edit(rota.Edit{Leaves: off, Unlocks: off})
	edit(rota.Edit{Takes: []rota.Pair{{Slot: "c", Consultant: "c1"}}})
	if d.CanUndo(leaves) {
		t.Error("somebody can be put back beside what they have taken since, without rest")
	}
}

// TestUnneededPlace holds that a place which residents fill and only a lock keeps goes
// with whoever leaves it, and that nothing is open then.
func TestUnneededPlace(t *testing.T) {
	b := rotatest.July().Slot("a", "25 08:00", "25 20:00", rotatest.Places(2), rotatest.Priority(2)).Slot("b", "26 08:00", "26 20:00").
		Duty("R1", "a", rota.Working).Consultant("c1").Consultant("c2").Lock("a", "c1").Lock("a", "c2")
	p := b.Problem(t)
	d := rota.NewDraft(p, rotatest.Greedy(p), b.Entry())
	places := func(id rota.SlotID) int { s, _ := d.Problem.Slot(id); return s.Places }
	for i, step := range []struct {
		who    rota.ConsultantID
		places int
		open   int64
	}{{"c1", 1, 0}, {"c2", 1, 720}} {
		off := []rota.Pair{{Slot: "a", Consultant: step.who}}
		next, c, err := d.Edit(rota.Edit{Unlocks: off, Leaves: off, KeepOff: off})
		if err != nil {
			t.Fatal(err)
		}
		before := d
		d = next
		if got := d.Plan.Aims[1]; places("a") != step.places || got.Aim != "cover/2" || got.Value != step.open {
			t.Errorf("after %s has left there are %d places, %+v; want %d, %d open", step.who, places("a"), got, step.places, step.open)
		}
		if report := rota.Check(d.Problem, d.Plan); !report.OK() {
			t.Errorf("the referee finds %v %v", report.Faults, report.Breaches)
		}
		if back, _, err := d.Undo(c); err != nil || !rota.SameThing(back.Hand(), before.Hand()) || !rota.SameThing(back.Plan, before.Plan) {
			t.Errorf("step %d undone: %v, %+v, want %+v", i, err, back.Hand(), before.Hand())
		}
	}
	if _, _, err := d.Edit(rota.Edit{LeftOpen: []rota.LeftOpen{{Slot: "a", Places: 2}}}); !errors.Is(err, rota.ErrConflict) {
		t.Errorf("a place that is not there can be left open: %v", err)
	}
}

// TestUnneededSlot is the same of a slot that has no other place: it goes from the
// problem, its stage with it, and can still be named.
func TestUnneededSlot(t *testing.T) {
	b := rotatest.July().Slot("a", "25 08:00", "25 20:00", rotatest.Priority(1)).Slot("b", "26 08:00", "26 20:00", rotatest.Priority(2)).
		Duty("R1", "a", rota.Working).Consultant("c1").Lock("a", "c1")
	p := b.Problem(t)
	d := rota.NewDraft(p, rotatest.Greedy(p), b.Entry())
	off := []rota.Pair{{Slot: "a", Consultant: "c1"}}
	next, _, err := d.Edit(rota.Edit{Unlocks: off, Leaves: off, KeepOff: off})
	if err != nil {
		t.Fatal(err)
	}
	if _, there := next.Problem.Slot("a"); there || len(next.Plan.Open) != 0 || next.Plan.Aims[0].Aim != "cover/2" || next.Plan.Aims[0].Bound != 0 {
		t.Errorf("the slot is there: %t, open %v, aims %v", there, next.Plan.Open, next.Plan.Aims)
	}
	if report := rota.Check(next.Problem, next.Plan); !report.OK() {
		t.Errorf("the referee finds %v %v", report.Faults, report.Breaches)
	}
	if _, _, err := next.Edit(rota.Edit{Allow: off}); err != nil {
		t.Errorf("who was taken off cannot be let back: %v", err)
	}
	if _, _, err := next.Edit(rota.Edit{Takes: off}); !errors.Is(err, rota.ErrConflict) {
		t.Errorf("a slot without a place can be taken: %v", err)
	}
}

// TestKeptEdits makes edits while another plan is made, which then takes the draft's
// place: it is sound, and all that was decided holds in it.
func TestKeptEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDraft(t)
		made := d.Problem
		var changes []rota.Change
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			if next, c, err := d.Edit(drawEdit(t, d)); err == nil {
				d, changes = next, append(changes, c)
			}
		}
		var other []rota.Assignment
		for _, l := range made.Locks {
			other = append(other, rotatest.In(l.Slot, l.Consultant))
		}
		plan := rotatest.Plan(made, other...)
		if !rota.Check(made, plan).OK() {
			return // nobody but those locked, with sessions in their way: no run makes that
		}
		kept := rota.NewDraft(made, plan, rota.Entry{}).Keep(changes)
		if report := rota.Check(kept.Problem, kept.Plan); !report.OK() {
			t.Fatalf("the referee finds %v %v", report.Faults, report.Breaches)
		}
		for _, l := range d.Problem.Locks {
			if !slices.Contains(kept.Problem.Locks, l) {
				t.Fatalf("%v was decided and does not hold", l)
			}
		}
		if diff := cmp.Diff(d.KeptOff, kept.KeptOff, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("kept off (-decided +kept):\n%s", diff)
		}
		if diff := cmp.Diff(d.Left, kept.Left, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("left open (-decided +kept):\n%s", diff)
		}
	})
}

// TestKeptOffElsewhere: somebody can be kept off a slot that the rota has no place of yet,
// and that is taken back; nobody can be put in it.
func TestKeptOffElsewhere(t *testing.T) {
	p := rotatest.July().Slot("day", "25 08:00", "25 20:00").Consultant("c1").Problem(t)
	d := rota.NewDraft(p, rotatest.Plan(p), rota.Entry{})
	pair := rota.Pair{Slot: "later", Consultant: "c1"}
	off, change, err := d.Edit(rota.Edit{KeepOff: []rota.Pair{pair}, Reason: "Away"})
	if err != nil || len(off.KeptOff) != 1 || off.KeptOff[0].Pair != pair || !slices.Equal(off.Problem.KeptOff(), []rota.Pair{pair}) {
		t.Fatalf("kept off %v, %v", off.KeptOff, err)
	}
	if back, _, err := off.Undo(change); err != nil || len(back.KeptOff) != 0 {
		t.Errorf("undone: %v, %v", back.KeptOff, err)
	}
	if back, _, err := off.Edit(rota.Edit{Allow: []rota.Pair{pair}}); err != nil || len(back.KeptOff) != 0 {
		t.Errorf("taken back: %v, %v", back.KeptOff, err)
	}
	if _, _, err := d.Edit(rota.Edit{Takes: []rota.Pair{pair}}); !errors.Is(err, rota.ErrNotFound) {
		t.Errorf("put in it: %v", err)
	}
}

// TestUndoNeedsRoom: what is taken back must still fit: the slot may have fewer places since, or none.
func TestUndoNeedsRoom(t *testing.T) {
	p := rotatest.July().Slot("day", "25 08:00", "25 20:00").Consultant("c1").Problem(t)
	d := rota.NewDraft(p, rotatest.Plan(p, rotatest.In("day", "c1")), rota.Entry{})
	_, change, err := d.Edit(rota.Edit{Leaves: []rota.Pair{{Slot: "day", Consultant: "c1"}}})
	if err != nil {
		t.Fatal(err)
	}
	left, err := rota.NewProblem(rota.Problem{Strike: p.Strike, Consultants: p.Consultants, Aims: p.Aims})
	if err != nil {
		t.Fatal(err)
	}
	if now := rota.NewDraft(left, rotatest.Plan(left), rota.Entry{}); now.CanUndo(change) {
		t.Error("they would be put in a slot that needs nobody")
	}
	if now := rota.NewDraft(p, rotatest.Plan(p), rota.Entry{}); !now.CanUndo(change) {
		t.Error("they could be put back")
	}
}
