package solve

import (
	"context"
	"fmt"
	"testing"
	"time"

	"strikerota/rota/rotatest"
	"strikerota/rota/solve/highs"
)

// BenchmarkFewest fills the places of each of four problems of personnel task
// scheduling, of which the last cannot be filled whole, and then calls in as few as
// it can, within a minute, of which
// the places may have a third. Run it with -benchtime=1x. It reports the minutes left
// open and their bound, the people called in and their bound.
func BenchmarkFewest(b *testing.B) {
	for _, size := range [][2]int{{20, 40}, {20, 100}, {40, 200}, {60, 400}, {100, 600}, {140, 1000}, {200, 2000}} {
		for _, seed := range []uint64{0, 1, 2, 4} {
			b.Run(fmt.Sprintf("%dx%d/%d", size[0], size[1], seed), func(b *testing.B) {
				for b.Loop() {
					benchmarkFewest(b, size[0], size[1], seed)
				}
			})
		}
	}
}

func benchmarkFewest(b *testing.B, consultants, slots int, seed uint64) {
	engine, err := highs.New(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	p := rotatest.Tasks(consultants, slots, seed)
	all, limit := people(p), budget{began: time.Now(), deadline: 20 * time.Second, stop: context.Background()}
	filled, err := fillPlaces(context.Background(), engine, &p, all, limit)
	if err != nil {
		b.Fatal(err)
	}
	limit.deadline = time.Minute // of both
	out, err := fewest(context.Background(), engine, &p, all, filled, limit)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(filled.open[1]), "open")
	b.ReportMetric(float64(filled.least[1]), "openbound")
	b.ReportMetric(float64(out.called), "called")
	b.ReportMetric(float64(out.bound), "bound")
}
