package solve

import (
	"errors"
	"sync"
	"sync/atomic"

	"strikerota/rota/solve/highs"
)

// sideBySide does n things on the run's engine, which has no linear model then, and
// on engines that no part needs for now. What each gives must not depend on which
// engine it gets, nor on what the others do.
func (r *run) sideBySide(n int, do func(e *highs.Engine, i int) error) error {
	var next atomic.Int64
	errs := make([]error, n)
	work := func(e *highs.Engine) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			errs[i] = do(e, i)
		}
	}
	var helpers sync.WaitGroup
	for range n - 1 {
		select {
		case e := <-r.budget.idle:
			helpers.Go(func() {
				work(e)
				r.budget.idle <- e
			})
		default:
		}
	}
	work(r.engine)
	helpers.Wait()
	return errors.Join(errs...)
}
