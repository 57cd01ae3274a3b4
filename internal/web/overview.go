package web

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// An overviewPage is a strike as a list of tasks that says what to do next.
type overviewPage struct {
	base
	When      string
	Sight     []string // what is new about who sees residents by name
	Starts    string   // "Starts in 2 days", "It is under way", "It is over"
	Next      *Next
	Groups    []taskGroup
	Coverage  []coverageRow
	Open      string // the link to open places, or ""
	Broken    string // how many rules are broken on purpose, or ""
	Old       bool   // what is entered has changed since the rota was made
	First     string // that nobody is asked for in its first hours, or ""
	Came      string // that who came differs from what the rota expects, or ""
	Day       string // where that is seen
	Withdrawn []withdrawn
	Own       string // that consultants have changed something themselves, or ""
	Services  string // whose slots the visitor sees, where it is not all, or ""
	Changes   string // where that is seen
	Clocks    string // what a change of the clocks inside means, or ""
	Figures   []coverageRow
	Share     string // how the silent are counted, or ""
	Recent    []recentChange
	Kept      *Table // totals of a strike of which everybody was deleted
	Copy      string // where a strike with its slots is added, or ""
}

// A recentChange is what somebody did lately.
type recentChange struct{ When, Text string }

// Next is the one thing to do next.
type Next struct {
	Sentence string
	Button   Button
}

type taskGroup struct {
	Heading string
	Tasks   []Task
}

// A coverageRow is one service: how many places are covered.
type coverageRow struct {
	Service         string
	Places, Covered int
}

// facts are the counts that an overview is made of.
type facts struct {
	strike       store.Strike
	residents    int
	duties       int // that fall to the strike
	replies      int // of those duties, not silent
	consultants  int
	offering     int // consultants with an offer
	slots        int
	noSlot       string // of which of the visitor's services there is none, or ""
	places       int    // to be covered by consultants
	asMade       bool   // they are those of the rota, and not known before there is one
	run          *store.Run
	plan         *rota.Plan
	planPlaces   map[string]int // by service, in the plan's own problem
	planSlots    map[rota.SlotID]rota.Slot
	madeAt       time.Time
	changed      []string       // since the plan was made, in words
	version      *store.Version // the newest published, nil for none
	published    bool           // the plan has everybody where that version has them
	told         tellings       // of that version
	attended     int            // duties of the strike whose attendance is confirmed
	recent       []store.AuditRow
	cardsMissing bool
	uncosted     bool // rates are missing that an aim of cost needs
	ownChangers  int  // consultants who have changed something since the visitor looked
	withdrawn    []withdrawn
	stranded     int // places of the rota whose consultant could no longer take them
	first        string
	came         string
	begun        bool // the strike has begun, and is not over
	empty        int  // places open now and in the next hours by who came, while the strike runs
}

// newFacts counts an entry.
func newFacts(strike store.Strike, e rota.Entry) facts {
	f := facts{strike: strike, residents: len(e.Residents), consultants: len(e.Consultants), slots: len(e.Slots), asMade: e.AsMade != nil}
	for _, d := range e.Duties {
		if e.Strike.Struck(d) {
			f.duties++
			if d.Declaration != rota.NoReply {
				f.replies++
			}
			if d.Attendance != rota.NotConfirmed {
				f.attended++
			}
		}
	}
	for _, c := range e.Consultants {
		if len(c.Offers) > 0 {
			f.offering++
		}
	}
	for _, n := range e.Needs() {
		f.places += n.Places
	}
	f.cardsMissing = len(e.Cards.Trust.Rates) == 0 || len(e.Cards.BMA.Rates) == 0
	_, missing, err := makeable(e)
	f.uncosted = err == nil && len(missing) > 0
	return f
}

// withPlan adds the plan made last.
func (f facts) withPlan(p rota.Problem, plan rota.Plan, madeAt time.Time) facts {
	f.plan, f.madeAt = &plan, madeAt
	f.planPlaces, f.planSlots = map[string]int{}, map[rota.SlotID]rota.Slot{}
	for _, s := range p.Slots {
		f.planPlaces[s.Service] += s.Places
		f.planSlots[s.ID] = s
	}
	return f
}

// open counts the open places of the plan.
func (f facts) open() int {
	n := 0
	for _, o := range f.plan.Open {
		n += o.Places
	}
	return n
}

// coverage counts places by service, in the order of their names.
func (f facts) coverage() []coverageRow {
	if f.plan == nil {
		return nil
	}
	open := map[string]int{}
	for _, o := range f.plan.Open {
		open[f.planSlots[o.Slot].Service] += o.Places
	}
	var out []coverageRow
	for service, places := range f.planPlaces {
		out = append(out, coverageRow{Service: service, Places: places, Covered: places - open[service]})
	}
	slices.SortFunc(out, func(a, b coverageRow) int { return strings.Compare(a.Service, b.Service) })
	return out
}

// totals counts all places, and those that cannot wait.
func (f facts) totals() []coverageRow {
	if f.plan == nil {
		return nil
	}
	out := []coverageRow{{Service: "All places"}, {Service: "That cannot wait"}}
	add := func(s rota.Slot, places, covered int) {
		for i := range out {
			if i == 0 || s.Priority == 1 {
				out[i].Places += places
				out[i].Covered += covered
			}
		}
	}
	for _, s := range f.planSlots {
		add(s, s.Places, s.Places)
	}
	for _, o := range f.plan.Open {
		add(f.planSlots[o.Slot], 0, -o.Places)
	}
	return out
}

func (f facts) busy() bool {
	return f.run != nil && (f.run.State == store.RunQueued || f.run.State == store.RunRunning)
}

// old reports whether the plan answers what was entered once and is no more.
func (f facts) old() bool { return f.plan != nil && len(f.changed) > 0 }

func (f facts) ready() bool { return f.slots > 0 && f.offering > 0 }

// newOverview builds the page. may says what the visitor's role may do.
func newOverview(b base, f facts, now time.Time, may func(auth.Act) bool) *overviewPage {
	id := f.strike.ID
	p := &overviewPage{base: b, When: longSpan(f.strike.Span), Starts: countdown(f.strike.Span, now), Clocks: clocksWords(f.strike.Span)}
	p.Groups = taskGroups(f, now, may)
	p.Coverage, p.Figures, p.Old = f.coverage(), f.totals(), f.old()
	if p.First = f.first; !now.Before(f.strike.End) || !may(auth.SeeSlots) {
		p.First = ""
	}
	if may(auth.SeePeople) {
		p.Came, p.Day, p.Share = f.came, strikePath(id, "day"), shareOf(f.strike.Case)
		p.Own, p.Changes = ownChangersWords(f.ownChangers), ownChangesPath(id)
		p.Recent, p.Withdrawn = recentChanges(f.recent), f.withdrawn
	}
	if f.plan != nil && len(f.plan.Broken) > 0 {
		p.Broken = sentenceIsAre(len(f.plan.Broken), "rule") + " broken on purpose."
	}
	if f.plan != nil && f.open() > 0 && may(auth.SeeRota) {
		p.Open = strikePath(id, "rota") + "#open-places"
	}
	if may(auth.EditRota) {
		next := f.next(now)
		p.Next = &next
	}
	return p
}

func isAre(n int, one string) string {
	if n == 1 {
		return "is 1 " + one
	}
	return "are " + count(n, one)
}

func sentenceIsAre(n int, one string) string {
	if n == 1 {
		return "1 " + one + " is"
	}
	return count(n, one) + " are"
}

// overviewPage loads what there is of the strike and shows it.
func (s *Server) overviewPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, overviewSection, "Overview")
	if b.Closed != "" {
		certificates, err := v.store.Certificates(v.ctx())
		if err != nil {
			return err
		}
		kept := keptTotals(certificates, strike.ID, v.can)
		if !v.seesAll() { // they are of all services together
			kept = nil
		}
		return s.showOverview(v, closedOverview(b, strike, kept, v.can))
	}
	f, err := s.facts(v, strike)
	if err != nil {
		return err
	}
	p := newOverview(b, f, s.now(), v.can)
	if p.Services = v.ownServicesWords(); v.store.own.List != "" && f.noSlot != "" {
		p.Services += " " + f.noSlot
	}
	return s.showOverview(v, p)
}

// closedOverview is what is left to say of a strike when everybody in it was deleted.
func closedOverview(b base, strike store.Strike, kept *Table, may func(auth.Act) bool) *overviewPage {
	p := &overviewPage{base: b, When: longSpan(strike.Span), Starts: "It is over.", Kept: kept}
	if may(auth.EditStrike) {
		p.Copy = "/strikes/new?" + url.Values{"copy": {strike.ID}}.Encode()
	}
	return p
}

func (s *Server) facts(v *visit, strike store.Strike) (facts, error) {
	m, err := s.made(v, strike)
	if err != nil {
		return facts{}, err
	}
	var e rota.Entry
	if m != nil {
		e = m.entry
	} else if e, err = s.entry(v, strike.ID); err != nil {
		return facts{}, err
	}
	f := newFacts(strike, e)
	f.noSlot = v.noSlotWords(e.Slots)
	f.begun, f.first = begunBy(e, s.now()), firstHoursWords(e, s.now(), v.can)
	if f.recent, err = v.store.Audit(v.ctx(), strike.ID, 1); err != nil {
		return facts{}, err
	}
	if f.ownChangers, err = v.store.OwnChangers(v.ctx(), v.user.ID, strike.ID); err != nil {
		return facts{}, err
	}
	run, err := v.store.LatestRun(v.ctx(), strike.ID)
	if err == nil {
		f.run = &run
	} else if !errors.Is(err, rota.ErrNotFound) {
		return facts{}, err
	}
	if m == nil {
		return f, nil
	}
	f = f.withPlan(m.problem, m.plan, m.at)
	if f.begun && !m.apart() {
		for _, s := range e.Standing(m.plan, newWatch(e, s.now(), "", "").span()) {
			f.empty += s.Open()
		}
	}
	f.came = cameWords(e, m.asShown(), m.replanned, s.now())
	f.changed, f.stranded, f.published = m.changed, len(m.stranded()), maps.Equal(pairSet(e.Published), pairSet(m.plan.Pairs()))
	list, err := v.store.Versions(v.ctx(), strike.ID)
	if err != nil || len(list) == 0 {
		return f, err
	}
	f.version = &list[0]
	if m.told, err = s.tellingsOf(v, strike.ID, list[0]); err != nil {
		return f, err
	}
	err = s.addWithdrawn(v, strike.ID, m)
	f.told, f.withdrawn = m.told, m.withdrawn
	return f, err
}

// plan loads the rota as it is now, beside what is entered, and the problem it answers:
// ErrNotFound when none has been made.
func (s *Server) plan(v *visit, strikeID string, e rota.Entry) (rota.Problem, rota.Plan, store.PlanRecord, error) {
	record, err := v.store.Trust.CurrentPlan(v.ctx(), strikeID)
	if err != nil {
		return rota.Problem{}, rota.Plan{}, store.PlanRecord{}, err
	}
	d, err := s.plans.draft(record, e)
	return d.Problem, d.Plan, record, err
}

// enteredPlan is the plan beside what is entered now.
func (s *Server) enteredPlan(v *visit, strikeID string) (rota.Problem, rota.Plan, store.PlanRecord, error) {
	e, err := v.store.Entry(v.ctx(), strikeID)
	if err != nil {
		return rota.Problem{}, rota.Plan{}, store.PlanRecord{}, err
	}
	return s.plan(v, strikeID, e)
}
