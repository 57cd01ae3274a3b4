package highs

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// logReader finds the progress of a mixed-integer solve in what HiGHS prints.
type logReader struct {
	started time.Time
	report  func(Progress) // nil if nobody asks
	line    []byte         // what has come of the current line
}

// maxLine is longer than any line of HiGHS; the rest of a longer one is dropped.
const maxLine = 4096

// write takes the next piece of the log.
func (l *logReader) write(text []byte) {
	if l.report == nil {
		return
	}
	for len(text) > 0 {
		piece, rest, whole := bytes.Cut(text, []byte{'\n'})
		l.line = append(l.line, piece[:min(len(piece), maxLine-len(l.line))]...)
		if !whole {
			return
		}
		if p, ok := parseProgress(string(l.line)); ok {
			p.Seconds = time.Since(l.started).Seconds()
			l.report(p)
		}
		l.line, text = l.line[:0], rest
	}
}

// parseProgress reads a line of HiGHS's table. After a letter that tells the source of a new
// solution, if it is one, its columns are: nodes done, nodes waiting, leaves, share explored, best
// bound, best solution, gap, cuts, rows in the LP, conflicts, iterations, time.
func parseProgress(line string) (Progress, bool) {
	fields := strings.Fields(line)
	if len(fields) == 13 {
		fields = fields[1:]
	}
	if len(fields) != 12 || !strings.HasSuffix(fields[3], "%") || !strings.HasSuffix(fields[11], "s") {
		return Progress{}, false
	}
	nodes, ok1 := parseCount(fields[0])
	bound, err2 := strconv.ParseFloat(fields[4], 64)
	best, err3 := strconv.ParseFloat(fields[5], 64)
	if !ok1 || err2 != nil || err3 != nil || math.IsNaN(bound) || math.IsNaN(best) {
		return Progress{}, false
	}
	return Progress{Nodes: nodes, Best: best, Bound: bound}, true
}

// parseCount reads a number that may be shortened to thousands or millions.
func parseCount(s string) (int64, bool) {
	unit := int64(1)
	for suffix, size := range map[string]int64{"k": 1e3, "m": 1e6} {
		if short, ok := strings.CutSuffix(s, suffix); ok {
			s, unit = short, size
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n * unit, err == nil && n >= 0
}
