package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve"
)

// How a worker and its solving process talk. The worker starts the process (see
// [Process]), which answers one request (see [SolveApart]) and ends.
//
// To the process, on its standard input: the request, a JSON object on one line;
// then, once, when the worker wants the result now, the line "stop". Standard input
// stays open while the worker is there: its end means that nobody wants the result.
//
// From the process, on its standard output: answers, each a JSON object on one line.
// Those with "progress" or "so_far" tell how far it is. The last one has "result",
// "error" or both. A process that ends before its last answer has died; whether it
// was killed, ran out of memory or crashed is in its exit status and on its
// standard error. Anything else on standard output is an error.
//
// Requests and results hold the documents of the packages rota/document and this
// one: ids, and no names of people.

// stopLine asks the process to end with what it has.
const stopLine = "stop\n"

// longestAnswer is how long a line may be. The largest plan of a region, with the
// reasons of thousands of open places, is well below that.
const longestAnswer = 1 << 30

// What a process can be asked to do.
const (
	jobSolve    = "solve"    // the result is the plan
	jobExplain  = "explain"  // the result is the explanation of the plan
	jobVariants = "variants" // the result is plans, of the problem and of each other one
	jobRobust   = "robust"   // the result is how the rota stands up to more doctors away
)

// A request is what a process is asked to do.
type request struct {
	Job      string            `json:"job"`
	Problem  json.RawMessage   `json:"problem"`
	Others   []json.RawMessage `json:"other_problems,omitempty"` // variants of the problem
	Question json.RawMessage   `json:"question,omitempty"`       // of a robust answer
	Plan     json.RawMessage   `json:"plan,omitempty"`           // to explain
	Slot     rota.SlotID       `json:"slot,omitempty"`           // to explain alone
	Limit    time.Duration     `json:"limit_ns"`
	Steps    int               `json:"steps"`
	Seed     int64             `json:"seed"`
	Threads  int               `json:"threads"`
	Memory   int64             `json:"memory"`
	Choices  int               `json:"choices,omitempty"`
	States   int               `json:"states,omitempty"`
}

// An answer is a line from the process.
type answer struct {
	Progress *progressDoc    `json:"progress,omitempty"`
	SoFar    json.RawMessage `json:"so_far,omitempty"` // an explanation that has more to come
	Result   json.RawMessage `json:"result,omitempty"`
	Error    string          `json:"error,omitempty"`
}

// last reports whether nothing comes after the answer.
func (a answer) last() bool { return a.Result != nil || a.Error != "" }

// failure is the error in the answer, or nil. It has no names, as the problem has none.
func (a answer) failure() error {
	if a.Error == "" {
		return nil
	}
	return errors.New(a.Error)
}

// A progressDoc is a solve.Progress.
type progressDoc struct {
	Stage   string  `json:"stage"`
	Index   int     `json:"index"`
	Stages  int     `json:"stages"`
	Best    int64   `json:"best"`
	Bound   int64   `json:"bound"`
	Nodes   int64   `json:"nodes"`
	Compact int     `json:"compact"`
	Seconds float64 `json:"seconds"`
}

var errGarbled = errors.New("the solving process said something that makes no sense")

// readLine is strict, since both ends are of one program.
func readLine(line []byte, into any) error {
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		return err
	}
	if _, err := in.Token(); err != io.EOF {
		return errors.New("there is more than one")
	}
	return nil
}

// readAnswer reads a line from the process.
func readAnswer(line []byte) (answer, error) {
	var a answer
	if err := readLine(line, &a); err != nil || a.Progress == nil && a.SoFar == nil && !a.last() {
		return answer{}, errGarbled // err would repeat what was said
	}
	return a, nil
}

// written is the document that write writes.
func written(write func(io.Writer) error) (json.RawMessage, error) {
	var out bytes.Buffer
	err := write(&out)
	return out.Bytes(), err
}

// solveOptions are those of a solve that the request asks for.
func (r request) solveOptions() solve.Options {
	return solve.Options{Limit: r.Limit, Steps: r.Steps, Seed: r.Seed, Threads: r.Threads, Memory: r.Memory}
}
