package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestCancelImports forgets all files that a person has not finished, and nobody else's. The newest are listed.
func TestCancelImports(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	var files []string
	all := strikePath(s.strike, "imports", "cancel")
	for i := range recentImports + 2 {
		files = append(files, bringIn(v, "duties", fmt.Sprintf("plans%d.csv", i), dutyFile).at)
		page := parse(t, want(t, v.get(importPath(s.strike)), http.StatusOK))
		if got := page.Find("form[action='"+all+"']").Length() > 0; got != (i > 0) {
			t.Errorf("with %d files, all can be cancelled at once: %v", i+1, got)
		}
	}
	w := v.get(importPath(s.strike))
	contract(t, w)
	got := text(t, parse(t, w).Find("main .nhsuk-inset-text").Text())
	if n := parse(t, w).Find("form[action^='" + importPath(s.strike) + "/'][action$='/cancel']").Length(); n != recentImports || !strings.Contains(got, "And 2 older files.") {
		t.Errorf("the page lists %d: %s", n, got)
	}
	finance := s.as(auth.Finance)
	kept := bringIn(finance, "rates", "rates.csv", ratesFile).at
	if to := want(t, v.post(all, url.Values{}), http.StatusSeeOther).Header().Get("Location"); to != importPath(s.strike) {
		t.Errorf("sent to %s", to)
	}
	got = text(t, parse(t, v.get(importPath(s.strike))).Find("main").Text())
	if !strings.Contains(got, "The files have been forgotten. Nothing has been changed") || strings.Contains(got, "You have not finished") {
		t.Errorf("afterwards: %s", got)
	}
	for _, file := range files {
		want(t, v.get(file), http.StatusNotFound)
	}
	want(t, finance.get(kept), http.StatusOK)
	want(t, s.as(auth.Lead).post(all, url.Values{}), http.StatusNotFound)
	if n := len(s.entry().Duties); n != 0 {
		t.Errorf("%d duties were saved", n)
	}
}

// TestUndoEarlier: an import whose things were changed, or are needed, by later ones names these, newest first.
func TestUndoEarlier(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	before := s.entry()
	take := func(file string) (done string) {
		b := bringAll(v, "duties", file)
		b.press(nil, "imported")
		return b.at
	}
	undo := func(done string, status int) *httptest.ResponseRecorder {
		return want(t, v.post(done+"/undo", url.Values{}), status)
	}
	later := func(w *httptest.ResponseRecorder) (out []string) {
		for _, a := range parse(t, w).Find("#stopped ul").First().Find("a[href*='/imported/']").EachIter() {
			out = append(out, a.AttrOr("href", ""))
		}
		return out
	}
	first := take(rowHead + annDuty + benDuty)
	second := take(rowHead + rowOf("Ann", "0208972", "ST6", "Ward A", 25) + benDuty)
	third := take(rowHead + rowOf("Ben", "0208973", "ST5", "Ward A", 28))

	w := undo(first, http.StatusUnprocessableEntity)
	contract(t, w)
	got := text(t, parse(t, w).Find("#stopped").Text())
	if to := later(w); !slices.Equal(to, []string{third, second}) && !slices.Equal(to, []string{second}) {
		t.Errorf("the later imports are %v of %s, %s, %s: %s", to, first, second, third, got)
	}
	if !strings.Contains(got, "later") || !strings.Contains(got, "Undo them first, from the top, and then this one") {
		t.Errorf("the page says %s", got)
	}
	if len(s.entry().Duties) != 3 {
		t.Error("something was undone")
	}
	undo(third, http.StatusSeeOther)
	w = undo(first, http.StatusUnprocessableEntity)
	got = text(t, parse(t, w).Find("#stopped").Text())
	if to := later(w); !slices.Equal(to, []string{second}) || !strings.Contains(got, "Resident: EXAMPLE, Ann") || !strings.Contains(got, "changed what this one brought in") {
		t.Errorf("of %s the later imports are %v: %s", second, to, got)
	}
	undo(second, http.StatusSeeOther)
	undo(first, http.StatusSeeOther)
	if !rota.SameThing(before, s.entry()) {
		t.Error("not all is undone")
	}
}

// TestUndoNeeded: duties tied to slots of an import are named by whose they are; a long list is folded and cut.
func TestUndoNeeded(t *testing.T) {
	t.Parallel()
	e := rota.Entry{Residents: []rota.Resident{{ID: "R001", Name: "EXAMPLE, Ann"}}, Duties: []rota.Duty{{ID: "D0001", Resident: "R001"}}}
	got := needMends("s", e, []rota.Fault{{Path: "duties[0].slot", Text: "no slot has this id"}, {Path: "duties[0].end", Text: "is before its start"}})
	if !strings.HasPrefix(got[0].Text, "EXAMPLE, Ann, ") || !strings.HasSuffix(got[0].Text, "is tied to a slot that it brought in.") || got[0].Link.Href == "" {
		t.Errorf("a tied duty is %+v", got[0])
	}
	if got[1].Text != "Duty D0001 of resident R001: end is before its start" {
		t.Errorf("another fault is %q", got[1].Text)
	}
	for _, tt := range []struct {
		n, listed int
		fold      bool
		more      string
	}{{fewInWay, fewInWay, false, ""}, {fewInWay + 1, fewInWay + 1, true, ""}, {mostInWay, mostInWay, true, ""}, {mostInWay + 2, mostInWay, true, "Not listed: 2 more."}} {
		if p := newWayPart("What needs it", make([]mend, tt.n)); len(p.List) != tt.listed || p.Fold != tt.fold || p.More != tt.more || tt.fold != (p.Words == fmt.Sprintf("What needs it (%d)", tt.n)) {
			t.Errorf("of %d, %d are listed, folded %v, %q, %q", tt.n, len(p.List), p.Fold, p.Words, p.More)
		}
	}
}
