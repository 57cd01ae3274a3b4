package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestPersonView is one consultant with two duties, a session kept and one displaced.
func TestPersonView(t *testing.T) {
	t.Parallel()
	e := rotatest.July().
		Slot("fri", "25 08:00", "25 20:00").Slot("sat", "26 20:00", "27 08:00").Slot("other", "28 08:00", "28 16:00").
		Consultant("C001", rotatest.Planned("x1", "28 09:00", "28 13:00", 7), rotatest.Planned("x2", "27 09:00", "27 13:00", 5)).
		Consultant("C002").Entry()
	e.Aims = []rota.Aim{rota.AimCover}
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("fri", "C001"), rotatest.In("sat", "C001", "x2"), rotatest.In("other", "C002"))
	m := newMadeRota(e, p, plan, rotatest.At("2025-07-20 09:00"))
	page := func(id rota.ConsultantID, role auth.Role) *personView {
		h := exports.Handout{Problem: p, Plan: plan, Consultants: m.named()}
		return newPersonView(base{Strike: &StrikeName{ID: "s1"}}, personInput{m: m, id: id, tasks: h.Tasks(id),
			may: func(act auth.Act) bool { return auth.Can(role, act) }})
	}
	got := page("C001", auth.Coordinator)
	if want := []Figure{{"Duties of cover", "2"}, {"Hours of cover", "24 hours"}, {"Nights", "1"}, {"Shortest rest before cover", "24 hours"}}; !slices.Equal(got.Figures, want) {
		t.Errorf("figures %v, want %v", got.Figures, want)
	}
	if len(got.Tasks.Rows) != 4 {
		t.Fatalf("%d rows, want two duties and two sessions", len(got.Tasks.Rows))
	}
	sat := got.Tasks.Rows[1]
	if sat[1].Href != "/strikes/s1/slots/sat/cover" || sat[4].Text != "24 hours" {
		t.Errorf("Saturday night: %+v", sat)
	}
	if kept := got.Tasks.Rows[3]; kept[4].Text != "25 hours" { // from Sunday 8am, the session of 9am being displaced by rest
		t.Errorf("rest before the session kept: %q", kept[4].Text)
	}
	if gone := got.Tasks.Rows[2]; !strings.Contains(gone[5].Text, "Does not take place") {
		t.Errorf("the session after the night: %q", gone[5].Text)
	}
	if got.Bands == nil || got.Cost == nil || got.Edit == "" || len(got.Files) != 2 {
		t.Errorf("the coordinator lacks something: %+v", got)
	}
	lead := page("C001", auth.Lead)
	if lead.Cost != nil || lead.Edit != "" || len(lead.Facts.Rows) != 1 {
		t.Errorf("the lead sees cost, or facts %+v", lead.Facts.Rows)
	}
	e.Consultants = append(e.Consultants, rota.Consultant{ID: "C003", Name: "Dr New"})
	m = newMadeRota(e, p, plan, m.at)
	if idle := page("C003", auth.Coordinator); idle.Tasks != nil || !strings.HasPrefix(idle.None, "No shifts in this strike") || idle.Cost != nil || idle.Files != nil {
		t.Errorf("somebody with nothing to do: %+v", idle)
	}
}

func TestPersonPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Coordinator)
	for _, c := range e.Consultants {
		w := want(t, v.get(personPath(s.strike, c.ID)), http.StatusOK)
		contract(t, w)
		title := parse(t, w).Find("title").Text()
		if text := parse(t, w).Find("main").Text(); !strings.Contains(text, c.Name) || strings.Contains(title, c.Name) {
			t.Errorf("%s: no name on the page, or one in the title %q", c.ID, title)
		}
		for _, other := range e.Consultants {
			if text := parse(t, w).Find("main table, main dl").Text(); other.ID != c.ID && strings.Contains(text, other.Name) {
				t.Errorf("%s: the page names %s too", c.ID, other.ID)
			}
		}
	}
	want(t, v.get(personPath(s.strike, "C999")), http.StatusNotFound)
	want(t, s.as(auth.Finance).get(personPath(s.strike, e.Consultants[0].ID)), http.StatusNotFound)
	without := newSite(t)
	w := without.as(auth.Coordinator)
	contract(t, want(t, w.get(personPath(without.strike, e.Consultants[0].ID)), http.StatusOK))
	want(t, w.get(personPath(without.strike, "C999")), http.StatusNotFound)
}
