package web

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// ownEntry is a strike in which Dr One has two duties in it and one after it, and Dr Two
// one; two consultants have offered to cover.
func ownEntry() rota.Entry {
	e := rotatest.July().Standard().
		Slot("day", "26 08:00", "26 20:00").
		Slot("night", "26 20:00", "27 08:00").
		Consultant("c1").
		Consultant("c2").
		Entry()
	duty := func(id, who, slot, start, end string) rota.Duty {
		return rota.Duty{ID: rota.DutyID(id), Resident: rota.ResidentID(who), Slot: rota.SlotID(slot), Span: rotatest.Span(start, end), Declaration: rota.NoReply}
	}
	e.Residents = []rota.Resident{{ID: "R1", Name: "Dr Wun", Grade: "ST4", Unit: "Labour ward"}, {ID: "R2", Name: "Dr Tuu", Unit: "Labour ward"}}
	e.Duties = []rota.Duty{duty("D1", "R1", "day", "2025-07-26 08:00", "2025-07-26 20:00"), duty("D2", "R1", "", "2025-07-27 08:00", "2025-07-27 16:00"),
		duty("D3", "R1", "", "2025-08-04 08:00", "2025-08-04 16:00"), duty("D4", "R2", "night", "2025-07-26 20:00", "2025-07-27 08:00")}
	return e
}

// ownSite is a server with it, the evening before or at the time given.
func ownSite(t *testing.T, now *time.Time, change ...func(*Options)) *site {
	t.Helper()
	*now = time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC)
	clock := func() time.Time { return *now }
	return newSiteOf(t, ownEntry(), append(change, func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store })...)
}

// said is what is kept of each duty.
func (s *site) said() map[rota.DutyID]rota.Declaration {
	s.t.Helper()
	out := map[rota.DutyID]rota.Declaration{}
	for _, d := range s.entry().Duties {
		out[d.ID] = d.Declaration
	}
	return out
}

// TestPersonalLink holds that to look at a link does nothing with it, that it opens its
// person's pages as often as they like, and that whatever opens nothing is answered alike.
func TestPersonalLink(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now, func(o *Options) { o.Secure = true })
	secret := s.personal(auth.Resident, 0)
	path := ownLinkPath + "/" + secret
	scanner := s.stranger()
	for range 3 {
		w := want(t, scanner.get(path), http.StatusOK)
		contract(t, w)
		if len(w.Result().Cookies()) > 0 || strings.Contains(w.Body.String(), "Wun") {
			t.Error("looking at a link gives a cookie, or tells whose it is")
		}
	}
	v := s.stranger()
	w := want(t, v.post(path, url.Values{}), http.StatusSeeOther)
	for _, c := range w.Result().Cookies() {
		if c.Name != "__Host-strikerota-own" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %+v", c)
		}
	}
	if to := w.Header().Get("Location"); to != ownPath {
		t.Errorf("a link leads to %q, want a clean address", to)
	}
	if to := want(t, v.get(ownPath), http.StatusSeeOther).Header().Get("Location"); to != ownDutiesPath {
		t.Errorf("a resident's pages begin at %q", to)
	}
	mine := want(t, v.get(ownDutiesPath), http.StatusOK)
	if strings.Contains(mine.Body.String(), secret) || strings.Contains(s.log.String(), secret) || strings.Contains(s.log.String(), "R1") {
		t.Error("the secret is on a page or in the log, or the log says whose link was opened")
	}
	want(t, s.byLink(auth.Consultant, 0).get(ownOffersPath), http.StatusOK)
	want(t, v.post(path, url.Values{}), http.StatusSeeOther)

	link := want(t, s.stranger().get(ownLinkPath+"/nonsense"), http.StatusNotFound)
	none := want(t, s.stranger().get(ownDutiesPath), http.StatusNotFound)
	if text := mainText(t, link) + mainText(t, none); !strings.Contains(text, "the newest ends the ones before") || !strings.Contains(text, "none is open in this browser") {
		t.Errorf("whoever has no link that opens anything reads: %s", text)
	}
	links, pages := alike(link), alike(none)
	gone := func(name string, w *httptest.ResponseRecorder) {
		t.Helper()
		contract(t, w)
		nothing := pages
		if strings.Contains(name, "link") {
			nothing = links
		}
		if diff := cmp.Diff(nothing, alike(want(t, w, http.StatusNotFound))); diff != "" {
			t.Errorf("%s is told apart (-nonsense +this):\n%s", name, diff)
		}
	}
	gone("a wrong link opened", s.stranger().post(ownLinkPath+"/nonsense", url.Values{}))
	gone("nobody", s.stranger().get(ownHeldPath))
	newer := s.personal(auth.Resident, 0)
	gone("a link that was replaced", s.stranger().get(path))
	gone("a session of one", v.get(ownDutiesPath))
	want(t, v.post(ownLinkPath+"/"+newer, url.Values{}), http.StatusSeeOther)
	want(t, v.get(ownDutiesPath), http.StatusOK)
	want(t, v.get(ownOffersPath), http.StatusNotFound)
	want(t, v.get("/strikes"), http.StatusSeeOther)
	want(t, v.post(ownLeavePath, url.Values{}), http.StatusSeeOther)
	gone("a session that was left", v.get(ownDutiesPath))
	late := s.byLink(auth.Resident, 0)
	newer = s.personal(auth.Resident, 0)
	now = now.AddDate(0, 0, 10)
	gone("a link after the strike", s.stranger().get(ownLinkPath+"/"+newer))
	gone("a session after the strike", late.get(ownDutiesPath))
	guesses := 0
	for s.stranger().get(ownLinkPath+"/guess").Code == http.StatusNotFound {
		if guesses++; guesses > 100 {
			t.Fatal("nobody slows down who guesses at links")
		}
	}
}

// mainText is what a page says.
func mainText(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	return strings.Join(strings.Fields(parse(t, w).Find("main").Text()), " ")
}

// alike is a page without what every answer has of its own.
func alike(w *httptest.ResponseRecorder) string {
	w.Header().Set("Cache-Control", "no-store") // where a cookie is taken away, more stands there
	return twinBytes(w)
}

// TestOwnDuties says something of each duty, takes it back, and holds what is refused.
func TestOwnDuties(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	s.planned()
	v := s.byLink(auth.Resident, 0)
	if err := s.store.SaveDeclarations(t.Context(), actor, s.strike, []store.DeclarationChange{{Duty: "D1", From: rota.NoReply, To: rota.Working}}); err != nil {
		t.Fatal(err)
	}
	page := want(t, v.get(ownDutiesPath), http.StatusOK)
	words := mainText(t, page)
	for _, part := range []string{"voluntary", "prefer not to say", "rota coordinators", "take it back", "Give no reason", "deleted", "Tell the rota office", "Dr Wun", "outside the strike",
		"does not bind you", "No answer of any kind", "planned for alike: as if", "whoever looks after the computer", "Pay goes by who came", "“I will be working” was entered by the rota office at"} {
		if !strings.Contains(words, part) {
			t.Errorf("the page does not say %q", part)
		}
	}
	if strings.Contains(words, "Tuu") || strings.Index(words, "voluntary") > strings.Index(words, "Labour ward") {
		t.Error("the page names another resident, or the words do not come first")
	}
	tryForm(t, v, ownDutiesPath, ownDutiesPath, map[string]string{"to-D1": "working", "to-D2": "prefers_not_to_say"}, []badField{
		{"no answer at all", map[string]string{"to-D1": ""}, "to-D1", "Choose what you say of this shift"},
	})
	start := fields(t, v.get(ownDutiesPath), ownDutiesPath)
	with := func(pairs ...string) url.Values {
		values := url.Values{}
		for name, list := range start {
			values[name] = list
		}
		for i := 0; i < len(pairs); i += 2 {
			values.Set(pairs[i], pairs[i+1])
		}
		return values
	}
	if diff := cmp.Diff(map[rota.DutyID]rota.Declaration{"D1": rota.Working, "D2": rota.PrefersNotToSay, "D3": rota.NoReply, "D4": rota.NoReply}, s.said()); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if got := pageText(t, s.as(auth.Coordinator), strikePath(s.strike, "rota")); !strings.Contains(got, "has changed since this rota was made") {
		t.Errorf("the rota is not out of date after a declaration:\n%s", got)
	}
	for name, values := range map[string]url.Values{"another's duty": with("to-D4", "away", "from-D4", "no_reply"), "outside the strike": with("to-D3", "away", "from-D3", "no_reply"), "a reason": with("reason", "x"), "no answer there is": with("all", "maybe")} {
		if got := v.post(ownDutiesPath, values).Code; got != http.StatusBadRequest && got != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", name, got)
		}
	}
	want(t, v.post(ownDutiesPath, with("to-D1", "away")), http.StatusSeeOther)
	if own := pageText(t, v, ownDutiesPath); strings.Contains(own, "was entered by the rota office at") {
		t.Errorf("the page does not tell a reply of one's own from one of the office:\n%s", own)
	}
	start = fields(t, v.get(ownDutiesPath), ownDutiesPath)
	want(t, v.post(ownDutiesPath, with("all", "no_reply")), http.StatusSeeOther)
	if got := s.said(); got["D1"] != rota.NoReply || got["D2"] != rota.NoReply || got["D4"] != rota.NoReply {
		t.Errorf("after all was taken back: %v", got)
	}
	start = fields(t, v.get(ownDutiesPath), ownDutiesPath)
	before := s.said()
	both := want(t, v.post(ownDutiesPath, with("all", "prefers_not_to_say", "to-D1", "working")), http.StatusUnprocessableEntity)
	contract(t, both)
	kept := fields(t, both, ownDutiesPath)
	if said := text(t, parse(t, both).Find(".nhsuk-error-summary a[href='#to-D1']").Text()); !strings.Contains(said, "an answer of its own") || kept.Get("all") != "prefers_not_to_say" || kept.Get("to-D1") != "working" {
		t.Errorf("one answer for all beside another: %q, and the form keeps %v", said, kept)
	}
	if diff := cmp.Diff(before, s.said()); diff != "" {
		t.Errorf("of two answers that differ something was saved (-before +after):\n%s", diff)
	}
	rows, err := s.store.Audit(t.Context(), s.strike, 1)
	rows = slices.DeleteFunc(rows, func(r store.AuditRow) bool { return r.Kind != store.KindDuty })
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows in the audit, %v", len(rows), err)
	}
	if got := byWords(rows[0]) + ": " + auditWords(rows[0]); got != "Resident (personal link): Changed a declaration" {
		t.Errorf("the audit says %q", got)
	}
	s.clashes(v)
	now = rotatest.Span("2025-07-26 09:00", "2025-07-26 10:00").Start
	v = s.byLink(auth.Resident, 0)
	start = fields(t, want(t, v.get(ownDutiesPath), http.StatusOK), ownDutiesPath)
	if start.Has("to-D1") || !start.Has("to-D2") {
		t.Errorf("a duty that has begun is asked about, or one that has not is not: %v", start)
	}
	w := want(t, v.post(ownDutiesPath, with("to-D1", "working", "from-D1", "away")), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := s.said()["D1"]; got != rota.PrefersNotToSay {
		t.Errorf("a duty that has begun now says %s", got)
	}
}

// clashes has the office save first: both values are shown, and saving again keeps the resident's.
func (s *site) clashes(v *visitor) {
	s.t.Helper()
	start := fields(s.t, want(s.t, v.get(ownDutiesPath), http.StatusOK), ownDutiesPath)
	if err := s.store.SaveDeclarations(s.t.Context(), actor, s.strike, []store.DeclarationChange{{Duty: "D1", From: rota.NoReply, To: rota.Working}}); err != nil {
		s.t.Fatal(err)
	}
	start.Set("to-D1", "prefers_not_to_say")
	w := want(s.t, v.post(ownDutiesPath, start), http.StatusConflict)
	contract(s.t, w)
	if got := mainText(s.t, w); !strings.Contains(got, "Saved now") || !strings.Contains(got, "Saved now I will be working What you typed I prefer not to say") {
		s.t.Errorf("the clash does not show both:\n%s", got)
	}
	if got := s.said()["D1"]; got != rota.Working {
		s.t.Errorf("the office's value is lost: %s", got)
	}
	want(s.t, v.post(ownDutiesPath, fields(s.t, w, ownDutiesPath)), http.StatusSeeOther)
	if got := s.said()["D1"]; got != rota.PrefersNotToSay {
		s.t.Errorf("saved again, it says %s", got)
	}
}

// TestHeld holds that everybody sees what is held about them and of nobody else, on the
// page and in the file.
func TestHeld(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	s.planned().published()
	if err := s.store.Declare(t.Context(), s.strike, "R1", []store.DeclarationChange{{Duty: "D1", From: rota.NoReply, To: rota.Working}}); err != nil {
		t.Fatal(err)
	}
	for role, parts := range map[auth.Role][]string{
		auth.Resident:   {"Dr Wun", "ST4", "R1", "Will be working, saved by you at 9:14pm", "No reply", "Your personal link", "4 August"},
		auth.Consultant: {"Dr c1", "c1", "Offer, Wed 23 July", "Your personal link"},
	} {
		v := s.byLink(role, 0)
		page := mainText(t, want(t, v.get(ownHeldPath), http.StatusOK))
		w := want(t, v.get(ownHeldPath+"/file"), http.StatusOK)
		for _, part := range append(parts, "Information Commissioner", "never says what was said", "until it is deleted") {
			if !strings.Contains(page, part) || !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: %q is not on the page or not in the file:\n%s", role, part, w.Body)
			}
		}
		for _, other := range []string{"Tuu", "Dr c2", actor.Name} {
			if strings.Contains(page, other) || strings.Contains(w.Body.String(), other) {
				t.Errorf("%s: the page or the file names %s", role, other)
			}
		}
		if name := w.Header().Get("Content-Disposition"); strings.Contains(name, "R1") || !strings.Contains(name, "held") {
			t.Errorf("the file is called %q", name)
		}
	}
}

// TestTwinsOfResidents holds that the pages of a resident are the same whatever others have said.
func TestTwinsOfResidents(t *testing.T) {
	t.Parallel()
	e := rotatest.Small(1)
	s := newSiteOf(t, e, before(t))
	s.planned()
	own := e.Duties[0].Resident
	v := s.stranger()
	at := 0
	for i, r := range e.Residents {
		if r.ID == own {
			at = i
		}
	}
	want(t, v.post(ownLinkPath+"/"+s.personal(auth.Resident, at), url.Values{}), http.StatusSeeOther)
	v.get(ownHeldPath) // has the token of the session
	draw := rand.New(rand.NewPCG(3, 4))
	first := map[string]string{}
	for range 20 {
		twin := e
		twin.Duties = append([]rota.Duty{}, e.Duties...)
		for i, d := range twin.Duties {
			if d.Resident != own {
				twin.Duties[i].Declaration = rota.Declarations()[draw.IntN(4)]
			}
		}
		s.twin(twin)
		for _, path := range []string{ownDutiesPath, ownHeldPath, ownHeldPath + "/file"} {
			got := twinBytes(want(t, v.get(path), http.StatusOK))
			if was, seen := first[path]; seen && was != got {
				t.Fatalf("%s: %s", path, firstDifference(was, got))
			}
			first[path] = got
		}
	}
}
