package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func strikeBaseForTest() base { return base{Strike: &StrikeName{ID: "s1", Name: "July 2025"}} }

// text is what a person reads on the main part of a page.
func text(t testing.TB, page string) string {
	t.Helper()
	return strings.Join(strings.Fields(page), " ")
}

// TestMends holds that every kind of fault has words and the right link.
func TestMends(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("lw 1", "25 08:00", "25 16:00").Consultant("c1").Duty("R001", "lw 1", rota.NoReply).Lock("lw 1", "c1").Entry()
	e.Cards.Trust.Rates, e.Cards.BMA.Rates = nil, []rota.RateRow{{PayPoint: "14+"}}
	tests := []struct{ path, text, want, to string }{
		{"slots[0].end", "end must be after start", "Labour ward, Registrar tier, Fri 25 July, 8am to 4pm: end end must be after start", "/strikes/s1/slots/lw%201/edit"},
		{"consultants[0].offers[1].modes", "needs at least one", "Dr c1: offer 2, modes needs at least one", "/strikes/s1/consultants/c1/edit"},
		{"residents[0].name", "is missing", e.Residents[0].Name + ": name is missing", "/strikes/s1/residents/R001/edit"},
		{"duties[0].slot", "no slot has this id", "Duty D0001 of resident R001: no slot has this id", "/strikes/s1/residents/R001/edit"},
		{"locks[0].consultant", "no consultant has this id", "The lock of a consultant in slot lw 1: no consultant has this id", "/strikes/s1/slots/lw%201/cover"},
		{"rules.max_run", "must be from 1 to 2880 minutes", "Dates, rules and aims: rules, max run must be from 1 to 2880 minutes", "/strikes/s1/details"},
		{"cards.bma.rates[0].night", "is not known, and the aim cost:bma needs it",
			"The night rate for pay point 14+ of the BMA card is missing. The cost of some shifts is not known without it.", "/strikes/s1/cost/rates/bma"},
		{"cards.trust", "is not known, and the aim cost:trust needs it", "The trust card has no rates yet, so the cost of some shifts is not known.", "/strikes/s1/cost/rates/trust"},
		{"cards.bma", "is not known, and the aim cost:bma needs it", "The BMA card has no row for everybody, so the cost of some shifts is not known.", "/strikes/s1/cost/rates/bma"},
		{"slots[99].end", "is odd", "Dates, rules and aims: slot 100, end is odd", "/strikes/s1/details"}, // names nothing: still not lost
	}
	for _, tt := range tests {
		got := mendOf("s1", e, rota.Fault{Path: tt.path, Text: tt.text})
		if got.Text != tt.want || got.Link.Href != tt.to {
			t.Errorf("%s: got %q to %s, want %q to %s", tt.path, got.Text, got.Link.Href, tt.want, tt.to)
		}
	}
}

// TestSolvePageStates holds when there is a button, what must be mended and what is under way.
func TestSolvePageStates(t *testing.T) {
	t.Parallel()
	ready := rotatest.Small(1)
	noOffers := rotatest.July().Slot("a", "25 08:00", "25 16:00").Consultant("c1", rotatest.NoOffer()).Entry()
	noRate := rotatest.Small(1)
	noRate.Cards.Trust.Rates = nil
	busy := &store.Run{ID: "r1", StrikeID: "s1", State: store.RunRunning}
	failed := &store.Run{ID: "r1", StrikeID: "s1", State: store.RunFailed, Reference: "ABCD-EFGH"}
	tests := []struct {
		name   string
		entry  rota.Entry
		last   *store.Run
		button bool
		mends  int
		under  string
		says   string
	}{
		{"ready", ready, nil, true, 0, "", ""},
		{"nothing entered", rota.Entry{Strike: ready.Strike, Rules: ready.Rules, Case: ready.Case, Aims: ready.Aims}, nil, false, 2, "", ""},
		{"no offers", noOffers, nil, false, 1, "", ""},
		{"no trust card, and an aim needs it", noRate, nil, true, 0, "", ""},
		{"one is under way", ready, busy, false, 0, "/strikes/s1/runs/r1", "is being made now"},
		{"the last one failed", ready, failed, true, 0, "", "Reference number: ABCD-EFGH"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := newSolvePage(strikeBaseForTest(), tt.entry, tt.last, false)
			if err != nil {
				t.Fatal(err)
			}
			if (got.Button != nil) != tt.button || len(got.Mends) != tt.mends || !strings.Contains(got.Last, tt.says) {
				t.Errorf("button %v, mends %+v, says %q", got.Button, got.Mends, got.Last)
			}
			under := ""
			if got.Under != nil {
				under = got.Under.Href
			}
			if under != tt.under {
				t.Errorf("under way %q, want %q", under, tt.under)
			}
		})
	}
}

// TestMakeTheRotaWhileItRuns holds that nothing is said of a rota that there is not, and who is locked where.
func TestMakeTheRotaWhileItRuns(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-07-25 10:00")
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	e := dayEntry()
	e.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "day", Consultant: "c1"}}}
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	v, page := s.as(auth.Coordinator), strikePath(s.strike, "solve")
	const moves, late, locked = "may move people out of work", lateWords, "1 locked assignment: Dr c1 in Labour ward, Registrar tier, Fri 25 July, 8am to 8pm"
	seen := "a[href='" + lockedPath(s.strike) + "']"
	w := want(t, v.get(page), http.StatusOK)
	contract(t, w)
	if got := mainText(t, w); strings.Contains(got, moves) || !strings.Contains(got, late) || !strings.Contains(got, locked) || parse(t, w).Find(seen).Length() != 0 {
		t.Errorf("without a rota the page says:\n%s", got)
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
	w = want(t, v.get(page), http.StatusOK)
	if got := mainText(t, w); !strings.Contains(got, moves) || strings.Contains(got, late) || !strings.Contains(got, locked) || parse(t, w).Find(seen).Length() != 1 {
		t.Errorf("with a rota the page says:\n%s", got)
	}
	e = s.entry()
	e.LeftOpen = []rota.LeftOpen{{Slot: "day", Places: 1, Reason: rota.BegunReason}, {Slot: "eve", Places: 1, Reason: "No clinic"}}
	if got := keptWords(e, s.problem()); !strings.HasSuffix(got, ". 1 slot with places left open on purpose. 1 slot with places that had begun or were stood down on the day") {
		t.Errorf("kept as they are: %q", got)
	}
	w = want(t, v.get(strikePath(s.strike, "rota")), http.StatusOK)
	if parse(t, w).Find(seen).Length() != 1 {
		t.Error("the rota does not lead to what is locked")
	}
	if got := pageText(t, v, lockedPath(s.strike)); !strings.Contains(got, "Dr c1") || strings.Contains(got, "Filled Dr c2") {
		t.Errorf("what is locked is:\n%s", got)
	}
}

// TestRunView holds what each state of a run shows.
func TestRunView(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name               string
		run                store.Run
		events             bool
		keep, cancel, next bool
		says               string
	}{
		{"queued", store.Run{State: store.RunQueued}, true, true, true, false, "You can leave this page"},
		{"running", store.Run{State: store.RunRunning}, true, true, true, false, "You can leave this page"},
		{"asked to stop", store.Run{State: store.RunRunning, Stop: store.StopKeep}, true, false, false, false, "asked to stop"},
		{"done", store.Run{State: store.RunDone}, false, false, false, true, "has been made"},
		{"failed", store.Run{State: store.RunFailed, Reference: "X"}, false, false, false, true, "is kept as it was"},
		{"cancelled", store.Run{State: store.RunCancelled}, false, false, false, true, "was cancelled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newRunView(strikeBaseForTest(), tt.run, "Proved best.")
			got := []bool{p.Events != "", p.Keep != nil, p.Cancel != nil, p.Go != nil}
			if diff := cmp.Diff([]bool{tt.events, tt.keep, tt.cancel, tt.next}, got); diff != "" || !strings.Contains(p.Sentence, tt.says) {
				t.Errorf("says %q; events, keep, cancel, go (-want +got):\n%s", p.Sentence, diff)
			}
		})
	}
}

// TestMakeTheRota starts a run, is shown that one when asking again, and cancels it.
func TestMakeTheRota(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	solve := strikePath(s.strike, "solve")
	values := fields(t, want(t, v.get(solve), http.StatusOK), solve)
	run := want(t, v.post(solve, values), http.StatusSeeOther).Header().Get("Location")
	if !strings.HasPrefix(run, strikePath(s.strike, "runs")+"/") {
		t.Fatalf("sent to %q, want the run", run)
	}
	if again := want(t, v.post(solve, values), http.StatusSeeOther).Header().Get("Location"); again != run {
		t.Errorf("a second run %q was started beside %q", again, run)
	}
	page := want(t, v.get(run), http.StatusOK)
	contract(t, page)
	doc := parse(t, page)
	if got, _ := doc.Find("[data-progress]").Attr("data-progress"); got != run+"/events" {
		t.Errorf("the script listens at %q, want %s/events", got, run)
	}
	if doc.Find("a[href='"+run+"']").Length() == 0 {
		t.Error("no link to check progress without a script")
	}
	if got := want(t, v.post(run, url.Values{"do": {"keep it all"}}), http.StatusBadRequest); got.Code == 0 {
		t.Error("unreachable")
	}
	want(t, v.post(run, url.Values{"do": {cancelIt}}), http.StatusSeeOther)
	page = want(t, v.get(run), http.StatusOK)
	contract(t, page)
	if got := text(t, parse(t, page).Find("main").Text()); !strings.Contains(got, "was cancelled") {
		t.Errorf("after cancelling the page says %q", got)
	}
	want(t, v.post(run, url.Values{"do": {cancelIt}}), http.StatusSeeOther) // it has ended: no conflict
}

// TestMakeable holds which aims are left out when rates are missing, and that no other fault is passed over.
func TestMakeable(t *testing.T) {
	t.Parallel()
	all := []rota.Aim{rota.AimCover, rota.AimCostTrust, rota.AimDisplaced, rota.AimCostBMA, rota.AimSpread}
	tests := []struct {
		name    string
		change  func(*rota.Entry)
		want    []rota.Aim
		missing bool
		faults  bool
	}{
		{"all known", func(*rota.Entry) {}, all, false, false},
		{"no trust card", func(e *rota.Entry) { e.Cards.Trust.Rates = nil },
			[]rota.Aim{rota.AimCover, rota.AimDisplaced, rota.AimCostBMA, rota.AimSpread}, true, false},
		{"no card", func(e *rota.Entry) { e.Cards.Trust.Rates, e.Cards.BMA.Rates = nil, nil },
			[]rota.Aim{rota.AimCover, rota.AimDisplaced, rota.AimSpread}, true, false},
		{"no aim needs it", func(e *rota.Entry) { e.Cards.Trust.Rates, e.Aims = nil, []rota.Aim{rota.AimCover} }, []rota.Aim{rota.AimCover}, false, false},
		{"another fault too", func(e *rota.Entry) { e.Cards.Trust.Rates, e.Slots[0].Places = nil, 0 }, nil, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := rotatest.Small(1)
			e.Aims = slices.Clone(all)
			tt.change(&e)
			p, missing, err := makeable(e)
			if diff := cmp.Diff(tt.want, p.Aims); diff != "" || (len(missing) > 0) != tt.missing || (rota.Faults(err) != nil) != tt.faults {
				t.Errorf("missing %v, error %v, aims (-want +got):\n%s", missing, err, diff)
			}
		})
	}
}

// TestPlacesWords holds what is said when there is nothing to cover.
func TestPlacesWords(t *testing.T) {
	t.Parallel()
	none := rotatest.July().Consultant("c1").Entry()
	filled := rotatest.July().Slot("a", "25 08:00", "25 16:00").Duty("R001", "a", rota.Working).Entry()
	for _, tt := range []struct {
		entry rota.Entry
		want  string
	}{
		{none, "None: no critical slot has been entered"},
		{filled, "None: residents who will be there fill every slot"},
	} {
		p, err := tt.entry.Problem()
		if err != nil {
			t.Fatal(err)
		}
		if got := placesWords(tt.entry, p); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestMakeWithoutRates has a card with a rate missing: the page says so, and the rota is made without the aims that need it.
func TestMakeWithoutRates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	cards, err := s.store.Cards(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	card := cards.Trust.Card
	for i := range card.Rates {
		card.Rates[i].Rate[rota.WeekdayDay] = nil
	}
	if err := s.store.SaveCard(t.Context(), actor, s.strike, store.TrustCard, cards.Trust.Version, card); err != nil {
		t.Fatal(err)
	}
	solve := strikePath(s.strike, "solve")
	page := want(t, v.get(solve), http.StatusOK)
	contract(t, page)
	if doc := parse(t, page); !strings.Contains(doc.Find("main").Text(), "The weekday daytime rate of the trust card is missing") ||
		doc.Find("a[href='"+strikePath(s.strike, "cost", "rates", "trust")+"']").Length() == 0 {
		t.Error("the page does not say which rate is missing and where to set it")
	}
	if got := text(t, parse(t, page).Find("main").Text()); !strings.Contains(got, "not made cheapest") || strings.Contains(got, "Lowest cost at trust rates") || strings.Contains(got, "Not known until") {
		t.Errorf("the page says %q", got)
	}
	want(t, v.post(solve, fields(t, page, solve)), http.StatusSeeOther)
	if _, err := s.store.LatestRun(t.Context(), s.strike); err != nil {
		t.Errorf("no run was queued: %v", err)
	}
}

// TestCannotMakeTheRota has no slot: nothing is queued and the page says what to mend.
func TestCannotMakeTheRota(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	list, err := s.store.Slots(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range list {
		if err := s.store.DeleteSlot(t.Context(), actor, s.strike, slot.ID, slot.Version); err != nil {
			t.Fatal(err)
		}
	}
	solve := strikePath(s.strike, "solve")
	page := want(t, v.post(solve, url.Values{}), http.StatusUnprocessableEntity)
	contract(t, page)
	if got := parse(t, page).Find("main").Text(); !strings.Contains(got, "There are no critical slots to cover") {
		t.Errorf("the page says %q", text(t, got))
	}
	if _, err := s.store.LatestRun(t.Context(), s.strike); err == nil {
		t.Error("a run was queued all the same")
	}
}

// TestFailedRun shows the reference number, and the rota made before stays.
func TestFailedRun(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Coordinator)
	p := s.problem()
	run := s.start(p)
	if err := s.store.FailRun(t.Context(), run, "ABCD-EFGH"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{strikePath(s.strike, "runs", run), strikePath(s.strike, "solve")} {
		page := want(t, v.get(path), http.StatusOK)
		contract(t, page)
		if got := parse(t, page).Find("main").Text(); !strings.Contains(got, "ABCD-EFGH") || !strings.Contains(got, "kept") {
			t.Errorf("%s says %q", path, text(t, got))
		}
	}
	contract(t, want(t, v.get(strikePath(s.strike, "rota")), http.StatusOK))
	want(t, v.get(strikePath(s.strike, "runs", "nonesuch")), http.StatusNotFound)
}
