package web

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
)

// explainedAs is aRota, of which this is known about c-open.
func explainedAs(t *testing.T, o runs.OpenSlot) *madeRota {
	t.Helper()
	m := aRota(t)
	o.Slot = "c-open"
	m.explained.known = &runs.Explanation{Open: []runs.OpenSlot{o}}
	return m
}

func anOffer() solve.Fix {
	return solve.Fix{Kind: solve.FixOffer, Consultant: "c2", Slot: "c-open", Gain: [3]int64{480}, Less: 1,
		After: []rota.AimValue{{Aim: "cover/1", Value: 0}, {Aim: "cost:agreed", Value: 1_000_000_00}, {Aim: "spread", Value: 2000}}}
}

func TestWaysOut(t *testing.T) {
	t.Parallel()
	conflict := solve.Conflict{Slots: []rota.SlotID{"c-open"}, Places: []int{2}, Eligible: []rota.ConsultantID{"c1"},
		Binding: []solve.Binding{{Consultant: "c1", Rule: "overlap"}}}
	const busiest = "17 hours 20 minutes more on the busiest consultant"
	const offered = "If Dr c2 offered Labour ward, Registrar tier, Sat 26 July, 8am to 4pm, 8 hours of priority 1 would no longer be open."
	const words = "Labour ward, Registrar tier, 8am to 4pm on Sat 26 July cannot have all its 2 places filled: only Dr c1 could take it and Dr c1 can be in only one place at a time."
	const aims = "fewest open places, priority 1 first; least lost from displaced sessions; lowest cost as agreed; least cover on the busiest consultant."
	with := func(effect string) *shortList {
		return &shortList{First: []listLine{{Text: offered, Details: effect}}, More: []listLine{}, After: 2}
	}
	unsure, none := conflict, solve.Conflict{None: true, Slots: conflict.Slots, Places: conflict.Places}
	unsure.Unsure = true
	joint := conflict
	joint.Slots, joint.Places, joint.Binding = []rota.SlotID{"c-open", "d-other"}, []int{2, 1}, append(conflict.Binding, solve.Binding{Consultant: "c2", Rule: "overlap"})
	several := []solve.Fix{anOffer(), anOffer()}
	tests := []struct {
		name  string
		m     *madeRota
		may   func(auth.Act) bool
		want  *waysOut
		words string // part of the note
	}{
		{"everything tried", explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: []solve.Fix{anOffer()}, Tried: 3, AllTried: true}), anything,
			&waysOut{Conflict: words, Lead: "3 single changes were tried by making the rota again: 1 would fill a place.", Fixes: with("Cost as agreed +\u2060£998,496.00; 17 hours 20 minutes more on the busiest consultant")}, "Nothing has been changed."},
		{"more than the best", explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: several, More: several, Tried: 9, AllTried: true}), func(a auth.Act) bool { return auth.Can(auth.Lead, a) },
			&waysOut{Conflict: words, Lead: "9 single changes were tried by making the rota again: 4 would fill a place. The best 2 by the rota's aims come first: " + aims,
				Fixes: &shortList{First: []listLine{{Text: offered, Details: busiest}, {Text: offered, Details: busiest}}, More: []listLine{{Text: offered, Details: busiest}, {Text: offered, Details: busiest}}, Words: "Show 2 more changes", After: 3}},
			"Nothing has been changed."},
		{"several together", explainedAs(t, runs.OpenSlot{Conflict: &joint, AllTried: true}), anything,
			&waysOut{Conflict: "These 2 slots cannot all be filled: too few people could take them within the rules.", Parts: &solve.ConflictList{
				Sentence: "These 2 slots cannot all be filled: too few people could take them within the rules.",
				Slots:    []string{"Labour ward, Registrar tier, 8am to 4pm (2 places) on Sat 26 July", "Acute oncology, Registrar tier, 8am to 4pm on Sat 26 July"},
				People:   []string{"Dr c1"}, Rules: []string{"Dr c1 and Dr c2 can be in only one place at a time"}}}, "No single change would fill it"},
		{"costs are kept from a lead", explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: []solve.Fix{anOffer()}, Tried: 1, AllTried: true}),
			func(a auth.Act) bool { return auth.Can(auth.Lead, a) },
			&waysOut{Conflict: words, Lead: "One single change was tried by making the rota again: 1 would fill a place.", Fixes: with(busiest)}, "Nothing has been changed."},
		{"rates have changed since, and nothing else", func() *madeRota {
			m := explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: []solve.Fix{anOffer()}, Tried: 1, AllTried: true})
			m.changed = []string{ratesPart}
			return m
		}(), anything, &waysOut{Conflict: words, Lead: "One single change was tried by making the rota again: 1 would fill a place.", Fixes: with(busiest)}, "Rates have changed since this was worked out"},
		{"not everything tried", explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: []solve.Fix{{Kind: solve.FixOffer, Consultant: "c2", Slot: "c-open", Gain: [3]int64{480}}}}), anything,
			&waysOut{Conflict: words, Lead: "0 single changes were tried by making the rota again: at least 1 would fill a place.", Fixes: with("")}, "Not everything was tried"},
		{"nothing found in time", explainedAs(t, runs.OpenSlot{Conflict: &unsure}), anything, &waysOut{Conflict: words, Unsure: true}, "Not everything was tried"},
		{"nothing helps", explainedAs(t, runs.OpenSlot{Conflict: &conflict, AllTried: true}), anything, &waysOut{Conflict: words}, "No single change would fill it"},
		{"stopped early", explainedAs(t, runs.OpenSlot{Conflict: &none}), anything,
			&waysOut{Conflict: "Labour ward, Registrar tier, 8am to 4pm on Sat 26 July could be filled: the plan was stopped before it was proved, and nothing stands against it."}, ""},
		{"no time", explainedAs(t, runs.OpenSlot{}), anything, &waysOut{}, "There was no time to look"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.m.plan.Aims { // so that the effects are known
				switch tt.m.plan.Aims[i].Aim {
				case "cost:agreed":
					tt.m.plan.Aims[i].Value = 1_504_00
				case "spread":
					tt.m.plan.Aims[i].Value = 960
				}
			}
			got := tt.m.waysOut("s1", "c-open", tt.may)
			if !strings.Contains(got.Note, tt.words) || (tt.words == "") != (got.Note == "") {
				t.Errorf("note %q, want %q in it", got.Note, tt.words)
			}
			got.Note = ""
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(listLine{}, "Link")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestOfferToRecord has each offer that would fix a place lead to where it is recorded, for those who may.
func TestOfferToRecord(t *testing.T) {
	m := explainedAs(t, runs.OpenSlot{Conflict: &solve.Conflict{None: true}, Fixes: []solve.Fix{anOffer()}, Tried: 1, AllTried: true})
	for role, want := range map[auth.Role]string{auth.Coordinator: "/strikes/s1/consultants/c2/edit?slot=c-open#ready", auth.Lead: ""} {
		if got := m.waysOut("s1", "c-open", func(a auth.Act) bool { return auth.Can(role, a) }).Fixes.First[0].Link.Href; got != want {
			t.Errorf("for %s it leads to %q, want %q", role, got, want)
		}
	}
}

// TestWaysOutMissing holds what is said while there is no explanation, and of a rota out of date.
func TestWaysOutMissing(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	if got := m.waysOut("s1", "c-open", anything); got.Look != "" || got.Again == nil || got.Again.Href != "/strikes/s1/solve" || !strings.Contains(got.Note, "has not been worked out") {
		t.Errorf("it will not come: %+v", got)
	}
	m.explained.soon = true
	if got := m.waysOut("s1", "c-open", anything); got.Look != "/strikes/s1/slots/c-open/cover" || got.Again != nil || !strings.Contains(got.Note, "Still working out what would help") {
		t.Errorf("it will come: %+v", got)
	}
	for _, tt := range []struct {
		known runs.OpenSlot
		note  string
		look  bool
	}{
		{runs.OpenSlot{}, "Still working out what would help", true},
		{runs.OpenSlot{Conflict: &solve.Conflict{Slots: []rota.SlotID{"c-open"}, Places: []int{2}}}, "Still working out what would fix it", true},
		{runs.OpenSlot{Conflict: &solve.Conflict{Slots: []rota.SlotID{"c-open"}, Places: []int{2}}, Fixes: []solve.Fix{anOffer()}}, "Still working out what else would fix it", true},
		{runs.OpenSlot{Conflict: &solve.Conflict{Slots: []rota.SlotID{"c-open"}, Places: []int{2}}, AllTried: true}, "No single change", false},
	} {
		tt.known.Slot = "c-open"
		m.explained.known = &runs.Explanation{Open: []runs.OpenSlot{tt.known}, More: true}
		if got := m.waysOut("s1", "c-open", anything); !strings.Contains(got.Note, tt.note) || (got.Look != "") != tt.look {
			t.Errorf("more to come: %+v, want %q", got, tt.note)
		}
	}
	m.explained.soon = false // the worker has gone
	m.explained.known.Open[0] = runs.OpenSlot{Slot: "c-open"}
	if got := m.waysOut("s1", "c-open", anything); !strings.Contains(got.Note, "There was no time") || got.Look != "" {
		t.Errorf("no more will come: %+v", got)
	}
	m.changed = []string{"consultants"}
	could, err := m.couldTake("c-open", anything)
	if got := m.waysOut("s1", "c-open", anything); !strings.Contains(got.Note, "has changed since") || got.Again == nil || could != nil || err != nil {
		t.Errorf("out of date: %+v, %+v, %v", got, could, err)
	}
	if got := m.ways("c-open", m.name); !strings.Contains(got.Note, "has changed since") {
		t.Errorf("files, out of date: %+v", got)
	}
	m.problem.LeftOpen = []rota.LeftOpen{{Slot: "c-open", Places: 1}}
	if page, file := m.waysOut("s1", "c-open", anything), m.ways("c-open", m.name); page.Note != onPurposeWords || file.Note != onPurposeWords {
		t.Errorf("left open on purpose: the page says %q, files %q", page.Note, file.Note)
	}
	m.draft.Left = []rota.LeftOpen{{Slot: "c-open", Places: 1, Reason: rota.BegunReason}}
	if page, file := m.waysOut("s1", "c-open", anything), m.ways("c-open", m.name); page.Note != begunOpenWords || file.Note != begunOpenWords {
		t.Errorf("had begun: the page says %q, files %q", page.Note, file.Note)
	}
}

func TestShorten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		n, seen, first int
		words          string
	}{{1, 10, 1, ""}, {10, 10, 10, ""}, {11, 10, 11, ""}, {12, 10, 10, "Show 2 more ways"}, {2, 0, 0, "Show 2 ways"}} {
		got := shorten(make([]listLine, tt.n), tt.seen, "way")
		if len(got.First) != tt.first || len(got.First)+len(got.More) != tt.n || got.Words != tt.words || got.After != tt.first+1 {
			t.Errorf("%d: %+v", tt.n, got)
		}
	}
	if shorten(nil, 10, "way") != nil {
		t.Error("a list of nothing")
	}
}

func TestWorth(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	if m.worth() != nil {
		t.Error("something is said of training before it is known")
	}
	m.changed = []string{consultantsPart}
	if got := m.worth(); got == nil || got.List != nil || !strings.Contains(got.Note, "has changed since") {
		t.Errorf("out of date: %+v", got)
	}
	m.changed = nil
	line := solve.Training{Skills: []string{"Obstetrics"}, Date: rota.Date{Year: 2025, Month: time.July, Day: 26}, Minutes: [3]int64{480}, Fills: []solve.PlaceCount{{Slot: "c-open", Places: 1}}}
	for _, tt := range []struct {
		lines []solve.Training
		all   bool
		want  string
	}{
		{[]solve.Training{line}, true, ""},
		{[]solve.Training{line}, false, "Not every skill and day was looked at"},
		{nil, false, "There was no time"},
		{nil, true, "would not fill any"},
	} {
		m.explained.known = &runs.Explanation{Training: tt.lines, TrainingAllTried: tt.all}
		got := m.worth()
		if (got.List == nil) != (tt.lines == nil) || !strings.Contains(got.Note, tt.want) || (tt.want == "") != (got.Note == "") {
			t.Errorf("%+v, all tried %v: %+v", tt.lines, tt.all, got)
		}
	}
}

// solved gives the strike a finished run with the solver's plan, and gives what explains it.
func (s *site) solved() (rota.Problem, rota.Plan, runs.Explanation) {
	s.t.Helper()
	p := s.problem()
	plan, err := solve.Solve(s.t.Context(), p, solve.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	x, err := runs.Explain(s.t.Context(), p, plan, runs.ExplainOptions{})
	if err != nil || len(x.Open) == 0 || len(x.Training) == 0 {
		s.t.Fatalf("the example has nothing to explain: %+v, %v", x, err)
	}
	var text bytes.Buffer
	if err := document.WritePlan(&text, plan); err != nil {
		s.t.Fatal(err)
	}
	s.run = s.start(p)
	if err := s.store.FinishRun(s.t.Context(), s.run, text.Bytes()); err != nil {
		s.t.Fatal(err)
	}
	return p, plan, x
}

func (s *site) explain(x runs.Explanation) {
	s.t.Helper()
	var text bytes.Buffer
	if err := runs.WriteExplanation(&text, x); err != nil {
		s.t.Fatal(err)
	}
	if err := s.store.SaveExplanation(s.t.Context(), s.run, text.Bytes()); err != nil {
		s.t.Fatal(err)
	}
}

// TestExplainedPages follows an open slot's page from the rota just made to a change of what is entered.
func TestExplainedPages(t *testing.T) {
	t.Parallel()
	var later time.Duration
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return time.Now().Add(later) } })
	problem, plan, x := s.solved()
	v := s.as(auth.Coordinator)
	open := coverPath(s.strike, plan.Open[0].Slot)
	reads := func(path string) string {
		t.Helper()
		w := want(t, v.get(path), http.StatusOK)
		contract(t, w)
		return text(t, parse(t, w).Find("main").Text())
	}
	holds := func(what, got string, wanted ...string) {
		t.Helper()
		for _, part := range wanted {
			if !strings.Contains(got, part) {
				t.Errorf("%s: %q is missing in: %s", what, part, got)
			}
		}
	}
	const still, never, conflict, training = "Still working out what would help", "has not been worked out for this rota", "cannot", "What one more trained person would be worth"

	holds("just made", reads(open), still, "Who could take this")
	if parse(t, v.get(open)).Find("main a[href='"+open+"']").Length() != 1 {
		t.Error("there is no link to look again")
	}
	downloads, tables := strikePath(s.strike, "downloads"), strikePath(s.strike, "downloads", "open.csv")
	const unfinished, soFar = "is still being worked out. Until then", "Still being worked out when this file was made"
	file := func() string { return want(t, v.get(tables), http.StatusOK).Body.String() }
	holds("downloads, just made", reads(downloads), unfinished)
	holds("the file, just made", file(), soFar)
	later = 10 * time.Minute
	holds("never explained", reads(open), never)
	if strings.Contains(reads(downloads), unfinished) || strings.Contains(file(), soFar) {
		t.Error("it is said to come although it will not")
	}
	part := x
	part.Open, part.More, part.Later = slices.Clone(x.Open), true, true
	part.Open[0].AllTried, part.Open[0].Conflict = false, &solve.Conflict{Slots: x.Open[0].Conflict.Slots, Places: x.Open[0].Conflict.Places}
	s.explain(part)
	holds("downloads, after another rota", reads(downloads), "other work came first. Until then")
	holds("the file, so far", file(), soFar, "1. If ")
	later = 0
	s.explain(x)
	if strings.Contains(reads(downloads), unfinished) || strings.Contains(file(), soFar) {
		t.Error("downloads say that more will come, though all is known")
	}
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, problem, plan, time.Now())
	conflictWords := []string{x.Open[0].Conflict.Words(problem, m.name)}
	if list, ok := x.Open[0].Conflict.List(problem, m.name); ok {
		conflictWords = slices.Concat([]string{list.Sentence}, list.Slots, list.People, list.Rules)
	}
	holds("explained", reads(open), conflictWords...)
	holds("explained", reads(open), "What would fix it "+x.Open[0].Lead(problem.Aims), x.Open[0].Fixes[0].Words(problem, x.Open[0].Slot, m.name), "What stops each consultant")
	holds("the open places", reads(strikePath(s.strike, "rota")), training, x.Training[0].Words(problem))
	lead := pageText(t, s.as(auth.Lead), open)
	holds("for a lead", lead, "The rota coordinators read what would fill it")
	for _, words := range []string{"£", "Who could take any of them", x.Open[0].Fixes[0].Words(problem, x.Open[0].Slot, m.name)} {
		if strings.Contains(lead, words) {
			t.Errorf("a lead is told %q:\n%s", words, lead)
		}
	}
	action, values := s.open(v, plan.Assignments[0].Slot, rota.Edit{Leaves: []rota.Pair{plan.Assignments[0].Pair()}})
	want(t, v.post(action, values), http.StatusSeeOther)
	holds("changed by hand", reads(open), "What would fix it "+x.Open[0].Lead(problem.Aims), x.Open[0].Fixes[0].Words(problem, x.Open[0].Slot, m.name), "This was worked out for the rota as it was made at ")
	holds("the open places, changed by hand", reads(strikePath(s.strike, "rota")), x.Training[0].Words(problem), "This was worked out for the rota as it was made at ")
	holds("opened by hand", reads(coverPath(s.strike, plan.Assignments[0].Slot)), "It was filled in the rota as it was made at ")

	if err := s.store.SaveExplanation(t.Context(), s.run, []byte(`{"format": "strikerota/explanation/1", "training": [{"slots": []}]}`)); err != nil {
		t.Fatal(err)
	}
	later = 10 * time.Minute
	holds("explained by an earlier version", reads(open), never)
	later = 0
	s.explain(x)

	list, err := s.store.Consultants(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.DeleteConsultant(t.Context(), actor, s.strike, list[0].ID, list[0].Version); err != nil {
		t.Fatal(err)
	}
	got := reads(open)
	holds("out of date", got, "has changed since this rota was made: consultants")
	holds("out of date", got, "What would fix it What has been entered has changed since")
	for _, part := range []string{still, never, conflict + " all be filled", x.Open[0].Fixes[0].Words(problem, x.Open[0].Slot, m.name)} {
		if strings.Contains(got, part) {
			t.Errorf("out of date: the page says %q", part)
		}
	}
	got = reads(strikePath(s.strike, "rota"))
	holds("the rota, out of date", got, training+" What has been entered has changed since")
	if strings.Contains(got, x.Training[0].Words(problem)) {
		t.Error("the rota page shows the worth of training though it is out of date")
	}
	if log := s.log.String(); strings.Contains(log, list[0].Name) {
		t.Error("the log names a consultant")
	}
}

// TestRefusedStandsLast has somebody who has refused a place stand after all others who would fill it,
// on the page and in files, with a word that says so.
func TestRefusedStandsLast(t *testing.T) {
	t.Parallel()
	other := anOffer()
	other.Consultant = "c1"
	for said, change := range map[string]func(*madeRota){
		"have declined": func(m *madeRota) {
			slot, _ := m.problem.Slot("c-open")
			m.entry.Declined = append(m.entry.Declined, rota.Told{Pair: rota.Pair{Slot: "x", Consultant: "c2"}, Span: slot.Span})
		},
		"on the telephone": func(m *madeRota) {
			m.draft.KeptOff = append(m.draft.KeptOff, rota.KeptOff{Pair: rota.Pair{Slot: "c-open", Consultant: "c2"}, Reason: saidNo})
		},
		"cannot come": func(m *madeRota) {
			m.draft.KeptOff = append(m.draft.KeptOff, rota.KeptOff{Pair: rota.Pair{Slot: "c-open", Consultant: "c2"}, Reason: cannotCome + "8am"})
		},
	} {
		m := explainedAs(t, runs.OpenSlot{Conflict: &solve.Conflict{None: true}, Fixes: []solve.Fix{anOffer()}, More: []solve.Fix{other}, Tried: 2, AllTried: true})
		change(m)
		all := m.waysOut("S", "c-open", anything).Fixes
		if !strings.HasPrefix(all.First[0].Text, "If Dr c1 offered") || !strings.Contains(all.First[1].Details, said) {
			t.Errorf("%s: the page has %+v", said, all.First)
		}
		if got := m.ways("c-open", m.name).Ways; len(got) != 1 || !strings.HasPrefix(got[0].Text, "If Dr c1 offered") {
			t.Errorf("%s: files have %+v", said, got)
		}
	}
}
