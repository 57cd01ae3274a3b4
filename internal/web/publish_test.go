package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// published publishes the rota as it is, as a coordinator does.
func (s *site) published() *site {
	s.t.Helper()
	v := s.whoMay(auth.Publish)
	v.t = s.t
	page := strikePath(s.strike, "publish")
	w := want(s.t, v.get(page), http.StatusOK)
	if link := parse(s.t, w).Find("a.nhsuk-button--warning"); link.Length() > 0 {
		page += "/open"
		w = want(s.t, v.get(page), http.StatusOK)
	}
	values := fields(s.t, w, page)
	for _, name := range []string{approverField, reasonField} {
		if values.Has(name) {
			values.Set(name, "Dr Director (fictional)")
		}
	}
	if s.typed != "" {
		values.Set(noteField, s.typed)
		values.Set(reasonField, s.typed)
	}
	if parse(s.t, w).Find("input[name="+staleField+"]").Length() > 0 {
		values.Set(staleField, "yes")
	}
	want(s.t, v.post(page, values), http.StatusSeeOther)
	return s
}

// coveredSite is a site whose rota covers every place.
func coveredSite(t *testing.T) *site {
	t.Helper()
	now := rotatest.At("2025-07-24 20:14")
	return coveredAt(t, &now)
}

// coveredAt is that by a clock that the test may move.
func coveredAt(t *testing.T, now *time.Time) *site {
	t.Helper()
	clock := func() time.Time { return *now }
	s := handSite(t, func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store })
	s.finish(rotatest.In("day", "c1"), rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	return s
}

// TestPublishCovered publishes a rota that covers all: nobody need approve it.
func TestPublishCovered(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "publish")
	if to := want(t, v.get(page+"/open"), http.StatusSeeOther).Header().Get("Location"); to != page {
		t.Errorf("with every place covered the page that asks who approves leads to %s", to)
	}
	before := pageText(t, v, page)
	for _, words := range []string{"Version 1", "Nothing has been published before", "Every place is covered", "Nobody is sent anything"} {
		if !strings.Contains(before, words) {
			t.Errorf("the page does not say %q:\n%s", words, before)
		}
	}
	to := tryForm(t, v, page, page, map[string]string{noteField: "For the wards"}, []badField{
		{"long note", map[string]string{noteField: strings.Repeat("x", maxVersionNote+1)}, noteField, "1000 characters or fewer"},
	})
	if to != versionPath(s.strike, 1) {
		t.Fatalf("sent to %s", to)
	}
	after := pageText(t, v, to)
	for _, words := range []string{"Version 1 is published", "For the wards", "R. Osei", "3 of 3 places", "Nothing had been published before"} {
		if !strings.Contains(after, words) {
			t.Errorf("the version does not say %q:\n%s", words, after)
		}
	}
	for page, words := range map[string]string{"rota": "Made at", "": "Version 1, published at"} {
		text := pageText(t, v, strikePath(s.strike, page))
		if !strings.Contains(text, words) || strings.Contains(text, "has changed since") {
			t.Errorf("%q: to publish the rota has put it out of date, or it lacks %q:\n%s", page, words, text)
		}
	}
}

// TestPublishOpen publishes a rota in which places that must hold are open: it needs a
// reason and somebody who approves.
func TestPublishOpen(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "publish")
	w := want(t, v.get(page), http.StatusOK)
	if doc := parse(t, w); doc.Find("main form").Length() != 0 || doc.Find("a.nhsuk-button--warning").AttrOr("href", "") != page+"/open" {
		t.Error("the page lets it be published, or does not lead to who approves")
	}
	to := tryForm(t, v, page+"/open", page+"/open", map[string]string{approverField: "Dr Director, medical director", reasonField: "Nobody has offered"}, []badField{
		{"nobody approves", map[string]string{approverField: " "}, approverField, "Enter who approves"},
		{"no reason", map[string]string{reasonField: ""}, reasonField, "Enter why"},
	})
	text := pageText(t, v, to)
	for _, words := range []string{"Dr Director, medical director", "Nobody has offered", "1 of 3 places", "2 places, of them 2 of priority 1"} {
		if !strings.Contains(text, words) {
			t.Errorf("the version does not say %q:\n%s", words, text)
		}
	}
}

// TestPublishStale publishes a rota that no longer answers what is entered: the page claims
// no more than holds, it must be ticked, and the version says it too.
func TestPublishStale(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	e := s.entry()
	e.Slots[0].Places++
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "publish")
	before := pageText(t, v, page)
	for _, words := range []string{"has changed since this rota was made", "Not known for what is entered now", "1 more place is needed by what is entered now",
		"Every place is covered that was entered when the rota was made"} {
		if !strings.Contains(before, words) {
			t.Errorf("the page does not say %q:\n%s", words, before)
		}
	}
	for _, words := range []string{"Proved best", "Every place is covered."} {
		if strings.Contains(before, words) {
			t.Errorf("the page says %q", words)
		}
	}
	to := tryForm(t, v, page, page, map[string]string{staleField: "yes"}, []badField{
		{"not ticked", map[string]string{staleField: ""}, staleField, "Make the rota again first"},
	})
	after := pageText(t, v, to)
	for _, words := range []string{"Out of date when published", "Make the rota again to bring it up to date", "Every place is covered that was entered"} {
		if !strings.Contains(after, words) {
			t.Errorf("the version does not say %q:\n%s", words, after)
		}
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("day", "c2"), rotatest.In("later", "c1"))
	if again := pageText(t, v, to); strings.Contains(again, "to bring it up to date") || !strings.Contains(again, "Out of date when published") {
		t.Errorf("once the rota is made again the version says %q", again)
	}
}

// TestPublishRefused posts what the page without the question would, and of a draft that
// is no longer so: both are asked about.
func TestPublishRefused(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	_, record := s.current()
	w := want(t, v.post(strikePath(s.strike, "publish"), url.Values{"version": {strconv.FormatInt(record.Version, 10)}, lastField: {"0"}, reasonField: {"Nobody has offered"}}), http.StatusUnprocessableEntity)
	contract(t, w)
	older := url.Values{"version": {strconv.FormatInt(record.Version-1, 10)}, lastField: {"0"}, reasonField: {"Nobody has offered"}, approverField: {"Dr Director"}}
	want(t, v.post(strikePath(s.strike, "publish", "open"), older), http.StatusConflict)
	if list, err := s.store.Versions(t.Context(), s.strike); err != nil || list != nil {
		t.Errorf("%v, %v were published", list, err)
	}
}

// TestVersionsPages changes the rota between two versions and reads what each says.
func TestVersionsPages(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	v := s.as(auth.Coordinator)
	s.finish(rotatest.In("day", "c2"), rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	old := sent(t, v, versionPath(s.strike, 1, "files", "rota.xlsx"))
	for body, mark := range map[string]string{old: "Version 1, published", sent(t, v, strikePath(s.strike, "downloads", "rota.xlsx")): "DRAFT"} {
		if sheet := string(fileIn(t, []byte(body), "xl/worksheets/sheet2.xml")); !strings.Contains(sheet, mark) {
			t.Errorf("a sheet lacks %q", mark)
		}
	}
	if rotaPage := want(t, v.get(strikePath(s.strike, "rota")), http.StatusOK).Body.String(); !strings.Contains(rotaPage, "Not everybody in it is where version 1 has them.") || !strings.Contains(rotaPage, strikePath(s.strike, "versions", "compare")) {
		t.Error("the rota does not say that it differs from version 1, or does not lead to how")
	}
	if text := pageText(t, v, strikePath(s.strike, "publish")); !strings.Contains(text, "Since version 1: 1 slot differs for 2 consultants") {
		t.Errorf("the page says %q", text)
	}
	s.published()
	if text := pageText(t, v, strikePath(s.strike, "versions")); !strings.Contains(text, "Version 2, the newest") || strings.Contains(text, "Version 1, the newest") {
		t.Errorf("the list does not tell the newest version apart:\n%s", text)
	}
	if text := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(text, "with everybody where version 2 has them") {
		t.Errorf("the rota does not say that it is as version 2:\n%s", text)
	}
	if text := pageText(t, v, strikePath(s.strike, "downloads")); !strings.Contains(text, "Everybody in it is where version 2 has them") || strings.Contains(text, "It is a draft") {
		t.Errorf("the downloads say that it is a draft:\n%s", text)
	}
	for _, path := range [][]string{{"downloads", "rota.csv"}, {"downloads", "personal", "c2", "duties.ics"}} {
		w := want(t, v.get(strikePath(s.strike, path...)), http.StatusOK)
		if name, body := w.Header().Get("Content-Disposition"), w.Body.String(); !strings.Contains(name, "-as-version-2-") || strings.Contains(body, "DRAFT") || strings.Contains(body, "TENTATIVE") {
			t.Errorf("as version 2, %s is called %s:\n%s", path, name, body)
		}
	}
	text := pageText(t, v, versionPath(s.strike, 2))
	for _, words := range []string{"Since version 1: 1 slot differs for 2 consultants", "Dr c2", "Dr c1"} {
		if !strings.Contains(text, words) {
			t.Errorf("version 2 does not say %q:\n%s", words, text)
		}
	}
	for number, superseded := range map[int64]bool{1: true, 2: false} {
		doc := parse(t, want(t, v.get(versionPath(s.strike, number)), http.StatusOK))
		link := doc.Find("main .nhsuk-inset-text a").AttrOr("href", "")
		if said := strings.Contains(doc.Find("main").Text(), "has been superseded"); said != superseded || superseded && link != versionPath(s.strike, 2) {
			t.Errorf("version %d says that it has been superseded: %t, by %q", number, said, link)
		}
		if n := doc.Find("main a[href^='" + strikePath(s.strike, "consultants") + "']").Length(); n != 0 {
			t.Errorf("version %d has %d links to pages of the draft", number, n)
		}
	}
	for _, page := range []string{"versions", "downloads"} {
		doc := parse(t, want(t, v.get(strikePath(s.strike, page)), http.StatusOK))
		if got := doc.Find("main tbody a[href$='/files/rota.xlsx']").Length(); got != 2 {
			t.Errorf("%s: the rota workbooks of %d versions, want 2", page, got)
		}
	}
	if now := sent(t, v, versionPath(s.strike, 1, "files", "rota.xlsx")); now != old {
		t.Error("the workbook of version 1 is another once there is a second")
	}
	for _, none := range []string{"0", "3", "-1", "one", "01x"} {
		want(t, v.get(strikePath(s.strike, "versions", none)), http.StatusNotFound)
	}
}

// TestVersionOpenPlaces holds that a version lists its open places by priority, then by time.
func TestVersionOpenPlaces(t *testing.T) {
	t.Parallel()
	p := rotatest.July().Standard().
		Slot("a", "27 08:00", "27 20:00").
		Slot("b", "25 08:00", "25 20:00").
		Slot("c", "26 08:00", "26 20:00", rotatest.Priority(2)).
		Problem(t)
	var got []string
	for _, row := range (edition{made: rota.Made{Problem: p, Plan: rotatest.Plan(p)}}).openTable().Rows {
		got = append(got, row[0].Text+", "+row[2].Text)
	}
	want := []string{"Fri 25 July, 8am to 8pm, 1", "Sun 27 July, 8am to 8pm, 1", "Sat 26 July, 8am to 8pm, 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestVersionRoles holds what of a version each role may have.
func TestVersionRoles(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	for role, may := range map[auth.Role]map[string]bool{
		auth.Lead:          {"versions": true, "versions/1": true, "versions/1/files/rota.xlsx": true},
		auth.Finance:       {"versions": true, "versions/1/files/costs.xlsx": true},
		auth.Administrator: {},
	} {
		v := s.as(role)
		for _, path := range []string{"publish", "versions", "versions/1", "versions/1/files/rota.xlsx", "versions/1/files/costs.xlsx"} {
			status := http.StatusNotFound
			if may[path] {
				status = http.StatusOK
			}
			if got := v.get(strikePath(s.strike) + "/" + path).Code; got != status {
				t.Errorf("%s, %s: status %d, want %d", role, path, got, status)
			}
		}
		if text := parse(t, v.get(strikePath(s.strike, "versions"))).Find("main").Text(); strings.Contains(text, publishTitle) {
			t.Errorf("%s is led to publish", role)
		}
	}
}

// sent is the body of a file.
func sent(t *testing.T, v *visitor, path string) string {
	t.Helper()
	return want(t, v.get(path), http.StatusOK).Body.String()
}

// TestPublishMeanwhile has one publish while another changes the rota, makes it again, or
// publishes: it is said who did what, what was typed stays, nothing is published unseen, and
// once seen it is published with one more press.
func TestPublishMeanwhile(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "publish")
	opened := func() url.Values {
		t.Helper()
		values := fields(t, v.get(page), page)
		values.Set(noteField, "As agreed at ten")
		return values
	}
	clash := func(values url.Values, words ...string) url.Values {
		t.Helper()
		before := s.last()
		w := want(t, v.post(page, values), http.StatusConflict)
		contract(t, w)
		for _, say := range append(words, "Nothing of yours has been published", "after you opened this page") {
			if got := mainText(t, w); !strings.Contains(got, say) {
				t.Errorf("the page does not say %q:\n%s", say, got)
			}
		}
		if got := s.last(); got != before {
			t.Errorf("version %d was published unseen", got)
		}
		again := fields(t, w, page)
		if got := again.Get(noteField); got != "As agreed at ten" {
			t.Errorf("of what was typed %q is left", got)
		}
		return again
	}
	values := opened()
	want(t, s.as(auth.Coordinator).post(coverPath(s.strike, "later"), url.Values{doField: {doLock}, consultantField: {"c1"}}), http.StatusSeeOther)
	again := clash(values, "R. Osei, at", "changed the rota", "Dr c1 is locked in")
	s.finish(rotatest.In("day", "c1"), rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	again = clash(again, "The rota was made again")
	values = opened()
	want(t, v.post(page, again), http.StatusSeeOther)
	again = clash(values, "R. Osei, at", "published version 1")
	want(t, v.post(page, again), http.StatusSeeOther)
	if got := s.last(); got != 2 {
		t.Errorf("the newest is version %d, want 2: it was asked for with version 1 in sight", got)
	}
}

// TestLockMeanwhile locks somebody while the first rota is made: the lock stays, and the rota
// that was made without it says that it is to be made again.
func TestLockMeanwhile(t *testing.T) {
	t.Parallel()
	s := newSiteOf(t, handEntry())
	v := s.as(auth.Coordinator)
	p := s.problem()
	s.run = s.start(p)
	cover := coverPath(s.strike, "night")
	values := fields(t, v.get(cover), cover)
	values.Set(consultantField, "c1")
	values.Set(doField, doLock)
	want(t, v.post(cover, values), http.StatusSeeOther)
	s.finishRun(p, rotatest.In("day", "c1"), rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	if locks := s.entry().Locks; len(locks) != 1 || locks[0].Consultant != "c1" {
		t.Errorf("the locks are %v", locks)
	}
	for _, page := range []string{strikePath(s.strike, "rota"), strikePath(s.strike, "publish")} {
		if got := pageText(t, v, page); !strings.Contains(got, "locks, people taken off") || !strings.Contains(got, "has changed since this rota was made") {
			t.Errorf("%s does not say that the rota was made without the lock:\n%s", page, got)
		}
	}
}
