package e2e

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	getRoute  = regexp.MustCompile(`\{method: get, path: "([^"]+)"`)
	routePart = regexp.MustCompile(`:(\w+)`)
)

// pageRoutes are the paths of the planner's route table that answer GET, read from
// its source: the table itself is nobody else's business.
func pageRoutes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "web", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if m := getRoute.FindStringSubmatch(line); m != nil && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				out = append(out, m[1])
			}
		}
	}
	slices.Sort(out)
	if len(out) < 35 {
		t.Fatalf("only %d pages in the route table: has it been written another way?", len(out))
	}
	return out
}

// notPages are the routes that answer with something else than a page, or with
// nothing, which a browser cannot open: a test of package web looks at that.
var notPages = map[string]string{
	"/alive":                                "",
	"/healthz":                              "text/plain",
	"/readyz":                               "text/plain",
	"/strikes/:strike/runs/:run/events":     "text/event-stream",
	"/strikes/:strike/runs/:run/progress":   "application/json",
	"/strikes/:strike/cost/prices/events":   "text/event-stream",
	"/strikes/:strike/cost/prices/progress": "application/json",
	"/strikes/:strike/rota/cases/events":    "text/event-stream",
	"/strikes/:strike/rota/cases/progress":  "application/json",
	"/strikes/:strike/rota/aims/events":     "", // nobody has asked
	"/strikes/:strike/rota/aims/progress":   "",
	"/strikes/:strike/rota/robust/events":   "", // nobody has asked
	"/strikes/:strike/rota/robust/progress": "",
	"/strikes/:strike/day/replan/events":    "", // nobody has asked
	"/strikes/:strike/day/replan/progress":  "",

	"/strikes/:strike/downloads/personal/:consultant/duties.xlsx":         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"/strikes/:strike/downloads/personal/:consultant/duties.ics":          "text/calendar",
	"/strikes/:strike/versions/:version/personal/:consultant/duties.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"/strikes/:strike/versions/:version/personal/:consultant/duties.ics":  "text/calendar",
	"/strikes/:strike/versions/compare/differences.csv":                   "text/csv",
	"/strikes/:strike/slots/:slot/evidence.xlsx":                          "", // of slots with open places alone
	"/cards/card/:key/file/:cardfile":                                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// params are values for the parts of paths, found on the pages.
func (j *journey) params() map[string]string {
	j.t.Helper()
	strike := strings.TrimPrefix(j.strike, j.served.address+"/strikes/")
	part := func(page, pattern string) string {
		if !strings.HasPrefix(page, "/cards") {
			page = strings.TrimPrefix(j.strike, j.served.address) + page
		}
		j.open(j.served.address + page)
		links := eval[[]string](j.tab, `[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))`)
		for _, link := range links {
			if m := regexp.MustCompile(pattern).FindStringSubmatch(link); m != nil {
				return m[1]
			}
		}
		j.t.Fatalf("%s has no link like %s", page, pattern)
		return ""
	}
	return map[string]string{
		"strike":     strike,
		"run":        j.run,
		"resident":   part("/residents", `/residents/(R\d+)/edit`),
		"consultant": part("/consultants", `/consultants/(C\d+)/edit`),
		"slot":       part("/slots", `/slots/([^/]+)/edit`),
		"card":       "bma",
		"key":        part("/cards", `/cards/card/([A-Z0-9]{20,})$`),
		"cardfile":   "card.xlsx",
		"case":       part("/cost/cases", `/cost/cases/(K\d+)$`),
		"template":   "cancer",
		"version":    "1",
	}
}

// everyPage checks each page of the route table that the journey has not come by.
func (j *journey) everyPage() {
	j.t.Helper()
	params := j.params()
	for _, route := range pageRoutes(j.t) {
		if ofImport(route) || route == auditRoute {
			continue
		}
		path := routePart.ReplaceAllStringFunc(route, func(part string) string {
			value, ok := params[part[1:]]
			if !ok {
				j.t.Fatalf("%s: no value for %s", route, part)
			}
			return value
		})
		if kind, ok := notPages[route]; ok {
			if kind != "" {
				j.file(path, kind)
			}
			continue
		}
		if j.came(route) {
			continue
		}
		if status := j.open(j.served.address + path); status != 200 {
			j.t.Errorf("%s: status %d", route, status)
		}
		j.inspect(route)
	}
	j.expect(404)
	j.open(j.served.address + "/no/such/page")
	j.look("Page not found")
}

// ofImport tells the routes of one import, which TestBringIn comes by.
func ofImport(route string) bool {
	return strings.Contains(route, "/:import/") || strings.Contains(route, "/:done")
}

// An id in a path, and how many links that differ in ids only are followed.
var idPart = regexp.MustCompile(`[A-Z0-9]{4,}|=[^&]*`)

const sameLinks = 3

// deadLinks asks for each of a list of links, and gives those that do not answer as they should.
const deadLinks = `(async (links) => {
	const bad = []
	for (const link of links) {
		const answer = await fetch(link).catch(String)
		if (answer.status !== 200) bad.push(link + ' ' + (answer.status ?? answer))
	}
	return bad
})`

// everyLink asks for what the pages link to. Of links that differ in ids only, some.
func (j *journey) everyLink() {
	j.t.Helper()
	kinds := map[string]int{}
	var list []string
	for _, link := range slices.Sorted(maps.Keys(j.links)) {
		if strings.Contains(link, "/cover/check?") { // of changes that could be made at the time
			continue
		}
		kind := idPart.ReplaceAllString(link, "*")
		if kinds[kind]++; link != "" && kinds[kind] <= sameLinks {
			list = append(list, link)
		}
	}
	text, err := json.Marshal(list)
	if err != nil {
		j.t.Fatal(err)
	}
	bad := promised[[]string](j.tab, deadLinks+`(`+string(text)+`)`)
	if len(list) < 40 || len(bad) > 0 {
		j.t.Errorf("%d kinds of links; those that lead nowhere: %q", len(list), bad)
	}
	j.taken()
}

// came is whether a page of the route has been checked.
func (j *journey) came(route string) bool {
	pattern := regexp.MustCompile(`^` + routePart.ReplaceAllString(route, `[^/]+`) + `$`)
	for path := range j.seen {
		// A fixed path such as /residents/new is a route of its own.
		if pattern.MatchString(path) && (!strings.HasSuffix(path, "/new") || strings.HasSuffix(route, "/new")) {
			return true
		}
	}
	return false
}

// file asks for what is no page, from within the page.
func (j *journey) file(path, kind string) {
	j.t.Helper()
	got := promised[string](j.tab, `fetch(`+quoted(path)+`).then((r) => r.status + ' ' + r.headers.get('Content-Type')).catch(String)`)
	if !strings.HasPrefix(got, "200 "+kind) {
		j.t.Errorf("%s answers %q, want 200 %s", path, got, kind)
	}
}

// conflict has somebody else save a resident while the form is open: nothing is
// overwritten, and the page says what differs.
func (j *journey) conflict() {
	j.t.Helper()
	j.menu("Residents")
	j.followFirst("main table td a, main table th a")
	other := promised[string](j.tab, `(async (form) => {
		const data = new URLSearchParams(new FormData(form))
		data.set('grade', 'ST8')
		const answer = await fetch(form.action, { method: 'POST', body: data, redirect: 'manual' })
		return answer.type
	})(document.querySelector('main form'))`)
	if other != "opaqueredirect" {
		j.t.Fatalf("saving the resident elsewhere answers %q", other)
	}
	j.typeIn("grade", "ST5")
	j.expect(409)
	if status := j.followIn("main button", "Save the resident"); status != 409 {
		j.t.Errorf("saving over another's change: status %d, want 409", status)
	}
	for _, want := range []string{"ST8", "ST5"} {
		if !strings.Contains(j.text("#changed-by"), want) {
			j.t.Errorf("the page of the conflict does not say %s: %s", want, j.text("#changed-by"))
		}
	}
	j.check("conflict")
	j.follow("Save the resident")
	j.saved("saved")
}

// begin lets the worker go on, a moment at a time, until it has begun the run of
// the page, and leaves it standing still.
func (j *journey) begin(thaw func()) func() {
	j.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		thaw()
		promised[bool](j.tab, `new Promise(done => setTimeout(() => done(true), 30))`)
		thaw = j.served.freeze()
		switch state := promised[string](j.tab, `fetch(document.querySelector('[data-progress]').dataset.progress.replace(/events$/, 'progress'))
			.then(answer => answer.json()).then(progress => progress.state)`); state {
		case "running":
			return thaw
		case "queued":
		default:
			j.t.Fatalf("the run is %s before it could be looked at", state)
		}
	}
	j.t.Fatal("the run does not begin")
	return thaw
}

// underWay looks at a run that takes its time, that of the large example, and
// cancels it. The worker stands still meanwhile, since the run would soon be over.
func (j *journey) underWay() {
	j.t.Helper()
	j.open(j.served.address + "/strikes")
	j.follow(largeExample)
	j.menu("Rota")
	j.follow("Make the rota")
	j.events()
	thaw := j.served.freeze()
	j.leave(find("main button", "Make the rota"), "Make the rota")
	thaw = j.begin(thaw)
	j.await("the solver is at work", `/Starting|step \d+ of \d+/.test(document.querySelector('[data-field=stage]')?.textContent ?? '')`, solving)
	j.look("Making the rota")
	if got := strings.Join(j.events(), "\n"); !strings.Contains(got, `progress {"state":"running"`) {
		j.t.Errorf("server-sent events: %q, want one of a run that is running", got)
	}
	j.follow("Cancel")
	j.look("Making the rota")
	if got := j.text("main"); !strings.Contains(got, "asked to stop") {
		j.t.Errorf("a run that is to be cancelled reads %q", got)
	}
	thaw()
	j.await("the run is cancelled", `location.pathname.endsWith('/solve') && document.body.textContent.includes('The last run was cancelled')`, 30*time.Second)
	j.inspect("after a run was cancelled")
}
