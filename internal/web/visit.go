package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// Keys of a session.
const (
	sessionKey = "session" // which of an account's it is; see session.go
	csrfKey    = "csrf"
	flashKey   = "flash"
	noticeKey  = "notice"
)

// A visit is one request being answered: what a handler reads.
type visit struct {
	c       *gin.Context
	trace   *trace
	user    store.User // the zero User when nobody is signed in
	session string     // which of their sessions this is
	store   *trustView // what the trust has of whoever is here; nil for a stranger
	own     ownVisit   // who has come by a personal link, on the pages that are theirs; else zero
	names   string     // which residents the answer names, in words for the audit; "" names nobody
	key     *sentKey   // of the form that was sent; nil when none was
}

// ctx ends with the request.
func (v *visit) ctx() context.Context { return v.c.Request.Context() }

// param is a part of the path, such as "strike".
func (v *visit) param(name string) string { return v.c.Param(name) }

// query is the first value of a parameter of the address. Only GETs read it.
func (v *visit) query(name string) string { return v.c.Query(name) }

// nonce lets this answer's one inline script run.
func (v *visit) nonce() string { return v.trace.nonce }

// actor is who acts, for the audit.
func (v *visit) actor() store.Actor {
	if v.own.here() {
		return v.own.actor()
	}
	return store.Actor{ID: v.user.ID, Name: v.user.Name}
}

// trust is the visitor's, 0 for a stranger.
func (v *visit) trust() store.TrustID {
	if v.store == nil {
		return 0
	}
	return v.store.ID()
}

// role is the visitor's, "" for a stranger.
func (v *visit) role() auth.Role {
	if v.own.here() {
		return v.own.role()
	}
	return roleOf(v.user)
}

// roleOf is what an account may act as now.
func roleOf(user store.User) auth.Role {
	if !user.Waits.IsZero() {
		return auth.Waiting
	}
	return auth.Role(user.Role)
}

// can reports whether the visitor's role may do the act.
func (v *visit) can(act auth.Act) bool { return auth.Can(v.role(), act) }

// account is who is counted for what they ask for: an account, or who has come by a link.
func (v *visit) account() string {
	if v.own.here() {
		return "own " + v.own.StrikeID + " " + string(v.own.Kind) + " " + v.own.ID
	}
	return v.user.ID
}

// form is the posted form, from the body alone.
func (v *visit) form() *form.Form {
	values := url.Values{}
	for name, list := range v.c.Request.PostForm {
		if name != csrfKey && name != onceKey {
			values[name] = list
		}
	}
	return form.Of(values)
}

// csrf is the session's token, made when first needed. Its last part tells whose pages it stands in, so that what
// they hold is shown to nobody else once the session is over.
func (s *Server) csrf(v *visit) string {
	token := s.session(v).GetString(v.ctx(), csrfKey)
	if token == "" {
		token = rand.Text() + "-" + whoseMark(v.account())
		s.session(v).Put(v.ctx(), csrfKey, token)
	}
	return token
}

// session is the visitor's: whoever comes by a personal link has one apart.
func (s *Server) session(v *visit) *scs.SessionManager {
	if v.own.here() {
		return s.own
	}
	return s.sessions
}

// notice shows a sentence in a blue banner on the next page, which asks for more.
func (s *Server) notice(v *visit, text string) { s.session(v).Put(v.ctx(), noticeKey, text) }

// flash shows a sentence in a green banner on the next page.
func (s *Server) flash(v *visit, text string) { s.session(v).Put(v.ctx(), flashKey, text) }

// redirect answers 303: the browser gets the address with GET.
func (s *Server) redirect(v *visit, to string) error {
	s.rememberAnswer(v, to)
	v.c.Redirect(http.StatusSeeOther, to)
	v.c.Writer.WriteHeaderNow()
	return nil
}

// show answers with a page.
func (s *Server) show(v *visit, name string, p page) error {
	return s.showWith(v, http.StatusOK, name, p)
}

// showAgain answers 422 with the page a faulty form came from. f is the form
// with its faults; p shows what was typed.
func (s *Server) showAgain(v *visit, name string, p page, f *form.Form) error {
	p.core().failed(f)
	return s.showWith(v, http.StatusUnprocessableEntity, name, p)
}

func (s *Server) showWith(v *visit, status int, name string, p page) error {
	body, err := s.views.render(name, p)
	if err != nil {
		return err
	}
	if err := s.looked(v); err != nil {
		return err
	}
	v.c.Data(status, "text/html; charset=utf-8", body)
	return nil
}

// looked records that the visitor is given an answer that names residents. Like a file
// that does, it is given only once that is recorded: not whom of them it shows, since that would
// tell whose a change is that was made from there.
func (s *Server) looked(v *visit) error {
	if v.names == "" {
		return nil
	}
	return v.store.Looked(v.ctx(), v.actor(), v.param("strike"), v.names)
}

// strike loads the strike that the path names: ErrNotFound, and so 404, when there is none.
func (s *Server) strike(v *visit) (store.Strike, error) {
	return v.store.Strike(v.ctx(), v.param("strike"))
}
