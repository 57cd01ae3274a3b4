package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"time"
)

// A trace follows one request through the layers: what the log line says of it.
// It holds ids only.
type trace struct {
	id      string // of the request, and the reference number of an error
	nonce   string
	pattern string // of the route, never the address itself
	user    string
	status  int
	began   bool // the header has been sent
	ended   bool // the answer is whole: it says that something is broken, and nothing may follow
}

type traceKey struct{}

func traceOf(r *http.Request) *trace {
	if t, ok := r.Context().Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// wrap puts around the router, from outside in: trace, log and recovery;
// headers; static files; the cross-origin check; sessions.
func (s *Server) wrap(engine http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, errCSRF)
	}))
	pages := cross.Handler(s.sessions.LoadAndSave(s.withOwn(engine)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := &trace{id: reference(), nonce: rand.Text()}
		r = r.WithContext(context.WithValue(r.Context(), traceKey{}, t))
		rec := &recorder{ResponseWriter: w, trace: t}
		start := s.now()
		defer s.logged(r, t, start)
		defer s.recovered(rec, r)
		s.headers(rec.Header(), t)
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			t.pattern = "/assets/*"
			s.assets.ServeHTTP(rec, r)
			return
		}
		pages.ServeHTTP(rec, r)
	})
}

// ownQuiet reports whether a request was of somebody who came by a personal link and went as such requests do.
// How they are told apart, by method or answer, would tell whoever reads logs and figures, and knows of one
// link that is out, whether and when its person has replied.
func (t *trace) ownQuiet() bool {
	own := t.pattern == ownPath || strings.HasPrefix(t.pattern, ownPath+"/")
	return own && (t.status < http.StatusBadRequest || t.status == http.StatusConflict || t.status == http.StatusUnprocessableEntity)
}

// reference is a short number that a person can read over the telephone.
func reference() string {
	text := rand.Text()
	return text[:4] + "-" + text[4:8]
}

// A recorder notes the status of an answer.
type recorder struct {
	http.ResponseWriter
	trace *trace
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if r.trace.ended {
		return
	}
	if !r.trace.began {
		r.trace.began, r.trace.status = true, status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write notes that the answer has begun.
func (r *recorder) Write(b []byte) (int, error) {
	if r.trace.ended {
		return len(b), nil
	}
	if !r.trace.began {
		r.trace.began, r.trace.status = true, http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// headers go on every answer. Pages are for one person and are never kept.
func (s *Server) headers(h http.Header, t *trace) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'nonce-"+t.nonce+"'; style-src 'self'; "+
		"img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Request-Id", t.id)
	if s.options.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// recovered turns a panic into the 500 page. What it logs is where it happened,
// never the request.
func (s *Server) recovered(rec *recorder, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	s.log.Error("panic", slog.String("reference", rec.trace.id), slog.String("kind", fmt.Sprintf("%T", p)),
		slog.String("stack", stack()))
	if !rec.trace.began {
		s.writeBroken(rec, r, http.StatusInternalServerError)
	}
}

// stack lists functions and lines, without arguments, which may hold what a person typed.
func stack() string {
	pc := make([]uintptr, 24)
	frames := runtime.CallersFrames(pc[:runtime.Callers(4, pc)])
	var out strings.Builder
	for {
		f, more := frames.Next()
		fmt.Fprintf(&out, "%s:%d ", f.Function, f.Line)
		if !more {
			return strings.TrimSpace(out.String())
		}
	}
}

func (s *Server) logged(r *http.Request, t *trace, start time.Time) {
	level := slog.LevelInfo
	if strings.HasPrefix(t.pattern, "/assets/") || strings.HasSuffix(t.pattern, "/progress") {
		level = slog.LevelDebug
	}
	took := s.now().Sub(start)
	if s.metrics.count(r.Method, t, took); t.ownQuiet() {
		return
	}
	s.log.LogAttrs(r.Context(), level, "request", slog.String("id", t.id), slog.String("method", r.Method),
		slog.String("route", t.pattern), slog.Int("status", t.status), slog.String("user", t.user),
		slog.Duration("took", took.Round(time.Microsecond)))
}
