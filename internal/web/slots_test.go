package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestSlotsFilter(t *testing.T) {
	t.Parallel()
	e := rotatest.Small(1)
	for _, tt := range []struct {
		name string
		by   url.Values
		want int
	}{
		{"all", nil, 30},
		{"service", url.Values{"service": {"Transplant"}}, 7},
		{"day", url.Values{"day": {"2025-07-26"}}, 6},
		{"skill, needed or one of several", url.Values{"skill": {"Acute oncology"}}, 8},
		{"both", url.Values{"service": {"Transplant"}, "day": {"2025-07-26"}}, 2},
		{"none", url.Values{"service": {"Renal"}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newSlotsPage(strikeBaseFor("Slots"), e.Slots, filter{path: "/x", values: tt.by}, 1, true)
			got := 0
			if p.Table != nil {
				got = len(p.Table.Rows)
			}
			if got != tt.want || got == 0 && p.None == "" {
				t.Errorf("%d slots, want %d (%s)", got, tt.want, p.None)
			}
		})
	}
	p := newSlotsPage(strikeBaseFor("Slots"), e.Slots, filter{path: "/x"}, 1, false)
	if p.Add != nil || p.Templates != nil || p.Table.Rows[0][0].Href != "" {
		t.Error("a role that may not edit is offered to")
	}
	if p = newSlotsPage(strikeBaseFor("Slots"), nil, filter{path: "/x"}, 1, true); p.Templates == nil || !strings.Contains(p.None, "No critical slot") {
		t.Errorf("the empty page: %+v", p)
	}
}

func TestSkillWords(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]rota.Slot{
		"None": {}, "A and B": {SkillsAll: []string{"A", "B"}}, "C or D": {SkillsAny: []string{"C", "D"}},
		"A, and C or D": {SkillsAll: []string{"A"}, SkillsAny: []string{"C", "D"}},
	} {
		if got := skillWords(s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSlotForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/slots/new"
	right := map[string]string{"service": "Maternity", "unit": "Triage", "role": "Doctor", "site": "Ashmere General", "places": "2",
		"span-day": "2025-07-25", "span-from": "8pm", "span-to": "8:30am", "skills-any": "Obstetrics, Gynaecology", "mode": "on_site", "priority": "3",
		"no-other-duty": "yes", "source": "Local policy, May 2025"}
	tryForm(t, v, page, page, right, []badField{
		{"no service", map[string]string{"service": ""}, "service", "Enter the service"},
		{"no unit", map[string]string{"unit": ""}, "unit", "Enter the unit"},
		{"no role", map[string]string{"role": ""}, "role", "Enter the role"},
		{"no site", map[string]string{"site": ""}, "site", "Enter the site"},
		{"no place", map[string]string{"places": "0"}, "places", "from 1 to 99"},
		{"half a place", map[string]string{"places": "1.5"}, "places", "whole number"},
		{"no day", map[string]string{"span-day": ""}, "span-day", "Choose the day of the slot"},
		{"too long on site", map[string]string{"span-to": "10am"}, "span-to", "at most 13 hours long: split it"},
		{"odd skills", map[string]string{"skills-all": strings.Repeat("x", 61)}, "skills-all", "60 characters"},
		{"long source", map[string]string{"source": strings.Repeat("x", 201)}, "source", "200 characters"},
		{"there already", map[string]string{"unit": "Labour ward", "role": "Registrar tier"}, "role", "There is such a slot already"},
	})
	list, err := s.store.Slots(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	got := list[len(list)-1].Slot
	want1 := rota.Slot{ID: got.ID, Service: "Maternity", Unit: "Triage", Role: "Doctor", Site: "Ashmere General", Span: rotatest.Span("2025-07-25 20:00", "2025-07-26 08:30"),
		Places: 2, SkillsAny: []string{"Obstetrics", "Gynaecology"}, Mode: rota.OnSite, NoOtherDuty: true, Priority: 3, Source: "Local policy, May 2025"}
	if diff := cmp.Diff(want1, got); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
}

func TestSlotClashAndDelete(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/slots/oa-25-night/edit"
	mine, theirs, third := fields(t, v.get(page), page), fields(t, v.get(page), page), fields(t, v.get(page), page)
	theirs.Set("priority", "2")
	theirs.Set("places", "4")
	want(t, v.post(page, theirs), http.StatusSeeOther)
	third.Set("source", "The ward's own figure") // touches nothing of theirs
	want(t, v.post(page, third), http.StatusSeeOther)
	mine.Set("places", "3")
	w := want(t, v.post(page, mine), http.StatusConflict)
	contract(t, w)
	if rows := parse(t, w).Find("#changed-by tbody tr"); rows.Length() != 1 || !strings.Contains(rows.Text(), "4") || !strings.Contains(rows.Text(), "3") {
		t.Errorf("the page compares %q, want the places only", rows.Text())
	}
	again := fields(t, w, page)
	if got := again.Get("priority") + ", " + again.Get("places") + ", " + again.Get("source"); got != "2, 3, The ward's own figure" {
		t.Errorf("the form now holds %s, want what others saved but for the places", got)
	}
	want(t, v.post(page, again), http.StatusSeeOther)
	saved := fields(t, v.get(page), page)
	if got := saved.Get("priority") + ", " + saved.Get("places") + ", " + saved.Get("source"); got != "2, 3, The ward's own figure" {
		t.Errorf("saved: %s", got)
	}
	remove := "/strikes/" + s.strike + "/slots/oa-25-night/delete"
	want(t, v.post(remove, fields(t, v.get(remove), remove)), http.StatusSeeOther)
	want(t, v.get(page), http.StatusNotFound)
	want(t, v.post(page, mine), http.StatusConflict)
}

// TestEntryWrongMethod: pages that only show refuse a form.
func TestEntryWrongMethod(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	for _, p := range []string{"slots", "slots/templates", "gaps"} {
		if got := v.post("/strikes/"+s.strike+"/"+p, url.Values{}).Code; got != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d, want 405", p, got)
		}
	}
	if got := v.do(httptest.NewRequest(http.MethodDelete, "/strikes/"+s.strike+"/slots/oa-25-night/edit", nil)).Code; got != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d, want 405", got)
	}
}

func TestWholeDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, start, end string
		first, last      string
		n                int
	}{
		{"7am to 7am", "2025-07-25 07:00", "2025-07-30 07:00", "2025-07-25", "2025-07-29", 5},
		{"midnight to midnight", "2025-07-25 00:00", "2025-07-30 00:00", "2025-07-25", "2025-07-29", 5},
		{"until the evening", "2025-07-25 07:00", "2025-07-26 19:00", "2025-07-25", "2025-07-26", 2},
		{"one morning", "2025-07-25 07:00", "2025-07-25 10:00", "2025-07-25", "2025-07-25", 1},
	} {
		got := wholeDays(rotatest.Span(tt.start, tt.end))
		if len(got) != tt.n || got[0].String() != tt.first || got[len(got)-1].String() != tt.last {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestSlotTemplates: every line of every template is a slot that can be saved,
// on every day, and says where its figure comes from.
func TestSlotTemplates(t *testing.T) {
	t.Parallel()
	days := dayTexts(wholeDays(rotatest.Small(1).Strike.Span))
	st := slotState{}
	st.strike.Strike, st.strike.Rules, st.strike.Case = rotatest.Small(1).Strike, rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	for _, tmpl := range slotTemplates {
		f := templateForm(tmpl, "Ashmere General", days)
		slots, lines := readTemplate(f, tmpl, st)
		checkTemplate(f, st, slots, lines)
		if !f.OK() {
			t.Errorf("%s: %v", tmpl.key, f.Errors())
		}
		for _, s := range slots {
			if !strings.Contains(rota.LowerFirst(s.Source), "heck with your service") {
				t.Errorf("%s: %s does not ask to check: %q", tmpl.key, s.Words(), s.Source)
			}
			if tmpl.lines[lines[slices.IndexFunc(slots, func(o rota.Slot) bool { return o.Words() == s.Words() })]].days == weekdays && (s.Start.Weekday() == 0 || s.Start.Weekday() == 6) {
				t.Errorf("%s: %s is at a weekend", tmpl.key, s.Words())
			}
		}
	}
}

func TestTemplateQuestion(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	at := "/strikes/" + s.strike + "/slots/templates/maternity"
	for _, tt := range []struct {
		name, query, target string
	}{
		{"no site", "?site=&day=2025-07-25", "site"},
		{"no day", "?site=Ashmere+General", "day"},
		{"a day outside", "?site=Ashmere+General&day=2025-08-25", "day"},
	} {
		w := want(t, v.get(at+tt.query), http.StatusUnprocessableEntity)
		contract(t, w)
		if parse(t, w).Find(".nhsuk-error-summary a[href='#"+tt.target+"']").Length() != 1 {
			t.Errorf("%s: no error at %s", tt.name, tt.target)
		}
	}
	want(t, v.get("/strikes/"+s.strike+"/slots/templates/renal"), http.StatusNotFound)
}

func TestTemplateAdds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	at := "/strikes/" + s.strike + "/slots/templates/transplant"
	review := at + "?site=Kestrel+Park&day=2025-07-25&day=2025-07-26"
	w := want(t, v.get(review), http.StatusOK)
	contract(t, w)
	values := fields(t, w, at)
	for i := 2; i < 8; i++ {
		values.Del(linePrefix(i) + "include") // keep retrieval only
	}
	bad := url.Values{}
	for name, list := range values {
		bad[name] = list
	}
	bad.Set("line-0-places", "none")
	bad.Set("line-1-from", "late")
	bad["line-1-mode"] = []string{"on_site"}
	again := want(t, v.post(at, bad), http.StatusUnprocessableEntity)
	contract(t, again)
	if got := fields(t, again, at); got.Get("line-0-places") != "none" || got.Get("line-1-from") != "late" || got.Has("line-5-include") {
		t.Errorf("what was typed is lost: %v", got)
	}
	before, _ := s.store.Slots(t.Context(), s.strike)
	want(t, v.post(at, values), http.StatusSeeOther)
	after, _ := s.store.Slots(t.Context(), s.strike)
	if len(after) != len(before)+4 {
		t.Fatalf("%d slots added, want 2 lines on 2 days", len(after)-len(before))
	}
	last := after[len(after)-1].Slot
	if last.Site != "Kestrel Park" || last.Mode != rota.Standby || last.Minutes() != 24*60 || last.Source == "" {
		t.Errorf("added %+v", last)
	}
	twice := want(t, v.post(at, afresh(values)), http.StatusUnprocessableEntity)
	if text := parse(t, twice).Find(".nhsuk-error-summary").Text(); !strings.Contains(text, "There is such a slot already: Organ retrieval, Lead surgeon, Fri 25 July, 8am to Sat 26 July, 8am") {
		t.Errorf("adding them twice says %q", text)
	}
	for i := range 8 {
		values.Del(linePrefix(i) + "include")
	}
	none := want(t, v.post(at, values), http.StatusUnprocessableEntity)
	contract(t, none)
}

// TestTemplateNoneTicked: one press begins with no line ticked, and one more with all again.
func TestTemplateNoneTicked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	at := "/strikes/" + s.strike + "/slots/templates/transplant"
	press := func(from, text string) (href string, ticked int) {
		w := want(t, v.get(from), http.StatusOK)
		contract(t, w)
		page := parse(t, w)
		href = page.Find("main a").FilterFunction(func(_ int, a *goquery.Selection) bool { return a.Text() == text }).AttrOr("href", "")
		return href, page.Find("input[name$='-include'][checked]").Length()
	}
	none, all := press(at+"?site=Kestrel+Park&day=2025-07-25", "Begin with no line ticked")
	back, left := press(none, "Begin with all lines ticked")
	if _, again := press(back, ""); all < 6 || left != 0 || again != all {
		t.Errorf("%d lines ticked, then %d, then %d", all, left, again)
	}
}

// TestTemplateWithoutDays holds that a line with none of its days chosen is left
// out without an error, whether the template or a person left it so.
func TestTemplateWithoutDays(t *testing.T) {
	t.Parallel()
	st := slotState{}
	st.strike.Strike = rotatest.Small(1).Strike
	tmpl := slotTemplates[0] // cancer: lines 4, 5 and 7 are on weekdays alone
	f := templateForm(tmpl, "north", []string{"2025-07-26"})
	p := buildTemplateReview(strikeBaseForTest(), f, tmpl, st)
	for i, line := range p.Lines {
		if want := tmpl.lines[i].days == everyDay; line.Include.Ticked != want {
			t.Errorf("on a Saturday line %d is ticked: %t, want %t", i, line.Include.Ticked, want)
		}
	}
	f.Set("line-4-include", "yes")
	f.Set("line-0-days")
	_, lines := readTemplate(f, tmpl, st)
	if diff := cmp.Diff([]int{1, 2, 3, 6}, lines); diff != "" || !f.OK() || f.Done() != nil {
		t.Errorf("lines (-want +got):\n%s\n%v, %v", diff, f.Errors(), f.Done())
	}
}

func TestTemplateTooLong(t *testing.T) {
	t.Parallel()
	st := slotState{}
	st.strike.Strike, st.strike.Rules, st.strike.Case = rotatest.Small(1).Strike, rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	tmpl := slotTemplates[0]
	f := templateForm(tmpl, "north", []string{"2025-07-25", "2025-07-28"})
	f.Set("line-0-to", "8am")
	slots, lines := readTemplate(f, tmpl, st)
	checkTemplate(f, st, slots, lines)
	want := []form.Error{{Field: "line-0-to", Target: "line-0-to", Text: "The time: an on-site slot can be at most 13 hours long: split it"}}
	if diff := cmp.Diff(want, f.Errors()); diff != "" {
		t.Errorf("two days of one fault (-want +got):\n%s", diff)
	}
}
