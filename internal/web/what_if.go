package web

import (
	"fmt"
	"slices"
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var whatIfRoutes = []route{
	{method: get, path: "/strikes/:strike/cost/what-if", act: auth.SeeCost, do: (*Server).whatIfPage},
	{method: post, path: "/strikes/:strike/cost/what-if", act: auth.SeeCost, do: (*Server).tryCase},
	{method: get, path: "/strikes/:strike/cost/cases", act: auth.SeeCost, do: (*Server).casesPage},
	{method: get, path: "/strikes/:strike/cost/cases/:case", act: auth.EditCost, do: (*Server).casePage},
	{method: post, path: "/strikes/:strike/cost/cases/:case", act: auth.EditCost, do: (*Server).saveCase},
	{method: get, path: "/strikes/:strike/cost/cases/:case/delete", act: auth.EditCost, do: (*Server).deleteCasePage},
	{method: post, path: "/strikes/:strike/cost/cases/:case/delete", act: auth.EditCost, do: (*Server).deleteCase},
}

// A whatIfView asks a question about cost and gives the answer at once, beside
// the cost as it is. Nothing is solved: who covers stays as it is.
type whatIfView struct {
	base
	Here    string
	Version int64 // of the case that is being changed, or 0
	Kept    bool
	Uplift  Input
	Down    Choices
	Share   Input
	Called  Input
	Terms   []Select
	Who     []Select // one consultant's terms, for those who may see them by name
	Rates   []rateChangeForm
	Result  *Table
	Detail  *Table
	Note    string
	Unsure  string // that rates used are not confirmed, or ""
	Show    Button
	Name    Input
	Save    *Button
	Delete  string
}

// A rateChangeForm is one rate to change.
type rateChangeForm struct {
	Legend string
	Cell   Select
	Rate   Input
}

// rateChanges is how many rates a case may change.
const rateChanges = 4

// caseForm fills the form with a case.
func caseForm(c rota.CostCase) *form.Form {
	up, down := c.Uplift, "more"
	if up < 0 {
		up, down = -up, "less"
	}
	f := form.New().Set("name", c.Name).Set("direction", down)
	if up != 0 {
		f.Set("uplift", up.Plain())
	}
	if c.BMAShare != nil {
		f.Set("share", plainPercent(*c.BMAShare))
	}
	if c.CalledShare != nil {
		f.Set("called", plainPercent(*c.CalledShare))
	}
	for i, r := range c.Rates[:min(len(c.Rates), rateChanges)] {
		f.Set(rowName("rate", i, "cell"), cellKey(r)).Set(rowName("rate", i, "to"), r.Rate.Plain())
	}
	for _, t := range c.Terms {
		if t.Consultant != "" {
			f.Set("who", string(t.Consultant)).Set("who-terms", string(t.To))
		} else {
			f.Set("terms-"+string(t.From), string(t.To))
		}
	}
	return f
}

// cellKey names a rate of the strike's cards in the form.
func cellKey(r rota.RateChange) string {
	cell := "called"
	if !r.Called {
		cell = r.Band.Key()
	}
	return r.Card.Key() + "/" + cell + "/" + r.PayPoint
}

// cellWords name a rate of the strike's cards: "trust, night 11pm to 7am, pay point 14+".
func cellWords(card string, r rota.RateChange) string {
	words := card + ", " + rota.LowerFirst(calledWords)
	if !r.Called {
		words = card + ", " + rota.LowerFirst(r.Band.Words())
	}
	if r.PayPoint != "" {
		words += ", pay point " + r.PayPoint
	}
	return words
}

// A cell is a rate that a case may change.
type cell struct {
	change rota.RateChange
	words  string
}

// cellsOf lists the rates of both cards.
func cellsOf(cards rota.Cards) []cell {
	var out []cell
	for i, c := range namedCards(cards) {
		basis := rota.Basis(i)
		for _, r := range c.card.Rates {
			add := func(change rota.RateChange, now string) {
				change.Card, change.PayPoint = basis, r.PayPoint
				out = append(out, cell{change, cellWords(sentence(c.name), change) + ": now " + rota.LowerFirst(now)})
			}
			for b, rate := range r.Rate {
				add(rota.RateChange{Band: rota.Band(b)}, rateWords(r, rota.Band(b), rate))
			}
			add(rota.RateChange{Called: true}, calledRateWords(r))
		}
	}
	return out
}

func newWhatIf(b base, f *form.Form, c costing, may func(auth.Act) bool) *whatIfView {
	id := b.Strike.ID
	b.Wide()
	b.backTo("Cost", strikePath(id, "cost"))
	if f.Value("direction") == "" {
		f.Set("direction", "more")
	}
	percent := func(name, label, hint string) Input {
		i := input(f, name, label).Hinted(hint).Wide(5)
		i.Suffix = "%"
		return i
	}
	p := &whatIfView{base: b, Here: strikePath(id, "cost", "what-if"),
		Uplift: money(f, "uplift", "Every trust rate, pounds an hour"),
		Down:   radios(f, "direction", "More or less", []Option{{Value: "more", Text: "More"}, {Value: "less", Text: "Less"}}).InLine(),
		Share: percent("share", "Share of the hours paid for at BMA rates",
			"For a mix of the hours that are paid for, whatever rate was agreed: 50 is half at BMA rates and half at trust rates. Hours in job plan and time off still count £0. Empty keeps each consultant’s own rate"),
		Called: percent("called", "Share of on-call time spent called in",
			"A called hour is paid at the card’s called rate, or at the rate of its band, instead of for being available. Empty keeps the strike’s own, "+c.money.CalledShare.Words()),
		Show: Button{Text: "Show the costs", Name: "do", Value: "show"}}
	for _, t := range rota.AllTerms() {
		options := append([]Option{{Text: "No change"}}, optionsOf(rota.AllTerms(), rota.Terms.Words)...)
		p.Terms = append(p.Terms, choose(f, "terms-"+string(t), "Those on “"+rota.LowerFirst(t.Words())+"”", options))
	}
	if may(auth.SeePay) {
		p.Who = whoSelects(f, c)
	}
	cells := []Option{{Text: "No change"}}
	for _, k := range cellsOf(c.cards) {
		cells = append(cells, Option{Value: cellKey(k.change), Text: k.words})
	}
	for i := range rateChanges {
		n := strconv.Itoa(i + 1)
		p.Rates = append(p.Rates, rateChangeForm{"Rate " + n, choose(f, rowName("rate", i, "cell"), "Rate to change", cells), money(f, rowName("rate", i, "to"), "New rate, pounds an hour")})
	}
	if may(auth.EditCost) {
		p.Name = input(f, "name", "Keep it as a cost case with the name").Wide(30)
		p.Save = &Button{Text: "Keep the case", Name: "do", Value: "keep", Variant: "secondary", Once: true}
	}
	return p
}

// whoSelects change one consultant's terms.
func whoSelects(f *form.Form, c costing) []Select {
	people := []Option{{Text: "Nobody"}}
	for _, who := range c.made.problem.Consultants {
		people = append(people, Option{Value: string(who.ID), Text: c.made.name(who.ID) + ", " + rota.LowerFirst(who.Terms.Words())})
	}
	return []Select{choose(f, "who", "One consultant", people),
		choose(f, "who-terms", "Is paid", append([]Option{{Text: "As agreed"}}, optionsOf(rota.AllTerms(), rota.Terms.Words)...))}
}

// readCase reads the question. Who may not see consultants by name cannot change one's
// terms: those of the case as it was stay.
func readCase(f *form.Form, c costing, was rota.CostCase, may func(auth.Act) bool) rota.CostCase {
	var out rota.CostCase
	if up := f.OptionalPence("uplift", "the change of every trust rate"); up != nil {
		out.Uplift = *up
	}
	if form.Choice(f, "direction", "more or less", []string{"more", "less"}) == "less" {
		out.Uplift = -out.Uplift
	}
	if f.Value("share") != "" {
		share := readPercent(f, "share", "the share at BMA rates")
		out.BMAShare = &share
	}
	if f.Value("called") != "" {
		share := readPercent(f, "called", "the share called in")
		out.CalledShare = &share
	}
	f.Ignore("share", "called")
	for _, from := range rota.AllTerms() {
		if to := form.OptionalChoice(f, "terms-"+string(from), "the terms", rota.AllTerms()); to != "" && to != from {
			out.Terms = append(out.Terms, rota.TermChange{From: from, To: to})
		}
	}
	if may(auth.SeePay) {
		out.Terms = append(out.Terms, readWho(f, c)...)
	} else {
		out.Terms = append(out.Terms, slices.DeleteFunc(slices.Clone(was.Terms), func(t rota.TermChange) bool { return t.Consultant == "" })...)
	}
	out.Rates = readRateChanges(f, c)
	return out
}

// readRateChanges reads the rates to change, each once: of two new rates for one cell only
// the last would count.
func readRateChanges(f *form.Form, c costing) []rota.RateChange {
	var out []rota.RateChange
	first := map[string]int{}
	for i := range rateChanges {
		r, ok := readRateChange(f, c, i)
		if !ok {
			continue
		}
		if other, twice := first[cellKey(r)]; twice {
			f.Fail(rowName("rate", i, "cell"), fmt.Sprintf("Rate %d is this rate already: choose another, or clear one of the two", other+1))
			continue
		}
		first[cellKey(r)] = i
		out = append(out, r)
	}
	return out
}

func readWho(f *form.Form, c costing) []rota.TermChange {
	var ids []rota.ConsultantID
	for _, who := range c.made.problem.Consultants {
		ids = append(ids, who.ID)
	}
	who := form.OptionalChoice(f, "who", "the consultant", ids)
	to := form.OptionalChoice(f, "who-terms", "the terms", rota.AllTerms())
	switch {
	case who != "" && to != "":
		return []rota.TermChange{{Consultant: who, To: to}}
	case who != "" && f.Error("who-terms") == "":
		f.Fail("who-terms", "Choose how the consultant is paid")
	case to != "" && f.Error("who") == "":
		f.Fail("who", "Choose the consultant")
	}
	return nil
}

func readRateChange(f *form.Form, c costing, i int) (rota.RateChange, bool) {
	name, to := rowName("rate", i, "cell"), rowName("rate", i, "to")
	cells := cellsOf(c.cards)
	var keys []string
	for _, k := range cells {
		keys = append(keys, cellKey(k.change))
	}
	key := form.OptionalChoice(f, name, "the rate to change", keys)
	rate := readRate(f, to, fmt.Sprintf("new rate %d", i+1))
	switch {
	case key != "" && rate == nil && f.Error(to) == "":
		f.Fail(to, fmt.Sprintf("Enter new rate %d", i+1))
	case key == "" && rate != nil && f.Error(name) == "":
		f.Fail(name, fmt.Sprintf("Choose which rate new rate %d is for", i+1))
	case key != "" && rate != nil:
		for _, k := range cells {
			if cellKey(k.change) == key {
				k.change.Rate = *rate
				return k.change, true
			}
		}
	}
	return rota.RateChange{}, false
}

// answer adds the costs under the case, beside those as they are.
func (p *whatIfView) answer(c costing, k rota.CostCase, may func(auth.Act) bool) {
	q, how := k.Apply(c.problem(), c.money.Pricing)
	then := q.Ledger(c.made.plan, how)
	t := comparedTable("what-if", "Costs as they are and under the case", []pricedCase{asItIs(c), {"Under the case", assumedWords(k, c, may), then.Total()}})
	p.Result = &t
	d := costTable("what-if-days", "Under the case, by day on which the shift starts", "Day", namedSums(then.By(rota.ByDay), dayWords), then.Total())
	p.Detail = &d
	c.money.Pricing = how
	p.Unsure = unconfirmedNote(c)
	p.Note = "Who covers stays as it is: the rota has not been made again. At other prices another rota might be the cheapest."
}

const whatIfTitle = "What if"

func (s *Server) whatIfPage(v *visit) error {
	b, c, done, err := s.withCosting(v, whatIfTitle)
	if err != nil || done {
		return err
	}
	return s.show(v, "what-if", newWhatIf(b, form.New(), c, v.can))
}

// tryCase answers the question, or keeps it as a new case.
func (s *Server) tryCase(v *visit) error {
	b, c, done, err := s.withCosting(v, whatIfTitle)
	if err != nil || done {
		return err
	}
	return s.putCase(v, b, c, store.CostCase{})
}

// putCase reads a question into a case that is kept, or a new one, and shows its
// answer or saves it.
func (s *Server) putCase(v *visit, b base, c costing, k store.CostCase) error {
	f := v.form()
	version := f.Version()
	k.Version, k.CostCase = version, readCase(f, c, k.CostCase, v.can)
	f.Ignore("name")
	keep := form.OptionalChoice(f, "do", "what to do", []string{"show", "keep"}) == "keep" && v.can(auth.EditCost)
	if keep {
		k.Name = f.Text("name", "a name for the case", 80)
	}
	if err := f.Done(); err != nil {
		return err
	}
	var err error
	if f.OK() && keep {
		_, err = v.store.SaveCostCase(v.ctx(), v.actor(), b.Strike.ID, k)
	}
	if f.OK() && keep && err == nil {
		s.flash(v, "The case has been kept")
		return s.redirect(v, strikePath(b.Strike.ID, "cost", "cases"))
	}
	if err != nil && !f.Faults(err, "name", func(path string) (string, string) { return path, "" }) {
		return err
	}
	page := newWhatIf(b, f, c, v.can)
	page.of(k)
	if f.OK() {
		page.answer(c, k.CostCase, v.can)
		return s.show(v, "what-if", page)
	}
	return s.showAgain(v, "what-if", page, f)
}

// of makes the page about a case that is kept.
func (p *whatIfView) of(k store.CostCase) {
	if k.ID == "" {
		return
	}
	p.Here = strikePath(p.Strike.ID, "cost", "cases", k.ID)
	p.Version, p.Kept = k.Version, true
	p.Delete = strikePath(p.Strike.ID, "cost", "cases", k.ID, "delete")
	p.backTo("Cost cases", strikePath(p.Strike.ID, "cost", "cases"))
}
