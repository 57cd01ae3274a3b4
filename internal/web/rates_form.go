package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A cardFormView is one card to change.
type cardFormView struct {
	base
	Here     string
	Version  int64
	Opened   string   // what the fields held when the page was opened
	Changed  *Changed // somebody else was faster
	Name     Input
	Region   Input
	From     DateInput
	Source   Input
	Note     Textarea
	Holidays Textarea
	Rows     []rateRowForm
	Button   Button
}

// A rateRowForm is one pay point.
type rateRowForm struct {
	Legend   string
	PayPoint Input
	Cells    []rateCell
}

// A rateCell is one rate, and whether somebody at the trust has confirmed it.
type rateCell struct {
	Rate      Input
	Confirmed Check
}

// A Check is one checkbox by itself.
type Check struct {
	Field
	Of     string // what is confirmed, for screen readers
	Ticked bool
}

const (
	spareRates  = 1 // empty rows after those that are there
	maxRateRows = 40
	rowsField   = "rows"
)

// calledKey is the called rate in names of fields, as in documents' paths.
const calledKey = "called"

// confirmer is who confirms a rate now, as it is kept with the rate.
func confirmer(name string, now time.Time) string {
	return name + ", " + longDate(rota.DateOf(now))
}

func rateName(i int, part string) string { return fmt.Sprintf("row-%d-%s", i, part) }

func confirmedName(i int, b rota.Band) string { return rateName(i, b.Key()) + "-confirmed" }

// cardForm fills the form with what is kept.
func cardForm(c rota.Card) *form.Form {
	f := form.New().Set("name", c.Name).Set("region", c.Region).Set("source", c.Source)
	if !c.ValidFrom.IsZero() {
		f.SetDate("from", c.ValidFrom)
	}
	var days []string
	for _, d := range c.BankHolidays {
		days = append(days, d.String())
	}
	f.Set("holidays", strings.Join(days, "\n")).Set("note", c.Note)
	for i, r := range c.Rates {
		f.Set(rateName(i, "point"), r.PayPoint)
		for b, rate := range r.Rate {
			if rate != nil {
				f.Set(rateName(i, rota.Band(b).Key()), rate.Plain())
			}
			if rate != nil && !r.Unconfirmed[b] {
				f.Set(confirmedName(i, rota.Band(b)), "yes")
			}
		}
		if r.Called != nil {
			f.Set(rateName(i, calledKey), r.Called.Plain())
			if !r.CalledUnconfirmed {
				f.Set(rateName(i, calledKey)+"-confirmed", "yes")
			}
		}
	}
	return f.Set(rowsField, strconv.Itoa(len(c.Rates)+spareRates))
}

// newStrikeCardForm is the form of one of a strike's two cards.
func newStrikeCardForm(b base, f *form.Form, kind store.CardKind, version int64) *cardFormView {
	id := b.Strike.ID
	b.backTo("Rate cards", strikePath(id, "cost", "rates"))
	return newCardForm(b, f, strikePath(id, "cost", "rates", string(kind)), version)
}

func newCardForm(b base, f *form.Form, here string, version int64) *cardFormView {
	p := &cardFormView{base: b, Here: here, Version: version, Opened: f.Opened(),
		Name:     input(f, "name", "Name of the card").Hinted("Such as BMA 2025, outside London").Wide(30),
		Region:   input(f, "region", "Region").Wide(20),
		From:     dateInput(f, "from", "Valid from"),
		Source:   input(f, "source", "Source").Hinted("Where the rates come from: a document and its date"),
		Note:     textarea(f, "note", "What to know before it is used", 2).Hinted("Such as who approved it, or that it is a floor"),
		Holidays: textarea(f, "holidays", "Bank holidays", 3).Hinted("One a line, such as 25/08/2025. They are priced as weekends."),
		Button:   Button{Text: "Save the card", Once: true}}
	rows, _ := strconv.Atoi(f.Value(rowsField))
	for i := range min(max(rows, spareRates), maxRateRows) {
		p.Rows = append(p.Rows, newRateRow(f, i))
	}
	return p
}

func newRateRow(f *form.Form, i int) rateRowForm {
	r := rateRowForm{Legend: fmt.Sprintf("Row %d", i+1),
		PayPoint: input(f, rateName(i, "point"), "Pay point").Hinted("Leave empty for everybody without a row of their own").Wide(10)}
	for b := range rota.BandCount {
		name := confirmedName(i, b)
		r.Cells = append(r.Cells, rateCell{Rate: money(f, rateName(i, b.Key()), b.Words()),
			Confirmed: Check{field(f, name, "Confirmed by the trust"), b.Words(), f.Value(name) != ""}})
	}
	called := rateName(i, calledKey) + "-confirmed"
	r.Cells = append(r.Cells, rateCell{Rate: money(f, rateName(i, calledKey), calledWords).Hinted("Empty: the rate of the hour’s band"),
		Confirmed: Check{field(f, called, "Confirmed by the trust"), calledWords, f.Value(called) != ""}})
	return r
}

// readCard reads the whole form. A row without any rate or pay point is no row.
func readCard(f *form.Form) rota.Card {
	c := rota.Card{Name: f.Text("name", "the name of the card", 100), Region: f.Optional("region", "the region", 60),
		ValidFrom: f.OptionalDate("from", "the day from which it is valid"), Source: f.Optional("source", "the source", 200),
		Note: f.Lines("note", "what to know", 300)}
	c.BankHolidays = readHolidays(f)
	var kept []int
	for i := range f.Int(rowsField, "the rows", 0, maxRateRows) {
		row, given := readRateRow(f, i)
		if given {
			kept, c.Rates = append(kept, i), append(c.Rates, row)
		}
	}
	seen := map[string]bool{}
	for j, r := range c.Rates {
		if seen[r.PayPoint] {
			f.Fail(rateName(kept[j], "point"), "Another row is for the same pay point")
		}
		seen[r.PayPoint] = true
	}
	return c
}

func readRateRow(f *form.Form, i int) (row rota.RateRow, given bool) {
	row.PayPoint = f.Optional(rateName(i, "point"), "the pay point", 40)
	given = row.PayPoint != ""
	for b := range rota.BandCount {
		name := rateName(i, b.Key())
		rate := readRate(f, name, rateTitle(i, row.PayPoint, b))
		confirmed := f.Checked(confirmedName(i, b))
		row.Rate[b], row.Unconfirmed[b] = rate, rate != nil && !confirmed
		given = given || rate != nil || f.Error(name) != ""
	}
	called := rateName(i, calledKey)
	row.Called = readRate(f, called, fmt.Sprintf("row %d, %s", i+1, rota.LowerFirst(calledWords)))
	row.CalledUnconfirmed = !f.Checked(called+"-confirmed") && row.Called != nil
	given = given || row.Called != nil || f.Error(called) != ""
	return row, given
}

// rateTitle says which rate of the form it is: "row 2 (pay point 14+), night".
func rateTitle(i int, point string, b rota.Band) string {
	who := "everybody else"
	if point != "" {
		who = "pay point " + point
	}
	return fmt.Sprintf("row %d (%s), %s", i+1, who, rota.LowerFirst(b.Words()))
}

// readRate reads pounds an hour, or nil when left empty.
func readRate(f *form.Form, name, what string) *rota.Pence {
	whole, _, _ := strings.Cut(strings.NewReplacer("£", "", ",", "", " ", "").Replace(f.Value(name)), ".")
	huge := strings.Trim(whole, "0123456789") == "" && len(strings.TrimLeft(whole, "0")) > 5
	var rate *rota.Pence
	if !huge {
		rate = f.OptionalPence(name, what)
	}
	if huge || rate != nil && *rate > rota.MaxRate {
		f.Ignore(name)
		f.Fail(name, sentence(what)+" must be no more than £10,000 an hour")
	}
	return rate
}

func readHolidays(f *form.Form) []rota.Date {
	var out []rota.Date
	text := f.Lines("holidays", "the bank holidays", 1000)
	for i, line := range strings.Split(text, "\n") {
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
			d, ok := parseHoliday(word)
			if !ok {
				f.Fail("holidays", fmt.Sprintf("Bank holidays, line %d: “%s” must be a real day written like 25/08/2025 or 2025-08-25", i+1, strings.TrimSpace(line)))
				return nil
			}
			out = append(out, d)
		}
	}
	return out
}

// parseHoliday reads 2025-08-25, 25/08/2025 or 25/8/2025.
func parseHoliday(word string) (rota.Date, bool) {
	if t, err := time.Parse("2/1/2006", word); err == nil {
		return rota.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, true
	}
	d, err := rota.ParseDate(word)
	return d, err == nil
}

// cardField turns a path of the domain into the field of the form.
func cardField(p string) (name, what string) {
	_, after, ok := strings.Cut(p, "rates[")
	if !ok {
		if strings.Contains(p, "bank_holidays") {
			return "holidays", "each bank holiday"
		}
		return "", ""
	}
	number, rest, _ := strings.Cut(after, "]")
	i, err := strconv.Atoi(number)
	if err != nil {
		return "", ""
	}
	part := strings.TrimPrefix(rest, ".")
	if part == "pay_point" {
		part = "point"
	}
	return rateName(i, part), "the rate"
}
