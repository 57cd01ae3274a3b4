package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestNameIn holds which reasons plainly name somebody, and of which words it is asked whether they do.
func TestNameIn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, name, surname string
		plain               bool
	}{
		{"asked by Dr Ada Okafor", "Dr Ada Okafor", "okafor", true},
		{"asked by Okafor, Ada", "Dr Ada Okafor", "okafor", true},
		{"dr okafor’s shifts", "Dr Ada Okafor", "okafor", true},
		{"the handover of Dr Wun", "Wun", "wun", true},
		{"ada okafor", "Okafor, Ada", "okafor", true},
		{"OKAFOR’s shifts", "Dr Ada Okafor", "okafor", false},
		{"about (okafor)", "Okafor, Ada", "okafor", false},
		{"about Wun", "Dr Wun", "wun", false},
		{"wun of the files", "Dr Wun", "", false},
		{"Okafors", "Dr Ada Okafor", "", false},
		{"for the handover at 8", "Dr Ada Okafor", "", false},
		{"for the ward that is short of doctors in may", "Dr Mae Ward", "", false},
		{"the doctor may ask", "Dr Ian May", "", false},
		{"since 3 May", "Dr Ian May", "may", false},
		{"Ward round", "Dr Mae Ward", "ward", false},
		{"for Dr Young", "Dr Ola Young", "young", true},
		{"for the Young doctors", "Dr Ola Young", "young", false},
		{"asked by Ola Young", "Dr Ola Young", "young", true},
		{"anything", "", "", false},
		{"anything", "Dr", "", false},
	} {
		if surname, plain := nameIn(tt.text, tt.name); surname != tt.surname || plain != tt.plain {
			t.Errorf("%q, %q: %q, %t", tt.text, tt.name, surname, plain)
		}
	}
}

// TestWithoutNames holds what is left of a text when names are taken out.
func TestWithoutNames(t *testing.T) {
	t.Parallel()
	names := []string{"Dr Ada Okafor", "O’Neill, Siân", "Dr Mae Ward", "Ewa Łoś"}
	for text, want := range map[string]string{
		"nothing": "nothing", "": "",
		"swaps with Dr Okafor’s Sunday, not the ward": "swaps with [somebody else]’s Sunday, not the ward",
		"Ada Okafor, Ward and O'Neill Siân agreed":    "[somebody else], [somebody else] and [somebody else] agreed",
		"łoś (Prof. Łoś)":                             "łoś ([somebody else])",
		"Ewa said that ewa said":                      "[somebody else] said that ewa said",
		"Dr Siân O’Neill":                             "[somebody else]",
	} {
		if got, found := withoutNames(text, names); got != want || (got != text) != (len(found) > 0) {
			t.Errorf("%q: %q, of %q", text, got, found)
		}
	}
}

// TestReasonNames holds that a reason that names a resident of the strike is refused, and kept nowhere.
func TestReasonNames(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned()
	v := s.as(auth.Coordinator)
	reason := url.Values{reasonField: {"what " + s.entry().Residents[0].Name + " asked"}, whomField: {whomAll}}
	for _, path := range []string{strikePath(s.strike, "downloads", "named", "entries.xlsx"), strikePath(s.strike, "residents", "links"),
		strikePath(s.strike, "residents", string(s.entry().Residents[0].ID), "held")} {
		values := maps.Clone(reason)
		if !strings.HasSuffix(path, "links") {
			values.Del(whomField)
		}
		w := want(t, v.post(path, values), http.StatusUnprocessableEntity)
		contract(t, w)
		if text := s.readable(w); !strings.Contains(text, "holds the name of a resident") {
			t.Errorf("%s says %s", path, text)
		}
	}
	if list, err := s.store.FileRequests(t.Context(), s.strike); err != nil || len(list) != 0 {
		t.Errorf("kept %v, %v", list, err)
	}
	want(t, v.post(strikePath(s.strike, "downloads", "named", "entries.xlsx"), url.Values{reasonField: {"for the handover"}}), http.StatusOK)
}

// TestReasonWord holds that of a word that may be a surname it is asked once, and that nothing typed is lost by it.
func TestReasonWord(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	s.planned()
	if _, err := s.store.SaveResident(t.Context(), store.Actor{}, s.strike, store.Resident{Resident: rota.Resident{Name: "Dr Ola Young"}}); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Coordinator)
	for _, path := range []string{strikePath(s.strike, "downloads", "named", "entries.xlsx"), strikePath(s.strike, "residents", "links"),
		strikePath(s.strike, "residents", "R1", "held")} {
		const typed = "Young doctors have asked"
		w := want(t, v.post(path, url.Values{reasonField: {typed}}), http.StatusUnprocessableEntity)
		contract(t, w)
		again := fields(t, w, path)
		if again.Get(reasonField) != typed || again.Has(wordsField) || !strings.Contains(s.readable(w), "“young” is an ordinary word here") {
			t.Errorf("%s asks %v: %s", path, again, s.readable(w))
		}
		again.Set(wordsField, "young")
		again.Set(reasonField, "Dr Young has asked")
		contract(t, want(t, v.post(path, again), http.StatusUnprocessableEntity))
		again.Set(reasonField, typed)
		again.Set(wordsField, "old")
		want(t, v.post(path, again), http.StatusUnprocessableEntity)
		again.Set(wordsField, "young")
		want(t, v.post(path, again), http.StatusOK)
	}
	if list, err := s.store.FileRequests(t.Context(), s.strike); err != nil || len(list) != 3 {
		t.Errorf("kept %v, %v", list, err)
	}
}
