package highs

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseProgress(t *testing.T) {
	tests := []struct {
		line string
		want Progress
		ok   bool
	}{
		{" S       0       0         0   0.00%   -20.63          -10                106%        0      0      0         0     0.0s", Progress{0, -10, -20.63, 0}, true},
		{"         0       0         0   0.00%   -inf            inf                  inf        0      0      0         0     0.0s", Progress{0, math.Inf(1), math.Inf(-1), 0}, true},
		{"      12k     301      5k  41.13%   4909.5   5100   3.75%   1042   78   9001   190k   12.5s", Progress{12000, 5100, 4909.5, 0}, true},
		{"      3m     301      5k  41.13%   4909.5   5100   Large   1042   78   9001   190k   12.5s", Progress{3000000, 5100, 4909.5, 0}, true},
		{"Src  Proc. InQueue |  Leaves   Expl. | BestBound       BestSol              Gap |   Cuts   InLp Confl. | LpIters     Time", Progress{}, false},
		{"        Nodes      |    B&B Tree     |            Objective Bounds              |  Dynamic Constraints |       Work", Progress{}, false},
		{"         x       0         0   0.00%   1   1   0%   0      0      0         0     0.0s", Progress{}, false},
		{"         0       0         0   0.00%   nan   1   0%   0      0      0         0     0.0s", Progress{}, false},
		{"", Progress{}, false},
	}
	for _, tt := range tests {
		got, ok := parseProgress(tt.line)
		if got != tt.want || ok != tt.ok {
			t.Errorf("%q is %+v, %v; want %+v, %v", tt.line, got, ok, tt.want, tt.ok)
		}
	}
}

func TestLogReaderJoinsPieces(t *testing.T) {
	log := "Solving\n   1  0  0  0.00%  5  9  44%  0  0  0  0  0.0s\n" + strings.Repeat("long ", 2000) +
		"\n   2  0  0  0.00%  6  9  33%  0  0  0  0  0.1s\n   3  0  0  0.00%  7  9"
	want := []Progress{{Nodes: 1, Best: 9, Bound: 5}, {Nodes: 2, Best: 9, Bound: 6}}
	for size := 1; size < len(log); size = size*3 + 1 {
		var got []Progress
		l := &logReader{started: time.Now(), report: func(p Progress) {
			p.Seconds = 0
			got = append(got, p)
		}}
		for rest := log; rest != ""; {
			n := min(size, len(rest))
			l.write([]byte(rest[:n]))
			rest = rest[n:]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in pieces of %d (-want +got):\n%s", size, diff)
		}
	}
}
