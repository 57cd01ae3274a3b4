package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
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
	conflict := solve.Conflict{Slots: []rota.SlotID{"c-open"}, Places: []int{2}, Eligible: []rota.ConsultantID{"c1"},
		Binding: []solve.Binding{{Consultant: "c1", Rule: "overlap"}}}
	const words = "Labour ward, Registrar tier, 8am to 4pm on Sat 26 July cannot have all its 2 places filled: only Dr c1 could take it and Dr c1 can be in only one place at a time."
	unsure, none := conflict, solve.Conflict{None: true, Slots: conflict.Slots, Places: conflict.Places}
	unsure.Unsure = true
	fix := fixLine{Text: "If Dr c2 offered Labour ward, Registrar tier, Sat 26 July, 8am to 4pm, 8 hours of priority 1 would no longer be open."}
	tests := []struct {
		name  string
		m     *madeRota
		may   func(auth.Act) bool
		want  *waysOut
		words string // part of the note
	}{
		{"everything tried", explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: []solve.Fix{anOffer()}, AllTried: true}), anything,
			&waysOut{Conflict: words, Fixes: []fixLine{{fix.Text, "Cost as agreed +\u2060£998,496.00; 17 hours 20 minutes more on the busiest consultant"}}}, "Nothing has been changed."},
		{"costs are kept from a lead", explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: []solve.Fix{anOffer()}, AllTried: true}),
			func(a auth.Act) bool { return auth.Can(auth.Lead, a) },
			&waysOut{Conflict: words, Fixes: []fixLine{{fix.Text, "17 hours 20 minutes more on the busiest consultant"}}}, "Nothing has been changed."},
		{"not everything tried", explainedAs(t, runs.OpenSlot{Conflict: &conflict, Fixes: []solve.Fix{{Kind: solve.FixOffer, Consultant: "c2", Slot: "c-open", Gain: [3]int64{480}}}}), anything,
			&waysOut{Conflict: words, Fixes: []fixLine{fix}}, "Not everything was tried"},
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
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestWaysOutMissing holds what is said while there is no explanation, and of a rota out of date.
func TestWaysOutMissing(t *testing.T) {
	m := aRota(t)
	if got := m.waysOut("s1", "c-open", anything); got.Look != "" || got.Again != "/strikes/s1/solve" || !strings.Contains(got.Note, "has not been worked out") {
		t.Errorf("it will not come: %+v", got)
	}
	m.explained.soon = true
	if got := m.waysOut("s1", "c-open", anything); got.Look != "/strikes/s1/slots/c-open/cover" || got.Again != "" || !strings.Contains(got.Note, "Still working out what would help") {
		t.Errorf("it will come: %+v", got)
	}
	for _, tt := range []struct {
		known runs.OpenSlot
		note  string
		look  bool
	}{
		{runs.OpenSlot{}, "Still working out what would help", true},
		{runs.OpenSlot{Conflict: &solve.Conflict{Slots: []rota.SlotID{"c-open"}, Places: []int{2}}}, "Still working out what would fix it", true},
		{runs.OpenSlot{Conflict: &solve.Conflict{Slots: []rota.SlotID{"c-open"}, Places: []int{2}}, Fixes: []solve.Fix{anOffer()}}, "Not everything was tried", false},
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
	if got := m.waysOut("s1", "c-open", anything); got != nil || could != nil || err != nil {
		t.Errorf("out of date: %+v, %+v, %v", got, could, err)
	}
}

func TestCouldTake(t *testing.T) {
	m := aRota(t)
	tests := []struct {
		slot    rota.SlotID
		heading string
		first   string // of the best
		none    bool
	}{
		{"a-filled", "Who else could take this", "Dr c", false},
		{"c-open", "Who could take this", "", true},        // the one trained is in it
		{"b-locked", "Who else could take this", "", true}, // nobody locked is moved
		{"d-other", "Who else could take this", "Dr c", false},
	}
	for _, tt := range tests {
		got, err := m.couldTake(tt.slot, anything)
		if err != nil || got.Heading != tt.heading || (got.List == nil) != tt.none {
			t.Fatalf("%s: %+v, %v", tt.slot, got, err)
		}
		if !tt.none && (!strings.HasPrefix(got.List.First[0], tt.first) || !strings.Contains(got.List.First[0], " in place of Dr c2; ")) {
			t.Errorf("%s: %q", tt.slot, got.List.First)
		}
	}
	if got, err := m.couldTake("e-none", anything); got != nil || err != nil {
		t.Errorf("a slot that residents cover: %+v, %v", got, err)
	}
}

// TestCandidateCosts holds that a candidate tells nothing of costs to those who may not see them, and nothing false.
func TestCandidateCosts(t *testing.T) {
	m := aRota(t)
	c := solve.Candidate{Kind: solve.Assign, Slot: "c-open", Consultant: "c2", Moves: []solve.Move{{Consultant: "c2", Takes: []rota.SlotID{"c-open"}}},
		Effect: []solve.Effect{{Aim: "cover/1", Before: 480, After: 480}, {Aim: "cost:agreed", Before: 0, After: 9600}}}
	for _, tt := range []struct {
		cost bool
		want string
	}{{true, "Dr c2 takes it; cost as agreed +£96.00."}, {false, "Dr c2 takes it."}} {
		if got := m.candidateWords(c, tt.cost); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	c.Effect[1].After = 0
	if got := m.candidateWords(c, false); got != "Dr c2 takes it; no other aim changes." {
		t.Errorf("without any effect: %q", got)
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		n, first int
		words    string
	}{{1, 1, ""}, {10, 10, ""}, {11, 11, ""}, {12, 10, "Show all: 2 more ways"}} {
		all := make([]string, tt.n)
		for i := range all {
			all[i] = fmt.Sprint(i)
		}
		got := shorten(all, "way")
		if len(got.First) != tt.first || len(got.First)+len(got.More) != tt.n || got.Words != tt.words || got.After != tt.first+1 {
			t.Errorf("%d: %+v", tt.n, got)
		}
	}
	if shorten(nil, "way") != nil {
		t.Error("a list of nothing")
	}
}

func TestWorth(t *testing.T) {
	m := aRota(t)
	if m.worth() != nil {
		t.Error("something is said of training before it is known")
	}
	line := solve.Training{Skills: []string{"Obstetrics"}, Date: rota.Date{Year: 2025, Month: time.July, Day: 26}, Minutes: [3]int64{480}, Slots: []rota.SlotID{"c-open"}}
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
	e, err := s.store.Entry(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := e.Problem()
	if err != nil {
		s.t.Fatal(err)
	}
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
	later = 10 * time.Minute
	holds("never explained", reads(open), never)
	later = 0
	s.explain(x)
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, problem, plan, time.Now())
	holds("explained", reads(open), x.Open[0].Conflict.Words(problem, m.name), "What would fix it In the order of the rota's aims: least open first, then the least loss from displaced sessions, then the lowest cost.",
		x.Open[0].Fixes[0].Words(problem, m.name), "What stops each consultant")
	holds("the open places", reads(strikePath(s.strike, "rota")), training, x.Training[0].Words(problem))
	lead := parse(t, want(t, s.as(auth.Lead).get(open), http.StatusOK)).Find("main").Text()
	holds("for a lead", lead, x.Open[0].Conflict.Words(problem, m.name))
	if strings.Contains(lead, "£") {
		t.Error("a lead is told of money")
	}

	list, err := s.store.Consultants(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.DeleteConsultant(t.Context(), actor, s.strike, list[0].ID, list[0].Version); err != nil {
		t.Fatal(err)
	}
	got := reads(open)
	holds("out of date", got, "has changed since this rota was made: consultants")
	for _, part := range []string{still, never, conflict + " all be filled", "What would fix it", "Who could take this"} {
		if strings.Contains(got, part) {
			t.Errorf("out of date: the page says %q", part)
		}
	}
	if got := reads(strikePath(s.strike, "rota")); strings.Contains(got, training) {
		t.Error("the rota page shows the worth of training though it is out of date")
	}
	if log := s.log.String(); strings.Contains(log, list[0].Name) {
		t.Error("the log names a consultant")
	}
}

// TestManyCandidates holds that a slot with many shows ten and hides the rest.
func TestManyCandidates(t *testing.T) {
	b := rotatest.July().Slot("day", "25 08:00", "25 16:00")
	for i := range 15 {
		b.Consultant(rota.ConsultantID(fmt.Sprintf("c%02d", i)))
	}
	e := b.Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, p, rotatest.Plan(p, rotatest.In("day", "c00")), time.Now())
	got, err := m.couldTake("day", anything)
	if err != nil || len(got.List.First) != manyShown || len(got.List.More) != 4 || got.List.Words != "Show all: 4 more ways" {
		t.Errorf("%+v, %v", got, err)
	}
}
