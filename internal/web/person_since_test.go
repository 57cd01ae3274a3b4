package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota/rotatest"
)

// TestSince takes a consultant through three versions: the page tells what changed since
// the account looked last, or since the version asked for, and what only the draft has.
func TestSince(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	v := s.as(auth.Coordinator)
	page := personPath(s.strike, "c1")
	if text := pageText(t, v, page); !strings.Contains(text, "nothing has been published yet") || strings.Contains(text, "Changed since") || strings.Contains(text, "Told of by") {
		t.Errorf("nothing has been published, and the page says %q", text)
	}
	says := func(path string, words ...string) {
		t.Helper()
		text := pageText(t, v, path)
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q:\n%s", path, w, text)
			}
		}
	}
	s.published()
	says(page, "Told of by version 1", "It is the first version", "This is the draft, which has the same cover for them as version 1.")
	want(t, v.post(page+"/seen", url.Values{"version": {"1"}}), http.StatusSeeOther)
	says(page, "Changed since version 1", "you have seen it")
	s.finish(rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	says(page, "In the draft, and not published yet", "No longer: ", "This is the draft, which has other cover for them than version 1.")
	says(personPath(s.strike, "c2"), "the same cover for them as version 1")
	s.published()
	s.finish(rotatest.In("day", "c1"), rotatest.In("later", "c1"))
	s.published()
	says(page, "Changed since version 1", "Nothing of theirs, up to version 3")
	says(page+"?since=2", "Changed since version 2", "New: ")
	says(personPath(s.strike, "c2"), "Changed since version 2", "No longer: ")
	want(t, v.post(page+"/seen", url.Values{"version": {"9"}}), http.StatusBadRequest)
	want(t, v.post(personPath(s.strike, "nobody")+"/seen", url.Values{"version": {"1"}}), http.StatusNotFound)
	if text := pageText(t, s.as(auth.Lead), page); !strings.Contains(text, "Changed since version 2") {
		t.Error("what one account has seen counts for another")
	}
}

// TestCompareVersions compares two versions, and one with the draft, on the page and as CSV.
func TestCompareVersions(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	v := s.as(auth.Coordinator)
	s.finish(rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	page := strikePath(s.strike, "versions", "compare")
	draft := pageText(t, v, page)
	if differs, totals := strings.Index(draft, "What differs, by slot"), strings.Index(draft, "What they come to"); differs < 0 || totals < differs {
		t.Errorf("what they come to is at %d, before what differs at %d", totals, differs)
	}
	for _, words := range []string{"Version 1 and the draft", "1 slot differs for 1 consultant", "3 of 3 places", "2 of 3 places", "1, was 0", "12 hours"} {
		if !strings.Contains(draft, words) {
			t.Errorf("version 1 with the draft: the page does not say %q:\n%s", words, draft)
		}
	}
	s.published()
	if text := pageText(t, v, page); !strings.Contains(text, "Nobody’s cover differs") {
		t.Errorf("once it is published the draft differs:\n%s", text)
	}
	query := "?from=2&to=1"
	if text := pageText(t, v, page+query); !strings.Contains(text, "Version 2 and version 1") || !strings.Contains(text, "0, was 1") {
		t.Errorf("the other way round:\n%s", text)
	}
	file := sent(t, v, page+"/differences.csv"+query)
	if lines := strings.Split(strings.TrimSpace(file), "\r\n"); len(lines) != 2 || !strings.Contains(lines[1], `Dr c1,Nobody,"0, was 1",None`) {
		t.Errorf("the file is %q", file)
	}
	want(t, v.get(page+"?from=7"), http.StatusNotFound)
	lead := s.as(auth.Lead)
	if text := pageText(t, lead, page+query); strings.Contains(text, "Cost") || !strings.Contains(text, "Dr c1") {
		t.Errorf("a lead reads %q", text)
	}
}
