package e2e

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	_ "modernc.org/sqlite" // to ask the database whether it is intact

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/document"
)

// How the crash is staged.
const (
	crashAfter    = 60              // entries that have been acknowledged
	workerDies    = 5 * time.Second // after the server has been killed
	answersAgain  = 15 * time.Second
	crashSettings = "solver: {limit: 25s}\nlimits: {changes_per_minute: 100000}"
)

// TestCrash kills the server during a solver run, while people save entries: its
// worker and the solving process, which has nothing of the database, go too. When
// it is started again on the same data the run finishes with a checked plan, and
// no entry that the server had acknowledged is missing.
func TestCrash(t *testing.T) {
	folder := t.TempDir()
	config := settingsIn(t, folder, crashSettings)
	first := serve(t, config)
	v := signedIn(t, first)
	strike := v.strikeCalled(t, largeExample)
	w := startWriters(t, v, strike, "Dr Entry", 2, crashAfter)
	w.until(t)
	run, err := v.post(strike+"/solve", url.Values{})
	if err != nil {
		t.Fatal(err)
	}
	v.untilSolving(t, run)
	worker := childThatRuns(t, strconv.Itoa(first.cmd.Process.Pid), "work")
	solver := childThatRuns(t, worker, "solver")
	if err := signal(solver, syscall.SIGSTOP); err != nil { // or the run might be over before the server is
		t.Fatal(err)
	}
	for _, open := range filesOf(t, solver) {
		if strings.HasPrefix(open, folder) {
			t.Errorf("the solving process has %s open", open)
		}
	}
	first.kill()
	for _, pid := range []string{worker, solver} {
		if !gone(pid, workerDies) {
			t.Errorf("a process is there %s after its server was killed", workerDies)
		}
	}
	w.wait(t)
	if state := stateOf(t, folder, run); state != "running" {
		t.Fatalf("when the server was killed the run was %s, so this shows nothing", state)
	}

	start := time.Now()
	v.address = serve(t, config).address
	if _, err := v.get(strike); err != nil { // nobody has to sign in again
		t.Fatal(err)
	}
	took := time.Since(start)
	if took > answersAgain {
		t.Errorf("the server answers %s after it was started again, want %s", took, answersAgain)
	}
	w.verify(t, v, strike)
	t.Logf("it answers %s after it was started again", took.Round(time.Millisecond))
	if err := v.untilDone(t.Context(), run); err != nil {
		t.Error(err)
	}
	v.checkPlan(t, strike)
	if said := ask(t, database(folder), "PRAGMA integrity_check"); said != "ok" {
		t.Errorf("the database says of itself: %s", said)
	}
}

// strikeCalled is the path of a strike.
func (v *visitor) strikeCalled(t testing.TB, name string) string {
	t.Helper()
	page, err := v.page("/strikes")
	if err != nil {
		t.Fatal(err)
	}
	link := page.Find("main a").FilterFunction(func(_ int, a *goquery.Selection) bool { return strings.TrimSpace(a.Text()) == name })
	if link.Length() != 1 {
		t.Fatalf("%d strikes called %s", link.Length(), name)
	}
	return link.AttrOr("href", "")
}

// untilSolving waits until a worker has the run. It asks often: a run of the example
// takes seconds, and the stream of events says something twice a second.
func (v *visitor) untilSolving(t *testing.T, run string) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(time.Minute); ; <-tick.C {
		text, err := v.get(run + "/progress")
		if err != nil || time.Now().After(end) {
			t.Fatalf("no worker takes the run: %s, %v", text, err)
		}
		if !strings.Contains(string(text), `"state":"queued"`) {
			return
		}
	}
}

// untilDone waits for the end of the run, as long as ctx lasts. It is an error unless the rota is made.
func (v *visitor) untilDone(ctx context.Context, run string) error {
	last := ""
	err := v.follow(run+"/events", func(data string) bool {
		last = data
		return ctx.Err() == nil
	})
	switch {
	case err != nil:
		return fmt.Errorf("the run was last heard of as %s: %w", last, err)
	case ctx.Err() == nil && !strings.Contains(last, `"state":"done"`):
		return errors.New("the run ended as " + last)
	}
	return nil
}

// checkPlan has the referee check the plan that the planner hands out.
func (v *visitor) checkPlan(t *testing.T, strike string) {
	t.Helper()
	problemText, err := v.get(strike + "/downloads/problem.json")
	if err != nil {
		t.Fatal(err)
	}
	planText, err := v.get(strike + "/downloads/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	problem, err := document.ReadProblem(bytes.NewReader(problemText))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := document.ReadPlan(bytes.NewReader(planText))
	if err != nil {
		t.Fatal(err)
	}
	if report := rota.Check(problem, plan); !report.OK() || len(plan.Assignments) == 0 {
		t.Errorf("%d assignments; the referee finds faults %v and breaches %v", len(plan.Assignments), report.Faults, report.Breaches)
	}
}

// database is where a planner with this folder keeps its data.
func database(folder string) string { return filepath.Join(folder, "data", "strikerota.db") }

// ask gives the one value that a query finds in an SQLite database.
func ask(t *testing.T, path, query string, args ...any) string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var value string
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// stateOf is the state of a run as the crash has left it. It looks at a copy, so
// that the server finds what the crash has left, too.
func stateOf(t *testing.T, folder, run string) string {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return ask(t, database(copied), "SELECT state FROM runs WHERE id = ?", run[strings.LastIndex(run, "/")+1:])
}

// Writers are people who save entries until the server goes.
type writers struct {
	mu      sync.Mutex
	names   []string                         // residents that have been added
	replies map[rota.DutyID]rota.Declaration // replies that have been saved
	doubt   map[rota.DutyID]bool             // duties whose last save got no answer
	lost    []lostForm                       // what got no answer
	saves   int
	wanted  int     // saves until enough is closed
	failed  []error // answers that are neither an acknowledgement nor the crash
	enough  chan struct{}
	all     sync.WaitGroup
}

// A lostForm was sent and got no answer: whether it was saved is not known to whoever sent it.
type lostForm struct {
	path string
	form url.Values
	keep func() // notes that it has been acknowledged
}

// sendAgain sends all that got no answer once more, as people do, and some of it twice.
func (w *writers) sendAgain(t *testing.T, v *visitor) {
	t.Helper()
	for i, lost := range w.lost {
		for range 1 + i%2 {
			if _, err := v.post(lost.path, lost.form); err != nil {
				t.Errorf("sent again: %v", err)
			}
		}
		lost.keep()
	}
	clear(w.doubt)
}

// startWriters starts so many people who add residents, called by the name and numbers, and
// as many who enter replies. Enough is when so many of their saves have been acknowledged.
func startWriters(t *testing.T, v *visitor, strike, name string, people, enough int) *writers {
	t.Helper()
	page, err := v.page(strike + "/residents/replies")
	if err != nil {
		t.Fatal(err)
	}
	shown := repliesOn(page)
	if len(shown) < 20 {
		t.Fatalf("only %d replies on the first page of the grid", len(shown))
	}
	w := &writers{replies: map[rota.DutyID]rota.Declaration{}, doubt: map[rota.DutyID]bool{}, wanted: enough, enough: make(chan struct{})}
	parts := make([][]reply, people)
	for i, r := range shown {
		parts[i%people] = append(parts[i%people], r)
	}
	for i, part := range parts {
		w.all.Go(func() { w.addResidents(v, strike, fmt.Sprintf("%s %d", name, i)) })
		w.all.Go(func() { w.enterReplies(v, strike, part) })
	}
	return w
}

// addResidents adds one resident after another.
func (w *writers) addResidents(v *visitor, strike, called string) {
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s-%d", called, i)
		sent := lostForm{strike + "/residents/new", url.Values{"name": {name}, "grade": {"ST3"}, "unit": {""}, "version": {"0"}, "duty-rows": {"0"}},
			func() { w.names = append(w.names, name) }}
		_, err := v.post(sent.path, sent.form)
		if !w.noted(err, sent) {
			return
		}
	}
}

// A reply is one choice of the quick grid.
type reply struct {
	duty rota.DutyID
	said rota.Declaration
}

// repliesOn reads the quick grid.
func repliesOn(page *goquery.Document) []reply {
	var out []reply
	page.Find("main table select").Each(func(_ int, s *goquery.Selection) {
		duty := strings.TrimPrefix(s.AttrOr("name", ""), "to-")
		out = append(out, reply{rota.DutyID(duty), rota.Declaration(s.Find("option[selected]").AttrOr("value", ""))})
	})
	return out
}

// enterReplies changes one reply after another, again and again.
func (w *writers) enterReplies(v *visitor, strike string, mine []reply) {
	words := rota.Declarations()
	for i := 0; ; i++ {
		r := &mine[i%len(mine)]
		to := words[i%len(words)]
		if to == r.said {
			to = words[(i+1)%len(words)]
		}
		sent := lostForm{strike + "/residents/replies", url.Values{"unit": {""}, "page": {"1"},
			"to-" + string(r.duty): {string(to)}, "from-" + string(r.duty): {string(r.said)}}, func() { w.replies[r.duty] = to }}
		_, err := v.post(sent.path, sent.form)
		if err != nil {
			w.mu.Lock()
			w.doubt[r.duty] = true
			w.mu.Unlock()
		}
		if !w.noted(err, sent) {
			return
		}
		r.said = to
	}
}

// noted keeps what the server has acknowledged. It is false when the writer has to stop.
func (w *writers) noted(err error, sent lostForm) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		sent.keep()
		if w.saves++; w.saves == w.wanted {
			close(w.enough)
		}
		return true
	}
	if refused := (statusError{}); errors.As(err, &refused) {
		w.failed = append(w.failed, err)
	} else {
		w.lost = append(w.lost, sent)
	}
	return false
}

// until waits until enough saves have been acknowledged.
func (w *writers) until(t *testing.T) {
	t.Helper()
	select {
	case <-w.enough:
	case <-time.After(time.Minute):
		w.mu.Lock()
		defer w.mu.Unlock()
		t.Fatalf("%d saves in a minute, want %d; %v", w.saves, w.wanted, w.failed)
	}
}

// wait waits until all have noticed that the server is gone.
func (w *writers) wait(t *testing.T) {
	t.Helper()
	w.all.Wait()
	if len(w.failed) > 0 {
		t.Errorf("before the crash the server refused: %v", w.failed)
	}
}

// verify looks for all that has been acknowledged in what the planner has now.
func (w *writers) verify(t *testing.T, v *visitor, strike string) {
	t.Helper()
	workbook, err := v.named(strike+"/downloads/named/entries.xlsx", "To see what was saved")
	if err != nil {
		t.Fatal(err)
	}
	entry, err := exports.ReadEntry(workbook)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, r := range entry.Residents {
		times[r.Name]++
	}
	for _, name := range w.names {
		if times[name] != 1 {
			t.Errorf("%s was saved once and is there %d times", name, times[name])
		}
	}
	said := map[rota.DutyID]rota.Declaration{}
	for number := range len(entry.Residents)/50 + 1 { // 50 on a page
		page, err := v.page(fmt.Sprintf("%s/residents/replies?page=%d", strike, number+1))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range repliesOn(page) {
			said[r.duty] = r.said
		}
	}
	for duty, want := range w.replies {
		if got := said[duty]; got != want && !w.doubt[duty] {
			t.Errorf("duty %s: the reply is %q, saved was %q", duty, got, want)
		}
	}
	t.Logf("%d saves were acknowledged, %d new residents and replies to %d duties", w.saves, len(w.names), len(w.replies))
}
