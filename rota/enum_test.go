package rota_test

import (
	"slices"
	"testing"

	"strikerota/rota"
)

// Every word of a list is read by people in words of its own.
func TestListedWords(t *testing.T) {
	lists := map[string][][2]string{}
	for _, m := range rota.Modes() {
		lists["modes"] = append(lists["modes"], [2]string{string(m), m.Words()})
	}
	for _, d := range rota.Declarations() {
		lists["declarations"] = append(lists["declarations"], [2]string{string(d), d.Words()})
	}
	for _, v := range rota.AllTerms() {
		lists["terms"] = append(lists["terms"], [2]string{string(v), v.Words()})
	}
	for _, k := range rota.SessionKinds() {
		lists["kinds"] = append(lists["kinds"], [2]string{string(k), k.Words()})
	}
	for name, n := range map[string]int{"modes": 3, "declarations": 4, "terms": 4, "kinds": 2} {
		seen := map[string]bool{}
		for _, pair := range lists[name] {
			if pair[0] == pair[1] || pair[1] == "" || seen[pair[1]] {
				t.Errorf("%s: %s reads as %q", name, pair[0], pair[1])
			}
			seen[pair[1]] = true
		}
		if len(lists[name]) != n {
			t.Errorf("%d %s, want %d", len(lists[name]), name, n)
		}
	}
	if rota.Mode("x").Words() != "x" || rota.Declaration("x").Words() != "x" || rota.Terms("x").Words() != "x" {
		t.Error("an unknown word is not shown as it is")
	}
	if got := rota.DefaultAims(); got[0] != rota.AimCover || slices.ContainsFunc(got, func(a rota.Aim) bool { return !slices.Contains(rota.Aims(), a) }) {
		t.Errorf("the default aims are %v", got)
	}
	if got := rota.CaseKinds(); !slices.Equal(got, []rota.CaseKind{rota.AllAway, rota.ShareAway, rota.AllWorking}) {
		t.Errorf("the cases are %v", got)
	}
}

func TestHours(t *testing.T) {
	for minutes, want := range map[int]string{0: "0 hours", 1: "1 minute", 45: "45 minutes", 60: "1 hour", 61: "1 hour 1 minute", 750: "12 hours 30 minutes", 780: "13 hours", 135_600: "2,260 hours", 86_850: "1,447 hours 30 minutes"} {
		if got := rota.Hours(minutes); got != want {
			t.Errorf("%d minutes read as %q, want %q", minutes, got, want)
		}
	}
}
