package rota

// ConsultantID names a consultant within a strike ("c17").
type ConsultantID string

// SessionID names a job-plan session of one consultant ("s9").
type SessionID string

// Terms say how a consultant is paid for cover.
type Terms string

// The terms. Only trust and BMA rates cost money beyond the job plan.
const (
	InJobPlan Terms = "in_job_plan" // already paid: the work replaces other work
	TrustRate Terms = "trust_rate"
	BMARate   Terms = "bma_rate"
	TimeOff   Terms = "time_off" // hours owed back
)

// AllTerms lists the terms in the order in which pages show them.
func AllTerms() []Terms { return []Terms{InJobPlan, TrustRate, BMARate, TimeOff} }

// Words is the terms as people read them.
func (t Terms) Words() string {
	switch t {
	case InJobPlan:
		return "In job plan"
	case TrustRate:
		return "Trust rate"
	case BMARate:
		return "BMA rate"
	case TimeOff:
		return "Time off"
	}
	return string(t)
}

// SessionKind says whether a job-plan session may be displaced.
type SessionKind string

// The kinds of session.
const (
	Fixed   SessionKind = "fixed"   // never moved
	Planned SessionKind = "planned" // can be displaced, at its loss
)

// SessionKinds lists the kinds of session.
func SessionKinds() []SessionKind { return []SessionKind{Fixed, Planned} }

// Words is the kind as people read it.
func (k SessionKind) Words() string {
	if k == Fixed {
		return "Fixed"
	}
	return "Can be displaced"
}

// An Offer is a span that a consultant has agreed to cover, in the given modes.
type Offer struct {
	Span
	Modes []Mode
}

// A Session is a consultant's own job-plan work. Loss is what displacing it
// costs the trust's patients, in units the trust chooses, such as patients
// moved; it counts only when Kind is Planned.
type Session struct {
	ID SessionID
	Span
	Kind SessionKind
	Loss int
	Name string // what it is, such as "Breast clinic"; not part of a problem
}

// A Consultant covers places. Without an offer they are never assigned.
type Consultant struct {
	ID              ConsultantID
	Name            string // shown on pages and sheets; empty in a Problem
	Grade           string // "Consultant", "SAS doctor"; empty in a Problem
	Contact         string // how to reach them on the day; empty in a Problem
	Note            string // what they have said that only people can act on; empty in a Problem
	Skills          []string
	Sites           []string
	Terms           Terms
	PayPoint        string // a row of the rate card; "" takes the card's general row
	MaxCover        *int   // minutes over the strike; overrides the rule
	MaxNightsInARow *int   // overrides the rule
	Offers          []Offer
	Sessions        []Session
	KeptOff         []SlotID // slots that they were taken off by hand; only in a Problem
}

// MaxLoss bounds the loss of one session.
const MaxLoss = 100_000

// MaxNote bounds a consultant's note, in characters.
const MaxNote = 1000

func (c Consultant) validate(f *faults, path string) {
	if c.ID == "" {
		f.add(path+".id", "is missing")
	}
	if !oneOf(c.Terms, AllTerms()) {
		f.add(path+".terms", "must be one of %s", list(AllTerms()))
	}
	words(f, path+".skills", c.Skills)
	words(f, path+".sites", c.Sites)
	if c.MaxCover != nil && (*c.MaxCover < 0 || *c.MaxCover > 100_000) {
		f.add(path+".max_cover", "must be from 0 to 100000 minutes")
	}
	if c.MaxNightsInARow != nil && (*c.MaxNightsInARow < 0 || *c.MaxNightsInARow > 31) {
		f.add(path+".max_nights_in_a_row", "must be from 0 to 31")
	}
	for i, o := range c.Offers {
		o.validate(f, at(path+".offers", i))
	}
	seen := map[SessionID]bool{}
	for i, s := range c.Sessions {
		p := at(path+".sessions", i)
		s.validate(f, p)
		if seen[s.ID] {
			f.add(p+".id", "this consultant has another session with this id")
		}
		seen[s.ID] = true
	}
}

func (o Offer) validate(f *faults, path string) {
	if text := o.fault(); text != "" {
		f.add(path+".end", "%s", text)
	}
	if len(o.Modes) == 0 {
		f.add(path+".modes", "needs at least one of %s", list(Modes()))
	}
	for i, m := range o.Modes {
		if !oneOf(m, Modes()) {
			f.add(at(path+".modes", i), "must be one of %s", list(Modes()))
		}
	}
}

func (s Session) validate(f *faults, path string) {
	if s.ID == "" {
		f.add(path+".id", "is missing")
	}
	if text := s.fault(); text != "" {
		f.add(path+".end", "%s", text)
	}
	if !oneOf(s.Kind, SessionKinds()) {
		f.add(path+".kind", "must be one of %s", list(SessionKinds()))
	}
	if s.Loss < 0 || s.Loss > MaxLoss {
		f.add(path+".loss", "must be from 0 to %d", MaxLoss)
	}
}

// Hours writes minutes as people say them: "13 hours", "12 hours 30 minutes", "2,260 hours".
func Hours(minutes int) string {
	h, m := minutes/60, minutes%60
	switch {
	case m == 0:
		return plural(h, "hour")
	case h == 0:
		return plural(m, "minute")
	}
	return plural(h, "hour") + " " + plural(m, "minute")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(int64(n)) + " " + noun + "s"
}
