package web

import (
	"errors"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var solveRoutes = []route{
	{method: get, path: "/strikes/:strike/solve", act: auth.EditRota, do: (*Server).solvePage},
	{method: post, path: "/strikes/:strike/solve", act: auth.EditRota, do: (*Server).startRun, solves: true},
	{method: get, path: "/strikes/:strike/runs/:run", act: auth.EditRota, do: (*Server).runPage},
	{method: post, path: "/strikes/:strike/runs/:run", act: auth.EditRota, do: (*Server).stopRun},
}

// A solvePage says what the planner will do, and has the one button.
type solvePage struct {
	base
	Last    string // what became of the run before, when nothing came of it
	Under   *Link  // the run that is under way
	Mends   []mend // what must be put right first
	Rates   []mend // missing rates, which leave out aims
	Facts   SummaryList
	Aims    []string
	Details string
	Beside  []Link   // questions that can be asked before it
	Begun   *Link    // where the rest is planned anew, once the strike has begun and a rota is made
	Late    string   // that it is made for what is over too, for the first one after that; or ""
	Order   *Choices // whether few changes come first, once there is something to change from
	Button  *Button
}

// What may change of what people have been told of.
const (
	changesField   = "changes"
	fewestChanges  = "fewest"
	changesByOrder = "order"
)

// orderChoice asks how much may change of the published rota.
func orderChoice() *Choices {
	c := radios(form.New().Set(changesField, fewestChanges), changesField, "How much may change of what people have been told of?", []Option{
		{Value: fewestChanges, Text: "As little as can be", Hint: "Few changes from the newest published version come right after cover, before all other aims. Nobody whom it has is moved unless that covers more."},
		{Value: changesByOrder, Text: "Whatever is better by the aims in the order above", Hint: "Few changes count where they stand among the aims, if they do."},
	})
	return &c
}

// makeable is the problem that a run takes. When nothing but rates is missing it
// leaves out the aims of cost that need them, and says in faults which they are.
func makeable(e rota.Entry) (p rota.Problem, missing []rota.Fault, err error) {
	p, err = e.Problem()
	if missing = rota.Faults(err); !onlyRates(missing) {
		return p, nil, err
	}
	aims := e.Aims
	if len(aims) == 0 {
		aims = rota.DefaultAims()
	}
	e.Aims = slices.DeleteFunc(slices.Clone(aims), func(a rota.Aim) bool { return rota.IsCost(string(a)) })
	if p, err = e.Problem(); err != nil {
		return p, missing, err
	}
	p.Aims = aims
	e.Aims = p.PricedAims()
	p, err = e.Problem()
	return p, missing, err
}

// onlyRates reports whether there are faults and all are rates that an aim needs.
func onlyRates(faults []rota.Fault) bool {
	return len(faults) > 0 && !slices.ContainsFunc(faults, func(f rota.Fault) bool {
		return !strings.HasPrefix(f.Path, "cards.") || !strings.HasPrefix(f.Text, "is not known")
	})
}

// newSolvePage builds the page and gives the problem that a run would take. last is the latest run, or nil;
// made is whether there is a rota.
func newSolvePage(b base, e rota.Entry, last *store.Run, made bool) (*solvePage, rota.Problem, error) {
	id := b.Strike.ID
	p, missing, err := makeable(e)
	if err != nil && rota.Faults(err) == nil {
		return nil, p, err
	}
	b.backTo("Rota", strikePath(id, "rota"))
	page := &solvePage{base: b, Beside: besideSolve(id), Details: strikePath(id, "details"), Mends: cannotStart(id, e, err), Rates: rateMends(id, e, missing, true), Facts: solveFacts(id, e, p, made)}
	aims := e.Aims
	if len(missing) > 0 {
		aims = p.Aims
	}
	for _, aim := range aims {
		page.Aims = append(page.Aims, aim.Words())
	}
	if last != nil {
		page.Last = lastWords(*last)
	}
	switch {
	case last != nil && underWay(*last):
		page.Under = &Link{Text: "See how it is going", Href: runPath(*last)}
	case len(page.Mends) == 0:
		page.Button = &Button{Text: "Make the rota", Once: true}
		if len(p.Published) > 0 {
			page.Order = orderChoice()
		}
	}
	return page, p, nil
}

// cannotStart lists what keeps a rota from being made.
func cannotStart(strikeID string, e rota.Entry, err error) []mend {
	out := mends(strikeID, e, rota.Faults(err))
	if len(e.Slots) == 0 {
		out = append(out, mend{"There are no critical slots to cover.", Link{Text: "Add slots", Href: strikePath(strikeID, "slots")}})
	}
	offers := 0
	for _, c := range e.Consultants {
		offers += len(c.Offers)
	}
	if offers == 0 {
		out = append(out, mend{"No consultant has offered any time. Without an offer nobody is called in.",
			Link{Text: "Add offers", Href: strikePath(strikeID, "consultants")}})
	}
	return out
}

func underWay(r store.Run) bool { return r.State == store.RunQueued || r.State == store.RunRunning }

// lastWords says what became of a run that gave no rota.
func lastWords(r store.Run) string {
	switch r.State {
	case store.RunFailed:
		return "The last run failed. Reference number: " + nameOr(r.Reference, r.ID) + ". The rota made before it is kept."
	case store.RunCancelled:
		return "The last run was cancelled. The rota made before it is kept."
	case store.RunQueued, store.RunRunning:
		return "A rota is being made now. What is changed meanwhile is not in it."
	}
	return ""
}

// besideSolve are the questions that need no rota.
func besideSolve(strikeID string) []Link {
	return []Link{{Text: casesTitle, Href: askingCases.path(strikeID)}, {Text: aimsTitle, Href: askingAims.path(strikeID)}}
}

func runPath(r store.Run) string { return strikePath(r.StrikeID, "runs", r.ID) }

func (s *Server) solvePage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	page, _, err := s.loadSolve(v, strike)
	if err != nil {
		return err
	}
	return s.show(v, "solve", page)
}

// loadSolve builds the page and the problem that a run would take.
func (s *Server) loadSolve(v *visit, strike store.Strike) (*solvePage, rota.Problem, error) {
	e, err := v.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return nil, rota.Problem{}, err
	}
	last, err := s.latestRun(v, strike.ID)
	if err != nil {
		return nil, rota.Problem{}, err
	}
	b := s.strikeBase(v, strike, rotaSection, "Make the rota")
	_, err = v.store.CurrentPlan(v.ctx(), strike.ID)
	if err != nil && !errors.Is(err, rota.ErrNotFound) {
		return nil, rota.Problem{}, err
	}
	made := err == nil
	page, p, err := newSolvePage(b, e, last, made)
	if err == nil && begunBy(e, s.now()) {
		if page.Late = lateWords; made {
			page.Late, page.Begun = "", &Link{Text: replanTitle, Href: askingReplan.path(strike.ID)}
		}
	}
	return page, p, err
}

const lateWords = "The strike has begun. This makes a rota for all of it, also for shifts that have begun or are over."

// latestRun is nil when the strike has none.
func (s *Server) latestRun(v *visit, strikeID string) (*store.Run, error) {
	run, err := v.store.LatestRun(v.ctx(), strikeID)
	if errors.Is(err, rota.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &run, nil
}

// startRun queues one run. While one is under way a second is not started: that one is shown.
func (s *Server) startRun(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	changes := form.OptionalChoice(f, changesField, "how much may change", []string{fewestChanges, changesByOrder})
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return &form.Refused{Field: changesField}
	}
	page, problem, err := s.loadSolve(v, strike)
	if err != nil {
		return err
	}
	if page.Under != nil {
		return s.redirect(v, page.Under.Href)
	}
	if len(page.Mends) > 0 {
		return s.showAgain(v, "solve", page, cannotForm(page.Mends))
	}
	if changes == fewestChanges {
		problem = problem.FewestChanges()
	}
	id, err := s.options.Runs.Enqueue(v.ctx(), v.store.Trust, v.actor(), strike.ID, problem)
	if err != nil {
		return err
	}
	return s.redirect(v, strikePath(strike.ID, "runs", id))
}

// cannotForm is the error summary's one line: the page itself lists what to mend.
func cannotForm(list []mend) *form.Form {
	f := form.New()
	f.Fail("mend", "The rota cannot be made yet: put right "+count(len(list), "thing")+" first")
	return f
}
