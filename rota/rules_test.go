package rota_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// An edge is a slot at a place where counting time goes wrong.
type edge struct {
	name        string
	strike, end string // of the strike
	slot        rota.Span
	minutes     int // of the slot
}

func edges() []edge {
	july := func(name, from, to string, minutes int) edge {
		return edge{name, "2025-07-25 07:00", "2025-07-30 07:00", rotatest.Span(from, to), minutes}
	}
	return []edge{
		july("in the middle", "2025-07-26 20:00", "2025-07-27 08:30", 750),
		july("from the first minute", "2025-07-25 07:00", "2025-07-25 19:00", 720),
		july("to the last minute", "2025-07-29 20:00", "2025-07-30 07:00", 660),
		july("past the end", "2025-07-29 20:00", "2025-07-30 08:30", 750),
		{"over the clocks going back", "2025-10-24 07:00", "2025-10-29 07:00", rotatest.Span("2025-10-25 20:00", "2025-10-26 08:00"), 780},
		{"over the clocks going forward", "2026-03-27 07:00", "2026-04-01 07:00", rotatest.Span("2026-03-28 20:00", "2026-03-29 08:00"), 660},
	}
}

// spanning gives a slot a span worked out by the test.
func spanning(s rota.Span) rotatest.SlotOption { return func(slot *rota.Slot) { slot.Span = s } }

func from(t time.Time, minutes int) rota.Span {
	return rota.Span{Start: t, End: t.Add(time.Duration(minutes) * time.Minute)}
}

func later(t time.Time, minutes int) time.Time {
	return t.Add(time.Duration(minutes) * time.Minute)
}

// onDate is the hour from a time of day on the date n days after that of t.
func onDate(t time.Time, n, hour, minutes int) rota.Span {
	start, err := rota.London(rota.DateOf(t).Add(n), hour, 0)
	if err != nil {
		panic(err)
	}
	return from(start, minutes)
}

// A scene builds a trust around a slot "main", and a plan for c1 that breaks one
// rule by one minute, place, date or skill, or just holds it.
type scene func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment

func oneWhen(b bool) int {
	if b {
		return 1
	}
	return 0
}

func session(span rota.Span) rotatest.ConsultantOption {
	return func(_ *rotatest.Builder, c *rota.Consultant) {
		c.Sessions = append(c.Sessions, rota.Session{ID: "s1", Span: span, Kind: rota.Fixed})
	}
}

// scenes has one scene for each rule of [rota.MustHold].
func scenes() map[rota.RuleID]scene {
	one := []rota.Assignment{rotatest.In("main", "c1")}
	two := append(one, rotatest.In("other", "c1"))
	return map[rota.RuleID]scene{
		"skill": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			skills := []string{"Obstetrics", "Anaesthesia"}
			b.Slot("main", "25 00:00", "26 00:00", spanning(main), rotatest.NeedsAll(skills...))
			b.Consultant("c1", rotatest.Skills(skills[oneWhen(breaks):]...))
			return one
		},
		"site": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			sites := []string{rotatest.North, rotatest.South}
			b.Slot("main", "25 00:00", "26 00:00", spanning(main))
			b.Consultant("c1", rotatest.Sites(sites[oneWhen(breaks):]...))
			return one
		},
		"offer": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			offer := rota.Span{Start: main.Start, End: later(main.End, -oneWhen(breaks))}
			b.Slot("main", "25 00:00", "26 00:00", spanning(main))
			b.Consultant("c1", func(_ *rotatest.Builder, c *rota.Consultant) {
				c.Offers = []rota.Offer{{Span: offer, Modes: []rota.Mode{rota.OnSite}}}
			})
			return one
		},
		"overlap": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			b.Slot("main", "25 00:00", "26 00:00", spanning(main))
			b.Consultant("c1", session(from(later(main.End, -oneWhen(breaks)), 60)))
			return one
		},
		"travel": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			b.Rules(func(r *rota.Rules) {
				r.Travel = []rota.Travel{{From: rotatest.North, To: rotatest.South, Minutes: 40}}
			})
			b.Slot("main", "25 00:00", "26 00:00", spanning(main))
			b.Slot("other", "25 00:00", "26 00:00", spanning(from(later(main.End, 40-oneWhen(breaks)), 60)), rotatest.AtSite(rotatest.South))
			b.Consultant("c1", rotatest.Sites(rotatest.North, rotatest.South))
			return two
		},
		"rest": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			run := main.Minutes()
			rest := 660
			b.Rules(func(r *rota.Rules) { r.Rest, r.MaxRun = &rest, &run })
			b.Slot("main", "25 00:00", "26 00:00", spanning(main))
			b.Slot("other", "25 00:00", "26 00:00", spanning(from(later(main.End, rest-oneWhen(breaks)), 60)))
			b.Consultant("c1")
			return two
		},
		"max_cover": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			most := main.Minutes() - oneWhen(breaks)
			b.Rules(func(r *rota.Rules) { r.MaxCover = &most })
			b.Slot("main", "25 00:00", "26 00:00", spanning(main))
			b.Consultant("c1")
			return one
		},
		"max_nights_in_a_row": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			one := 1
			b.Rules(func(r *rota.Rules) { r.MaxNightsInARow = &one })
			b.Slot("main", "25 00:00", "26 00:00", spanning(from(main.Start, 20*60))) // a night wherever the edge starts
			b.Slot("other", "25 00:00", "26 00:00", spanning(onDate(main.Start, 2-oneWhen(breaks), 20, 600)))
			b.Consultant("c1")
			return two
		},
		"max_days_in_a_row": func(b *rotatest.Builder, main rota.Span, breaks bool) []rota.Assignment {
			one := 1
			b.Rules(func(r *rota.Rules) { r.MaxDaysInARow = &one })
			b.Slot("main", "25 00:00", "26 00:00", spanning(main))
			b.Consultant("c1", session(onDate(main.Start, 2-oneWhen(breaks), 12, 60)))
			return []rota.Assignment{rotatest.In("main", "c1")}
		},
	}
}

// Every rule fails and passes at both ends of the strike and over both clock
// changes, and by no more than the least that can break it.
func TestEveryRuleAtEveryEdge(t *testing.T) {
	scenes := scenes()
	for _, rule := range rota.MustHold() {
		build := scenes[rule.ID]
		if build == nil {
			t.Errorf("the rule %s has no scene that fails and passes", rule.ID)
			continue
		}
		for _, e := range edges() {
			if got := e.slot.Minutes(); got != e.minutes {
				t.Fatalf("%s: the slot has %d minutes, want %d", e.name, got, e.minutes)
			}
			for _, breaks := range []bool{true, false} {
				b := rotatest.New(e.strike, e.end)
				assignments := build(b, e.slot, breaks)
				p := b.Problem(t)
				report := rota.Check(p, rotatest.Plan(p, assignments...))
				if len(report.Faults) > 0 {
					t.Errorf("%s %s: faults %v", rule.ID, e.name, report.Faults)
				}
				if got, want := len(report.Breaches), oneWhen(breaks); got != want || breaks && report.Breaches[0].Rule != rule.ID {
					t.Errorf("%s %s (to break: %t): breaches %v", rule.ID, e.name, breaks, report.Breaches)
				}
				if report.OK() == breaks {
					t.Errorf("%s %s (to break: %t): the report says OK %t", rule.ID, e.name, breaks, report.OK())
				}
			}
		}
	}
}

// Every rule is named for people and cites where it comes from.
func TestRulesAreNamedAndSourced(t *testing.T) {
	names := map[string]bool{}
	for _, r := range rota.MustHold() {
		if r.Name == "" || r.Source == "" || rota.RuleName(r.ID) != r.Name {
			t.Errorf("rule %s: name %q (%q for people), source %q", r.ID, r.Name, rota.RuleName(r.ID), r.Source)
		}
		names[r.Name] = true
	}
	for _, id := range []rota.RuleID{rota.RulePlaces, rota.RuleLock, rota.RuleLeft, rota.RuleSession} {
		if name := rota.RuleName(id); name == string(id) || names[name] {
			t.Errorf("rule %s: name %q", id, name)
		}
	}
	if got := rota.RuleName("unheard of"); got != "unheard of" {
		t.Errorf("an unknown rule is called %q", got)
	}
}

// A ruleCase is a plan and all the breaches that the referee should find in it.
type ruleCase struct {
	name  string
	trust *rotatest.Builder
	plan  []rota.Assignment
	want  []string
}

func in(slots ...rota.SlotID) []rota.Assignment {
	var out []rota.Assignment
	for _, s := range slots {
		out = append(out, rotatest.In(s, "c1"))
	}
	return out
}

func runRules(t *testing.T, cases []ruleCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := c.trust.Problem(t)
			report := rota.Check(p, rotatest.Plan(p, c.plan...))
			var got []string
			for _, b := range report.Breaches {
				got = append(got, b.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("breaches (-want +got):\n%s", diff)
			}
			if len(report.Faults) > 0 {
				t.Errorf("faults: %v", report.Faults)
			}
		})
	}
}
