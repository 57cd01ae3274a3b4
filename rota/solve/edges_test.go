package solve

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// An edge is an example worked out by hand: the one best plan, "slot:consultant"
// in order, then "less" and the sessions displaced; what its stages are worth; and
// the rules that locks break. The aims are cover and displaced unless it has others.
type edge struct {
	name   string
	with   *rotatest.Builder
	change func(*rota.Problem) // what no entry would give
	want   string
	values string
	broken string
}

// tryEdges solves every edge by rosters and by the compact model.
func tryEdges(t *testing.T, edges []edge) {
	t.Helper()
	for _, e := range edges {
		for model, compact := range map[string]bool{"rosters": false, "compact": true} {
			t.Run(e.name+"/"+model, func(t *testing.T) {
				p := e.with.Problem(t)
				if e.change != nil {
					e.change(&p)
				}
				plan, err := solvedAs(p, Options{}, compact)
				if err != nil {
					t.Fatal(err)
				}
				refereed(t, p, plan)
				if plan.Status != rota.Proved {
					t.Errorf("the plan is %s: %v", plan.Status, plan.Aims)
				}
				want := [3]string{e.want, e.values, e.broken}
				if got := [3]string{inShort(plan), strings.Trim(fmt.Sprint(aimValues(plan)), "[]"), brokenRules(plan)}; got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		}
	}
}

func inShort(plan rota.Plan) string {
	var words, less []string
	for _, a := range plan.Assignments {
		words = append(words, fmt.Sprintf("%s:%s", a.Slot, a.Consultant))
		for _, s := range a.Displaces {
			less = append(less, string(s))
		}
	}
	if len(less) > 0 {
		words = append(append(words, "less"), less...)
	}
	return strings.Join(words, " ")
}

func brokenRules(plan rota.Plan) string {
	var rules []string
	for _, b := range plan.Broken {
		rules = append(rules, string(b.Rule))
	}
	return strings.Join(rules, " ")
}

// strike starts an example of five days from a Friday with the daily-rest rule.
func strike(from, to string) *rotatest.Builder {
	return rotatest.New(from+" 07:00", to+" 07:00").Aims(rota.AimCover, rota.AimDisplaced).
		Rules(func(r *rota.Rules) { r.Rest, r.MaxRun = ptr(660), ptr(780) })
}

// The Fridays of three strikes, from Friday to Wednesday: in the night to Sunday
// nothing happens, the clocks go back (a night of 13 hours from 20:00 to 08:00), or
// they go forward (one of 11).
func ordinary() *rotatest.Builder { return strike("2025-10-17", "2025-10-22") } // Saturday is the 18th
func back() *rotatest.Builder     { return strike("2025-10-24", "2025-10-29") } // Saturday is the 25th
func forward() *rotatest.Builder  { return strike("2026-03-27", "2026-04-01") } // Saturday is the 28th
func july() *rotatest.Builder     { return strike("2025-07-25", "2025-07-30") }

func limits(change func(*rota.Rules)) func(*rotatest.Builder) *rotatest.Builder {
	return func(b *rotatest.Builder) *rotatest.Builder { return b.Rules(change) }
}

// TestEdgesClocks: on the nights of a clock change everything counts by real
// length. Each example has one consultant, c, and the same wall times on three weekends.
func TestEdgesClocks(t *testing.T) {
	// An evening to 21:00 on Saturday and a morning from 07:00 on Sunday: 10 hours by the clock.
	evening := func(b *rotatest.Builder, sat, sun, end string) *rotatest.Builder {
		return b.Slot("eve", sat+" 19:00", sat+" "+end).Slot("morn", sun+" 07:00", sun+" 13:00").Consultant("c")
	}
	// A night on Saturday, and more work at once after it until end.
	night := func(b *rotatest.Builder, sat, sun, end string) *rotatest.Builder {
		return b.Slot("night", sat+" 20:00", sun+" 08:00").Slot("on", sun+" 08:00", sun+" "+end).Consultant("c")
	}
	// The same night under a limit of the consultant's own.
	limited := func(b *rotatest.Builder, sat, sun string, limit int) *rotatest.Builder {
		return b.Slot("night", sat+" 20:00", sun+" 08:00").Consultant("c", rotatest.MaxCover(limit))
	}
	// From midnight to end on Sunday for somebody who does no night: three hours from 23:00 to 07:00.
	noNights := func(b *rotatest.Builder, sun, end string) *rotatest.Builder {
		return b.Slot("small", sun+" 00:00", sun+" "+end).Consultant("c", rotatest.MaxNights(0))
	}
	// What a night costs at the trust's card: £125 an hour to 23:00 and from 07:00, £155 between.
	priced := func(b *rotatest.Builder, sat, sun string) *rotatest.Builder {
		return b.Aims(rota.AimCover, rota.AimCostTrust).Slot("night", sat+" 20:00", sun+" 08:00").Consultant("c")
	}
	tryEdges(t, []edge{
		// 10 hours between: no rest, and a run from 19:00 to 13:00. The morning is longer: 120 minutes stay open.
		{name: "ten hours' rest on an ordinary night", with: evening(ordinary(), "18", "19", "21:00"), want: "morn:c", values: "120 0"},
		// The hour that is there twice makes it 11.
		{name: "ten hours are eleven when clocks go back", with: evening(back(), "25", "26", "21:00"), want: "eve:c morn:c", values: "0 0"},
		{name: "a minute short when clocks go back", with: evening(back(), "25", "26", "21:01"), want: "morn:c", values: "121 0"},
		{name: "eleven hours' rest on an ordinary night", with: evening(ordinary(), "18", "19", "20:00"), want: "eve:c morn:c", values: "0 0"},
		{name: "eleven hours are ten when clocks go forward", with: evening(forward(), "28", "29", "20:00"), want: "morn:c", values: "60 0"},
		// From 19:00 to 07:00 are 12 hours by the clock.
		{name: "twelve hours are eleven when clocks go forward",
			with: forward().Slot("eve", "28 17:00", "28 19:00").Slot("morn", "29 07:00", "29 13:00").Consultant("c"), want: "eve:c morn:c", values: "0 0"},

		// 12 hours and one more are the longest run. 13 hours of a night leave nothing, 11 leave two.
		{name: "an hour after an ordinary night", with: night(ordinary(), "18", "19", "09:00"), want: "night:c on:c", values: "0 0"},
		{name: "more than an hour after an ordinary night", with: night(ordinary(), "18", "19", "09:01"), want: "night:c", values: "61 0"},
		{name: "a minute after the long night", with: night(back(), "25", "26", "08:01"), want: "night:c", values: "1 0"},
		{name: "two hours after the short night", with: night(forward(), "28", "29", "10:00"), want: "night:c on:c", values: "0 0"},
		{name: "more than two hours after the short night", with: night(forward(), "28", "29", "10:01"), want: "night:c", values: "121 0"},

		// 720 minutes on an ordinary night, 780 on the long one, 660 on the short one.
		{name: "an ordinary night within 720 minutes", with: limited(ordinary(), "18", "19", 720), want: "night:c", values: "0 0"},
		{name: "the long night not within 779", with: limited(back(), "25", "26", 779), values: "780 0"},
		{name: "the long night within 780", with: limited(back(), "25", "26", 780), want: "night:c", values: "0 0"},
		{name: "the short night within 660", with: limited(forward(), "28", "29", 660), want: "night:c", values: "0 0"},
		{name: "the short night not within 659", with: limited(forward(), "28", "29", 659), values: "660 0"},

		{name: "two hours of an ordinary night are none", with: noNights(ordinary(), "19", "02:00"), want: "small:c", values: "0 0"},
		{name: "three hours of an ordinary night are one", with: noNights(ordinary(), "19", "03:00"), values: "180 0"},
		{name: "midnight to two is three hours when clocks go back", with: noNights(back(), "26", "02:00"), values: "180 0"},
		{name: "midnight to three is two hours when clocks go forward", with: noNights(forward(), "29", "03:00"), want: "small:c", values: "0 0"},
		{name: "midnight to four is three hours when clocks go forward", with: noNights(forward(), "29", "04:00"), values: "180 0"},

		// 4 × £125 and 8, 9 or 7 × £155.
		{name: "pay of an ordinary night", with: priced(ordinary(), "18", "19"), want: "night:c", values: "0 174000"},
		{name: "pay of the long night", with: priced(back(), "25", "26"), want: "night:c", values: "0 189500"},
		{name: "pay of the short night", with: priced(forward(), "28", "29"), want: "night:c", values: "0 158500"},

		// The day of 25 hours is one day: three days in a row are too many for two, and the shortest stays open.
		{name: "days in a row over the long day", values: "60 0", want: "fri:c sun:c",
			with: limits(func(r *rota.Rules) { r.MaxDaysInARow = ptr(2) })(back()).
				Slot("fri", "24 12:00", "24 14:00").Slot("sat", "25 12:00", "25 13:00").Slot("sun", "26 12:00", "26 14:00").Consultant("c")},
	})
}

// TestEdgesOfTheStrike: what is before and after the strike counts too.
func TestEdgesOfTheStrike(t *testing.T) {
	first := func(options ...rotatest.ConsultantOption) *rotatest.Builder {
		return july().Slot("first", "25 07:00", "25 13:00").Consultant("c", options...)
	}
	last := func(options ...rotatest.ConsultantOption) *rotatest.Builder {
		return july().Slot("last", "29 20:00", "30 07:00").Consultant("c", options...)
	}
	tryEdges(t, []edge{
		{name: "offer from the first minute", with: first(rotatest.Offer("25 07:00", "25 13:00")), want: "first:c", values: "0 0"},
		{name: "offer from a minute later", with: first(rotatest.Offer("25 07:01", "25 13:00")), values: "360 0"},
		{name: "offer to the last minute", with: last(rotatest.Offer("29 20:00", "30 07:00")), want: "last:c", values: "0 0"},
		{name: "offer to a minute before", with: last(rotatest.Offer("29 20:00", "30 06:59")), values: "660 0"},
		{name: "two offers that touch are not one", with: last(rotatest.Offer("29 20:00", "30 01:00"), rotatest.Offer("30 01:00", "30 08:00")), values: "660 0"},
		// From 20:00 the evening before there are 11 hours.
		{name: "rest after fixed work before the strike", with: first(rotatest.Fixed("k", "24 18:00", "24 20:00")), want: "first:c", values: "0 0"},
		{name: "a minute short after fixed work before", with: first(rotatest.Fixed("k", "24 18:00", "24 20:01")), values: "360 0"},
		{name: "a minute short after planned work before", with: first(rotatest.Planned("k", "24 18:00", "24 20:01", 4)), want: "first:c less k", values: "0 4"},
		{name: "rest before fixed work after the strike", with: last(rotatest.Fixed("k", "30 18:00", "30 20:00")), want: "last:c", values: "0 0"},
		{name: "a minute short before fixed work after", with: last(rotatest.Fixed("k", "30 17:59", "30 20:00")), values: "660 0"},
		{name: "a minute short before planned work after", with: last(rotatest.Planned("k", "30 17:59", "30 20:00", 9)), want: "last:c less k", values: "0 9"},
		// A slot that starts inside the strike and runs past its end is covered whole.
		{name: "a slot past the end", with: july().Slot("over", "30 06:00", "30 14:00").Consultant("c"), want: "over:c", values: "0 0"},
		// Fixed work on the two days before: with both slots four days in a row, with the longer one a row of two and one of one.
		{name: "days in a row from before the strike", want: "sat:c", values: "60 0",
			with: limits(func(r *rota.Rules) { r.MaxDaysInARow = ptr(3) })(july()).Slot("fri", "25 12:00", "25 13:00").Slot("sat", "26 12:00", "26 14:00").
				Consultant("c", rotatest.Fixed("k1", "23 09:00", "23 13:00"), rotatest.Fixed("k2", "24 09:00", "24 13:00"))},
		// Fixed work on the two days after: Monday and Tuesday with them are four, Tuesday alone three.
		{name: "days in a row to after the strike", want: "tue:c", values: "60 0",
			with: limits(func(r *rota.Rules) { r.MaxDaysInARow = ptr(3) })(july()).Slot("mon", "28 12:00", "28 13:00").Slot("tue", "29 12:00", "29 14:00").
				Consultant("c", rotatest.Fixed("k1", "30 09:00", "30 13:00"), rotatest.Fixed("k2", "31 09:00", "31 13:00"))},
	})
}

// TestEdgesTouching: slots one after the other, without and with a rest rule.
func TestEdgesTouching(t *testing.T) {
	two := func(rest *int, from, to string) *rotatest.Builder {
		return limits(func(r *rota.Rules) { r.Rest = rest })(july()).
			Slot("a", "25 07:00", "25 13:00").Slot("b", "25 "+from, "25 "+to).Consultant("c")
	}
	tryEdges(t, []edge{
		// Without rest every gap ends a run, also one of nothing: 6 and 10 hours.
		{name: "rest 0", with: two(ptr(0), "13:00", "23:00"), want: "a:c b:c", values: "0 0"},
		{name: "rest 0, a minute shared", with: two(ptr(0), "12:59", "22:59"), want: "b:c", values: "360 0"},
		{name: "no rest rule", with: two(nil, "13:00", "23:00"), want: "a:c b:c", values: "0 0"},
		// With a minute's rest what touches is one run: 13 hours at most.
		{name: "rest of a minute, touching", with: two(ptr(1), "13:00", "20:01"), want: "b:c", values: "360 0"},
		{name: "rest of a minute, taken", with: two(ptr(1), "13:01", "23:00"), want: "a:c b:c", values: "0 0"},
		{name: "rest 660, a run of 13 hours", with: two(ptr(660), "13:00", "20:00"), want: "a:c b:c", values: "0 0"},
		{name: "rest 660, a run of 13 hours and a minute", with: two(ptr(660), "13:00", "20:01"), want: "b:c", values: "360 0"},
		{name: "rest 660, a run of 13 hours with a gap", with: two(ptr(660), "16:00", "20:00"), want: "a:c b:c", values: "0 0"},
		{name: "rest 660, a gap and a minute too long", with: two(ptr(660), "16:00", "20:01"), want: "a:c", values: "241 0"},
	})
}

// TestEdgesTravel: time between sites, exactly enough and a minute short.
func TestEdgesTravel(t *testing.T) {
	sites := func(from string, a, b []rotatest.SlotOption, travel ...rota.Travel) *rotatest.Builder {
		return limits(func(r *rota.Rules) { r.Travel = travel })(july()).
			Slot("a", "25 08:00", "25 10:00", a...).Slot("b", "25 "+from, "25 14:00", b...).Consultant("c", rotatest.Sites(rotatest.North, rotatest.South))
	}
	south := []rotatest.SlotOption{rotatest.AtSite(rotatest.South)}
	home := []rotatest.SlotOption{rotatest.AtSite(rotatest.South), rotatest.InMode(rota.OnCall)}
	there := rota.Travel{From: rotatest.North, To: rotatest.South, Minutes: 40}
	slower := rota.Travel{From: rotatest.South, To: rotatest.North, Minutes: 60}
	tryEdges(t, []edge{
		{name: "exactly enough", with: sites("10:40", nil, south, there), want: "a:c b:c", values: "0 0"},
		{name: "a minute short", with: sites("10:39", nil, south, there), want: "b:c", values: "120 0"},
		{name: "holds the other way", with: sites("10:39", south, nil, there), want: "b:c", values: "120 0"},
		{name: "the other way slower", with: sites("10:59", south, nil, there, slower), want: "b:c", values: "120 0"},
		{name: "the other way slower, enough", with: sites("11:00", south, nil, there, slower), want: "a:c b:c", values: "0 0"},
		{name: "one way faster, whatever the other", with: sites("10:40", nil, south, there, slower), want: "a:c b:c", values: "0 0"},
		{name: "none to one's home", with: sites("10:00", nil, home, there), want: "a:c b:c", values: "0 0"},
		{name: "none at one site", with: sites("10:00", south, south, there), want: "a:c b:c", values: "0 0"},
		{name: "none between sites without a time", with: sites("10:00", nil, south), want: "a:c b:c", values: "0 0"},
		// A session has no site: nothing is between it and either slot.
		{name: "none to a session", want: "b:c", values: "0 0",
			with: limits(func(r *rota.Rules) { r.Travel = []rota.Travel{there} })(july()).Slot("b", "25 10:00", "25 14:00", south...).
				Consultant("c", rotatest.Sites(rotatest.South), rotatest.Fixed("k", "25 08:00", "25 10:00"))},
		// Of three in a row the middle one is at the other site, half an hour from both: without it both others, 4 hours, or it alone, 5.
		{name: "the one between", want: "b:c", values: "240 0",
			with: limits(func(r *rota.Rules) { r.Travel = []rota.Travel{there} })(july()).
				Slot("a", "25 08:00", "25 10:00").Slot("b", "25 10:30", "25 15:30", south...).Slot("d", "25 16:00", "25 18:00").
				Consultant("c", rotatest.Sites(rotatest.North, rotatest.South))},
	})
}

// TestEdgesOnCall: on call from home beside work in the hospital.
func TestEdgesOnCall(t *testing.T) {
	beside := func(share bool, home, ward []rotatest.SlotOption, options ...rotatest.ConsultantOption) *rotatest.Builder {
		home = append([]rotatest.SlotOption{rotatest.InMode(rota.OnCall)}, home...)
		return limits(func(r *rota.Rules) { r.OnCallWithOnSite = share })(july()).
			Slot("home", "25 08:00", "26 08:00", home...).Slot("ward", "25 12:00", "25 18:00", ward...).Consultant("c", options...)
	}
	alone := []rotatest.SlotOption{rotatest.NoOtherDuty()}
	tryEdges(t, []edge{
		{name: "allowed", with: beside(true, nil, nil), want: "home:c ward:c", values: "0 0"},
		{name: "not allowed", with: beside(false, nil, nil), want: "home:c", values: "360 0"},
		{name: "no other duty on site", with: beside(true, nil, alone), want: "home:c", values: "360 0"},
		{name: "no other duty at home", with: beside(true, alone, nil), want: "home:c", values: "360 0"},
		{name: "another unit", with: beside(true, nil, []rotatest.SlotOption{rotatest.Unit("Maternity", "Theatres")}), want: "home:c", values: "360 0"},
		{name: "another service's unit of the same name", with: beside(true, nil, []rotatest.SlotOption{rotatest.Unit("Cancer", "Labour ward")}), want: "home:c", values: "360 0"},
		{name: "both at home", with: beside(true, nil, []rotatest.SlotOption{rotatest.InMode(rota.Standby)}), want: "home:c", values: "360 0"},
		{name: "standby beside on site", with: beside(true, []rotatest.SlotOption{rotatest.InMode(rota.Standby)}, nil), want: "home:c ward:c", values: "0 0"},
		{name: "offered on site only", with: beside(true, nil, nil, rotatest.Offer("25 07:00", "26 09:00", rota.OnSite)), want: "ward:c", values: "1440 0"},
		// Minutes of cover count in both: 24 and 6 hours.
		{name: "both within the limit", with: beside(true, nil, nil, rotatest.MaxCover(1800)), want: "home:c ward:c", values: "0 0"},
		{name: "both above the limit", with: beside(true, nil, nil, rotatest.MaxCover(1799)), want: "home:c", values: "360 0"},
		// Nothing of one's own is done while on call, though it is no work for the rest rule.
		{name: "a clinic while on call", with: beside(true, nil, nil, rotatest.Planned("k", "25 08:00", "25 10:00", 3)), want: "home:c ward:c less k", values: "0 3"},
		{name: "a clinic after a night on call", with: beside(true, nil, nil, rotatest.Planned("k", "26 08:00", "26 10:00", 3)), want: "home:c ward:c", values: "0 0"},
		// Both shares are with the ward's slot, not with each other: the longer two fit.
		{name: "two at home beside one on site", with: beside(true, nil, nil).
			Slot("also", "25 12:00", "25 13:00", rotatest.InMode(rota.Standby)), want: "home:c ward:c", values: "60 0"},
	})
}

// TestEdgesLocks: what somebody has decided holds, is reported, and binds nobody else.
func TestEdgesLocks(t *testing.T) {
	day := func(b *rotatest.Builder, days ...string) *rotatest.Builder {
		for _, d := range days {
			b.Slot(rota.SlotID("d"+d), d+" 09:00", d+" 17:00")
		}
		return b
	}
	row := func() *rotatest.Builder { return limits(func(r *rota.Rules) { r.MaxDaysInARow = ptr(2) })(july()) }
	twice := func() *rotatest.Builder {
		return day(july(), "27").Slot("a", "25 09:00", "25 17:00").Slot("b", "25 16:00", "25 23:00")
	}
	spread := func(p *rota.Problem) { p.Aims = []rota.Aim{rota.AimCover, rota.AimSpread} }
	tryEdges(t, []edge{
		{name: "without an offer", with: day(july(), "25", "27").Consultant("c", rotatest.NoOffer()).Lock("d25", "c"),
			want: "d25:c", values: "480 0", broken: "offer"},
		{name: "without the skill, at another site", want: "a:c", values: "0 0", broken: "skill site offer",
			with: july().Slot("a", "25 09:00", "25 17:00", rotatest.NeedsAll("obstetrics"), rotatest.AtSite(rotatest.South)).
				Consultant("c", rotatest.NoOffer()).Lock("a", "c")},
		// Two in one place are one too many; nobody is added, and nobody leaves. From an entry the slot has two places then.
		{name: "more than places", with: day(july(), "25").Consultant("c").Consultant("d").Consultant("e").Lock("d25", "c").Lock("d25", "d"),
			change: func(p *rota.Problem) { p.Slots[0].Places = 1 }, want: "d25:c d25:d", values: "0 0", broken: "places"},
		{name: "over a fixed session", with: day(july(), "25").Consultant("c", rotatest.Fixed("k", "25 10:00", "25 12:00")).Lock("d25", "c"),
			want: "d25:c", values: "0 0", broken: "overlap"},
		// A planned session goes, at its loss, though another could do the slot for nothing.
		{name: "over a planned session", with: day(july(), "25").Consultant("c", rotatest.Planned("k", "25 10:00", "25 12:00", 7)).Consultant("d").Lock("d25", "c"),
			want: "d25:c less k", values: "0 7"},
		{name: "above one's own limit, and nothing more", with: day(july(), "25", "27").Consultant("c", rotatest.MaxCover(479)).Lock("d25", "c"),
			want: "d25:c", values: "480 0", broken: "max_cover"},
		{name: "above one's own limit, and another takes the rest", with: day(july(), "25", "27").Consultant("c", rotatest.MaxCover(479)).
			Consultant("d").Lock("d25", "c"), want: "d25:c d27:d", values: "0 0", broken: "max_cover"},
		// Three days in a row are broken by locks alone. A fourth would be the plan's doing; after a free day there is a new row.
		{name: "too many days, and no more", with: day(row(), "25", "26", "27", "28").Consultant("c").Lock("d25", "c").Lock("d26", "c").Lock("d27", "c"),
			want: "d25:c d26:c d27:c", values: "480 0", broken: "max_days_in_a_row"},
		{name: "too many days, and a new row", with: day(row(), "25", "26", "27", "29").Consultant("c").Lock("d25", "c").Lock("d26", "c").Lock("d27", "c"),
			want: "d25:c d26:c d27:c d29:c", values: "0 0", broken: "max_days_in_a_row"},
		// A clinic of the next day would be a fourth day of the row as well: it goes.
		{name: "too many days, and a clinic after them", values: "0 5", want: "d25:c d26:c d27:c less k", broken: "max_days_in_a_row",
			with: day(row(), "25", "26", "27").Consultant("c", rotatest.Planned("k", "28 09:00", "28 13:00", 5)).Lock("d25", "c").Lock("d26", "c").Lock("d27", "c")},
		// Two locks that overlap leave the consultant free two days later.
		{name: "two at once, and free again", values: "0 0", want: "a:c b:c d27:c", broken: "overlap rest",
			with: day(july(), "27").Slot("a", "25 09:00", "25 17:00").Slot("b", "25 16:00", "25 23:00").Consultant("c").Lock("a", "c").Lock("b", "c")},
		// The hour in both counts once: 14 hours and 8 are the limit, or one minute above it.
		{name: "two at once, up to the limit", values: "0 1320", want: "a:c b:c d27:c", broken: "overlap rest", change: spread,
			with: twice().Consultant("c", rotatest.MaxCover(1320)).Lock("a", "c").Lock("b", "c")},
		{name: "two at once, above the limit", values: "480 840", want: "a:c b:c", broken: "overlap rest", change: spread,
			with: twice().Consultant("c", rotatest.MaxCover(1319)).Lock("a", "c").Lock("b", "c")},
		// No minute for the way between the locks; the slot next to them is kept from c by rest, and done by d.
		{name: "no time to travel", values: "0 0", want: "a:c b:c d26:d", broken: "travel",
			with: day(limits(func(r *rota.Rules) {
				r.Travel = []rota.Travel{{From: rotatest.North, To: rotatest.South, Minutes: 30}}
			})(july()), "26").Slot("a", "25 11:00", "25 17:00").Slot("b", "25 17:00", "25 23:00", rotatest.AtSite(rotatest.South)).
				Consultant("c", rotatest.Sites(rotatest.North, rotatest.South)).Consultant("d").Lock("a", "c").Lock("b", "c")},
		{name: "a night for one who does none", values: "660 0", want: "n25:c", broken: "max_nights_in_a_row",
			with: july().Slot("n25", "25 20:00", "26 07:00").Slot("n28", "28 20:00", "29 07:00").Consultant("c", rotatest.MaxNights(0)).Lock("n25", "c")},
	})
}

// TestEdgesWindows: days and nights in a row, with sessions that are there anyway.
func TestEdgesWindows(t *testing.T) {
	days := func(most int, short ...string) *rotatest.Builder {
		b := limits(func(r *rota.Rules) { r.MaxDaysInARow = ptr(most) })(july())
		for _, d := range []string{"25", "26", "28", "29"} {
			end := "17:00"
			if slices.Contains(short, d) {
				end = "15:00"
			}
			b.Slot(rota.SlotID("d"+d), d+" 09:00", d+" "+end)
		}
		return b
	}
	nights := func(most int, short string) *rotatest.Builder {
		b := july()
		for n := 25; n < 29; n++ {
			end := "07:00"
			if fmt.Sprint(n) == short {
				end = "05:00"
			}
			b.Slot(rota.SlotID(fmt.Sprintf("n%d", n)), fmt.Sprintf("%d 20:00", n), fmt.Sprintf("%d %s", n+1, end))
		}
		return b.Consultant("c", rotatest.MaxNights(most))
	}
	fixed, planned := rotatest.Fixed("k", "27 09:00", "27 13:00"), rotatest.Planned("k", "27 09:00", "27 13:00", 6)
	tryEdges(t, []edge{
		{name: "two rows of two", with: days(2).Consultant("c"), want: "d25:c d26:c d28:c d29:c", values: "0 0"},
		// Fixed work on the 27th joins them to five days. With three allowed, the short 26th is left out.
		{name: "fixed between, three allowed", with: days(3, "26").Consultant("c", fixed), want: "d25:c d28:c d29:c", values: "360 0"},
		{name: "fixed between, three allowed, the other short", with: days(3, "28").Consultant("c", fixed), want: "d25:c d26:c d29:c", values: "360 0"},
		// With two allowed, one day on either side at most, and only one of them beside the 27th: the long ones.
		{name: "fixed between, two allowed", with: days(2, "26", "28").Consultant("c", fixed), want: "d25:c d29:c", values: "720 0"},
		{name: "fixed between, five allowed", with: days(5).Consultant("c", fixed), want: "d25:c d26:c d28:c d29:c", values: "0 0"},
		// A planned session there goes, though nothing is near it.
		{name: "planned between", with: days(2).Consultant("c", planned), want: "d25:c d26:c d28:c d29:c less k", values: "0 6"},
		{name: "planned between, five allowed", with: days(5).Consultant("c", planned), want: "d25:c d26:c d28:c d29:c", values: "0 0"},
		// Of four nights in a row two in a row: all but the second or third, whichever is shorter.
		{name: "nights, two in a row", with: nights(2, "26"), want: "n25:c n27:c n28:c", values: "540 0"},
		{name: "nights, two in a row, the other short", with: nights(2, "27"), want: "n25:c n26:c n28:c", values: "540 0"},
		// One in a row: 25th and 27th, or 26th and 28th, or the ends.
		{name: "nights, one in a row", with: nights(1, "28"), want: "n25:c n27:c", values: "1200 0"},
		{name: "nights, none", with: nights(0, "28"), values: "2520 0"},
		{name: "nights, four in a row", with: nights(4, "28"), want: "n25:c n26:c n27:c n28:c", values: "0 0"},
		// On call at night is no night.
		{name: "a night on call between", values: "0 0", want: "a:c b:c d:c",
			with: july().Slot("a", "25 20:00", "26 07:00").Slot("b", "26 20:00", "27 07:00", rotatest.InMode(rota.OnCall)).
				Slot("d", "27 20:00", "28 07:00").Consultant("c", rotatest.MaxNights(1))},
	})
}

// TestEdgesChains: three or four works that are too long together though no two are.
func TestEdgesChains(t *testing.T) {
	// 07-09, 12-14 and 20:30-23: each gap is under 11 hours but that of the outer two, and all are a run of 16 hours.
	outer := func(middle rotatest.ConsultantOption) *rotatest.Builder {
		return july().Slot("a", "25 07:00", "25 09:00").Slot("z", "25 20:30", "25 23:00").Consultant("c", middle)
	}
	// 07-09, 12-13, 22-24 and 04-06. Between a and x are 13 hours and between b and y 15; a b, b x and x y hold as
	// runs of 6, 12 and 8 hours, but a b x is one of 17 and b x y one of 18.
	chain := func() *rotatest.Builder {
		return july().Slot("a", "25 07:00", "25 09:00").Slot("b", "25 12:00", "25 13:00").
			Slot("x", "25 22:00", "26 00:00").Slot("y", "26 04:00", "26 06:00")
	}
	tryEdges(t, []edge{
		{name: "a planned session in the middle", with: outer(rotatest.Planned("k", "25 12:00", "25 14:00", 7)), want: "a:c z:c less k", values: "0 7"},
		{name: "a fixed session in the middle", with: outer(rotatest.Fixed("k", "25 12:00", "25 14:00")), want: "z:c", values: "120 0"},
		{name: "of two sessions in the middle, only both gone help", want: "a:c z:c less k m", values: "0 9",
			with: outer(rotatest.Planned("k", "25 12:00", "25 14:00", 7)).Change(func(e *rota.Entry) {
				e.Consultants[0].Sessions = append(e.Consultants[0].Sessions,
					rota.Session{ID: "m", Kind: rota.Planned, Loss: 2, Span: rotatest.Span("2025-07-25 15:00", "2025-07-25 16:00")})
			})},
		// Cover on call does not join what is before and after it.
		{name: "on call in the middle", want: "a:c b:c z:c", values: "0 0",
			with: outer(rotatest.MaxCover(5000)).Slot("b", "25 12:00", "25 14:00", rotatest.InMode(rota.OnCall))},
		// Without b or without x the rest holds; b is the shorter.
		{name: "one of four goes", with: chain().Consultant("c"), want: "a:c x:c y:c", values: "60 0"},
		// c may do six hours, d is there at noon only.
		{name: "four for two", with: chain().Consultant("c", rotatest.MaxCover(360)).Consultant("d", rotatest.Offer("25 11:00", "25 15:00")),
			want: "a:c b:d x:c y:c", values: "0 0"},
	})
}
