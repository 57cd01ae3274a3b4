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
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// gridSite is a strike with day and night slots and four consultants: C001 has
// offered Friday by day, C002 is on leave then, C003 is on call all of Saturday, C004
// has a clinic on Monday.
func gridSite(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	e := rotatest.July().Slot("d", "25 08:00", "25 20:30").Slot("n", "25 20:00", "26 08:30").
		Slot("w", "26 08:00", "27 08:00", rotatest.InMode(rota.OnCall)).Consultant("C001").Consultant("C002").Consultant("C003").Consultant("C004").Entry()
	for i, c := range e.Consultants {
		c.Offers = nil
		switch c.ID {
		case "C001":
			c.Offers = []rota.Offer{{Span: rotatest.Span("2025-07-25 07:00", "2025-07-25 21:00"), Modes: []rota.Mode{rota.OnSite}}}
		case "C002":
			c.Sessions = []rota.Session{{ID: "s1", Name: "Annual leave", Kind: rota.Fixed, Span: rotatest.Span("2025-07-25 08:00", "2025-07-25 18:00")}}
		case "C003":
			c.Offers = []rota.Offer{{Span: rotatest.Span("2025-07-26 08:00", "2025-07-27 08:00"), Modes: []rota.Mode{rota.OnCall}}}
		case "C004":
			c.Sessions = []rota.Session{{ID: "s1", Name: "Clinic", Kind: rota.Fixed, Span: rotatest.Span("2025-07-28 13:00", "2025-07-28 17:00")}}
		}
		e.Consultants[i] = c
	}
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *site) offers(id rota.ConsultantID) []string {
	s.t.Helper()
	c, err := s.store.Consultant(s.t.Context(), s.strike, id)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for _, o := range c.Offers {
		out = append(out, o.Start.In(rota.Zone()).Format("02 15:04")+o.End.In(rota.Zone()).Format(" 02 15:04 ")+strings.Join(texts(o.Modes), ","))
	}
	return out
}

// TestAvailability ticks and unticks for one and for many.
func TestAvailability(t *testing.T) {
	t.Parallel()
	const day, night, whole = "25 08:00 25 20:30 on_site", "25 20:00 26 08:30 on_site", "26 08:00 27 08:00 on_call"
	tests := []struct {
		name   string
		one    rota.ConsultantID // "" is the grid of all
		change func(url.Values)
		want   map[rota.ConsultantID][]string
	}{
		{"nothing changed", "", func(url.Values) {}, map[rota.ConsultantID][]string{"C001": {"25 07:00 25 21:00 on_site"}, "C003": {whole}}},
		{"ticked for one", "C001", func(v url.Values) { v.Add("offer-0", "2025-07-25_night") },
			map[rota.ConsultantID][]string{"C001": {"25 07:00 25 21:00 on_site", night}}},
		{"unticked", "C001", func(v url.Values) { v.Del("offer-0") },
			map[rota.ConsultantID][]string{"C001": {"25 07:00 25 08:00 on_site", "25 20:30 25 21:00 on_site"}}},
		{"all of a day", "C001", func(v url.Values) { v.Del("offer-0"); v.Set("all-0", "2025-07-25") },
			map[rota.ConsultantID][]string{"C001": {"25 07:00 25 21:00 on_site", "25 08:00 26 08:00 on_site", night}}},
		{"all of a shift", "C003", func(v url.Values) { v.Set("all-0", "night"); v.Set("modes", "standby") },
			map[rota.ConsultantID][]string{"C003": {"25 20:00 26 08:30 standby", whole, "26 20:00 27 08:30 standby",
				"27 20:00 28 08:30 standby", "28 20:00 29 08:30 standby", "29 20:00 30 08:30 standby"}}},
		{"the day within 24 hours stays as it was offered", "C003", func(v url.Values) { v.Set("offer-0", "2025-07-26_day") },
			map[rota.ConsultantID][]string{"C003": {"26 08:00 26 20:30 on_call"}}},
		{"two people at once", "", func(v url.Values) { v.Add("offer-0", "2025-07-25_night"); v.Add("offer-1", "2025-07-26_day") },
			map[rota.ConsultantID][]string{"C001": {"25 07:00 25 21:00 on_site", night}, "C002": {"26 08:00 26 20:30 on_site"}, "C003": {whole}}},
		{"a whole row", "", func(v url.Values) { v.Set("all-2", "row") }, map[rota.ConsultantID][]string{"C001": {"25 07:00 25 21:00 on_site"}}},
		{"offered in spite of leave", "", func(v url.Values) { v.Add("offer-1", "2025-07-25_day"); v.Set("anyway", "yes") },
			map[rota.ConsultantID][]string{"C002": {day}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := gridSite(t)
			v := s.as(auth.Coordinator)
			path := availabilityPath(s.strike, tt.one)
			page := want(t, v.get(path), http.StatusOK)
			contract(t, page)
			values := fields(t, page, path)
			tt.change(values)
			want(t, v.post(path, values), http.StatusSeeOther)
			for id, offers := range tt.want {
				if diff := cmp.Diff(offers, s.offers(id)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", id, diff)
				}
			}
			if tt.name == "a whole row" && len(s.offers("C003")) < 10 {
				t.Errorf("a whole row gives C003 %v", s.offers("C003"))
			}
		})
	}
}

// TestAvailabilityFaults shows the grid again with both facts of a conflict, and loses no tick.
func TestAvailabilityFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(url.Values)
		target string
		text   []string
	}{
		{"on leave", func(v url.Values) { v.Add("offer-1", "2025-07-25_day"); v.Add("offer-2", "2025-07-25_night") }, "box-1-2025-07-25_day",
			[]string{"Fri 25 July, 8am to 8:30pm is ticked as offered", "Annual leave is fixed, Fri 25 July, 8am to 6pm"}},
		{"on leave, not on the first day that is ticked", func(v url.Values) { v.Add("offer-3", "2025-07-25_day"); v.Add("offer-3", "2025-07-28_day") },
			"box-3-2025-07-28_day", []string{"Mon 28 July, 8am to 8:30pm is ticked as offered", "Clinic is fixed, Mon 28 July, 1pm to 5pm"}},
		{"in no mode", func(v url.Values) { v.Add("offer-2", "2025-07-25_night"); v.Del("modes") }, "modes", []string{"Choose on site, on call or standby"}},
		{"no such shift", func(v url.Values) { v.Add("offer-2", "2025-09-25_night") }, "offer-2", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := gridSite(t)
			v := s.as(auth.Coordinator)
			path := availabilityPath(s.strike, "")
			values := fields(t, v.get(path), path)
			tt.change(values)
			w := want(t, v.post(path, values), http.StatusUnprocessableEntity)
			if tt.text == nil {
				return
			}
			contract(t, w)
			summary := parse(t, w).Find(".nhsuk-error-summary a[href='#" + tt.target + "']").Text()
			for _, text := range tt.text {
				if !strings.Contains(summary, text) {
					t.Errorf("the summary has %q, want %q", summary, text)
				}
			}
			again := fields(t, w, path)
			for i := range 3 {
				if got, wanted := again[theirs("offer", i)], values[theirs("offer", i)]; !sameSet(got, wanted) {
					t.Errorf("ticks of row %d: %v, want %v", i, got, wanted)
				}
			}
			if tt.name == "on leave" {
				again.Set("anyway", "yes")
				want(t, v.post(path, again), http.StatusSeeOther)
			}
		})
	}
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// TestAvailabilityOfTwo: two people open the same grid; what each ticks goes through,
// and a consultant who is deleted meanwhile is named and takes nothing with them.
func TestAvailabilityOfTwo(t *testing.T) {
	t.Parallel()
	s := gridSite(t)
	v := s.as(auth.Coordinator)
	path := availabilityPath(s.strike, "")
	first, second := fields(t, v.get(path), path), fields(t, v.get(path), path)
	first.Add("offer-0", "2025-07-26_day")
	second.Add("offer-0", "2025-07-27_day")
	want(t, v.post(path, first), http.StatusSeeOther)
	want(t, v.post(path, second), http.StatusSeeOther)
	if got := s.offers("C001"); !slices.Contains(got, "26 08:00 26 20:30 on_site") || !slices.Contains(got, "27 08:00 27 20:30 on_site") {
		t.Errorf("one change was lost: %v", got)
	}
	third := fields(t, v.get(path), path)
	c, err := s.store.Consultant(t.Context(), s.strike, "C001")
	if err == nil {
		err = s.store.DeleteConsultant(t.Context(), store.Actor{}, s.strike, "C001", c.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	third.Add("offer-0", "2025-07-28_day")
	third.Add("offer-1", "2025-07-28_day")
	w := want(t, v.post(path, third), http.StatusUnprocessableEntity)
	contract(t, w)
	if text := parse(t, w).Find(".nhsuk-error-summary").Text(); !strings.Contains(text, "C001 has been deleted") {
		t.Errorf("the summary says %q", text)
	}
	again := fields(t, w, path)
	if got := again.Get("who-0"); got != "C002" || !slices.Contains(again["offer-0"], "2025-07-28_day") {
		t.Errorf("the row of C002 is %q with %v", got, again["offer-0"])
	}
	want(t, v.post(path, again), http.StatusSeeOther)
}

func TestClockSpan(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ from, to, want string }{
		{"2025-07-26 08:00", "2025-07-26 13:00", "8am to 1pm"},
		{"2025-07-26 20:00", "2025-07-27 08:30", "8pm to 8:30am"},
		// Whose midnight is it, if the day of the end is said? This is not Sunday's.
		{"2025-07-26 07:30", "2025-07-27 00:00", "Sat 26 July, 7:30am to midnight"},
		{"2025-07-26 08:00", "2025-07-28 08:00", "Sat 26 July, 8am to Mon 28 July, 8am"},
	} {
		if got := clockSpan(rotatest.Span(tt.from, tt.to)); got != tt.want {
			t.Errorf("%s to %s reads %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

// TestAvailabilityOfParts: an offer of a part of a shift is told of beside the shift's
// box and nowhere else, and outlives ticking the shift and unticking it again.
func TestAvailabilityOfParts(t *testing.T) {
	t.Parallel()
	const morning = "26 08:00 26 13:00 on_site"
	s := gridSite(t)
	c, err := s.store.Consultant(t.Context(), s.strike, "C001")
	if err != nil {
		t.Fatal(err)
	}
	c.Sessions = []rota.Session{{ID: "s1", Name: "Clinic", Kind: rota.Fixed, Span: rotatest.Span("2025-07-26 14:00", "2025-07-26 18:00")}}
	c.Offers = []rota.Offer{{Span: rotatest.Span("2025-07-26 08:00", "2025-07-26 13:00"), Modes: []rota.Mode{rota.OnSite}},
		{Span: rotatest.Span("2025-07-26 21:00", "2025-07-27 08:30"), Modes: []rota.Mode{rota.OnCall}}}
	if _, err = s.store.SaveConsultant(t.Context(), actor, s.strike, c); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Coordinator)
	path := availabilityPath(s.strike, "C001")
	page := parse(t, v.get(path))
	for box, want := range map[string]string{
		"2025-07-25_day": "", "2025-07-25_night": "", "2025-07-27_day": "",
		"2025-07-26_day":   "Clinic, 2pm to 6pm. Part is offered: 8am to 1pm",
		"2025-07-26_night": "Part is offered: 9pm to 8:30am (on call)",
	} {
		if got := page.Find("[id='box-0-" + box + "-note']").Text(); got != want {
			t.Errorf("beside %s stands %q, want %q", box, got, want)
		}
	}
	values := fields(t, v.get(path), path)
	values.Add("offer-0", "2025-07-26_day")
	values.Set("anyway", "yes")
	want(t, v.post(path, values), http.StatusSeeOther)
	if got := s.offers("C001"); !slices.Contains(got, "26 08:00 26 20:30 on_site") {
		t.Fatalf("the day was not ticked: %v", got)
	}
	values = fields(t, v.get(path), path)
	values.Del("offer-0")
	want(t, v.post(path, values), http.StatusSeeOther)
	if diff := cmp.Diff([]string{morning, "26 21:00 27 08:30 on_call"}, s.offers("C001")); diff != "" {
		t.Errorf("after the day was ticked and unticked (-want +got):\n%s", diff)
	}
}
