package rota_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// paths lists the paths of the faults in err, sorted; nil for no error.
func paths(err error) []string {
	var out []string
	for _, f := range rota.Faults(err) {
		out = append(out, f.Path)
	}
	slices.Sort(out)
	return out
}

// valid is an entry with two of most things, for one of them to be spoilt.
func valid() *rotatest.Builder {
	return rotatest.July().Standard().
		Slot("a", "25 08:00", "25 20:00", rotatest.NeedsAll("x"), rotatest.NeedsAny("y", "z")).Slot("b", "25 20:00", "26 08:30", rotatest.Places(2)).
		Consultant("c1", rotatest.Skills("x", "y"), rotatest.Fixed("s1", "25 09:00", "25 12:00")).
		Consultant("c2", rotatest.Skills("x"), rotatest.Planned("s1", "25 09:00", "25 12:00", 4), rotatest.Planned("s2", "25 13:00", "25 17:00", 4)).
		Duty("R001", "a", rota.Away).Duty("R002", "b", rota.NoReply).Duty("R001", "b", rota.Working).
		Lock("a", "c2").Published("a", "c1").
		Rules(func(r *rota.Rules) {
			r.Travel = []rota.Travel{{From: rotatest.North, To: rotatest.South, Minutes: 40}, {From: rotatest.South, To: rotatest.North, Minutes: 50}}
		})
}

type fault struct {
	name   string
	change func(*rota.Entry)
	want   string // the paths, parted by spaces
}

func faultsOfStrikeAndRules() []fault {
	n := func(v int) *int { return &v }
	rule := func(change func(*rota.Rules)) func(*rota.Entry) {
		return func(e *rota.Entry) { change(&e.Rules) }
	}
	return []fault{
		{"nothing", func(*rota.Entry) {}, ""},
		{"no name", func(e *rota.Entry) { e.Strike.Name = "" }, "strike.name"},
		{"no start", func(e *rota.Entry) { e.Strike.Span = rota.Span{End: e.Strike.End} }, "strike.end"},
		{"no end", func(e *rota.Entry) { e.Strike.Span = rota.Span{Start: e.Strike.Start} }, "strike.end"},
		{"end at start", func(e *rota.Entry) { e.Strike.End = e.Strike.Start }, "strike.end"},
		{"seconds", func(e *rota.Entry) { e.Strike.End = e.Strike.End.Add(1e9) }, "strike.end"},
		{"parts of a second", func(e *rota.Entry) { e.Strike.Start = e.Strike.Start.Add(1) }, "strike.end"},
		{"31 days", func(e *rota.Entry) { e.Strike.Span = rotatest.Span("2025-10-01 07:00", "2025-11-01 07:00") }, ""},
		{"longer than 31 days", func(e *rota.Entry) { e.Strike.Span = rotatest.Span("2025-07-01 07:00", "2025-08-03 07:00") }, "strike.end"},
		{"rest below nought", rule(func(r *rota.Rules) { r.Rest = n(-1) }), "rules.rest"},
		{"rest of nought and of two days", rule(func(r *rota.Rules) { r.Rest = n(2880) }), ""},
		{"rest above two days", rule(func(r *rota.Rules) { r.Rest = n(2881) }), "rules.rest"},
		{"longest run of nought", rule(func(r *rota.Rules) { r.MaxRun = n(0) }), "rules.max_run slots[0].end slots[1].end"},
		{"longest run above two days", rule(func(r *rota.Rules) { r.MaxRun = n(2881) }), "rules.max_run"},
		{"cover below nought", rule(func(r *rota.Rules) { r.MaxCover = n(-1) }), "rules.max_cover"},
		{"cover too great", rule(func(r *rota.Rules) { r.MaxCover = n(100_001) }), "rules.max_cover"},
		{"nights below nought", rule(func(r *rota.Rules) { r.MaxNightsInARow = n(-1) }), "rules.max_nights_in_a_row"},
		{"nights above 31", rule(func(r *rota.Rules) { r.MaxNightsInARow = n(32) }), "rules.max_nights_in_a_row"},
		{"days above 31", rule(func(r *rota.Rules) { r.MaxDaysInARow = n(32) }), "rules.max_days_in_a_row"},
		{"no rules", func(e *rota.Entry) { e.Rules = rota.Rules{} }, ""},
		{"travel from nowhere", rule(func(r *rota.Rules) { r.Travel[0].From = "" }), "rules.travel[0]"},
		{"travel to itself", rule(func(r *rota.Rules) { r.Travel[1].To = rotatest.South }), "rules.travel[1]"},
		{"travel of less than nought", rule(func(r *rota.Rules) { r.Travel[1].Minutes = -1 }), "rules.travel[1].minutes"},
		{"travel of more than a day", rule(func(r *rota.Rules) { r.Travel[0].Minutes = 1441 }), "rules.travel[0].minutes"},
		{"travel twice", rule(func(r *rota.Rules) { r.Travel[1] = r.Travel[0] }), "rules.travel[1]"},
		{"no such case", func(e *rota.Entry) { e.Case.Kind = "most_away" }, "case.kind"},
		{"share below nought", func(e *rota.Entry) { e.Case = rota.Case{Kind: rota.ShareAway, Share: -1} }, "case.share"},
		{"share above 100", func(e *rota.Entry) { e.Case = rota.Case{Kind: rota.ShareAway, Share: 101} }, "case.share"},
		{"share of a case without", func(e *rota.Entry) { e.Case = rota.Case{Kind: rota.AllAway, Share: 101} }, ""},
		{"a rate below nought", func(e *rota.Entry) { *e.Cards.Trust.Rates[1].Rate[rota.Night] = -1 }, "cards.trust.rates[1].night"},
		{"a rate too great", func(e *rota.Entry) { *e.Cards.BMA.Rates[0].Rate[rota.OnCallBand] = rota.MaxRate + 1 }, "cards.bma.rates[0].on_call"},
		{"the greatest rate", func(e *rota.Entry) { *e.Cards.BMA.Rates[0].Rate[rota.OnCallBand] = rota.MaxRate }, ""},
		{"two rows for a pay point", func(e *rota.Entry) { e.Cards.Trust.Rates[1].PayPoint = "" }, "cards.trust.rates[1].pay_point"},
		{"a bank holiday of no day", func(e *rota.Entry) { e.Cards.BMA.BankHolidays = make([]rota.Date, 1) }, "cards.bma.bank_holidays[0]"},
	}
}

func faultsOfSlotsAndResidents() []fault {
	slot := func(change func(*rota.Slot)) func(*rota.Entry) {
		return func(e *rota.Entry) { change(&e.Slots[1]) }
	}
	duty := func(change func(*rota.Duty)) func(*rota.Entry) {
		return func(e *rota.Entry) { change(&e.Duties[2]) }
	}
	return []fault{
		{"slot without id", slot(func(s *rota.Slot) { s.ID = "" }), "duties[1].slot duties[2].slot slots[1].id"},
		{"slot of another's id", slot(func(s *rota.Slot) { s.ID = "a" }), "duties[0].slot duties[1].slot duties[2].slot slots[1].id"},
		{"slot without service", slot(func(s *rota.Slot) { s.Service = "" }), "slots[1].service"},
		{"slot without unit", slot(func(s *rota.Slot) { s.Unit = "" }), "slots[1].unit"},
		{"slot without role", slot(func(s *rota.Slot) { s.Role = "" }), "slots[1].role"},
		{"slot without site", slot(func(s *rota.Slot) { s.Site = "" }), "slots[1].site"},
		{"slot that ends before it starts", slot(func(s *rota.Slot) { s.Start, s.End = s.End, s.Start }), "slots[1].end"},
		{"slot longer than the longest run", slot(func(s *rota.Slot) { s.Start = later(s.End, -781) }), "duties[1].slot duties[2].slot slots[1].end"},
		{"slot as long as the longest run", slot(func(s *rota.Slot) { s.End = later(s.Start, 780) }), "duties[1].slot duties[2].slot"},
		{"on call longer than the longest run", slot(func(s *rota.Slot) { s.Mode, s.Start = rota.OnCall, later(s.End, -7*1440) }), "duties[1].slot duties[2].slot"},
		{"on call longer than a week", slot(func(s *rota.Slot) { s.Mode, s.Start = rota.OnCall, later(s.End, -7*1440-1) }), "duties[1].slot duties[2].slot slots[1].end"},
		{"no place", slot(func(s *rota.Slot) { s.Places = 0 }), "slots[1].places"},
		{"a hundred places", slot(func(s *rota.Slot) { s.Places = 100 }), "slots[1].places"},
		{"priority 0", slot(func(s *rota.Slot) { s.Priority = 0 }), "slots[1].priority"},
		{"priority 4", slot(func(s *rota.Slot) { s.Priority = 4 }), "slots[1].priority"},
		{"no mode", slot(func(s *rota.Slot) { s.Mode = "" }), "slots[1].mode"},
		{"a skill twice", slot(func(s *rota.Slot) { s.SkillsAll = []string{"x", "y", "x"} }), "slots[1].skills_all[2]"},
		{"an empty skill", slot(func(s *rota.Slot) { s.SkillsAny = []string{"x", ""} }), "slots[1].skills_any[1]"},
		{"resident without id", func(e *rota.Entry) { e.Residents[1].ID = "" }, "duties[1].resident residents[1].id"},
		{"resident of another's id", func(e *rota.Entry) { e.Residents[1].ID = "R001" }, "duties[1].resident residents[1].id"},
		{"resident without name", func(e *rota.Entry) { e.Residents[1].Name = "" }, "residents[1].name"},
		{"duty without id", duty(func(d *rota.Duty) { d.ID = "" }), "duties[2].id"},
		{"duty of another's id", duty(func(d *rota.Duty) { d.ID = "D0001" }), "duties[2].id"},
		{"duty of nobody", duty(func(d *rota.Duty) { d.Resident = "R009" }), "duties[2].resident"},
		{"duty in no slot", duty(func(d *rota.Duty) { d.Slot = "" }), ""},
		{"duty in an unknown slot", duty(func(d *rota.Duty) { d.Slot = "zzz" }), "duties[2].slot"},
		{"duty that starts after its slot", duty(func(d *rota.Duty) { d.Start = later(d.Start, 1) }), "duties[2].slot"},
		{"duty that ends before its slot", duty(func(d *rota.Duty) { d.End = later(d.End, -1) }), "duties[2].slot"},
		{"duty longer than its slot", duty(func(d *rota.Duty) { d.End = later(d.End, 30) }), ""},
		{"duty that overlaps another", duty(func(d *rota.Duty) { d.Start = later(d.Start, -1) }), "duties[2].start"},
		{"duty without end", duty(func(d *rota.Duty) { d.Span = rota.Span{Start: d.Start} }), "duties[2].end duties[2].slot"},
		{"duty longer than a week", duty(func(d *rota.Duty) { d.End = later(d.Start, 7*1440+1) }), "duties[2].end"},
		{"no such declaration", duty(func(d *rota.Duty) { d.Declaration = "on strike" }), "duties[2].declaration"},
		{"empty declaration", duty(func(d *rota.Duty) { d.Declaration = "" }), "duties[2].declaration"},
	}
}

func faultsOfConsultants() []fault {
	person := func(change func(*rota.Consultant)) func(*rota.Entry) {
		return func(e *rota.Entry) { change(&e.Consultants[1]) }
	}
	n := func(v int) *int { return &v }
	return []fault{
		{"without id", person(func(c *rota.Consultant) { c.ID = "" }), "consultants[1].id locks[0].consultant"},
		{"of another's id", person(func(c *rota.Consultant) { c.ID = "c1" }), "consultants[1].id locks[0].consultant"},
		{"without name", person(func(c *rota.Consultant) { c.Name = "" }), "consultants[1].name"},
		{"no terms", person(func(c *rota.Consultant) { c.Terms = "" }), "consultants[1].terms"},
		{"a skill twice", person(func(c *rota.Consultant) { c.Skills = []string{"x", "x"} }), "consultants[1].skills[1]"},
		{"an empty site", person(func(c *rota.Consultant) { c.Sites = []string{""} }), "consultants[1].sites[0]"},
		{"cover below nought", person(func(c *rota.Consultant) { c.MaxCover = n(-1) }), "consultants[1].max_cover"},
		{"cover too great", person(func(c *rota.Consultant) { c.MaxCover = n(100_001) }), "consultants[1].max_cover"},
		{"nights above 31", person(func(c *rota.Consultant) { c.MaxNightsInARow = n(32) }), "consultants[1].max_nights_in_a_row"},
		{"nights below nought", person(func(c *rota.Consultant) { c.MaxNightsInARow = n(-1) }), "consultants[1].max_nights_in_a_row"},
		{"offer without end", person(func(c *rota.Consultant) { c.Offers[0].Span = rota.Span{Start: c.Offers[0].Start} }), "consultants[1].offers[0].end"},
		{"offer without modes", person(func(c *rota.Consultant) { c.Offers[0].Modes = nil }), "consultants[1].offers[0].modes"},
		{"offer of no such mode", person(func(c *rota.Consultant) { c.Offers[0].Modes = []rota.Mode{rota.OnSite, "home"} }), "consultants[1].offers[0].modes[1]"},
		{"session without id", person(func(c *rota.Consultant) { c.Sessions[0].ID = "" }), "consultants[1].sessions[0].id"},
		{"session of another's id", person(func(c *rota.Consultant) { c.Sessions[1].ID = "s1" }), "consultants[1].sessions[1].id"},
		{"session that ends before it starts", person(func(c *rota.Consultant) { c.Sessions[1].End = c.Sessions[0].Start }), "consultants[1].sessions[1].end"},
		{"session of no kind", person(func(c *rota.Consultant) { c.Sessions[1].Kind = "" }), "consultants[1].sessions[1].kind"},
		{"loss below nought", person(func(c *rota.Consultant) { c.Sessions[1].Loss = -1 }), "consultants[1].sessions[1].loss"},
		{"loss too great", person(func(c *rota.Consultant) { c.Sessions[1].Loss = rota.MaxLoss + 1 }), "consultants[1].sessions[1].loss"},
		{"lock of no slot", func(e *rota.Entry) { e.Locks[0].Slot = "zzz" }, "locks[0].slot"},
		{"lock of nobody", func(e *rota.Entry) { e.Locks[0].Consultant = "c9" }, "locks[0].consultant"},
		{"lock twice", func(e *rota.Entry) { e.Locks = append(e.Locks, e.Locks[0]) }, "locks[1]"},
	}
}

// Every field has its own fault at its own path; a problem refuses all that an entry does.
func TestEntryFaults(t *testing.T) {
	for _, c := range slices.Concat(faultsOfStrikeAndRules(), faultsOfSlotsAndResidents(), faultsOfConsultants()) {
		e := valid().Change(c.change).Entry()
		err := e.Validate()
		if got := strings.Join(paths(err), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if _, problemErr := e.Problem(); (problemErr == nil) != (c.want == "") {
			t.Errorf("%s: making the problem gives %v", c.name, problemErr)
		}
		for _, f := range rota.Faults(err) {
			if f.Text == "" || f.String() != f.Path+": "+f.Text {
				t.Errorf("%s: the fault reads %q", c.name, f)
			}
		}
	}
}

// What only a problem holds: aims and the published plan.
func TestProblemFaults(t *testing.T) {
	cases := []struct {
		name   string
		change func(*rota.Problem)
		want   string
	}{
		{"nothing", func(*rota.Problem) {}, ""},
		{"no aims: the default ones", func(p *rota.Problem) { p.Aims = nil }, ""},
		{"an unknown aim", func(p *rota.Problem) { p.Aims = []rota.Aim{rota.AimCover, "cost:other"} }, "aims[1]"},
		{"an aim twice", func(p *rota.Problem) { p.Aims = []rota.Aim{rota.AimCover, rota.AimSpread, rota.AimSpread} }, "aims[2]"},
		{"cover not first", func(p *rota.Problem) { p.Aims = []rota.Aim{rota.AimSpread, rota.AimCover} }, "aims[0] aims[1]"},
		{"no cover", func(p *rota.Problem) { p.Aims = []rota.Aim{rota.AimSpread} }, "aims[0]"},
		{"published twice", func(p *rota.Problem) { p.Published = append(p.Published, p.Published...) }, "published[1]"},
		{"published of what is gone", func(p *rota.Problem) { p.Published = []rota.Pair{{Slot: "gone", Consultant: "gone"}} }, ""},
		{"slot of another's id", func(p *rota.Problem) { p.Slots[1].ID = p.Slots[0].ID }, "slots[1].id"},
		{"consultant of another's id", func(p *rota.Problem) { p.Consultants[1].ID = p.Consultants[0].ID }, "consultants[1].id locks[0].consultant"},
		{"lock of nobody", func(p *rota.Problem) { p.Locks[0].Consultant = "c9" }, "locks[0].consultant"},
		{"strike and rules", func(p *rota.Problem) { p.Strike.Name, p.Rules.Travel[0].Minutes = "", -1 }, "rules.travel[0].minutes strike.name"},
		{"cards", func(p *rota.Problem) { p.Cards.BMA.Rates = append(p.Cards.BMA.Rates, rota.RateRow{}) }, "cards.bma.rates[1].pay_point"},
		{"a fault hides what costs need", func(p *rota.Problem) { p.Cards.Trust, p.Strike.Name = rota.Card{}, "" }, "strike.name"},
	}
	for _, c := range cases {
		p := valid().Problem(t)
		c.change(&p)
		_, err := rota.NewProblem(p)
		if got := strings.Join(paths(err), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestErrorsNameNoText(t *testing.T) {
	e := valid().Change(func(e *rota.Entry) { e.Case.Kind, e.Duties[0].Declaration = "secret", "secret" }).Entry()
	err := e.Validate()
	if err == nil || err.Error() != "invalid: case.kind and 1 more" {
		t.Errorf("two faults: %v", err)
	}
	if _, err := e.Problem(); len(rota.Faults(err)) != 2 || strings.Contains(err.Error(), "secret") {
		t.Errorf("making the problem: %v", err)
	}
	one := &rota.Invalid{Faults: []rota.Fault{{Path: "strike.name", Text: "the strike needs a name"}}}
	if got := one.Error(); got != "invalid: strike.name" {
		t.Errorf("one fault: %s", got)
	}
	if got := (&rota.Invalid{}).Error(); got != "invalid" {
		t.Errorf("no fault: %s", got)
	}
	if got := (rota.Fault{Text: "cannot be read"}).String(); got != "cannot be read" {
		t.Errorf("a fault of the whole: %s", got)
	}
	if got := rota.Faults(errors.New("other")); got != nil {
		t.Errorf("another error has faults %v", got)
	}
}

// What no page could show is refused wherever it comes from.
func TestEntryRefusesLongTexts(t *testing.T) {
	long := strings.Repeat("é", 101)
	e := rotatest.Small(1)
	e.Strike.Name, e.Slots[1].Role, e.Residents[2].Name, e.Consultants[3].Contact = long, long, long, long
	want := []string{"consultants[3].contact", "residents[2].name", "slots[1].role", "strike.name"}
	if got := paths(e.Validate()); !slices.Equal(got, want) {
		t.Errorf("faults at %v, want %v", got, want)
	}
	e.Strike.Name, e.Slots[1].Role, e.Residents[2].Name, e.Consultants[3].Contact = long[:160], long[:160], long[:200], long[:120]
	if err := e.Validate(); err != nil {
		t.Errorf("texts of the greatest length: %v", rota.Faults(err))
	}
}
