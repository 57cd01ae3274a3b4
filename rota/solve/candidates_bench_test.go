package solve

import (
	"context"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// BenchmarkCandidates asks for the candidates of every slot of the large example
// trust, and of a problem of 700 consultants and 900 slots in which 80 or more
// can take each: with a board of its own for each slot, as one page would, and all
// with one board. It reports the mean and the slowest slot.
func BenchmarkCandidates(b *testing.B) {
	p, err := rotatest.Large(1).Problem()
	if err != nil {
		b.Fatal(err)
	}
	plan, err := Solve(context.Background(), p, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("large", func(b *testing.B) { timePlan(b, p, plan) })
	huge := medium(b, 1, 900, 700)
	b.Run("700x900", func(b *testing.B) { timePlan(b, huge, rotatest.Greedy(huge)) })
}

func timePlan(b *testing.B, p rota.Problem, plan rota.Plan) {
	var open, covered []rota.Slot
	for _, s := range p.Slots {
		if len(plan.Holders(s.ID)) < s.Places {
			open = append(open, s)
		} else {
			covered = append(covered, s)
		}
	}
	b.Run("alone/open", func(b *testing.B) { timeSlots(b, p, plan, open, false) })
	b.Run("alone/covered", func(b *testing.B) { timeSlots(b, p, plan, covered, false) })
	b.Run("board/open", func(b *testing.B) { timeSlots(b, p, plan, open, true) })
	b.Run("board/covered", func(b *testing.B) { timeSlots(b, p, plan, covered, true) })
}

// timeSlots asks for each slot in turn; one board is made anew for each round.
func timeSlots(b *testing.B, p rota.Problem, plan rota.Plan, slots []rota.Slot, one bool) {
	var slowest, sum time.Duration
	found, asked := 0, 0
	for b.Loop() {
		var board *Board
		for _, s := range slots {
			started := time.Now()
			if board == nil || !one {
				var err error
				if board, err = NewBoard(p, plan); err != nil {
					b.Fatal(err)
				}
			}
			list, err := board.Candidates(s.ID, CandidateOptions{})
			if err != nil {
				b.Fatal(err)
			}
			took := time.Since(started)
			found, asked, sum, slowest = found+len(list), asked+1, sum+took, max(slowest, took)
		}
	}
	b.ReportMetric(float64(sum.Microseconds())/1000/float64(asked), "ms/slot")
	b.ReportMetric(float64(slowest.Microseconds())/1000, "ms/slowest")
	b.ReportMetric(float64(found)/float64(asked), "candidates/slot")
	b.ReportMetric(float64(len(slots)), "slots")
}
