package web

import (
	"bytes"
	"fmt"
	"maps"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// A cellsSite is a published rota that two cells of its cards count in: the trust's night, which may be
// blank, and the BMA's evening, which nobody has confirmed.
func cellsSite(t *testing.T, night *rota.Pence, evening rota.Pence) *site {
	t.Helper()
	offer := rotatest.Offer("2025-07-25 07:00", "2025-07-30 07:00", rota.OnSite)
	e := rotatest.July().Aims(rota.AimCover, rota.AimCostBMA).
		Slot("late", "2025-07-29 19:00", "2025-07-30 02:00", rotatest.Unit("Maternity", "Labour ward")). // both of the cells
		Slot("list", "2025-07-28 08:00", "2025-07-28 13:00", rotatest.Unit("Maternity", "Labour ward")).
		Slot("night", "2025-07-26 23:00", "2025-07-27 07:00", rotatest.Unit("Maternity", "Labour ward")).
		Slot("saturday", "2025-07-26 08:00", "2025-07-26 10:00", rotatest.Unit("Maternity", "Labour ward")).
		Slot("evening", "2025-07-28 19:00", "2025-07-28 23:00", rotatest.Unit("Cancer", "Acute oncology")).
		Slot("open", "2025-07-25 20:00", "2025-07-26 00:00", rotatest.Unit("Cancer", "Acute oncology")).
		Consultant("c1", offer, rotatest.Terms(rota.TrustRate, ""), rotatest.Planned("clinic", "2025-07-28 08:00", "2025-07-28 12:00", 5)).
		Consultant("c2", offer, rotatest.Terms(rota.BMARate, "")).
		Consultant("c3", offer, rotatest.Terms(rota.TrustRate, "")).
		Duty("r1", "night", rota.Away).Duty("r2", "list", rota.Away).Entry()
	p := func(n rota.Pence) *rota.Pence { return &n }
	e.Cards.Trust = rota.Card{Name: "Trust", Rates: []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{p(10001), p(10003), p(10007), night, p(3001), nil}}}}
	e.Cards.BMA = rota.Card{Name: "BMA", Rates: []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{p(20011), &evening, p(20017), p(20019), p(5003), nil},
		Unconfirmed: [rota.BandCount]bool{rota.WeekdayEvening: true}}}}
	s := newSiteOf(t, e, before(t))
	money, err := s.store.Money(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	money.NI.On, money.LossSession, money.Budget = true, p(1234_00), p(1_000_000_00)
	money.OwnSalaries, money.Salaries = true, []rota.Salary{{Grade: "ST4", Annual: 60_000_00, Unconfirmed: true}}
	if err := s.store.SaveMoney(t.Context(), actor, s.strike, money); err != nil {
		t.Fatal(err)
	}
	s.finish(rotatest.In("list", "c1", "clinic"), rotatest.In("night", "c1"), rotatest.In("saturday", "c1"), rotatest.In("evening", "c2"), rotatest.In("late", "c1"))
	s.published().published()
	made, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	in := pricesOf(newMadeRota(s.entry(), made, plan, time.Now()), anything)
	q, err := in.question(rota.Price{Name: "All at BMA rates", Basis: rota.AtBMA}, rota.Price{Name: "Dearer", Basis: rota.AtBMA, Case: rota.CostCase{Uplift: 1111}})
	if err != nil {
		t.Fatal(err)
	}
	q.Rota = s.run
	plans, err := runs.WritePlans([]rota.Plan{plan, rotatest.Greedy(q.Variants[1].Problem)})
	if err != nil {
		t.Fatal(err)
	}
	s.answer(store.ForPrices, q, plans)
	return s
}

// everything is what each page and file of the site says, by its route or its name.
func (s *site) everything() map[string]*httptest.ResponseRecorder {
	s.t.Helper()
	out := map[string]*httptest.ResponseRecorder{}
	params, v := s.params(), s.as(auth.Coordinator)
	for _, r := range routes() {
		if r.method == get {
			out[r.path] = s.whoMay(r.act).get(s.address(r.path, params))
		}
	}
	for _, f := range files() {
		if f.group == namedFile {
			out[f.key] = v.post(f.href(s.strike), url.Values{reasonField: {"To settle with payroll"}})
		}
	}
	e := s.entry()
	for _, slot := range e.Slots {
		out["cover of "+string(slot.ID)] = v.get(coverPath(s.strike, slot.ID))
	}
	for _, c := range e.Consultants {
		out["cover by "+string(c.ID)] = v.get(strikePath(s.strike, "consultants", string(c.ID)))
	}
	out["a check"] = v.get(checkPath(s.strike, "open", taking("open", "c3")))
	out["versions compared"] = v.get(strikePath(s.strike, "versions", "compare") + "?from=1&to=draft")
	page := strikePath(s.strike, "cost", "what-if")
	values := fields(s.t, v.get(page), page)
	values.Set("do", "show")
	for _, share := range []string{"", "50"} {
		values.Set("uplift", "4")
		values.Set("share", share)
		out["what if with a share of "+share] = v.post(page, values)
	}
	return out
}

var (
	amountIn = regexp.MustCompile(`£[0-9,]+(\.[0-9]+)?`)
	penceIn  = regexp.MustCompile(`"\w+_pence": [0-9]+`)
	cellIn   = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"([^>]*)>(?:<f>[^<]*</f>)?<v>([^<]*)</v>`)
)

// amounts are the sums of money of a page or file: those of a page as it words them, of a table or a
// workbook every number with the place where it stands.
func (s *site) amounts(w *httptest.ResponseRecorder) map[string]bool {
	out := map[string]bool{}
	switch kind := w.Header().Get("Content-Type"); {
	case strings.HasPrefix(kind, "text/html"):
		for _, x := range amountIn.FindAllString(parse(s.t, w).Find("main").Text(), -1) {
			out[x] = true
		}
	case kind == sheetType:
		book := w.Body.Bytes()
		for i := 1; bytes.Contains(book, []byte(fmt.Sprintf("xl/worksheets/sheet%d.xml", i))); i++ {
			for _, c := range cellIn.FindAllStringSubmatch(string(fileIn(s.t, book, fmt.Sprintf("xl/worksheets/sheet%d.xml", i))), -1) {
				if !strings.Contains(c[2], `t="`) {
					out[fmt.Sprintf("sheet %d %s: %s", i, c[1], c[3])] = true
				}
			}
		}
	case kind == csvType:
		for i, line := range strings.Split(w.Body.String(), "\n") {
			for j, x := range strings.Split(line, ",") {
				if _, err := rota.ParsePence(x); err == nil {
					out[fmt.Sprintf("line %d, field %d: %s", i+1, j+1, x)] = true
				}
			}
		}
	case kind == jsonType:
		for _, x := range penceIn.FindAllString(w.Body.String(), -1) {
			out[x] = true
		}
	}
	return out
}

// unmarked are what has no place for a mark or needs none: the document for other programs, and on the
// sheet of the rates the columns of its formulas for a rate that is not there.
var unmarked = []string{"/strikes/:strike/downloads/plan.json", "sheet 5 O7: 0", "sheet 5 U7: 1", "sheet 5 AM7: 0", "sheet 5 AQ7: 1"}

// TestBlankAndUnconfirmed holds every page and file to the two cells. What depends on a rate is told by
// filling it in twice: an amount that is the same both times does not. With the rate blank no other
// amount may stand anywhere, nor £0 for it. And all that depends on the rate that is not confirmed says so.
func TestBlankAndUnconfirmed(t *testing.T) {
	t.Parallel()
	one, two := rota.Pence(15113), rota.Pence(17333)
	s := cellsSite(t, nil, 20013)
	blank, first, second, dearer := s.everything(), cellsSite(t, &one, 20013).everything(), cellsSite(t, &two, 20013).everything(), cellsSite(t, nil, 21357).everything()
	used, doubtful := 0, 0
	for name, w := range blank {
		a, b, got := s.amounts(first[name]), s.amounts(second[name]), s.amounts(w)
		for x := range got {
			if (!a[x] || !b[x]) && !slices.Contains(unmarked, x) {
				t.Errorf("%s: with the rate blank it says %s", name, x)
			}
		}
		if !maps.Equal(a, b) {
			used++
		}
		if maps.Equal(got, s.amounts(dearer[name])) {
			continue
		}
		doubtful++
		if !strings.Contains(strings.ToLower(s.readable(w)), "not confirmed") && !slices.Contains(unmarked, name) {
			t.Errorf("%s: it says nothing of the rate that is not confirmed", name)
		}
	}
	for _, name := range []string{"/strikes/:strike/cost", "/strikes/:strike/downloads/costs.xlsx", "costs-exact.xlsx", "/strikes/:strike/versions/:version/files/costs.xlsx"} {
		if !strings.Contains(s.readable(blank[name]), "The salaries of these grades are not confirmed: ST4.") {
			t.Errorf("%s: it says nothing of the salary that is not confirmed", name)
		}
	}
	if used < 25 || doubtful < 30 {
		t.Errorf("only %d pages and files depend on the rate that is blank, and %d on that not confirmed", used, doubtful)
	}
}
