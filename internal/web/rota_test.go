package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// aRota is a small rota with one slot of each state.
func aRota(t *testing.T) *madeRota {
	t.Helper()
	e := rotatest.July().
		Slot("a-filled", "25 08:00", "25 16:00").
		Slot("b-locked", "25 20:00", "26 08:00").
		Slot("c-open", "26 08:00", "26 16:00", rotatest.Places(2), rotatest.NeedsAll("Obstetrics")).
		Slot("d-other", "26 08:00", "26 16:00", rotatest.Unit("Cancer", "Acute oncology")).
		Slot("e-none", "27 08:00", "27 16:00").
		Consultant("c1", rotatest.Skills("Obstetrics")).Consultant("c2").Consultant("c3").
		Duty("R001", "e-none", rota.Working).
		Lock("b-locked", "c3").
		Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("a-filled", "c2"), rotatest.In("b-locked", "c3"), rotatest.In("c-open", "c1"), rotatest.In("d-other", "c2"))
	return newMadeRota(e, p, plan, rotatest.At("2025-07-24 09:14"))
}

// TestStanding holds that a draft made after the newest version is not said to have its open places.
func TestStanding(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		published string // when, of those who have cover now
		number    int64
		all       bool
		want      string
		compare   bool
	}{
		"never published":  {"2025-07-24 10:00", 0, true, "This is the draft: nothing has been published yet.", false},
		"published since":  {"2025-07-24 10:00", 2, true, "This is the draft, with everybody where version 2 has them.", false},
		"made again since": {"2025-07-24 09:00", 2, true, "This is the draft, with everybody where version 2 has them. It was made or changed after that version, so other places may be open.", true},
		"others in it":     {"2025-07-24 10:00", 2, false, "This is the draft. Not everybody in it is where version 2 has them.", true},
	} {
		m := aRota(t)
		var list []store.Answer
		for _, a := range m.plan.Assignments {
			slot, _ := m.problem.Slot(a.Slot)
			if tt.all || a.Consultant != "c1" {
				list = append(list, store.Answer{Current: true, Told: rota.Told{Pair: a.Pair(), Span: slot.Span, Mode: slot.Mode, Site: slot.Site}})
			}
		}
		m.told = newTellings(tt.number, rotatest.At(tt.published), list)
		if got := m.standing("s1"); got.Words != tt.want || (got.Compare != nil) != tt.compare {
			t.Errorf("%s: %q, to compare %v; want %q, %v", name, got.Words, got.Compare, tt.want, tt.compare)
		}
	}
}

// shownCell is a cell without its slot.
type shownCell struct {
	ID     rota.SlotID
	Class  string
	State  string
	People string
}

func TestCells(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	var got []shownCell
	for _, c := range m.cells("s1", true) {
		got = append(got, shownCell{c.slot.ID, c.Class, c.State, strings.Join(c.People, ", ")})
	}
	want := []shownCell{
		{"a-filled", "app-cell--filled", "Filled", "Dr c2"},
		{"b-locked", "app-cell--locked", "Locked", "Dr c3"},
		{"c-open", "app-cell--open", "1 of 2 open", "Dr c1"},
		{"d-other", "app-cell--filled", "Filled", "Dr c2"},
		{"e-none", "app-cell--none", "Residents cover it", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCellsLater holds what a lock, a broken rule and a new slot do to the cells of a rota made before.
func TestCellsLater(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	m.entry.Locks = append(m.entry.Locks, rota.Lock{Pair: rota.Pair{Slot: "c-open", Consultant: "c1"}})
	m.entry.Slots = append(m.entry.Slots, rotatest.July().Slot("f-new", "28 08:00", "28 16:00").Entry().Slots...)
	m.plan.Broken = []rota.Breach{{Rule: "offer", Consultant: "c2", Slots: []rota.SlotID{"d-other"}, Locked: true}}
	states := map[rota.SlotID]string{}
	for _, c := range m.cells("s1", true) {
		states[c.slot.ID] = c.state.key + ": " + c.State
	}
	want := map[rota.SlotID]string{"a-filled": "filled: Filled", "b-locked": "locked: Locked", "c-open": "open: 1 of 2 open, locked",
		"d-other": "broken: Breaks a rule", "e-none": "none: Residents cover it", "f-new": "new: Not in this rota"}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNotInThisRotaLooksAlike holds that those who may not see what residents have said read the
// same of a slot that residents fill, of one that is newer than the rota, and of one in which a
// consultant was stood down: in the grid, its filters and its key, on the page of the slot, and in
// the list of changes by hand.
func TestNotInThisRotaLooksAlike(t *testing.T) {
	t.Parallel()
	lead := func(a auth.Act) bool { return auth.Can(auth.Lead, a) }
	reads := func(change func(m *madeRota)) map[string]string {
		m := aRota(t)
		change(m)
		m.entry = m.entry.Unsaid(&m.problem)
		out := map[string]string{}
		for _, c := range m.cells("s1", false) {
			if c.slot.ID == "e-none" {
				out["cell"] = fmt.Sprintf("%+v", c)
			}
		}
		page := newRotaView(strikeBaseForTest(), m, rotaFilter{}, m.at, lead)
		out["rota"] = fmt.Sprintf("%+v %+v %+v %+v %q", page.Key, page.Filters, page.Facts, page.Open, page.Out)
		in := coverOf(t, m, "e-none")
		in.may = lead
		cover := newCoverView(strikeBaseForTest(), in)
		out["slot"] = fmt.Sprintf("%+v %q %+v %q %v %v", cover.State, cover.Note, cover.Facts, cover.Evidence, cover.Holders, cover.Lost)
		pair := rota.Pair{Slot: "e-none", Consultant: "c1"}
		gone := rota.Change{Slots: []rota.SlotID{pair.Slot}, Before: rota.Part{Assignments: []rota.Assignment{{Slot: pair.Slot, Consultant: pair.Consultant}}},
			After: rota.Part{LeftOpen: m.draft.Left}}
		if m.draft.Left != nil {
			gone.Reason = rota.NotNeededReason
		}
		out["changes"] = fmt.Sprint(m.editsList(strikeBaseForTest(), []store.Edit{{Change: gone}}, false))
		return out
	}
	kept := reads(func(*madeRota) {})
	for name, got := range map[string]map[string]string{
		"newer than the rota": reads(func(m *madeRota) { m.entry.Duties = nil }),
		"stood down": reads(func(m *madeRota) {
			m.draft.Left = []rota.LeftOpen{{Slot: "e-none", Places: 1, Reason: rota.NotNeededReason}}
		}),
	} {
		if diff := cmp.Diff(kept, got); diff != "" {
			t.Errorf("a slot that residents fill, and one %s (-filled +got):\n%s", name, diff)
		}
	}
	if !strings.Contains(kept["rota"], "Not in this rota") || strings.Contains(fmt.Sprint(kept), "tood down") {
		t.Errorf("a lead reads %v", kept)
	}
}

// TestGrid holds that services, rows and days are in order and each cell stands once.
func TestGrid(t *testing.T) {
	t.Parallel()
	g := newGrid(aRota(t).cells("s1", true))
	var days, rows []string
	for _, d := range g.Days {
		days = append(days, d.Text)
	}
	for _, group := range g.Groups {
		for _, r := range group.Rows {
			line := group.Service + "/" + r.Unit
			for _, cells := range r.Days {
				line += " |"
				for _, c := range cells {
					line += " " + string(c.slot.ID)
				}
			}
			rows = append(rows, line)
		}
	}
	if diff := cmp.Diff([]string{"Fri 25 July", "Sat 26 July", "Sun 27 July"}, days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	want := []string{"Cancer/Acute oncology | | d-other |", "Maternity/Labour ward | a-filled b-locked | c-open | e-none"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestRotaFilter(t *testing.T) {
	t.Parallel()
	cells := aRota(t).cells("s1", true)
	tests := []struct {
		name   string
		filter rotaFilter
		want   string
	}{
		{"none", rotaFilter{}, "a-filled b-locked c-open d-other e-none"},
		{"service", rotaFilter{Service: "Cancer"}, "d-other"},
		{"day", rotaFilter{Day: "2025-07-25"}, "a-filled b-locked"},
		{"state", rotaFilter{State: "open"}, "c-open"},
		{"all three", rotaFilter{"Maternity", "2025-07-26", "open"}, "c-open"},
		{"finds none", rotaFilter{Service: "Cancer", State: "open"}, ""},
		{"unknown values", rotaFilter{"Plumbing", "2030-01-01", "purple"}, "a-filled b-locked c-open d-other e-none"},
	}
	services, days, states := filterOptions(cells)
	for _, tt := range tests {
		f := tt.filter.known(services, days, states)
		var got []string
		for _, c := range cells {
			if f.keep(c) {
				got = append(got, string(c.slot.ID))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, got, tt.want)
		}
	}
}

// TestOutOfDatePages changes an entry after the rota was made: every page that hands it over says so.
func TestOutOfDatePages(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Coordinator)
	at := []string{"rota", "cost", "downloads", ""}
	says := func(page string) bool {
		path := strikePath(s.strike)
		if page != "" {
			path = strikePath(s.strike, page)
		}
		w := want(t, v.get(path), http.StatusOK)
		contract(t, w)
		return strings.Contains(parse(t, w).Find("main").Text(), "has changed since this rota was made: consultants")
	}
	for _, page := range at {
		if says(page) {
			t.Errorf("%q says that the rota is out of date before anything changed", page)
		}
	}
	list, err := s.store.Consultants(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.DeleteConsultant(t.Context(), actor, s.strike, list[0].ID, list[0].Version); err != nil {
		t.Fatal(err)
	}
	for _, page := range at {
		if !says(page) {
			t.Errorf("%q does not say that the rota is out of date", page)
		}
	}
}

// TestDeletedConsultant holds what stands for the name of somebody who is in the rota and no longer entered.
func TestDeletedConsultant(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	delete(m.people, "c2")
	const words = "A consultant who has been deleted (c2)"
	if got := m.name("c2"); got != words {
		t.Errorf("the name is %q, want %q", got, words)
	}
	if got := m.named(); got["c2"].Name != words || got["c1"].Name != "Dr c1" {
		t.Errorf("for the workbook: %q and %q", got["c2"].Name, got["c1"].Name)
	}
}

// TestLockFacts counts the locks that the rota has, and those set since.
func TestLockFacts(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	m.entry.Locks = append(m.entry.Locks, rota.Lock{Pair: rota.Pair{Slot: "a-filled", Consultant: "c1"}})
	want := []Fact{{Key: "Filled", Value: "4 of 5 places"}, {Key: "Open", Value: "1"}, {Key: "Locked", Value: "1"}, {Key: "Locked since, not in this rota", Value: "1"}}
	if diff := cmp.Diff(want, rotaFacts(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func ptrTo[T any](v T) *T { return &v }

func TestRotaPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Coordinator)
	page := want(t, v.get(strikePath(s.strike, "rota")), http.StatusOK)
	contract(t, page)
	doc := parse(t, page)
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range e.Slots {
		if n := doc.Find(".app-rota a[href='" + coverPath(s.strike, slot.ID) + "']").Length(); n != 1 {
			t.Errorf("the grid has %d links to slot %s, want 1", n, slot.ID)
		}
	}
	if doc.Find("#open-places table").Length() != 1 {
		t.Error("no list of open places")
	}
	page = want(t, v.get(strikePath(s.strike, "rota")+"?service=Cancer&state=open"), http.StatusOK)
	contract(t, page)
	if got := parse(t, page).Find(".app-rota__service").Text(); strings.Contains(got, "Maternity") {
		t.Error("the filter lets other services through")
	}
	for role, status := range map[auth.Role]int{auth.Lead: http.StatusOK, auth.Finance: http.StatusNotFound} {
		want(t, s.as(role).get(strikePath(s.strike, "rota")), status)
	}
}

// TestNoRotaYet holds the empty states.
func TestNoRotaYet(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	for _, page := range []string{"rota", "cost", "downloads"} {
		w := want(t, v.get(strikePath(s.strike, page)), http.StatusOK)
		contract(t, w)
		doc := parse(t, w)
		if !strings.Contains(doc.Find("main").Text(), "No rota has been made yet") || doc.Find("a.nhsuk-button[href='"+strikePath(s.strike, "solve")+"']").Length() != 1 {
			t.Errorf("%s does not say that there is no rota, with one button", page)
		}
	}
	if w := s.as(auth.Finance).get(strikePath(s.strike, "cost")); parse(t, w).Find("a.nhsuk-button").Length() != 0 {
		t.Error("finance is offered to make a rota")
	}
}

// TestLargeRota renders the large example; its cells are all there.
func TestLargeRota(t *testing.T) {
	t.Parallel()
	e := rotatest.Large(1)
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, p, rotatest.Greedy(p), time.Now())
	view := newRotaView(strikeBaseForTest(), m, rotaFilter{}, time.Now(), anything)
	n := 0
	for _, group := range view.Grid.Groups {
		for _, row := range group.Rows {
			for _, cells := range row.Days {
				n += len(cells)
			}
		}
	}
	if n != len(e.Slots) || len(e.Slots) < 240 {
		t.Errorf("%d cells for %d slots", n, len(e.Slots))
	}
}

// BenchmarkRotaPage is what it costs to build and render the large rota.
func BenchmarkRotaPage(b *testing.B) {
	e := rotatest.Large(1)
	p, err := e.Problem()
	if err != nil {
		b.Fatal(err)
	}
	plan := rotatest.Greedy(p)
	views, err := newViews(&assets{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m := newMadeRota(e, p, plan, time.Now())
		if _, err := views.render("rota", newRotaView(strikeBaseForTest(), m, rotaFilter{}, time.Now(), anything)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRotaDays holds which day the layout for phones opens on, and what its list of days says.
func TestRotaDays(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	full := *m
	full.plan = rotatest.Plan(m.problem, append(m.plan.Assignments, rotatest.In("c-open", "c3"))...)
	running := *m
	running.begun, running.now = true, rotatest.At("2025-07-27 06:00")
	tests := []struct {
		name  string
		m     *madeRota
		f     rotaFilter
		day   string
		links []string // the days; the chosen one in brackets
	}{
		{"the first with an open place", m, rotaFilter{}, "Sat 26 July", []string{"Fri 25 July", "[Sat 26 July: 1 open]", "Sun 27 July"}},
		{"one that was chosen", m, rotaFilter{Day: "2025-07-25"}, "Fri 25 July", []string{"[Fri 25 July]", "Sat 26 July", "Sun 27 July"}},
		{"the first, when nothing is open", &full, rotaFilter{}, "Fri 25 July", []string{"[Fri 25 July]", "Sat 26 July", "Sun 27 July"}},
		{"today while the strike runs", &running, rotaFilter{}, "Sun 27 July", []string{"Fri 25 July", "Sat 26 July: 1 open", "[Sun 27 July]"}},
		{"the first of those shown", m, rotaFilter{Service: "Cancer"}, "Sat 26 July", []string{"Fri 25 July", "[Sat 26 July]", "Sun 27 July"}},
	}
	for _, tt := range tests {
		p := newRotaView(strikeBaseForTest(), tt.m, tt.f, tt.m.at, anything)
		var links []string
		for _, l := range p.Days {
			if l.Current {
				l.Text = "[" + l.Text + "]"
			}
			links = append(links, l.Text)
		}
		if diff := cmp.Diff(tt.links, links); diff != "" || p.Day != tt.day {
			t.Errorf("%s: the day is %q, want %q; days (-want +got):\n%s", tt.name, p.Day, tt.day, diff)
		}
	}
}

// TestOverStandsLast holds that of open places those that are over stand last while the strike runs.
func TestOverStandsLast(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("first", "25 08:00", "25 20:00").Slot("later", "27 08:00", "27 20:00", rotatest.Priority(3)).Consultant("c1").Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	for now, want := range map[string][]string{
		"2025-07-24 12:00": {"Fri 25 July", "Sun 27 July"}, "2025-07-26 12:00": {"Sun 27 July", "Fri 25 July"}, "2025-08-26 12:00": {"Fri 25 July", "Sun 27 July"}} {
		m := newMadeRota(e, p, rotatest.Plan(p), rotatest.At("2025-07-24 12:00"))
		m.now = rotatest.At(now)
		table := openTable("s1", m, m.cells("s1", true))
		for i, row := range table.Rows {
			said := strings.HasPrefix(row[4].Text, "It is over. ")
			if !strings.HasPrefix(row[0].Text, want[i]) || said != (now == "2025-07-26 12:00" && i == 1) {
				t.Errorf("at %s row %d is %s, %s", now, i, row[0].Text, row[4].Text)
			}
		}
	}
}

// TestSitesAreNamed holds that pages name the site of a slot where there are several, and only there.
func TestSitesAreNamed(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	names := func() []string {
		p := newRotaView(strikeBaseForTest(), m, rotaFilter{}, m.at, anything)
		return []string{p.Open.Rows[0][1].Text, p.Services[0].Slots[0].Role}
	}
	if diff := cmp.Diff([]string{"Labour ward, Registrar tier", "Acute oncology, Registrar tier"}, names()); diff != "" {
		t.Errorf("one site (-want +got):\n%s", diff)
	}
	m.problem.Slots = slices.Clone(m.problem.Slots)
	m.problem.Slots[0].Site = rotatest.South
	if diff := cmp.Diff([]string{"Labour ward (north), Registrar tier", "Acute oncology (north), Registrar tier"}, names()); diff != "" {
		t.Errorf("two sites (-want +got):\n%s", diff)
	}
}

// TestLongGrid: a grid of few rows is in no box that cuts it, and a long one keeps its heads in sight.
func TestLongGrid(t *testing.T) {
	t.Parallel()
	var g grid
	g.Groups = []gridGroup{{Rows: make([]gridRow, 6)}, {Rows: make([]gridRow, mostUnboxed-6)}}
	if g.Long() {
		t.Error("a short grid is long")
	}
	if g.Groups = append(g.Groups, gridGroup{Rows: make([]gridRow, 1)}); !g.Long() {
		t.Error("a long grid is short")
	}
}
