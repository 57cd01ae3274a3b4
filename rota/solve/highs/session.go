package highs

import (
	"context"
	"math"

	"github.com/tetratelabs/wazero/api"
)

// session is one model inside one instance, from HiGHS's constructor to its destructor. Where it
// fails it leaves its memory behind: the instance is thrown away then.
type session struct {
	in      *instance
	ctx     context.Context // of this solve; carries its task
	arena   arena
	highs   uint64 // address of the C++ object
	model   *Model
	options *Options
}

// run does the whole solve.
func (s *session) run() (*Result, error) {
	address, err := s.in.call(s.ctx, "Highs_create")
	if err != nil {
		return nil, err
	}
	s.highs = uint64(uint32(address))
	for _, step := range []func() error{s.configure, s.pass, s.setStart, s.arena.free} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if err := s.in.status(s.ctx, "Highs_run", s.highs); err != nil {
		return nil, err
	}
	result, err := s.read()
	if err != nil {
		return nil, err
	}
	if err := s.arena.free(); err != nil {
		return nil, err
	}
	_, err = s.in.call(s.ctx, "Highs_destroy", s.highs)
	return result, err
}

// configure sets the options.
func (s *session) configure() error {
	for _, o := range s.options.settings() {
		name := s.arena.text(o.name)
		var function string
		var value uint64
		switch v := o.value.(type) {
		case bool:
			function = "Highs_setBoolOptionValue"
			if v {
				value = 1
			}
		case int:
			function, value = "Highs_setIntOptionValue", api.EncodeI32(int32(v))
		case float64:
			function, value = "Highs_setDoubleOptionValue", api.EncodeF64(v)
		case string:
			function, value = "Highs_setStringOptionValue", s.arena.text(v)
		}
		if s.arena.err != nil {
			return s.arena.err
		}
		if err := s.in.status(s.ctx, function, s.highs, name, value); err != nil {
			return err
		}
	}
	return nil
}

// matrixByRow is HiGHS's number for a matrix stored row by row.
const matrixByRow = 2

// pass hands over the model.
func (s *session) pass() error {
	m, a := s.model, &s.arena
	cols, rows, entries := len(m.Cols), len(m.Rows), m.entries()
	params := []uint64{s.highs, uint64(cols), uint64(rows), uint64(entries), matrixByRow,
		1, api.EncodeF64(m.Offset), // 1 is to minimise
		a.doubles(cols, func(j int) float64 { return m.Cols[j].Obj }),
		a.doubles(cols, func(j int) float64 { return m.Cols[j].Lower }),
		a.doubles(cols, func(j int) float64 { return m.Cols[j].Upper }),
		a.doubles(rows, func(i int) float64 { return m.Rows[i].Lower }),
		a.doubles(rows, func(i int) float64 { return m.Rows[i].Upper }),
	}
	index, value := make([]int32, 0, entries), make([]float64, 0, entries)
	start := make([]int32, 0, rows+1)
	for i := range m.Rows {
		start = append(start, int32(len(index)))
		index = append(index, m.Rows[i].Index...)
		value = append(value, m.Rows[i].Value...)
	}
	start = append(start, int32(entries))
	params = append(params,
		a.ints(len(start), func(k int) int32 { return start[k] }),
		a.ints(entries, func(k int) int32 { return index[k] }),
		a.doubles(entries, func(k int) float64 { return value[k] }))
	function := "Highs_passLp"
	if m.hasInteger() {
		function = "Highs_passMip"
		params = append(params, a.ints(cols, func(j int) int32 {
			if m.Cols[j].Integer {
				return 1
			}
			return 0
		}))
	}
	if a.err != nil {
		return a.err
	}
	return s.in.status(s.ctx, function, params...)
}

// setStart hands over the solution to begin from.
func (s *session) setStart() error {
	if len(s.options.Start) == 0 {
		return nil
	}
	x := s.arena.doubles(len(s.options.Start), func(j int) float64 { return s.options.Start[j] })
	if s.arena.err != nil {
		return s.arena.err
	}
	return s.in.status(s.ctx, "Highs_setSolution", s.highs, x, 0, 0, 0)
}

// read fetches what was found.
func (s *session) read() (*Result, error) {
	code, err := s.in.call(s.ctx, "Highs_getModelStatus", s.highs)
	if err != nil {
		return nil, err
	}
	r := &Result{Status: modelStatus(code), Objective: math.Inf(1), Bound: math.Inf(-1)}
	if err := s.readSolution(r); err != nil {
		return nil, err
	}
	mip := s.model.hasInteger()
	if mip {
		nodes, err := s.info("Highs_getInt64InfoValue", "mip_node_count")
		if err != nil {
			return nil, err
		}
		r.Nodes = max(0, int64(nodes))
		bound, err := s.info("Highs_getDoubleInfoValue", "mip_dual_bound")
		if err != nil {
			return nil, err
		}
		r.Bound = math.Float64frombits(bound)
	}
	exact := !mip || s.options.RelGap == 0 && s.options.AbsGap == 0
	switch {
	case r.Status == Infeasible:
		r.Bound = math.Inf(1)
	case r.Status == Optimal && exact:
		r.Bound = r.Objective
	case r.HasX:
		r.Bound = min(r.Bound, r.Objective)
	}
	return r, nil
}

// feasible is HiGHS's number for a solution that keeps to every row and bound.
const feasible = 2

// readSolution fetches the solution, if there is a feasible one, and the duals of an optimal one.
func (s *session) readSolution(r *Result) error {
	state, err := s.info("Highs_getIntInfoValue", "primal_solution_status")
	if err != nil {
		return err
	}
	cols, rows := len(s.model.Cols), len(s.model.Rows)
	r.HasX = int32(state) == feasible
	if !r.HasX {
		return nil
	}
	zero := func(int) float64 { return 0 }
	a := &s.arena
	x, reduced := a.doubles(cols, zero), a.doubles(cols, zero)
	activity, duals := a.doubles(rows, zero), a.doubles(rows, zero)
	if a.err != nil {
		return a.err
	}
	if err := s.in.status(s.ctx, "Highs_getSolution", s.highs, x, reduced, activity, duals); err != nil {
		return err
	}
	r.X = a.readDoubles(x, cols)
	r.Objective = s.model.Offset
	for j, c := range s.model.Cols {
		if c.Integer {
			r.X[j] = math.Round(r.X[j]) + 0 // not minus nothing
		}
		r.Objective += c.Obj * r.X[j]
	}
	if r.Status == Optimal && !s.model.hasInteger() {
		r.Duals, r.ReducedCosts = a.readDoubles(duals, rows), a.readDoubles(reduced, cols)
	}
	return a.err
}

// info fetches one of HiGHS's named results, as the bits that are stored.
func (s *session) info(function, name string) (uint64, error) {
	a := &s.arena
	label, place := a.text(name), a.doubles(1, func(int) float64 { return 0 })
	if a.err != nil {
		return 0, a.err
	}
	if err := s.in.status(s.ctx, function, s.highs, label, place); err != nil {
		return 0, err
	}
	bits := math.Float64bits(a.readDoubles(place, 1)[0])
	return bits, a.err
}
