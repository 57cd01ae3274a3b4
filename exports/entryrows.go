package exports

import (
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// entryCell is a value as the entry workbook holds it. Its type decides its look.
func (b *book) entryCell(c column, v any) excelize.Cell {
	if c.kind == kindHelp {
		return b.cell(wrapped, v)
	}
	switch v := v.(type) {
	case time.Time:
		return b.whenCell(v)
	case rota.Date:
		if v.IsZero() {
			return b.cell(date, nil)
		}
		return b.cell(date, daySerial(v))
	case *rota.Pence:
		if v == nil {
			return b.cell(money, nil)
		}
		return b.cell(money, pounds(v))
	case *int: // minutes, shown as hours
		if v == nil {
			return b.cell(hours, nil)
		}
		return b.cell(hours, hoursOf(*v))
	case int:
		return b.cell(whole, v)
	case []string:
		return b.cell(wrappedText, joinList(v))
	case string:
		if v == "" {
			return b.cell(wrappedText, nil)
		}
		return b.cell(wrappedText, v)
	}
	return b.cell(plain, nil)
}

// whenCell is an instant as London wall clock. A time that the clocks show twice
// is written as text that says which of the two it is.
func (b *book) whenCell(t time.Time) excelize.Cell {
	if t.IsZero() {
		return b.cell(instant, nil)
	}
	if twice(t) {
		return b.cell(text, t.In(rota.Zone()).Format("02/01/2006 15:04 MST"))
	}
	return b.cell(instant, wallSerial(t))
}

// twice reports whether clocks in London show this time a second time on the same day.
func twice(t time.Time) bool {
	wall := func(t time.Time) string { return t.In(rota.Zone()).Format("2006-01-02 15:04") }
	return wall(t) == wall(t.Add(time.Hour)) || wall(t) == wall(t.Add(-time.Hour))
}

// joinList writes several texts in one cell. A text with a separator in it stands in quotes.
func joinList(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v
		if strings.ContainsAny(v, `;,"`) {
			out[i] = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		}
	}
	return strings.Join(out, "; ")
}

// words is the choice as people read it; a value that is none stays as it is, for the reader to find.
func words[T ~string](list []choice, v T) string {
	for _, c := range list {
		if c.key == string(v) {
			return c.words
		}
	}
	return string(v)
}

func yesNo(v bool) string {
	if v {
		return "Yes"
	}
	return "No"
}

// itemRows is one row an item of the strike.
func itemRows(e rota.Entry) [][]any {
	count := func(v *int) any {
		if v == nil {
			return nil
		}
		return *v
	}
	var share any
	if e.Case.Kind == rota.ShareAway || e.Case.Share != 0 {
		share = e.Case.Share
	}
	values := []any{e.Strike.Name, e.Strike.Start, e.Strike.End, words(caseChoices, e.Case.Kind), share,
		e.Rules.Rest, e.Rules.MaxRun, e.Rules.MaxCover, count(e.Rules.MaxNightsInARow), count(e.Rules.MaxDaysInARow), yesNo(e.Rules.OnCallWithOnSite)}
	out := make([][]any, len(items))
	for i, item := range items {
		out[i] = []any{item.name, values[i], item.help}
	}
	return out
}

func travelRows(e rota.Entry) [][]any {
	var out [][]any
	for _, t := range e.Rules.Travel {
		out = append(out, []any{t.From, t.To, t.Minutes})
	}
	return out
}

func holidayRows(e rota.Entry) [][]any {
	var out [][]any
	for i, card := range []rota.Card{e.Cards.Trust, e.Cards.BMA} {
		for _, d := range card.BankHolidays {
			out = append(out, []any{d, cardChoices[i].words})
		}
	}
	return out
}

func aimRows(e rota.Entry) [][]any {
	var out [][]any
	for _, a := range e.Aims {
		out = append(out, []any{words(aimChoices, a)})
	}
	return out
}

func residentRows(e rota.Entry) [][]any {
	var out [][]any
	for _, r := range e.Residents {
		out = append(out, []any{string(r.ID), r.Name, r.Grade, r.Unit})
	}
	return out
}

func dutyRows(e rota.Entry) [][]any {
	var out [][]any
	for _, d := range e.Duties {
		out = append(out, []any{string(d.ID), string(d.Resident), d.Start, d.End, string(d.Slot), words(declarationChoices, d.Declaration)})
	}
	return out
}

func consultantRows(e rota.Entry) [][]any {
	var out [][]any
	for _, c := range e.Consultants {
		var nights any
		if c.MaxNightsInARow != nil {
			nights = *c.MaxNightsInARow
		}
		out = append(out, []any{string(c.ID), c.Name, c.Grade, c.Contact, c.Skills, c.Sites, words(termsChoices, c.Terms), c.PayPoint, c.MaxCover, nights, c.Note})
	}
	return out
}

func offerRows(e rota.Entry) [][]any {
	var out [][]any
	for _, c := range e.Consultants {
		for _, o := range c.Offers {
			modes := make([]string, len(o.Modes))
			for i, m := range o.Modes {
				modes[i] = words(modeChoices, m)
			}
			out = append(out, []any{string(c.ID), o.Start, o.End, modes})
		}
	}
	return out
}

func sessionRows(e rota.Entry) [][]any {
	var out [][]any
	for _, c := range e.Consultants {
		for _, s := range c.Sessions {
			out = append(out, []any{string(c.ID), string(s.ID), s.Name, s.Start, s.End, words(kindChoices, s.Kind), s.Loss})
		}
	}
	return out
}

func slotRows(e rota.Entry) [][]any {
	var out [][]any
	for _, s := range e.Slots {
		out = append(out, []any{string(s.ID), s.Service, s.Unit, s.Role, s.Site, s.Start, s.End, s.Places, s.SkillsAll, s.SkillsAny,
			words(modeChoices, s.Mode), yesNo(s.NoOtherDuty), s.Priority, s.Source})
	}
	return out
}

func rateRows(e rota.Entry) [][]any {
	var out [][]any
	for i, card := range []rota.Card{e.Cards.Trust, e.Cards.BMA} {
		for _, r := range card.Rates {
			row := []any{cardChoices[i].words, payPoint(r.PayPoint)}
			var marks []string
			for band, rate := range r.Rate {
				row = append(row, rate)
				if r.Unconfirmed[band] {
					marks = append(marks, rota.Band(band).Words())
				}
			}
			if r.CalledUnconfirmed {
				marks = append(marks, cardCalled)
			}
			out = append(out, append(row, r.Called, marks))
		}
	}
	return out
}

func detailRows(e rota.Entry) [][]any {
	t, b := e.Cards.Trust, e.Cards.BMA
	return [][]any{{"Name", t.Name, b.Name}, {"Region", t.Region, b.Region}, {"Valid from", t.ValidFrom, b.ValidFrom}, {"Source", t.Source, b.Source}}
}

// modeSets are the ways of offering modes, for the list of the sheet Offers.
func modeSets() []string {
	var out []string
	for set := 1; set < 1<<len(modeChoices); set++ {
		var names []string
		for i, c := range modeChoices {
			if set&(1<<i) != 0 {
				names = append(names, c.words)
			}
		}
		out = append(out, joinList(names))
	}
	return out
}

// listColumns are the lists of the hidden sheet, one a column.
func listColumns() [][]choice {
	var sets []choice
	for _, s := range modeSets() {
		sets = append(sets, choice{s, s})
	}
	return [][]choice{declarationChoices, modeChoices, termsChoices, kindChoices, yesNoChoices, cardChoices, caseChoices, aimChoices, sets}
}

var listHeads = []string{"Declarations", "Modes", "Terms", "Kinds of session", "Yes or no", "Cards", "Cases", "Aims", "Sets of modes"}

func listRange(list []choice) string {
	for i, l := range listColumns() {
		if len(l) == len(list) && l[0] == list[0] {
			return fmt.Sprintf("%s!$%[2]s$2:$%[2]s$%[3]d", sheetLists, letters(i+1), len(l)+1)
		}
	}
	return ""
}

func modeSetRange() string {
	n := len(listHeads)
	return fmt.Sprintf("%s!$%[2]s$2:$%[2]s$%[3]d", sheetLists, letters(n), len(modeSets())+1)
}

// lists writes the hidden sheet of what may be chosen.
func (b *book) lists() error {
	s := b.sheet(sheetLists, layout{widths: []float64{24, 14, 14, 20, 12, 12, 18, 34, 34}, paper: paperA4, landscape: true})
	s.heads(listHeads...)
	for i := 0; ; i++ {
		cells, more := make([]any, len(listHeads)), false
		for col, list := range listColumns() {
			if i < len(list) {
				cells[col], more = s.cell(plain, list[i].words), true
			}
		}
		if !more {
			break
		}
		s.put(0, cells...)
	}
	s.hide()
	return s.flush()
}

// entryReadme says how to fill the workbook in.
func (b *book) entryReadme(l Labels) error {
	p := b.page(sheetReadme, "Entry workbook")
	p.line("What it is for", "Fill in the sheets, save the workbook as .xlsx and upload it, or run strikerota solve with it. Every fault is then listed "+
		"by sheet and cell before anything is saved; it is all taken in or nothing.")
	p.line("Handling", l.handling()+". It names residents and consultants: keep it where rotas are kept, and delete it after the strike.")
	p.line("Delete by", orElse(l.deleteBy(), "after the strike"))
	if !l.Made.IsZero() {
		p.line("Made", l.madeWords())
	}
	p.line("Program", "strikerota "+orElse(l.Version, "of unknown version"))
	p.section("The sheets, in the order of filling in")
	p.line(sheetStrike, "The strike and its limits, travel times between sites, bank holidays, and what a plan is judged by.")
	p.line(sheetSlots, "What must be covered: one row a slot, with how many doctors it needs in all.")
	p.line(sheetResidents, "One row a resident.")
	p.line(sheetDuties, "One row a duty of a resident in the strike, with what they have said. Never write why, or whether somebody is in a union.")
	p.line(sheetConsultants, "One row a consultant or other senior doctor who may cover.")
	p.line(sheetOffers, "When each has agreed to cover, and how: one row a span of time. Without an offer nobody is assigned.")
	p.line(sheetSessions, "Their own lists and clinics in those days.")
	p.line(sheetRates, "What an hour of cover costs on the trust's card and on the BMA's, in pounds. Beside it: where each card comes from.")
	p.section("How to fill in")
	p.line("Headings", "Keep the headings and the names of the sheets. Columns may stand in another order. Each heading has a note.")
	p.line("Times", "London wall clock: 25/07/2025 20:00, 2025-07-25 20:00 or 25 Jul 2025 20:00. Always the day before the month. 24:00 is the midnight at the end of a day.")
	p.line("The repeated hour", "On the last Sunday of October clocks show 01:00 to 01:59 twice. Write such a time with BST (the first) or GMT (the second), such as 26/10/2025 01:30 GMT.")
	p.line("Several in one cell", `Put ; between them: On site; On call. A text that itself has ; or , in it stands in double quotes.`)
	p.line("Empty rows", "They are passed over, and so are the sheets README and Lists.")
	p.line("Formulas", "Values that a formula gives are read as they were last calculated. Links to other workbooks and macros are refused.")
	p.line("Size", fmt.Sprintf("At most %d rows a sheet and %d MB.", maxRows, limits.Bytes>>20))
	p.line("Not in here", "Locked assignments and the published plan: they stay in the planner, and do not come along in this workbook.")
	return p.flush()
}
