package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// five is a slot of five places with five residents: one says away, one working,
// one prefers not to say and two do not reply.
func five(c rota.Case) *rotatest.Builder {
	return rotatest.July().Slot("a", "25 20:00", "26 08:30", rotatest.Places(5)).Consultant("c1").
		Duty("R1", "a", rota.Away).Duty("R2", "a", rota.Working).Duty("R3", "a", rota.PrefersNotToSay).
		Duty("R4", "a", rota.NoReply).Duty("R5", "a", rota.NoReply).
		Change(func(e *rota.Entry) { e.Case = c })
}

func TestNeedInEachCase(t *testing.T) {
	share := func(n int) rota.Case { return rota.Case{Kind: rota.ShareAway, Share: n} }
	cases := []struct {
		name string
		c    rota.Case
		want int
	}{
		{"all away", rota.Case{Kind: rota.AllAway}, 4},
		{"all away, whatever the share", rota.Case{Kind: rota.AllAway, Share: 10}, 4},
		{"all working", rota.Case{Kind: rota.AllWorking}, 1},
		{"none of the silent", share(0), 1},
		{"a share is rounded up", share(1), 2},
		{"a third", share(33), 2},
		{"just over a third", share(34), 3},
		{"two thirds", share(66), 3},
		{"just over two thirds", share(67), 4},
		{"every one of the silent", share(100), 4},
	}
	for _, c := range cases {
		got := five(c.c).Entry().Needs()
		if len(got) != 1 || got[0].Places != c.want {
			t.Errorf("%s: %+v, want %d places", c.name, got, c.want)
			continue
		}
		if n := got[0]; n.Working != 1 || n.Away != 1 || n.Silent != 3 || n.Rostered() != 5 {
			t.Errorf("%s: %d working, %d away, %d silent, %d rostered", c.name, n.Working, n.Away, n.Silent, n.Rostered())
		}
	}
}

// A duty is struck when it starts inside the strike, whatever was said for one that is not.
func TestNeedAtTheEdgesOfTheStrike(t *testing.T) {
	cases := []struct {
		name, start, end string
		said             rota.Declaration
		want             int
	}{
		{"begun a minute before: it is finished", "25 06:59", "25 19:00", rota.Away, 0},
		{"begun a minute before, silent", "25 06:59", "25 19:00", rota.NoReply, 0},
		{"begun at the start", "25 07:00", "25 19:00", rota.Away, 1},
		{"begun at the start, silent", "25 07:00", "25 19:00", rota.NoReply, 1},
		{"begun at the start, prefers not to say", "25 07:00", "25 19:00", rota.PrefersNotToSay, 1},
		{"begun at the start, working", "25 07:00", "25 19:00", rota.Working, 0},
		{"begun in the last minute: lost whole", "30 06:59", "30 19:00", rota.NoReply, 1},
		{"begun at the end", "30 07:00", "30 19:00", rota.NoReply, 0},
		{"begun at the end, away", "30 07:00", "30 19:00", rota.Away, 0},
	}
	for _, c := range cases {
		e := rotatest.July().Slot("a", c.start, c.end).Duty("R1", "a", c.said).Entry()
		if got := e.Needs()[0].Places; got != c.want {
			t.Errorf("%s: %d places, want %d", c.name, got, c.want)
		}
	}
	// What counts is where the duty starts, not where its slot does.
	e := rotatest.July().Slot("a", "25 08:00", "25 12:00").Duty("R1", "a", rota.Away).
		Change(func(e *rota.Entry) { e.Duties[0].Start = rotatest.At("2025-07-25 06:30") }).Entry()
	if got := e.Needs()[0].Places; got != 0 {
		t.Errorf("a duty begun before the strike leaves %d places of its slot, want 0", got)
	}
}

func TestNeedOfMoreOrFewerResidentsThanPlaces(t *testing.T) {
	build := func(places int) *rotatest.Builder {
		return rotatest.July().Slot("other", "26 08:00", "26 20:00").Slot("a", "25 08:00", "25 20:00", rotatest.Places(places)).
			Duty("R1", "a", rota.Working).Duty("R2", "a", rota.Working).Duty("R3", "a", rota.Away)
	}
	for places, want := range map[int]int{1: 0, 2: 0, 3: 1, 7: 5} {
		needs := build(places).Entry().Needs()
		if got := needs[1].Places; got != want {
			t.Errorf("%d places: %d left, want %d", places, got, want)
		}
		if needs[0].Places != 1 || needs[0].Slot.ID != "other" || needs[0].Rostered() != 0 {
			t.Errorf("a slot without residents: %+v", needs[0])
		}
	}
	// A duty of no critical slot is counted nowhere.
	e := build(3).Change(func(e *rota.Entry) { e.Duties[0].Slot = "" }).Entry()
	if got := e.Needs()[1].Places; got != 2 {
		t.Errorf("%d places, want 2", got)
	}
}

// A problem has no names and no declarations, is sorted, and leaves the entry as it was.
func TestProblemOfAnEntry(t *testing.T) {
	n := 2
	build := func() *rotatest.Builder {
		return rotatest.July().
			Slot("z", "25 08:00", "25 20:00", rotatest.Places(2)).Slot("full", "25 08:00", "25 20:00").Slot("m", "25 20:00", "26 08:00").
			Consultant("c2", rotatest.Planned("s1", "25 09:00", "25 12:00", 7), rotatest.MaxNights(n)).Consultant("c1").
			Duty("R1", "z", rota.Working).Duty("R2", "full", rota.Working).
			Lock("z", "c2").Lock("m", "c1").Published("z", "c2").Published("m", "c2").
			Change(func(e *rota.Entry) {
				e.Slots[0].Source = "guidance"
				e.Consultants[0].Contact = "07700 900000"
				e.Consultants[0].Sessions[0].Name = "Breast clinic"
			})
	}
	b := build()
	got := b.Problem(t)
	want := build().Entry()
	z, m, c2, c1 := want.Slots[0], want.Slots[2], want.Consultants[0], want.Consultants[1]
	z.Places, z.Source = 1, ""
	c1.Name, c1.Grade = "", ""
	c2.Name, c2.Grade, c2.Contact = "", "", ""
	c2.Sessions = []rota.Session{c2.Sessions[0]}
	c2.Sessions[0].Name = ""
	problem := rota.Problem{
		Strike: want.Strike, Rules: want.Rules, Cards: want.Cards, Aims: rota.DefaultAims(),
		Slots: []rota.Slot{m, z}, Consultants: []rota.Consultant{c1, c2},
		Locks:     []rota.Pair{{Slot: "m", Consultant: "c1"}, {Slot: "z", Consultant: "c2"}},
		Published: []rota.Pair{{Slot: "m", Consultant: "c2"}, {Slot: "z", Consultant: "c2"}},
	}
	if diff := cmp.Diff(problem, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problem (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(build().Entry(), b.Entry()); diff != "" {
		t.Errorf("making the problem changed the entry:\n%s", diff)
	}
}

// A lock keeps a slot that needs nobody any more, with as many places as locks.
func TestLocksKeepPlaces(t *testing.T) {
	b := rotatest.July().Slot("a", "25 08:00", "25 20:00", rotatest.Places(2)).Duty("R1", "a", rota.Working).Duty("R2", "a", rota.Working).
		Consultant("c1").Consultant("c2")
	if p := b.Problem(t); len(p.Slots) != 0 {
		t.Errorf("the problem has %d slots, want none", len(p.Slots))
	}
	b.Lock("a", "c1")
	if p := b.Problem(t); len(p.Slots) != 1 || p.Slots[0].Places != 1 || p.Slots[0].Unneeded != 1 {
		t.Errorf("one lock: %+v", p.Slots)
	}
	b.Lock("a", "c2")
	if p := b.Problem(t); len(p.Slots) != 1 || p.Slots[0].Places != 2 || p.Slots[0].Unneeded != 2 {
		t.Errorf("two locks: %+v", p.Slots)
	}
}

// Making a problem sorts copies: what was passed in stays as it was.
func TestNewProblemLeavesItsArgument(t *testing.T) {
	p := valid().Problem(t)
	swap := func() rota.Problem {
		q := p
		q.Slots = []rota.Slot{p.Slots[1], p.Slots[0]}
		q.Consultants = []rota.Consultant{p.Consultants[1], p.Consultants[0]}
		q.Locks = []rota.Pair{{Slot: "b", Consultant: "c1"}, {Slot: "a", Consultant: "c2"}}
		q.Published = []rota.Pair{{Slot: "b", Consultant: "c1"}, {Slot: "a", Consultant: "c1"}}
		return q
	}
	given := swap()
	if _, err := rota.NewProblem(given); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(swap(), given); diff != "" {
		t.Errorf("the argument (-before +after):\n%s", diff)
	}
}

func TestProblemFinds(t *testing.T) {
	p := rotatest.July().Slot("b", "25 08:00", "25 20:00", rotatest.NeedsAll("x"), rotatest.Priority(3)).Slot("d", "25 08:00", "25 20:00").
		Consultant("c3", rotatest.Skills("x")).Consultant("c2", rotatest.Skills("x"), rotatest.Sites(rotatest.South)).
		Consultant("c1", rotatest.Skills("x")).Consultant("c0").Consultant("c4", rotatest.Skills("x"), rotatest.NoOffer()).Problem(t)
	for id, want := range map[rota.SlotID]bool{"a": false, "b": true, "c": false, "d": true, "e": false} {
		if s, ok := p.Slot(id); ok != want || ok && s.ID != id {
			t.Errorf("slot %s: %t %s, want %t", id, ok, s.ID, want)
		}
	}
	for id, want := range map[rota.ConsultantID]bool{"b": false, "c0": true, "c2": true, "c22": false, "c4": true, "d": false} {
		if c, ok := p.Consultant(id); ok != want || ok && c.ID != id {
			t.Errorf("consultant %s: %t %s, want %t", id, ok, c.ID, want)
		}
	}
	s, _ := p.Slot("b")
	if diff := cmp.Diff([]rota.ConsultantID{"c1", "c3"}, p.Eligible(s)); diff != "" {
		t.Errorf("eligible (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"cover/1", "cover/3", "displaced", "cost:agreed", "spread"}, p.Stages()); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}
}
