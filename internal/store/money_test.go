package store_test

import (
	"errors"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func pence(n rota.Pence) *rota.Pence { return &n }

func newCase() store.CostCase {
	share, called := rota.PerCent(5000), rota.PerCent(2550)
	return store.CostCase{CostCase: rota.CostCase{Name: "Half accept trust rates", Uplift: -1250, BMAShare: &share, CalledShare: &called,
		Rates: []rota.RateChange{{Card: rota.AtTrust, PayPoint: "14+", Band: rota.Night, Rate: 20000}, {Card: rota.AtBMA, Band: rota.StandbyBand},
			{Card: rota.AtBMA, PayPoint: "14+", Called: true, Rate: 15000}},
		Terms: []rota.TermChange{{From: rota.TimeOff, To: rota.TrustRate}, {Consultant: "C001", To: rota.BMARate}}}}
}

func (f *fixture) money(t *testing.T) store.Money {
	t.Helper()
	m, err := f.Money(t.Context(), f.strike)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// theCase is the strike's only cost case.
func (f *fixture) theCase(t *testing.T) store.CostCase {
	t.Helper()
	all, err := f.CostCases(t.Context(), f.strike)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d cost cases, want 1", len(all))
	}
	return all[0]
}

// A card with all that a card can say.
func fullCard() rota.Card {
	c := rotatest.TrustCard()
	c.Note, c.BankHolidays = "What to know", []rota.Date{{Year: 2025, Month: 8, Day: 25}}
	c.Rates[0].ConfirmedBy[rota.Night], c.Rates[0].ConfirmedBy[rota.WeekdayDay] = "The finance director, 1 July 2025", "BMJ"
	c.Rates[1].Called, c.Rates[1].CalledBy, c.Rates[1].Rate[rota.Weekend] = pence(19900), "The board", nil
	c.Rates[0].Called, c.Rates[0].CalledUnconfirmed = pence(0), true
	return c
}

func TestMoneySavedAsLoaded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		want := f.money(t)
		same(t, "as made", store.MoneySettings{Pricing: rota.StandardPricing(), Withholding: rota.StandardWithholding()}, want.MoneySettings)
		want.MoneySettings = store.MoneySettings{
			Pricing: rota.Pricing{CalledShare: 2500, NI: rota.OnCost{On: true, Rate: 1380}, Pension: rota.OnCost{On: true, Rate: 2378},
				TimeOffHour: pence(9000), LossUnit: pence(1)},
			Withholding: rota.Withholding{Method: rota.Hourly, NightIsTwo: true, Salaries: []rota.Salary{
				{Grade: "ST4", Annual: 7_000_000, Source: "payroll"}, {Grade: "FY1", Annual: 1, Unconfirmed: true}}},
			OwnSalaries: true, Budget: pence(100_000),
		}
		if err := f.SaveMoney(t.Context(), f.ann, f.strike, want); err != nil {
			t.Fatal(err)
		}
		got := f.money(t)
		if got.Version <= want.Version {
			t.Errorf("version %d after %d", got.Version, want.Version)
		}
		same(t, "as changed", want.MoneySettings, got.MoneySettings)
		// Back to the standard salaries: those of the trust's own are gone.
		got.OwnSalaries, got.LossUnit, got.LossSession = false, nil, pence(80_000)
		if err := f.SaveMoney(t.Context(), f.ann, f.strike, got); err != nil {
			t.Fatal(err)
		}
		got.Salaries = rota.StandardSalaries()
		same(t, "with standard salaries", got.MoneySettings, f.money(t).MoneySettings)
		got.Version, got.NI.Rate = f.money(t).Version, 10_001
		if faults := rota.Faults(f.SaveMoney(t.Context(), f.ann, f.strike, got)); len(faults) != 1 || faults[0].Path != "ni" {
			t.Errorf("faults %v, want one at ni", faults)
		}
	})
}

func TestCostCasesSavedAsLoaded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		want := f.theCase(t)
		same(t, "as made", newCase().CostCase, want.CostCase)
		if _, err := f.SaveCostCase(t.Context(), f.bob, f.strike, newCase()); len(rota.Faults(err)) != 1 || rota.Faults(err)[0].Path != "name" {
			t.Errorf("a second case of the name: %v", err)
		}
		want.CostCase = rota.CostCase{Name: "Another"}
		if _, err := f.SaveCostCase(t.Context(), f.bob, f.strike, want); err != nil {
			t.Fatal(err)
		}
		got := f.theCase(t)
		same(t, "as changed", want.CostCase, got.CostCase)
		if err := f.DeleteCostCase(t.Context(), f.bob, f.strike, got.ID, got.Version); err != nil {
			t.Fatal(err)
		}
		if all, err := f.CostCases(t.Context(), f.strike); err != nil || len(all) != 0 {
			t.Errorf("cases left: %v, %v", all, err)
		}
	})
}

func TestLibrary(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		id, err := f.SaveLibraryCard(ctx, f.ann, store.LibraryCard{Card: fullCard()})
		if err != nil {
			t.Fatal(err)
		}
		card, err := f.LibraryCard(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "as made", store.LibraryCard{ID: id, Version: 1, Card: fullCard()}, card)
		card.Card, card.Name = rotatest.BMACard(), "A better name"
		if _, err := f.SaveLibraryCard(ctx, f.bob, card); err != nil {
			t.Fatal(err)
		}
		card.Version++
		all, err := f.LibraryCards(ctx)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "in the list", []store.LibraryCard{card}, all)
		if faults := rota.Faults(saved(f.SaveLibraryCard(ctx, f.bob, store.LibraryCard{}))); len(faults) != 1 || faults[0].Path != "name" {
			t.Errorf("a card without a name: %v", faults)
		}

		// A strike takes a copy, from the library or from what is shipped.
		for _, key := range []string{id, "bma-2025"} {
			if err := f.ChooseCard(ctx, f.ann, f.strike, store.BMACard, f.cards(t).BMA.Version, key); err != nil {
				t.Fatal(err)
			}
			if got := f.cards(t).BMA; got.Chosen != key || got.Rates[0].Rate[rota.Night] == nil {
				t.Errorf("chosen %q, want %q", got.Chosen, key)
			}
		}
		wantError(t, "a card that is not there", f.ChooseCard(ctx, f.ann, f.strike, store.BMACard, f.cards(t).BMA.Version, "none"), rota.ErrNotFound)
		before := f.cards(t).BMA
		if err := f.DeleteLibraryCard(ctx, f.bob, id, card.Version); err != nil {
			t.Fatal(err)
		}
		same(t, "the strike's copy", before, f.cards(t).BMA)
		wantError(t, "deleting it again", f.DeleteLibraryCard(ctx, f.bob, id, card.Version), rota.ErrNotFound)
		_, err = f.LibraryCard(ctx, id)
		wantError(t, "the deleted card", err, rota.ErrNotFound)
		rows := f.Dump(t)["audit"]
		if len(rows) == 0 {
			t.Error("no audit")
		}
	})
}

func saved(_ string, err error) error { return err }

// A strike's own card keeps all that a card can say, and where it was copied from while it is edited.
func TestCardsKeepTheirConfirmations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		if err := f.ChooseCard(ctx, f.ann, f.strike, store.TrustCard, f.cards(t).Trust.Version, "floor-2025"); err != nil {
			t.Fatal(err)
		}
		if err := f.SaveCard(ctx, f.ann, f.strike, store.TrustCard, f.cards(t).Trust.Version, fullCard()); err != nil {
			t.Fatal(err)
		}
		got := f.cards(t).Trust
		same(t, "the card", fullCard(), got.Card)
		if got.Chosen != "floor-2025" {
			t.Errorf("chosen %q", got.Chosen)
		}
	})
}

// Attendance clashes as declarations do, survives the resident's page and a new
// entry that leaves the duty as it was, and goes with a duty that changes.
func TestAttendance(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		save := func(who store.Actor, from, to rota.Attendance) error {
			return f.SaveAttendance(ctx, who, f.strike, []store.AttendanceChange{{Duty: f.duty, From: from, To: to}})
		}
		if err := save(f.ann, rota.NotConfirmed, rota.Absent); err != nil {
			t.Fatal(err)
		}
		if err := save(f.bob, rota.NotConfirmed, rota.Absent); err != nil {
			t.Errorf("what it is already: %v", err)
		}
		cell := store.AttendanceChange{Duty: f.duty, From: rota.Absent, To: rota.Absent}
		if err := f.SaveAttendance(ctx, f.ann, f.strike, []store.AttendanceChange{cell, cell}); err != nil {
			t.Fatal(err)
		}
		rows, total, err := f.AuditLog(ctx, store.AuditFilter{Kind: store.KindDuty}, 1)
		if err != nil || total != 3 || rows[0].ID != "2" {
			t.Errorf("three saves left %d lines in the audit, the last of %v duties: %v", total, rows, err)
		}
		var clash *store.Clash
		if err := save(f.bob, rota.NotConfirmed, rota.Worked); !errors.As(err, &clash) || clash.By != f.ann.Name || clash.At.IsZero() {
			t.Errorf("%v, want a clash with %s", err, f.ann.Name)
		}
		is := func(after string, want rota.Attendance) {
			t.Helper()
			if got := f.loadResident(t).Duties[0].Attendance; got != want {
				t.Errorf("after %s it is %q, want %q", after, got, want)
			}
		}
		r := f.loadResident(t)
		r.Grade, r.Duties[0].Attendance = "ST5", rota.NotConfirmed // as the page, which knows none
		if _, err := f.SaveResident(ctx, f.bob, f.strike, r); err != nil {
			t.Fatal(err)
		}
		is("the resident's page", rota.Absent)
		e := f.entry(t)
		e.Duties[0].Attendance = rota.NotConfirmed
		if err := f.ReplaceEntry(ctx, f.bob, f.strike, e); err != nil {
			t.Fatal(err)
		}
		is("a new entry with the same duty", rota.Absent)
		e.Duties[0].End, e.Duties[0].Slot, e.Locks = e.Duties[0].End.Add(1800e9), "", nil
		if err := f.ReplaceEntry(ctx, f.bob, f.strike, e); err != nil {
			t.Fatal(err)
		}
		is("a new entry with another duty of the code", rota.NotConfirmed)
	})
}

// A strike of before there was money keeps its cards and duties, and gets the standard settings.
func TestUpgradeKeepsWhatWasThere(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		s.MigrateTo(t, 2)
		for _, statement := range []string{
			`INSERT INTO strikes VALUES ('old', 7, 1, 'ann', 'July 2025', 1753423200, 1753855200, NULL, NULL, NULL, NULL, NULL, FALSE, 'all_away', 0, '[]', 1, 9, 1, 1, 0, 0)`,
			`INSERT INTO residents VALUES ('old', 'R001', 8, 1, 'ann', 0, 'Dr ` + marker + `', 'ST4', 'Labour ward')`,
			`INSERT INTO duties VALUES ('old', 'D0001', 0, 'R001', NULL, 1753426800, 1753470000, 'away', 1, 'ann')`,
			`INSERT INTO cards VALUES ('old', 'trust', 9, 1, 'ann', 'Ours', 'North', '2025-04-01', 'The board', '["2025-08-25"]')`,
			`INSERT INTO cards VALUES ('old', 'bma', 3, 1, 'ann', '', '', '', '', '[]')`,
			`INSERT INTO rates VALUES ('old', 'trust', 0, '', 9800, 11250, NULL, 15500, 3000, NULL, '["night"]')`,
		} {
			s.Exec(t, statement)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		f := &fixture{DB: storetest.Of(s), strike: "old", resident: "R001"}
		want := rota.Card{Name: "Ours", Region: "North", ValidFrom: rota.Date{Year: 2025, Month: 4, Day: 1}, Source: "The board",
			BankHolidays: []rota.Date{{Year: 2025, Month: 8, Day: 25}},
			Rates:        []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{pence(9800), pence(11250), nil, pence(15500), pence(3000), nil}}}}
		want.Rates[0].Unconfirmed[rota.Night] = true
		same(t, "the trust card", store.CardRecord{Card: want, Version: 9}, f.cards(t).Trust)
		same(t, "the BMA card", store.CardRecord{Version: 3}, f.cards(t).BMA)
		same(t, "the settings", store.MoneySettings{Pricing: rota.StandardPricing(), Withholding: rota.StandardWithholding()}, f.money(t).MoneySettings)
		duty := f.loadResident(t).Duties[0]
		if duty.Declaration != rota.Away || duty.Attendance != rota.NotConfirmed || duty.Minutes() != 720 {
			t.Errorf("the duty is %+v", duty)
		}
		m := f.money(t)
		m.NI.On = true
		if err := f.SaveMoney(t.Context(), store.Actor{}, "old", m); err != nil {
			t.Errorf("saving the settings of an old strike: %v", err)
		}
	})
}

// TestToldOfTheDeleted holds that a day is told, and stays as it was told, from when all its attendance
// is known: by a save of it, or since whoever was missing was deleted.
func TestToldOfTheDeleted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		r := f.loadResident(t)
		duties := r.Duties[:1]
		r.Duties = duties
		if _, err := f.SaveResident(ctx, f.ann, f.strike, r); err != nil {
			t.Fatal(err)
		}
		second := store.Resident{Resident: rota.Resident{Name: "Another " + marker, Grade: "ST3", Unit: r.Unit}, Duties: []rota.Duty{{Span: duties[0].Span, Declaration: rota.NoReply}}}
		id, err := f.SaveResident(ctx, f.ann, f.strike, second)
		if err != nil {
			t.Fatal(err)
		}
		told := func() (due, absent int) {
			t.Helper()
			cells, err := f.ToldReturn(ctx, f.strike)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cells {
				due, absent = due+c.Due, absent+c.Absent
			}
			return due, absent
		}
		if err := f.SaveAttendance(ctx, f.ann, f.strike, []store.AttendanceChange{{Duty: f.duty, To: rota.Absent}}); err != nil {
			t.Fatal(err)
		}
		if due, _ := told(); due != 0 {
			t.Errorf("%d are told of while one is not confirmed", due)
		}
		another, err := f.Resident(ctx, f.strike, id)
		if err == nil {
			err = f.DeleteResident(ctx, f.ann, f.strike, id, another.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
		if due, absent := told(); due != 1 || absent != 1 {
			t.Errorf("once the other was deleted %d of %d are told of as absent", absent, due)
		}
		r = f.loadResident(t)
		r.Duties = nil
		if _, err := f.SaveResident(ctx, f.ann, f.strike, r); err != nil {
			t.Fatal(err)
		}
		if due, absent := told(); due != 1 || absent != 1 {
			t.Errorf("once the duty was deleted %d of %d are told of as absent", absent, due)
		}
	})
}
