package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestWatch: now while the strike is on, and an hour of it that can be chosen; outside it
// the start, unless another is chosen.
func TestWatch(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("last", "30 06:00", "30 14:00").Entry()
	for _, tt := range []struct {
		name, now, day, hour string
		want                 string // "" for now
		says                 string
	}{
		{name: "under way", now: "2025-07-26 14:10"},
		{name: "the evening before", now: "2025-07-24 19:00"},
		{name: "a slot runs past the end", now: "2025-07-30 13:59"},
		{name: "look ahead", now: "2025-07-26 14:10", day: "2025-07-27", hour: "8", want: "2025-07-27 08:00", says: "as if it were now"},
		{name: "long before", now: "2025-07-20 12:00", want: "2025-07-25 07:00", says: "starts in 4 days 18 hours"},
		{name: "rehearse", now: "2025-07-20 12:00", day: "2025-07-26", hour: "0", want: "2025-07-26 00:00", says: "rehearse"},
		{name: "over", now: "2025-07-30 14:00", want: "2025-07-25 07:00", says: "is over"},
		{name: "an hour of no day of the strike", now: "2025-07-26 14:10", day: "2025-08-26", hour: "8"},
		{name: "no hour", now: "2025-07-26 14:10", day: "2025-07-26", hour: "24"},
		{name: "no day", now: "2025-07-26 14:10", day: "x", hour: "2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := rotatest.At(tt.now)
			w := newWatch(e, now.Add(12*time.Second), tt.day, tt.hour)
			want := now
			if tt.want != "" {
				want = rotatest.At(tt.want)
			}
			if !w.at.Equal(want) || w.chosen != (tt.want != "") {
				t.Errorf("it shows %v, chosen %v; want %v", w.at, w.chosen, want)
			}
			if !strings.Contains(w.words(), tt.says) || (tt.says == "") != (w.words() == "") {
				t.Errorf("it says %q", w.words())
			}
			again := w.path("S")
			if w.chosen != strings.Contains(again, "?day=") {
				t.Errorf("it leads to %q", again)
			}
		})
	}
}

// TestHourTable: an hour is told at its worst, whenever in it that is.
func TestHourTable(t *testing.T) {
	t.Parallel()
	b := rotatest.July().
		Slot("early", "25 08:00", "25 10:30", rotatest.Places(2)).
		Slot("late", "25 10:30", "25 12:00", rotatest.Places(2)).
		Slot("other", "25 08:00", "25 09:00", rotatest.Unit("Cancer", "Ward")).
		Consultant("c1").Consultant("c2")
	p := b.Problem(t)
	plan := rotatest.Plan(p, rotatest.In("early", "c1"), rotatest.In("early", "c2"), rotatest.In("late", "c1"), rotatest.In("other", "c1"))
	span := rotatest.Span("2025-07-25 08:10", "2025-07-25 12:10")
	list := rota.Made{Problem: p, Plan: plan}.Standing(span)
	slices.SortStableFunc(list, func(a, b rota.Standing) int { return byRole(a.Slot, b.Slot) })
	got := newHourTable("hours", "Hours", p, list, span, placeless{})
	if diff := cmp.Diff([]string{"Now", "9am", "10am", "11am", "midday"}, got.Hours); diff != "" {
		t.Errorf("hours (-want +got):\n%s", diff)
	}
	words := map[string][]string{}
	for _, r := range got.Rows {
		for _, c := range r.Cells {
			words[r.Unit] = append(words[r.Unit], c.Words)
		}
	}
	first, _ := p.Slot("early")
	want := map[string][]string{first.Unit: {"2", "2", "1 of 2", "1 of 2", "–"}, "Ward": {"1", "–", "–", "–", "–"}}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

// dayEntry is a day with one place filled and one open, and a night to come.
func dayEntry() rota.Entry {
	return rotatest.July().Standard().
		Slot("day", "25 08:00", "25 20:00", rotatest.Places(2)).
		Slot("eve", "25 20:00", "25 23:00", rotatest.Unit("Cancer", "Ward")).
		Slot("late", "26 08:00", "26 20:00").
		Consultant("c1").Consultant("c2").Consultant("c3").
		Duty("r1", "day", rota.Away).Duty("r2", "eve", rota.Working).
		Entry()
}

// daySite is a site with that trust at ten in the morning, and a rota in which c1 has the
// day and c2 the day after.
func daySite(t *testing.T, now *time.Time) *site {
	t.Helper()
	*now = rotatest.At("2025-07-25 10:00")
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return *now } })
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, dayEntry()); err != nil {
		t.Fatal(err)
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
	return s
}

func TestDayPage(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	page := strikePath(s.strike, "day")
	got := pageText(t, s.as(auth.Coordinator), page)
	for _, want := range []string{"10am on Friday 25 July 2025 to 10pm on Friday 25 July 2025", "Draft: no version", "Places without a consultant now1", "Consultants in now1",
		"Now, until 8pm", "1 of 2", "Dr c1"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page has no %q:\n%s", want, got)
		}
	}
	for _, not := range []string{"Dr c2", "as if it were now", "Resident r", "Resident R"} {
		if strings.Contains(got, not) {
			t.Errorf("the page has %q:\n%s", not, got)
		}
	}
	if got := pageText(t, s.as(auth.Coordinator), page+"?day=2025-07-26&hour=7"); !strings.Contains(got, "From 8am until 8pm") || !strings.Contains(got, "Dr c2") || !strings.Contains(got, "Show now") {
		t.Errorf("the next morning says:\n%s", got)
	}
	for role, says := range map[auth.Role]bool{auth.Coordinator: false, auth.Lead: true} {
		if got := pageText(t, s.as(role), page); strings.Contains(got, "Which residents came is not counted on this page") != says {
			t.Errorf("to a %s it says:\n%s", role, got)
		}
	}
	over := pageText(t, s.as(auth.Coordinator), strikePath(s.strike))
	if first, last := strings.Index(over, "Now: on the day Who is in and who comes"), strings.Index(over, "1. Set up"); first < 0 || last < first {
		t.Errorf("while the strike runs the overview begins:\n%s", over)
	}
	if n := parse(t, s.as(auth.Coordinator).get(strikePath(s.strike, "rota", "robust"))).Find("main a[href='" + strikePath(s.strike, "day", "replan") + "']").Length(); n != 1 {
		t.Errorf("while the strike runs, how the rota holds leads %d times to planning the rest anew", n)
	}
	now = rotatest.At("2025-07-20 10:00")
	if got := pageText(t, s.as(auth.Coordinator), page); !strings.Contains(got, "rehearse") || strings.Contains(got, "Show now") {
		t.Errorf("before the strike it says:\n%s", got)
	}
	want(t, s.as(auth.Finance).get(page), http.StatusNotFound)
}

// TestEditionAfterVersion: a draft that was changed since the newest version is not that
// version, also where nobody's cover differs.
func TestEditionAfterVersion(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	m = newMadeRota(m.entry, m.problem, rotatest.Plan(m.problem), m.at)
	m.told = newTellings(3, m.at, nil)
	if got := (dayInput{m: m}).edition(); !strings.HasPrefix(got, "Version 3, published at ") {
		t.Errorf("just published, it is %q", got)
	}
	m.edited = m.at.Add(time.Second)
	if got := (dayInput{m: m}).edition(); !strings.HasPrefix(got, "Draft: everybody in it is where version 3") {
		t.Errorf("changed since, it is %q", got)
	}
}

// TestShareIsExplained: wherever figures rest on a share of the silent, a sentence says what
// that is, to those who may see people.
func TestShareIsExplained(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	e := s.entry()
	e.Case = rota.Case{Kind: rota.ShareAway, Share: 40}
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{strikePath(s.strike), strikePath(s.strike, "rota"), strikePath(s.strike, "rota", "robust"), strikePath(s.strike, "gaps")} {
		if got := pageText(t, s.as(auth.Coordinator), path); !strings.Contains(got, "40% are counted as away, rounded up") {
			t.Errorf("%s says:\n%s", path, got)
		}
		if got := s.as(auth.Lead).get(path).Body.String(); strings.Contains(got, "40%") {
			t.Errorf("a lead reads on %s how the silent are counted", path)
		}
	}
}

// TestNobodyLeavesWhatHasBegun: who could take a slot on the day is nobody who would have to
// be taken out of work that has begun, or is over.
func TestNobodyLeavesWhatHasBegun(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Standard().Slot("night", "25 20:00", "26 08:00").Slot("day", "26 09:00", "26 20:00").Consultant("c1").Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, p, rotatest.Plan(p, rotatest.In("night", "c1")), p.Strike.Start)
	m.now = rotatest.At("2025-07-26 08:30")
	for _, begun := range []bool{false, true} {
		m.begun = begun
		all, err := m.candidates("day")
		if err != nil || (len(all) == 0) != begun {
			t.Errorf("the strike runs %v, and it is offered: %v, %v", begun, all, err)
		}
	}
}

// TestDayOfManyServices: of many slots each service has a fold that says whether somebody is missing;
// one service can be shown alone, and a lead is told whom to ring.
func TestDayOfManyServices(t *testing.T) {
	t.Parallel()
	b := rotatest.July().Standard().Consultant("c1").Consultant("c2").Slot("first", "25 08:00", "25 20:00").Slot("open", "25 08:00", "25 20:00", rotatest.Unit("Renal", "Dialysis"))
	var in []rota.Assignment
	for i := range dayWhole {
		id := rota.SlotID(fmt.Sprintf("s%d", i))
		b.Slot(id, "25 08:00", "25 20:00", rotatest.Unit("Cancer", fmt.Sprintf("Ward %d", i)))
		in = append(in, rotatest.In(id, "c2"))
	}
	e := b.Entry()
	e.Consultants[0].Contact = "bleep 4411"
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, p, rotatest.Plan(p, append(in, rotatest.In("first", "c1"))...), e.Strike.Start)
	now := rotatest.At("2025-07-25 10:00")
	day := dayInput{m: m, watch: newWatch(e, now, "", ""), may: func(act auth.Act) bool { return auth.Can(auth.Lead, act) }}
	view := newDayView(strikeBaseForTest(), day)
	var got []string
	for _, f := range view.Folds {
		got = append(got, fmt.Sprint(f.Summary, " ", f.Open))
	}
	maternity := e.Slots[0].Service
	if diff := cmp.Diff([]string{"Cancer: 20 in now, 0 come, nobody missing false", "Renal: 0 in now, 0 come, 1 place without a consultant false"}, slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, maternity) })); diff != "" || view.Posts != nil {
		t.Errorf("folds (-want +got):\n%s", diff)
	}
	if len(view.Hours.Rows) != 1 || len(view.Full.Rows) != dayWhole+1 || len(view.Services) != 4 {
		t.Errorf("%d roles where somebody is missing, %d others, services %v", len(view.Hours.Rows), len(view.Full.Rows), view.Services)
	}
	day.service = maternity
	view = newDayView(strikeBaseForTest(), day)
	if view.Posts == nil || len(view.Posts.Rows) != 1 || view.Open != nil || !strings.Contains(fmt.Sprint(view.Posts.Rows), "{Dr c1 bleep 4411}") {
		t.Errorf("of one service there are %v, open %v", view.Posts, view.Open)
	}
}

// TestOfficeIsTold: who cannot fill an open place reads whom to ring, on the day and the slot: as the
// settings have it, until a coordinator enters it. Another trust never reads it.
func TestOfficeIsTold(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	s.server.options.Office = "bleep 99"
	if got := pageText(t, s.as(auth.Lead), strikePath(s.strike, "day")); !strings.Contains(got, "ring the rota office: bleep 99.") {
		t.Errorf("what the settings have is not told: %s", got)
	}
	_, users := s.another()
	if got := want(t, s.signedInAs(users[auth.Coordinator]).get(officePath), http.StatusOK).Body.String(); strings.Contains(got, "bleep 99") {
		t.Error("another trust reads it")
	}
	tryForm(t, s.as(auth.Coordinator), officePath, officePath, map[string]string{reachField: "bleep 1234"}, []badField{
		{"too long", map[string]string{reachField: strings.Repeat("1", maxReach+1)}, reachField, "80 characters"},
	})
	s.published()
	holder := s.problem().Consultants[0].ID
	files := strikePath(s.strike, "downloads")
	for _, path := range []string{files + "/rota.xlsx", files + "/personal/" + string(holder) + "/duties.xlsx", strikePath(s.strike, "versions", "1", "files", "rota.xlsx")} {
		if got := sheetsText(t, want(t, s.as(auth.Coordinator).get(path), http.StatusOK).Body.Bytes()); !strings.Contains(got, "he rota office (bleep 1234)") {
			t.Errorf("%s does not say how the rota office is reached", path)
		}
	}
	if got := pageText(t, s.as(auth.Coordinator), strikePath(s.strike, "day", "calls")); !strings.Contains(got, "The number to give them: bleep 1234.") {
		t.Errorf("whom to ring says %s", got)
	}
	for _, path := range []string{strikePath(s.strike, "day"), coverPath(s.strike, "day")} {
		for role, want := range map[auth.Role]bool{auth.Lead: true, auth.Coordinator: false} {
			if got := pageText(t, s.as(role), path); strings.Contains(got, "ring the rota office: bleep 1234") != want {
				t.Errorf("%s says to a %s:\n%s", path, role, got)
			}
		}
	}
}

// TestCallsOnPaper has more to ring than a page shows: the list on paper is whole and says
// nothing of pages, and each page on the screen says which it is.
func TestCallsOnPaper(t *testing.T) {
	t.Parallel()
	e := rotatest.Large(1)
	s := newSiteOf(t, e, before(t)).planned()
	v := s.as(auth.Coordinator)
	p, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Assignments) <= perPage {
		t.Fatalf("%d to ring go on one page", len(plan.Assignments))
	}
	page := strikePath(s.strike, "day", "calls")
	for number, want := range map[string]string{"": "Page 1 of ", "?page=2": "Page 2 of "} {
		doc := parse(t, v.get(page+number))
		if got := doc.Find(".app-only-print table tbody tr").Length(); got != len(plan.Assignments) {
			t.Errorf("of %d slots with %d assignments %d are on paper", len(p.Slots), len(plan.Assignments), got)
		}
		if got := doc.Find(".app-call").Length(); got != perPage {
			t.Errorf("the page shows %d, want %d", got, perPage)
		}
		if got := doc.Find("h1").Text(); strings.Contains(got, "page") {
			t.Errorf("the heading, which is printed, says %q", got)
		}
		if got := doc.Find("main p.app-noprint").First().Text(); !strings.HasPrefix(got, want) {
			t.Errorf("the screen says %q, want %q", got, want)
		}
	}
}

// TestHoursOfResidents: an hour in which residents cover all of a role says so to those who may know it, and else
// that the rota has no place; one without a slot says neither.
func TestHoursOfResidents(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	e := s.entry()
	eve := e.Slots[slices.IndexFunc(e.Slots, func(s rota.Slot) bool { return s.ID == "eve" })]
	eve.ID, eve.Span = "open", rotatest.Span("2025-07-25 15:00", "2025-07-25 16:00")
	theatre, duty := eve, e.Duties[1]
	theatre.ID, theatre.Unit, theatre.Span = "theatre", "Theatre", rotatest.Span("2025-07-25 18:00", "2025-07-25 20:00")
	duty.ID, duty.Slot, duty.Span, duty.Resident = "d-theatre", theatre.ID, theatre.Span, e.Duties[0].Resident
	e.Duties[0].Slot, e.Duties[0].Span = "", rotatest.Span("2025-07-27 08:00", "2025-07-27 20:00")
	e.Slots, e.Duties = append(e.Slots, eve, theatre), append(e.Duties, duty)
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
	for role, want := range map[auth.Role]string{auth.Coordinator: "Residents–", auth.Lead: "– no place in this rota"} {
		doc := parse(t, s.as(role).get(strikePath(s.strike, "day")))
		var cells []string
		doc.Find(".app-hours tr:contains('Ward') td").Each(func(_ int, c *goquery.Selection) {
			cells = append(cells, strings.Join(strings.Fields(c.Text()), " "))
		})
		if role == auth.Coordinator && doc.Find(".app-hours tr:contains('Theatre') td:contains('Residents')").Length() != 2 {
			t.Errorf("a role that residents cover alone: %s", doc.Find(".app-hours").Text())
		}
		if doc.Find(".app-hours td").FilterFunction(func(_ int, c *goquery.Selection) bool { return strings.Contains(c.Text(), "Residents") }).Length() != doc.Find(".app-hours td > .app-noprint").Length() {
			t.Error("paper tells where residents are")
		}
		if role == auth.Lead && doc.Find(".app-hours tr:contains('Theatre')").Length() != 0 {
			t.Error("a lead has a row of it")
		}
		cells = cells[:12]
		if cells[0] != "–" || cells[5] != "0 of 1 open" || cells[6] != "–" || cells[10] != want || cells[11] != want {
			t.Errorf("a %s reads %q", role, cells)
		}
	}
}
