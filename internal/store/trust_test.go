package store_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// A stolen is what a trust has, as another one might ask for it by its ids.
type stolen struct {
	*fixture
	run, replan   string // a finished one for a rota, and one for the rest of the strike
	imported      string // a file that was brought in
	bringing      store.Import
	library       store.LibraryCard
	office        store.Office
	entered       rota.Entry
	who           store.Consultant
	doctor        store.Resident
	place         store.Slot
	settings      store.Strike
	terms         store.Money
	rates         store.CardRecords
	costs         store.CostCase
	version       store.NewVersion
	anew          store.Taken
	ground        store.Ground
	draftVersion  int64
	editNumber    int64
	changedByHand rota.Change
}

// stealable is a strike with one of everything, and the ids and versions of it all.
func stealable(t *testing.T, f *fixture) *stolen {
	t.Helper()
	ctx := t.Context()
	f.addStrike(t)
	x := &stolen{fixture: f, run: f.run}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	x.costs = f.theCase(t)
	f.full(t)
	x.replan = f.replanned(t)
	x.changedByHand = f.aChange()
	x.editNumber, err = f.SaveEdit(ctx, f.bob, f.strike, store.NewEdit{Seen: f.draft(t).Version, Change: x.changedByHand, Hand: handOf(x.changedByHand)})
	must(err)
	must(f.SaveExplanation(ctx, f.run, []byte("{}")))
	done, err := f.ImportsDone(ctx, f.strike)
	must(err)
	x.imported = done[0].ID
	list, err := f.Imports(ctx, f.strike, f.bob.ID)
	must(err)
	x.bringing = list[0]
	x.office, err = f.Office(ctx)
	must(err)
	x.office.Reach = "bleep 4411"
	must(f.SaveOffice(ctx, f.ann, x.office))
	x.office.Version++
	card := rotatest.TrustCard()
	card.Name = "Ours"
	x.library.ID, err = f.SaveLibraryCard(ctx, f.ann, store.LibraryCard{Card: card})
	must(err)
	x.library, err = f.LibraryCard(ctx, x.library.ID)
	must(err)
	must(f.SetSeen(ctx, f.ann.ID, f.strike, f.consultant, 1))
	must(f.BeginSession(ctx, store.AccountSession{ID: "session " + f.strike, UserID: f.ann.ID, Began: time.Now(), Used: time.Now()}, store.SessionLimits{Idle: time.Hour, Absolute: time.Hour}))
	own := f.loadConsultant(t)
	own.Terms = rota.TimeOff
	_, err = f.SaveConsultant(ctx, store.ByConsultant, f.strike, own)
	must(err)
	x.entered, x.who, x.doctor, x.place, x.settings = f.entry(t), f.loadConsultant(t), f.loadResident(t), f.loadSlot(t), f.loadStrike(t)
	x.terms, x.rates, x.version, x.anew = f.money(t), f.cards(t), f.aVersion(t), f.taken(t)
	x.ground, err = f.Ground(ctx, f.strike)
	must(err)
	x.draftVersion = f.draft(t).Version
	return x
}

// lone makes a call that gives nothing but an error one that gives something.
func lone(err error) (any, error) { return nil, err }

// thefts call each method of a trust with what belongs to another one.
func thefts(ctx context.Context, x *stolen) map[string]func(s *store.Trust) (any, error) {
	type T = *store.Trust
	who, strike, ann := x.bob, x.strike, x.ann.ID
	said := []store.DeclarationChange{{Duty: x.duty, From: rota.NoReply, To: rota.Away}}
	link := []store.NewPersonalLink{{ID: string(x.resident), Hash: "new " + strike}}
	soon := time.Now().Add(time.Hour)
	return map[string]func(s T) (any, error){
		"Office":      func(s T) (any, error) { o, err := s.Office(ctx); return o.Reach, err },
		"SaveOffice":  func(s T) (any, error) { return lone(s.SaveOffice(ctx, who, x.office)) },
		"SetPassword": func(s T) (any, error) { return lone(s.SetPassword(ctx, who, ann, "y")) },
		"SetRole":     func(s T) (any, error) { return lone(s.SetRole(ctx, who, ann, "auditor", rota.OwnServices{})) },
		"NoSlotHas": func(s T) (any, error) {
			asked := rota.SomeServices("cancer", "maternity", "transplant", "Nonsense")
			none, err := s.NoSlotHas(ctx, asked)
			return asked.Without(none), err
		},
		"SlotServices":  func(s T) (any, error) { return s.SlotServices(ctx) },
		"CloseUser":     func(s T) (any, error) { return lone(s.CloseUser(ctx, who, ann)) },
		"ReopenUser":    func(s T) (any, error) { return lone(s.ReopenUser(ctx, who, ann)) },
		"EndSessionsOf": func(s T) (any, error) { return lone(s.EndSessionsOf(ctx, who, ann)) },
		"SessionsOf":    func(s T) (any, error) { return s.SessionsOf(ctx, ann) },
		"EndSession":    func(s T) (any, error) { return lone(s.EndSession(ctx, who, ann, "session "+strike)) },
		"EndOtherSessions": func(s T) (any, error) {
			n, err := s.EndOtherSessions(ctx, who, ann, "")
			return make([]int, n), err
		},
		"SetFactor":      func(s T) (any, error) { return lone(s.SetFactor(ctx, who, ann, "sealed", 1, []string{"code"})) },
		"RemoveFactor":   func(s T) (any, error) { return lone(s.RemoveFactor(ctx, who, ann)) },
		"UseStep":        func(s T) (any, error) { fresh, err := s.UseStep(ctx, ann, 99); return fresh, err },
		"UseRecovery":    func(s T) (any, error) { return s.UseRecovery(ctx, ann, "code") },
		"KnowBrowser":    func(s T) (any, error) { return lone(s.KnowBrowser(ctx, ann, "browser", soon)) },
		"RecoveriesLeft": func(s T) (any, error) { return s.RecoveriesLeft(ctx, ann) },
		"NewLink":        func(s T) (any, error) { return lone(s.NewLink(ctx, who, ann, "link "+strike, soon)) },
		"User":           func(s T) (any, error) { return s.User(ctx, ann) },
		"UserByEmail":    func(s T) (any, error) { return s.UserByEmail(ctx, "ann@example.org") },
		"Users":          func(s T) (any, error) { return s.Users(ctx) },
		"Confirmers":     func(s T) (any, error) { n, err := s.Confirmers(ctx, ann); return make([]int, n), err },
		"SettledOf":      func(s T) (any, error) { return s.SettledOf(ctx, strike) },
		"KeepSettled":    func(s T) (any, error) { return s.KeepSettled(ctx, strike, store.Settled{}) },
		"CertifyBackups": func(s T) (any, error) {
			err := s.CertifyBackups(ctx, strike, store.Backups{})
			if _, purge := s.Purge(ctx, who, strike, nil); purge == nil { // then there is a certificate
				err = s.CertifyBackups(ctx, strike, store.Backups{})
			}
			return nil, err
		},
		"ReplyDays":      func(s T) (any, error) { return s.ReplyDays(ctx, store.AuditFilter{StrikeID: strike}) },
		"DeletedStrikes": func(s T) (any, error) { return s.DeletedStrikes(ctx) },
		"Audit":          func(s T) (any, error) { return s.Audit(ctx, strike, 1) },
		"AuditLog": func(s T) (any, error) {
			rows, _, err := s.AuditLog(ctx, store.AuditFilter{StrikeID: strike}, 1)
			return rows, err
		},
		"Looked": func(s T) (any, error) { return lone(s.Looked(ctx, who, strike, "residents")) },
		"SaveAttendance": func(s T) (any, error) {
			return lone(s.SaveAttendance(ctx, who, strike, []store.AttendanceChange{{Duty: x.duty, To: rota.Absent}}))
		},
		"SaveCall": func(s T) (any, error) {
			return lone(s.SaveCall(ctx, who, strike, store.NewCall{Pair: x.pair(), Outcome: store.CallNo}))
		},
		"Calls": func(s T) (any, error) { return s.Calls(ctx, strike) },
		"Cards": func(s T) (any, error) { return s.Cards(ctx, strike) },
		"SaveCard": func(s T) (any, error) {
			return lone(s.SaveCard(ctx, who, strike, store.BMACard, x.rates.BMA.Version, rotatest.BMACard()))
		},
		"ChooseCard": func(s T) (any, error) {
			return lone(s.ChooseCard(ctx, who, strike, store.BMACard, x.rates.BMA.Version, "bma-2025"))
		},
		"Consultants":      func(s T) (any, error) { return s.Consultants(ctx, strike) },
		"Consultant":       func(s T) (any, error) { return s.Consultant(ctx, strike, x.consultant) },
		"SaveConsultant":   func(s T) (any, error) { return s.SaveConsultant(ctx, who, strike, x.who) },
		"SaveOffers":       func(s T) (any, error) { return lone(s.SaveOffers(ctx, who, strike, []store.Consultant{x.who})) },
		"DeleteConsultant": func(s T) (any, error) { return lone(s.DeleteConsultant(ctx, who, strike, x.consultant, x.who.Version)) },
		"CostCases":        func(s T) (any, error) { return s.CostCases(ctx, strike) },
		"SaveCostCase":     func(s T) (any, error) { return s.SaveCostCase(ctx, who, strike, x.costs) },
		"DeleteCostCase":   func(s T) (any, error) { return lone(s.DeleteCostCase(ctx, who, strike, x.costs.ID, x.costs.Version)) },
		"CurrentPlan":      func(s T) (any, error) { return s.CurrentPlan(ctx, strike) },
		"Edits":            func(s T) (any, error) { return s.Edits(ctx, strike, 0, 0) },
		"Edit":             func(s T) (any, error) { return s.Edit(ctx, strike, x.editNumber) },
		"SaveEdit": func(s T) (any, error) {
			return s.SaveEdit(ctx, who, strike, store.NewEdit{Seen: x.draftVersion, Change: x.changedByHand, Hand: handOf(x.changedByHand)})
		},
		"EditsDuring":      func(s T) (any, error) { edits, _, err := s.EditsDuring(ctx, x.run); return edits, err },
		"SaveDeclarations": func(s T) (any, error) { return lone(s.SaveDeclarations(ctx, who, strike, said)) },
		"Entry":            func(s T) (any, error) { return s.Entry(ctx, strike) },
		"ReplaceEntry":     func(s T) (any, error) { return lone(s.ReplaceEntry(ctx, who, strike, x.entered)) },
		"SaveExplanation":  func(s T) (any, error) { return lone(s.SaveExplanation(ctx, x.run, []byte("{}"))) },
		"Explanation":      func(s T) (any, error) { return s.Explanation(ctx, x.run) },
		"RequestFile": func(s T) (any, error) {
			return lone(s.RequestFile(ctx, who, strike, "residents.csv", "for the handover"))
		},
		"FileRequests": func(s T) (any, error) { return s.FileRequests(ctx, strike) },
		"FileRequestsOfAll": func(s T) (any, error) {
			list, _, err := s.FileRequestsOfAll(ctx, 1)
			return list, err
		},
		"StartImport": func(s T) (any, error) {
			return s.StartImport(ctx, who, strike, store.Import{Kind: "duties", Choices: []byte("{}")}, []byte("a"))
		},
		"Imports":     func(s T) (any, error) { return s.Imports(ctx, strike, who.ID) },
		"Import":      func(s T) (any, error) { i, _, err := s.Import(ctx, strike, x.bringing.ID, who.ID); return i, err },
		"SaveChoices": func(s T) (any, error) { return s.SaveChoices(ctx, x.bringing) },
		"DropImport":  func(s T) (any, error) { return lone(s.DropImport(ctx, strike, x.bringing.ID, who.ID)) },
		"DropImports": func(s T) (any, error) { return lone(s.DropImports(ctx, strike, who.ID)) },
		"ImportsDone": func(s T) (any, error) { return s.ImportsDone(ctx, strike) },
		"ImportDone":  func(s T) (any, error) { return s.ImportDone(ctx, strike, x.imported) },
		"UndoImport":  func(s T) (any, error) { return s.UndoImport(ctx, who, strike, x.imported, true) },
		"Ground":      func(s T) (any, error) { return s.Ground(ctx, strike) },
		"FinishImport": func(s T) (any, error) {
			return s.FinishImport(ctx, who, strike, store.Bringing{Kind: "duties", Saves: x.ground.Saves, Entry: x.ground.Entry})
		},
		"LibraryCards":      func(s T) (any, error) { return s.LibraryCards(ctx) },
		"LibraryCard":       func(s T) (any, error) { return s.LibraryCard(ctx, x.library.ID) },
		"SaveLibraryCard":   func(s T) (any, error) { return s.SaveLibraryCard(ctx, who, x.library) },
		"DeleteLibraryCard": func(s T) (any, error) { return lone(s.DeleteLibraryCard(ctx, who, x.library.ID, x.library.Version)) },
		"SetLock": func(s T) (any, error) {
			return lone(s.SetLock(ctx, who, strike, rota.Lock{Pair: x.pair(), Reason: "Other"}))
		},
		"ClearLock":        func(s T) (any, error) { return lone(s.ClearLock(ctx, who, strike, x.pair())) },
		"Money":            func(s T) (any, error) { return s.Money(ctx, strike) },
		"SaveMoney":        func(s T) (any, error) { return lone(s.SaveMoney(ctx, who, strike, x.terms)) },
		"MakePersonalLink": func(s T) (any, error) { return lone(s.MakePersonalLink(ctx, who, strike, store.KindResident, link[0])) },
		"MakePersonalLinks": func(s T) (any, error) {
			return lone(s.MakePersonalLinks(ctx, who, strike, store.KindResident, link, "links.csv", "to be sent"))
		},
		"EndPersonalLinks": func(s T) (any, error) { return lone(s.EndPersonalLinks(ctx, who, strike, store.KindResident, "")) },
		"PersonalLinks":    func(s T) (any, error) { return s.PersonalLinks(ctx, strike, store.KindResident) },
		"RenamedLinks":     func(s T) (any, error) { return s.RenamedLinks(ctx, strike, store.KindResident) },
		"ToldReturn":       func(s T) (any, error) { return s.ToldReturn(ctx, strike) },
		"HeldOfResident":   func(s T) (any, error) { return s.HeldOfResident(ctx, strike, x.resident) },
		"HeldOfConsultant": func(s T) (any, error) { return s.HeldOfConsultant(ctx, strike, x.consultant) },
		"RotaDocuments": func(s T) (any, error) {
			_, _, _, err := s.RotaDocuments(ctx, strike, store.HeldRota{Version: 1})
			return lone(err)
		},
		"ConfirmUser":  func(s T) (any, error) { return lone(s.ConfirmUser(ctx, who, ann)) },
		"SightNews":    func(s T) (any, error) { return s.SightNews(ctx, ann) },
		"SeeSightNews": func(s T) (any, error) { return lone(s.SeeSightNews(ctx, ann, 1)) },
		"Declare":      func(s T) (any, error) { return lone(s.Declare(ctx, strike, x.resident, said)) },
		"Purge":        func(s T) (any, error) { return s.Purge(ctx, who, strike, nil) },
		"Certificates": func(s T) (any, error) { return s.Certificates(ctx) },
		"CreateQuestionRun": func(s T) (any, error) {
			return s.CreateQuestionRun(ctx, who, strike, store.ForCases, []byte("{}"), []byte("{}"), store.RunOptions{})
		},
		"LatestQuestionRun": func(s T) (any, error) { return s.LatestQuestionRun(ctx, strike, store.ForReplan) },
		"RunQuestion":       func(s T) (any, error) { return s.RunQuestion(ctx, x.replan) },
		"Answer":            func(s T) (any, error) { return s.Answer(ctx, strike, store.ForReplan) },
		"TakeReplan":        func(s T) (any, error) { return lone(s.TakeReplan(ctx, who, strike, x.anew)) },
		"Residents":         func(s T) (any, error) { return s.Residents(ctx, strike) },
		"Resident":          func(s T) (any, error) { return s.Resident(ctx, strike, x.resident) },
		"SaveResident":      func(s T) (any, error) { return s.SaveResident(ctx, who, strike, x.doctor) },
		"DeleteResident":    func(s T) (any, error) { return lone(s.DeleteResident(ctx, who, strike, x.resident, x.doctor.Version)) },
		"CreateRun":         func(s T) (any, error) { return s.CreateRun(ctx, who, strike, []byte("{}"), store.RunOptions{}) },
		"Run":               func(s T) (any, error) { return s.Run(ctx, x.run) },
		"LatestRun":         func(s T) (any, error) { return s.LatestRun(ctx, strike) },
		"RunProblem":        func(s T) (any, error) { return s.RunProblem(ctx, x.run) },
		"RequestStop":       func(s T) (any, error) { return lone(s.RequestStop(ctx, who, x.run, true)) },
		"Slots":             func(s T) (any, error) { return s.Slots(ctx, strike) },
		"Slot":              func(s T) (any, error) { return s.Slot(ctx, strike, x.slot) },
		"WholeSlots":        func(s T) (any, error) { return s.WholeSlots(ctx, strike) },
		"SaveSlot":          func(s T) (any, error) { return s.SaveSlot(ctx, who, strike, x.place) },
		"AddSlots":          func(s T) (any, error) { return lone(s.AddSlots(ctx, who, strike, []rota.Slot{x.place.Slot})) },
		"DeleteSlot":        func(s T) (any, error) { return lone(s.DeleteSlot(ctx, who, strike, x.slot, x.place.Version)) },
		"RenameWord":        func(s T) (any, error) { return s.RenameWord(ctx, who, strike, renameUnit, false) },
		"Strikes":           func(s T) (any, error) { return s.Strikes(ctx) },
		"Strike":            func(s T) (any, error) { return s.Strike(ctx, strike) },
		"SaveStrike": func(s T) (any, error) {
			return lone(s.SaveStrike(ctx, who, strike, x.settings.Version, x.settings.StrikeSettings))
		},
		"DeleteStrike": func(s T) (any, error) { return lone(s.DeleteStrike(ctx, who, strike)) },
		"Answers":      func(s T) (any, error) { return s.Answers(ctx, strike) },
		"Record": func(s T) (any, error) {
			return lone(s.Record(ctx, who, strike, store.NewAnswer{Version: 1, Pair: x.pair(), Outcome: store.Confirmed}))
		},
		"Seen":          func(s T) (any, error) { return s.Seen(ctx, ann, strike, x.consultant) },
		"SetSeen":       func(s T) (any, error) { return lone(s.SetSeen(ctx, ann, strike, x.consultant, 1)) },
		"OwnChanges":    func(s T) (any, error) { return s.OwnChanges(ctx, ann, strike, x.consultant) },
		"OwnChangers":   func(s T) (any, error) { return s.OwnChangers(ctx, ann, strike) },
		"SeeOwnChanges": func(s T) (any, error) { return lone(s.SeeOwnChanges(ctx, ann, strike, "", 1)) },
		"Publish":       func(s T) (any, error) { return s.Publish(ctx, who, strike, x.version) },
		"Versions":      func(s T) (any, error) { return s.Versions(ctx, strike) },
		"Version":       func(s T) (any, error) { return s.Version(ctx, strike, 1) },
	}
}

// emptyForStrangers are the methods that give a stranger an empty list, or that nothing was done,
// since no id of what is in a strike is given to them.
var emptyForStrangers = []string{"Users", "Audit", "AuditLog", "LibraryCards", "Certificates", "Strikes", "UseStep", "Office", "FileRequestsOfAll", "Confirmers", "SlotServices", "NoSlotHas", "DeletedStrikes", "ReplyDays"}

// emptyAtFirst are those of them that may be empty for their own trust too.
var emptyAtFirst = []string{"UseStep", "Certificates", "Confirmers", "DeletedStrikes", "ReplyDays"}

// ownAlone are the methods that are given nothing that another trust could have.
var ownAlone = []string{"ID", "CreateUser", "AddUser", "CreateStrike"}

// TestAnotherTrustsThingsAreNotFound calls every method of a trust with real ids of what
// another one has: each finds nothing, and nothing changes. The owner finds it with the
// same call, so that the ids are real.
func TestAnotherTrustsThingsAreNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		other, err := db.AddTrust(t.Context(), "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		stranger := db.Of(other)
		x := stealable(t, f)
		calls := thefts(t.Context(), x)
		before := db.Dump(t)
		for _, name := range slices.Sorted(maps.Keys(calls)) {
			got, err := calls[name](stranger)
			empty := got == nil || reflect.ValueOf(got).IsZero() || slices.Contains([]reflect.Kind{reflect.Slice, reflect.Map}, reflect.ValueOf(got).Kind()) && reflect.ValueOf(got).Len() == 0
			switch {
			case slices.Contains(emptyForStrangers, name):
				if err != nil || !empty {
					t.Errorf("%s gives another trust %v, %v", name, got, err)
				}
			case !errors.Is(err, rota.ErrNotFound):
				t.Errorf("%s of another trust: %v, want not found", name, err)
			}
		}
		if diff := cmp.Diff(before, db.Dump(t)); diff != "" {
			t.Errorf("another trust has changed something (-before +after):\n%s", diff)
		}
		for _, name := range slices.Sorted(maps.Keys(calls)) {
			x = stealable(t, f)
			got, err := thefts(t.Context(), x)[name](f.Trust)
			if errors.Is(err, rota.ErrNotFound) {
				t.Errorf("%s is not found by its own trust either: %v", name, err)
			}
			if slices.Contains(emptyForStrangers, name) && !slices.Contains(emptyAtFirst, name) && reflect.ValueOf(got).Len() == 0 {
				t.Errorf("%s is empty for its own trust too", name)
			}
		}
	})
}

// TestEveryMethodOfATrustIsTried holds that no method is left out above.
func TestEveryMethodOfATrustIsTried(t *testing.T) {
	of := reflect.TypeFor[*store.Trust]()
	tried := thefts(t.Context(), &stolen{fixture: &fixture{}, costs: store.CostCase{}})
	for i := range of.NumMethod() {
		name := of.Method(i).Name
		if _, ok := tried[name]; ok == slices.Contains(ownAlone, name) {
			t.Errorf("%s is not tried with what another trust has", name)
		}
	}
	if got := len(tried) + len(ownAlone); got != of.NumMethod() {
		t.Errorf("%d methods are tried, a trust has %d", got, of.NumMethod())
	}
}
