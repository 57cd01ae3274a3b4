package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
)

// A Robuster is solve.Robust, or a stand-in.
type Robuster func(context.Context, rota.Problem, rota.Plan, []solve.Spare, solve.RobustOptions) (solve.Robustness, error)

// A RobustQuestion asks how a rota stands up to more silent doctors away.
type RobustQuestion struct {
	Rota    string // the run that made it
	Problem rota.Problem
	Plan    rota.Plan
	Spare   []solve.Spare
}

const (
	robustFormat     = "strikerota/robust-question/1"
	robustnessFormat = "strikerota/robustness/1"
)

type robustDoc struct {
	Format string          `json:"format"`
	Rota   string          `json:"rota"`
	Plan   json.RawMessage `json:"plan"`
	Spare  spareDoc        `json:"spare"`
}

// A spareDoc is the slots with silent doctors as a problem of its own, and how many
// of them each has, in its order.
type spareDoc struct {
	Slots  json.RawMessage `json:"slots"`
	Silent []int           `json:"silent"`
}

// Documents are the rota's problem, and the question without it.
func (q RobustQuestion) Documents() (problem, question []byte, err error) {
	if problem, err = problemText(q.Problem); err != nil {
		return nil, nil, err
	}
	doc := robustDoc{Format: robustFormat, Rota: q.Rota}
	if doc.Plan, err = written(func(w io.Writer) error { return document.WritePlan(w, q.Plan) }); err != nil {
		return nil, nil, fmt.Errorf("write the plan: %w", err)
	}
	if doc.Spare, err = spareText(q.Problem.Strike, q.Spare); err != nil {
		return nil, nil, err
	}
	question, err = json.Marshal(doc)
	return problem, question, err
}

func spareText(strike rota.Strike, spare []solve.Spare) (spareDoc, error) {
	p := rota.Problem{Strike: strike, Aims: []rota.Aim{rota.AimCover}}
	silent := map[rota.SlotID]int{}
	for _, s := range spare {
		p.Slots, silent[s.Slot.ID] = append(p.Slots, s.Slot), s.Silent
	}
	p, err := rota.NewProblem(p)
	if err != nil {
		return spareDoc{}, fmt.Errorf("write the slots with silent doctors: %w", err)
	}
	doc := spareDoc{Silent: []int{}}
	if doc.Slots, err = problemText(p); err != nil {
		return spareDoc{}, err
	}
	for _, s := range p.Slots {
		doc.Silent = append(doc.Silent, silent[s.ID])
	}
	return doc, nil
}

func (doc spareDoc) read() ([]solve.Spare, error) {
	p, err := document.ReadProblem(bytes.NewReader(doc.Slots))
	if err != nil {
		return nil, fmt.Errorf("read the slots with silent doctors: %w", err)
	}
	if len(p.Slots) != len(doc.Silent) {
		return nil, errors.New("read the slots with silent doctors: they are not counted")
	}
	var out []solve.Spare
	for i, s := range p.Slots {
		out = append(out, solve.Spare{Slot: s, Silent: doc.Silent[i]})
	}
	return out, nil
}

// ReadRobustQuestion reads a question from a run's problem and question.
func ReadRobustQuestion(problem, question []byte) (RobustQuestion, error) {
	var doc robustDoc
	if err := readLine(question, &doc); err != nil || doc.Format != robustFormat {
		return RobustQuestion{}, errors.New("read the question: it is none")
	}
	q := RobustQuestion{Rota: doc.Rota}
	var err error
	if q.Problem, err = document.ReadProblem(bytes.NewReader(problem)); err != nil {
		return RobustQuestion{}, fmt.Errorf("read the problem: %w", err)
	}
	if q.Plan, err = document.ReadPlan(bytes.NewReader(doc.Plan)); err != nil {
		return RobustQuestion{}, fmt.Errorf("read the plan: %w", err)
	}
	q.Spare, err = doc.Spare.read()
	return q, err
}

// A robustnessDoc is a solve.Robustness. Of slots it has the ids: the rest is in the question.
type robustnessDoc struct {
	Format  string           `json:"format"`
	Days    []unitDayDoc     `json:"days"`
	Standby []standbyCallDoc `json:"standby"`
	Proved  bool             `json:"proved"`
}

type unitDayDoc struct {
	Service string           `json:"service"`
	Unit    string           `json:"unit"`
	Date    string           `json:"date"`
	Silent  int              `json:"silent"`
	Slots   []slotHoldDoc    `json:"slots"`
	Cases   []awayCaseDoc    `json:"cases"`
	Standby []standbyCallDoc `json:"standby"`
}

type awayCaseDoc struct {
	Away   int               `json:"away"`
	Worst  solve.OpenMinutes `json:"worst"`
	Choice []slotCountDoc    `json:"choice"`
	Open   []slotCountDoc    `json:"open"`
	Proved bool              `json:"proved"`
}

type slotCountDoc struct {
	Slot  rota.SlotID `json:"slot"`
	Count int         `json:"count"`
}

type standbyCallDoc struct {
	Consultant rota.ConsultantID `json:"consultant"`
	Gain       solve.OpenMinutes `json:"gain"`
}

type slotHoldDoc struct {
	Slot   rota.SlotID `json:"slot"`
	Silent int         `json:"silent"`
	Holds  []bool      `json:"holds"`
}

// WriteRobustness writes the answer: the same answer gives the same bytes.
func WriteRobustness(r solve.Robustness) ([]byte, error) {
	doc := robustnessDoc{Format: robustnessFormat, Days: []unitDayDoc{}, Standby: standbyOf(r.Standby), Proved: r.Proved}
	for _, d := range r.Days {
		day := unitDayDoc{Service: d.Service, Unit: d.Unit, Date: d.Date.String(), Silent: d.Silent, Standby: standbyOf(d.Standby)}
		for _, c := range d.Cases {
			day.Cases = append(day.Cases, awayCaseDoc{c.Away, c.Worst, countsOf(c.Choice), countsOf(c.Open), c.Proved})
		}
		for _, s := range d.Slots {
			day.Slots = append(day.Slots, slotHoldDoc{s.Slot.ID, s.Silent, s.Holds[:]})
		}
		doc.Days = append(doc.Days, day)
	}
	return json.Marshal(doc)
}

func countsOf(list []solve.SlotCount) []slotCountDoc {
	return each(list, func(x solve.SlotCount) slotCountDoc { return slotCountDoc(x) })
}

func readCounts(list []slotCountDoc) []solve.SlotCount {
	return each(list, func(x slotCountDoc) solve.SlotCount { return solve.SlotCount(x) })
}

func standbyOf(list []solve.StandbyCall) []standbyCallDoc {
	return each(list, func(x solve.StandbyCall) standbyCallDoc { return standbyCallDoc(x) })
}

func readStandby(list []standbyCallDoc) []solve.StandbyCall {
	return each(list, func(x standbyCallDoc) solve.StandbyCall { return solve.StandbyCall(x) })
}

// ReadRobustness reads the answer to the question.
func ReadRobustness(data []byte, q RobustQuestion) (solve.Robustness, error) {
	var doc robustnessDoc
	if err := readLine(data, &doc); err != nil || doc.Format != robustnessFormat {
		return solve.Robustness{}, errors.New("read the robustness: it is none")
	}
	out := solve.Robustness{Days: []solve.UnitDay{}, Standby: readStandby(doc.Standby), Proved: doc.Proved}
	for _, day := range doc.Days {
		d, err := day.read(q)
		if err != nil {
			return solve.Robustness{}, fmt.Errorf("read the robustness: %w", err)
		}
		out.Days = append(out.Days, d)
	}
	return out, nil
}

func (day unitDayDoc) read(q RobustQuestion) (solve.UnitDay, error) {
	d := solve.UnitDay{Service: day.Service, Unit: day.Unit, Silent: day.Silent, Standby: readStandby(day.Standby)}
	var err error
	if d.Date, err = rota.ParseDate(day.Date); err != nil {
		return d, err
	}
	if len(day.Cases) != len(d.Cases) {
		return d, errors.New("it has not all cases")
	}
	for i, c := range day.Cases {
		d.Cases[i] = solve.AwayCase{Away: c.Away, Worst: c.Worst, Choice: readCounts(c.Choice), Open: readCounts(c.Open), Proved: c.Proved}
	}
	for _, s := range day.Slots {
		slot, ok := q.slot(s.Slot)
		h := solve.SlotHold{Slot: slot, Silent: s.Silent}
		if !ok || len(s.Holds) != len(h.Holds) {
			return d, errors.New("a slot makes no sense")
		}
		copy(h.Holds[:], s.Holds)
		d.Slots = append(d.Slots, h)
	}
	return d, nil
}

// slot is a slot of the rota's, or of those that need nobody while the silent work.
func (q RobustQuestion) slot(id rota.SlotID) (rota.Slot, bool) {
	if s, ok := q.Problem.Slot(id); ok {
		return s, true
	}
	i := slices.IndexFunc(q.Spare, func(s solve.Spare) bool { return s.Slot.ID == id })
	if i < 0 {
		return rota.Slot{}, false
	}
	return q.Spare[i].Slot, true
}

// robust answers the run's question. It takes no longer than the run may.
func (a *attempt) robust(ctx context.Context, problem, question []byte) ([]byte, error) {
	q, err := ReadRobustQuestion(problem, question)
	if err != nil {
		return nil, err
	}
	found, err := keeping(ctx, a, func(ctx context.Context, o solve.Options) (solve.Robustness, error) {
		if o.Limit > 0 {
			limited, cancel := context.WithTimeout(ctx, o.Limit)
			defer cancel()
			ctx = limited
		}
		return a.options.Robust(ctx, q.Problem, q.Plan, q.Spare, solve.RobustOptions{Threads: o.Threads})
	})
	if err != nil {
		return nil, err
	}
	return WriteRobustness(found)
}
