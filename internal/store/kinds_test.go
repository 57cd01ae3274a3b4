package store_test

import (
	"errors"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestSavedAsLoaded saves each kind of thing, changes every field of it, and holds that loading gives what was saved.
func TestSavedAsLoaded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}

		t.Run("strike", func(t *testing.T) {
			want := f.loadStrike(t)
			same(t, "as made", settings(t), want.StrikeSettings)
			most := 4
			want.StrikeSettings = store.StrikeSettings{
				Strike: rota.Strike{Name: "August", Span: span(t, 28, 7, 48)},
				Rules: rota.Rules{MaxDaysInARow: &most, OnCallWithOnSite: true,
					Travel: []rota.Travel{{From: "B", To: "A", Minutes: 1}, {From: "A", To: "B", Minutes: 2}}},
				Case: rota.Case{Kind: rota.AllWorking}, Aims: []rota.Aim{rota.AimCover, rota.AimSpread},
				Retention: rota.Retention{Days: 7, Basis: "As settled", Notice: "On the wall"},
			}
			want.KeptFrom = rota.DateOf(time.Now())
			want.DeleteOn = want.Retention.DeleteOn(want.Strike, rota.DateOf(time.Now()))
			must(f.SaveStrike(ctx, f.ann, f.strike, want.Version, want.StrikeSettings))
			got := f.loadStrike(t)
			if got.Version <= want.Version {
				t.Errorf("version %d after %d", got.Version, want.Version)
			}
			want.Version = got.Version
			same(t, "as changed", want, got)
			audit, err := f.Audit(ctx, f.strike, 1)
			must(err)
			const differs = "rest between duties: 11 hours, then no limit; longest run of work: 13 hours, then no limit; " +
				"most cover for one consultant: 60 hours, then no limit; most nights in a row: 3, then no limit; most days in a row: 6, then 4; " +
				"start: 2025-07-25 7am, then 2025-07-28 7am; on call with on site in one unit: no, then yes; " +
				"travel: North to South 40 minutes, then B to A 1 minutes, A to B 2 minutes; share of the silent counted as not there: 60%, then none; " +
				"order of aims: fewest open places, priority 1 first > least lost from displaced sessions > fewest changes from the published plan > " +
				"lowest cost as agreed > least cover on the busiest consultant, then fewest open places, priority 1 first > " +
				"least cover on the busiest consultant; days until everybody is deleted: 42, then 7; " +
				"name; legal basis; where people can read what is kept"
			same(t, "before and after, in the audit", differs, audit[0].ID)
			unrecorded := got
			unrecorded.Retention = rota.Retention{}
			must(f.SaveStrike(ctx, f.ann, f.strike, got.Version, unrecorded.StrikeSettings))
			got.Version = f.loadStrike(t).Version
			same(t, "a retention is not taken back", got, f.loadStrike(t))
		})

		t.Run("slot", func(t *testing.T) {
			want := f.loadSlot(t)
			made := newSlot(t)
			made.ID = f.slot
			same(t, "as made", made, want.Slot)
			want.Slot = rota.Slot{ID: f.slot, Service: "Cancer", Unit: "Oncology", Role: "SHO", Site: "South", Span: span(t, 28, 8, 6),
				Places: 1, SkillsAny: []string{"B", "A"}, Mode: rota.OnCall, Priority: 3}
			id, err := f.SaveSlot(ctx, f.ann, f.strike, want)
			must(err)
			got := f.loadSlot(t)
			want.Version = got.Version
			same(t, "as changed", want, got)
			if id != f.slot {
				t.Errorf("id %s, want %s", id, f.slot)
			}
		})

		t.Run("consultant", func(t *testing.T) {
			want := f.loadConsultant(t)
			made := newConsultant(t)
			made.ID, made.Sessions[0].ID = f.consultant, "s2" // s1 is taken
			same(t, "as made", made, want.Consultant)
			nights := 0
			want.Consultant = rota.Consultant{ID: f.consultant, Name: "Dr Other", Terms: rota.TimeOff, MaxNightsInARow: &nights,
				Offers: []rota.Offer{{Span: span(t, 26, 8, 4), Modes: []rota.Mode{rota.Standby}}, {Span: span(t, 25, 8, 4), Modes: rota.Modes()}}}
			_, err := f.SaveConsultant(ctx, f.ann, f.strike, want)
			must(err)
			got := f.loadConsultant(t)
			want.Version = got.Version
			same(t, "as changed", want, got)
			all, err := f.Consultants(ctx, f.strike)
			must(err)
			same(t, "in the list", []store.Consultant{got}, all)
		})

		t.Run("resident", func(t *testing.T) {
			want := f.loadResident(t)
			made := newResident(t, f.slot)
			made.ID, made.Version, made.Changed, made.Replied = f.resident, want.Version, want.Changed, want.Replied
			for i := range made.Duties {
				made.Duties[i].ID, made.Duties[i].Resident = want.Duties[i].ID, f.resident
			}
			same(t, "as made", made, want)
			// The first duty goes, the second changes, a third comes.
			want.Name, want.Grade, want.Unit = "Dr Other", "", ""
			second := want.Duties[1]
			second.Slot, second.Declaration, second.End = f.slot, rota.Working, second.End.Add(time.Hour)
			want.Duties = []rota.Duty{second, {Span: span(t, 29, 8, 8), Declaration: rota.PrefersNotToSay}}
			_, err := f.SaveResident(ctx, f.ann, f.strike, want)
			must(err)
			got := f.loadResident(t)
			want.Version, want.Changed, want.Replied = got.Version, got.Changed, got.Replied
			want.Duties[1].ID, want.Duties[1].Resident = "D0003", f.resident
			same(t, "as changed", want, got)
			all, err := f.Residents(ctx, f.strike)
			must(err)
			same(t, "in the list", []store.Resident{got}, all)
		})

		t.Run("card", func(t *testing.T) {
			cards := f.cards(t)
			same(t, "the trust card as made", rotatest.TrustCard(), cards.Trust.Card)
			same(t, "the BMA card as made", rota.Card{}, cards.BMA.Card)
			want := rotatest.BMACard()
			want.ValidFrom, want.BankHolidays = rota.Date{Year: 2025, Month: 7, Day: 1}, []rota.Date{{Year: 2025, Month: 8, Day: 25}}
			for b := range want.Rates[0].Unconfirmed {
				want.Rates[0].Unconfirmed[b] = b%2 == 0
			}
			want.Rates[0].Rate[rota.StandbyBand] = nil
			must(f.SaveCard(ctx, f.ann, f.strike, store.BMACard, cards.BMA.Version, want))
			same(t, "the BMA card as changed", want, f.cards(t).BMA.Card)
			same(t, "the trust card, not changed", cards.Trust, f.cards(t).Trust)
		})
	})
}

func TestSlotsInTheOrderAdded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		var more []rota.Slot
		for i := range 3 {
			s := newSlot(t)
			s.Span = span(t, 29-i, 8, 4)
			more = append(more, s)
		}
		if err := f.AddSlots(t.Context(), f.ann, f.strike, more); err != nil {
			t.Fatal(err)
		}
		all, err := f.Slots(t.Context(), f.strike)
		if err != nil {
			t.Fatal(err)
		}
		var got []rota.SlotID
		for _, s := range all {
			got = append(got, s.ID)
		}
		same(t, "the slots", []rota.SlotID{"S001", "S002", "S003", "S004"}, got)
		if !all[3].Span.Equal(more[2].Span) {
			t.Errorf("the last slot is %v", all[3].Span)
		}
	})
}

// TestDeletedSlotFreesItsDuties holds that duties stay, tied to nothing, that locks
// go, and that a page with the old duties cannot save over them.
func TestDeletedSlotFreesItsDuties(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		before := f.loadResident(t)
		if err := f.DeleteSlot(t.Context(), f.ann, f.strike, f.slot, f.loadSlot(t).Version); err != nil {
			t.Fatal(err)
		}
		want := before
		want.Duties = append([]rota.Duty(nil), before.Duties...)
		want.Duties[0].Slot = ""
		got := f.loadResident(t)
		want.Version, want.Changed = got.Version, got.Changed
		same(t, "the resident", want, got)
		if e := f.entry(t); len(e.Locks) != 0 || len(e.Slots) != 0 {
			t.Errorf("locks %v and slots %v are left", e.Locks, e.Slots)
		}
		_, err := f.SaveResident(t.Context(), f.bob, f.strike, before)
		wantError(t, "saving the old duties", err, rota.ErrConflict)
		before.Version = got.Version
		_, err = f.SaveResident(t.Context(), f.bob, f.strike, before)
		if faults := rota.Faults(err); len(faults) != 1 || faults[0].Path != "duties[0].slot" {
			t.Errorf("saving a duty of the old slot: %v, want a fault at duties[0].slot", err)
		}
	})
}

func TestDeletedConsultantTakesLocksAlong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		if err := f.DeleteConsultant(t.Context(), f.ann, f.strike, f.consultant, f.loadConsultant(t).Version); err != nil {
			t.Fatal(err)
		}
		if e := f.entry(t); len(e.Locks) != 0 || len(e.Consultants) != 0 {
			t.Errorf("locks %v and consultants %v are left", e.Locks, e.Consultants)
		}
	})
}

func TestLocks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		want := []rota.Lock{{Pair: f.pair(), Reason: "Agreed twice"}}
		if err := f.SetLock(ctx, f.bob, f.strike, want[0]); err != nil {
			t.Fatal(err)
		}
		same(t, "locks after another reason", want, f.entry(t).Locks)
		wantError(t, "a lock of a stranger", f.SetLock(ctx, f.bob, f.strike, rota.Lock{Pair: rota.Pair{Slot: f.slot, Consultant: "C9"}}), rota.ErrNotFound)
		if err := f.ClearLock(ctx, f.bob, f.strike, f.pair()); err != nil {
			t.Fatal(err)
		}
		same(t, "locks after clearing", []rota.Lock(nil), f.entry(t).Locks)
		wantError(t, "clearing twice", f.ClearLock(ctx, f.bob, f.strike, f.pair()), rota.ErrNotFound)
	})
}

func TestStrikesLatestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		var want []string
		for _, year := range []int{2024, 2026, 2025} {
			s := settings(t)
			s.Start, s.End = s.Start.AddDate(year-2025, 0, 0), s.End.AddDate(year-2025, 0, 0)
			id, err := db.CreateStrike(t.Context(), store.Actor{}, s)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, id)
		}
		all, err := db.Strikes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range all {
			got = append(got, s.ID)
			same(t, "travel", settings(t).Rules.Travel, s.Rules.Travel)
		}
		same(t, "strikes", []string{want[1], want[2], want[0]}, got)
	})
}

func TestDeclarations(t *testing.T) {
	away := func(from rota.Declaration) store.DeclarationChange {
		return store.DeclarationChange{From: from, To: rota.Away}
	}
	tests := []struct {
		name  string
		now   rota.Declaration // what Ann has made it since
		bob   store.DeclarationChange
		clash bool
		want  rota.Declaration
	}{
		{"as the grid showed", rota.NoReply, away(rota.NoReply), false, rota.Away},
		{"changed since", rota.Working, away(rota.NoReply), true, rota.Working},
		{"changed since to the same", rota.Away, away(rota.NoReply), false, rota.Away},
		{"taken back", rota.Working, store.DeclarationChange{From: rota.Working, To: rota.NoReply}, false, rota.NoReply},
	}
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				f.addStrike(t)
				duties := f.loadResident(t).Duties
				err := f.SaveDeclarations(t.Context(), f.ann, f.strike, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: tt.now}})
				if err != nil {
					t.Fatal(err)
				}
				tt.bob.Duty = f.duty
				// The other duty's change goes with it, or not at all.
				err = f.SaveDeclarations(t.Context(), f.bob, f.strike,
					[]store.DeclarationChange{{Duty: duties[1].ID, From: rota.Away, To: rota.Working}, tt.bob})
				var clash *store.Clash
				if errors.As(err, &clash) != tt.clash || tt.clash != errors.Is(err, rota.ErrConflict) {
					t.Fatalf("error %v, want a clash: %v", err, tt.clash)
				}
				if tt.clash && (clash.Duty != f.duty || clash.By != f.ann.Name || clash.At.IsZero()) {
					t.Errorf("the clash is %+v, want duty %s by %s", clash, f.duty, f.ann.Name)
				}
				want := rota.Working
				if tt.clash {
					want = rota.Away
				}
				got := f.loadResident(t).Duties
				if got[0].Declaration != tt.want || got[1].Declaration != want {
					t.Errorf("declarations %s and %s, want %s and %s", got[0].Declaration, got[1].Declaration, tt.want, want)
				}
			})
		}
	})
}

// TestClashTellsOfTheResidentsPage holds that a declaration saved with the whole
// resident is stamped, and one that was not changed there keeps its stamp.
func TestClashTellsOfTheResidentsPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		r := f.loadResident(t)
		r.Duties[0].Declaration = rota.Working
		if _, err := f.SaveResident(t.Context(), f.bob, f.strike, r); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{f.bob.Name, f.ann.Name} {
			err := f.SaveDeclarations(t.Context(), f.ann, f.strike,
				[]store.DeclarationChange{{Duty: r.Duties[i].ID, From: rota.PrefersNotToSay, To: rota.NoReply}})
			var clash *store.Clash
			if !errors.As(err, &clash) || clash.By != want {
				t.Errorf("duty %d: %v, want a clash with %s", i, err, want)
			}
		}
	})
}
