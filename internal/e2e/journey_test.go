package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Names of the examples that "serve -demo" loads.
const (
	smallExample = "Example (small), July 2025"
	largeExample = "Example (whole trust), July 2025"
	aheadExample = "Example (small), to come"
)

// A journey is one person with one tab and a planner of their own.
type journey struct {
	*tab
	served *served
	strike string          // address of the strike they work on
	run    string          // id of the run that made the rota
	seen   map[string]bool // paths of pages that have been checked
	links  map[string]bool // paths that they link to
}

// TestJourney takes the small example from sign-in to the downloaded workbook, in
// a wide and a narrow window. Every page on the way is checked, and then every
// page that was not on the way.
func TestJourney(t *testing.T) {
	t.Parallel()
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, width)
			j.signIn()
			j.details()
			j.residents()
			j.consultants()
			j.slots()
			j.gaps()
			j.solve()
			j.rota()
			j.cases()
			j.cost()
			j.money()
			j.downloads()
			j.versions()
			j.conflict()
			j.everyPage()
			j.everyLink()
			j.underWay()
			j.signOut()
			j.roles()
		})
	}
}

func newJourney(t *testing.T, width int) *journey {
	t.Helper()
	return &journey{tab: openTab(t, width), served: serve(t, settingsIn(t, t.TempDir())), seen: map[string]bool{}, links: map[string]bool{}}
}

// look checks the page after holding that it is the one wanted.
func (j *journey) look(heading string) {
	j.t.Helper()
	j.at(heading)
	j.inspect(heading)
}

// inspect checks the page and notes where it leads.
func (j *journey) inspect(name string) {
	j.t.Helper()
	j.check(name)
	j.seen[eval[string](j.tab, `location.pathname`)] = true
	for _, link := range eval[[]string](j.tab, `[...document.querySelectorAll('a[href]:not([href^="tel:"])')].map((a) => a.getAttribute('href').replace(/#.*/, ''))`) {
		j.links[link] = true
	}
}

// saved holds that the page says what has been done.
func (j *journey) saved(want string) {
	j.t.Helper()
	if got := j.text(".nhsuk-notification-banner--success"); !strings.Contains(got, want) {
		j.t.Errorf("%d px, at %s: the page says %q, want %q", j.width, j.where(), got, want)
	}
}

func (j *journey) signIn() {
	j.t.Helper()
	if j.served.email == "" {
		j.t.Fatal("the program does not say how to sign in")
	}
	j.open(j.served.address + "/")
	j.look("Sign in")
	j.expect(422)
	j.typeIn("email", j.served.email)
	j.typeIn("password", "not the password")
	j.follow("Sign in")
	j.look("Sign in")
	if got := j.text(".nhsuk-error-summary"); !strings.Contains(got, "is not right") {
		j.t.Errorf("a wrong password: the summary reads %q", got)
	}
	j.typeIn("password", j.served.password)
	j.follow("Sign in")
	j.at("Overview")
	if got := j.text("h1 .nhsuk-caption-l"); got != aheadExample {
		j.t.Errorf("the first page is of %q, want %q", got, aheadExample)
	}
	j.toSmallExample()
	j.look("Overview")
}

// toSmallExample goes from the first page, which is of the strike that lies ahead, to the one of July.
func (j *journey) toSmallExample() {
	j.t.Helper()
	j.open(j.served.address + "/strikes")
	j.follow(smallExample)
	j.at("Overview")
	j.strike = j.served.address + eval[string](j.tab, `location.pathname`)
}

func (j *journey) details() {
	j.t.Helper()
	j.open(j.strike + "/details")
	j.look("Dates, rules and aims")
	j.follow("Save the details")
	j.saved("saved")
	j.look("Overview")
}

func (j *journey) residents() {
	j.t.Helper()
	j.menu("Residents")
	j.look("Residents")
	j.followFirst("main table td a, main table th a")
	const choice = `input[name=duty-0-said]`
	name := eval[string](j.tab, `document.getElementById('name').value`)
	before := eval[string](j.tab, `document.querySelector('`+choice+`:checked').value`)
	want := "away"
	if before == want {
		want = "working"
	}
	j.press(`document.querySelector('`+choice+`[value=`+want+`]')`, want)
	j.look(j.heading())
	j.follow("Save the resident")
	j.saved("The resident has been saved")
	j.followIn("main table a", name)
	if got := eval[string](j.tab, `document.querySelector('`+choice+`:checked').value`); got != want {
		j.t.Errorf("the declaration was %q, has been made %q and is %q", before, want, got)
	}
	j.menu("Residents")
	j.replies()
}

// replies changes one choice of the quick grid.
func (j *journey) replies() {
	j.t.Helper()
	j.follow("Enter replies in a grid")
	j.look("Replies of residents")
	if j.width < 641 && eval[bool](j.tab, `[...document.querySelectorAll('.app-off')].some((e) => e.checkVisibility())`) {
		j.t.Error("in a narrow window the replies show days without a duty")
	}
	const first = `main table select`
	id := eval[string](j.tab, `document.querySelector('`+first+`').id`)
	want := "prefers_not_to_say"
	if eval[string](j.tab, `document.getElementById('`+id+`').value`) == want {
		want = "away"
	}
	j.pick(id, want)
	j.follow("Save the replies")
	j.saved("saved")
	if got := eval[string](j.tab, `document.getElementById('`+id+`').value`); got != want {
		j.t.Errorf("the reply has been made %q and is %q", want, got)
	}
}

func (j *journey) consultants() {
	j.t.Helper()
	j.menu("Consultants")
	j.look("Consultants")
	j.followFirst("main table td a, main table th a")
	name := eval[string](j.tab, `document.getElementById('name').value`)
	j.typeIn("contact", "extension 4312")
	j.look(j.heading())
	j.follow("Save the consultant")
	j.saved("saved")
	j.followIn("main table a", name)
	if got := eval[string](j.tab, `document.getElementById('contact').value`); got != "extension 4312" {
		j.t.Errorf("the contact is %q", got)
	}
}

func (j *journey) slots() {
	j.t.Helper()
	j.menu("Slots")
	j.look("Critical slots")
	j.follow("Start from a template")
	j.look("Start from a template")
	j.follow("Use the maternity template")
	j.look("Maternity template")
	j.follow("Look over the slots")
	j.look("Maternity template")
	if got := eval[int](j.tab, `document.querySelectorAll('main fieldset').length`); got < 3 {
		j.t.Errorf("the template shows %d groups of boxes", got)
	}
}

func (j *journey) gaps() {
	j.t.Helper()
	j.menu("Gaps")
	j.look("Coverage gaps")
}

// solve makes the rota. Its progress comes by server-sent events, and the last of
// them leads to the rota.
func (j *journey) solve() {
	j.t.Helper()
	j.menu("Rota")
	j.look("Rota")
	j.follow("Make the rota")
	j.look("Make the rota")
	j.events()
	answer := j.leave(find("main button", "Make the rota"), "Make the rota")
	j.run = answer.URL[strings.LastIndex(answer.URL, "/")+1:]
	j.await("the rota is made", `document.readyState === 'complete' && location.pathname.endsWith('/rota')`, solving)
	got := j.events()
	if len(got) == 0 || !strings.HasPrefix(got[len(got)-1], "done ") || !strings.Contains(got[len(got)-1], `"state":"done"`) {
		j.t.Errorf("server-sent events: %q, want the last to be done", got)
	}
}

// rota looks at the grid, at why a slot is open and at who covers another, and
// locks and unlocks that one.
func (j *journey) rota() {
	j.t.Helper()
	j.look("Rota")
	j.grid()
	j.followFirst("#open-places a")
	if got := j.text("main"); !strings.Contains(got, "Why") {
		j.t.Errorf("the page of an open slot does not say why: %s", got)
	}
	j.explained()
	j.look(j.heading())
	j.menu("Rota")
	j.followFirst("main a.app-cell--filled")
	slot := j.heading()
	name := j.text("main .nhsuk-card h3")
	j.look(slot)
	j.followIn("main .nhsuk-card button", "Lock "+name)
	j.saved("Locked")
	j.look(slot)
	j.followIn("main .nhsuk-card button", "Unlock "+name)
	j.saved("taken off")
	if !j.sees("main .nhsuk-card button", "Lock "+name) {
		j.t.Errorf("%s cannot be locked again", name)
	}
	j.byHand()
}

// byHand puts somebody else in a slot that somebody else can take, stops at a rule that somebody else would break,
// and takes the change back.
func (j *journey) byHand() {
	j.t.Helper()
	j.menu("Rota")
	j.followFirst("main a.app-cell--filled[href*='/lw-']")
	slot := j.heading()
	j.press(first("main input[name=way]"), "the first way")
	j.follow("Check what comes of it")
	j.look("Check this change")
	j.follow("Save")
	j.saved("takes")
	j.look(slot)
	j.menu("Rota")
	j.look("Rota")
	j.followFirst("#changes button")
	j.saved("Undone")
	j.followFirst("main a.app-cell--filled")
	slot = j.heading()
	j.press(shown("main summary")+".find((e) => e.textContent.includes('cannot take it by the rules'))", "those whom a rule stops")
	j.press(first("main input[id^=way-stopped]"), "somebody whom a rule stops")
	j.follow("Check what comes of it")
	j.look("Check this change")
	if !eval[bool](j.tab, `!!document.querySelector('.nhsuk-panel--interruption')`) {
		j.t.Errorf("%d px: putting somebody there whom a rule stops does not stop at the rule", j.width)
	}
	j.follow("Cancel, change nothing")
	j.at(slot)
}

// cases compares the strike with all away, some away and all working.
func (j *journey) cases() {
	j.t.Helper()
	const title = "All away, some away, all working"
	j.menu("Rota")
	j.follow(title)
	j.look(title)
	j.follow("Compare them")
	j.await("the cases are compared", `document.querySelector('#answer') !== null`, solving)
	j.look(title)
}

// explained waits until the page of an open slot says what would fix it: the worker
// goes on with that when the rota can be seen.
func (j *journey) explained() {
	j.t.Helper()
	page := eval[string](j.tab, `location.href`)
	for end := time.Now().Add(solving); !strings.Contains(j.text("main"), "Nothing has been changed"); j.open(page) {
		if time.Now().After(end) {
			j.t.Fatalf("%s does not say what would fix it: %s", page, j.text("main"))
		}
	}
}

// obscured are the links of the grid that cannot be seen when they have the focus,
// because the sticky heads lie over them.
const obscured = `[...document.querySelectorAll('.app-grid a')].reverse().filter((a) => {
	a.focus()
	const b = a.getBoundingClientRect()
	return ![[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]].some(([x, y]) =>
		a.contains(document.elementFromPoint(b.left + b.width * x, b.top + b.height * y)))
}).map((a) => a.textContent.trim())`

// grid moves through the wide grid by keyboard.
func (j *journey) grid() {
	j.t.Helper()
	if j.width < 641 {
		return // a list by day stands there instead
	}
	if hidden := eval[[]string](j.tab, obscured); len(hidden) > 0 {
		j.t.Errorf("%d links of the grid have the focus and are hidden: %q", len(hidden), hidden)
	}
	j.must("focus the grid's first link", chromedp.Focus(chromedp.CSS(".app-grid a")))
	j.must("go right", chromedp.KeyEvent(kb.ArrowRight))
	if !eval[bool](j.tab, `(() => {
		const links = [...document.querySelector('.app-grid a').closest('tr').cells].map((c) => c.querySelector('a')).filter(Boolean)
		return document.activeElement === links[1]
	})()`) {
		j.t.Errorf("the right arrow key does not lead from the first slot of a row to the second")
	}
}

func (j *journey) signOut() {
	j.t.Helper()
	j.followIn("header button", "Sign out")
	j.at("Sign in")
	j.open(j.strike + "/residents")
	j.at("Sign in")
}
