package web

import (
	"crypto/subtle"
	"errors"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var errCSRF = errors.New("the form's token is not this session's")

// answer is what every route goes through: who is it, may they, is the form
// ours, then the handler, then the one place that turns errors into pages.
func (s *Server) answer(r route) gin.HandlerFunc {
	return func(c *gin.Context) {
		v := &visit{c: c, trace: traceOf(c.Request)}
		if !r.byLink() {
			c.Request = c.Request.WithContext(store.By(c.Request.Context(), store.Request{ID: v.trace.id, Address: clientAddress(c)}))
		}
		v.trace.pattern = c.FullPath()
		if err := s.admit(v, r); err != nil {
			s.failVisit(v, r, err)
		}
	}
}

// clientAddress is where the request comes from, as proxies say that are trusted; "" when that is not known.
func clientAddress(c *gin.Context) string {
	address, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		return ""
	}
	return address.Unmap().WithZone("").String()
}

func (s *Server) admit(v *visit, r route) error {
	identify := s.identify
	if r.own() {
		identify = s.identifyOwn
	}
	if err := identify(v); err != nil {
		return err
	}
	v.trace.user = v.user.ID
	if !v.can(r.act) {
		switch {
		case v.role() != "":
			return rota.ErrForbidden
		case r.own():
			return s.endedOwn(v)
		}
		return s.sendToSignIn(v)
	}
	if r.password && (s.options.NoPasswords || r.act == auth.Self && v.user.Subject != "") {
		return rota.ErrNotFound
	}
	if v.user.ID != "" && r.act != auth.Open && !r.first && s.insecure(v) {
		return s.redirect(v, factorPath)
	}
	if v.c.Request.Method == http.MethodPost {
		if err := s.readBody(v, r); err != nil {
			return err
		}
		if r.act != auth.Open && (!s.ours(v) || v.c.Request.PostForm.Get(onceKey) == "") {
			return errCSRF
		}
		return s.answerOnce(v, r)
	}
	return s.handle(v, r)
}

// handle has the route's own function answer.
func (s *Server) handle(v *visit, r route) error {
	if err := s.spend(v, r); err != nil {
		return err
	}
	v.names = r.names
	return r.do(s, v)
}

// sendToSignIn remembers the page that was asked for. What a form held is given back
// after signing in; when it held a file it is lost, and the sign-in page says so and
// leads back to the form.
func (s *Server) sendToSignIn(v *visit) error {
	query := url.Values{}
	r := v.c.Request
	switch {
	case r.Method == http.MethodPost && r.URL.Path != "/sign-out":
		held, err := s.typedForm(v, s.pageOf(v))
		if err != nil {
			return err
		}
		if held != "" {
			return s.askSignIn(v, held)
		}
		query.Set("next", s.pageOf(v))
		query.Set("lost", "yes")
	case r.Method == http.MethodGet && r.URL.Path != "/":
		query.Set("next", r.URL.RequestURI())
	}
	to := url.URL{Path: "/sign-in", RawQuery: query.Encode()}
	return s.redirect(v, to.String())
}

// pageOf is the page that a form was on, as far as its address tells: its own
// address if that can be asked for with GET, else the overview of its strike.
func (s *Server) pageOf(v *visit) string {
	if slices.ContainsFunc(routes(), func(r route) bool { return r.method == get && r.path == v.c.FullPath() }) {
		return v.c.Request.URL.EscapedPath()
	}
	if strike := v.param("strike"); strike != "" {
		return strikePath(strike)
	}
	return "/"
}

// uploadRoom is for the rest of a form with a file, so that a file that is a little too
// large is told so on the page.
const uploadRoom = 1 << 20

// readBody reads a posted form of limited size. Files are kept in memory only.
func (s *Server) readBody(v *visit, of route) error {
	limit := s.options.MaxBody
	if of.upload {
		limit = s.options.MaxUpload + uploadRoom
	}
	r := v.c.Request
	r.Body = http.MaxBytesReader(v.c.Writer, r.Body, limit)
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "multipart/form-data" && of.upload:
		err = r.ParseMultipartForm(limit)
	case err == nil && kind == "application/x-www-form-urlencoded":
		err = r.ParseForm()
	default:
		return errFormKind
	}
	var tooBig *http.MaxBytesError
	if err != nil && !errors.As(err, &tooBig) {
		return errFormKind
	}
	return err
}

var errFormKind = errors.New("the body is not a form")

// ours reports whether the form came from a page of this session.
func (s *Server) ours(v *visit) bool {
	want := s.session(v).GetString(v.ctx(), csrfKey)
	got := v.c.Request.PostForm.Get(csrfKey)
	return want != "" && subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}
