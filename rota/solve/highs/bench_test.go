package highs

import (
	"context"
	"testing"
)

// BenchmarkCompile is the start of the first process on a machine.
func BenchmarkCompile(b *testing.B) { benchmarkCompile(b, "") }

// BenchmarkCompileCached is the start of every later one.
func BenchmarkCompileCached(b *testing.B) { benchmarkCompile(b, b.TempDir()) }

func benchmarkCompile(b *testing.B, folder string) {
	a, err := loadAssets(dist)
	if err != nil {
		b.Fatal(err)
	}
	compiled := func() {
		p, err := compile(context.Background(), a, folder)
		if err != nil {
			b.Fatal(err)
		}
		if err := p.runtime.Close(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	if folder != "" {
		compiled()
	}
	for b.Loop() {
		compiled()
	}
}

// BenchmarkNew is the making of an engine from the compiled runtime.
func BenchmarkNew(b *testing.B) {
	open(b)
	for b.Loop() {
		e, err := New(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		e.Close()
	}
}

// BenchmarkSolve is one model each of the kinds that take most of the time.
func BenchmarkSolve(b *testing.B) {
	linear := knapsacks(300, 100, 1)
	for j := range linear.Cols {
		linear.Cols[j].Integer = false
	}
	models := []struct {
		name  string
		model *Model
	}{
		{"tiny", knapsacks(5, 1, 1)},
		{"linear", linear},
		{"whole", knapsacks(40, 5, 1)},
	}
	e := open(b)
	for _, m := range models {
		b.Run(m.name, func(b *testing.B) {
			for b.Loop() {
				solve(b, e, m.model, Options{})
			}
		})
	}
}
