package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
)

// TestHoldsName holds which reasons are refused for the name that they hold.
func TestHoldsName(t *testing.T) {
	for _, tt := range []struct {
		text, name string
		want       bool
	}{
		{"asked by Dr Ada Okafor", "Dr Ada Okafor", true},
		{"OKAFOR’s shifts", "Dr Ada Okafor", true},
		{"about (okafor)", "Okafor, Ada", true},
		{"the handover of Dr Wun", "Dr Wun", true},
		{"wun of the files", "Dr Wun", false},
		{"Okafors", "Dr Ada Okafor", false},
		{"for the handover at 8", "Dr Ada Okafor", false},
		{"anything", "", false},
	} {
		if got := holdsName(tt.text, tt.name); got != tt.want {
			t.Errorf("%q, %q: %t", tt.text, tt.name, got)
		}
	}
}

// TestReasonNames holds that a reason that names a resident of the strike is refused, and kept nowhere.
func TestReasonNames(t *testing.T) {
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
