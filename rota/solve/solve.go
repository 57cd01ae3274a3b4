package solve

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// Options steer a solve. The zero value solves to proof on every core, without a limit.
type Options struct {
	// Limit is the longest time to take; 0 is none. A plan that a time limit cut short may differ from run to run.
	Limit time.Duration
	// Steps is the most branch-and-bound nodes for each part in each stage; 0 is
	// none. The same steps give the same plan on every run and machine. The linear
	// models before the first node are not counted.
	Steps int
	// Seed steers HiGHS where it is free to choose.
	Seed int64
	// Threads is how many parts are solved side by side; 0 is as many as the Go
	// runtime may run at once (GOMAXPROCS).
	Threads int
	// Memory is about how many bytes the search may take; 0 is DefaultMemory. A part
	// whose rosters do not fit is solved by a smaller model with weaker bounds:
	// see Progress.Compact.
	Memory int64
	// Stop, when closed, ends the search and keeps the best plan so far.
	Stop <-chan struct{}
	// Model, if not nil, is given each stage of each part as a complete model,
	// before it is solved, for others to check. An error of it ends the solve.
	Model func(stage string, part int, m *highs.Model) error
	// Progress, if not nil, is told how far the search is. Calls never overlap.
	Progress func(Progress)

	sizes *sizes // nil is the usual ones
}

// Progress is how far a solve has come.
type Progress struct {
	Stage   string // as in rota.Problem.Stages
	Index   int    // of Stage, from 0
	Stages  int    // how many there are
	Best    int64  // the stage's value in the best plan so far
	Bound   int64  // no plan is below it
	Nodes   int64  // of branch and bound that integer models have had
	Compact int    // parts that were too big for the memory, and are solved by a weaker model
	Seconds float64
}

// Engine names the solver, for the plan's record.
func Engine() string { return "HiGHS " + highs.Version() }

// Warm compiles the solver, so that the first solve need not wait for it.
func Warm(ctx context.Context) error {
	e, err := highs.New(ctx)
	if err == nil {
		e.Close()
	}
	return err
}

// Solve gives the best plan for the problem, or the best found within the limits.
// The problem must come from rota.NewProblem. When ctx ends there is no plan and
// the error is that of ctx. Any other error is a fault of the program: the plan
// that the referee refused is not given.
func Solve(ctx context.Context, p rota.Problem, o Options) (rota.Plan, error) {
	if len(p.LeftOpen) > 0 {
		return leavingOpen(ctx, p, o)
	}
	s, err := newSearch(ctx, p, o)
	if err != nil {
		return rota.Plan{}, err
	}
	defer s.close()
	for i, stage := range p.Stages() {
		if err := s.stage(ctx, i, stage); err != nil {
			return rota.Plan{}, fmt.Errorf("solve stage %s: %w", stage, err)
		}
	}
	s.letGo()
	plan := s.plan()
	report := rota.Check(p, plan)
	if err := passed(report); err != nil {
		return rota.Plan{}, err
	}
	plan.Broken = report.Broken()
	return plan, nil
}

// passed is an error when the referee refuses the plan of the report.
func passed(report rota.Report) error {
	if report.OK() {
		return nil
	}
	return fmt.Errorf("the referee refuses the plan: %s", complaint(report))
}

// complaint says what the referee found, by ids only.
func complaint(r rota.Report) string {
	if len(r.Faults) > 0 {
		return r.Faults[0].String()
	}
	for _, b := range r.Breaches {
		if !b.Locked {
			return b.String()
		}
	}
	return ""
}

// A search is one solve under way.
type search struct {
	problem rota.Problem
	joined  rota.Problem                // the problem as the parts see it
	groups  map[rota.SlotID][]rota.Slot // the slots that are one in it
	options Options
	parts   []*part
	engines []*highs.Engine
	idle    chan *highs.Engine // those that no part needs for the rest of a stage
	stop    context.Context
	cancel  context.CancelFunc
	watch   sync.WaitGroup // what listens and reports beside the search
	started time.Time
	aims    []rota.AimValue
	news    progress
}

func newSearch(ctx context.Context, p rota.Problem, o Options) (*search, error) {
	s := &search{problem: p, options: o, started: time.Now()}
	s.stop, s.cancel = context.WithCancel(ctx)
	if o.Stop != nil {
		s.watch.Add(1)
		go func() {
			defer s.watch.Done()
			select {
			case <-o.Stop:
				s.cancel()
			case <-s.stop.Done():
			}
		}()
	}
	s.joined, s.groups = joined(p)
	s.parts = parts(&s.joined, people(s.joined))
	for _, t := range s.parts {
		t.columns()
	}
	threads := o.Threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	if !slices.ContainsFunc(s.parts, s.wide) { // in one that is wide others help
		threads = min(threads, len(s.parts))
	}
	share := s.memory() / 2
	threads = min(threads, max(1, int(share/leastEngine)))
	for range threads {
		e, err := highs.NewSized(ctx, share/int64(threads))
		if err != nil {
			s.close()
			return nil, fmt.Errorf("start the solver: %w", err)
		}
		s.engines = append(s.engines, e)
	}
	if _, err := s.each(s.prepare); err != nil {
		s.close()
		return nil, err
	}
	s.news = progress{tell: o.Progress, started: s.started, stages: len(p.Stages()), compact: s.compact()}
	s.watch.Add(1)
	go func() {
		defer s.watch.Done()
		s.news.tick(s.stop)
	}()
	return s, nil
}

// prepare finds a first plan for a part, and lists its rosters if they fit.
func (s *search) prepare(_ *highs.Engine, i int) (outcome, error) {
	t := s.parts[i]
	t.greedy()
	limit := s.memory() / rosterShare
	if callsApply(&s.joined) {
		limit = min(limit, callRosters)
	}
	if all := t.enumerate(limit); all != nil {
		t.master, t.lost = newMaster(t, all, s.options.sizesOrUsual()), true
	}
	return outcome{}, nil
}

func (s *search) memory() int64 { return memoryOr(s.options.Memory) }

// wide reports whether so many people make the part that its stages are solved by pieces.
func (s *search) wide(t *part) bool { return len(t.people) > s.options.sizesOrUsual().people }

// leastEngine is the memory, in bytes, below which there are fewer engines instead.
const leastEngine = 48 << 20

// rosterShare is the part of the memory that the rosters of one part may take: the
// rest is for other parts, and for the models made of them.
const rosterShare = 8

// nodes counts those of branch and bound so far.
func (s *search) nodes() int64 {
	var sum int64
	for _, e := range s.engines {
		sum += e.Nodes()
	}
	return sum
}

// compact counts the parts without rosters.
func (s *search) compact() int {
	n := 0
	for _, t := range s.parts {
		if t.master == nil {
			n++
		}
	}
	return n
}

func (s *search) close() {
	s.cancel()
	s.watch.Wait()
	for _, e := range s.engines {
		e.Close()
	}
}

// letGo frees what the search needed and a plan of it does not: why the places of a
// region are open takes much memory too.
func (s *search) letGo() {
	for _, e := range s.engines {
		e.Close()
	}
	for _, t := range s.parts {
		t.master, t.prices, t.hints, t.rows = nil, nil, nil, nil
	}
}

// each does something in every part, the largest first, side by side.
func (s *search) each(do func(e *highs.Engine, i int) (outcome, error)) ([]outcome, error) {
	outcomes := make([]outcome, len(s.parts))
	errs := make([]error, len(s.engines))
	next := make(chan int)
	s.idle = make(chan *highs.Engine, len(s.engines))
	var wg sync.WaitGroup
	for n, e := range s.engines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				if errs[n] == nil {
					outcomes[i], errs[n] = do(e, i)
				}
			}
			s.idle <- e
		}()
	}
	if len(s.engines) > 0 {
		for i := range s.parts {
			next <- i
		}
	}
	close(next)
	wg.Wait()
	return outcomes, errors.Join(errs...)
}

// stage solves one stage in every part and holds its value.
func (s *search) stage(ctx context.Context, index int, stage string) error {
	if err := s.models(stage); err != nil {
		return err
	}
	s.news.begin(s, index, stage)
	solve := func(e *highs.Engine, i int) (outcome, error) { return s.part(ctx, e, i, index, stage) }
	outcomes, err := []outcome(nil), error(nil)
	if stage == string(rota.AimSpread) {
		outcomes, err = s.spread(ctx, index, solve)
	} else {
		outcomes, err = s.each(solve)
	}
	if err != nil {
		return err
	}
	total := s.total(stage, outcomes)
	for i, t := range s.parts {
		value := outcomes[i].value
		if stage == string(rota.AimSpread) {
			value = total.Value
		}
		t.carryOn(stage, value)
	}
	s.aims = append(s.aims, total)
	s.news.end(total)
	return ctx.Err()
}

// budget is what a part may use in a stage; false when nothing is left.
func (s *search) budget(index int) (budget, bool) {
	b := budget{seed: int(s.options.Seed & 0x7fffffff), nodes: s.options.Steps, began: time.Now(), stop: s.stop, idle: s.idle}
	if s.options.Limit > 0 {
		left := s.options.Limit - s.options.Limit/ending - time.Since(s.started)
		switch after := s.news.stages - index - 1; { // leave something for the stages after
		case after > 1:
			b.fair, left = left/3, left*2/5
		case after == 1:
			left -= left / 8
		}
		b.deadline = max(left, time.Millisecond)
	}
	return b, s.stop.Err() == nil && (s.options.Limit == 0 || b.deadline > time.Millisecond)
}

// ending is the part of the limit that is kept for what comes after the last stage:
// why places are open, and the referee.
const ending = 60

// part solves one stage in one part, unless nothing is left to do it with. Of the
// spread it finds a bound only, where the part is solved by rosters: see level.
func (s *search) part(ctx context.Context, e *highs.Engine, i, index int, stage string) (outcome, error) {
	t := s.parts[i]
	b, ok := s.budget(index)
	if err := ctx.Err(); err != nil {
		return outcome{}, err
	}
	if !ok {
		return t.asItStands(stage), nil
	}
	b.report = func(best, bound int64) { s.news.part(i, outcome{best, bound}) }
	var out outcome
	var err error
	switch {
	case stage != string(rota.AimSpread):
		out, err = t.solve(ctx, e, stage, b)
	case t.master == nil:
		out, err = t.compactSpread(ctx, e, b)
	default:
		out.bound, err = t.leastLoad(ctx, e, b)
		out.value = t.most(t.best)
	}
	if err == nil {
		s.news.part(i, out)
	}
	return out, err
}

// asItStands is the part's value in a stage that there was no time to look at.
func (t *part) asItStands(stage string) outcome {
	if stage == string(rota.AimSpread) {
		return outcome{value: t.most(t.best)}
	}
	o := t.objective(stage)
	out := outcome{o.at(t.best), o.least()}
	if stage != string(rota.AimChanges) {
		out.bound = max(out.bound, 0)
	}
	return outcome{out.value, min(out.bound, out.value)}
}

// total adds the parts up: sums for every aim but the spread, which is the greatest.
func (s *search) total(stage string, outcomes []outcome) rota.AimValue {
	v := rota.AimValue{Aim: stage, Value: elsewhere(&s.joined, s.parts, stage)}
	v.Bound = v.Value
	for _, o := range outcomes {
		if stage == string(rota.AimSpread) {
			v.Value, v.Bound = max(v.Value, o.value), max(v.Bound, o.bound)
			continue
		}
		v.Value += o.value
		v.Bound += o.bound
	}
	v.Bound = max(v.Bound, 0)
	return v
}
