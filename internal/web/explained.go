package web

import (
	"errors"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// An explained is what the worker has worked out about a rota's open places. It
// is read only while the rota still answers what is entered.
type explained struct {
	known *runs.Explanation // nil when there is none
	soon  bool              // there is none yet, or not all of it, and it will come
}

// manyShown is how many candidates, or lines about training, are seen at once; the
// rest stand below, behind a summary.
const manyShown = 10

// patience is how long after a rota was made its explanation may still come: it
// takes the worker less, and then it has to be saved.
const patience = 2 * runs.ExplainTime

// explain loads what explains the rota, if it still holds.
func (s *Server) explain(v *visit, m *madeRota) error {
	if len(m.changed) > 0 || len(m.plan.Open) == 0 {
		return nil
	}
	text, err := s.store.Explanation(v.ctx(), m.run)
	m.explained.soon = s.now().Sub(m.at) < patience
	if errors.Is(err, rota.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	known, err := runs.ReadExplanation(text)
	if err != nil {
		return err
	}
	m.explained.known = &known
	m.explained.soon = m.explained.soon && known.More
	return nil
}

// A waysOut is what stands against an open slot as a whole, and what would fill it.
type waysOut struct {
	Conflict string // one sentence, or ""
	Unsure   bool   // not everything that it names may be needed
	Fixes    []fixLine
	Note     string // what to know of the fixes, or why there are none
	Look     string // address to look again at, while it is being worked out
	Again    string // address to make the rota again at, for those who may
}

// A fixLine is one change that would fill a place, and what else it does.
type fixLine struct{ Text, Effect string }

// waysOut words what is known of an open slot: nil when the rota is out of date.
func (m *madeRota) waysOut(strikeID string, slot rota.SlotID, may func(auth.Act) bool) *waysOut {
	if len(m.changed) > 0 {
		return nil
	}
	w := &waysOut{}
	if m.explained.known == nil {
		if m.explained.soon {
			w.Note, w.Look = "Still working out what would help.", coverPath(strikeID, slot)
			return w
		}
		w.Note = "What would help has not been worked out for this rota."
		if may(auth.EditRota) {
			w.Again = strikePath(strikeID, "solve")
		}
		return w
	}
	o, ok := m.explained.known.Of(slot)
	if m.explained.soon && !o.AllTried && len(o.Fixes) == 0 && (o.Conflict == nil || !o.Conflict.None) {
		w.Look = coverPath(strikeID, slot)
	}
	if w.Look != "" && o.Conflict == nil {
		w.Note = "Still working out what would help."
		return w
	}
	if !ok || o.Conflict == nil {
		w.Note = "There was no time to look at what would help here."
		return w
	}
	w.Conflict, w.Unsure = o.Conflict.Words(m.problem, m.name), o.Conflict.Unsure && !o.Conflict.None
	for _, f := range o.Fixes {
		w.Fixes = append(w.Fixes, fixLine{f.Words(m.problem, m.name), unbroken.Replace(sentence(runs.EffectWords(m.plan, f, may(auth.SeeCost))))})
	}
	w.Note = o.Note()
	if w.Look != "" {
		w.Note = "Still working out what would fix it."
	}
	return w
}

// unbroken keeps a sign and its amount on one line.
var unbroken = strings.NewReplacer("+£", "+\u2060£", "-£", "-\u2060£")

func isCost(stage string) bool { return strings.HasPrefix(stage, "cost:") }

// A shortList is a list of sentences of which the first are seen at once.
type shortList struct {
	First []string
	More  []string
	Words string // the summary of the rest
	After int    // the number of the last seen at once
}

func shorten(all []string, what string) *shortList {
	if len(all) == 0 {
		return nil
	}
	n := min(len(all), manyShown)
	if len(all) == n+1 {
		n++ // a summary would take as much room
	}
	l := &shortList{First: all[:n], More: all[n:], After: n + 1}
	if len(l.More) > 0 {
		l.Words = "Show all: " + count(len(l.More), "more "+what)
	}
	return l
}

// A couldTake is who could take a slot of the rota, best first.
type couldTake struct {
	Heading string
	None    string     // said when the list is empty
	List    *shortList // nil when nobody could
}

// couldTake ranks who could take the slot: nil when the rota is out of date or does
// not have the slot.
func (m *madeRota) couldTake(slot rota.SlotID, may func(auth.Act) bool) (*couldTake, error) {
	in, ok := m.problem.Slot(slot)
	if !ok || len(m.changed) > 0 {
		return nil, nil
	}
	board, err := solve.NewBoard(m.problem, m.plan)
	if err != nil {
		return nil, err
	}
	all, err := board.Candidates(slot, solve.CandidateOptions{})
	if err != nil {
		return nil, err
	}
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = unbroken.Replace(m.candidateWords(c, may(auth.SeeCost)))
	}
	c := &couldTake{Heading: "Who could take this", List: shorten(words, "way"),
		None: "Nobody could, even by leaving other slots or changing places with somebody."}
	if len(m.plan.Holders(slot)) >= in.Places {
		c.Heading = "Who else could take this"
		c.None = "Nobody else is free for it, and nobody could change places with whoever has it. Somebody who would have to leave another slot is not listed here."
	}
	return c, nil
}

// candidateWords is the candidate in a sentence, without costs for those who may not see them.
func (m *madeRota) candidateWords(c solve.Candidate, cost bool) string {
	if cost {
		return c.Words(m.problem, m.name) + "."
	}
	paid := slices.ContainsFunc(c.Effect, func(e solve.Effect) bool { return isCost(e.Aim) && e.Before != e.After })
	c.Effect = slices.DeleteFunc(slices.Clone(c.Effect), func(e solve.Effect) bool { return isCost(e.Aim) })
	text := c.Words(m.problem, m.name)
	if paid {
		text = strings.TrimSuffix(text, "; no other aim changes") // the cost does
	}
	return text + "."
}

// A worth is what one more trained person would be worth.
type worth struct {
	List *shortList
	Note string
}

// worth is nil when the rota has no open place, is out of date or is not explained.
func (m *madeRota) worth() *worth {
	if m.explained.known == nil || len(m.plan.Open) == 0 {
		return nil
	}
	var words []string
	for _, t := range m.explained.known.Training {
		words = append(words, t.Words(m.problem))
	}
	w := &worth{List: shorten(words, "line")}
	switch tried := m.explained.known.TrainingAllTried; {
	case !tried && words == nil && m.explained.soon:
		w.Note = "Still being worked out. It will be here in a few seconds."
	case !tried && words == nil:
		w.Note = "There was no time to work it out."
	case !tried:
		w.Note = "Not every skill and day was looked at in the time there was."
	case words == nil:
		w.Note = "One more trained person on one day or night would not fill any of the open places."
	}
	return w
}
