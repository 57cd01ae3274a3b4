package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// strikeBaseFor is the base of a page that no server makes.
func strikeBaseFor(title string) base {
	return base{Title: title, Strike: &StrikeName{ID: "st", Name: "Test strike"}, Width: normalWidth}
}

func storedResidents(e rota.Entry) []store.Resident {
	var out []store.Resident
	for _, r := range e.Residents {
		one := store.Resident{Resident: r, Version: 1, Changed: rotatest.At("2025-07-20 14:59")}
		for _, d := range e.Duties {
			if d.Resident == r.ID {
				one.Duties = append(one.Duties, d)
				if d.Declaration != rota.NoReply {
					one.Replied = one.Changed
				}
			}
		}
		out = append(out, one)
	}
	return out
}

// replies is a trust of three residents and four struck duties.
func replies() rota.Entry {
	return rotatest.July().
		Slot("fri", "25 08:00", "25 20:30").Slot("sat", "26 08:00", "26 20:30").Slot("before", "24 20:00", "25 08:30").
		Duty("R001", "fri", rota.Away).Duty("R001", "sat", rota.NoReply).
		Duty("R002", "fri", rota.Working).Duty("R002", "before", rota.Away).
		Duty("R003", "sat", rota.PrefersNotToSay).
		Change(func(e *rota.Entry) {
			e.Residents[0].Unit, e.Residents[1].Grade = "Labour ward", "FY2"
			e.Residents = append(e.Residents, rota.Resident{ID: "R004", Name: "Dr Idle"})
		}).Entry()
}

func TestResidentsFigures(t *testing.T) {
	t.Parallel()
	e := replies()
	p := newResidentsPage(strikeBaseFor("Residents"), e.Strike, storedResidents(e), filter{path: "/x"}, 1, true)
	want := []Figure{{"Will not be available", "1 duty"}, {"Will be working", "1 duty"}, {"Prefers not to say", "1 duty"}, {"No reply", "1 duty"}}
	if diff := cmp.Diff(want, p.Figures); diff != "" {
		t.Errorf("figures (-want +got), the duty before the strike not counted:\n%s", diff)
	}
	var got []string
	for _, row := range p.Table.Rows {
		got = append(got, row[0].Text+": "+row[4].Text)
	}
	wantRows := []string{"Dr Idle: No duty in the strike", "Dr R001: 1 will not be available, 1 no reply", "Dr R002: Will be working", "Dr R003: Prefers not to say"}
	if diff := cmp.Diff(wantRows, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if silent, last := p.Table.Rows[0][5].Text, p.Table.Rows[1][5].Text; silent != "" || last != "Sun 20 July, 2:59pm" {
		t.Errorf("last updated %q, and %q of who said nothing", last, silent)
	}
}

func TestResidentsFilter(t *testing.T) {
	t.Parallel()
	e := replies()
	for _, tt := range []struct {
		name   string
		by     url.Values
		person string
		want   []rota.ResidentID
	}{
		{"name", nil, " r00", []rota.ResidentID{"R001", "R002", "R003"}},
		{"grade", url.Values{"grade": {"FY2"}}, "", []rota.ResidentID{"R002"}},
		{"unit", url.Values{"unit": {"Labour ward"}}, "", []rota.ResidentID{"R001"}},
		{"nobody", nil, "zz", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []rota.ResidentID
			for _, r := range matching(storedResidents(e), filter{path: "/x", values: tt.by, person: tt.person}) {
				got = append(got, r.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	p := newResidentsPage(strikeBaseFor("Residents"), e.Strike, storedResidents(e), filter{path: "/x", person: "zz"}, 1, true)
	if p.Table != nil || !strings.Contains(p.None, "No resident matches") {
		t.Errorf("a filter that finds nobody says %q", p.None)
	}
}

func TestResidentsEmptyAndReadOnly(t *testing.T) {
	t.Parallel()
	e := replies()
	p := newResidentsPage(strikeBaseFor("Residents"), e.Strike, nil, filter{path: "/x"}, 1, true)
	if p.Add == nil || p.Grid != nil || p.Table != nil || !strings.Contains(p.None, "No resident has been entered yet") {
		t.Errorf("the empty page: %+v", p)
	}
	p = newResidentsPage(strikeBaseFor("Residents"), e.Strike, storedResidents(e), filter{path: "/x"}, 1, false)
	if p.Add != nil || p.Grid != nil || p.Table.Rows[0][0].Href != "" {
		t.Error("a role that may not edit is offered to")
	}
}

func TestResidentForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/residents/new"
	to := tryForm(t, v, page, page, map[string]string{"name": "Dr New Person", "grade": "ST4", "unit": "Labour ward",
		"duty-0-slot": "lw-reg-25-day", "duty-0-said": "away", "then": "more"}, []badField{
		{"no name", map[string]string{"name": " "}, "name", "Enter the resident’s name"},
		{"long name", map[string]string{"name": strings.Repeat("x", 101)}, "name", "100 characters"},
		{"neither slot nor time", map[string]string{"duty-0-slot": ""}, "duty-0-span-day", "Choose the day of the duty"},
		{"shorter than the slot", map[string]string{"duty-0-span-day": "2025-07-25", "duty-0-span-from": "8am", "duty-0-span-to": "12:00"}, "duty-0-slot", "whole of the slot"},
		{"odd time", map[string]string{"duty-0-span-day": "2025-07-25", "duty-0-span-from": "early", "duty-0-span-to": "21:00"}, "duty-0-span-from", "such as 8am"},
	})
	list, err := s.store.Residents(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(r store.Resident) bool { return r.Name == "Dr New Person" })
	if i < 0 || len(list[i].Duties) != 1 || list[i].Duties[0].Slot != "lw-reg-25-day" || list[i].Duties[0].Declaration != rota.Away {
		t.Fatalf("the resident was not saved as entered: %+v", list)
	}
	edit := "/strikes/" + s.strike + "/residents/" + string(list[i].ID) + "/edit"
	if want := edit + "#duty-1-slot"; to != want {
		t.Fatalf("after “save and add another” the page is %q, want %q", to, want)
	}
	// A telephone's list has no room for the whole of a slot.
	if got, want := strings.TrimSpace(parse(t, v.get(edit)).Find("main legend").First().Text()), "Fri 25 July, 8am to 8:30pm: Labour ward, Registrar tier"; got != want {
		t.Errorf("the duty is headed %q, want %q", got, want)
	}
	tryForm(t, v, edit, edit, map[string]string{"duty-1-span-day": "2025-07-28", "duty-1-span-from": "8pm", "duty-1-span-to": "8:30am", "duty-1-said": "working"}, []badField{
		{"overlap", map[string]string{"duty-1-span-day": "2025-07-25", "duty-1-span-from": "9am", "duty-1-span-to": "10am"}, "duty-1-span-day", "overlaps another duty"},
	})
	values := fields(t, v.get(edit), edit)
	values.Set("duty-0-remove", "yes")
	want(t, v.post(edit, values), http.StatusSeeOther)
	got, err := s.store.Resident(t.Context(), s.strike, list[i].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Duties) != 1 || got.Duties[0].Declaration != rota.Working || got.Duties[0].Span.Words() != "Mon 28 July, 8pm to 8:30am" {
		t.Errorf("after taking the first duty out there is %+v", got.Duties)
	}
}

// TestHiddenSignsInNames holds that a name is saved as it is seen, that one that is turned round is
// refused at its field, and that one that was saved before can still be read, and mended.
func TestHiddenSignsInNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	e := s.entry()
	e.Residents[0].Name = "Known \u202eolleH"
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "residents", string(e.Residents[0].ID), "edit")
	if got := pageText(t, v, strikePath(s.strike, "residents")); !strings.Contains(got, "olleH") {
		t.Errorf("a name that was saved before is not shown: %s", got)
	}
	tryForm(t, v, page, page, map[string]string{"name": "New\u200b \u200dName\u00ad"}, []badField{
		{"as it was", map[string]string{"name": e.Residents[0].Name}, "name", "The resident’s name holds a hidden sign that turns the text round"},
	})
	if got := s.entry().Residents[0].Name; got != "New Name" {
		t.Errorf("saved is %q", got)
	}
}

func TestResidentClashShowsBoth(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/residents/R001/edit"
	mine := fields(t, v.get(page), page)
	theirs := fields(t, v.get(page), page)
	theirs.Set("grade", "FY1")
	want(t, v.post(page, theirs), http.StatusSeeOther)
	mine.Set("grade", "ST9")
	w := want(t, v.post(page, mine), http.StatusConflict)
	contract(t, w)
	cells := parse(t, w).Find("#changed-by tbody tr").Text()
	if !strings.Contains(cells, "FY1") || !strings.Contains(cells, "ST9") || strings.Contains(cells, "Unit") {
		t.Errorf("the page compares %q, want the two grades only", cells)
	}
	if text := parse(t, w).Find("#changed-by").Text(); !strings.Contains(text, "R. Osei, at") {
		t.Errorf("it does not say who: %q", text)
	}
	again := fields(t, w, page)
	if again.Get("grade") != "ST9" {
		t.Errorf("what was typed is lost: %q", again.Get("grade"))
	}
	want(t, v.post(page, again), http.StatusSeeOther)
	if got, _ := s.store.Resident(t.Context(), s.strike, "R001"); got.Grade != "ST9" {
		t.Errorf("saving again gives %q", got.Grade)
	}
}

func TestDeleteResident(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/residents/R001/delete"
	w := want(t, v.get(page), http.StatusOK)
	r, _ := s.store.Resident(t.Context(), s.strike, "R001")
	if title := parse(t, w).Find("title").Text(); strings.Contains(title, r.Name) {
		t.Errorf("the title names a person: %q", title)
	}
	stale := fields(t, w, page)
	stale.Set("version", "0")
	want(t, v.post(page, stale), http.StatusConflict)
	want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther)
	want(t, v.get(page), http.StatusNotFound)
}

// TestReplies: two people change different duties from the same page, and both go through.
func TestReplies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page, form := "/strikes/"+s.strike+"/residents/replies", "/strikes/"+s.strike+"/residents/replies"
	first, second := fields(t, want(t, v.get(page), http.StatusOK), form), fields(t, v.get(page), form)
	var names []string
	for name := range first {
		if strings.HasPrefix(name, "to-") && first.Get(name) == "no_reply" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	first.Set(names[0], "away")
	second.Set(names[1], "working")
	want(t, v.post(form, first), http.StatusSeeOther)
	want(t, v.post(form, second), http.StatusSeeOther)
	now := fields(t, v.get(page), form)
	if now.Get(names[0]) != "away" || now.Get(names[1]) != "working" {
		t.Fatalf("of two changes to different duties the grid keeps %q and %q", now.Get(names[0]), now.Get(names[1]))
	}
	// The second page still shows the first duty as it was: changing it clashes.
	second.Set(names[0], "prefers_not_to_say")
	second.Set(names[2], "away")
	w := want(t, v.post(form, second), http.StatusConflict)
	contract(t, w)
	cells := parse(t, w).Find("#changed-by tbody tr").Text()
	if !strings.Contains(cells, "Will not be available") || !strings.Contains(cells, "Prefers not to say") {
		t.Errorf("the page compares %q, want what is saved and what was chosen", cells)
	}
	again := fields(t, w, form)
	if again.Get(names[2]) != "away" || again.Get(names[0]) != "prefers_not_to_say" || again.Get(strings.Replace(names[0], "to-", "from-", 1)) != "away" {
		t.Errorf("the page shows %q, %q", again.Get(names[0]), again.Get(names[2]))
	}
	if kept := fields(t, v.get(page), form); kept.Get(names[2]) != "no_reply" {
		t.Error("a clash saved half of the changes")
	}
	want(t, v.post(form, again), http.StatusSeeOther)
	if kept := fields(t, v.get(page), form); kept.Get(names[0]) != "prefers_not_to_say" || kept.Get(names[2]) != "away" {
		t.Error("saving after the clash did not save")
	}
}

func TestRepliesRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/residents/replies"
	values := fields(t, v.get(page), page)
	var name string
	for n := range values {
		if strings.HasPrefix(n, "to-") {
			name = n
		}
	}
	values.Set(name, "maybe")
	w := want(t, v.post(page, values), http.StatusUnprocessableEntity)
	contract(t, w)
	values.Set(name, "away")
	values.Set("name", "x")
	want(t, v.post(page, values), http.StatusBadRequest)
	nothing := fields(t, v.get(page), page)
	want(t, v.post(page, nothing), http.StatusSeeOther)
	if text := parse(t, v.get(page)).Find("main").Text(); !strings.Contains(text, "Nothing was changed") {
		t.Error("saving no change does not say so")
	}
}

func TestRepliesGrid(t *testing.T) {
	t.Parallel()
	e := replies()
	p := repliesGrid().newPage(strikeBaseFor("Replies"), form.New(), e.Strike, storedResidents(e), filter{path: "/x"}, 1)
	if want := []string{"Fri 25 July", "Sat 26 July", "Sun 27 July", "Mon 28 July", "Tue 29 July"}; !slices.Equal(p.Days, want) {
		t.Errorf("days %q, want %q", p.Days, want)
	}
	for _, row := range p.Rows {
		n := 0
		for _, d := range row.Days {
			n += len(d.Choices)
		}
		if want := map[string]int{"Dr Idle": 0, "Dr R001": 2, "Dr R002": 1, "Dr R003": 1}[row.Name]; n != want {
			t.Errorf("%s has %d choices, want %d: duties before the strike are none", row.Name, n, want)
		}
	}
}

// TestInvite: while nobody has said anything there is a message to send to all, which
// says that nobody has to answer; afterwards there is none, so that it is no reminder.
func TestInvite(t *testing.T) {
	t.Parallel()
	strike := rotatest.July().Entry().Strike
	silent := map[rota.Declaration]int{rota.NoReply: 4}
	got := inviteWords("Anytown", strike, silent)
	for _, want := range []string{"7am on Friday 25 July 2025", "Anytown", "do not have to say", "no consequence", "Give no reason", "prefer not to say"} {
		if !strings.Contains(got, want) {
			t.Errorf("the message does not say %q: %s", want, got)
		}
	}
	for name, said := range map[string]map[rota.Declaration]int{"somebody away": {rota.NoReply: 3, rota.Away: 1}, "somebody working": {rota.NoReply: 3, rota.Working: 1},
		"somebody who prefers not to say": {rota.NoReply: 3, rota.PrefersNotToSay: 1}, "no duty": {}} {
		if got := inviteWords("Anytown", strike, said); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
