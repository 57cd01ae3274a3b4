package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"strikerota/internal/auth"
)

// params are values for the parts of paths, from the example: a page with a new
// part adds it here. What belongs to one person is the coordinator's, or theirs of the role.
func (s *site) params(role ...auth.Role) map[string]string {
	s.t.Helper()
	owner := auth.Coordinator
	if len(role) > 0 {
		owner = role[0]
	}
	under, done := s.imports(owner)
	e, err := s.store.Entry(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	if s.run != "" {
		s.asked()
	}
	if s.secret == "" && s.server.now().Before(e.Strike.End) {
		s.secret = s.personal(auth.Resident, len(e.Residents)-1)
	}
	return map[string]string{
		"secret":     nameOr(s.secret, "ended"),
		"strike":     s.strike,
		"run":        s.run,
		"resident":   string(e.Residents[0].ID),
		"consultant": string(e.Consultants[0].ID),
		"slot":       string(e.Slots[0].ID),
		"card":       "trust",
		"key":        s.ownCard(),
		"cardfile":   "card.xlsx",
		"case":       s.costCase(),
		"template":   "maternity",
		"import":     under,
		"done":       done,
		"version":    "1",
		"account":    s.user(auth.Coordinator).ID,
		"link":       s.link(auth.Coordinator),
	}
}

var part = regexp.MustCompile(`[:*](\w+)`)

// address fills the parts of a route's path.
func (s *site) address(path string, params map[string]string) string {
	return part.ReplaceAllStringFunc(path, func(p string) string {
		value, ok := params[p[1:]]
		if !ok {
			s.t.Fatalf("%s: no value for %s in params", path, p)
		}
		return value
	})
}

// whoMay is somebody, signed in, who may do the act: the coordinator where they may.
func (s *site) whoMay(act auth.Act) *visitor {
	s.t.Helper()
	for _, role := range append(auth.AccountRoles(), auth.LinkRoles()...) {
		if auth.Can(role, act) {
			if s.visitors == nil {
				s.visitors = map[auth.Role]*visitor{}
			}
			if s.visitors[role] == nil {
				s.visitors[role] = s.as(role)
			}
			return s.visitors[role]
		}
	}
	s.t.Fatalf("nobody may %s", act)
	return nil
}

// TestEveryPage asks for every route that answers GET, before and after a rota
// has been made, and holds every page to the contract.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		site *site
	}{{"with a rota", newSite(t, before(t)).planned().published()}, {"without a rota", newSite(t, before(t))}} {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.site
			s.t = t
			params := s.params()
			for _, r := range routes() {
				if r.method != get || s.run == "" && strings.Contains(r.path, ":run") {
					continue
				}
				v := s.whoMay(r.act)
				t.Run(strings.ReplaceAll(r.path, "/", "_"), func(t *testing.T) {
					v.t = t
					w := v.get(s.address(r.path, params))
					if w.Code >= 500 || w.Code == http.StatusNotFound && tt.name == "with a rota" {
						t.Fatalf("status %d\n%s", w.Code, s.log)
					}
					if given := w.Header().Get("Content-Disposition") != ""; w.Code == http.StatusOK && given != r.file {
						t.Errorf("a file is given: %v; the table of routes says %v", given, r.file)
					}
					if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Code != http.StatusSeeOther {
						contract(t, w)
					}
				})
			}
		})
	}
}

// TestEmptyPages asks for the same of a strike in which nothing has been entered.
func TestEmptyPages(t *testing.T) {
	t.Parallel()
	s := emptySite(t)
	v := s.as(auth.Coordinator)
	contract(t, want(t, v.get("/strikes"), http.StatusOK))
	page := want(t, v.get("/strikes/new"), http.StatusOK)
	values := fields(t, page, "/strikes/new")
	for name, value := range map[string]string{"name": "July 2025", "start-day": "25", "start-month": "7", "start-year": "2025",
		"end-day": "30", "end-month": "7", "end-year": "2025", "keep-basis": "As settled here", "keep-notice": "The notice for staff"} {
		values.Set(name, value)
	}
	s.strike = strings.TrimPrefix(want(t, v.post("/strikes/new", values), http.StatusSeeOther).Header().Get("Location"), "/strikes/")
	for _, r := range routes() {
		if r.method != get || strings.Count(r.path, ":") != 1 || !strings.Contains(r.path, ":strike") {
			continue
		}
		t.Run(strings.ReplaceAll(r.path, "/", "_"), func(t *testing.T) {
			v.t = t
			w := v.get(s.address(r.path, map[string]string{"strike": s.strike}))
			if w.Code >= 500 {
				t.Fatalf("status %d\n%s", w.Code, s.log)
			}
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Code != http.StatusSeeOther {
				contract(t, w)
			}
		})
	}
}

// TestEveryTemplate renders each template at least once, so that none can be
// broken without a test that fails.
func TestEveryTemplate(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned().published()
	params := s.params()
	for _, r := range routes() {
		if r.method == get {
			s.whoMay(r.act).get(s.address(r.path, params))
		}
	}
	s.stranger().get("/sign-in")
	s.as(auth.Coordinator).get("/nowhere")
	for name := range s.server.views.pages {
		if _, ok := s.server.views.used.Load(name); !ok && !elsewhere[name] {
			t.Errorf("templates/pages/%s.html is never rendered", name)
		}
	}
}

// elsewhere are the templates that other tests render: pages that only a POST answers with.
var elsewhere = map[string]bool{
	"sign-in-code": true, // after the password of somebody with a second factor
	"recovery":     true, // after it was set up
	"signed-out":   true, // where the trust has a sign-in of its own
	"made-link":    true, // after an account was added

	"empty":  true, // in a strike without a rota
	"review": true, // after an upload

	"kept": true, // after signing in again, with a form that was typed before

	"interruption": true, // before a long strike is saved, or an earlier day of deletion

	"edit-check": true, // of an edit that was chosen

	"shared-word": true, // of a word that was chosen
}

// contract is what every page keeps to.
func contract(t testing.TB, w *httptest.ResponseRecorder) {
	t.Helper()
	doc := parse(t, w)
	for _, check := range []func(*goquery.Document) []string{headings, onPaper, labels, targets, tables, ids, inline, addresses, forms, raw} {
		for _, fault := range check(doc) {
			t.Error(fault)
		}
	}
	nonce, _ := doc.Find("script:not([src])").Attr("nonce")
	if policy := w.Header().Get("Content-Security-Policy"); nonce == "" || !strings.Contains(policy, "'nonce-"+nonce+"'") {
		t.Errorf("the inline script's nonce %q is not in the policy", nonce)
	}
	if w.Code == http.StatusUnprocessableEntity {
		if !strings.HasPrefix(doc.Find("head > title").Text(), "Error: ") || doc.Find(".nhsuk-error-summary").Length() != 1 {
			t.Error("a page with faults has no error summary, or no Error: in its title")
		}
	}
}

// raw finds what a template printed of a value that is not meant for people, such as a
// field of the page that hides one of base.
func raw(doc *goquery.Document) (faults []string) {
	text := doc.Find("body").Clone()
	text.Find("script, textarea").Remove()
	return regexp.MustCompile(`\{\{.{0,40}|%![a-z(].{0,20}|<nil>`).FindAllString(text.Text(), -1)
}

func headings(doc *goquery.Document) (faults []string) {
	if n := doc.Find("h1").Length(); n != 1 {
		faults = append(faults, fmt.Sprintf("%d h1, want 1", n))
	}
	title := doc.Find("head > title").Text()
	h1 := doc.Find("h1").Clone()
	h1.Find(".nhsuk-caption-l").Remove()
	heading := h1.AttrOr("data-title", strings.TrimSpace(h1.Text())) // another where the heading may hold a name and the title not
	if !strings.HasPrefix(strings.TrimPrefix(title, "Error: "), heading) || !strings.HasSuffix(title, " – Strike rota planner") {
		faults = append(faults, fmt.Sprintf("title %q does not begin with the h1 %q and end with the planner's name", title, heading))
	}
	if lang, _ := doc.Find("html").Attr("lang"); lang == "" {
		faults = append(faults, "html has no lang")
	}
	if doc.Find("main#maincontent").Length() != 1 {
		faults = append(faults, "no main#maincontent")
	}
	return faults
}

// onPaper wants every page to say which paper it is for and, where somebody who is signed in
// prints it, how to handle it, who printed it and when, first on every sheet.
func onPaper(doc *goquery.Document) (faults []string) {
	if paper := doc.Find("body").AttrOr("class", ""); !slices.Contains([]string{"app-a4", "app-a4-side", "app-a3"}, paper) {
		faults = append(faults, fmt.Sprintf("it is printed on %q", paper))
	}
	line := doc.Find("main").Children().First()
	if doc.Find("form[action='/sign-out']").Length() == 1 && (!line.HasClass("app-only-print") || !strings.HasPrefix(line.Text(), handling+" Printed by ")) {
		faults = append(faults, fmt.Sprintf("on paper the page begins with %q", line.Text()))
	}
	return faults
}

func labels(doc *goquery.Document) (faults []string) {
	words := map[string][]string{} // of the labels for each id
	doc.Find("label").Each(func(_ int, l *goquery.Selection) {
		id := l.AttrOr("for", "-")
		words[id] = append(words[id], strings.TrimSpace(l.Text()))
	})
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, in *goquery.Selection) {
		list := words[in.AttrOr("id", "")]
		if _, ok := in.Attr("aria-label"); !ok && (len(list) != 1 || list[0] == "") {
			faults = append(faults, fmt.Sprintf("control %q has %d labels", in.AttrOr("name", ""), len(list)))
		}
	})
	doc.Find("button, a[href]").Each(func(_ int, b *goquery.Selection) {
		if _, ok := b.Attr("aria-label"); !ok && strings.TrimSpace(b.Text()) == "" {
			faults = append(faults, "a button or link without words")
		}
	})
	return faults
}

func targets(doc *goquery.Document) (faults []string) {
	exists := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, e *goquery.Selection) { exists[e.AttrOr("id", "")] = true })
	doc.Find("a[href^='#']").Each(func(_ int, a *goquery.Selection) {
		if to := strings.TrimPrefix(a.AttrOr("href", ""), "#"); !exists[to] {
			faults = append(faults, fmt.Sprintf("link to #%s, which is not on the page", to))
		}
	})
	for _, attr := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "for", "headers"} {
		doc.Find("[" + attr + "]").Each(func(_ int, e *goquery.Selection) {
			for _, id := range strings.Fields(e.AttrOr(attr, "")) {
				if !exists[id] {
					faults = append(faults, fmt.Sprintf("%s names %q, which is not on the page", attr, id))
				}
			}
		})
	}
	return faults
}

func tables(doc *goquery.Document) (faults []string) {
	doc.Find("table").Each(func(_ int, table *goquery.Selection) {
		caption := strings.TrimSpace(table.Find("caption").Text())
		if caption == "" {
			faults = append(faults, "a table without a caption")
		}
		table.Find("th").Each(func(_ int, th *goquery.Selection) {
			if _, ok := th.Attr("scope"); !ok {
				faults = append(faults, fmt.Sprintf("table %q: a th without scope", caption))
			}
		})
		table.Find("td, th").Each(func(_ int, cell *goquery.Selection) {
			if strings.TrimSpace(cell.Text()) == "" && cell.Find("input, select, svg").Length() == 0 {
				faults = append(faults, fmt.Sprintf("table %q: an empty cell", caption))
			}
		})
	})
	return faults
}

func ids(doc *goquery.Document) (faults []string) {
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, e *goquery.Selection) {
		id := e.AttrOr("id", "")
		if seen[id] || id == "" || strings.ContainsAny(id, " \t") {
			faults = append(faults, fmt.Sprintf("id %q is there twice, or is no id", id))
		}
		seen[id] = true
	})
	return faults
}

func inline(doc *goquery.Document) (faults []string) {
	doc.Find("*").Each(func(_ int, e *goquery.Selection) {
		for _, a := range e.Nodes[0].Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				faults = append(faults, fmt.Sprintf("<%s %s=…>: the policy forbids it", goquery.NodeName(e), a.Key))
			}
		}
	})
	if n := doc.Find("script:not([src])").Length(); n != 1 {
		faults = append(faults, fmt.Sprintf("%d inline scripts, want 1", n))
	}
	if doc.Find("style").Length() > 0 {
		faults = append(faults, "an inline style sheet")
	}
	return faults
}

func addresses(doc *goquery.Document) (faults []string) {
	for _, attr := range []string{"href", "src", "action", "srcset", "poster"} {
		doc.Find("[" + attr + "]").Each(func(_ int, e *goquery.Selection) {
			to := e.AttrOr(attr, "")
			if strings.Contains(to, "//") || strings.HasPrefix(to, "javascript:") || to == "" {
				faults = append(faults, fmt.Sprintf("%s=%q leads away from the planner", attr, to))
			}
		})
	}
	return faults
}

func forms(doc *goquery.Document) (faults []string) {
	doc.Find("form").Each(func(_ int, f *goquery.Selection) {
		action, method := f.AttrOr("action", ""), strings.ToLower(f.AttrOr("method", "get"))
		if method == "post" && !strings.HasPrefix(action, "/sign-in") && !strings.HasPrefix(action, ownLinkPath) && action != ownAgainPath && f.Find("input[name=csrf]").Length() != 1 {
			faults = append(faults, fmt.Sprintf("the form for %s holds no token", action))
		}
		if method == "get" && f.Find("input[name=csrf]").Length() != 0 {
			faults = append(faults, fmt.Sprintf("the form for %s puts the token in the address", action))
		}
	})
	return faults
}
