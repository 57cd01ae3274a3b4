package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// An errorPage is shown in place of a page. It says nothing of the error itself.
type errorPage struct {
	base
	Paragraphs []string
	Facts      *SummaryList // what was typed
	Reference  string       // "" when there is nothing to ask about
	Again      *sentAgain   // to be sent once more, or nil
	Links      []Link
}

// A sentAgain is a form that could not be saved, with what was typed in it.
type sentAgain struct {
	Action string
	CSRF   string
	Kept   []keptField
	Button Button
}

// failures turns errors into statuses: the one table. The first that matches
// counts; an error that is not here is a 500.
var failures = []struct {
	is     func(error) bool
	status int
}{
	{isErr(rota.ErrNotFound), http.StatusNotFound},
	{isErr(rota.ErrForbidden), http.StatusNotFound}, // a stranger is not told what there is
	{isErr(rota.ErrConflict), http.StatusConflict},
	{isErr(store.ErrNoRetention), http.StatusConflict},
	{isErr(store.ErrPurged), http.StatusConflict},
	{isErr(errCSRF), http.StatusForbidden},
	{isErr(errMethod), http.StatusMethodNotAllowed},
	{isErr(errFormKind), http.StatusUnsupportedMediaType},
	{asErr[*tooMany], http.StatusTooManyRequests},
	{asErr[*form.Refused], http.StatusBadRequest},
	{asErr[*http.MaxBytesError], http.StatusRequestEntityTooLarge},
	{isErr(errUnhealthy), http.StatusServiceUnavailable},
	{isErr(store.ErrUnavailable), http.StatusServiceUnavailable},
	{isErr(context.DeadlineExceeded), http.StatusServiceUnavailable},
}

func isErr(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func asErr[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

// statusOf is the status of an error.
func statusOf(err error) int {
	for _, f := range failures {
		if f.is(err) {
			return f.status
		}
	}
	return http.StatusInternalServerError
}

// words of the pages that are written at start, by status.
var brokenWords = map[int]struct {
	title      string
	paragraphs []string
	reference  bool
}{
	http.StatusBadRequest: {"This form could not be read",
		[]string{"What was sent is not what the page sends. Nothing has been saved.",
			"Go back, load the page again and try once more."}, true},
	http.StatusForbidden: {"This form is out of date",
		[]string{"You may have signed out, or signed in again, since the page was opened. Nothing has been saved.",
			"Go back, load the page again and try once more."}, false},
	http.StatusMethodNotAllowed: {"This page cannot be used that way",
		[]string{"Nothing has been saved."}, false},
	http.StatusRequestEntityTooLarge: {"What you sent is too large",
		[]string{"Nothing has been saved. If it was a file, remove pictures and sheets that are not used, and upload it again. It must be smaller than 10 MB, or the limit that your trust has set.",
			"If it was a form, what was typed or pasted into it is longer than a form may be: save it in parts, or bring it in as a spreadsheet."}, false},
	http.StatusTooManyRequests: {"Too much was asked for in a short time",
		[]string{"Nothing of this has been saved or made. The planner takes so much from one account, so that a script or a stranger cannot take all that is in it.",
			"Wait a few minutes, then go back in your browser, where you still see what you typed, and try once more. If your work needs more, the person who looks after the planner can raise the limit."}, false},
	http.StatusUnsupportedMediaType: {"This form could not be read",
		[]string{"Nothing has been saved."}, false},
	http.StatusInternalServerError: {"Sorry, there is a problem with the planner",
		[]string{"What you were doing may not have been saved. Try again in a few minutes.",
			"If it happens again, tell the person who looks after the planner this reference number. It helps them find what went wrong."}, true},
	http.StatusServiceUnavailable: {"Sorry, the planner is not available",
		[]string{"It is busy, being restarted, or has no room left on its disk. What has been saved is safe. Try again in a minute.",
			"If it goes on, tell the person who looks after the planner this reference number."}, true},
}

// Placeholders in the pages written at start.
const (
	nonceMark     = "NONCEGOESHERE"
	referenceMark = "REFERENCEGOESHERE"
)

// brokenPages are written at start, so that showing them cannot fail.
type brokenPages map[int][]byte

func (s *Server) renderBroken() (brokenPages, error) {
	pages := brokenPages{}
	for status, words := range brokenWords {
		p := &errorPage{base: base{Title: words.title, Lozenge: s.options.Lozenge, Width: normalWidth, Nonce: nonceMark},
			Paragraphs: words.paragraphs, Links: []Link{{Text: "Go to the start page", Href: "/"}}}
		if words.reference {
			p.Reference = referenceMark
		}
		body, err := s.views.render("error", p)
		if err != nil {
			return nil, err
		}
		pages[status] = body
	}
	return pages, nil
}

// writeBroken answers with a page written at start.
func (s *Server) writeBroken(w http.ResponseWriter, r *http.Request, status int) {
	t := traceOf(r)
	body := bytes.ReplaceAll(s.broken[status], []byte(nonceMark), []byte(t.nonce))
	s.writeEnd(w, r, status, bytes.ReplaceAll(body, []byte(referenceMark), []byte(t.id)))
}

// writeEnd answers with a page that says what is broken, in place of what was to be answered: a
// session that cannot be saved is found out when the answer begins.
func (s *Server) writeEnd(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	for _, of := range []string{"Content-Length", "Content-Disposition", "Location", "Set-Cookie"} {
		w.Header().Del(of)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "60")
	}
	if p := r.URL.Path; p == healthPath || p == readyPath { // whatever watches the server reads words, no pages
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		body = []byte("not available\n")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // #nosec G705 -- made by html/template; of an error the visitor has gone, and nobody is left to tell
	traceOf(r).ended = true
}

// fail answers outside the router: no page of the visitor's own is known.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	s.note(r, status, err)
	if s.broken[status] == nil {
		status = http.StatusInternalServerError
	}
	if body := s.givenBack(w, r, status); body != nil {
		s.writeEnd(w, r, status, body)
		return
	}
	s.writeBroken(w, r, status)
}

// givenBack is the page that gives back what was typed, where not even the session could be read;
// nil where nothing was, or where it may have been a password.
func (s *Server) givenBack(w http.ResponseWriter, r *http.Request, status int) []byte {
	of := strings.HasPrefix(r.URL.Path, "/strikes") || strings.HasPrefix(r.URL.Path, ownPath+"/") && !strings.HasPrefix(r.URL.Path, ownLinkPath)
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if status != http.StatusServiceUnavailable || r.Method != http.MethodPost || !of || err != nil || kind != "application/x-www-form-urlencoded" {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.options.MaxBody)
	if err := r.ParseForm(); err != nil || r.PostForm.Get(csrfKey) == "" {
		return nil
	}
	t := traceOf(r)
	p := newUnsavedPage(base{Trust: s.options.Trust, Lozenge: s.options.Lozenge, Width: normalWidth, Nonce: t.nonce}, t.id, r, r.PostForm.Get(csrfKey))
	body, err := s.views.render("error", p)
	if err != nil {
		return nil
	}
	return body
}

// note logs what someone must act on. The texts of our errors hold no names
// and nothing typed.
func (s *Server) note(r *http.Request, status int, err error) {
	t := traceOf(r)
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.log.LogAttrs(r.Context(), level, "failed", slog.String("reference", t.id), slog.String("route", t.pattern),
		slog.Int("status", status), slog.String("error", err.Error()))
}

// failVisit answers a handler's error.
func (s *Server) failVisit(v *visit, of route, err error) {
	r := v.c.Request
	if r.Context().Err() != nil {
		return // the visitor has gone
	}
	if v.trace.began {
		s.note(r, http.StatusInternalServerError, err)
		return
	}
	v.names = "" // pages of errors name nobody
	status := statusOf(err)
	if status != http.StatusNotFound {
		s.note(r, status, err)
	}
	var shown error
	switch {
	case status == http.StatusServiceUnavailable && s.canSendAgain(v, of):
		v.c.Header("Retry-After", "60")
		shown = s.showWith(v, status, "error", s.unsavedPage(v))
	case status == http.StatusNotFound:
		shown = s.showWith(v, status, "error", s.missingPage(v))
	case status == http.StatusConflict:
		shown = s.showWith(v, status, "error", s.refusedPage(v, err))
	default:
		s.writeBroken(v.c.Writer, r, status)
	}
	if shown != nil {
		s.note(r, http.StatusInternalServerError, shown)
		s.writeBroken(v.c.Writer, r, http.StatusInternalServerError)
	}
}

// canSendAgain reports whether what was posted can be given back in a page: a form of a signed-in
// visitor without a file, and without a password, which stands in no page.
func (s *Server) canSendAgain(v *visit, of route) bool {
	return v.c.Request.Method == http.MethodPost && of.act != auth.Open && of.act != auth.Self && !of.upload && s.ours(v)
}

// unsavedPage gives back what was typed when nothing can be saved.
func (s *Server) unsavedPage(v *visit) *errorPage {
	p := newUnsavedPage(s.base(v, ""), v.trace.id, v.c.Request, s.csrf(v))
	p.Links = []Link{{Text: "Leave it, and open the page as it is now", Href: s.pageOf(v)}}
	return p
}

// errorBase names the trust to its own people alone: of whom else an address is asked for by is not known.
func (s *Server) errorBase(v *visit, title string) base {
	b := s.base(v, title)
	if v.trust() == 0 {
		b.Trust = ""
	}
	return b
}

func newUnsavedPage(b base, reference string, r *http.Request, csrf string) *errorPage {
	b.Title = "Sorry, this could not be saved"
	return &errorPage{base: b, Reference: reference, Links: []Link{{Text: "Go to the start page", Href: "/"}},
		Paragraphs: []string{"The planner cannot save at present: it is busy, being restarted, or has no room left on its disk. What was saved before is safe.",
			"What you typed is still here. Leave this page open, wait a minute, and send it again: it is checked as always.",
			"If it goes on, tell the person who looks after the planner this reference number."},
		Again: &sentAgain{Action: r.URL.EscapedPath(), CSRF: csrf, Kept: keptFields(r.PostForm), Button: Button{Text: "Send what I typed", Once: true}}}
}

func (s *Server) missingPage(v *visit) *errorPage {
	p := &errorPage{base: s.errorBase(v, "Page not found"),
		Paragraphs: []string{"If you typed the address, check that it is right.",
			"What you are looking for may have been deleted, or may not be for your role."}}
	p.Links = []Link{{Text: "Go to the start page", Href: p.Home()}}
	return p
}

// refusedPage says why the strike takes nothing now.
func (s *Server) refusedPage(v *visit, err error) *errorPage {
	start := Link{Text: "Go to the start page", Href: "/"}
	switch {
	case errors.Is(err, store.ErrNoRetention):
		return &errorPage{base: s.errorBase(v, "First record how long names are kept"),
			Paragraphs: []string{"Nothing has been saved. The strike takes no names until it is recorded how long they are kept, on which legal basis, and where people can read of it.",
				"Go back in your browser afterwards to see what you typed, and save it."},
			Links: []Link{{Text: "Record it on the page Dates, rules and aims", Href: strikePath(v.c.Param("strike"), "details") + "#keep-days"}}}
	case errors.Is(err, store.ErrPurged):
		return &errorPage{base: s.errorBase(v, "This strike is closed"),
			Paragraphs: []string{"Nothing has been saved. Everybody in the strike has been deleted, on the day that was recorded, and nothing in it can be changed any more."},
			Links:      []Link{start}}
	}
	return s.clashPage(v, err)
}

// clashPage says who saved first and when. What was typed is still in the
// browser: going back shows it.
func (s *Server) clashPage(v *visit, err error) *errorPage {
	p := &errorPage{base: s.errorBase(v, "Somebody else has changed this"), Links: []Link{{Text: "See it as it is now", Href: v.c.Request.URL.Path}}}
	who := "Somebody else"
	when := ""
	var clash *store.Conflict
	if errors.As(err, &clash) && clash.By != "" {
		who, when = clash.By, ", at "+moment(clash.At)
	}
	p.Paragraphs = []string{
		who + " saved a change to it after you opened the page" + when + ". Your change has not been saved, so that theirs is not lost.",
		"Go back in your browser to see and copy what you typed. Then open the page as it is now, and make your change there.",
	}
	return p
}
