package web

import (
	"errors"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// An asking is a kind of question that a run answers without making a rota: where its
// page is, and who may ask.
type asking struct {
	purpose store.Purpose
	below   []string // its address below the strike's
	ask     auth.Act
}

var (
	askingPrices = asking{store.ForPrices, []string{"cost", "prices"}, auth.EditCost}
	askingCases  = asking{store.ForCases, []string{"rota", "cases"}, auth.EditRota}
	askingAims   = asking{store.ForAims, []string{"rota", "aims"}, auth.EditRota}
	askingRobust = asking{store.ForRobust, []string{"rota", "robust"}, auth.EditRota}
	askingReplan = asking{store.ForReplan, []string{"day", "replan"}, auth.EditRota}
)

var askings = []asking{askingPrices, askingCases, askingAims, askingRobust, askingReplan}

// askingOf is the kind of question that the run answers; false when it makes a rota.
func askingOf(run store.Run) (asking, bool) {
	for _, a := range askings {
		if a.purpose == run.Purpose {
			return a, true
		}
	}
	return asking{}, false
}

func (a asking) path(strikeID string, more ...string) string {
	return strikePath(strikeID, append(append([]string{}, a.below...), more...)...)
}

// A questionView is how the newest question stands, on its page.
type questionView struct {
	progressView
	Here    string
	Plain   bool   // it tells of no steps
	Events  string // address of the stream while it is being answered
	Cancel  *Button
	Stopped string // said of a question that was asked to stop
	Failed  string // what became of the last question, when nothing came of it
}

// view shows how the newest question stands; last is nil when there is none.
func (a asking) view(strikeID string, last *store.Run, may func(auth.Act) bool) questionView {
	q := questionView{Here: a.path(strikeID), Plain: a.purpose == store.ForRobust}
	if last == nil {
		return q
	}
	q.progressView = newProgressView(*last)
	switch last.State {
	case store.RunQueued, store.RunRunning:
		q.Events = a.path(strikeID, "events")
		if last.Stop != store.StopNot {
			q.Stopped = "It has been asked to stop, and will in a moment."
		} else if may(a.ask) {
			q.Cancel = &Button{Text: "Cancel", Variant: "secondary"}
		}
	case store.RunFailed:
		q.Failed = "The last question could not be answered. Reference number: " + nameOr(last.Reference, last.ID) + "."
	case store.RunCancelled:
		q.Failed = "The last question was cancelled."
	}
	return q
}

// latest is the newest run that answers such a question; nil when the strike has none.
func (a asking) latest(s *Server, v *visit, strikeID string) (*store.Run, error) {
	run, err := v.store.LatestQuestionRun(v.ctx(), strikeID, a.purpose)
	if errors.Is(err, rota.ErrNotFound) {
		return nil, nil
	}
	return &run, err
}

// cancel asks the question that is being answered to stop. One that is over already stays as it is.
func (a asking) cancel(s *Server, v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	run, err := v.store.LatestQuestionRun(v.ctx(), strike.ID, a.purpose)
	if err != nil {
		return err
	}
	if err := v.store.RequestStop(v.ctx(), v.actor(), run.ID, false); err != nil && !errors.Is(err, rota.ErrConflict) {
		return err
	}
	return s.redirect(v, a.path(strike.ID))
}

// events streams the progress of the newest question.
func (a asking) events(s *Server, v *visit) error {
	run, err := v.store.LatestQuestionRun(v.ctx(), v.param("strike"), a.purpose)
	if err != nil {
		return err
	}
	return s.follow(v, newStream(v.c.Writer), run)
}

// progress is the same as one event.
func (a asking) progress(s *Server, v *visit) error {
	run, err := v.store.LatestQuestionRun(v.ctx(), v.param("strike"), a.purpose)
	if err != nil {
		return err
	}
	return s.progress(v, run)
}

// An answered is a question of variants with its answer: a plan for each.
type answered struct {
	runs.Question
	plans []rota.Plan
	at    time.Time
}

// answer loads the newest question of variants that was answered; nil when there is none.
func (a asking) answer(s *Server, v *visit, strikeID string) (*answered, error) {
	record, err := v.store.Answer(v.ctx(), strikeID, a.purpose)
	if errors.Is(err, rota.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.answers.of(record.RunID, func() (*answered, error) { return readAnswered(record) })
}

func readAnswered(record store.AnswerRecord) (*answered, error) {
	q, err := runs.ReadQuestion(record.Problem, record.Question)
	if err != nil {
		return nil, err
	}
	plans, err := runs.ReadPlans(record.Answer, len(q.Variants))
	return &answered{Question: q, plans: plans, at: record.MadeAt}, err
}

// same reports whether the same people cover the same slots in all plans.
func (a *answered) same() bool {
	for _, plan := range a.plans[1:] {
		if dropped, added := solve.Changes(a.plans[0], plan); len(dropped)+len(added) > 0 {
			return false
		}
	}
	return true
}

// unproved says in words how sure the plans are, when not all are proved best.
func (a *answered) unproved() []string {
	var out []string
	for i, plan := range a.plans {
		if plan.Status != rota.Proved {
			out = append(out, rota.LowerFirst(a.Variants[i].Name)+": "+rota.LowerFirst(plan.ProofWords()))
		}
	}
	return out
}
