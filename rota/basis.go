package rota

// A Basis is one of the three ways in which every plan is priced, side by side.
type Basis int

// The bases.
const (
	AtTrust  Basis = iota // everybody at the trust card
	AtBMA                 // everybody at the BMA card
	AsAgreed              // on each consultant's own terms
	BasisCount
)

// Bases lists the bases in the order in which pages show them.
func Bases() []Basis { return []Basis{AtTrust, AtBMA, AsAgreed} }

// Key is the basis in forms and files ("trust", "bma", "agreed").
func (b Basis) Key() string { return [BasisCount]string{"trust", "bma", "agreed"}[b] }

// Words is the basis as people read it.
func (b Basis) Words() string {
	return [BasisCount]string{"All at trust rates", "All at BMA rates", "As agreed"}[b]
}

// At is the total on one basis; nil when it is not known.
func (t Totals) At(b Basis) *Pence { return [BasisCount]*Pence{t.Trust, t.BMA, t.Agreed}[b] }

// totals makes the three of a function of the basis.
func totals(f func(Basis) *Pence) Totals { return Totals{f(AtTrust), f(AtBMA), f(AsAgreed)} }

// Plus adds two sets of totals; what is not known in one is not known in their sum.
func (t Totals) Plus(o Totals) Totals {
	return totals(func(b Basis) *Pence { return Plus(t.At(b), o.At(b)) })
}

// Minus takes one set of totals from another.
func (t Totals) Minus(o Totals) Totals {
	return totals(func(b Basis) *Pence { return Less(t.At(b), o.At(b)) })
}

// nought is a total of nothing on each basis.
func nought() Totals { return totals(func(Basis) *Pence { return ptr(Pence(0)) }) }

// A Cost is what cover comes to: pay, and the employer's National Insurance and
// pension on it when those are switched on (else £0).
type Cost struct{ Pay, NI, Pension Totals }

// All is pay and on-costs together.
func (c Cost) All() Totals { return c.Pay.Plus(c.NI).Plus(c.Pension) }

// Plus adds two costs.
func (c Cost) Plus(o Cost) Cost {
	return Cost{c.Pay.Plus(o.Pay), c.NI.Plus(o.NI), c.Pension.Plus(o.Pension)}
}

func noughtCost() Cost { return Cost{nought(), nought(), nought()} }
