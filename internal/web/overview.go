package web

import (
	"errors"
	"fmt"
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
	When     string
	Starts   string // "Starts in 2 days", "It is under way", "It is over"
	Next     *Next
	Groups   []taskGroup
	Coverage []coverageRow
	Open     string // the link to open places, or ""
	Old      bool   // what is entered has changed since the rota was made
}

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
	places       int // to be covered by consultants
	run          *store.Run
	plan         *rota.Plan
	planPlaces   map[string]int // by service, in the plan's own problem
	planSlots    map[rota.SlotID]rota.Slot
	madeAt       time.Time
	changed      []string // since the plan was made, in words
	cardsMissing bool
}

// newFacts counts an entry.
func newFacts(strike store.Strike, e rota.Entry) facts {
	f := facts{strike: strike, residents: len(e.Residents), consultants: len(e.Consultants), slots: len(e.Slots)}
	for _, d := range e.Duties {
		if e.Strike.Struck(d) {
			f.duties++
			if d.Declaration != rota.NoReply {
				f.replies++
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

func (f facts) busy() bool {
	return f.run != nil && (f.run.State == store.RunQueued || f.run.State == store.RunRunning)
}

// old reports whether the plan answers what was entered once and is no more.
func (f facts) old() bool { return f.plan != nil && len(f.changed) > 0 }

func (f facts) ready() bool { return f.slots > 0 && f.offering > 0 }

// newOverview builds the page. may says what the visitor's role may do.
func newOverview(b base, f facts, now time.Time, may func(auth.Act) bool) *overviewPage {
	id := f.strike.ID
	p := &overviewPage{base: b, When: longSpan(f.strike.Span), Starts: countdown(f.strike.Span, now)}
	p.Groups = []taskGroup{
		{"1. Set up", []Task{detailsTask(f), slotsTask(f), ratesTask(f)}},
		{"2. People", []Task{residentsTask(f), consultantsTask(f)}},
		{"3. Rota", []Task{gapsTask(f), solveTask(f), rotaTask(f)}},
		{"4. Hand over", []Task{costTask(f), downloadsTask(f)}},
	}
	for g := range p.Groups {
		for t := range p.Groups[g].Tasks {
			task := &p.Groups[g].Tasks[t]
			if !may(taskActs[task.ID]) {
				task.Href = ""
			}
		}
	}
	p.Coverage, p.Old = f.coverage(), f.old()
	if f.plan != nil && f.open() > 0 && may(auth.SeeRota) {
		p.Open = strikePath(id, "rota") + "#open-places"
	}
	if may(auth.EditRota) {
		next := f.next()
		p.Next = &next
	}
	return p
}

// taskActs is what each task needs, by the task's id.
var taskActs = map[string]auth.Act{
	"details": auth.EditStrike, "slots": auth.SeeSlots, "rates": auth.SeeCost, "residents": auth.SeePeople,
	"consultants": auth.SeePeople, "gaps": auth.SeeSlots, "solve": auth.EditRota, "rota": auth.SeeRota,
	"cost": auth.SeeCost, "downloads": auth.Download,
}

// next is what to do next: the first thing that holds everything else up.
func (f facts) next() Next {
	id := f.strike.ID
	button := func(text, to string) Button { return Button{Text: text, Href: strikePath(id, to)} }
	switch {
	case f.slots == 0:
		return Next{"Say which services must stay covered.", button("Add critical slots", "slots")}
	case f.residents == 0:
		return Next{"Enter the residents and their duties, so that the planner knows who the slots would have had.", button("Add residents", "residents")}
	case f.consultants == 0:
		return Next{"Enter the consultants who may cover.", button("Add consultants", "consultants")}
	case f.offering == 0:
		return Next{"No consultant has offered any time yet. Without an offer nobody is called in.", button("Add their offers", "consultants")}
	case f.busy():
		return Next{"The rota is being made.", button("See how it is going", "solve")}
	case f.plan == nil:
		return Next{fmt.Sprintf("There %s to cover. See which nobody can take, then make the rota.", isAre(f.places, "place")), button("Check the gaps", "gaps")}
	case f.old():
		return Next{changedWords(f.changed), button("Make the rota again", "solve")}
	case f.open() > 0:
		return Next{fmt.Sprintf("%s still open. See why, and who could step in.", sentenceIsAre(f.open(), "place")), button("See the rota", "rota")}
	}
	return Next{"Every place is covered. Check the rota, then download the workbook.", button("Go to downloads", "downloads")}
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

func (f facts) task(id, name, hint string, status Tag) Task {
	t := Task{ID: id, Name: name, Hint: hint, Status: status}
	if status != TagWait {
		t.Href = strikePath(f.strike.ID, id)
	}
	return t
}

func detailsTask(f facts) Task {
	return f.task("details", "Dates, rules and aims", "", TagDone)
}

func slotsTask(f facts) Task {
	if f.slots == 0 {
		return f.task("slots", "Critical slots", "Start from a template for cancer, transplant or maternity.", TagNew)
	}
	return f.task("slots", "Critical slots", count(f.slots, "slot"), TagDone)
}

func ratesTask(f facts) Task {
	t := f.task("rates", "Rates of pay", "", TagDone)
	if f.cardsMissing {
		t.Hint, t.Status = "Until both cards have rates, costs are not known. A rota can be made, but not made cheapest.", TagNew
	}
	t.Href = strikePath(f.strike.ID, "cost", "rates")
	return t
}

func residentsTask(f facts) Task {
	switch {
	case f.residents == 0:
		return f.task("residents", "Residents’ duties and replies", "", TagNew)
	case f.replies < f.duties:
		return f.task("residents", "Residents’ duties and replies",
			fmt.Sprintf("%s, %d of %d duties with a reply. No reply is normal.", count(f.residents, "resident"), f.replies, f.duties), TagDoing)
	}
	return f.task("residents", "Residents’ duties and replies", count(f.residents, "resident"), TagDone)
}

func consultantsTask(f facts) Task {
	hint := fmt.Sprintf("%s, %d with an offer", count(f.consultants, "consultant"), f.offering)
	switch {
	case f.consultants == 0:
		return f.task("consultants", "Consultants and their offers", "", TagNew)
	case f.offering < f.consultants:
		return f.task("consultants", "Consultants and their offers", hint, TagDoing)
	}
	return f.task("consultants", "Consultants and their offers", hint, TagDone)
}

func gapsTask(f facts) Task {
	if f.slots == 0 {
		return f.task("gaps", "Check gaps first", "Needs slots.", TagWait)
	}
	return f.task("gaps", "Check gaps first", count(f.places, "place")+" for consultants to cover", TagDone)
}

func solveTask(f facts) Task {
	switch {
	case !f.ready():
		return f.task("solve", "Make the rota", "Needs slots, and consultants with offers.", TagWait)
	case f.busy():
		return f.task("solve", "Make the rota", "It is being made now.", TagDoing)
	case f.run != nil && f.run.State == store.RunFailed:
		return f.task("solve", "Make the rota", "The last run failed. The rota made before it is kept.", TagProblem)
	case f.plan == nil:
		return f.task("solve", "Make the rota", "", TagNew)
	case f.old():
		return f.task("solve", "Make the rota", "What is entered has changed since "+moment(f.madeAt)+". Make it again.", TagDoing)
	}
	return f.task("solve", "Make the rota", "Made at "+moment(f.madeAt), TagDone)
}

func rotaTask(f facts) Task {
	switch {
	case f.plan == nil:
		return f.task("rota", "Look at the rota", "Needs a rota.", TagWait)
	case f.old():
		return f.task("rota", "Look at the rota", "It is out of date.", TagDoing)
	case f.open() > 0:
		return f.task("rota", "Look at the rota", sentenceIsAre(f.open(), "place")+" open", TagDoing)
	}
	return f.task("rota", "Look at the rota", "Every place is covered.", TagDone)
}

func costTask(f facts) Task {
	if f.plan == nil {
		return f.task("cost", "Compare costs", "Needs a rota.", TagWait)
	}
	if f.old() {
		return f.task("cost", "Compare costs", "The rota is out of date.", TagDoing)
	}
	return f.task("cost", "Compare costs", "Trust rates and BMA rates, side by side", TagReady)
}

func downloadsTask(f facts) Task {
	if f.plan == nil {
		return f.task("downloads", "Download workbooks", "The entry workbook is there now; the results need a rota.", TagReady)
	}
	if f.old() {
		return f.task("downloads", "Download workbooks", "The rota is out of date.", TagDoing)
	}
	return f.task("downloads", "Download workbooks", "", TagReady)
}

// countdown says when the strike is, seen from now.
func countdown(span rota.Span, now time.Time) string {
	switch {
	case !now.Before(span.End):
		return "It is over."
	case !now.Before(span.Start):
		return "It is under way."
	}
	left := span.Start.Sub(now)
	if days := int(left / (24 * time.Hour)); days > 1 {
		return "Starts in " + count(days, "day") + "."
	}
	return "Starts in " + count(max(1, int(left/time.Hour)), "hour") + "."
}

// overviewPage loads what there is of the strike and shows it.
func (s *Server) overviewPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f, err := s.facts(v, strike)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, overviewSection, "Overview")
	return s.show(v, "overview", newOverview(b, f, s.now(), v.can))
}

func (s *Server) facts(v *visit, strike store.Strike) (facts, error) {
	e, err := s.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return facts{}, err
	}
	f := newFacts(strike, e)
	run, err := s.store.LatestRun(v.ctx(), strike.ID)
	if err == nil {
		f.run = &run
	} else if !errors.Is(err, rota.ErrNotFound) {
		return facts{}, err
	}
	problem, plan, record, err := s.plan(v, strike.ID)
	if errors.Is(err, rota.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return facts{}, err
	}
	f = f.withPlan(problem, plan, record.MadeAt)
	f.changed = changesSince(e, problem, plan)
	return f, nil
}

// plan loads the plan made last and the problem it answers: ErrNotFound when none has been made.
func (s *Server) plan(v *visit, strikeID string) (rota.Problem, rota.Plan, store.PlanRecord, error) {
	record, err := s.store.CurrentPlan(v.ctx(), strikeID)
	if err != nil {
		return rota.Problem{}, rota.Plan{}, store.PlanRecord{}, err
	}
	problem, plan, err := s.plans.read(record)
	return problem, plan, record, err
}
