package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// A save is one way of changing a strike. The tests below hold for every one.
type save struct {
	name    string
	audit   string // "action kind" of its rows in the audit, the oldest first
	missing bool   // it names something by id: in another strike that is not found
	do      func(t *testing.T, f *fixture) error
}

func saves() []save {
	return []save{
		{"strike", "saved strike", false, func(t *testing.T, f *fixture) error {
			return f.SaveStrike(t.Context(), f.bob, f.strike, f.loadStrike(t).Version, settings(t))
		}},
		{"entry", "replaced entry, saved strike", false, func(t *testing.T, f *fixture) error {
			return f.ReplaceEntry(t.Context(), f.bob, f.strike, rotatest.Small(1))
		}},
		{"new resident", "made resident", false, func(t *testing.T, f *fixture) error {
			_, err := f.SaveResident(t.Context(), f.bob, f.strike, newResident(t, ""))
			return err
		}},
		{"resident", "saved resident", true, func(t *testing.T, f *fixture) error {
			r := f.loadResident(t)
			r.Grade = "ST5"
			_, err := f.SaveResident(t.Context(), f.bob, f.strike, r)
			return err
		}},
		{"resident's declaration", "declared duty", true, func(t *testing.T, f *fixture) error {
			r := f.loadResident(t)
			r.Duties[0].Declaration = rota.Away
			_, err := f.SaveResident(t.Context(), f.bob, f.strike, r)
			return err
		}},
		{"no resident", "deleted resident", true, func(t *testing.T, f *fixture) error {
			return f.DeleteResident(t.Context(), f.bob, f.strike, f.resident, f.loadResident(t).Version)
		}},
		{"declarations", "declared duty", true, func(t *testing.T, f *fixture) error {
			return f.SaveDeclarations(t.Context(), f.bob, f.strike,
				[]store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}})
		}},
		{"new consultant", "made consultant", false, func(t *testing.T, f *fixture) error {
			_, err := f.SaveConsultant(t.Context(), f.bob, f.strike, store.Consultant{Consultant: newConsultant(t)})
			return err
		}},
		{"consultant", "saved consultant", true, func(t *testing.T, f *fixture) error {
			c := f.loadConsultant(t)
			c.Offers = nil
			_, err := f.SaveConsultant(t.Context(), f.bob, f.strike, c)
			return err
		}},
		{"own offers", "saved consultant", true, func(t *testing.T, f *fixture) error {
			c := f.loadConsultant(t)
			c.Terms = rota.TimeOff
			_, err := f.SaveConsultant(t.Context(), store.ByConsultant, f.strike, c)
			return err
		}},
		{"offers", "saved consultant", true, func(t *testing.T, f *fixture) error {
			who := f.loadConsultant(t)
			who.Offers = append(who.Offers, rota.Offer{Span: rotatest.Span("2025-07-29 08:00", "2025-07-29 20:00"), Modes: rota.Modes()})
			return f.SaveOffers(t.Context(), f.bob, f.strike, []store.Consultant{who})
		}},
		{"no consultant", "deleted consultant", true, func(t *testing.T, f *fixture) error {
			return f.DeleteConsultant(t.Context(), f.bob, f.strike, f.consultant, f.loadConsultant(t).Version)
		}},
		{"new slot", "made slot", false, func(t *testing.T, f *fixture) error {
			_, err := f.SaveSlot(t.Context(), f.bob, f.strike, store.Slot{Slot: newSlot(t)})
			return err
		}},
		{"slots", "made slot, made slot", false, func(t *testing.T, f *fixture) error {
			return f.AddSlots(t.Context(), f.bob, f.strike, []rota.Slot{newSlot(t), newSlot(t)})
		}},
		{"slot", "saved slot", true, func(t *testing.T, f *fixture) error {
			s := f.loadSlot(t)
			s.Places = 3
			_, err := f.SaveSlot(t.Context(), f.bob, f.strike, s)
			return err
		}},
		{"word", "saved slot, saved resident", true, func(t *testing.T, f *fixture) error {
			_, err := f.RenameWord(t.Context(), f.bob, f.strike, renameUnit, false)
			return err
		}},
		{"no slot", "deleted slot", true, func(t *testing.T, f *fixture) error {
			return f.DeleteSlot(t.Context(), f.bob, f.strike, f.slot, f.loadSlot(t).Version)
		}},
		{"card", "saved card", false, func(t *testing.T, f *fixture) error {
			return f.SaveCard(t.Context(), f.bob, f.strike, store.BMACard, f.cards(t).BMA.Version, rotatest.BMACard())
		}},
		{"choose card", "saved card", false, func(t *testing.T, f *fixture) error {
			return f.ChooseCard(t.Context(), f.bob, f.strike, store.BMACard, f.cards(t).BMA.Version, "bma-2025")
		}},
		{"attendance", "attended duty", true, func(t *testing.T, f *fixture) error {
			return f.SaveAttendance(t.Context(), f.bob, f.strike, []store.AttendanceChange{{Duty: f.duty, To: rota.Absent}})
		}},
		{"money", "saved money", false, func(t *testing.T, f *fixture) error {
			m := f.money(t)
			m.OwnSalaries = true
			return f.SaveMoney(t.Context(), f.bob, f.strike, m)
		}},
		{"new cost case", "made cost case", false, func(t *testing.T, f *fixture) error {
			_, err := f.SaveCostCase(t.Context(), f.bob, f.strike, store.CostCase{CostCase: rota.CostCase{Name: "Other"}})
			return err
		}},
		{"cost case", "saved cost case", true, func(t *testing.T, f *fixture) error {
			c := f.theCase(t)
			c.Uplift = 1
			_, err := f.SaveCostCase(t.Context(), f.bob, f.strike, c)
			return err
		}},
		{"no cost case", "deleted cost case", true, func(t *testing.T, f *fixture) error {
			c := f.theCase(t)
			return f.DeleteCostCase(t.Context(), f.bob, f.strike, c.ID, c.Version)
		}},
		{"lock", "locked assignment", true, func(t *testing.T, f *fixture) error {
			return f.SetLock(t.Context(), f.bob, f.strike, rota.Lock{Pair: f.pair(), Reason: "Other"})
		}},
		{"no lock", "unlocked assignment", true, func(t *testing.T, f *fixture) error {
			return f.ClearLock(t.Context(), f.bob, f.strike, f.pair())
		}},
		{"publish", "published plan", false, func(t *testing.T, f *fixture) error {
			_, err := f.Publish(t.Context(), f.bob, f.strike, f.aVersion(t))
			return err
		}},
		{"answer", "answered assignment, edited plan", false, func(t *testing.T, f *fixture) error {
			change := f.aChange()
			return f.Record(t.Context(), f.bob, f.strike, store.NewAnswer{Version: 1, Pair: f.pair(), Outcome: store.Declined, ByPhone: true,
				Edit: &store.NewEdit{Seen: f.draft(t).Version, Change: change, Hand: handOf(change)}})
		}},
		{"replan", "edited plan", false, func(t *testing.T, f *fixture) error {
			return f.TakeReplan(t.Context(), f.bob, f.strike, f.taken(t))
		}},
		{"call", "rang assignment, edited plan", false, func(t *testing.T, f *fixture) error {
			change := f.aChange()
			return f.SaveCall(t.Context(), f.bob, f.strike, store.NewCall{Pair: f.pair(), Comes: true, Outcome: store.CallNo,
				Edit: &store.NewEdit{Seen: f.draft(t).Version, Change: change, Hand: handOf(change)}})
		}},
		{"named file", "handed out file", false, func(t *testing.T, f *fixture) error {
			return f.RequestFile(t.Context(), f.bob, f.strike, "entries.xlsx", "For the handover")
		}},
		{"personal link", "invited resident", true, func(t *testing.T, f *fixture) error {
			return f.MakePersonalLink(t.Context(), f.bob, f.strike, store.KindResident, store.NewPersonalLink{ID: string(f.resident), Hash: f.strike})
		}},
		{"personal links", "invited many resident, handed out file", false, func(t *testing.T, f *fixture) error {
			return f.MakePersonalLinks(t.Context(), f.bob, f.strike, store.KindResident,
				[]store.NewPersonalLink{{ID: string(f.resident), Hash: f.strike + "r"}}, "links.csv", "To be sent")
		}},
		{"no personal link", "uninvited resident", false, func(t *testing.T, f *fixture) error {
			return f.EndPersonalLinks(t.Context(), f.bob, f.strike, store.KindResident, string(f.resident))
		}},
		{"own declaration", "declared duty", true, func(t *testing.T, f *fixture) error {
			return f.Declare(t.Context(), f.strike, f.resident, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}})
		}},
		{"run", "made run", false, func(t *testing.T, f *fixture) error {
			_, err := f.CreateRun(t.Context(), f.bob, f.strike, []byte("{}"), store.RunOptions{})
			return err
		}},
		{"stop", "asked run", false, func(t *testing.T, f *fixture) error {
			return f.RequestStop(t.Context(), f.bob, f.run, true)
		}},
		{"claim", "claimed run", false, func(t *testing.T, f *fixture) error {
			_, err := f.ClaimRun(t.Context(), f.run, "w1", time.Now().Add(time.Minute))
			return err
		}},
		{"finish", "finished run", false, func(t *testing.T, f *fixture) error {
			return f.FinishRun(t.Context(), f.run, []byte(`{"plan":1}`))
		}},
		{"fail", "failed run", false, func(t *testing.T, f *fixture) error {
			return f.FailRun(t.Context(), f.run, "ref")
		}},
		{"settled", "kept to what was settled strike", false, func(t *testing.T, f *fixture) error {
			_, err := f.KeepSettled(t.Context(), f.strike, f.settled)
			return err
		}},
		{"delete strike", "deleted strike", false, func(t *testing.T, f *fixture) error {
			return f.DeleteStrike(t.Context(), f.bob, f.strike)
		}},
	}
}

// readyFor adds a strike in which the save can be done.
func (f *fixture) readyFor(t *testing.T, s save) {
	f.addStrike(t)
	switch s.name {
	case "personal link", "personal links", "own declaration":
		f.ahead(t)
	case "publish", "call":
		f.drafted(t)
	case "replan":
		f.drafted(t)
		f.replanned(t)
	case "settled":
		f.replied(t)
	case "answer":
		f.publishes(t, f.aVersion(t))
	}
}

func eachSave(t *testing.T, test func(t *testing.T, f *fixture, s save)) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		for _, s := range saves() {
			t.Run(s.name, func(t *testing.T) {
				f.readyFor(t, s) // each save has a strike of its own
				test(t, f, s)
			})
		}
	})
}

func auditWords(t *testing.T, f *fixture) []string {
	t.Helper()
	rows, err := f.Audit(t.Context(), f.strike, 1)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		out[len(rows)-1-i] = fmt.Sprintf("%s %s", r.Action, r.Kind)
	}
	return out
}

func TestEverySaveIsAudited(t *testing.T) {
	eachSave(t, func(t *testing.T, f *fixture, s save) {
		before := auditWords(t, f)
		if err := s.do(t, f); err != nil {
			t.Fatal(err)
		}
		after := auditWords(t, f)
		if got := strings.Join(after[len(before):], ", "); got != s.audit {
			t.Errorf("audit %q, want %q", got, s.audit)
		}
	})
}

// TestNothingChangesWithoutAudit makes the audit refuse rows and holds that every save then changes nothing.
func TestNothingChangesWithoutAudit(t *testing.T) {
	t.Parallel() // beside TestLockedByAnother, which waits
	eachSave(t, func(t *testing.T, f *fixture, s save) {
		f.Exec(t, "ALTER TABLE audit RENAME COLUMN entity_id TO broken")
		defer f.Exec(t, "ALTER TABLE audit RENAME COLUMN broken TO entity_id")
		before := f.Dump(t)
		err := s.do(t, f)
		if err == nil {
			t.Error("saved without a row in the audit")
		}
		same(t, "all rows", before, f.Dump(t))
		if err != nil && strings.Contains(err.Error(), marker) {
			t.Errorf("the error holds a name: %v", err)
		}
	})
}

func TestAnotherStrikesThingsAreNotFound(t *testing.T) {
	eachSave(t, func(t *testing.T, f *fixture, s save) {
		if !s.missing {
			return
		}
		full := *f
		var err error
		if f.strike, err = f.CreateStrike(t.Context(), f.ann, settings(t)); err != nil {
			t.Fatal(err)
		}
		before := f.Dump(t)
		err = s.elsewhere(t, &full, f.strike)
		wantError(t, s.name, err, rota.ErrNotFound)
		same(t, "all rows", before, f.Dump(t))
	})
}

// elsewhere does the save with the ids and versions of f, but in another strike.
func (s save) elsewhere(t *testing.T, f *fixture, strike string) error {
	ctx := t.Context()
	r, c, slot := f.loadResident(t), f.loadConsultant(t), f.loadSlot(t)
	switch s.name {
	case "attendance":
		return f.SaveAttendance(ctx, f.bob, strike, []store.AttendanceChange{{Duty: f.duty, To: rota.Absent}})
	case "cost case":
		_, err := f.SaveCostCase(ctx, f.bob, strike, f.theCase(t))
		return err
	case "no cost case":
		k := f.theCase(t)
		return f.DeleteCostCase(ctx, f.bob, strike, k.ID, k.Version)
	case "resident", "resident's declaration":
		_, err := f.SaveResident(ctx, f.bob, strike, r)
		return err
	case "no resident":
		return f.DeleteResident(ctx, f.bob, strike, r.ID, r.Version)
	case "declarations":
		return f.SaveDeclarations(ctx, f.bob, strike, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}})
	case "own declaration":
		return f.Declare(ctx, strike, f.resident, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}})
	case "personal link":
		return f.MakePersonalLink(ctx, f.bob, strike, store.KindResident, store.NewPersonalLink{ID: string(f.resident), Hash: "x"})
	case "consultant":
		_, err := f.SaveConsultant(ctx, f.bob, strike, c)
		return err
	case "own offers":
		_, err := f.SaveConsultant(ctx, store.ByConsultant, strike, c)
		return err
	case "offers":
		return f.SaveOffers(ctx, f.bob, strike, []store.Consultant{c})
	case "no consultant":
		return f.DeleteConsultant(ctx, f.bob, strike, c.ID, c.Version)
	case "slot":
		_, err := f.SaveSlot(ctx, f.bob, strike, slot)
		return err
	case "word":
		_, err := f.RenameWord(ctx, f.bob, strike, renameUnit, false)
		return err
	case "no slot":
		return f.DeleteSlot(ctx, f.bob, strike, slot.ID, slot.Version)
	case "lock":
		return f.SetLock(ctx, f.bob, strike, rota.Lock{Pair: f.pair(), Reason: "Other"})
	case "no lock":
		return f.ClearLock(ctx, f.bob, strike, f.pair())
	}
	t.Fatalf("no such save in another strike: %s", s.name)
	return nil
}

// TestLoadsOfAnotherStrike holds that no load gives what is another strike's, nor anything of a strike that is not there.
func TestLoadsOfAnotherStrike(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		empty, err := f.CreateStrike(t.Context(), f.ann, settings(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, strike := range []string{empty, "none", ""} {
			for name, load := range loads(f, strike) {
				if err := load(t.Context()); !errors.Is(err, rota.ErrNotFound) {
					t.Errorf("%s of strike %q: error %v, want not found", name, strike, err)
				}
			}
		}
		for _, strike := range []string{"none", ""} {
			for name, load := range lists(f, strike) {
				if err := load(t.Context()); !errors.Is(err, rota.ErrNotFound) {
					t.Errorf("%s of strike %q: error %v, want not found", name, strike, err)
				}
			}
		}
		e, err := f.Entry(t.Context(), empty)
		if err != nil || len(e.Residents)+len(e.Duties)+len(e.Consultants)+len(e.Slots)+len(e.Locks) > 0 {
			t.Errorf("the entry of an empty strike = %+v, %v", e, err)
		}
	})
}

func loads(f *fixture, strike string) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"resident":   func(ctx context.Context) error { _, err := f.Resident(ctx, strike, f.resident); return err },
		"consultant": func(ctx context.Context) error { _, err := f.Consultant(ctx, strike, f.consultant); return err },
		"slot":       func(ctx context.Context) error { _, err := f.Slot(ctx, strike, f.slot); return err },
		"latest run": func(ctx context.Context) error { _, err := f.LatestRun(ctx, strike); return err },
		"plan":       func(ctx context.Context) error { _, err := f.CurrentPlan(ctx, strike); return err },
	}
}

func lists(f *fixture, strike string) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"strike":      func(ctx context.Context) error { _, err := f.Strike(ctx, strike); return err },
		"entry":       func(ctx context.Context) error { _, err := f.Entry(ctx, strike); return err },
		"residents":   func(ctx context.Context) error { _, err := f.Residents(ctx, strike); return err },
		"consultants": func(ctx context.Context) error { _, err := f.Consultants(ctx, strike); return err },
		"slots":       func(ctx context.Context) error { _, err := f.Slots(ctx, strike); return err },
		"money":       func(ctx context.Context) error { _, err := f.Money(ctx, strike); return err },
		"cost cases":  func(ctx context.Context) error { _, err := f.CostCases(ctx, strike); return err },
		"cards":       func(ctx context.Context) error { _, err := f.Cards(ctx, strike); return err },
		"new strike's run": func(ctx context.Context) error {
			_, err := f.CreateRun(ctx, f.ann, strike, []byte("{}"), store.RunOptions{})
			return err
		},
	}
}

// TestNoNamesInAudit holds that the audit table has neither names nor declarations.
func TestNoNamesInAudit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		for _, s := range saves() {
			f.readyFor(t, s)
			if err := s.do(t, f); err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
		}
		for _, row := range f.Dump(t)["audit"] {
			for _, word := range []string{marker, "Registrar", "away", "working", "absent", "example.org"} {
				if strings.Contains(row, word) {
					t.Errorf("%q is in the audit: %s", word, row)
				}
			}
		}
	})
}
