package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"strikerota/internal/auth"
	"strikerota/internal/auth/openid"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
)

// Runs starts solver runs: package runs on the server, a stand-in in tests.
type Runs interface {
	Enqueue(ctx context.Context, trust *store.Trust, actor store.Actor, strikeID string, problem rota.Problem) (runID string, err error)
	Ask(ctx context.Context, trust *store.Trust, actor store.Actor, strikeID string, purpose store.Purpose, question runs.Asked) (runID string, err error)
}

// Options are what a Server needs. All but Lozenge, TrustedProxies, Secure,
// SecondFactor, NoPasswords, OpenID and OpenIDName must be given.
type Options struct {
	Store   *store.Store
	Runs    Runs
	Hasher  *auth.Hasher
	Sealer  *auth.Sealer // of the secrets of second factors
	Log     *slog.Logger
	Now     func() time.Time
	Trust   string // the trust's name, on every page
	Office  string // how to reach the first trust's rota office until it is entered, or ""
	Lozenge bool   // the trust may show the NHS lozenge
	Version string // of the program, for workbooks; may be empty
	// DeleteAfterDays is how long after the end of a strike its files may be kept, where it is not recorded how long its names are.
	DeleteAfterDays int

	Secure         bool     // cookies over TLS only; HSTS
	TrustedProxies []string // whose X-Forwarded-For is believed
	MaxBody        int64    // bytes of a form
	MaxUpload      int64    // bytes of a form with a file

	ReadHeaderTimeout time.Duration
	ReadTimeout       time.Duration
	WriteTimeout      time.Duration
	IdleTimeout       time.Duration

	Limits auth.Limits // on what one account asks for

	SessionIdle     time.Duration
	SessionAbsolute time.Duration

	SecondFactor map[auth.Role]bool // who needs one beside a password

	NoPasswords bool             // people sign in with OpenID alone
	OpenID      *openid.Provider // the trust's sign-in, or nil
	OpenIDName  string           // how people call it

	// Poll is how often a run's progress is read for the browser; 0 means 500 ms.
	Poll time.Duration
	// SignedIn, if given, is told of every sign-in: an account's first one lets its
	// first password go.
	SignedIn func(userID string) error
}

// A Server answers the pages of the planner.
type Server struct {
	options  Options
	store    *store.Store
	log      *slog.Logger
	now      func() time.Time
	sessions *scs.SessionManager
	own      *scs.SessionManager // of those who come by a personal link
	throttle *auth.Throttle
	quota    *auth.Quota
	assets   *assets
	views    *views
	plans    planCache
	answers  cache[*answered]
	robust   cache[*robustAnswer]
	replans  cache[*replanAnswer]
	broken   brokenPages
	ready    readiness
	metrics  *metrics
	trusts   trustNames
	router   *gin.Engine
	handler  http.Handler
	sending  turnstile     // of forms
	closing  chan struct{} // closed when the server is going down: streams end
	reading  chan struct{} // holds a token while a spreadsheet is read
}

// maxHeader is the size of a request's headers that is accepted.
const maxHeader = 16 << 10

// New makes a Server: it parses every template and reads every static file, so
// that what can fail fails here.
func New(o Options) (*Server, error) {
	if o.Poll == 0 {
		o.Poll = 500 * time.Millisecond
	}
	s := &Server{options: o, store: o.Store, log: o.Log, now: o.Now, throttle: auth.NewThrottle(o.Now), quota: auth.NewQuota(o.Now, o.Limits), metrics: newMetrics(o.Store, o.Version), closing: make(chan struct{}), reading: make(chan struct{}, 1)}
	var err error
	if s.assets, s.views, err = looks(); err != nil {
		return nil, err
	}
	if s.broken, err = s.renderBroken(); err != nil {
		return nil, err
	}
	s.sessions = s.newSessions("strikerota")
	s.sessions.Lifetime = o.SessionAbsolute // how long somebody stays signed in is looked at in identify
	s.own = s.newSessions("strikerota-own")
	s.own.Lifetime = ownTime
	if s.router, err = s.engine(); err != nil {
		return nil, err
	}
	s.handler = s.wrap(s.router)
	return s, nil
}

// Styled reports whether the NHS styles are in the program; without them "make assets" is due.
func (s *Server) Styled() bool { return s.assets.styled }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// HTTP is the server with its limits; the caller gives it a listener.
func (s *Server) HTTP() *http.Server {
	h := s.limited(s)
	h.RegisterOnShutdown(sync.OnceFunc(func() { close(s.closing) }))
	return h
}

// limited answers with the handler, and holds requests to the limits.
func (s *Server) limited(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: s.options.ReadHeaderTimeout,
		ReadTimeout:       s.options.ReadTimeout,
		WriteTimeout:      s.options.WriteTimeout,
		IdleTimeout:       s.options.IdleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// newSessions keeps sessions in the database, each known by a cookie with the name given.
func (s *Server) newSessions(cookie string) *scs.SessionManager {
	m := scs.New()
	m.Store = s.store.Sessions()
	m.Codec = sessionCodec{}
	m.HashTokenInStore = true
	m.Cookie.Name = cookie
	if s.options.Secure {
		m.Cookie.Name = "__Host-" + cookie
	}
	m.Cookie.Secure = s.options.Secure
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Path = "/"
	m.Cookie.Persist = false
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		s.fail(w, r, errors.Join(errUnhealthy, err))
	}
	return m
}

// engine is Gin as a router and nothing more.
func (s *Server) engine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.RedirectTrailingSlash = false
	e.UseRawPath = true // the id of a slot may hold a slash
	e.HandleMethodNotAllowed = true
	if err := e.SetTrustedProxies(s.options.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	for _, r := range routes() {
		e.Handle(r.method, r.path, s.answer(r))
	}
	missing := route{act: auth.Open, do: func(*Server, *visit) error { return rota.ErrNotFound }}
	e.NoRoute(s.answer(missing))
	e.NoMethod(s.answer(route{act: auth.Open, do: func(*Server, *visit) error { return errMethod }}))
	return e, nil
}

var errMethod = errors.New("wrong method")
