package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

// What watches the server asks these.
const (
	healthPath = "/healthz"
	readyPath  = "/readyz"
)

var plainRoutes = []route{
	{method: get, path: "/", act: auth.Self, do: (*Server).start},
	{method: get, path: healthPath, act: auth.Open, do: (*Server).health},
	{method: get, path: readyPath, act: auth.Open, do: (*Server).readiness},
	{method: get, path: "/help", act: auth.Open, do: plain("help", "Help")},
	{method: get, path: "/accessibility", act: auth.Open, do: plain("accessibility", "Accessibility statement")},
	{method: get, path: "/privacy", act: auth.Open, do: plain("privacy", "Privacy")},
}

// A plainPage is words alone.
type plainPage struct{ base }

// plain answers with a page of words.
func plain(name, title string) func(*Server, *visit) error {
	return func(s *Server, v *visit) error { return s.show(v, name, &plainPage{s.base(v, title)}) }
}

// start goes to the latest strike, or to the list when there is none. Those who see
// no strike have the audit, what trusts have published, or help.
func (s *Server) start(v *visit) error {
	switch {
	case v.can(auth.SeeStrike):
	case v.can(auth.SeeAudit):
		return s.redirect(v, auditPath)
	case v.can(auth.SeePublished):
		return s.redirect(v, publishedPath)
	case v.role() == auth.Waiting:
		return s.redirect(v, accountPath)
	default:
		return s.redirect(v, "/help")
	}
	strikes, err := v.store.Strikes(v.ctx())
	if err != nil {
		return err
	}
	if len(strikes) == 0 {
		return s.redirect(v, "/strikes")
	}
	return s.redirect(v, strikePath(ordered(strikes)[0].ID))
}

// ordered puts the strike that starts last first; those that start together go by name.
func ordered(strikes []store.Strike) []store.Strike {
	slices.SortStableFunc(strikes, func(a, b store.Strike) int {
		return cmp.Or(b.Start.Compare(a.Start), strings.Compare(a.Name, b.Name))
	})
	return strikes
}

// health is for whatever watches the server: 200 when the database answers.
func (s *Server) health(v *visit) error {
	if _, err := s.store.CountUsers(v.ctx()); err != nil {
		return errors.Join(errUnhealthy, err)
	}
	v.c.String(http.StatusOK, "ok\n")
	return nil
}

// A readiness is the last answer to whether the database can be relied on: nobody who
// asks often keeps it busy with that.
type readiness struct {
	mu  sync.Mutex
	at  time.Time
	err error
}

// readyLife is how long an answer holds.
const readyLife = 2 * time.Second

// readiness is for whatever sends visitors here: 200 when the planner can save. Why it
// cannot is in the log.
func (s *Server) readiness(v *visit) error {
	r := &s.ready
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := s.now(); r.at.IsZero() || now.Sub(r.at) >= readyLife || now.Before(r.at) {
		r.at, r.err = now, s.store.Ready(v.ctx())
	}
	if r.err != nil {
		return errors.Join(errUnhealthy, r.err)
	}
	v.c.String(http.StatusOK, "ok\n")
	return nil
}

var errUnhealthy = errors.New("the database does not answer")
