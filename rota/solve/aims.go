package solve

import (
	"math"
	"strings"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// An objective is a linear function of a part's columns with whole coefficients.
type objective struct {
	coef  map[int]int64
	fixed int64
}

// at is the objective's value.
func (o objective) at(x []float64) int64 {
	v := o.fixed
	for j, c := range o.coef {
		v += c * int64(math.Round(x[j]))
	}
	return v
}

// scale is the greatest number that divides every coefficient; 0 when there is none.
func (o objective) scale() int64 {
	var g int64
	for _, c := range o.coef {
		g = gcd(g, max(c, -c))
	}
	return g
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// row holds the objective at no more than value.
func (o objective) row(value int64) highs.Row {
	g := o.scale()
	row := highs.Row{Lower: math.Inf(-1), Upper: float64((value-o.fixed)/g) + 0.5}
	for j := range maxColumn(o.coef) + 1 {
		if c := o.coef[j]; c != 0 {
			row.Index, row.Value = append(row.Index, int32(j)), append(row.Value, float64(c/g))
		}
	}
	return row
}

func maxColumn(coef map[int]int64) int {
	most := -1
	for j := range coef {
		most = max(most, j)
	}
	return most
}

// objective is what the part adds to a stage. The spread has none: see spread.go.
func (t *part) objective(stage string) objective {
	if o, ok := t.objectives[stage]; ok {
		return o
	}
	if t.objectives == nil {
		t.objectives = map[string]objective{}
	}
	o := objective{coef: map[int]int64{}}
	switch {
	case strings.HasPrefix(stage, "cover/"):
		t.openMinutes(int(stage[len(stage)-1]-'0'), &o)
	case stage == string(rota.AimDisplaced):
		t.eachItem(func(k, i int, it item) {
			if it.kind == planned && it.loss > 0 {
				o.coef[t.vars[k][i]] = int64(it.loss)
			}
		})
	case stage == string(rota.AimChanges):
		t.changed(&o)
	case stage == string(rota.AimConsultants):
		for _, col := range t.used {
			o.coef[col] = 1
		}
	default:
		t.pence(rota.Aim(stage), &o)
	}
	t.objectives[stage] = o
	return o
}

func (t *part) eachItem(do func(k, i int, it item)) {
	for k, q := range t.people {
		for i, it := range q.items {
			do(k, i, it)
		}
	}
}

func (t *part) openMinutes(priority int, o *objective) {
	locks := map[int]int{}
	t.eachItem(func(_, _ int, it item) {
		if it.locked {
			locks[it.slot]++
		}
	})
	counts := map[int]bool{}
	for _, i := range t.slots {
		s := t.problem.Slots[i]
		if s.Priority == priority && locks[i] < s.Places {
			counts[i] = true
			o.fixed += int64(s.Places) * int64(s.Minutes())
		}
	}
	t.eachItem(func(k, i int, it item) {
		if it.kind == cover && counts[it.slot] {
			o.coef[t.vars[k][i]] = -int64(t.problem.Slots[it.slot].Minutes())
		}
	})
}

// changed adds one for every assignment that is not in the published plan and
// takes one off for every one that is; the published plan's own count is added
// once for all parts.
func (t *part) changed(o *objective) {
	was := map[rota.Pair]bool{}
	for _, p := range t.problem.Published {
		was[p] = true
	}
	t.eachItem(func(k, i int, it item) {
		if it.kind != cover {
			return
		}
		sign := int64(1)
		if was[rota.Pair{Slot: rota.SlotID(it.id), Consultant: t.people[k].id}] {
			sign = -1
		}
		o.coef[t.vars[k][i]] = sign
	})
}

func (t *part) pence(aim rota.Aim, o *objective) {
	locks := map[rota.Pair]rota.Totals{}
	for _, l := range t.problem.Lines(lockedPlan(*t.problem)) {
		locks[rota.Pair{Slot: l.Slot.ID, Consultant: l.Consultant.ID}] = rota.Totals{Trust: l.Trust, BMA: l.BMA, Agreed: l.Agreed}
	}
	t.eachItem(func(k, i int, it item) {
		if it.kind != cover {
			return
		}
		who, slot := t.problem.Consultants[t.people[k].index], t.problem.Slots[it.slot]
		cost := costOf(aim, t.problem.Cards, slot, who)
		if it.double > 0 {
			cost = costAt(aim, locks[rota.Pair{Slot: slot.ID, Consultant: who.ID}])
		}
		if cost != 0 {
			o.coef[t.vars[k][i]] = int64(cost)
		}
	})
}

// costOf is what the consultant in the slot adds to an aim of cost. A rate that it needs
// and that is missing was refused with the problem.
func costOf(aim rota.Aim, cards rota.Cards, slot rota.Slot, who rota.Consultant) rota.Pence {
	var cost rota.Pence
	switch aim {
	case rota.AimCostTrust:
		cost, _ = cards.Trust.Cost(slot, who.PayPoint)
	case rota.AimCostBMA:
		cost, _ = cards.BMA.Cost(slot, who.PayPoint)
	case rota.AimCostAgreed:
		cost, _ = cards.Agreed(slot, who)
	}
	return cost
}

func costAt(aim rota.Aim, t rota.Totals) rota.Pence {
	v := t.Agreed
	switch aim {
	case rota.AimCostTrust:
		v = t.Trust
	case rota.AimCostBMA:
		v = t.BMA
	}
	if v == nil {
		return 0
	}
	return *v
}

// elsewhere is what slots and pairs in no part add to a stage.
func elsewhere(p *rota.Problem, all []*part, stage string) int64 {
	if stage == string(rota.AimChanges) {
		return int64(len(p.Published))
	}
	if !strings.HasPrefix(stage, "cover/") {
		return 0
	}
	inPart := map[int]bool{}
	for _, t := range all {
		for _, s := range t.slots {
			inPart[s] = true
		}
	}
	var sum int64
	for i, s := range p.Slots {
		if !inPart[i] && s.Priority == int(stage[len(stage)-1]-'0') {
			sum += int64(s.Places) * int64(s.Minutes())
		}
	}
	return sum
}
