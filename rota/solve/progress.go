package solve

import (
	"sync"
	"time"

	"strikerota/rota"
)

// every is the least time between two reports of one stage.
const every = 200 * time.Millisecond

// progress adds up what the parts report and passes it on.
type progress struct {
	mu      sync.Mutex
	tell    func(Progress)
	started time.Time
	stages  int
	search  *search
	index   int
	stage   string
	parts   []outcome
	last    time.Time
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
	n.last = time.Now()
	n.tell(Progress{Stage: n.stage, Index: n.index, Stages: n.stages,
		Best: v.Value, Bound: v.Bound, Seconds: time.Since(n.started).Seconds()})
}
