package runs

import (
	"encoding/json"
	"errors"
	"time"

	"strikerota/rota"
)

const replanFormat = "strikerota/replan/1"

// A ReplanQuestion asks for the rest of a strike to be planned anew: the problem is what is
// left of it at an instant, as [rota.Entry.Remaining] and [rota.Problem.Started] make it.
type ReplanQuestion struct {
	At      time.Time
	Draft   int64 // the version of the draft that it is planned from
	Problem rota.Problem
}

type replanDoc struct {
	Format string    `json:"format"`
	At     time.Time `json:"at"`
	Draft  int64     `json:"draft"`
}

// Documents are the problem, and the question without it.
func (q ReplanQuestion) Documents() (problem, question []byte, err error) {
	if problem, err = problemText(q.Problem); err != nil {
		return nil, nil, err
	}
	question, err = json.Marshal(replanDoc{replanFormat, q.At.UTC(), q.Draft})
	return problem, question, err
}

// ReadReplan reads when the rest was planned, and from which version of the draft.
func ReadReplan(question []byte) (at time.Time, draft int64, err error) {
	var doc replanDoc
	if err := readLine(question, &doc); err != nil || doc.Format != replanFormat {
		return at, 0, errors.New("read the question: it is none")
	}
	return doc.At, doc.Draft, nil
}
