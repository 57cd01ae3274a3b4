package web

import (
	"errors"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var priceRoutes = []route{
	{method: get, path: "/strikes/:strike/cost/prices", act: auth.SeeCost, do: (*Server).pricesPage},
	{method: post, path: "/strikes/:strike/cost/prices", act: auth.EditCost, do: (*Server).askPrices},
	{method: post, path: "/strikes/:strike/cost/prices/cancel", act: auth.EditCost, do: (*Server).cancelPrices},
	{method: get, path: "/strikes/:strike/cost/prices/events", act: auth.SeeCost, do: (*Server).priceEvents},
	{method: get, path: "/strikes/:strike/cost/prices/progress", act: auth.SeeCost, do: (*Server).priceProgress},
}

const pricesTitle = "Who would cover at other rates"

// A pricesView asks whether another rate would change who covers, and gives the
// answer. It asks about the rota as it was made, whatever has been entered since:
// so nobody learns from it what others have said since.
type pricesView struct {
	base
	progressView
	Here    string
	Events  string // address of the stream while a question is being answered
	Cancel  *Button
	Stopped string // said of a question that was asked to stop
	Last    string // what became of the last question, when nothing came of it
	Answer  *priceAnswer
	None    string // why nothing can be asked
	Missing []mend
	First   Select
	Second  Select
	Uplift  Input
	Down    Choices
	Ask     *Button
}

// A pricesInput is what the page is made of.
type pricesInput struct {
	costing
	cases  []store.CostCase
	last   *store.Run // the newest question, or nil
	answer *answered  // the newest that was answered, or nil
	may    func(auth.Act) bool
}

// Ways of paying, beside those that are a basis: with an uplift, and in a case.
const (
	byUplift = "uplift"
	byCase   = "case/"
)

// priceOptions are the prices that can be chosen. A mix is none: it says what
// share of hours is paid for at which rates, and no person's.
func priceOptions(cases []store.CostCase) []Option {
	out := []Option{
		{Value: rota.AsAgreed.Key(), Text: rota.AsAgreed.Words()},
		{Value: byUplift, Text: "As agreed, trust rates up or down"},
		{Value: rota.AtTrust.Key(), Text: rota.AtTrust.Words()},
		{Value: rota.AtBMA.Key(), Text: rota.AtBMA.Words()},
	}
	for _, k := range cases {
		if k.BMAShare == nil {
			out = append(out, Option{Value: byCase + k.ID, Text: caseName(k)})
		}
	}
	return out
}

func caseName(k store.CostCase) string { return "As agreed, in the cost case “" + k.Name + "”" }

// newPricesView builds the page.
func newPricesView(b base, in pricesInput, f *form.Form) *pricesView {
	id := b.Strike.ID
	b.Wide()
	b.backTo("Cost", strikePath(id, "cost"))
	p := &pricesView{base: b, Here: strikePath(id, "cost", "prices")}
	if in.answer != nil {
		p.Answer = newPriceAnswer(in)
	}
	if in.last != nil {
		p.follow(*in.last, in.may(auth.EditCost))
	}
	switch {
	case p.Events != "" || !in.may(auth.EditCost):
	case !in.made.problem.HasCost():
		p.None = "The rota was made without an aim of cost, so no price would change who covers. Cost has to be among the aims of the strike first."
	default:
		p.ask(f, in.cases)
	}
	return p
}

// follow shows how the newest question stands.
func (p *pricesView) follow(run store.Run, may bool) {
	p.progressView = newProgressView(run)
	switch run.State {
	case store.RunQueued, store.RunRunning:
		p.Events = p.Here + "/events"
		if run.Stop != store.StopNot {
			p.Stopped = "It has been asked to stop, and will in a moment."
		} else if may {
			p.Cancel = &Button{Text: "Cancel", Variant: "secondary"}
		}
	case store.RunFailed:
		p.Last = "The last question could not be answered. Reference number: " + nameOr(run.Reference, run.ID) + "."
	case store.RunCancelled:
		p.Last = "The last question was cancelled."
	}
}

// ask adds the form.
func (p *pricesView) ask(f *form.Form, cases []store.CostCase) {
	for name, value := range map[string]string{"first": rota.AsAgreed.Key(), "second": byUplift, "direction": "more"} {
		if !f.Has(name) {
			f.Set(name, value)
		}
	}
	p.First = choose(f, "first", "First price", priceOptions(cases))
	p.Second = choose(f, "second", "Second price", priceOptions(cases))
	p.Uplift = money(f, "uplift", "Trust rates up or down, pounds an hour").Hinted("Only if one of the prices needs it")
	p.Down = radios(f, "direction", "Up or down", []Option{{Value: "more", Text: "Up"}, {Value: "less", Text: "Down"}}).InLine()
	p.Ask = &Button{Text: "Find out who would cover", Once: true}
}

// readPrices reads the two prices that are asked about.
func readPrices(f *form.Form, cases []store.CostCase) (first, second rota.Price) {
	var keys []string
	for _, o := range priceOptions(cases) {
		keys = append(keys, o.Value)
	}
	one, two := form.Choice(f, "first", "the first price", keys), form.Choice(f, "second", "the second price", keys)
	up := f.OptionalPence("uplift", "the change of every trust rate")
	less := form.Choice(f, "direction", "up or down", []string{"more", "less"}) == "less"
	if one == two && f.OK() {
		f.Fail("second", "Choose a second price that is not the first")
	}
	switch needs := one == byUplift || two == byUplift; {
	case needs && f.Error("uplift") == "" && (up == nil || *up == 0):
		f.Fail("uplift", "Enter by how much every trust rate changes")
	case up != nil && *up > rota.MaxUplift:
		f.Fail("uplift", "The change of every trust rate must be no more than £10,000 an hour")
	}
	if !f.OK() {
		return rota.Price{}, rota.Price{}
	}
	return priceOf(one, up, less, cases), priceOf(two, up, less, cases)
}

// priceOf is the price of a key.
func priceOf(key string, up *rota.Pence, less bool, cases []store.CostCase) rota.Price {
	for _, b := range rota.Bases() {
		if key == b.Key() {
			return rota.Price{Name: b.Words(), Basis: b}
		}
	}
	for _, k := range cases {
		if key == byCase+k.ID {
			return rota.Price{Name: caseName(k), Basis: rota.AsAgreed, Case: k.CostCase}
		}
	}
	p := rota.Price{Basis: rota.AsAgreed, Case: rota.CostCase{Uplift: *up}}
	p.Name = "As agreed, with every trust rate " + up.String() + " an hour up"
	if less {
		p.Case.Uplift = -*up
		p.Name = strings.TrimSuffix(p.Name, "up") + "down"
	}
	return p
}

// question puts the rota's problem at both prices. A rate that is missing is a fault.
func (in pricesInput) question(first, second rota.Price) (runs.PriceQuestion, error) {
	q := runs.PriceQuestion{Rota: in.made.run, First: runs.AtPrice{Name: first.Name, Basis: first.Basis}, Second: runs.AtPrice{Name: second.Name, Basis: second.Basis}}
	var err, failed error
	q.First.Problem, err = in.problem().At(first)
	q.Second.Problem, failed = in.problem().At(second)
	if err == nil {
		err = failed
	}
	return q, err
}

// withPrices loads what the page is made of; done is true when the empty page has been shown.
func (s *Server) withPrices(v *visit) (b base, in pricesInput, done bool, err error) {
	b, in.costing, done, err = s.withCosting(v, pricesTitle)
	if err != nil || done {
		return b, in, done, err
	}
	in.may = v.can
	if in.cases, err = s.store.CostCases(v.ctx(), b.Strike.ID); err != nil {
		return b, in, false, err
	}
	if in.last, err = s.latestPrices(v, b.Strike.ID); err != nil {
		return b, in, false, err
	}
	in.answer, err = s.answered(v, b.Strike.ID)
	return b, in, false, err
}

// latestPrices is the newest run for prices; nil when the strike has none.
func (s *Server) latestPrices(v *visit, strikeID string) (*store.Run, error) {
	run, err := s.store.LatestPriceRun(v.ctx(), strikeID)
	if errors.Is(err, rota.ErrNotFound) {
		return nil, nil
	}
	return &run, err
}

func (s *Server) pricesPage(v *visit) error {
	b, in, done, err := s.withPrices(v)
	if err != nil || done {
		return err
	}
	return s.show(v, "cost-prices", newPricesView(b, in, form.New()))
}

// askPrices queues a question. While one is being answered that one is shown.
func (s *Server) askPrices(v *visit) error {
	b, in, done, err := s.withPrices(v)
	if err != nil || done {
		return err
	}
	f := v.form()
	first, second := readPrices(f, in.cases)
	if err := f.Done(); err != nil {
		return err
	}
	here := strikePath(b.Strike.ID, "cost", "prices")
	page := newPricesView(b, in, f)
	if page.Events != "" || page.Ask == nil {
		return s.redirect(v, here)
	}
	if !f.OK() {
		return s.showAgain(v, "cost-prices", page, f)
	}
	q, err := in.question(first, second)
	if faults := rota.Faults(err); onlyRates(faults) {
		page.Missing = mends(b.Strike.ID, in.made.entry, faults)
		return s.showAgain(v, "cost-prices", page, cannotForm(page.Missing))
	}
	if err != nil {
		return err
	}
	if _, err := s.options.Runs.EnqueuePrices(v.ctx(), v.actor(), b.Strike.ID, q); err != nil {
		return err
	}
	return s.redirect(v, here)
}

// cancelPrices asks the question that is being answered to stop. One that is over already stays as it is.
func (s *Server) cancelPrices(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	run, err := s.store.LatestPriceRun(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	if err := s.store.RequestStop(v.ctx(), v.actor(), run.ID, false); err != nil && !errors.Is(err, rota.ErrConflict) {
		return err
	}
	return s.redirect(v, strikePath(strike.ID, "cost", "prices"))
}

// priceEvents streams the progress of the newest question.
func (s *Server) priceEvents(v *visit) error {
	run, err := s.store.LatestPriceRun(v.ctx(), v.param("strike"))
	if err != nil {
		return err
	}
	return s.follow(v.ctx(), newStream(v.c.Writer), run)
}

// priceProgress is the same as one event.
func (s *Server) priceProgress(v *visit) error {
	run, err := s.store.LatestPriceRun(v.ctx(), v.param("strike"))
	if err != nil {
		return err
	}
	return s.progress(v, run)
}
