package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestCardForm holds that a card filled into the form and read back is the same card.
func TestCardForm(t *testing.T) {
	t.Parallel()
	holidays := rotatest.BMACard()
	holidays.BankHolidays = []rota.Date{{Year: 2025, Month: 8, Day: 25}, {Year: 2025, Month: 12, Day: 25}}
	gaps := rotatest.TrustCard()
	gaps.Rates[0].Rate[rota.Night] = nil
	for name, card := range map[string]rota.Card{"trust": rotatest.TrustCard(), "bank holidays": holidays, "gaps": gaps,
		"no rates": {Name: "Empty"}} {
		f := cardForm(card)
		got := readCard(f)
		if err := f.Done(); err != nil || !f.OK() {
			t.Errorf("%s: %v, %+v", name, err, f.Errors())
		}
		if diff := cmp.Diff(card, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestEveryRowShown holds that a row typed past the card's own is shown again.
func TestEveryRowShown(t *testing.T) {
	t.Parallel()
	f := form.New().Set(rowsField, "3")
	if p := newCardForm(strikeBaseForTest(), f, "/here", 1); len(p.Rows) != 3 {
		t.Errorf("%d rows, want 3", len(p.Rows))
	}
	f.Set(rowsField, "9999999")
	if p := newCardForm(strikeBaseForTest(), f, "/here", 1); len(p.Rows) != maxRateRows {
		t.Errorf("%d rows, want %d", len(p.Rows), maxRateRows)
	}
}

func TestSaveCard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "cost", "rates", "bma")
	to := tryForm(t, v, page, page, map[string]string{"name": "BMA 2026", "row-0-night": "£1,300.50", "row-0-night-confirmed": "yes",
		"row-1-point": "14+", "row-1-weekday_day": "200", "holidays": "2025-08-25\n25/12/2025"},
		[]badField{
			{"no name", map[string]string{"name": ""}, "name", "Enter the name of the card"},
			{"no such day", map[string]string{"from-day": "31", "from-month": "6", "from-year": "2025"}, "from-day", "real date"},
			{"a rate in words", map[string]string{"row-0-weekend": "lots"}, "row-0-weekend", "pounds and pence in digits"},
			{"thirds of a penny", map[string]string{"row-0-weekend": "1.333"}, "row-0-weekend", "two decimals"},
			{"a negative rate", map[string]string{"row-0-on_call": "-5"}, "row-0-on_call", "Row 1 (everybody else), on call from home must not be negative"},
			{"a negative rate in pounds", map[string]string{"row-1-night": "-£3"}, "row-1-night", "Row 2 (pay point 14+), night 11pm to 7am must not be negative"},
			{"a rate past all belief", map[string]string{"row-1-night": "999999999999"}, "row-1-night", "Row 2 (pay point 14+), night 11pm to 7am must be no more than £10,000"},
			{"a rate past belief", map[string]string{"row-0-standby": "10000.01"}, "row-0-standby", "no more than £10,000"},
			{"a pay point twice", map[string]string{"row-1-point": ""}, "row-1-point", "the same pay point"},
			{"a holiday in words", map[string]string{"holidays": "Boxing Day"}, "holidays", "line 1: “Boxing Day” must be a real day"},
			{"a holiday that is no day", map[string]string{"holidays": "25/08/2025\n31/06/2025"}, "holidays", "line 2: “31/06/2025”"},
		})
	if to != strikePath(s.strike, "cost", "rates") {
		t.Errorf("sent to %s", to)
	}
	cards, err := s.store.Cards(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	got := cards.BMA.Card
	if got.Name != "BMA 2026" || len(got.Rates) != 2 || *got.Rates[0].Rate[rota.Night] != 1300_50 || got.Rates[1].PayPoint != "14+" ||
		!got.Rates[1].Unconfirmed[rota.WeekdayDay] || got.Rates[0].Unconfirmed[rota.Night] || !slices.Equal(got.BankHolidays, []rota.Date{{Year: 2025, Month: 8, Day: 25}, {Year: 2025, Month: 12, Day: 25}}) {
		t.Errorf("saved %+v", got)
	}
	w := want(t, v.get(to), http.StatusOK)
	contract(t, w)
	if text := parse(t, w).Find("main").Text(); !strings.Contains(text, "The rates have been saved") || !strings.Contains(text, "£1,300.50") {
		t.Error("the page does not show the rates saved")
	}
}

// TestCardClash has two people open the same card, of the strike and of the library: what
// only one has changed is kept, and where both changed the same thing the second is shown both.
func TestCardClash(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Finance)
	copied := want(t, v.post("/cards/card/bma-2025/copy", fields(t, v.get("/cards/card/bma-2025"), "/cards/card/bma-2025/copy")), http.StatusSeeOther).Header().Get("Location")
	for _, page := range []string{strikePath(s.strike, "cost", "rates", "bma"), copied} {
		first, second, third := fields(t, v.get(page), page), fields(t, v.get(page), page), fields(t, v.get(page), page)
		setAll(first, map[string]string{"region": "North", "row-0-night": "320"})
		setAll(second, map[string]string{"name": "Second"})
		setAll(third, map[string]string{"row-0-night": "310"})
		want(t, v.post(page, first), http.StatusSeeOther)
		want(t, v.post(page, second), http.StatusSeeOther)
		w := want(t, v.post(page, third), http.StatusConflict)
		contract(t, w)
		text := parse(t, w).Find("#changed-by").Text()
		for _, words := range []string{"saved a change after you opened this page", "Everybody without a row of their own, night", "£320.00", "£310.00"} {
			if !strings.Contains(text, words) {
				t.Errorf("%s: the page does not say %q:\n%s", page, words, text)
			}
		}
		want(t, v.post(page, fields(t, w, page)), http.StatusSeeOther)
		holds(t, v, page, map[string]string{"region": "North", "name": "Second", "row-0-night": "310.00"})
	}
}

func TestCardRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	want(t, v.get(strikePath(s.strike, "cost", "rates", "gold")), http.StatusNotFound)
	page := strikePath(s.strike, "cost", "rates", "trust")
	values := fields(t, v.get(page), page)
	values.Set("row-7-night", "1")
	want(t, v.post(page, values), http.StatusBadRequest)
	values.Del("row-7-night")
	values.Set("version", "newest")
	want(t, v.post(page, values), http.StatusBadRequest)
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
	want(t, s.as(auth.Finance).get(page), http.StatusOK)
	contract(t, want(t, s.as(auth.Finance).get(strikePath(s.strike, "cost", "rates")), http.StatusOK))
}
