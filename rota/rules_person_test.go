package rota_test

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// Skill, site and offer: what stops a person from a slot by itself.
func TestWhoMayTakeASlot(t *testing.T) {
	july := rotatest.July
	day := func(o ...rotatest.SlotOption) *rotatest.Builder {
		return july().Slot("a", "25 08:00", "25 20:00", o...)
	}
	runRules(t, []ruleCase{
		{"no skill is needed", day().Consultant("c1"), in("a"), nil},
		{"every one of all", day(rotatest.NeedsAll("x", "y")).Consultant("c1", rotatest.Skills("y", "z", "x")), in("a"), nil},
		{"not every one of all", day(rotatest.NeedsAll("x", "y")).Consultant("c1", rotatest.Skills("x")), in("a"),
			[]string{"skill: c1 [a] [] locked=false"}},
		{"one of any", day(rotatest.NeedsAny("x", "y")).Consultant("c1", rotatest.Skills("y")), in("a"), nil},
		{"none of any", day(rotatest.NeedsAny("x", "y")).Consultant("c1", rotatest.Skills("z")), in("a"),
			[]string{"skill: c1 [a] [] locked=false"}},
		{"one of any but not all", day(rotatest.NeedsAll("w"), rotatest.NeedsAny("x", "y")).Consultant("c1", rotatest.Skills("y")), in("a"),
			[]string{"skill: c1 [a] [] locked=false"}},
		{"all but none of any", day(rotatest.NeedsAll("w"), rotatest.NeedsAny("x", "y")).Consultant("c1", rotatest.Skills("w")), in("a"),
			[]string{"skill: c1 [a] [] locked=false"}},
		{"of two touching slots only the one", day().Slot("b", "25 20:00", "25 22:00", rotatest.NeedsAll("x"), rotatest.AtSite(rotatest.South)).Consultant("c1"), in("a", "b"),
			[]string{"skill: c1 [b] [] locked=false", "site: c1 [b] [] locked=false"}},
		{"no site", day().Consultant("c1", rotatest.Sites()), in("a"), []string{"site: c1 [a] [] locked=false"}},
		{"no offer", day().Consultant("c1", rotatest.NoOffer()), in("a"), []string{"offer: c1 [a] [] locked=false"}},
		{"offer in another mode", day().Consultant("c1", rotatest.Offer("25 08:00", "25 20:00", rota.OnCall, rota.Standby)), in("a"),
			[]string{"offer: c1 [a] [] locked=false"}},
		{"offer from a minute after the start", day().Consultant("c1", rotatest.Offer("25 08:01", "25 20:00")), in("a"),
			[]string{"offer: c1 [a] [] locked=false"}},
		{"two touching offers are not one", day().Consultant("c1", rotatest.Offer("25 08:00", "25 14:00"), rotatest.Offer("25 14:00", "25 20:00")), in("a"),
			[]string{"offer: c1 [a] [] locked=false"}},
		{"the second of two offers", day().Consultant("c1", rotatest.Offer("25 08:00", "25 14:00"), rotatest.Offer("25 08:00", "25 20:00")), in("a"), nil},
		{"on call under an offer of it", day(rotatest.InMode(rota.OnCall)).Consultant("c1", rotatest.Offer("25 08:00", "25 20:00", rota.OnCall)), in("a"), nil},
		{"a lock", day(rotatest.NeedsAll("x"), rotatest.AtSite(rotatest.South)).Consultant("c1", rotatest.NoOffer()).Lock("a", "c1"), in("a"),
			[]string{"skill: c1 [a] [] locked=true", "site: c1 [a] [] locked=true", "offer: c1 [a] [] locked=true"}},
	})
}

func TestOnePlaceAtATime(t *testing.T) {
	pair := func(b string, o ...rotatest.SlotOption) *rotatest.Builder {
		return rotatest.July().Slot("a", "25 08:00", "25 20:00").Slot("b", b, "25 23:00", o...).Consultant("c1")
	}
	allow := func(b *rotatest.Builder) *rotatest.Builder {
		return b.Rules(func(r *rota.Rules) { r.OnCallWithOnSite = true })
	}
	a := func(o ...rotatest.ConsultantOption) *rotatest.Builder {
		return rotatest.July().Slot("a", "25 08:00", "25 20:00").Consultant("c1", o...)
	}
	onCall, standby := rotatest.InMode(rota.OnCall), rotatest.InMode(rota.Standby)
	ab := []string{"overlap: c1 [a b] [] locked=false"}
	as := []string{"overlap: c1 [a] [s1] locked=false"}
	runRules(t, []ruleCase{
		{"touching", pair("25 20:00"), in("a", "b"), nil},
		{"a minute", pair("25 19:59"), in("a", "b"), ab},
		{"two people", pair("25 19:59").Consultant("c2"), []rota.Assignment{rotatest.In("a", "c1"), rotatest.In("b", "c2")}, nil},
		{"on call too", pair("25 19:59", onCall), in("a", "b"), ab},
		{"on call of the unit, allowed", allow(pair("25 12:00", onCall)), in("a", "b"), nil},
		{"standby of the unit, allowed", allow(pair("25 12:00", standby)), in("a", "b"), nil},
		{"on call of another unit", allow(pair("25 12:00", onCall, rotatest.Unit("Maternity", "Triage"))), in("a", "b"), ab},
		{"on call of a unit of that name in another service", allow(pair("25 12:00", onCall, rotatest.Unit("Cancer", "Labour ward"))), in("a", "b"), ab},
		{"on site of the unit, allowed only for on call", allow(pair("25 12:00")), in("a", "b"), ab},
		{"no other duty", allow(pair("25 12:00", onCall, rotatest.NoOtherDuty())), in("a", "b"), ab},
		{"no other duty touches", allow(pair("25 20:00", onCall, rotatest.NoOtherDuty())), in("a", "b"), nil},
		{"two on call of the unit", allow(rotatest.July().Slot("a", "25 08:00", "25 20:00", onCall).Slot("b", "25 12:00", "25 23:00", standby).Consultant("c1")), in("a", "b"), ab},
		{"three at once", rotatest.July().Slot("a", "25 08:00", "25 20:00").Slot("b", "25 09:00", "25 12:00").Slot("c", "25 11:00", "25 13:00").Consultant("c1"), in("a", "b", "c"),
			[]string{"overlap: c1 [a b] [] locked=false", "overlap: c1 [a c] [] locked=false", "overlap: c1 [b c] [] locked=false"}},
		{"a planned session kept", a(rotatest.Planned("s1", "25 19:59", "25 22:00", 3)), in("a"), as},
		{"a planned session displaced", a(rotatest.Planned("s1", "25 19:59", "25 22:00", 3)), []rota.Assignment{rotatest.In("a", "c1", "s1")}, nil},
		{"a session that touches", a(rotatest.Fixed("s1", "25 06:00", "25 08:00"), rotatest.Planned("s2", "25 20:00", "25 22:00", 3)), in("a"), nil},
		{"a fixed session", a(rotatest.Fixed("s1", "25 12:00", "25 13:00")), in("a"), as},
		{"two sessions, told by time", a(rotatest.Fixed("s2", "25 15:00", "25 16:00"), rotatest.Fixed("s1", "25 12:00", "25 13:00")), in("a"),
			[]string{"overlap: c1 [a] [s1] locked=false", "overlap: c1 [a] [s2] locked=false"}},
		{"sessions among themselves", a(rotatest.Fixed("s1", "26 12:00", "26 13:00"), rotatest.Fixed("s2", "26 12:30", "26 13:30")), in("a"), nil},
		{"on call over a session, though allowed", allow(rotatest.July().Slot("a", "25 08:00", "25 20:00", onCall).Consultant("c1", rotatest.Fixed("s1", "25 12:00", "25 13:00"))), in("a"), as},
		{"two locks", pair("25 12:00").Lock("a", "c1").Lock("b", "c1"), in("a", "b"), []string{"overlap: c1 [a b] [] locked=true"}},
		{"a lock and one chosen", pair("25 12:00").Lock("a", "c1"), in("a", "b"), ab},
		{"a lock over a fixed session", a(rotatest.Fixed("s1", "25 12:00", "25 13:00")).Lock("a", "c1"), in("a"), []string{"overlap: c1 [a] [s1] locked=true"}},
		{"a lock over a planned session, which could go", a(rotatest.Planned("s1", "25 12:00", "25 13:00", 3)).Lock("a", "c1"), in("a"), as},
	})
}

func TestTravel(t *testing.T) {
	both := rotatest.Sites(rotatest.North, rotatest.South)
	pair := func(start string, travel []rota.Travel, o ...rotatest.SlotOption) *rotatest.Builder {
		o = append([]rotatest.SlotOption{rotatest.AtSite(rotatest.South)}, o...)
		return rotatest.July().Slot("a", "25 08:00", "25 12:00").Slot("b", start, "25 18:00", o...).Consultant("c1", both).
			Rules(func(r *rota.Rules) { r.Travel = travel })
	}
	there := rota.Travel{From: rotatest.North, To: rotatest.South, Minutes: 40}
	back := rota.Travel{From: rotatest.South, To: rotatest.North, Minutes: 60}
	ab := []string{"travel: c1 [a b] [] locked=false"}
	runRules(t, []ruleCase{
		{"none is given", pair("25 12:00", nil), in("a", "b"), nil},
		{"one way", pair("25 12:39", []rota.Travel{there}), in("a", "b"), ab},
		{"just enough", pair("25 12:40", []rota.Travel{there}), in("a", "b"), nil},
		{"the other way alone holds both ways", pair("25 12:59", []rota.Travel{back}), in("a", "b"), ab},
		{"its own way comes before the other", pair("25 12:40", []rota.Travel{back, there}), in("a", "b"), nil},
		{"its own way, given first", pair("25 12:39", []rota.Travel{there, back}), in("a", "b"), ab},
		{"other sites", pair("25 12:00", []rota.Travel{{From: rotatest.North, To: "east", Minutes: 90}}), in("a", "b"), nil},
		{"one site", pair("25 12:00", []rota.Travel{there}, rotatest.AtSite(rotatest.North)), in("a", "b"), nil},
		{"on call from home", pair("25 12:00", []rota.Travel{there}, rotatest.InMode(rota.OnCall)), in("a", "b"), nil},
		{"at two sites at once it is the overlap", pair("25 11:59", []rota.Travel{there}), in("a", "b"), []string{"overlap: c1 [a b] [] locked=false"}},
		{"not next to each other", pair("25 12:30", []rota.Travel{there}).Slot("m", "25 12:05", "25 12:15").
			Change(func(e *rota.Entry) {
				e.Slots[2].Site = "east"
				e.Consultants[0].Sites = append(e.Consultants[0].Sites, "east")
			}),
			in("a", "b", "m"), ab},
		{"two locks", pair("25 12:39", []rota.Travel{there}).Lock("a", "c1").Lock("b", "c1"), in("a", "b"), []string{"travel: c1 [a b] [] locked=true"}},
		{"a lock and one chosen", pair("25 12:39", []rota.Travel{there}).Lock("b", "c1"), in("a", "b"), ab},
	})
}
