package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// A badField is one slip in a form that is otherwise right.
type badField struct {
	name   string // of the case
	set    map[string]string
	target string // the control that the error summary links to
	text   string // part of what it says
}

// tryForm opens a page, sends its form with one slip at a time and wants each
// shown again with 422, what was typed and the error; then sends it right and
// wants 303. Pages of other files use it too.
func tryForm(t *testing.T, v *visitor, page, action string, right map[string]string, slips []badField) string {
	t.Helper()
	v.t = t
	start := fields(t, want(t, v.get(page), http.StatusOK), action)
	for name, value := range right {
		start.Set(name, value)
	}
	for _, slip := range slips {
		t.Run(slip.name, func(t *testing.T) {
			v.t = t
			values := url.Values{}
			for name, list := range start {
				values[name] = append([]string{}, list...)
			}
			for name, value := range slip.set {
				values.Set(name, value)
			}
			w := want(t, v.post(action, values), http.StatusUnprocessableEntity)
			contract(t, w)
			doc := parse(t, w)
			link := doc.Find(".nhsuk-error-summary a[href='#" + slip.target + "']")
			if !strings.Contains(link.Text(), slip.text) {
				t.Errorf("the error summary has %q at #%s, want %q", strings.TrimSpace(doc.Find(".nhsuk-error-summary__list").Text()), slip.target, slip.text)
			}
			again := fields(t, w, action)
			for name, value := range slip.set {
				if got := again.Get(name); got != value && !strings.Contains(name, "password") {
					t.Errorf("%s shows %q, want what was typed, %q", name, got, value)
				}
			}
		})
	}
	v.t = t
	return want(t, v.post(action, start), http.StatusSeeOther).Header().Get("Location")
}

func TestAddStrike(t *testing.T) {
	t.Parallel()
	s := emptySite(t)
	v := s.as(auth.Coordinator)
	to := tryForm(t, v, "/strikes/new", "/strikes/new", map[string]string{"name": "July 2025",
		"start-day": "25", "start-month": "7", "start-year": "2025", "end-day": "30", "end-month": "7", "end-year": "2025",
		"keep-basis": "As settled here", "keep-notice": "The notice for staff"},
		[]badField{
			{"no name", map[string]string{"name": ""}, "name", "Enter the name of the strike"},
			{"no legal basis", map[string]string{"keep-basis": ""}, "keep-basis", "Enter the legal basis"},
			{"no privacy notice", map[string]string{"keep-notice": ""}, "keep-notice", "Enter where people can read it"},
			{"long name", map[string]string{"name": strings.Repeat("x", 81)}, "name", "80 characters or fewer"},
			{"no day", map[string]string{"start-day": ""}, "start-day", "The start must include a day"},
			{"no such day", map[string]string{"end-day": "31", "end-month": "6"}, "end-day", "The end must be a real date"},
			{"no time", map[string]string{"start-time": ""}, "start-time", "Choose the time of the start"},
			{"backwards", map[string]string{"end-day": "24"}, "end-day", "The end must be after the start"},
			{"too long", map[string]string{"end-month": "9"}, "end", "at most 31 days"},
			{"skipped by the clocks", map[string]string{"start-day": "29", "start-month": "3", "start-year": "2026", "start-time": "01:30",
				"end-day": "30", "end-month": "3", "end-year": "2026"}, "start-time", "the clocks go forward"},
		})
	page := want(t, v.get(to), http.StatusOK)
	if text := parse(t, page).Find("main").Text(); !strings.Contains(text, "The strike has been added") || !strings.Contains(text, "7am on Friday 25 July 2025 to 7am on Wednesday 30 July 2025") {
		t.Errorf("the overview does not greet the strike:\n%s", text)
	}
	if text := parse(t, v.get(to)).Find("main").Text(); strings.Contains(text, "has been added") {
		t.Error("the banner is shown twice")
	}
}

// TestNothingIsSettledForATrust: a trust without a strike reads a legal basis as an example alone, and
// what its first strike was recorded with stands in the form of the next.
func TestNothingIsSettledForATrust(t *testing.T) {
	t.Parallel()
	s := emptySite(t)
	v := s.as(auth.Coordinator)
	page := want(t, v.get("/strikes/new"), http.StatusOK)
	values := fields(t, page, "/strikes/new")
	if values.Get("keep-basis") != "" || values.Get("keep-notice") != "" || values.Get("keep-days") == "" {
		t.Errorf("the form starts with %q, %q and %q days", values.Get("keep-basis"), values.Get("keep-notice"), values.Get("keep-days"))
	}
	if text := parse(t, page).Find("#keep-basis-hint").Text(); !strings.Contains(text, rota.StandardRetention().Basis) || !strings.Contains(text, "Ask them first") {
		t.Errorf("the hint says %q", text)
	}
	for name, value := range map[string]string{"name": "July 2025", "start-day": "25", "start-month": "7", "start-year": "2025", "end-day": "30", "end-month": "7", "end-year": "2025"} {
		values.Set(name, value)
	}
	want(t, v.post("/strikes/new", values), http.StatusUnprocessableEntity)
	values.Set("keep-basis", "As settled here")
	values.Set("keep-notice", "The notice for staff")
	want(t, v.post("/strikes/new", values), http.StatusSeeOther)
	if next := fields(t, v.get("/strikes/new"), "/strikes/new"); next.Get("keep-basis") != "As settled here" || next.Get("keep-notice") != "The notice for staff" {
		t.Errorf("the next strike starts with %q and %q", next.Get("keep-basis"), next.Get("keep-notice"))
	}
}

// TestLongStrike asks before a strike of more than ten days is saved, and keeps what was typed.
func TestLongStrike(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	details := "/strikes/" + s.strike + "/details"
	for _, page := range []string{"/strikes/new", details} {
		values := fields(t, want(t, v.get(page), http.StatusOK), page)
		for name, value := range map[string]string{"name": "Long", "start-day": "1", "start-month": "7", "start-year": "2025", "end-day": "12", "end-month": "7", "end-year": "2025"} {
			values.Set(name, value)
		}
		asked := want(t, v.post(page, values), http.StatusOK)
		contract(t, asked)
		if text := parse(t, asked).Find("main").Text(); !strings.Contains(text, "Is this right?") || !strings.Contains(text, "would last 11 days") {
			t.Errorf("%s: no question:\n%s", page, text)
		}
		if got, _ := s.store.Strike(t.Context(), s.strike); got.Name == "Long" {
			t.Errorf("%s: saved before the answer", page)
		}
		again := fields(t, asked, page)
		if again.Get("end-day") != "12" {
			t.Errorf("%s: what was typed is gone: %v", page, again)
		}
		again.Set(longField, "yes")
		want(t, v.post(page, again), http.StatusSeeOther)
	}
	// A strike that is long already is not asked about again.
	values := fields(t, v.get(details), details)
	values.Set("name", "Longer name")
	want(t, v.post(details, values), http.StatusSeeOther)
	if isLong(rotatest.Span("2025-07-01 07:00", "2025-07-11 07:00")) || isLong(rotatest.Span("2026-10-20 07:00", "2026-10-30 07:00")) ||
		!isLong(rotatest.Span("2025-07-01 07:00", "2025-07-11 08:02")) {
		t.Error("ten days are not where the question begins")
	}
}

// TestCopyStrike adds a strike with the slots and rules of the last, and nothing else of it.
func TestCopyStrike(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	old, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	page := want(t, v.get("/strikes"), http.StatusOK)
	link := parse(t, page).Find("main a[href^='/strikes/new?copy=']").AttrOr("href", "")
	values := fields(t, want(t, v.get(link), http.StatusOK), "/strikes/new")
	if values.Get("copy") != s.strike {
		t.Fatalf("%s does not choose the last strike: %v", link, values)
	}
	for name, value := range map[string]string{"name": "August", "start-day": "8", "start-month": "8", "start-year": "2025", "end-day": "13", "end-month": "8", "end-year": "2025"} {
		values.Set(name, value)
	}
	values.Set("copy", "none")
	want(t, v.post("/strikes/new", values), http.StatusUnprocessableEntity)
	values.Set("copy", s.strike)
	to := want(t, v.post("/strikes/new", values), http.StatusSeeOther).Header().Get("Location")
	if text := parse(t, v.get(to)).Find(".nhsuk-notification-banner").Text(); !strings.Contains(text, fmt.Sprintf("%d slots copied", len(old.Slots))) {
		t.Errorf("the banner says %q, want %d slots", text, len(old.Slots))
	}
	got, err := s.store.Entry(t.Context(), strings.TrimPrefix(to, "/strikes/"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Slots) != len(old.Slots) || len(got.Residents)+len(got.Duties)+len(got.Consultants) != 0 || !cmp.Equal(got.Rules, old.Rules) {
		t.Errorf("%d slots, %d residents, %d consultants, rules %v; want %d slots, nobody and %v",
			len(got.Slots), len(got.Residents), len(got.Consultants), got.Rules, len(old.Slots), old.Rules)
	}
	// A slot that is added afterwards gets a code of its own.
	if err := s.store.AddSlots(t.Context(), actor, strings.TrimPrefix(to, "/strikes/"), got.Slots[:1]); err != nil {
		t.Errorf("add a slot to the copy: %v", err)
	}
}

// TestClocksWords holds that a strike over a change of the clocks says its real hours.
func TestClocksWords(t *testing.T) {
	t.Parallel()
	if got := clocksWords(rotatest.Span("2025-07-25 07:00", "2025-07-30 07:00")); got != "" {
		t.Errorf("in July: %q", got)
	}
	for _, tt := range []struct {
		span rota.Span
		want []string
	}{
		{rotatest.Span("2026-10-24 07:00", "2026-10-26 07:00"), []string{"go back in the early hours of Sunday 25 October 2026", "hour longer", "49 hours"}},
		{rotatest.Span("2027-03-27 07:00", "2027-03-29 07:00"), []string{"go forward in the early hours of Sunday 28 March 2027", "hour shorter", "47 hours"}},
	} {
		for _, want := range tt.want {
			if got := clocksWords(tt.span); !strings.Contains(got, want) {
				t.Errorf("%q does not say %q", got, want)
			}
		}
	}
}

func TestStrikeDetails(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/details"
	tryForm(t, v, page, page, map[string]string{"rest": "10.5", "max-nights": "", "case": "share_away", "share": "40",
		"travel-0-from": "north", "travel-0-to": "south", "travel-0-minutes": "45", "aim-0": "cost:trust", "aim-1": "spread", "aim-2": "", "aim-3": "", "on-call": "yes"},
		[]badField{
			{"no name", map[string]string{"name": ""}, "name", "Enter the name"},
			{"backwards", map[string]string{"end-year": "2024"}, "end-day", "The end must be after the start"},
			{"share of 101", map[string]string{"share": "101"}, "share", "from 0 to 100"},
			{"no share", map[string]string{"share": ""}, "share", "Enter the share"},
			{"rest in words", map[string]string{"rest": "eleven"}, "rest", "The rest must be hours"},
			{"rest too long", map[string]string{"rest": "49"}, "rest", "from 0 hours to 48 hours"},
			{"run of nothing", map[string]string{"max-run": "0"}, "max-run", "The longest run must be from"},
			{"nights below nothing", map[string]string{"max-nights": "-1"}, "max-nights", "from 0 to 31"},
			{"journey from nowhere", map[string]string{"travel-0-from": ""}, "travel-0-from", "starts from"},
			{"journey without time", map[string]string{"travel-0-minutes": ""}, "travel-0-minutes", "how many minutes"},
			{"journey to where it starts", map[string]string{"travel-0-to": "north"}, "travel-0-from", "two different sites"},
			{"an aim twice", map[string]string{"aim-1": "cost:trust"}, "aim-1", "given twice"},
		})
	got, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if r := got.Rules; *r.Rest != 630 || r.MaxNightsInARow != nil || !r.OnCallWithOnSite || len(r.Travel) == 0 || r.Travel[0].Minutes != 45 {
		t.Errorf("rules saved: %+v", r)
	}
	if len(got.Aims) != 3 || got.Aims[1] != "cost:trust" || got.Aims[2] != "spread" || got.Case.Share != 40 {
		t.Errorf("aims %v and case %+v saved", got.Aims, got.Case)
	}
}

// TestDeleteClash has somebody delete what another has changed since: it stays, and who says so.
func TestDeleteClash(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page, remove := strikePath(s.strike, "residents", "R001", "edit"), strikePath(s.strike, "residents", "R001", "delete")
	first := fields(t, v.get(page), page)
	second := fields(t, v.get(remove), remove)
	first.Set("grade", "ST9")
	want(t, v.post(page, first), http.StatusSeeOther)
	w := want(t, v.post(remove, second), http.StatusConflict)
	contract(t, w)
	if text := parse(t, w).Find("main").Text(); !strings.Contains(text, "R. Osei saved a change to it after you opened the page") {
		t.Errorf("the page does not say who saved first:\n%s", text)
	}
	if got, err := s.store.Resident(t.Context(), s.strike, "R001"); err != nil || got.Grade != "ST9" {
		t.Errorf("the first change was lost: %+v, %v", got, err)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as(auth.Coordinator)
	email := s.users[auth.Coordinator].Email
	tests := []struct {
		name, email, password, next string
		status                      int
		to, text                    string
	}{
		{"right", email, testPassword, "/help", 303, "/help", ""},
		{"capital letters", strings.ToUpper(email), testPassword, "/", 303, "/", ""},
		{"wrong password", email, testPassword + "!", "/", 422, "", signInFailed},
		{"no such account", "nobody@trust.example", testPassword, "/", 422, "", signInFailed},
		{"no address", "", testPassword, "/", 422, "", "Enter your e-mail address"},
		{"no password", email, "", "/", 422, "", "Enter your password"},
		{"to another host", email, testPassword, "//elsewhere.example/x", 303, "/", ""},
		{"to another host by backslash", email, testPassword, `/\elsewhere.example`, 303, "/", ""},
		{"to a script", email, testPassword, "javascript:alert(1)", 303, "/", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := s.stranger()
			v.t = t
			w := want(t, v.post("/sign-in", url.Values{"email": {tt.email}, "password": {tt.password}, "next": {tt.next}}), tt.status)
			if got := w.Header().Get("Location"); got != tt.to {
				t.Errorf("sent to %q, want %q", got, tt.to)
			}
			if tt.status == 422 {
				contract(t, w)
				if text := parse(t, w).Find(".nhsuk-error-summary").Text(); !strings.Contains(text, tt.text) {
					t.Errorf("the summary says %q, want %q", text, tt.text)
				}
				if strings.Contains(w.Body.String(), testPassword) {
					t.Error("the password is sent back")
				}
			}
		})
	}
	if v := s.stranger(); v.get("/strikes/"+s.strike+"/details").Header().Get("Location") != "/sign-in?next=%2Fstrikes%2F"+s.strike+"%2Fdetails" {
		t.Error("a stranger is not sent back to the page they asked for")
	}
}

func TestSignInThrottled(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as(auth.Coordinator)
	v := s.stranger()
	values := func() url.Values {
		return url.Values{"email": {s.users[auth.Coordinator].Email}, "password": {"wrong"}, "next": {"/"}}
	}
	for range 5 {
		want(t, v.post("/sign-in", values()), http.StatusUnprocessableEntity)
	}
	w := want(t, v.post("/sign-in", values()), http.StatusTooManyRequests)
	if text := parse(t, w).Find(".nhsuk-error-summary").Text(); !strings.Contains(text, signInTooOften) {
		t.Errorf("the summary says %q", text)
	}
}
