package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// A site is a whole server with the small example trust in it.
type site struct {
	t      testing.TB
	server *Server
	store  *storetest.DB
	strike string
	run    string // a finished run, once planned
	log    *safeBuffer
	hasher *auth.Hasher
	users  map[auth.Role]store.User

	visitors map[auth.Role]*visitor // of whoMay
	secret   string                 // of the personal link of params
	leads    []string               // of leadOf
	typed    string                 // of a version, by published
}

const (
	testPassword = "three wet umbrellas"
	testTrust    = "Anytown University Hospitals"
)

// testHasher is made once, since making it takes a while on purpose.
var testHasher = sync.OnceValue(auth.NewHasher)

// testSealer seals with a key that is no secret.
func testSealer(t testing.TB) *auth.Sealer {
	t.Helper()
	sealer, err := auth.NewSealer(bytes.Repeat([]byte("key "), auth.SealKeyBytes/4))
	if err != nil {
		t.Fatal(err)
	}
	return sealer
}

// testHash is of testPassword, at the least cost that there is: people sign in hundreds of times.
const testHash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiB0aGUgdGVzdA$Jy/YkQZsyphIHuQkoBjPjyLYbiBBhOWrDE6M38Kd7uo"

// newSite makes a server with the small example as its only strike.
func newSite(t testing.TB, change ...func(*Options)) *site {
	t.Helper()
	return newSiteOf(t, rotatest.Small(1), change...)
}

// newSiteOf makes a server with what is entered as its only strike.
func newSiteOf(t testing.TB, e rota.Entry, change ...func(*Options)) *site {
	t.Helper()
	s := emptySite(t, change...)
	id, err := s.store.CreateStrike(t.Context(), actor, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: rota.StandardRetention()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.ReplaceEntry(t.Context(), actor, id, e); err != nil {
		t.Fatal(err)
	}
	s.strike = id
	return s
}

// before sets the clock of a site to the day before the strike of the example begins, so
// that there are personal links.
func before(t testing.TB) func(*Options) {
	return func(o *Options) { o.Now, o.Store = dayBefore, storetest.OpenAt(t, dayBefore).Store }
}

// lasting is how long people stay signed in where that is not what is tested: tests move the clock by days.
const lasting = 100 * 365 * 24 * time.Hour

func dayBefore() time.Time { return time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC) }

// emptySite makes a server without a strike.
func emptySite(t testing.TB, change ...func(*Options)) *site {
	t.Helper()
	s := &site{t: t, log: &safeBuffer{}, hasher: testHasher(), users: map[auth.Role]store.User{}}
	o := Options{
		Store: storetest.Open(t).Store, Hasher: s.hasher, Sealer: testSealer(t), Now: time.Now, Trust: testTrust,
		Log:     slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		MaxBody: 256 << 10, MaxUpload: 10 << 20, SessionIdle: lasting, SessionAbsolute: lasting,
		Poll: time.Millisecond,
	}
	for _, c := range change {
		c(&o)
	}
	s.store, o.Runs = storetest.Of(o.Store), queue{}
	server, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	s.server = server
	return s
}

var actor = store.Actor{ID: "test", Name: "R. Osei"}

// problem is what the next run would be given.
func (s *site) problem() rota.Problem {
	s.t.Helper()
	e, err := s.store.Entry(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := e.Problem()
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// planned gives the strike a finished run with a plan.
func (s *site) planned() *site {
	s.t.Helper()
	p := s.problem()
	s.run = s.start(p)
	var plan bytes.Buffer
	if err := document.WritePlan(&plan, rotatest.Greedy(p)); err != nil {
		s.t.Fatal(err)
	}
	if err := s.store.FinishRun(s.t.Context(), s.run, plan.Bytes()); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// start queues a run of the problem.
func (s *site) start(p rota.Problem) string {
	s.t.Helper()
	id, err := queue{}.Enqueue(s.t.Context(), s.store.Trust, actor, s.strike, p)
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// A visitor is a browser: it keeps cookies and sends the token of the last page it saw.
type visitor struct {
	t       testing.TB
	site    *site
	cookies map[string]string
	csrf    string
	text    string // in the forms that it makes up; "" for another in each
}

// formText is what a page writes into a form to know it again by.
func (v *visitor) formText() string {
	if v.text != "" {
		return v.text
	}
	return rand.Text()
}

func (s *site) stranger() *visitor {
	return &visitor{t: s.t, site: s, cookies: map[string]string{}}
}

// user is somebody with the role.
func (s *site) user(role auth.Role) store.User {
	s.t.Helper()
	user, ok := s.users[role]
	if !ok {
		var err error
		user, err = s.store.CreateUser(s.t.Context(), store.User{Email: string(role) + "@trust.example", Name: "R. Osei", Role: string(role), Services: rota.EveryService(), PasswordHash: testHash})
		if err != nil {
			s.t.Fatal(err)
		}
		s.users[role] = user
	}
	return user
}

// leadOf is a clinical lead of these services, signed in.
func (s *site) leadOf(services ...string) *visitor {
	s.t.Helper()
	email := fmt.Sprintf("lead-%d@trust.example", len(s.leads))
	s.leads = append(s.leads, email)
	user, err := s.store.CreateUser(s.t.Context(), store.User{Email: email, Name: "A. Lead", Role: string(auth.Lead), Services: rota.SomeServices(services...), PasswordHash: testHash})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.signedInAs(user)
}

// link is a link with which somebody with the role can choose a password.
func (s *site) link(role auth.Role) string {
	s.t.Helper()
	token, hash := auth.NewToken()
	if err := s.store.NewLink(s.t.Context(), actor, s.user(role).ID, hash, time.Now().Add(time.Hour)); err != nil {
		s.t.Fatal(err)
	}
	return token
}

// as signs in, through the page, as somebody with the role.
func (s *site) as(role auth.Role) *visitor {
	s.t.Helper()
	if slices.Contains(auth.LinkRoles(), role) {
		return s.byLink(role, 0)
	}
	user := s.user(role)
	v := s.stranger()
	if got := v.post("/sign-in", url.Values{"email": {user.Email}, "password": {testPassword}, "next": {"/"}}); got.Code != http.StatusSeeOther {
		s.t.Fatalf("sign in as %s: status %d\n%s", role, got.Code, got.Body)
	}
	v.get("/help") // has the token, in the sign-out form
	return v
}

// personal makes a personal link for the n-th resident or consultant: its secret.
func (s *site) personal(role auth.Role, n int) string {
	s.t.Helper()
	e := s.entry()
	kind, id := store.KindResident, ""
	if role == auth.Consultant {
		kind, id = store.KindConsultant, string(e.Consultants[n].ID)
	} else {
		id = string(e.Residents[n].ID)
	}
	secret, hash := auth.NewLongToken()
	if err := s.store.MakePersonalLink(s.t.Context(), actor, s.strike, kind, store.NewPersonalLink{ID: id, Hash: hash}); err != nil {
		s.t.Fatal(err)
	}
	return secret
}

// byLink opens a personal link of the n-th resident or consultant.
func (s *site) byLink(role auth.Role, n int) *visitor {
	s.t.Helper()
	v := s.stranger()
	if got := v.post(ownLinkPath+"/"+s.personal(role, n), url.Values{}); got.Code != http.StatusSeeOther {
		s.t.Fatalf("open a link as %s: status %d\n%s", role, got.Code, got.Body)
	}
	v.get(ownHeldPath) // has the token
	return v
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form with the token, as a page of ours would.
func (v *visitor) post(path string, values url.Values) *httptest.ResponseRecorder {
	v.t.Helper()
	if v.csrf != "" && !values.Has(csrfKey) {
		values.Set(csrfKey, v.csrf)
	}
	if values.Get(csrfKey) != "" && !values.Has(onceKey) {
		values.Set(onceKey, v.formText())
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

// afresh is what a form holds that is opened once more, with the same typed into it.
func afresh(values url.Values) url.Values {
	out := maps.Clone(values)
	out.Del(onceKey)
	return out
}

func (v *visitor) do(r *http.Request) *httptest.ResponseRecorder {
	v.t.Helper()
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.server.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.cookies[c.Name] = c.Value
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		if token, ok := parse(v.t, w).Find("input[name=csrf]").First().Attr("value"); ok {
			v.csrf = token
		}
	}
	return w
}

// parse reads a page; the recorder's body can be read again.
func parse(t testing.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// fields are the values of a page's form, as a browser would send them.
func fields(t testing.TB, w *httptest.ResponseRecorder, action string) url.Values {
	t.Helper()
	form := parse(t, w).Find("form[method=post][action='" + action + "']")
	if form.Length() != 1 {
		t.Fatalf("the page has %d forms for %s, want 1", form.Length(), action)
	}
	return formValues(form)
}

// formValues are the values of a form, as a browser would send them.
func formValues(form *goquery.Selection) url.Values {
	values := url.Values{}
	form.Find("input[name]").Each(func(_ int, in *goquery.Selection) {
		kind := in.AttrOr("type", "text")
		_, checked := in.Attr("checked")
		if (kind == "radio" || kind == "checkbox") && !checked || kind == "file" {
			return
		}
		values.Add(in.AttrOr("name", ""), in.AttrOr("value", ""))
	})
	form.Find("textarea[name]").Each(func(_ int, in *goquery.Selection) { values.Add(in.AttrOr("name", ""), in.Text()) })
	form.Find("select[name]").Each(func(_ int, in *goquery.Selection) {
		chosen := in.Find("option[selected]")
		if chosen.Length() == 0 {
			chosen = in.Find("option").First()
		}
		values.Add(in.AttrOr("name", ""), chosen.AttrOr("value", ""))
	})
	return values
}

// want fails the test unless the answer has the status.
func want(t testing.TB, w *httptest.ResponseRecorder, status int) *httptest.ResponseRecorder {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, parse(t, w).Find("main").Text())
	}
	return w
}

// queue stands in for the job queue: it makes the run and leaves it queued.
type queue struct{}

// Enqueue makes the run.
func (queue) Enqueue(ctx context.Context, trust *store.Trust, actor store.Actor, strikeID string, p rota.Problem) (string, error) {
	var text bytes.Buffer
	if err := document.WriteProblem(&text, p); err != nil {
		return "", err
	}
	run, err := trust.CreateRun(ctx, actor, strikeID, text.Bytes(), store.RunOptions{})
	return run.ID, err
}

// Ask makes the run.
func (queue) Ask(ctx context.Context, trust *store.Trust, actor store.Actor, strikeID string, purpose store.Purpose, asked runs.Asked) (string, error) {
	problem, question, err := asked.Documents()
	if err != nil {
		return "", err
	}
	run, err := trust.CreateQuestionRun(ctx, actor, strikeID, purpose, problem, question, store.RunOptions{})
	return run.ID, err
}

// A safeBuffer is a log that several goroutines may write.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write adds to the log.
func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// String is the log so far.
func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
