package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

func TestCouldTake(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	tests := []struct {
		slot    rota.SlotID
		heading string
		group   string // the first
		line    string // how the first of it begins, after the name; "" for no group
	}{
		{"a-filled", "Who else could take this", "No better and no worse by your aims", "nothing else changes"},
		{"c-open", "Who could take this", "", ""},        // the one trained is in it
		{"b-locked", "Who else could take this", "", ""}, // nobody locked is moved
		{"d-other", "Who else could take this", "Worse by your aims", "4 hours more"},
	}
	for _, tt := range tests {
		got, err := m.couldTake(tt.slot, anything)
		if err != nil || got.Heading != tt.heading || (len(got.Groups) == 0) != (tt.line == "") {
			t.Fatalf("%s: %+v, %v", tt.slot, got, err)
		}
		if tt.line != "" && (got.Groups[0].Heading != tt.group || !strings.HasPrefix(got.Groups[0].List.First[0].Text, tt.line)) {
			t.Errorf("%s: %s: %+v", tt.slot, got.Groups[0].Heading, got.Groups[0].List)
		}
	}
	if got, err := m.couldTake("e-none", anything); got != nil || err != nil {
		t.Errorf("a slot that residents cover: %+v, %v", got, err)
	}
}

// TestCouldGroups puts candidates by what comes of them.
func TestCouldGroups(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	with := func(who rota.ConsultantID, before, after int64, opens ...rota.SlotID) solve.Candidate {
		return solve.Candidate{Kind: solve.Release, Slot: "c-open", Consultant: who, Opens: opens,
			Moves: []solve.Move{{Consultant: who}}, Effect: []solve.Effect{{Aim: "cover/1", Before: before, After: after}}}
	}
	all := []solve.Candidate{with("c1", 2, 0), with("c2", 2, 1, "a-filled"), with("c3", 2, 2, "a-filled"), with("c1", 2, 3, "a-filled")}
	names := func(groups []couldGroup) (out []string) {
		for _, g := range groups {
			for _, l := range slices.Concat(g.List.First, g.List.More) {
				out = append(out, g.Heading+": "+l.Name)
			}
		}
		return out
	}
	open := []string{"Fills the place and opens nothing: Dr c1", "Better by your aims, but opens another place: Dr c2",
		"No better and no worse by your aims: Dr c3", "Worse by your aims: Dr c1"}
	if diff := cmp.Diff(open, names(m.couldGroups(all, true, func(auth.Act) bool { return true }))); diff != "" {
		t.Errorf("an open slot (-want +got):\n%s", diff)
	}
	filled := []string{"Better by your aims: Dr c1", "Better by your aims: Dr c2", "No better and no worse by your aims: Dr c3", "Worse by your aims: Dr c1"}
	if diff := cmp.Diff(filled, names(m.couldGroups(all, false, func(auth.Act) bool { return true }))); diff != "" {
		t.Errorf("a filled slot (-want +got):\n%s", diff)
	}
	for range 12 {
		all = append(all, with("c2", 2, 3, "a-filled"))
	}
	groups := m.couldGroups(all, true, func(auth.Act) bool { return true })
	if worse := groups[3].List; len(worse.First) != manyShown-3 || len(worse.More) != 6 || worse.Words != "Show 6 more ways" {
		t.Errorf("more than %d lines: %+v", manyShown, worse)
	}
}

// TestCandidateCosts holds that a candidate tells nothing of costs to those who may not see them, and nothing false.
func TestCandidateCosts(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	c := solve.Candidate{Kind: solve.Assign, Slot: "c-open", Consultant: "c2", Moves: []solve.Move{{Consultant: "c2", Takes: []rota.SlotID{"c-open"}}},
		Effect: []solve.Effect{{Aim: "cover/1", Before: 480, After: 480}, {Aim: "cost:agreed", Before: 0, After: 9600}}}
	for _, tt := range []struct {
		cost bool
		want string
	}{{true, "+\u2060£96.00"}, {false, ""}} {
		if got := m.candidateLine(c, tt.cost); got != (listLine{Name: "Dr c2", Text: tt.want}) {
			t.Errorf("got %+v, want %q", got, tt.want)
		}
	}
	c.Effect[1].After = 0
	if got := m.candidateLine(c, false); got.Text != "nothing else changes" {
		t.Errorf("without any effect: %+v", got)
	}
}

// TestManyCandidates holds that a slot with many shows ten and hides the rest.
func TestManyCandidates(t *testing.T) {
	t.Parallel()
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
	if err != nil || len(got.Groups) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if l := got.Groups[0].List; len(l.First) != manyShown || len(l.More) != 4 || l.Words != "Show 4 more ways" {
		t.Errorf("%+v", l)
	}
}

// TestWhoHasSaidNoStandsLast has somebody who said no when rung to cover at a time stand last for other cover
// at that time, with a word of it; clinical leads read nothing of that.
func TestWhoHasSaidNoStandsLast(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("a", "25 08:00", "25 16:00").Slot("b", "25 12:00", "25 20:00").Slot("c", "25 16:00", "25 20:00").Consultant("c1").Consultant("c2").Entry()
	e.KeptOff = []rota.KeptOff{{Pair: rota.Pair{Slot: "a", Consultant: "c1"}, Reason: saidNo}}
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	for slot, refused := range map[rota.SlotID]bool{"b": true, "c": false} {
		for _, apart := range []bool{false, true} {
			m := newMadeRota(e, p, rotatest.Plan(p), e.Strike.Start)
			if apart {
				m.entry = e.Unsaid(&p)
			}
			all, err := m.candidates(slot)
			if err != nil || len(all) != 2 {
				t.Fatalf("%d could take %s: %v", len(all), slot, err)
			}
			last := m.candidateLine(all[1], false)
			if got := last.Name == "Dr c1" && strings.HasSuffix(last.Text, "they have said no to other cover at that time"); got != (refused && !apart) {
				t.Errorf("%s, apart %t: last stands %+v", slot, apart, last)
			}
		}
	}
}
