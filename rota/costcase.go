package rota

import "slices"

// A CostCase is a question about cost: what if a rate, a term or the mix were
// another. Pricing a plan under it needs no solving; who covers stays as it is.
type CostCase struct {
	Name string
	// Uplift is added to every trust rate after the changes of rates; it may be negative.
	Uplift Pence
	Rates  []RateChange
	Terms  []TermChange
	// BMAShare, if not nil, is the mix: see [Pricing.BMAShare].
	BMAShare *PerCent
	// CalledShare, if not nil, stands for [Pricing.CalledShare].
	CalledShare *PerCent
}

// A RateChange puts another rate in a cell of a card.
type RateChange struct {
	Card     Basis // AtTrust or AtBMA
	PayPoint string
	Band     Band
	Called   bool // the row's called rate; Band is then not looked at
	Rate     Pence
}

// in is the cell of the row that is changed.
func (c RateChange) in(r *RateRow) **Pence {
	if c.Called {
		return &r.Called
	}
	return &r.Rate[c.Band]
}

// sameCell reports whether both changes are of one cell.
func (c RateChange) sameCell(o RateChange) bool {
	return c.Card == o.Card && c.PayPoint == o.PayPoint && c.Called == o.Called && (c.Called || c.Band == o.Band)
}

// Now is what the cell of the row holds before the change.
func (c RateChange) Now(r RateRow) *Pence { return *c.in(&r) }

// ChangesCalled reports whether the case changes what an hour called in is paid.
func (c CostCase) ChangesCalled() bool {
	return slices.ContainsFunc(c.Rates, func(r RateChange) bool { return r.Called })
}

// A TermChange puts a consultant, or everybody who is on some terms, on others.
// Changes look at the terms as agreed, so that two groups can change places.
type TermChange struct {
	Consultant ConsultantID // "" is everybody on From
	From, To   Terms
}

// Validate lists what is wrong with the case for a problem as an *[Invalid], with
// paths such as "rates[0]", or gives nil. A card without the row, or a problem
// without the consultant, is a fault: the change would do nothing.
func (c CostCase) Validate(p Problem) error {
	f := &faults{}
	if c.Uplift < -MaxUplift || c.Uplift > MaxUplift {
		f.add("uplift", "must be from -£10,000 to £10,000 an hour")
	}
	for i, r := range c.Rates {
		if r.Rate < 0 || r.Rate > MaxRate {
			f.add(at("rates", i), "must be from £0 to £10,000 an hour")
		}
		card := p.Cards.on(r.Card)
		if row := card.Row(r.PayPoint); row < 0 || card.Rates[row].PayPoint != r.PayPoint || r.Band < 0 || r.Band >= BandCount {
			f.add(at("rates", i), "the card has no such rate")
		}
		if slices.ContainsFunc(c.Rates[:i], r.sameCell) {
			f.add(at("rates", i), "this rate is changed twice")
		}
	}
	for i, t := range c.Terms {
		if !oneOf(t.To, AllTerms()) || t.Consultant == "" && !oneOf(t.From, AllTerms()) {
			f.add(at("terms", i), "must be one of %s", list(AllTerms()))
		}
		if _, ok := p.Consultant(t.Consultant); t.Consultant != "" && !ok {
			f.add(at("terms", i), "no consultant has this id")
		}
	}
	percent := func(path string, share *PerCent) {
		if share != nil && (*share < 0 || *share > Whole) {
			f.add(path, "must be from 0 to 100 per cent")
		}
	}
	percent("bma_share", c.BMAShare)
	percent("called_share", c.CalledShare)
	return f.err()
}

func (c Cards) on(b Basis) Card {
	if b == AtBMA {
		return c.BMA
	}
	return c.Trust
}

// Apply gives the problem and the pricing under the case. What was given stays as
// it was. Changes that name nothing do nothing.
func (c CostCase) Apply(p Problem, how Pricing) (Problem, Pricing) {
	p.Cards.Trust.Rates = slices.Clone(p.Cards.Trust.Rates)
	p.Cards.BMA.Rates = slices.Clone(p.Cards.BMA.Rates)
	for _, r := range c.Rates {
		card := p.Cards.on(r.Card)
		for i := range card.Rates {
			if card.Rates[i].PayPoint == r.PayPoint {
				*r.in(&card.Rates[i]) = ptr(r.Rate)
			}
		}
	}
	if c.Uplift != 0 {
		p.Cards.Trust = p.Cards.Trust.Uplifted(c.Uplift)
	}
	agreed := p.Consultants
	p.Consultants = slices.Clone(agreed)
	for _, t := range c.Terms {
		for i, who := range agreed {
			if who.ID == t.Consultant || t.Consultant == "" && who.Terms == t.From {
				p.Consultants[i].Terms = t.To
			}
		}
	}
	if c.BMAShare != nil {
		how.BMAShare = c.BMAShare
	}
	if c.CalledShare != nil {
		how.CalledShare = *c.CalledShare
	}
	return p, how
}
