package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var runRoutes = []route{
	{method: get, path: "/strikes/:strike/runs/:run/events", act: auth.EditRota, do: (*Server).runEvents},
	{method: get, path: "/strikes/:strike/runs/:run/progress", act: auth.EditRota, do: (*Server).runProgress},
}

// progressView is how a run stands, as the browser's script shows it: the
// elements of a page marked data-field="stage" and so on take these texts.
type progressView struct {
	State   string `json:"state"`
	Stage   string `json:"stage"`   // "Open places of priority 1 (step 2 of 6)"
	Best    string `json:"best"`    // "12 hours", "none found yet"
	Bound   string `json:"bound"`   // no better than this is possible
	Seconds string `json:"seconds"` // "8 seconds"
	Say     string `json:"say"`     // for screen readers
	Ended   bool   `json:"ended"`
	Next    string `json:"next"` // where to go when it has ended
}

// newProgressView puts a run into words.
func newProgressView(run store.Run) progressView {
	p := progressView{State: string(run.State), Best: "none found yet", Bound: "not known yet",
		Seconds: count(int(run.Progress.Seconds), "second"), Next: strikePath(run.StrikeID, "solve")}
	switch run.State {
	case store.RunQueued:
		p.Stage, p.Say = "Waiting to start", "Waiting to start"
	case store.RunRunning:
		p.Stage, p.Say = "Starting", "The rota is being made"
	case store.RunDone:
		p.Ended, p.Stage, p.Say, p.Next = true, "Finished", "The rota is ready", strikePath(run.StrikeID, "rota")
	case store.RunFailed:
		p.Ended, p.Stage, p.Say = true, "Failed", "The rota could not be made"
	case store.RunCancelled:
		p.Ended, p.Stage, p.Say = true, "Stopped", "Making the rota was stopped"
	}
	if a, ok := askingOf(run); ok {
		p.about(a, run)
	}
	if run.Attempts > 1 && run.State == store.RunRunning || run.Attempts > 0 && run.State == store.RunQueued && run.Stop == store.StopNot {
		p.Stage, p.Say = begunAnew, begunAnew
	}
	if g := run.Progress; g.Stage != "" && !p.Ended {
		p.Stage = fmt.Sprintf("%s (step %d of %d)", rota.StageWords(g.Stage), g.Index, g.Stages)
		p.Bound = rota.AimValue{Aim: g.Stage, Value: g.Bound}.Words()
		if g.HasBest {
			p.Best = rota.AimValue{Aim: g.Stage, Value: g.Best}.Words()
			p.Say = "Best so far: " + p.Best
		}
	}
	if run.Silent {
		p.Stage, p.Say = silentWorker, silentWorker
	}
	return p
}

// What is said when whatever solves has been ended from outside, and when it is not heard of.
const (
	begunAnew    = "Begun anew: the program that was working it out was stopped from outside. Nothing that you entered is lost"
	silentWorker = "The program that works it out is not answering. If it does not come back, another begins anew within a minute: you need do nothing, and nothing that you entered is lost"
)

// about makes it the progress of a question.
func (p *progressView) about(a asking, run store.Run) {
	p.Next = a.path(run.StrikeID)
	switch run.State {
	case store.RunQueued:
		p.Stage = "Waiting its turn: a rota that somebody makes comes first"
		if a.purpose.HasPlan() {
			p.Stage = "Waiting to start"
		}
		p.Say = p.Stage
	case store.RunRunning:
		p.Say = "The question is being answered"
	case store.RunDone:
		p.Say = "The answer is ready"
	case store.RunFailed:
		p.Say = "The question could not be answered"
	case store.RunCancelled:
		p.Say = "The question was cancelled"
	}
}

// run loads the run for a rota that the path names, of the strike that the path names.
func (s *Server) run(v *visit) (store.Run, error) {
	run, err := v.store.Run(v.ctx(), v.param("run"))
	if err != nil {
		return store.Run{}, err
	}
	if run.StrikeID != v.param("strike") || run.Purpose != store.ForRota {
		return store.Run{}, rota.ErrNotFound
	}
	return run, nil
}

// runProgress is the same as one event, for browsers behind a proxy that holds streams back.
func (s *Server) runProgress(v *visit) error {
	run, err := s.run(v)
	if err != nil {
		return err
	}
	return s.progress(v, run)
}

func (s *Server) progress(v *visit, run store.Run) error {
	v.c.JSON(http.StatusOK, newProgressView(run))
	return nil
}

// keepAlive is how often a silent stream says that it is alive.
const keepAlive = 15 * time.Second

// runEvents streams a run's progress as server-sent events until it ends or the browser goes.
func (s *Server) runEvents(v *visit) error {
	run, err := s.run(v)
	if err != nil {
		return err
	}
	st := newStream(v.c.Writer)
	return s.follow(v, st, run)
}

func (s *Server) follow(v *visit, st *stream, run store.Run) error {
	tick := time.NewTicker(s.options.Poll)
	defer tick.Stop()
	last, silent := progressView{}, time.Duration(0)
	for {
		now := newProgressView(run)
		if now != last {
			name := "progress"
			if now.Ended {
				name = "done"
			}
			if err := st.send(name, now); err != nil || now.Ended {
				return nil // the browser has gone, or there is no more to say
			}
			last, silent = now, 0
		} else if silent += s.options.Poll; silent >= keepAlive {
			silent = 0
			if st.comment() != nil {
				return nil
			}
		}
		select {
		case <-v.ctx().Done():
			return nil
		case <-s.closing:
			return nil
		case <-tick.C:
		}
		var err error
		if run, err = v.store.Run(v.ctx(), run.ID); err != nil {
			return err
		}
	}
}

// A stream writes server-sent events.
type stream struct {
	w    http.ResponseWriter
	ctl  *http.ResponseController
	next int
}

// newStream starts one: it must outlive the server's write timeout, and no
// proxy may gather it up.
func newStream(w http.ResponseWriter) *stream {
	st := &stream{w: w, ctl: http.NewResponseController(unwrapped(w))}
	_ = st.ctl.SetWriteDeadline(time.Time{}) // not every writer has one; then none is needed
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	return st
}

// unwrapped is the writer below Gin's, whose Flush reaches nothing that only unwraps.
func unwrapped(w http.ResponseWriter) http.ResponseWriter {
	if u, ok := w.(interface{ Unwrap() http.ResponseWriter }); ok {
		return u.Unwrap()
	}
	return w
}

func (st *stream) send(name string, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	st.next++
	if _, err := fmt.Fprintf(st.w, "id: %d\nevent: %s\ndata: %s\n\n", st.next, name, text); err != nil {
		return err
	}
	return st.ctl.Flush()
}

func (st *stream) comment() error {
	if _, err := fmt.Fprint(st.w, ": still here\n\n"); err != nil {
		return err
	}
	return st.ctl.Flush()
}
