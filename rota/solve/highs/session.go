package highs

import (
	"context"
	"math"

	"github.com/tetratelabs/wazero/api"
)

// session is one model inside one instance, from HiGHS's constructor to its destructor. Where it
// fails it leaves its memory behind: the instance is thrown away then.
type session struct {
	in    *instance
	ctx   context.Context // of the calls; carries their task
	arena arena
	highs uint64 // address of the C++ object
}

func newSession(in *instance, t *task) *session {
	ctx := t.with()
	return &session{in: in, ctx: ctx, arena: arena{in: in, ctx: ctx}}
}

// run does a whole solve.
func (s *session) run(m *Model, o *Options) (*Result, error) {
	if err := s.start(m, o.settings()); err != nil {
		return nil, err
	}
	if err := s.setStart(o.Start); err != nil {
		return nil, err
	}
	if err := s.arena.free(); err != nil {
		return nil, err
	}
	if err := s.call("Highs_run"); err != nil {
		return nil, err
	}
	result, err := s.read(m, o)
	if err != nil {
		return nil, err
	}
	if err := s.arena.free(); err != nil {
		return nil, err
	}
	return result, s.destroy()
}

// start makes HiGHS's object and hands over options and model.
func (s *session) start(m *Model, list []setting) error {
	address, err := s.in.call(s.ctx, "Highs_create")
	if err != nil {
		return err
	}
	s.highs = uint64(uint32(address))
	if err := s.set(list); err != nil {
		return err
	}
	return s.pass(m)
}

// call runs a function of HiGHS's object, unless the arena failed to store what it is given.
func (s *session) call(function string, params ...uint64) error {
	if s.arena.err != nil {
		return s.arena.err
	}
	return s.in.status(s.ctx, function, append([]uint64{s.highs}, params...)...)
}

// destroy ends HiGHS's object.
func (s *session) destroy() error {
	_, err := s.in.call(s.ctx, "Highs_destroy", s.highs)
	return err
}

// set tells HiGHS options.
func (s *session) set(list []setting) error {
	for _, o := range list {
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
		if err := s.call(function, name, value); err != nil {
			return err
		}
	}
	return nil
}

// matrixByRow is HiGHS's number for a matrix stored row by row.
const matrixByRow = 2

// pass hands over the model.
func (s *session) pass(m *Model) error {
	a, cols, rows := &s.arena, len(m.Cols), len(m.Rows)
	matrix := a.vectors(rows, m.row)
	params := []uint64{uint64(cols), uint64(rows), matrix.entries, matrixByRow,
		1, api.EncodeF64(m.Offset), // 1 is to minimise
		a.doubles(cols, func(j int) float64 { return m.Cols[j].Obj }),
		a.doubles(cols, func(j int) float64 { return m.Cols[j].Lower }),
		a.doubles(cols, func(j int) float64 { return m.Cols[j].Upper }),
		a.doubles(rows, func(i int) float64 { return m.Rows[i].Lower }),
		a.doubles(rows, func(i int) float64 { return m.Rows[i].Upper }),
		matrix.start, matrix.index, matrix.value,
	}
	if !m.hasInteger() {
		return s.call("Highs_passLp", params...)
	}
	whole := a.ints(cols, func(j int) int32 {
		if m.Cols[j].Integer {
			return 1
		}
		return 0
	})
	return s.call("Highs_passMip", append(params, whole)...)
}

// setStart hands over the solution to begin from, if there is one.
func (s *session) setStart(x []float64) error {
	if len(x) == 0 {
		return nil
	}
	return s.call("Highs_setSolution", s.arena.list(x), 0, 0, 0)
}

// outOfMemory is HiGHS's number for a solve that it ended itself for want of memory.
const outOfMemory = 18

// status fetches how the solve ended.
func (s *session) status() (Status, error) {
	code, err := s.in.call(s.ctx, "Highs_getModelStatus", s.highs)
	if err == nil && code == outOfMemory {
		err = ErrMemory
	}
	return modelStatus(code), err
}

// read fetches what was found.
func (s *session) read(m *Model, o *Options) (*Result, error) {
	status, err := s.status()
	if err != nil {
		return nil, err
	}
	if !m.hasInteger() {
		return s.readLinear(status, len(m.Cols), len(m.Rows), m.Offset, func(j int) float64 { return m.Cols[j].Obj })
	}
	r := &Result{Status: status, Objective: math.Inf(1)}
	if err := s.readWhole(r, m); err != nil {
		return nil, err
	}
	switch {
	case r.Status == Infeasible:
		r.Bound = math.Inf(1)
	case r.Status == Optimal && o.RelGap == 0 && o.AbsGap == 0:
		r.Bound = r.Objective
	case r.HasX:
		r.Bound = min(r.Bound, r.Objective)
	}
	return r, nil
}

// readWhole fetches what was found for a mixed-integer model.
func (s *session) readWhole(r *Result, m *Model) error {
	nodes, err := s.info("Highs_getInt64InfoValue", "mip_node_count")
	if err != nil {
		return err
	}
	bound, err := s.info("Highs_getDoubleInfoValue", "mip_dual_bound")
	if err != nil {
		return err
	}
	r.Nodes, r.Bound = max(0, int64(nodes)), math.Float64frombits(bound)
	found, err := s.readSolution(len(m.Cols), len(m.Rows))
	if err != nil || found == nil {
		return err
	}
	r.HasX, r.X, r.Objective = true, found.x, m.Offset
	for j, c := range m.Cols {
		if c.Integer {
			r.X[j] = math.Round(r.X[j]) + 0 // not minus nothing
		}
		r.Objective += c.Obj * r.X[j]
	}
	return nil
}

// readLinear fetches what was found for a model without integer columns.
func (s *session) readLinear(status Status, cols, rows int, offset float64, obj func(int) float64) (*Result, error) {
	r := &Result{Status: status, Objective: math.Inf(1), Bound: math.Inf(-1)}
	steps, err := s.info("Highs_getIntInfoValue", "simplex_iteration_count")
	if err != nil {
		return nil, err
	}
	r.Iterations = max(0, int64(int32(steps)))
	found, err := s.readSolution(cols, rows)
	if err != nil {
		return nil, err
	}
	if found != nil {
		r.HasX, r.X, r.Objective = true, found.x, offset
		for j, x := range r.X {
			r.Objective += obj(j) * x
		}
	}
	switch {
	case status == Infeasible:
		r.Bound = math.Inf(1)
	case status == Optimal && r.HasX:
		r.Bound, r.Duals, r.ReducedCosts = r.Objective, found.duals, found.reduced
	}
	return r, nil
}

// feasible is HiGHS's number for a solution that keeps to every row and bound.
const feasible = 2

// solution is the values of columns and rows that HiGHS has.
type solution struct{ x, reduced, duals []float64 }

// readSolution fetches the solution, or nil if there is no feasible one.
func (s *session) readSolution(cols, rows int) (*solution, error) {
	state, err := s.info("Highs_getIntInfoValue", "primal_solution_status")
	if err != nil || int32(state) != feasible {
		return nil, err
	}
	a := &s.arena
	space := func(n int) uint64 { return uint64(a.alloc(8 * n)) }
	x, reduced, activity, duals := space(cols), space(cols), space(rows), space(rows)
	if err := s.call("Highs_getSolution", x, reduced, activity, duals); err != nil {
		return nil, err
	}
	found := &solution{a.readDoubles(x, cols), a.readDoubles(reduced, cols), a.readDoubles(duals, rows)}
	return found, a.err
}

// info fetches one of HiGHS's named results, as the bits that are stored.
func (s *session) info(function, name string) (uint64, error) {
	a := &s.arena
	label, place := a.text(name), a.doubles(1, func(int) float64 { return 0 })
	if err := s.call(function, label, place); err != nil {
		return 0, err
	}
	bits := math.Float64bits(a.readDoubles(place, 1)[0])
	return bits, a.err
}
