package rota

import "slices"

// A Price is what cover might be paid for at, for which another rota might be the
// cheapest: a basis, after the changes of a case.
type Price struct {
	Name  string
	Basis Basis
	Case  CostCase // without a mix: no rota is chosen by one
}

// HasCost reports whether one of the aims is a cost. Without one, no price changes who covers.
func (p Problem) HasCost() bool { return slices.ContainsFunc(p.Aims, Aim.isCost) }

// At is the problem at the price: every aim of cost is that of the price's basis.
// A rate that it needs and that is missing is a fault of an *[Invalid].
func (p Problem) At(price Price) (Problem, error) {
	out, _ := price.Case.Apply(p, Pricing{})
	out.Aims = nil
	for _, a := range p.Aims {
		if a.isCost() {
			a = price.Basis.Aim()
		}
		if !slices.Contains(out.Aims, a) {
			out.Aims = append(out.Aims, a)
		}
	}
	return NewProblem(out)
}

// PricedAims are the aims without those of cost that need a rate which no card gives.
func (p Problem) PricedAims() []Aim {
	return slices.DeleteFunc(slices.Clone(p.Aims), func(a Aim) bool {
		var f faults
		if a.isCost() {
			p.missing(a, &f)
		}
		return len(f.list) > 0
	})
}

func (a Aim) isCost() bool { return IsCost(string(a)) }

// Aim is the aim of a low cost on the basis.
func (b Basis) Aim() Aim { return [BasisCount]Aim{AimCostTrust, AimCostBMA, AimCostAgreed}[b] }
