package store_test

import (
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestEntryRoundTrip(t *testing.T) {
	tests := []struct {
		name  string
		entry func() rota.Entry
	}{
		{"small", func() rota.Entry { return rotatest.Small(1) }},
		{"large", func() rota.Entry { return rotatest.Large(1) }},
		{"with locks", func() rota.Entry {
			e := rotatest.Small(2)
			for i, s := range e.Slots[:3] {
				pair := rota.Pair{Slot: s.ID, Consultant: e.Consultants[len(e.Consultants)-1-i].ID}
				e.Locks = append(e.Locks, rota.Lock{Pair: pair, Reason: "Agreed by the clinical lead"})
			}
			return e
		}},
		{"nearly empty", func() rota.Entry {
			e := rotatest.Small(3)
			return rota.Entry{Strike: e.Strike, Case: rota.Case{Kind: rota.AllWorking}}
		}},
	}
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				f := &fixture{DB: s}
				var err error
				if f.strike, err = s.CreateStrike(t.Context(), store.Actor{}, settings(t)); err != nil {
					t.Fatal(err)
				}
				want := tt.entry()
				if err := s.ReplaceEntry(t.Context(), store.Actor{}, f.strike, want); err != nil {
					t.Fatal(err)
				}
				got := f.entry(t)
				same(t, "the entry", want, got)
				// Once more, over what is there, and back.
				if err := s.ReplaceEntry(t.Context(), store.Actor{}, f.strike, got); err != nil {
					t.Fatal(err)
				}
				same(t, "the entry again", want, f.entry(t))
			})
		}
	})
}

func TestReplaceEntryRefusesFaults(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		f := fill(t, s)
		want := s.Dump(t)
		e := rotatest.Small(1)
		e.Duties[3].Slot = "nothing"
		err := s.ReplaceEntry(t.Context(), f.ann, f.strike, e)
		if faults := rota.Faults(err); len(faults) != 1 || faults[0].Path != "duties[3].slot" {
			t.Errorf("faults %v, want duties[3].slot", faults)
		}
		same(t, "rows after a faulty entry", want, s.Dump(t))
	})
}

// TestCodesGoOn holds that codes go on after those of an entry, and are never given out twice.
func TestCodesGoOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		f := fill(t, s)
		e := f.entry(t)
		e.Residents = append(e.Residents, rota.Resident{ID: "R041", Name: "Dr A"}, rota.Resident{ID: "R9x", Name: "Dr B"}, rota.Resident{ID: "R99999999", Name: "Dr C"})
		e.Slots[0].ID, e.Locks, e.Duties[0].Slot = "lw-night", nil, ""
		if err := s.ReplaceEntry(t.Context(), f.ann, f.strike, e); err != nil {
			t.Fatal(err)
		}
		add := func() rota.ResidentID {
			id, err := s.SaveResident(t.Context(), f.ann, f.strike, newResident(t, "lw-night"))
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		first := add()
		r, err := s.Resident(t.Context(), f.strike, first)
		if err != nil {
			t.Fatal(err)
		}
		if first != "R042" || r.Duties[0].ID != "D0003" || r.Duties[1].ID != "D0004" {
			t.Errorf("codes %s, %s and %s; want R042, D0003 and D0004", first, r.Duties[0].ID, r.Duties[1].ID)
		}
		if err := s.DeleteResident(t.Context(), f.ann, f.strike, first, r.Version); err != nil {
			t.Fatal(err)
		}
		if second := add(); second != "R043" {
			t.Errorf("code %s after R042 went, want R043", second)
		}
		if id, err := s.SaveSlot(t.Context(), f.ann, f.strike, store.Slot{Slot: newSlot(t)}); err != nil || id != "S002" {
			t.Errorf("slot %s, %v; want S002", id, err)
		}
	})
}
