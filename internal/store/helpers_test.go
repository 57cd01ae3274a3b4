package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// marker is in every name of the fixture; it may be in no error and no audit row.
const marker = "Zzyx"

// A fixture is a strike with one of everything.
type fixture struct {
	*storetest.DB
	ann, bob   store.Actor // both users
	strike     string
	resident   rota.ResidentID
	duty       rota.DutyID
	consultant rota.ConsultantID
	slot       rota.SlotID
	run        string
	settled    store.Settled // once replied
}

// replied is a strike of a backup, made before a resident said something that the database before it has.
func (f *fixture) replied(t *testing.T) {
	t.Helper()
	err := f.SaveDeclarations(t.Context(), f.bob, f.strike, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}})
	if err == nil {
		f.settled, err = f.SettledOf(t.Context(), f.strike)
	}
	if err != nil {
		t.Fatal(err)
	}
	f.Exec(t, "UPDATE duties SET declaration = '"+string(rota.NoReply)+"', declared_at = 0 WHERE strike_id = '"+f.strike+"'")
}

// anySave is a save that nothing stands in the way of, as often as one likes.
func (f *fixture) anySave(t *testing.T, actor store.Actor) error {
	return f.SetLock(t.Context(), actor, f.strike, rota.Lock{Pair: f.pair(), Reason: "Agreed"})
}

// at is a wall time of July 2025 in London.
func at(t testing.TB, day, hour int) time.Time {
	t.Helper()
	instant, err := rota.London(rota.Date{Year: 2025, Month: time.July, Day: day}, hour, 0)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func span(t testing.TB, day, hour, hours int) rota.Span {
	t.Helper()
	start := at(t, day, hour)
	return rota.Span{Start: start, End: start.Add(time.Duration(hours) * time.Hour)}
}

func settings(t testing.TB) store.StrikeSettings {
	t.Helper()
	rules := rota.StandardRules()
	rules.Travel = []rota.Travel{{From: "North", To: "South", Minutes: 40}}
	return store.StrikeSettings{
		Strike: rota.Strike{Name: "July 2025", Span: rota.Span{Start: at(t, 25, 7), End: at(t, 30, 7)}},
		Rules:  rules, Case: rota.Case{Kind: rota.ShareAway, Share: 60}, Aims: rota.DefaultAims(), Retention: rota.StandardRetention(),
	}
}

func newSlot(t testing.TB) rota.Slot {
	t.Helper()
	return rota.Slot{Service: "Maternity", Unit: "Labour ward", Role: "Registrar", Site: "North", Span: span(t, 25, 20, 12),
		Places: 2, SkillsAll: []string{"Obstetrics"}, Mode: rota.OnSite, NoOtherDuty: true, Priority: 1, Source: "Duty book"}
}

func newConsultant(t testing.TB) rota.Consultant {
	t.Helper()
	most := 1200
	return rota.Consultant{Name: "Dr " + marker, Grade: "Consultant", Contact: "ext " + marker, Skills: []string{"Obstetrics", "Fetal"},
		Sites: []string{"North"}, Terms: rota.BMARate, PayPoint: "4-7", MaxCover: &most,
		Offers:   []rota.Offer{{Span: span(t, 25, 8, 24), Modes: []rota.Mode{rota.OnSite, rota.OnCall}}},
		Sessions: []rota.Session{{Span: span(t, 26, 9, 4), Kind: rota.Planned, Loss: 12, Name: "List"}, {ID: "s1", Span: span(t, 27, 9, 4), Kind: rota.Fixed}}}
}

func newResident(t testing.TB, slot rota.SlotID) store.Resident {
	t.Helper()
	return store.Resident{Resident: rota.Resident{Name: "Dr " + marker + " R", Grade: "ST4", Unit: "Labour ward"},
		Duties: []rota.Duty{
			{Slot: slot, Span: span(t, 25, 20, 12), Declaration: rota.NoReply},
			{Span: span(t, 27, 8, 8), Declaration: rota.Away},
		}}
}

// fill puts a user's strike with one of everything into the database.
func fill(t testing.TB, s *storetest.DB) *fixture {
	t.Helper()
	f := &fixture{DB: s}
	f.ann, f.bob = f.user(t, "ann"), f.user(t, "bob")
	f.addStrike(t)
	return f
}

func (f *fixture) user(t testing.TB, name string) store.Actor {
	t.Helper()
	u, err := f.CreateUser(t.Context(), store.User{Email: name + "@example.org", Name: name + " " + marker, Role: "admin", PasswordHash: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return store.Actor{ID: u.ID, Name: u.Name}
}

func (f *fixture) addStrike(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	f.strike, err = f.CreateStrike(ctx, f.ann, settings(t))
	must(err)
	f.slot, err = f.SaveSlot(ctx, f.ann, f.strike, store.Slot{Slot: newSlot(t)})
	must(err)
	f.consultant, err = f.SaveConsultant(ctx, f.ann, f.strike, store.Consultant{Consultant: newConsultant(t)})
	must(err)
	f.resident, err = f.SaveResident(ctx, f.ann, f.strike, newResident(t, f.slot))
	must(err)
	f.duty = f.loadResident(t).Duties[0].ID
	must(f.SetLock(ctx, f.ann, f.strike, rota.Lock{Pair: f.pair(), Reason: "Agreed"}))
	must(f.SaveCard(ctx, f.ann, f.strike, store.TrustCard, f.cards(t).Trust.Version, rotatest.TrustCard()))
	_, err = f.SaveCostCase(ctx, f.ann, f.strike, newCase())
	must(err)
	run, err := f.CreateRun(ctx, f.ann, f.strike, []byte(`{"problem":1}`), store.RunOptions{Limit: time.Minute, Seed: 7})
	must(err)
	f.run = run.ID
}

func (f *fixture) pair() rota.Pair { return rota.Pair{Slot: f.slot, Consultant: f.consultant} }

func (f *fixture) loadResident(t testing.TB) store.Resident {
	t.Helper()
	r, err := f.Resident(t.Context(), f.strike, f.resident)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (f *fixture) loadConsultant(t testing.TB) store.Consultant {
	t.Helper()
	c, err := f.Consultant(t.Context(), f.strike, f.consultant)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (f *fixture) loadSlot(t testing.TB) store.Slot {
	t.Helper()
	s, err := f.Slot(t.Context(), f.strike, f.slot)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (f *fixture) loadStrike(t testing.TB) store.Strike {
	t.Helper()
	s, err := f.Strike(t.Context(), f.strike)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (f *fixture) cards(t testing.TB) store.CardRecords {
	t.Helper()
	c, err := f.Cards(t.Context(), f.strike)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (f *fixture) entry(t testing.TB) rota.Entry {
	t.Helper()
	e, err := f.Entry(t.Context(), f.strike)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// same compares what was saved with what was loaded: an empty list is no list.
func same(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func wantError(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error %v, want %v", what, got, want)
	}
}
