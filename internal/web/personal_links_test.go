package web

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestLinksForAll makes links for everybody, as a file that opens each person's own pages.
func TestLinksForAll(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.as(auth.Coordinator)
	path := strikePath(s.strike, "residents", "links")
	start := fields(t, want(t, v.get(path), http.StatusOK), path)
	if start.Has(whomField) {
		t.Error("whom they are for is asked while nobody has one")
	}
	w := want(t, v.post(path, start), http.StatusUnprocessableEntity)
	contract(t, w)
	start.Set(reasonField, "To be sent to all residents")
	rows := csvRows(t, want(t, v.post(path, start), http.StatusOK).Body.String())
	if len(rows) != 3 || rows[1][0] != "Dr Tuu" || rows[2][0] != "Dr Wun" {
		t.Fatalf("the file holds %q", rows)
	}
	for i, name := range []string{"Dr Tuu", "Dr Wun"} {
		u, err := url.Parse(rows[i+1][4])
		if err != nil {
			t.Fatal(err)
		}
		own := s.stranger()
		want(t, own.post(u.Path, url.Values{}), http.StatusSeeOther)
		if got := pageText(t, own, ownDutiesPath); !strings.Contains(got, name) {
			t.Errorf("the link of %s opens\n%s", name, got)
		}
	}
	given, err := s.store.FileRequests(t.Context(), s.strike)
	if err != nil || len(given) != 1 || given[0].File != "resident-links.csv" {
		t.Errorf("given out: %+v, %v", given, err)
	}
	start = fields(t, want(t, v.get(path), http.StatusOK), path)
	start.Set(reasonField, "Again")
	contract(t, want(t, v.post(path, start), http.StatusUnprocessableEntity)) // everybody has one
	start.Set(whomField, whomAll)
	want(t, v.post(path, start), http.StatusOK)
	want(t, s.stranger().get(strings.TrimPrefix(rows[1][4], "http://example.com")), http.StatusNotFound)
	want(t, v.post(path+"/end", url.Values{}), http.StatusSeeOther)
	if list, err := s.store.PersonalLinks(t.Context(), s.strike, store.KindResident); err != nil || len(list) != 0 {
		t.Errorf("after all were ended there are %d, %v", len(list), err)
	}
	consultants := strikePath(s.strike, "consultants", "links")
	if rows := csvRows(t, want(t, v.post(consultants, url.Values{}), http.StatusOK).Body.String()); len(rows) != 3 {
		t.Errorf("the file of consultants holds %q", rows)
	}
	now = now.AddDate(0, 0, 10)
	v = s.as(auth.Coordinator)
	start.Del(whomField)
	start.Del(csrfKey)
	want(t, v.post(path, start), http.StatusSeeOther) // the strike is over
}

func csvRows(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestLinkOfOne makes a link for one person, which is shown once, and ends it.
func TestLinkOfOne(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.as(auth.Coordinator)
	for _, of := range [][]string{{"residents", "R1"}, {"consultants", "c1"}} {
		path := strikePath(s.strike, of[0], of[1], "link")
		w := want(t, v.post(path, url.Values{doField: {changeMake}}), http.StatusOK)
		contract(t, w)
		link := strings.TrimPrefix(parse(t, w).Find("code").Text(), "http://example.com")
		want(t, s.stranger().get(link), http.StatusOK)
		page := want(t, v.get(path), http.StatusOK)
		if strings.Contains(page.Body.String(), link) || !strings.Contains(page.Body.String(), "They have a link") {
			t.Errorf("%v: the link is shown again, or that there is one is not", of)
		}
		want(t, v.post(path, url.Values{doField: {"steal"}}), http.StatusBadRequest)
		want(t, v.post(path, url.Values{doField: {changeEnd}}), http.StatusSeeOther)
		want(t, s.stranger().get(link), http.StatusNotFound)
		want(t, v.get(strikePath(s.strike, of[0], "none", "link")), http.StatusNotFound)
	}
}

// TestLinksTellNothing holds that the pages on which links are made are the same whatever
// has been said, and whether or not anybody has opened theirs.
func TestLinksTellNothing(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.as(auth.Coordinator)
	own := s.byLink(auth.Resident, 0)
	read := func() (out string) {
		for _, path := range []string{"links", "R1/link", "R2/link"} {
			out += twinBytes(v.get(strikePath(s.strike, "residents") + "/" + path))
		}
		return out
	}
	before := read()
	own.get(ownDutiesPath)
	if err := s.store.Declare(t.Context(), s.strike, "R1", []store.DeclarationChange{{Duty: "D1", From: rota.NoReply, To: rota.Away}}); err != nil {
		t.Fatal(err)
	}
	if after := read(); after != before {
		t.Errorf("the pages tell: %s", firstDifference(before, after))
	}
}
