package exports

import (
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// largest is a plan of a trust of 700 consultants and 900 places, with 2,000 duties of 1,000 residents.
func largest(b *testing.B) (Handout, rota.Entry) {
	b.Helper()
	p := rotatest.Trust(rotatest.LargeTrust, rotatest.Tight, 1)
	e := rota.Entry{Strike: p.Strike, Rules: p.Rules, Case: rota.Case{Kind: rota.AllAway}, Consultants: p.Consultants, Slots: p.Slots, Cards: p.Cards, Aims: p.Aims}
	for i := range 1000 {
		id := rota.ResidentID(fmt.Sprintf("R%04d", i))
		e.Residents = append(e.Residents, rota.Resident{ID: id, Name: "Example " + string(id), Grade: []string{"FY1", "FY2", "ST3", "ST6"}[i%4]})
		for j := range 2 {
			day := 25 + (i+2*j)%5
			e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID(fmt.Sprintf("D%04d-%d", i, j)), Resident: id, Declaration: rota.NoReply,
				Attendance: []rota.Attendance{rota.Absent, rota.Worked, rota.Absent}[(i+j)%3],
				Span:       rotatest.Span(fmt.Sprintf("2025-07-%d 08:00", day), fmt.Sprintf("2025-07-%d 20:00", day))})
		}
	}
	people := map[rota.ConsultantID]rota.Consultant{}
	for _, c := range e.Consultants {
		c.Name = "Dr Example " + string(c.ID)
		people[c.ID] = c
	}
	h := Handout{Problem: p, Plan: rotatest.Greedy(p), Consultants: people, Labels: Labels{Trust: "Example", Made: p.Strike.Start}}
	b.Logf("%d consultants, %d slots, %d assignments, %d slots open, %d duties", len(p.Consultants), len(p.Slots), len(h.Plan.Assignments), len(h.Plan.Open), len(e.Duties))
	return h, e
}

// BenchmarkWorkbooks writes each kind of workbook of the largest plan.
func BenchmarkWorkbooks(b *testing.B) {
	h, e := largest(b)
	groups := rota.Share(e.Return(shownAtWork(h, e)))
	h.Money.Withheld = &Withheld{Ranges: e.WithheldRanges(groups, rota.StandardWithholding())}
	for _, w := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"results", func(w io.Writer) error { return Results(w, h) }},
		{"rota", func(w io.Writer) error { return Rota(w, h) }},
		{"costs", func(w io.Writer) error { return Costs(w, h) }},
		{"return", func(w io.Writer) error {
			return SharedReturn(w, h.Labels, e.Strike, rota.Share(e.Return(shownAtWork(h, e))))
		}},
		{"entries", func(w io.Writer) error { return Entries(w, e, h.Labels) }},
		{"personal", func(w io.Writer) error { return Personal(w, h, h.Problem.Consultants[0].ID) }},
		{"evidence", func(w io.Writer) error { o := h.Plan.Open[0].Slot; return Evidence(w, h, o, h.Ways[o]) }},
	} {
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			most := peak()
			defer func() { b.ReportMetric(float64(most())/(1<<20), "MB-heap-peak") }()
			for b.Loop() {
				if err := w.write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// peak watches the heap; what it gives tells the most that it was above where it began.
func peak() func() uint64 {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var most uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
			}
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > before.HeapAlloc {
				most = max(most, now.HeapAlloc-before.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		return most
	}
}
