package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// LP is a model without integer columns that stays inside an engine: columns and rows can be added,
// costs and bounds changed, and each solve goes on from the basis where the last one ended. It is
// for one goroutine, and has its engine to itself until Close. After an error from inside the solver,
// or a context that ended during a solve, it is of no use any more and every call returns that error;
// the engine is then free again. An error about what a call was given changes nothing.
type LP struct {
	engine  *Engine
	task    *task
	session *session
	obj     []float64 // of every column
	offset  float64
	rows    int
	err     error // why it is of no use any more
}

// LPOptions say how far to solve. The zero value solves to the end.
type LPOptions struct {
	TimeLimit      time.Duration // of this solve, 0 is none; with one, results may differ from run to run
	IterationLimit int           // steps of the simplex method in this solve, 0 is none
}

// check finds options that HiGHS would refuse.
func (o LPOptions) check() error {
	switch {
	case o.TimeLimit < 0:
		return fmt.Errorf("options: time limit %v", o.TimeLimit)
	case o.IterationLimit < 0 || o.IterationLimit > math.MaxInt32:
		return fmt.Errorf("options: iteration limit %d", o.IterationLimit)
	}
	return nil
}

// settings lists what is told to HiGHS for one solve.
func (o LPOptions) settings() []setting {
	steps := o.IterationLimit
	if steps == 0 {
		steps = math.MaxInt32
	}
	return []setting{{"time_limit", seconds(o.TimeLimit)}, {"simplex_iteration_limit", steps}}
}

// lpSettings are what an LP tells HiGHS once. HiGHS presolves only where there is no basis, which gained
// nothing in the first solve of set partitioning models: it is off. Left to choose, HiGHS goes on with primal
// simplex after new columns or costs, and with dual simplex after new rows or bounds; either one for
// everything took up to seven times the steps (see BenchmarkLP).
var lpSettings = []setting{
	{"output_flag", false},
	{"threads", 1},
	{"parallel", "off"},
	{"random_seed", 0},
	{"solver", "simplex"},
	{"simplex_strategy", 0}, // to choose
	{"presolve", "off"},
}

var (
	errLPClosed = errors.New("the LP is closed")
	errInteger  = errors.New("an LP has no integer columns")
)

// NewLP makes an LP of m, which may not have integer columns and may have no columns or rows yet.
// The model is copied. Until the LP is closed the engine solves nothing else.
func (e *Engine) NewLP(ctx context.Context, m *Model) (*LP, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if m.hasInteger() {
		return nil, errInteger
	}
	if err := e.ready(ctx); err != nil {
		return nil, err
	}
	t := newTask(context.WithoutCancel(ctx), e.limit)
	l := &LP{engine: e, task: t, session: newSession(e.in, t), offset: m.Offset, rows: len(m.Rows)}
	e.lp = l
	for _, c := range m.Cols {
		l.obj = append(l.obj, c.Obj)
	}
	err := l.do("new LP", func(s *session) error { return s.start(m, lpSettings) })
	if err != nil {
		return nil, err
	}
	return l, nil
}

// do runs what needs the solver. An error in it is the end of the LP.
func (l *LP) do(what string, calls func(*session) error) error {
	if l.err != nil {
		return l.err
	}
	err := calls(l.session)
	if err == nil {
		err = l.session.arena.free()
	}
	if err == nil {
		return nil
	}
	l.engine.drop()
	l.end(fmt.Errorf("%s: %w", what, err))
	return l.err
}

// end gives the engine back; later calls return err.
func (l *LP) end(err error) {
	l.err, l.engine.lp = err, nil
}

// Solve solves the model as it now is, from the basis where the last solve ended. A solve that ended
// at a limit is taken further by the next. A context that ends gives its own error, and is the end
// of the LP unless it had ended before. A model without columns cannot be solved.
func (l *LP) Solve(ctx context.Context, o LPOptions) (*Result, error) {
	if l.err != nil {
		return nil, l.err
	}
	if err := errors.Join(o.check(), ctx.Err()); err != nil {
		return nil, err
	}
	if len(l.obj) == 0 {
		return nil, errors.New("the LP has no columns")
	}
	var r *Result
	l.task.ctx = ctx
	err := l.do("solve", func(s *session) (err error) {
		r, err = l.solve(s, o)
		if cause := ctx.Err(); cause != nil {
			return cause
		}
		return err
	})
	l.task.ctx = context.Background()
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (l *LP) solve(s *session, o LPOptions) (*Result, error) {
	if err := s.set(o.settings()); err != nil {
		return nil, err
	}
	if err := s.call("Highs_zeroAllClocks"); err != nil { // the time limit is of this solve alone
		return nil, err
	}
	r, err := l.run(s)
	left := int64(o.IterationLimit)
	if err != nil || r.Status != Unknown || left > 0 && left <= r.Iterations {
		return r, err
	}
	// Now and then HiGHS loses its way from a basis that was optimal for another model: solve anew.
	if left > 0 {
		o.IterationLimit -= int(r.Iterations)
	}
	if err := errors.Join(s.call("Highs_clearSolver"), s.set(o.settings())); err != nil {
		return nil, err
	}
	anew, err := l.run(s)
	if err == nil {
		anew.Iterations += r.Iterations
	}
	return anew, err
}

// run solves once and fetches what was found.
func (l *LP) run(s *session) (*Result, error) {
	if err := s.call("Highs_run"); err != nil {
		return nil, err
	}
	status, err := s.status()
	if err != nil {
		return nil, err
	}
	return s.readLinear(status, len(l.obj), l.rows, l.offset, func(j int) float64 { return l.obj[j] })
}

// Close ends the LP and frees its engine for other work. It may be called twice.
func (l *LP) Close() error {
	if l.err != nil {
		return nil
	}
	if err := l.do("close LP", (*session).destroy); err != nil {
		return err
	}
	l.end(errLPClosed)
	l.engine.dropLarge()
	return nil
}
