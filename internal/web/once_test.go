package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// count is what a query counts.
func (s *site) count(query string) (n int64) {
	s.t.Helper()
	db, err := s.store.DB()
	if err == nil {
		err = db.QueryRowContext(s.t.Context(), query).Scan(&n)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// counted is how many rows each table has, but for sessions, and how often each strike and import was saved.
func (s *site) counted() string {
	s.t.Helper()
	out := fmt.Sprint("saves ", s.count("SELECT sum(saves) FROM strikes"), " versions ", s.count("SELECT coalesce(sum(version), 0) FROM imports"))
	for _, name := range s.texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions' ORDER BY name") {
		out += fmt.Sprint("\n", name, " ", s.count("SELECT count(*) FROM "+name))
	}
	return out
}

// saved is how many forms were saved.
func (s *site) saved() int64 { return s.count("SELECT count(*) FROM form_keys") }

// routeOf is the route that an address is of.
func routeOf(method, address string) route {
	parts := strings.Split(address, "/")
	best, fixed := route{}, -1
	for _, r := range routes() {
		of := strings.Split(r.path, "/")
		if r.method != method || len(of) != len(parts) {
			continue
		}
		n := 0
		for i, p := range of {
			if strings.HasPrefix(p, ":") {
				continue
			}
			if p != parts[i] {
				n = -1
				break
			}
			n++
		}
		if n > fixed {
			best, fixed = r, n
		}
	}
	return best
}

// A sentForm is a form as it stands on a page, with one of its buttons.
type sentForm struct {
	page, action string
	values       url.Values
}

// formsOn are the forms on a page, each with each of its buttons.
func (v *visitor) formsOn(page string) (out []sentForm) {
	w := v.get(page)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		return nil
	}
	parse(v.t, w).Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		action, values := form.AttrOr("action", ""), formValues(form)
		buttons := form.Find("button[name]")
		if buttons.Length() == 0 {
			out = append(out, sentForm{page, action, values})
		}
		buttons.Each(func(_ int, b *goquery.Selection) {
			with := maps.Clone(values)
			with.Set(b.AttrOr("name", ""), b.AttrOr("value", ""))
			out = append(out, sentForm{page, action, with})
		})
	})
	return out
}

// typedInto is what is typed into the form of a route so that there is something to save.
var typedInto = map[string]map[string]string{
	"/strikes/new":                                          {"name": "August 2025", "start-day": "25", "start-month": "8", "start-year": "2025", "end-day": "29", "end-month": "8", "end-year": "2025"},
	"/strikes/:strike/residents/new":                        {"name": "Dr Zebulon Quixworth", "grade": "ST3"},
	"/strikes/:strike/consultants/new":                      {"name": "Dr Zebulon Quixworth", "other-sites": "North"},
	"/account/password":                                     {"password": testPassword, "new-password": "turquoise lantern mermaid"},
	"/accounts":                                             {"name": "Jo Adeyemi", "email": "jo@trust.example", "role": "finance"},
	"/office":                                               {"reach": "01632 960001"},
	"/strikes/:strike/cost/cases/:case":                     {"name": "Another case"},
	"/strikes/:strike/cost/prices":                          {"uplift": "10.00"},
	"/strikes/:strike/cost/what-if":                         {"name": "Dearer", "uplift": "10.00"},
	"/strikes/:strike/day/calls":                            {outcomeField: string(store.CallNoAnswer)},
	"/strikes/:strike/cost/rates/:card/choose":              {"card-bma": "bma-2022"},
	"/strikes/:strike/residents/links":                      {reasonField: "To send them out"},
	"/strikes/:strike/publish/open":                         {approverField: "Dr Director (fictional)", reasonField: "Nobody has offered"},
	"/strikes/:strike/residents/replies":                    {"to-D0001": "away"},
	"/strikes/:strike/residents/attendance":                 {"to-D0001": "worked"},
	"/own/duties":                                           {"to-D0007": "away"},
	"/strikes/:strike/consultants/availability":             {"offer-0": "2025-07-25_day"},
	"/strikes/:strike/consultants/:consultant/availability": {"offer-0": "2025-07-25_day"},
	"/strikes/:strike/slots/new":                            {"service": "Maternity", "unit": "Labour ward", "role": "Registrar", "span-day": "2025-07-28", "span-from": "08:00", "span-to": "20:00"},
	"/strikes/:strike/import":                               {"kind": "duties", "paste": dutyFile},
}

// notReplayed are the routes that the walk has save nothing, and why.
var notReplayed = map[string]string{
	"/account/second-factor":                             "a code counts once: TestFactorOnce",
	"/account/second-factor/off":                         "a code counts once: TestFactorOnce",
	"/strikes/:strike/consultants":                       "looks for somebody",
	"/strikes/:strike/residents":                         "looks for somebody",
	"/strikes/:strike/consultants/:consultant/held":      "a file that is given out is recorded each time: TestRecordedEveryTime",
	"/strikes/:strike/residents/:resident/held":          "likewise",
	"/strikes/:strike/downloads/named/costs-exact.xlsx":  "likewise",
	"/strikes/:strike/downloads/named/entries.xlsx":      "likewise",
	"/strikes/:strike/downloads/named/return-exact.xlsx": "likewise",
	"/strikes/:strike/import/:import/rows":               "refused while words of the file wait: as /import/:import/words",
	"/cards/file":                                        "TestReplayOfFiles",
	"/strikes/:strike/upload":                            "TestReplayOfFiles",
	"/strikes/:strike/upload/review":                     "TestUpload",
	"/strikes/:strike/publish":                           "the example has open places, so that its form is sent to publish/open",
	"/strikes/:strike/rota/robust":                       "no place of the example must hold: as /rota/cases",
	"/strikes/:strike/rota/robust/cancel":                "likewise: as /rota/cases/cancel",
	"/strikes/:strike/slots/templates/:template":         "the example has its slots: as /slots/new",
	"/strikes/:strike/words/change":                      "no word of the example can be changed: as /details",
	"/strikes/:strike/consultants/changed":               "as /consultants/:consultant/seen",
	"/strikes/:strike/day/slots/:slot":                   "the slot of the walk is over: as /slots/:slot/edit",
	"/strikes/:strike/day/replan/take":                   "nothing answers the question of the walk: as /slots/:slot/cover/check",
}

// late are routes that take away what other forms are about: they come last.
func late(path string) int {
	for i, end := range []string{"/delete", "/end", "cancel", "undo", "leave", "password", "sessions", "sign-out"} {
		if strings.HasSuffix(path, end) {
			return i + 1
		}
	}
	return 0
}

// crawl looks at every page that answers, and at some that these lead to: on which pages there are forms for which
// route, and who looks at each.
func (s *site) crawl(params map[string]string) (forms map[string][]string, who map[string]*visitor) {
	forms, who = map[string][]string{}, map[string]*visitor{}
	var pages []string
	seen := map[string]int{}
	add := func(r route, page string, most int) {
		if r.method == get && !r.file && !strings.HasSuffix(r.path, "/events") && who[page] == nil && seen[r.path] < most {
			seen[r.path]++
			pages, who[page] = append(pages, page), s.whoMay(r.act)
		}
	}
	for _, r := range routes() {
		add(r, s.address(r.path, params), 1)
	}
	for i := 0; i < len(pages); i++ {
		page := pages[i]
		w := who[page].get(page)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		doc := parse(s.t, w)
		doc.Find("form[method=post]").Each(func(_ int, f *goquery.Selection) {
			if p := routeOf(post, f.AttrOr("action", "")).path; !slices.Contains(forms[p], page) {
				forms[p] = append(forms[p], page)
			}
		})
		doc.Find("main a[href]").Each(func(_ int, a *goquery.Selection) {
			to, _, _ := strings.Cut(a.AttrOr("href", ""), "#")
			at, _, _ := strings.Cut(to, "?")
			add(routeOf(get, at), to, 3)
		})
	}
	return forms, who
}

// TestReplay sends every form that saves something a second time: nothing changes, and the answer is the same.
func TestReplay(t *testing.T) {
	t.Parallel()
	during := time.Date(2025, 7, 26, 12, 14, 0, 0, time.UTC)
	clock := func() time.Time { return during }
	sites := map[string]*site{
		"before": newSite(t, before(t)).planned().published(),
		"during": newSite(t, func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store }).planned().published(),
	}
	reached := map[string]string{}
	for pass, name := range []string{"before", "before", "during", "during"} {
		s := sites[name]
		params := s.params()
		forms, who := s.crawl(params)
		all := slices.DeleteFunc(routes(), func(r route) bool { return r.method != post || r.act == auth.Open })
		slices.SortStableFunc(all, func(a, b route) int { return late(a.path) - late(b.path) })
		for _, r := range all {
			if reached[r.path] == "saved" || r.path == "/sign-out" || r.path == ownLeavePath || pass != 1 && strings.HasPrefix(r.path, accountPath) {
				continue
			}
			reached[r.path] = max(reached[r.path], "no form")
			for _, page := range forms[r.path] {
				v := who[page]
				for _, f := range v.formsOn(page) {
					if routeOf(post, f.action).path != r.path || reached[r.path] == "saved" {
						continue
					}
					for field, value := range typedInto[r.path] {
						f.values.Set(field, value)
					}
					was := s.saved()
					w := v.post(f.action, f.values)
					reached[r.path] = fmt.Sprint("not saved, ", w.Code, " ", w.Header().Get("Location"), " ", fieldErrors(t, w), len(f.values), f.values)
					if s.saved() == was {
						continue
					}
					reached[r.path] = "saved"
					s.replay(v, r, f, w)
				}
			}
		}
	}
	for path, what := range reached {
		if why := notReplayed[path]; (what == "saved") == (why != "") {
			t.Errorf("%s: %s; to be left out since: %q", path, what, why)
		}
	}
}

// TestReplayOfFiles sends files again that were brought in.
func TestReplayOfFiles(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	v.text = "THE-SAME-FORM"
	card := want(t, v.get("/cards/card/bma-2025/file/card.csv"), http.StatusOK).Body.Bytes()
	for path, send := range map[string]func() *httptest.ResponseRecorder{
		strikePath(s.strike, "import"): func() *httptest.ResponseRecorder {
			return v.sendWith(strikePath(s.strike, "import"), "plans.csv", []byte(dutyFile), url.Values{"kind": {"duties"}, "paste": {""}})
		},
		strikePath(s.strike, "upload"): func() *httptest.ResponseRecorder {
			e := s.entry()
			e.Residents[0].Grade = "ST9"
			return v.send(strikePath(s.strike, "upload"), "plans.xlsx", workbook(t, e))
		},
		"/cards/file": func() *httptest.ResponseRecorder { return postCard(t, v, "card.csv", card, "From a file", "yes") },
	} {
		first := want(t, send(), http.StatusSeeOther)
		before := s.counted()
		again := want(t, send(), http.StatusSeeOther)
		if to := again.Header().Get("Location"); to != first.Header().Get("Location") || s.counted() != before {
			t.Errorf("%s sent again leads to %s, or saves", path, to)
		}
	}
}

func fieldErrors(t *testing.T, w *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(parse(t, w).Find(".nhsuk-error-summary__list").Text()), " ")
}

// replay sends a form again that was saved.
func (s *site) replay(v *visitor, r route, f sentForm, first *httptest.ResponseRecorder) {
	s.t.Helper()
	before := s.counted()
	again := v.post(f.action, f.values)
	if after := s.counted(); after != before {
		s.t.Errorf("%s, sent again, changed something:\n%s\nto\n%s", r.path, before, after)
	}
	to, got := first.Header().Get("Location"), again.Header().Get("Location")
	switch {
	case first.Code >= http.StatusBadRequest:
		s.t.Errorf("%s answers %d and has saved something", r.path, first.Code)
	case again.Code != http.StatusSeeOther:
		s.t.Errorf("%s, sent again, answers %d", r.path, again.Code)
	case r.path == accountPath+"/sessions": // they are signed out
		if !strings.HasPrefix(got, to) {
			s.t.Errorf("%s leads to %s, and sent again to %s", r.path, to, got)
		}
	case first.Code == http.StatusSeeOther && got != to:
		s.t.Errorf("%s leads to %s, and sent again to %s", r.path, to, got)
	case first.Code == http.StatusOK: // something that is shown once, or a file
		if w := v.get(got); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), savedAlready) {
			s.t.Errorf("%s, sent again, leads to %s, which answers %d or does not say that it was saved", r.path, got, w.Code)
		}
	}
}
