package rota_test

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestRest(t *testing.T) {
	// No two of a, b and c break the rule: a and c are twelve hours apart, and each pair spans less than 13.
	chain := func() *rotatest.Builder {
		return rotatest.July().Standard().Slot("a", "25 08:00", "25 10:00").Slot("b", "25 15:00", "25 17:00").Slot("c", "25 22:00", "25 23:00").Consultant("c1")
	}
	nightThen := func(o ...rotatest.ConsultantOption) *rotatest.Builder {
		return rotatest.July().Standard().Slot("a", "25 20:00", "26 08:30").Consultant("c1", o...)
	}
	twelve := func(change func(*rota.Rules)) *rotatest.Builder {
		return rotatest.July().Slot("a", "25 08:00", "25 20:00").Slot("b", "25 20:00", "26 08:00").Consultant("c1").Rules(change)
	}
	zero, rest, run := 0, 660, 720
	runRules(t, []ruleCase{
		{"chain of three", chain(), in("a", "b", "c"), []string{"rest: c1 [a b c] [] locked=false"}},
		{"chain without the first", chain(), in("b", "c"), nil},
		{"chain without the middle", chain(), in("a", "c"), nil},
		{"chain without the last", chain(), in("a", "b"), nil},
		{"chain that a fixed session joins", rotatest.July().Standard().Slot("a", "25 08:00", "25 10:00").Slot("c", "25 22:00", "25 23:00").
			Consultant("c1", rotatest.Fixed("s1", "25 15:00", "25 17:00")), in("a", "c"), []string{"rest: c1 [a c] [s1] locked=false"}},
		{"chain that on call does not join", rotatest.July().Standard().Slot("a", "25 08:00", "25 10:00").Slot("b", "25 15:00", "25 17:00", rotatest.InMode(rota.OnCall)).
			Slot("c", "25 22:00", "25 23:00").Consultant("c1"), in("a", "b", "c"), nil},
		{"session after a night, kept", nightThen(rotatest.Planned("s1", "26 19:29", "26 20:00", 1)), in("a"), []string{"rest: c1 [a] [s1] locked=false"}},
		{"session after a night, displaced", nightThen(rotatest.Planned("s1", "26 09:00", "26 13:00", 1)), []rota.Assignment{rotatest.In("a", "c1", "s1")}, nil},
		{"session after eleven hours", nightThen(rotatest.Fixed("s1", "26 19:30", "26 23:00")), in("a"), nil},
		{"session before a night", nightThen(rotatest.Fixed("s1", "25 09:01", "25 10:00")), in("a"), []string{"rest: c1 [a] [s1] locked=false"}},
		{"session eleven hours before a night", nightThen(rotatest.Fixed("s1", "25 07:00", "25 09:00")), in("a"), nil},
		{"work inside other work does not shorten the run", rotatest.July().Standard().Slot("a", "25 21:00", "25 22:00").
			Consultant("c1", rotatest.Fixed("s1", "25 08:00", "25 18:00"), rotatest.Fixed("s2", "25 09:00", "25 10:00")), in("a"),
			[]string{"rest: c1 [a] [s1 s2] locked=false"}},
		{"a run of sessions alone is not the plan's", nightThen(rotatest.Fixed("s1", "28 08:00", "28 22:00"), rotatest.Fixed("s2", "28 22:30", "28 23:00")), in("a"), nil},
		{"thirteen hours in all", rotatest.July().Standard().Slot("a", "25 08:00", "25 12:00").Slot("b", "25 17:00", "25 21:00").Consultant("c1"), in("a", "b"), nil},
		{"a minute more", rotatest.July().Standard().Slot("a", "25 08:00", "25 12:00").Slot("b", "25 17:00", "25 21:01").Consultant("c1"), in("a", "b"),
			[]string{"rest: c1 [a b] [] locked=false"}},
		{"two runs, each too long", rotatest.July().Standard().Slot("a", "25 08:00", "25 20:00").Slot("b", "25 21:00", "25 22:00").Slot("c", "27 08:00", "27 20:00").Slot("d", "27 21:00", "27 22:00").Consultant("c1"),
			in("a", "b", "c", "d"), []string{"rest: c1 [a b] [] locked=false", "rest: c1 [c d] [] locked=false"}},
		{"no rest needed: touching is no run", twelve(func(r *rota.Rules) { r.Rest, r.MaxRun = &zero, &run }), in("a", "b"), nil},
		{"rest left out", twelve(func(r *rota.Rules) { r.MaxRun = &run }), in("a", "b"), nil},
		{"longest run left out", twelve(func(r *rota.Rules) { r.Rest = &rest }), in("a", "b"), nil},
		{"both", twelve(func(r *rota.Rules) { r.Rest, r.MaxRun = &rest, &run }), in("a", "b"), []string{"rest: c1 [a b] [] locked=false"}},
		{"locks alone", chain().Lock("a", "c1").Lock("b", "c1").Lock("c", "c1"), in("a", "b", "c"), []string{"rest: c1 [a b c] [] locked=true"}},
		{"locks, and one chosen", chain().Lock("a", "c1").Lock("c", "c1"), in("a", "b", "c"), []string{"rest: c1 [a b c] [] locked=false"}},
		{"a lock and a fixed session", nightThen(rotatest.Fixed("s1", "26 12:00", "26 13:00")).Lock("a", "c1"), in("a"), []string{"rest: c1 [a] [s1] locked=true"}},
		{"a lock and a planned session, which could go", nightThen(rotatest.Planned("s1", "26 12:00", "26 13:00", 1)).Lock("a", "c1"), in("a"),
			[]string{"rest: c1 [a] [s1] locked=false"}},
	})
}

func TestHoursOfCover(t *testing.T) {
	three := func(o ...rotatest.ConsultantOption) *rotatest.Builder {
		limit := 24 * 60
		return rotatest.July().Rules(func(r *rota.Rules) { r.MaxCover = &limit }).
			Slot("a", "25 08:00", "25 20:00").Slot("b", "26 08:00", "26 20:00", rotatest.InMode(rota.OnCall)).Slot("c", "27 08:00", "27 08:01", rotatest.InMode(rota.Standby)).
			Consultant("c1", o...)
	}
	abc := []string{"max_cover: c1 [a b c] [] locked=false"}
	runRules(t, []ruleCase{
		{"as many as allowed", three(), in("a", "b"), nil},
		{"every mode counts", three(), in("a", "b", "c"), abc},
		{"their own, higher", three(rotatest.MaxCover(24*60 + 1)), in("a", "b", "c"), nil},
		{"their own, lower", three(rotatest.MaxCover(719)), in("a"), []string{"max_cover: c1 [a] [] locked=false"}},
		{"their own and no rule", three(rotatest.MaxCover(720)).Rules(func(r *rota.Rules) { r.MaxCover = nil }), in("a", "c"),
			[]string{"max_cover: c1 [a c] [] locked=false"}},
		{"no limit", three().Rules(func(r *rota.Rules) { r.MaxCover = nil }), in("a", "b", "c"), nil},
		{"none at all", three(rotatest.MaxCover(0)), nil, nil},
		{"locks alone", three().Lock("a", "c1").Lock("b", "c1").Lock("c", "c1"), in("a", "b", "c"), []string{"max_cover: c1 [a b c] [] locked=true"}},
		{"locks, and one chosen", three().Lock("a", "c1").Lock("c", "c1"), in("a", "b", "c"), abc},
	})
}

func TestNightsInARow(t *testing.T) {
	nights := func(limit int, o ...rotatest.ConsultantOption) *rotatest.Builder {
		return rotatest.July().Rules(func(r *rota.Rules) { r.MaxNightsInARow = &limit }).
			Slot("n25", "25 20:00", "26 08:30").Slot("n26", "26 20:00", "27 08:30").Slot("n27", "27 20:00", "28 08:30").Slot("n28", "28 20:00", "29 08:30").
			Consultant("c1", o...)
	}
	three := []string{"max_nights_in_a_row: c1 [n25 n26 n27] [] locked=false"}
	mixed := func(o ...rotatest.SlotOption) *rotatest.Builder {
		return nights(1).Slot("x", "26 02:00", "26 05:00", append(o, spanning(rotatest.Span("2025-07-26 20:30", "2025-07-27 01:59")))...)
	}
	runRules(t, []ruleCase{
		{"as many as allowed", nights(3), in("n25", "n26", "n27"), nil},
		{"one more", nights(2), in("n25", "n26", "n27"), three},
		{"a night off between", nights(2), in("n25", "n26", "n28"), nil},
		{"two rows, one too long", nights(1), in("n25", "n27", "n28"), []string{"max_nights_in_a_row: c1 [n27 n28] [] locked=false"}},
		{"none allowed", nights(0), in("n26"), []string{"max_nights_in_a_row: c1 [n26] [] locked=false"}},
		{"their own, higher", nights(2, rotatest.MaxNights(3)), in("n25", "n26", "n27"), nil},
		{"their own, lower", nights(3, rotatest.MaxNights(2)), in("n25", "n26", "n27"), three},
		{"their own and no rule", nights(0, rotatest.MaxNights(2)).Rules(func(r *rota.Rules) { r.MaxNightsInARow = nil }), in("n25", "n26", "n27"), three},
		{"no limit", nights(0).Rules(func(r *rota.Rules) { r.MaxNightsInARow = nil }), in("n25", "n26", "n27", "n28"), nil},
		{"less than three hours is no night", mixed(), in("n25", "x"), nil},
		{"on call is no night", nights(1).Slot("x", "26 20:00", "27 08:30", rotatest.InMode(rota.OnCall)), in("n25", "x"), nil},
		{"one that starts after midnight belongs to that date", nights(1).Slot("x", "27 00:30", "27 08:30"), in("n25", "x"), nil},
		{"and makes a row with the night after", nights(1).Slot("x", "26 09:00", "26 10:00", spanning(rotatest.Span("2025-07-27 00:30", "2025-07-27 08:30"))), in("n28", "n27", "x"),
			[]string{"max_nights_in_a_row: c1 [x n27 n28] [] locked=false"}},
		{"locks alone", nights(1).Lock("n25", "c1").Lock("n26", "c1"), in("n25", "n26"), []string{"max_nights_in_a_row: c1 [n25 n26] [] locked=true"}},
		{"locks, and one chosen", nights(1).Lock("n25", "c1").Lock("n26", "c1"), in("n25", "n26", "n27"), three},
	})
}

func TestDaysInARow(t *testing.T) {
	days := func(limit int, o ...rotatest.ConsultantOption) *rotatest.Builder {
		return rotatest.July().Rules(func(r *rota.Rules) { r.MaxDaysInARow = &limit }).
			Slot("d26", "26 08:00", "26 20:00").Slot("d27", "27 08:00", "27 20:00").Slot("n26", "26 20:00", "27 07:00").
			Consultant("c1", o...)
	}
	fixed := []rotatest.ConsultantOption{rotatest.Fixed("s25", "25 09:00", "25 10:00"), rotatest.Fixed("s28", "28 09:00", "28 10:00")}
	planned := rotatest.Planned("s28", "28 09:00", "28 10:00", 5)
	runRules(t, []ruleCase{
		{"as many as allowed", days(2), in("d26", "d27"), nil},
		{"with sessions", days(3, fixed...), in("d26", "d27"), []string{"max_days_in_a_row: c1 [d26 d27] [s25 s28] locked=false"}},
		{"with sessions, as many as allowed", days(4, fixed...), in("d26", "d27"), nil},
		{"a day off between", days(1, fixed[0]), in("d27"), nil},
		{"a row of sessions alone is not the plan's", days(1, append(fixed, rotatest.Fixed("s29", "29 09:00", "29 10:00"))...), nil, nil},
		{"a planned session displaced ends the row", days(2, planned), []rota.Assignment{rotatest.In("d26", "c1"), rotatest.In("d27", "c1", "s28")}, nil},
		{"a planned session kept", days(2, planned), in("d26", "d27"), []string{"max_days_in_a_row: c1 [d26 d27] [s28] locked=false"}},
		{"two on one date are one day", days(1), in("d26", "n26"), nil},
		{"on call is no day", days(1).Slot("x", "27 08:00", "28 08:00", rotatest.InMode(rota.OnCall)), in("d26", "x"), nil},
		{"no limit", days(0, fixed...).Rules(func(r *rota.Rules) { r.MaxDaysInARow = nil }), in("d26", "d27"), nil},
		{"locks and fixed sessions alone", days(2, fixed...).Lock("d26", "c1").Lock("d27", "c1"), in("d26", "d27"),
			[]string{"max_days_in_a_row: c1 [d26 d27] [s25 s28] locked=true"}},
		{"a lock, and one chosen", days(1).Lock("d26", "c1"), in("d26", "d27"), []string{"max_days_in_a_row: c1 [d26 d27] [] locked=false"}},
		{"locks and a planned session, which could go", days(2, planned).Lock("d26", "c1").Lock("d27", "c1"), in("d26", "d27"),
			[]string{"max_days_in_a_row: c1 [d26 d27] [s28] locked=false"}},
	})
}

// Over the weekends at whose Sunday the clocks change, hours are real hours.
func TestIsNight(t *testing.T) {
	cases := []struct {
		name, start, end string
		mode             rota.Mode
		want             bool
	}{
		{"three hours before midnight and after", "2025-07-25 20:00", "2025-07-26 02:00", rota.OnSite, true},
		{"a minute less", "2025-07-25 20:00", "2025-07-26 01:59", rota.OnSite, false},
		{"three hours before seven", "2025-07-25 04:00", "2025-07-25 12:00", rota.OnSite, true},
		{"a minute less before seven", "2025-07-25 04:01", "2025-07-25 12:00", rota.OnSite, false},
		{"day", "2025-07-25 07:00", "2025-07-25 23:00", rota.OnSite, false},
		{"two hours at each end make four", "2025-07-25 05:00", "2025-07-26 01:00", rota.OnSite, true},
		{"on call", "2025-07-25 20:00", "2025-07-26 08:00", rota.OnCall, false},
		{"standby", "2025-07-25 20:00", "2025-07-26 08:00", rota.Standby, false},
		{"clocks go forward: 23:00 to 02:30 is two and a half hours", "2026-03-28 20:00", "2026-03-29 02:30", rota.OnSite, false},
		{"clocks go forward: 23:00 to 03:00 is three", "2026-03-28 20:00", "2026-03-29 03:00", rota.OnSite, true},
		{"clocks go back: 23:00 to the first 01:30", "2025-10-25 20:00", "2025-10-26 01:30", rota.OnSite, false},
		{"clocks go back: 05:00 to 07:00", "2025-10-26 05:00", "2025-10-26 12:00", rota.OnSite, false},
		{"clocks go back: 00:30 to 02:30 is three", "2025-10-26 00:30", "2025-10-26 02:30", rota.OnSite, true},
	}
	for _, c := range cases {
		s := rota.Slot{Span: rotatest.Span(c.start, c.end), Mode: c.mode}
		if got := s.IsNight(); got != c.want {
			t.Errorf("%s: %s to %s is a night: %t, want %t", c.name, c.start, c.end, got, c.want)
		}
	}
}
