package web

import (
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var priceRoutes = []route{
	{method: get, path: "/strikes/:strike/cost/prices", act: auth.SeeCost, do: (*Server).pricesPage},
	{method: post, path: "/strikes/:strike/cost/prices", act: auth.EditCost, do: (*Server).askPrices, solves: true},
	{method: post, path: "/strikes/:strike/cost/prices/cancel", act: auth.EditCost, do: askingPrices.cancel},
	{method: get, path: "/strikes/:strike/cost/prices/events", act: auth.SeeCost, do: askingPrices.events},
	{method: get, path: "/strikes/:strike/cost/prices/progress", act: auth.SeeCost, do: askingPrices.progress},
}

const pricesTitle = "Who would cover at other rates"

// A pricesView asks whether another rate would change who covers, and gives the
// answer. It asks about the rota as it was made, whatever has been entered since:
// so nobody learns from it what others have said since.
type pricesView struct {
	base
	questionView
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
	p := &pricesView{base: b, questionView: askingPrices.view(id, in.last, in.may)}
	if in.answer != nil {
		p.Answer = newPriceAnswer(in)
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
func (in pricesInput) question(prices ...rota.Price) (runs.Question, error) {
	q := runs.Question{Rota: in.made.run}
	for _, price := range prices {
		p, err := in.problem().At(price)
		if err != nil {
			return q, err
		}
		q.Variants = append(q.Variants, runs.Variant{Name: price.Name, Note: priceNote(price.Case, in.costing), Basis: price.Basis, Problem: p})
	}
	return q, nil
}

// priceNote says what of a case does not count, or not in full, where rotas are compared.
func priceNote(k rota.CostCase, c costing) string {
	var out []string
	if floored := flooredWords(k, c); floored != "" {
		out = append(out, floored)
	}
	if k.CalledShare != nil || k.ChangesCalled() {
		out = append(out, "What the case says of hours called in does not count here, where rotas are compared with nobody called in")
	}
	return strings.Join(out, ". ")
}

// withPrices loads what the page is made of; done is true when the empty page has been shown.
func (s *Server) withPrices(v *visit) (b base, in pricesInput, done bool, err error) {
	b, in.costing, done, err = s.withCosting(v, pricesTitle)
	if err != nil || done {
		return b, in, done, err
	}
	in.may = v.can
	if in.cases, err = v.store.CostCases(v.ctx(), b.Strike.ID); err != nil {
		return b, in, false, err
	}
	if in.last, err = askingPrices.latest(s, v, b.Strike.ID); err != nil {
		return b, in, false, err
	}
	in.answer, err = askingPrices.answer(s, v, b.Strike.ID)
	return b, in, false, err
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
	here := askingPrices.path(b.Strike.ID)
	page := newPricesView(b, in, f)
	if page.Events != "" || page.Ask == nil {
		return s.redirect(v, here)
	}
	if !f.OK() {
		return s.showAgain(v, "cost-prices", page, f)
	}
	q, err := in.question(first, second)
	if faults := rota.Faults(err); onlyRates(faults) {
		page.Missing = rateMends(b.Strike.ID, in.made.entry, faults, false)
		return s.showAgain(v, "cost-prices", page, cannotForm(page.Missing))
	}
	if err != nil {
		return err
	}
	if _, err := s.options.Runs.Ask(v.ctx(), v.store.Trust, v.actor(), b.Strike.ID, store.ForPrices, q); err != nil {
		return err
	}
	return s.redirect(v, here)
}
