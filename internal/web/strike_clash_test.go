package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
)

// TestDetailsOfTwo has two people change the details of a strike at the same time.
func TestDetailsOfTwo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		theirs, mine map[string]string
		clash        []string // what the page compares; nil where both go through
	}{
		{"different rules", map[string]string{"rest": "10"}, map[string]string{"max-cover": "50"}, nil},
		{"a rule and a journey", map[string]string{"travel-0-from": "North", "travel-0-to": "South", "travel-0-minutes": "40"}, map[string]string{"name": "August"}, nil},
		{"the same", map[string]string{"rest": "10"}, map[string]string{"rest": "10", "max-nights": "2"}, nil},
		{"one rule", map[string]string{"rest": "10", "max-cover": "50"}, map[string]string{"rest": "12"}, []string{"Rest between duties, in hours", "10", "12"}},
		{"the order of aims", map[string]string{"aim-0": "spread", "aim-1": "", "aim-2": "", "aim-3": ""}, map[string]string{"aim-3": ""}, []string{"What matters, in order", "Least cover on the busiest consultant"}},
		{"one date", map[string]string{"end-day": "29"}, map[string]string{"end-time": "09:00"}, []string{"End", "29 July", "9am"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			bothSave(t, s.as(auth.Coordinator), strikePath(s.strike, "details"), tt.theirs, tt.mine, tt.clash, "R. Osei, at", "Most cover")
		})
	}
}

// bothSave has somebody save theirs and then mine, from one page as it was before either. Where
// they do not clash both are kept; else the page compares them in the words of clash, says
// who saved the other, and nothing of alone, which only one has changed.
func bothSave(t *testing.T, v *visitor, page string, theirs, mine map[string]string, clash []string, who, alone string) {
	t.Helper()
	first, second := fields(t, v.get(page), page), fields(t, v.get(page), page)
	setAll(first, theirs)
	setAll(second, mine)
	want(t, v.post(page, first), http.StatusSeeOther)
	if clash == nil {
		want(t, v.post(page, second), http.StatusSeeOther)
		holds(t, v, page, theirs, mine)
		return
	}
	w := want(t, v.post(page, second), http.StatusConflict)
	contract(t, w)
	text := parse(t, w).Find("#changed-by").Text()
	for _, words := range append(clash, who) {
		if !strings.Contains(text, words) {
			t.Errorf("the page does not say %q: %s", words, text)
		}
	}
	if strings.Contains(text, alone) {
		t.Errorf("it compares what only one has changed: %s", text)
	}
	want(t, v.post(page, fields(t, w, page)), http.StatusSeeOther)
	holds(t, v, page, mine)
}

func setAll(form url.Values, to map[string]string) {
	for name, value := range to {
		form.Set(name, value)
	}
}

// holds wants the form of a page to hold these.
func holds(t *testing.T, v *visitor, page string, lists ...map[string]string) {
	t.Helper()
	now := fields(t, v.get(page), page)
	for _, list := range lists {
		for name, value := range list {
			if now.Get(name) != value {
				t.Errorf("%s is %q, want %q", name, now.Get(name), value)
			}
		}
	}
}
