package solve

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"strikerota/rota/solve/highs"
)

// byCbc solves by the program cbc, by way of files in the folder. It may use every core.
func byCbc(program, folder string) rivalSolver {
	file, start, answer := filepath.Join(folder, "model.mps"), filepath.Join(folder, "start.txt"), filepath.Join(folder, "answer.txt")
	return func(ctx context.Context, m *highs.Model, x []float64, limit time.Duration) ([]float64, time.Duration, error) {
		if err := writeCbc(m, x, file, start); err != nil {
			return nil, 0, err
		}
		if err := os.RemoveAll(answer); err != nil {
			return nil, 0, err
		}
		ctx, cancel := context.WithTimeout(ctx, limit+cbcGrace)
		defer cancel()
		began := time.Now()
		said, err := exec.CommandContext(ctx, program, file, "-threads", strconv.Itoa(runtime.NumCPU()),
			"-timeMode", "elapsed", "-sec", fmt.Sprint(limit.Seconds()), "-allowableGap", fmt.Sprint(gap),
			"-ratioGap", "0", "-mipStart", start, "-solve", "-solution", answer, "-quit").CombinedOutput()
		took := time.Since(began)
		if ctx.Err() != nil {
			return nil, took, nil // it did not stop by itself: out of time
		}
		if err != nil {
			return nil, took, fmt.Errorf("cbc: %w", err)
		}
		text, err := os.ReadFile(answer)
		if err != nil {
			return nil, took, fmt.Errorf("cbc: %w: %s", err, lastLine(said))
		}
		answered, err := readCbc(text, len(m.Cols))
		return answered, took, err
	}
}

// lastLine is the end of what a program said.
func lastLine(text []byte) []byte {
	text = bytes.TrimSpace(text)
	return text[bytes.LastIndexByte(text, '\n')+1:]
}

// cbcGrace is how long after its limit cbc may take to stop.
const cbcGrace = 10 * time.Second

// writeCbc writes the model and the solution to start from.
func writeCbc(m *highs.Model, x []float64, file, start string) error {
	var b bytes.Buffer
	if err := highs.WriteMPS(&b, m); err != nil {
		return err
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		return err
	}
	b.Reset()
	for j, v := range x {
		fmt.Fprintf(&b, "C%d %g\n", j, v)
	}
	return os.WriteFile(start, b.Bytes(), 0o600)
}

// readCbc reads a solution as cbc writes it: how it ended, then a line for each
// column that is not 0, with number, name, value and price. Out of time it is nil.
func readCbc(text []byte, columns int) ([]float64, error) {
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Scan()
	switch end := lines.Text(); {
	case strings.HasPrefix(end, "Stopped on time"):
		return nil, nil
	case !strings.HasPrefix(end, "Optimal"): // there is a plan, the one to start from
		return nil, fmt.Errorf("cbc ends with: %s", end)
	}
	x := make([]float64, columns)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 {
			return nil, fmt.Errorf("cbc: the line %q", lines.Text())
		}
		j, err := strconv.Atoi(strings.TrimPrefix(fields[1], "C"))
		if err != nil || j < 0 || j >= columns {
			return nil, fmt.Errorf("cbc: the column %q", fields[1])
		}
		if x[j], err = strconv.ParseFloat(fields[2], 64); err != nil {
			return nil, fmt.Errorf("cbc: the value %q", fields[2])
		}
	}
	return x, lines.Err()
}

func TestReadCbc(t *testing.T) {
	tests := []struct {
		name, text string
		want       string
	}{
		{"optimal", "Optimal - objective value -3.00000000\n      0 C0                       1                     -3\n      2 C2   0.5  0\n", "[1 0 0.5] <nil>"},
		{"stopped", "Stopped on time - objective value 7.0\n      0 C0  1  -3\n", "[] <nil>"},
		{"wrong", "Infeasible - objective value 0\n", "[] cbc ends with: Infeasible - objective value 0"},
		{"empty", "", "[] cbc ends with: "},
		{"another column", "Optimal - objective value 1\n 3 C3 1 0\n", `[] cbc: the column "C3"`},
		{"no value", "Optimal - objective value 1\n 1 C1 one 0\n", `[] cbc: the value "one"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, err := readCbc([]byte(tt.text), 3)
			if got := fmt.Sprint(x, err); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
