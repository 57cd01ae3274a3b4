package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// What browsers say of themselves.
const (
	firefoxSays = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
	iphoneSays  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)

func TestBrowserWords(t *testing.T) {
	for says, want := range map[string]string{
		firefoxSays: "Firefox on Windows",
		iphoneSays:  "Safari on iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0":          "Edge on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36":                  "Chrome on Mac",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36":    "Samsung Internet on Android",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36":                         "Chrome on ChromeOS",
		"Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.0.0 Mobile/15E148 Safari/604.1":      "Chrome on iPad",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/120.0.0.0":                    "Opera on Linux",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1": "Firefox on iPhone",
		"": "A browser", "<b>Osei's own, serial 4411</b>": "A browser",
	} {
		if got := browserWords(says); got != want {
			t.Errorf("%q is %q, want %q", says, got, want)
		}
	}
}

// timed is a site whose clock the test moves, with the limits of the settings.
func timed(t *testing.T, now *time.Time) *site {
	*now = time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { return *now }
	return newSite(t, func(o *Options) {
		o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store
		o.SessionIdle, o.SessionAbsolute = 15*time.Minute, 8*time.Hour
	})
}

// with signs in with a browser that says this of itself.
func (s *site) with(role auth.Role, says string) *visitor {
	s.t.Helper()
	v, user := s.stranger(), s.user(role)
	r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(url.Values{"email": {user.Email}, "password": {testPassword}, "next": {"/"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", says)
	want(s.t, v.do(r), http.StatusSeeOther)
	v.get("/help")
	return v
}

// browsersKept are what the database has of browsers in which somebody is signed in.
func (s *site) browsersKept() []string {
	s.t.Helper()
	return s.texts("SELECT browser FROM account_sessions ORDER BY browser")
}

// texts are the rows of a query with one column, past every guard.
func (s *site) texts(query string) (out []string) {
	s.t.Helper()
	db, err := s.store.DB()
	if err != nil {
		s.t.Fatal(err)
	}
	rows, err := db.QueryContext(s.t.Context(), query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			s.t.Fatal(err)
		}
		out = append(out, one)
	}
	return out
}

// signedOut fails the test unless the visitor has to sign in.
func (v *visitor) signedOut(what string) {
	v.t.Helper()
	if w := v.get(accountPath); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") {
		v.t.Errorf("%s: %d to %q, want the sign-in page", what, w.Code, w.Header().Get("Location"))
	}
}

// TestSessionOver holds the limits by the clock: without a request, and however many there are, also through
// another password; and that asking for /alive puts off the first.
func TestSessionOver(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := timed(t, &now)
	idle, used, alive := s.as(auth.Coordinator), s.as(auth.Coordinator), s.as(auth.Coordinator)
	begun := now
	for range 2 {
		now = now.Add(14 * time.Minute)
		want(t, used.get("/strikes"), http.StatusOK)
		if w := want(t, alive.get("/alive"), http.StatusNoContent); w.Body.Len() > 0 {
			t.Errorf("/alive says %q", w.Body)
		}
	}
	idle.signedOut("after 28 minutes")
	now = now.Add(15*time.Minute - time.Second)
	want(t, used.get("/strikes"), http.StatusOK)
	now = now.Add(time.Second)
	alive.signedOut("15 minutes after the last request")
	for ; now.Before(begun.Add(8*time.Hour - 10*time.Minute)); now = now.Add(10 * time.Minute) {
		want(t, used.get("/strikes"), http.StatusOK)
	}
	want(t, used.get(accountPath), http.StatusOK)
	want(t, used.post(accountPath+"/password", url.Values{"password": {testPassword}, "new-password": {"seven yellow tractors"}}), http.StatusSeeOther)
	now = begun.Add(8*time.Hour - time.Second)
	want(t, used.get("/strikes"), http.StatusOK)
	now = begun.Add(8 * time.Hour)
	used.signedOut("after eight hours")
}

// sessionList is what the account page lists, and the ids that its buttons send.
func sessionList(t *testing.T, v *visitor) (items, ids []string) {
	t.Helper()
	page := want(t, v.get(accountPath), http.StatusOK)
	contract(t, page)
	parse(t, page).Find(".app-sessions li").Each(func(_ int, li *goquery.Selection) {
		items = append(items, strings.TrimSpace(li.Find("p").Text()))
		if id, there := li.Find("button[name=end]").Attr("value"); there {
			ids = append(ids, id)
		}
	})
	return items, ids
}

// TestOwnSessions holds that people see where they are signed in and end each alone or all others, that it counts at
// the next request, and what the audit and the database have of it.
func TestOwnSessions(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := timed(t, &now)
	s.with(auth.Finance, firefoxSays)
	phone := s.with(auth.Coordinator, iphoneSays)
	now = now.Add(10 * time.Minute)
	here, third := s.with(auth.Coordinator, firefoxSays), s.with(auth.Coordinator, "unheard of")
	items, ids := sessionList(t, here)
	wantItems := []string{
		"Firefox on Windows (this one)Signed in at 10:10am on Tuesday 1 July 2025, used just now.",
		"A browserSigned in at 10:10am on Tuesday 1 July 2025, last used at 10:10am on Tuesday 1 July 2025.",
		"Safari on iPhoneSigned in at 10am on Tuesday 1 July 2025, last used at 10am on Tuesday 1 July 2025.",
	}
	if !slices.Equal(items, wantItems) || len(ids) != 2 {
		t.Fatalf("listed are %q with %q", items, ids)
	}
	if kept := s.browsersKept(); !slices.Equal(kept, []string{"A browser", "Firefox on Windows", "Firefox on Windows", "Safari on iPhone"}) {
		t.Errorf("kept are %q", kept)
	}
	if page := here.get(accountPath).Body.String(); strings.Index(page, "Sign out everywhere else") > strings.Index(page, "app-sessions") {
		t.Error("to sign out everywhere else stands below the list, which can be long")
	}
	end := func(v *visitor, value, says string) {
		t.Helper()
		want(t, v.post(sessionsPath, url.Values{endKey: {value}}), http.StatusSeeOther)
		if text := parse(t, want(t, v.get(accountPath), http.StatusOK)).Find("main").Text(); !strings.Contains(text, says) {
			t.Errorf("the page does not say %q:\n%s", says, text)
		}
	}
	end(here, ids[1], "You have been signed out there")
	phone.signedOut("ended alone")
	want(t, third.get(accountPath), http.StatusOK)
	end(here, ids[1], "You were signed out there already")
	finance := s.as(auth.Finance)
	end(finance, ids[0], "You were signed out there already") // somebody else's
	want(t, third.get(accountPath), http.StatusOK)
	end(here, endOthers, "You have been signed out everywhere else")
	third.signedOut("all others ended")
	end(here, endOthers, "You were signed in nowhere else")
	if items, ids = sessionList(t, here); len(items) != 1 || len(ids) != 0 {
		t.Errorf("listed are %q with %q", items, ids)
	}
	// By its own id this one ends, and no other.
	other := s.as(auth.Coordinator)
	_, ids = sessionList(t, other)
	want(t, here.get(accountPath), http.StatusOK)
	want(t, here.post(sessionsPath, url.Values{endKey: {ids[0]}}), http.StatusSeeOther)
	here.signedOut("ended by itself")
	want(t, other.get(accountPath), http.StatusOK)
	audit := parse(t, want(t, s.as(auth.Administrator).get(auditPath), http.StatusOK)).Find("table").Text()
	if n := strings.Count(audit, "Ended one session of"); n != 2 || strings.Count(audit, "Ended all sessions but one of") != 1 {
		t.Errorf("the audit:\n%s", audit)
	}
	for _, id := range ids {
		if strings.Contains(audit, id) || strings.Contains(s.log.String(), id) {
			t.Errorf("the audit or the log holds the id of a session")
		}
	}
}

// TestSessionCount holds that an administrator reads of an account in how many browsers it is signed in, no more, and
// not of one of another trust; and that signing out, here and elsewhere, ends what is counted.
func TestSessionCount(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := timed(t, &now)
	admin, first, second := s.as(auth.Administrator), s.with(auth.Lead, firefoxSays), s.with(auth.Lead, iphoneSays)
	page := managePath(s.user(auth.Lead).ID)
	counted := func(want string) {
		t.Helper()
		text := parse(t, admin.get(page)).Find("main").Text()
		if !strings.Contains(strings.Join(strings.Fields(text), " "), "Signed in now "+want) || strings.Contains(text, "Firefox") || strings.Contains(text, "Safari") {
			t.Errorf("want %q in:\n%s", want, text)
		}
	}
	counted("In 2 browsers")
	want(t, first.post("/sign-out", url.Values{}), http.StatusSeeOther)
	counted("In 1 browser")
	want(t, second.signInAs(s.user(auth.Lead).Email, testPassword), http.StatusSeeOther) // again in the same browser
	counted("In 1 browser")
	now = now.Add(14 * time.Minute)
	want(t, admin.get(page), http.StatusOK)
	now = now.Add(2 * time.Minute)
	counted("Nowhere")
	third := s.as(auth.Lead)
	counted("In 1 browser")
	want(t, admin.post(page, url.Values{"do": {"sign-out"}}), http.StatusSeeOther)
	third.signedOut("by an administrator")
	counted("Nowhere")
	_, users := s.another()
	want(t, admin.get(managePath(users[auth.Lead].ID)), http.StatusNotFound)
	want(t, admin.post(managePath(users[auth.Lead].ID), url.Values{"do": {"sign-out"}}), http.StatusNotFound)
}

// TestSessionRole holds that a session has a new id, and that of before opens nothing, once its account may act as
// something else: another role, or confirmed after it waited.
func TestSessionRole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as(auth.Coordinator)
	v, user := s.as(auth.Finance), s.user(auth.Finance)
	renewed := func(what string, status int) {
		t.Helper()
		before := v.cookies["strikerota"]
		want(t, v.get("/strikes"), status)
		if v.cookies["strikerota"] == before {
			t.Errorf("%s: the id is as before", what)
		}
		old := s.stranger()
		old.cookies["strikerota"] = before
		old.signedOut(what + ", with the id of before")
		before = v.cookies["strikerota"]
		if want(t, v.get("/strikes"), status); v.cookies["strikerota"] != before {
			t.Errorf("%s: the id is another at each request", what)
		}
	}
	ctx, admin := t.Context(), store.Actor{ID: s.user(auth.Administrator).ID}
	if err := s.store.SetRole(ctx, admin, user.ID, string(auth.Coordinator), rota.OwnServices{}); err != nil {
		t.Fatal(err)
	}
	renewed("another role, which waits", http.StatusNotFound)
	if err := s.store.ConfirmUser(ctx, store.Actor{ID: s.user(auth.Coordinator).ID}, user.ID); err != nil {
		t.Fatal(err)
	}
	renewed("confirmed", http.StatusOK)
	if err := s.store.SetRole(ctx, admin, user.ID, string(auth.Lead), rota.EveryService()); err != nil {
		t.Fatal(err)
	}
	renewed("a role that sees less", http.StatusOK)
}

// TestIdleNotice holds when pages say that their session is about to end, and that those without one do not.
func TestIdleNotice(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := timed(t, &now)
	notice := parse(t, s.as(auth.Finance).get("/help")).Find("[data-idle]")
	if warn, end := notice.AttrOr("data-warn", ""), notice.AttrOr("data-idle", ""); warn != "780" || end != "900" {
		t.Errorf("said after %s seconds, over after %s; want 13 and 15 minutes", warn, end)
	}
	if hidden := notice.Find("[hidden]").Length(); hidden != 2 {
		t.Errorf("%d parts are hidden until the script shows them, want 2", hidden)
	}
	if got := newIdleNotice(time.Minute); got.Warn != 30 || got.End != 60 {
		t.Errorf("of a minute: %+v", got)
	}
	for name, v := range map[string]*visitor{"a stranger": s.stranger(), "a personal link": s.byLink(auth.Resident, 0)} {
		if n := parse(t, v.get("/help")).Find("[data-idle]").Length(); n > 0 {
			t.Errorf("%s is warned", name)
		}
		if name == "a personal link" && parse(t, v.get(ownHeldPath)).Find("[data-idle]").Length() > 0 {
			t.Error("the pages of a personal link warn")
		}
	}
	if kept := s.browsersKept(); len(kept) != 1 {
		t.Errorf("%d sessions of accounts, want that of finance alone", len(kept))
	}
}
