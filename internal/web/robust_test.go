package web

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// relied is a rota that counts on three silent doctors by day and one at night, with
// one consultant free for each.
func relied(t *testing.T, change ...func(*rota.Entry)) robustInput {
	t.Helper()
	b := rotatest.July().
		Slot("day", "26 08:00", "26 20:00", rotatest.Places(2)).
		Slot("night", "26 20:00", "27 08:00", rotatest.NeedsAll("nights")).
		Consultant("a").Consultant("b", rotatest.Skills("nights"), rotatest.Offer("26 20:00", "27 08:00")).
		Duty("r1", "day", rota.NoReply).Duty("r2", "day", rota.PrefersNotToSay).Duty("r3", "day", rota.NoReply).Duty("r4", "night", rota.NoReply).
		Change(func(e *rota.Entry) { e.Case.Kind = rota.AllWorking })
	for _, c := range change {
		b.Change(c)
	}
	e := b.Entry()
	for i, name := range []string{"Anne Example", "Ben Example"} {
		e.Consultants[i].Name = name
	}
	for i := range e.Residents {
		e.Residents[i].Name = "Resident " + string(e.Residents[i].ID)
	}
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, p, rotatest.Greedy(p), e.Strike.Start)
	q := m.robustQuestion()
	found, err := solve.Robust(t.Context(), q.Problem, q.Plan, q.Spare, solve.RobustOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return robustInput{made: m, answer: newRobustAnswer(q, found, e.Strike.Start), may: anything}
}

func shownRobust(in robustInput, by url.Values) *robustView {
	return newRobustView(strikeBaseForTest(), in, filter{path: "/robust", values: by}, 1)
}

// TestRobustView counts by hand: the first doctor away by day is one too many anyway,
// the second is replaced, the third is not.
func TestRobustView(t *testing.T) {
	t.Parallel()
	in := relied(t)
	p := shownRobust(in, nil)
	want := []robustRow{{Day: "Sat 26 July", Unit: "Labour ward", Silent: "4", Verdict: "If any 2 more are away, with stand-by. Without: only if nobody more is away", Standby: "Anne Example, then Ben Example", Cells: []heatCell{
		{Class: "app-heat--ok", Words: "Holds"}, {Class: "app-heat--3", Words: "With stand-by"}, {Class: "app-heat--3", Words: "With stand-by"},
		{Class: "app-heat--2", Words: "12 hours open", More: "Registrar tier, 8am to 8pm"}}}}
	if diff := cmp.Diff(want, p.Days); diff != "" {
		t.Errorf("by unit and day (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]string{{"1", "Anne Example", "12 hours of priority 1"}, {"2", "Ben Example", "12 hours of priority 1"}}, cellTexts(*p.Standby)); diff != "" {
		t.Errorf("to stand by (-want +got):\n%s", diff)
	}
	if p.Old != "" || p.None != "" || p.Unproved != "" || p.Ask == nil || p.Figures[2].Number != "1 of 1" {
		t.Errorf("%q, %q, %q, %+v, %v", p.Old, p.None, p.Unproved, p.Ask, p.Figures)
	}
	places := shownRobust(in, url.Values{"show": {"places"}}).Places
	if places == nil || len(places.Rows) != 2 || places.Rows[0][4].Tag.Text != "If any 2 more are away, with stand-by. Without: if any 1 more is away" ||
		places.Rows[1][4].Tag.Text != "Whoever is away, with stand-by. Without: only if nobody more is away" {
		t.Errorf("by place: %+v", places)
	}
	for _, tt := range []struct {
		by   url.Values
		rows int
	}{{url.Values{"holds": {"two"}}, 1}, {url.Values{"holds": {"ever"}}, 0}, {url.Values{"show": {"places"}, "holds": {"ever"}}, 1},
		{url.Values{"day": {"2025-07-27"}}, 0}, {url.Values{"service": {"Maternity"}}, 1}, {url.Values{"show": {"places"}, "service": {"none"}}, 0}} {
		p := shownRobust(in, tt.by)
		rows := len(p.Days)
		if p.Places != nil {
			rows = len(p.Places.Rows)
		}
		if rows != tt.rows || (rows == 0) != (p.NoRow != "") {
			t.Errorf("%v: %d rows, want %d, %q", tt.by, rows, tt.rows, p.NoRow)
		}
	}
}

// TestRobustStandby holds that what holds by itself is told from what holds only if
// somebody comes, that whoever is named for two units at once is said to be, and that
// nobody is missed where nobody is needed.
func TestRobustStandby(t *testing.T) {
	t.Parallel()
	in := relied(t, func(e *rota.Entry) {
		other, sure, none := e.Slots[0], e.Slots[0], e.Slots[0]
		other.ID, other.Unit, other.Places = "other", "Theatre", 1
		sure.ID, sure.Unit, sure.Places, sure.Span = "sure", "Clinic", 1, rotatest.Span("2025-07-28 08:00", "2025-07-28 20:00")
		none.ID, none.Unit, none.Places, none.SkillsAll = "none", "Neonatal", 1, []string{"neonatal"}
		e.Slots = append(e.Slots, other, sure, none)
		for _, id := range []rota.SlotID{"other", "none"} {
			e.Residents = append(e.Residents, rota.Resident{ID: rota.ResidentID(id)})
			e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID(id), Resident: rota.ResidentID(id), Slot: id, Span: other.Span, Declaration: rota.NoReply})
		}
	})
	got := map[string]string{}
	for _, d := range shownRobust(in, nil).Days {
		got[d.Unit] = d.Verdict + " | " + d.Standby
	}
	if diff := cmp.Diff(map[string]string{
		"Labour ward": "If any 2 more are away, with stand-by. Without: only if nobody more is away | Anne Example (also for Theatre), then Ben Example",
		"Theatre":     "Whoever is away, with stand-by. Without: only if nobody more is away | Anne Example (also for Labour ward)",
		"Clinic":      "Whoever is away | Nobody needed",
		"Neonatal":    "Only if nobody more is away | Nobody has offered who could",
	}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	numbers := []string{}
	for _, f := range in.answer.robustFigures() {
		numbers = append(numbers, f.Number)
	}
	if diff := cmp.Diff([]string{"1 of 4", "1 of 4", "1 of 4", "1 of 4", "0 of 4"}, numbers); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

// TestRobustByHand asks of a rota that was changed by hand: the draft is meant, not what
// the run made.
func TestRobustByHand(t *testing.T) {
	t.Parallel()
	in := relied(t, func(e *rota.Entry) { e.Duties = e.Duties[3:] })
	edit := rota.Edit{Leaves: []rota.Pair{in.made.plan.Pairs()[0]}}
	after, _, err := in.made.draft.Edit(edit)
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(in.made.entry, after.Problem, after.Plan, in.made.at)
	if q := m.robustQuestion(); len(q.Plan.Assignments) != len(in.made.plan.Assignments)-1 || !in.answer.outOfDate(m) {
		t.Errorf("it is asked of %v", q.Plan.Pairs())
	}
}

// TestRobustNotProved holds that a bound is not told as what happens, and that fewer
// silent doctors than a case needs are said to be.
func TestRobustNotProved(t *testing.T) {
	t.Parallel()
	in := relied(t)
	d := &in.answer.Days[0]
	d.Cases[solve.AllMore].Proved, in.answer.Proved, d.Silent = false, false, 1
	p := shownRobust(in, nil)
	if c := p.Days[0].Cells; c[3].Class != "app-heat--1" || c[3].Words != "At most 12 hours open" || c[2].Words != "Fewer are counted on" || p.Unproved == "" {
		t.Errorf("%+v, %q", c, p.Unproved)
	}
}

// TestRobustOutOfDate holds that whatever changes who is counted on, or who covers, is told.
func TestRobustOutOfDate(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*madeRota)
		old    bool
		none   string
	}{
		"nothing":           {func(*madeRota) {}, false, ""},
		"a reply":           {func(m *madeRota) { m.entry.Duties[0].Declaration = rota.Working }, true, ""},
		"a place more":      {func(m *madeRota) { m.entry.Slots[1].Places = 2 }, true, "changed since the rota was made"},
		"all counted away":  {func(m *madeRota) { m.entry.Case.Kind = rota.AllAway }, true, "changed since the rota was made"},
		"somebody assigned": {func(m *madeRota) { m.plan.Assignments = append(m.plan.Assignments, rotatest.In("day", "a")) }, true, ""},
		"the rota again":    {func(m *madeRota) { m.run = "r2" }, false, ""},
	} {
		in := relied(t)
		tt.change(in.made)
		p := shownRobust(in, nil)
		if (p.Old != "") != tt.old || !strings.Contains(p.None, tt.none) || (p.None == "") != (tt.none == "") || (p.Ask == nil) != (tt.none != "") {
			t.Errorf("%s: %q, %q, asked %t", name, p.Old, p.None, p.Ask != nil)
		}
	}
}

func TestRobustNothingToAsk(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*rota.Entry)
		want   string
	}{
		"all away":  {func(e *rota.Entry) { e.Case.Kind = rota.AllAway }, "counts every resident who has not said as away"},
		"no silent": {func(e *rota.Entry) { e.Duties = nil }, "counts on nobody who has not said"},
	} {
		in := relied(t, tt.change)
		in.answer = nil
		if p := shownRobust(in, nil); !strings.Contains(p.None, tt.want) || p.Ask != nil || p.Answered {
			t.Errorf("%s: %q", name, p.None)
		}
	}
}

// TestRobustStates goes through the states of the page, and holds what stays hidden in files.
func TestRobustStates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	e := inCase(s.entry(), rota.AllWorking, 0)
	strike, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	strike.Case = e.Case
	if err := s.store.SaveStrike(t.Context(), actor, s.strike, strike.Version, strike.StrikeSettings); err != nil {
		t.Fatal(err)
	}
	s.planned()
	v := s.as(auth.Coordinator)
	page := askingRobust.path(s.strike)
	fresh := want(t, v.get(page), http.StatusOK)
	contract(t, fresh)
	if text := parse(t, fresh).Find("main").Text(); !strings.Contains(text, "It has not been worked out yet") {
		t.Errorf("before it is asked: %s", text)
	}
	csv, list := strikePath(s.strike, "downloads", robustFile), strikePath(s.strike, "downloads")
	want(t, v.get(csv), http.StatusNotFound)
	if text := pageText(t, v, list); strings.Contains(text, "Robust cover") {
		t.Errorf("before it is worked out the file is offered: %s", text)
	}
	want(t, v.post(page, fields(t, fresh, page)), http.StatusSeeOther)
	under := want(t, v.get(page), http.StatusOK)
	contract(t, under)
	if got, _ := parse(t, under).Find("[data-progress]").Attr("data-progress"); got != page+"/events" {
		t.Errorf("its progress is at %q", got)
	}
	run, err := s.store.LatestQuestionRun(t.Context(), s.strike, store.ForRobust)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.FailRun(t.Context(), run.ID, "ABCD1234"); err != nil {
		t.Fatal(err)
	}
	if text := parse(t, want(t, v.get(page), http.StatusOK)).Find("main").Text(); !strings.Contains(text, "ABCD1234") {
		t.Errorf("after it failed: %s", text)
	}
	s.robust(e)
	done := want(t, v.get(page), http.StatusOK)
	contract(t, done)
	doc := parse(t, done)
	if text := doc.Find("main").Text(); doc.Find("table.app-heat tbody tr").Length() == 0 || strings.Contains(text, "has changed since") {
		t.Errorf("once it is worked out: %s", text)
	}
	file := want(t, v.get(csv), http.StatusOK).Body
	if text := pageText(t, v, list); !strings.Contains(text, "Robust cover") || !strings.Contains(file.String(), exports.Handling) {
		t.Errorf("the file is not offered, or does not say how to handle it: %s", text)
	}
	for _, r := range e.Residents {
		if strings.Contains(done.Body.String(), r.Name) || bytes.Contains(file.Bytes(), []byte(r.Name)) {
			t.Fatalf("resident %s is named", r.ID)
		}
	}
	for _, role := range []auth.Role{auth.Lead, auth.Finance, auth.Administrator} {
		want(t, s.as(role).get(page), http.StatusNotFound)
		want(t, s.as(role).get(csv), http.StatusNotFound)
	}
	book := want(t, v.get(strikePath(s.strike, "downloads", "rota.xlsx")), http.StatusOK)
	if names := fileIn(t, book.Body.Bytes(), "xl/workbook.xml"); bytes.Contains(names, []byte("away")) {
		t.Errorf("the rota workbook tells of silent doctors: %s", names)
	}
}

// fileIn is one file of a workbook.
func fileIn(t testing.TB, book []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestSmallCountsHidden holds that files tell no count under five.
func TestSmallCountsHidden(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "fewer than 5", 4: "fewer than 5", 5: "5"} {
		if got := fewWords(n); got != want {
			t.Errorf("%d reads %q", n, got)
		}
	}
	in := relied(t)
	for _, p := range in.answer.exported(in.made.name).Places {
		if p.Silent != "fewer than 5" {
			t.Errorf("slot %s tells %q", p.Slot.ID, p.Silent)
		}
	}
}

// TestRobustSaysOneThing holds that no two sentences of the page contradict each other, whatever the strike counts.
func TestRobustSaysOneThing(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-07-25 10:00")
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "rota", "robust")
	for kind, says := range map[rota.CaseKind]string{rota.AllAway: "counts every resident who has not said as away", rota.AllWorking: "The rota counts on nobody who has not said"} {
		e := dayEntry()
		e.Case.Kind = kind
		if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
			t.Fatal(err)
		}
		s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
		if got := pageText(t, v, page); !strings.Contains(got, says) || strings.Contains(got, "some of them as working") || strings.Contains(got, "Make it again first") {
			t.Errorf("%s: the page says:\n%s", kind, got)
		}
	}
	e := s.entry()
	e.Slots[0].Places++
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, v, page); !strings.Contains(got, "since the rota was made. First: plan the rest anew.") {
		t.Errorf("while the strike runs the page says:\n%s", got)
	}
	in := relied(t)
	in.made.entry.Slots[1].Places++
	if p := shownRobust(in, nil); p.None == "" || p.Old == "" {
		t.Errorf("with other slots: %q, %q", p.None, p.Old)
	}
	in = relied(t, func(e *rota.Entry) { e.Consultants[0].Offers, e.Consultants[1].Offers = nil, nil })
	if p := shownRobust(in, nil); p.Standby != nil || !strings.HasPrefix(p.NoStandby, "Nobody who has offered") {
		t.Errorf("nobody free: %+v, %q", p.Standby, p.NoStandby)
	}
}
