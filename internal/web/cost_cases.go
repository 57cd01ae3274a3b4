package web

import (
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// A pricedCase is one row of costs compared, with what it assumes in words.
type pricedCase struct {
	name, assumes string
	rota.Sum
}

// asItIs is the row that all others are compared with.
func asItIs(c costing) pricedCase {
	assumes := "Rates, terms and mix as they are"
	if _, n := c.onTermsNow(); n > 0 {
		assumes = "Rates and mix as they are, terms as they were when the rota was made"
	}
	return pricedCase{"As it is", assumes, c.ledger().Total()}
}

// comparedTable has a row a case; the first is what the others are compared with.
func comparedTable(id, caption string, cases []pricedCase) Table {
	var rows [][]Cell
	for i, k := range cases {
		all := k.All()
		difference := "None"
		if i > 0 {
			difference = moreWords(rota.Less(all.Agreed, cases[0].All().Agreed))
		}
		rows = append(rows, []Cell{{Text: k.name}, {Text: k.assumes}, {Text: knownWords(all.Trust)}, {Text: knownWords(all.BMA)}, {Text: knownWords(all.Agreed)}, {Text: difference}})
	}
	return NewTable(id, caption, []Column{{Text: "Case"}, {Text: "What it assumes"}, {Text: "Trust rates", Numeric: true}, {Text: "BMA rates", Numeric: true},
		{Text: "As agreed", Numeric: true}, {Text: "As agreed, difference from as it is", Numeric: true}}, rows)
}

// moreWords is a difference with its sign in words.
func moreWords(by *rota.Pence) string {
	switch {
	case by == nil:
		return "Not known"
	case *by > 0:
		return by.String() + " more"
	case *by < 0:
		return (-*by).String() + " less"
	}
	return "None"
}

// A casesView compares the cases that have been kept.
type casesView struct {
	base
	Table   *Table
	None    string
	Stale   []string // cases with a change that does nothing any more
	Unsure  string   // that rates used are not confirmed, or ""
	WhatIf  Button
	Actions []Link
}

func newCasesView(b base, c costing, cases []store.CostCase, may func(auth.Act) bool) *casesView {
	id := b.Strike.ID
	b.Wide()
	b.backTo("Cost", strikePath(id, "cost"))
	p := &casesView{base: b, WhatIf: Button{Text: "Ask what if", Href: strikePath(id, "cost", "what-if"), Variant: "secondary"}}
	if len(cases) == 0 {
		p.None = "No cost case has been kept yet. Ask what if, and keep the question under a name."
		return p
	}
	p.Unsure = unconfirmedNote(c)
	rows := []pricedCase{asItIs(c)}
	for _, k := range cases {
		q, how := k.Apply(c.problem(), c.money.Pricing)
		rows = append(rows, pricedCase{k.Name, assumedWords(k.CostCase, c, may), q.Ledger(c.made.plan, how).Total()})
		if k.Validate(c.problem()) != nil {
			p.Stale = append(p.Stale, k.Name)
		}
	}
	t := comparedTable("cases", "Each case beside the rota as it is", rows)
	if may(auth.EditCost) {
		for i, k := range cases {
			t.Rows[i+1][0].Href = strikePath(id, "cost", "cases", k.ID)
		}
	}
	p.Table = &t
	return p
}

func (s *Server) casesPage(v *visit) error {
	b, c, done, err := s.withCosting(v, "Cost cases compared")
	if err != nil || done {
		return err
	}
	cases, err := v.store.CostCases(v.ctx(), b.Strike.ID)
	if err != nil {
		return err
	}
	return s.show(v, "cases", newCasesView(b, c, cases, v.can))
}

// costCase loads the case that the path names.
func (s *Server) costCase(v *visit, strikeID string) (store.CostCase, error) {
	cases, err := v.store.CostCases(v.ctx(), strikeID)
	if err != nil {
		return store.CostCase{}, err
	}
	for _, k := range cases {
		if k.ID == v.param("case") {
			return k, nil
		}
	}
	return store.CostCase{}, rota.ErrNotFound
}

const caseTitle = "Change a cost case"

func (s *Server) casePage(v *visit) error {
	b, c, done, err := s.withCosting(v, caseTitle)
	if err != nil || done {
		return err
	}
	k, err := s.costCase(v, b.Strike.ID)
	if err != nil {
		return err
	}
	page := newWhatIf(b, caseForm(k.CostCase), c, v.can)
	page.of(k)
	page.answer(c, k.CostCase, v.can)
	return s.show(v, "what-if", page)
}

func (s *Server) saveCase(v *visit) error {
	b, c, done, err := s.withCosting(v, caseTitle)
	if err != nil || done {
		return err
	}
	k, err := s.costCase(v, b.Strike.ID)
	if err != nil {
		return err
	}
	return s.putCase(v, b, c, k)
}

func (s *Server) deleteCasePage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	k, err := s.costCase(v, strike.ID)
	if err != nil {
		return err
	}
	at := strikePath(strike.ID, "cost", "cases", k.ID)
	b := s.strikeBase(v, strike, costSection, "Delete a cost case")
	return s.show(v, "delete", newDeletePage(b, "The cost case will be deleted. The rota and its costs stay as they are.",
		Summary(SummaryRow{Key: "Name", Value: k.Name}), k.Version, at+"/delete", "Delete the case", Link{Text: "Keep the case", Href: at}))
}

func (s *Server) deleteCase(v *visit) error {
	return s.remove(v, []string{"cost", "cases"}, "The cost case has been deleted", func(strikeID string, version int64) error {
		return v.store.DeleteCostCase(v.ctx(), v.actor(), strikeID, v.param("case"), version)
	})
}
