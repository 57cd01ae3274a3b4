package solve

import (
	"slices"
	"sort"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// models hands the model of a stage in every part to the options' Model, before
// the stage is solved.
func (s *search) models(stage string) error {
	if s.options.Model == nil {
		return nil
	}
	for i, t := range s.parts {
		m := t.whole(stage)
		if err := s.options.Model(stage, i, &m); err != nil {
			return err
		}
	}
	return nil
}

// whole is the compact model of a stage with every chain of duty runs in it, so
// that it is complete by itself: whoever solves it finds the stage's value.
func (t *part) whole(stage string) highs.Model {
	t.build()
	var m highs.Model
	m.Cols = slices.Clone(t.cols)
	m.Rows = append(slices.Clone(t.rows), t.carry()...)
	for k, q := range t.people {
		for _, set := range q.chains() {
			set = slices.DeleteFunc(set, func(i int) bool { return !q.items[i].free() })
			m.Rows = append(m.Rows, sum(t.literals(k, set), nil, float64(len(set)-1)))
		}
	}
	if stage == string(rota.AimSpread) {
		t.addBusiest(&m, 1)
		return m
	}
	o := t.objective(stage)
	m.Offset = float64(o.fixed)
	columns := make([]int, 0, len(o.coef))
	for j := range o.coef {
		columns = append(columns, j)
	}
	sort.Ints(columns)
	for _, j := range columns {
		m.Cols[j].Obj = float64(o.coef[j])
	}
	return m
}
