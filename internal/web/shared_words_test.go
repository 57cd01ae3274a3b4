package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestChangeAWord changes a skill everywhere: the list leads to the question, the question
// to what changes, and only saving that changes anything.
func TestChangeAWord(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	list := "/strikes/" + s.strike + "/words"
	change := list + "/change"
	entry := func() rota.Entry {
		e, err := s.store.Entry(t.Context(), s.strike)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	before := entry()
	const from, to = "Obstetrics", "Birth"
	page := want(t, v.get(list), http.StatusOK)
	contract(t, page)
	question := wordPath(s.strike, rota.SkillWord, from)
	if parse(t, page).Find("a").FilterFunction(func(_ int, a *goquery.Selection) bool { return a.AttrOr("href", "") == question }).Length() != 1 {
		t.Fatalf("the list does not lead to %s", question)
	}
	contract(t, want(t, v.get(question), http.StatusOK))

	seen := want(t, v.get(question+"&to="+to), http.StatusOK)
	contract(t, seen)
	text := parse(t, seen).Find("main").Text()
	n := renames(rota.Rename{Kind: rota.SkillWord, From: from, To: to}, before)
	for _, words := range []string{count(len(n.slots), "slot"), count(len(n.consultants), "consultant"), n.consultants[0].Name} {
		if !strings.Contains(text, words) {
			t.Errorf("what changes does not say %q: %s", words, text)
		}
	}
	if entry().Has(rota.SkillWord, to) {
		t.Error("to look at what changes has changed it")
	}
	values := fields(t, seen, change)
	if to := want(t, v.post(change, values), http.StatusSeeOther).Header().Get("Location"); to != list {
		t.Errorf("after saving: %s", to)
	}
	if got := parse(t, v.get(list)).Find("main").Text(); !strings.Contains(got, "“Obstetrics” is now “Birth”") {
		t.Errorf("the banner: %s", got)
	}
	if e := entry(); e.Has(rota.SkillWord, from) || !e.Has(rota.SkillWord, to) {
		t.Error("the skill has not been changed everywhere")
	}
	want(t, v.post(change, afresh(values)), http.StatusNotFound) // it is gone

	slip := func(name, to, fault string) {
		t.Helper()
		w := want(t, v.post(change, withFields(values, "word", to, "to", to)), http.StatusUnprocessableEntity)
		contract(t, w)
		if got := parse(t, w).Find(".nhsuk-error-summary a[href='#to']").Text(); !strings.Contains(got, fault) {
			t.Errorf("%s: %q, want %q", name, got, fault)
		}
	}
	slip("the same", to, "Enter another word")
	w := want(t, v.post(change, withFields(values, "word", to, "to", "")), http.StatusUnprocessableEntity)
	contract(t, w)
	contract(t, want(t, v.get(wordPath(s.strike, rota.SkillWord, to)+"&to="), http.StatusUnprocessableEntity))

	other := entry().Words(rota.SkillWord)[0]
	w = want(t, v.post(change, withFields(values, "word", to, "to", other)), http.StatusUnprocessableEntity) // unseen that they merge
	contract(t, w)
	if got := parse(t, w).Find("main").Text(); !strings.Contains(got, "The two become one") || !strings.Contains(got, "Look again") {
		t.Errorf("two skills become one unseen: %s", got)
	}
	want(t, v.post(change, fields(t, w, change)), http.StatusSeeOther)
	if entry().Has(rota.SkillWord, to) {
		t.Error("the two skills are still two")
	}
}

// withFields is a form with other values.
func withFields(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for name, list := range form {
		out[name] = list
	}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// TestTwin finds words that differ in capitals, spaces and marks alone.
func TestTwin(t *testing.T) {
	t.Parallel()
	list := []string{"Labour ward", "labour-ward", "Ward 7", "Ward 70"}
	for word, want := range map[string]string{"Labour ward": "labour-ward", "labour-ward": "Labour ward", "Ward 7": "", "Ward 70": ""} {
		if got := twin(word, list); got != want {
			t.Errorf("the twin of %q is %q, want %q", word, got, want)
		}
	}
}
