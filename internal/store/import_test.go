package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// imports runs a test on a fixture whose clock it moves.
func imports(t *testing.T, test func(t *testing.T, f *fixture, c *clock)) {
	t.Helper()
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		c := &clock{now: at(t, 20, 9)}
		o.Now = func() time.Time { return c.now }
		test(t, fill(t, storetest.With(t, o)), c)
	})
}

func ground(t *testing.T, f *fixture) store.Ground {
	t.Helper()
	g, err := f.Ground(t.Context(), f.strike)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func started(t *testing.T, f *fixture, who store.Actor) string {
	t.Helper()
	id, err := f.StartImport(t.Context(), who, f.strike, store.Import{Kind: "duties", FileName: marker + ".csv", Choices: []byte(`{}`)}, []byte("a,b\n\x00\xff"))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestImportIsItsMakers: kept with its file, changed by version, and seen by nobody else.
func TestImportIsItsMakers(t *testing.T) {
	imports(t, func(t *testing.T, f *fixture, _ *clock) {
		id := started(t, f, f.ann)
		other := started(t, f, f.bob)
		i, file, err := f.Import(t.Context(), f.strike, id, f.ann.ID)
		if err != nil || string(file) != "a,b\n\x00\xff" || i.FileName != marker+".csv" || i.MadeBy != f.ann.ID {
			t.Fatalf("import %+v, file %q, error %v", i, file, err)
		}
		_, _, err = f.Import(t.Context(), f.strike, id, f.bob.ID)
		wantError(t, "another's import", err, rota.ErrNotFound)
		_, _, err = f.Import(t.Context(), "nonesuch", id, f.ann.ID)
		wantError(t, "another strike's", err, rota.ErrNotFound)
		i.Kind, i.Choices = "slots", []byte(`{"kind":"slots"}`)
		if _, err := f.SaveChoices(t.Context(), i); err != nil {
			t.Fatal(err)
		}
		_, err = f.SaveChoices(t.Context(), i)
		wantError(t, "choices from an older page", err, rota.ErrConflict)
		list, err := f.Imports(t.Context(), f.strike, f.ann.ID)
		if err != nil || len(list) != 1 || list[0].Kind != "slots" || list[0].Version != 2 {
			t.Errorf("Ann's imports: %+v, %v", list, err)
		}
		if err := f.DropImport(t.Context(), f.strike, id, f.bob.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := f.Import(t.Context(), f.strike, id, f.ann.ID); err != nil {
			t.Errorf("Bob has dropped Ann's: %v", err)
		}
		if err := f.DropImport(t.Context(), f.strike, id, f.ann.ID); err != nil {
			t.Fatal(err)
		}
		_, _, err = f.Import(t.Context(), f.strike, id, f.ann.ID)
		wantError(t, "a dropped import", err, rota.ErrNotFound)
		_, err = f.SaveChoices(t.Context(), i)
		wantError(t, "choices of a dropped import", err, rota.ErrNotFound)
		if _, _, err := f.Import(t.Context(), f.strike, other, f.bob.ID); err != nil {
			t.Errorf("Bob's own: %v", err)
		}
	})
}

// changed is the fixture's entry with one of each kind changed, one new and one gone.
func changed(t *testing.T, f *fixture, e rota.Entry) rota.Entry {
	t.Helper()
	e.Residents, e.Duties, e.Slots, e.Consultants = slices.Clone(e.Residents), slices.Clone(e.Duties), slices.Clone(e.Slots), slices.Clone(e.Consultants)
	e.Residents[0].Grade = "ST7"
	e.Residents = append(e.Residents, rota.Resident{ID: "R900", Name: "Dr " + marker, Grade: "ST3"})
	e.Duties = e.Duties[:len(e.Duties)-1]
	e.Duties = append(e.Duties, rota.Duty{ID: "D0900", Resident: "R900", Span: span(t, 26, 8, 12), Declaration: rota.NoReply})
	e.Slots = append(e.Slots, func() rota.Slot { s := newSlot(t); s.ID, s.Span = "S900", span(t, 27, 8, 12); return s }())
	e.Consultants[0].Offers = append(slices.Clone(e.Consultants[0].Offers), rota.Offer{Span: span(t, 28, 8, 12), Modes: []rota.Mode{rota.OnSite}})
	pence := rota.Pence(12345)
	e.Cards.Trust.Rates = []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{&pence}}}
	return e
}

func bring(t *testing.T, f *fixture, who store.Actor, e rota.Entry, g store.Ground) string {
	t.Helper()
	id, err := f.FinishImport(t.Context(), who, f.strike, store.Bringing{ImportID: started(t, f, who), Kind: "duties", FileName: "x.csv", Saves: g.Saves,
		Entry: e, Words: map[string]string{"unit/x": "Labour ward"}, Memory: []byte(`{"people":{"gmc:1":"R900"}}`), Report: []byte(`{"new":1}`)})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// orderless compares entries whose lists may be in another order.
var orderless = cmp.Options{
	cmpopts.SortSlices(func(a, b rota.Duty) bool { return a.ID < b.ID }), cmpopts.SortSlices(func(a, b rota.Resident) bool { return a.ID < b.ID }),
	cmpopts.SortSlices(func(a, b rota.Slot) bool { return a.ID < b.ID }), cmpopts.SortSlices(func(a, b rota.Consultant) bool { return a.ID < b.ID }),
	cmpopts.EquateEmpty(),
}

// TestFinishImport saves everything at once, leaves what did not change alone, and undoes it.
func TestFinishImport(t *testing.T) {
	imports(t, func(t *testing.T, f *fixture, c *clock) {
		g := ground(t, f)
		untouched, err := f.Consultant(t.Context(), f.strike, f.consultant)
		if err != nil {
			t.Fatal(err)
		}
		slot, err := f.Slot(t.Context(), f.strike, f.slot)
		if err != nil {
			t.Fatal(err)
		}
		want := changed(t, f, g.Entry)
		c.add(time.Hour)
		id := bring(t, f, f.ann, want, g)
		after := ground(t, f)
		if diff := cmp.Diff(want, after.Entry, orderless); diff != "" {
			t.Errorf("the entry (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(map[string]string{"unit/x": "Labour ward"}, after.Words); diff != "" || !strings.Contains(string(after.Memory), "gmc:1") {
			t.Errorf("words (-want +got):\n%s\nmemory %s", diff, after.Memory)
		}
		if after.Last.Resident != 900 || after.Last.Duty != 900 || after.Last.Slot != 900 {
			t.Errorf("the last codes are %+v", after.Last)
		}
		if now, err := f.Slot(t.Context(), f.strike, f.slot); err != nil || now.Version != slot.Version {
			t.Errorf("a slot that did not change went from version %d to %d (%v)", slot.Version, now.Version, err)
		}
		if now, err := f.Consultant(t.Context(), f.strike, f.consultant); err != nil || now.Version == untouched.Version {
			t.Errorf("a consultant who changed kept version %d (%v)", now.Version, err)
		}
		_, _, err = f.Import(t.Context(), f.strike, id, f.ann.ID)
		wantError(t, "a finished import", err, rota.ErrNotFound)
		done, err := f.ImportsDone(t.Context(), f.strike)
		if err != nil || len(done) != 1 || done[0].ID != id || done[0].By != f.ann.Name || string(done[0].Report) != `{"new":1}` {
			t.Errorf("done: %+v, %v", done, err)
		}
		audit, err := f.Audit(t.Context(), f.strike, 1)
		if err != nil || audit[0].Action != store.Imported || audit[0].ID != "duties" {
			t.Errorf("the audit says %+v, %v", audit[0], err)
		}
		undone, err := f.UndoImport(t.Context(), f.bob, f.strike, id, false)
		if err != nil || undone.Touched != nil {
			t.Fatalf("undo: %v, %v", undone.Touched, err)
		}
		back := ground(t, f)
		if diff := cmp.Diff(g.Entry, back.Entry, orderless); diff != "" || back.Memory != nil {
			t.Errorf("after undoing, memory %s (-want +got):\n%s", back.Memory, diff)
		}
		_, err = f.UndoImport(t.Context(), f.bob, f.strike, id, false)
		wantError(t, "undo twice", err, rota.ErrNotFound)
	})
}

// TestUndoEdited: what was edited since is named, and undoing the rest keeps it.
func TestUndoEdited(t *testing.T) {
	imports(t, func(t *testing.T, f *fixture, _ *clock) {
		g := ground(t, f)
		id := bring(t, f, f.ann, changed(t, f, g.Entry), g)
		r, err := f.Resident(t.Context(), f.strike, "R900")
		if err != nil {
			t.Fatal(err)
		}
		r.Grade = "ST4"
		if _, err := f.SaveResident(t.Context(), f.bob, f.strike, r); err != nil {
			t.Fatal(err)
		}
		before := f.Dump(t)
		undone, err := f.UndoImport(t.Context(), f.bob, f.strike, id, false)
		if diff := cmp.Diff([]rota.Touched{{Kind: "resident", ID: "R900"}}, undone.Touched); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
		if diff := cmp.Diff(before, f.Dump(t)); diff != "" {
			t.Errorf("refusing changed something (-before +after):\n%s", diff)
		}
		if _, err := f.UndoImport(t.Context(), f.bob, f.strike, id, true); err != nil {
			t.Fatal(err)
		}
		now := ground(t, f)
		if now.Entry.Residents[0].Grade != g.Entry.Residents[0].Grade || len(now.Entry.Residents) != len(g.Entry.Residents)+1 {
			t.Errorf("residents now: %d, the first %q", len(now.Entry.Residents), now.Entry.Residents[0].Grade)
		}
		if now.Memory == nil {
			t.Error("the memory of what is kept is gone")
		}
	})
}

// TestUndoNeeded: what others refer to since cannot be undone, and the fault says what refers to it.
func TestUndoNeeded(t *testing.T) {
	imports(t, func(t *testing.T, f *fixture, _ *clock) {
		g := ground(t, f)
		id := bring(t, f, f.ann, changed(t, f, g.Entry), g)
		if err := f.SetLock(t.Context(), f.bob, f.strike, rota.Lock{Pair: rota.Pair{Slot: "S900", Consultant: f.consultant}, Reason: "Agreed"}); err != nil {
			t.Fatal(err)
		}
		undone, err := f.UndoImport(t.Context(), f.bob, f.strike, id, false)
		faults := rota.Faults(err)
		if len(faults) == 0 || !strings.HasPrefix(faults[0].Path, "locks[") || len(undone.Entry.Locks) == 0 {
			t.Errorf("faults %v, %d locks", faults, len(undone.Entry.Locks))
		}
		if got := len(ground(t, f).Entry.Slots); got != len(g.Entry.Slots)+1 {
			t.Errorf("%d slots after a refusal", got)
		}
	})
}

// TestFinishImportClash: a save in between loses nothing of either.
func TestFinishImportClash(t *testing.T) {
	imports(t, func(t *testing.T, f *fixture, _ *clock) {
		g := ground(t, f)
		if err := saveSlot(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		id := started(t, f, f.bob)
		before := f.Dump(t)
		_, err := f.FinishImport(t.Context(), f.bob, f.strike, store.Bringing{ImportID: id, Kind: "duties", Saves: g.Saves, Entry: changed(t, f, g.Entry)})
		wantError(t, "a save from an older ground", err, rota.ErrConflict)
		bad := changed(t, f, g.Entry)
		bad.Slots[0].Places = 0
		if _, err := f.FinishImport(t.Context(), f.bob, f.strike, store.Bringing{ImportID: id, Kind: "duties", Saves: ground(t, f).Saves, Entry: bad}); rota.Faults(err) == nil {
			t.Errorf("a faulty entry: %v", err)
		}
		if diff := cmp.Diff(before, f.Dump(t)); diff != "" {
			t.Errorf("something was saved (-before +after):\n%s", diff)
		}
	})
}

// TestImportsEnd: files and what undoes them are there for a day, and die with the strike.
func TestImportsEnd(t *testing.T) {
	imports(t, func(t *testing.T, f *fixture, c *clock) {
		g := ground(t, f)
		id, open := bring(t, f, f.ann, changed(t, f, g.Entry), g), started(t, f, f.ann)
		c.add(store.ImportLife)
		_, _, err := f.Import(t.Context(), f.strike, open, f.ann.ID)
		wantError(t, "a file of yesterday", err, rota.ErrNotFound)
		_, err = f.ImportDone(t.Context(), f.strike, id)
		wantError(t, "undo of yesterday", err, rota.ErrNotFound)
		if n := len(f.Dump(t)["imports_done"]) + len(f.Dump(t)["import_files"]); n != 2 {
			t.Errorf("%d rows before forgetting, want 2", n)
		}
		if err := f.ForgetImports(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"imports", "import_files", "imports_done"} {
			if rows := f.Dump(t)[table]; len(rows) > 0 {
				t.Errorf("%s has %d rows of yesterday", table, len(rows))
			}
		}
		started(t, f, f.ann)
		if err := f.DeleteStrike(t.Context(), f.ann, f.strike); err != nil {
			t.Fatal(err)
		}
		for table, rows := range f.Dump(t) {
			if table != "users" && strings.Contains(strings.Join(rows, "\n"), marker) || strings.HasPrefix(table, "import") && table != "import_words" && len(rows) > 0 {
				t.Errorf("%s has rows of a strike that is gone: %d", table, len(rows))
			}
		}
	})
}
