package web

import (
	"errors"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A runView is one run under way, or what became of it.
type runView struct {
	base
	progressView
	Events    string // address of the stream while it is under way
	Here      string
	Status    Tag
	Sentence  string
	Proof     string
	Reference string
	Keep      *Button
	Cancel    *Button
	Go        *Button // where to go when it is over
}

// How a run is asked to end.
const (
	keepBest   = "keep"
	cancelIt   = "cancel"
	stopAction = "do"
)

// newRunView builds the page of a run. proof is the plan's proof line when it is done.
func newRunView(b base, run store.Run, proof string) *runView {
	b.backTo("Make the rota", strikePath(run.StrikeID, "solve"))
	p := &runView{base: b, progressView: newProgressView(run), Here: runPath(run)}
	switch run.State {
	case store.RunQueued, store.RunRunning:
		p.Events, p.Sentence = runPath(run)+"/events", "You can leave this page: the work goes on, and the rota is kept."
		p.Keep = &Button{Text: "Stop and keep the best so far", Variant: "secondary", Name: stopAction, Value: keepBest}
		p.Cancel = &Button{Text: "Cancel", Variant: "secondary", Name: stopAction, Value: cancelIt}
		if run.Stop != store.StopNot {
			p.Sentence, p.Keep, p.Cancel = "It has been asked to stop, and will in a moment.", nil, nil
		}
	case store.RunDone:
		p.Status, p.Proof = Tag{Text: "Done", Colour: "green"}, proof
		p.Sentence = "The rota has been made."
		p.Go = &Button{Text: "See the rota", Href: strikePath(run.StrikeID, "rota")}
	case store.RunFailed:
		p.Status, p.Reference = TagProblem, nameOr(run.Reference, run.ID)
		p.Sentence = "The rota could not be made. The rota made before, if there is one, is kept as it was. Tell whoever looks after the planner the reference number."
		p.Go = &Button{Text: "Try again", Href: strikePath(run.StrikeID, "solve")}
	case store.RunCancelled:
		p.Status = Tag{Text: "Cancelled", Colour: "grey"}
		p.Sentence = "Making the rota was cancelled. The rota made before, if there is one, is kept as it was."
		p.Go = &Button{Text: "Start again", Href: strikePath(run.StrikeID, "solve")}
	}
	return p
}

func (s *Server) runPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	run, err := s.run(v)
	if err != nil {
		return err
	}
	proof, err := s.proofOf(v, run)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, rotaSection, "Making the rota")
	return s.show(v, "run", newRunView(b, run, proof))
}

// proofOf is how sure the run's plan is to be best; "" when a newer one has taken its place.
func (s *Server) proofOf(v *visit, run store.Run) (string, error) {
	if run.State != store.RunDone {
		return "", nil
	}
	_, plan, record, err := s.enteredPlan(v, run.StrikeID)
	if err != nil || record.RunID != run.ID {
		return "", err
	}
	return plan.ProofWords() + ".", nil
}

// stopRun asks a run to end. One that is over already stays as it is.
func (s *Server) stopRun(v *visit) error {
	if _, err := s.strike(v); err != nil {
		return err
	}
	run, err := s.run(v)
	if err != nil {
		return err
	}
	f := v.form()
	what := form.Choice(f, stopAction, "what to do", []string{keepBest, cancelIt})
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return &form.Refused{Field: stopAction}
	}
	err = v.store.RequestStop(v.ctx(), v.actor(), run.ID, what == keepBest)
	if err != nil && !errors.Is(err, rota.ErrConflict) { // it may have ended meanwhile
		return err
	}
	return s.redirect(v, runPath(run))
}
