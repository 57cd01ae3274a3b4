package solve

import (
	"context"
	"sync"
	"time"

	"strikerota/rota"
)

// every is the least time between two reports of one stage.
const every = 200 * time.Millisecond

// quiet is how long nothing may be told.
const quiet = 700 * time.Millisecond

// progress adds up what the parts report and passes it on.
type progress struct {
	mu      sync.Mutex
	tell    func(Progress)
	started time.Time
	stages  int
	compact int
	search  *search
	index   int
	stage   string
	parts   []outcome
	last    time.Time
	value   rota.AimValue // as told last
}

// tick repeats what was told last while nothing new is, until the search ends.
func (n *progress) tick(end context.Context) {
	if n.tell == nil {
		return
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-end.Done():
			return
		case <-ticker.C:
			n.mu.Lock()
			if n.search != nil && time.Since(n.last) >= quiet {
				n.send(n.value)
			}
			n.mu.Unlock()
		}
	}
}

func (n *progress) begin(s *search, index int, stage string) {
	if n.tell == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.search, n.index, n.stage = s, index, stage
	n.parts = make([]outcome, len(s.parts))
	for i, t := range s.parts {
		n.parts[i] = t.asItStands(stage)
	}
	n.send(s.total(stage, n.parts))
}

// part notes how far part i is.
func (n *progress) part(i int, o outcome) {
	if n.tell == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.parts[i] = outcome{o.value, max(n.parts[i].bound, min(o.bound, o.value))}
	if time.Since(n.last) >= every {
		n.send(n.search.total(n.stage, n.parts))
	}
}

func (n *progress) end(total rota.AimValue) {
	if n.tell == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.send(total)
}

func (n *progress) send(v rota.AimValue) {
	n.last, n.value = time.Now(), v
	n.tell(Progress{Stage: n.stage, Index: n.index, Stages: n.stages,
		Best: v.Value, Bound: v.Bound, Nodes: n.search.nodes(), Compact: n.compact, Seconds: time.Since(n.started).Seconds()})
}
