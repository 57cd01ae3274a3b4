package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/rota"
)

// A withheldView is pay withheld from residents, kept apart from what cover costs.
type withheldView struct {
	Method   string
	Notes    []string
	Table    *Table
	Tables   []Table // of confirmed absence, by day and by grade
	Net      SummaryList
	Unpriced []string // grades without a salary
	Unsure   string   // which salaries nobody has confirmed, or ""
	Salaries string   // where salaries are entered
}

// newWithheldView builds the section. Who may not see residents by name reads what
// follows from the shared workforce return, and nothing of what anybody has said:
// exact sums, at salaries that the reader may choose, would tell of single residents.
func newWithheldView(c costing, cover rota.Sum, may func(auth.Act) bool) withheldView {
	pay := c.made.entry.PayWithheld(c.money.Withholding)
	view := withheldView{Method: withholdingWords(c.money.Withholding)}
	if pay.Struck == 0 && may(auth.SeePeople) {
		view.Notes = []string{"No duty starts in the strike, so no pay is withheld."}
		return view
	}
	if may(auth.SeePeople) {
		view.Notes = []string{attendanceWords(pay)}
		view.exact(pay, cover)
		view.besideWorkbook(pay, c.made.sharedWithheld(c.money.Withholding))
		if words := c.made.behindWords(); words != "" {
			view.Notes = append(view.Notes, words)
		}
	} else {
		view.shared(c, cover)
	}
	all := !may(auth.SeePeople)
	view.Unpriced = grades(c, all, func(_ rota.Salary, ok bool) bool { return !ok })
	view.Unsure = unsureSalaries(c, all)
	return view
}

// exact shows sums from confirmed absence, and estimates until all of it is confirmed.
func (view *withheldView) exact(pay rota.PayWithheld, cover rota.Sum) {
	actual, low, high := pay.Actual.Total(), pay.Lowest.Total(), pay.Highest.Total()
	var rows [][]Cell
	if pay.Confirmed > 0 {
		rows = append(rows, withheldRow("Actual, from confirmed absence", actual))
		view.Tables = []Table{
			withheldTable("withheld-by-day", "Pay withheld for confirmed absence, by day", "Day", pay.Actual.ByDay(), dayWords),
			withheldTable("withheld-by-grade", "Pay withheld for confirmed absence, by grade", "Grade", pay.Actual.ByGrade(), gradeWords),
		}
	}
	view.Net = netOf(cover, "Pay withheld", actual.Amount, actual.Amount)
	if !pay.Settled() {
		rows = append(rows, withheldRow("Estimate, lowest: confirmed absence, and of other duties only those of residents who said that they will be away", low),
			withheldRow("Estimate, highest: those of all who have not said, too", high))
		view.Net = netOf(cover, "Pay withheld (estimate)", low.Amount, high.Amount)
	}
	t := NewTable("withheld", "Pay withheld", []Column{{Text: "From what"}, {Text: "Residents", Numeric: true}, {Text: "Days", Numeric: true}, {Text: "Amount", Numeric: true}}, rows)
	view.Table = &t
}

// besideWorkbook says what the cost workbook gives instead, and why.
func (view *withheldView) besideWorkbook(pay rota.PayWithheld, w *exports.Withheld) {
	least, most := w.Sums()
	if exact := pay.Actual.Total().Amount; pay.Settled() && rota.Less(most, least) != nil && exact != nil && *least == *most && *most == *exact {
		return
	}
	if w.NotYet {
		view.Notes = append(view.Notes, "The cost workbook says that pay withheld is not known until some attendance is confirmed: everybody who sees costs may have it, so it does not go by what residents have said.")
		return
	}
	view.Notes = append(view.Notes, "The cost workbook does not give the sums below but bounds ("+rangeWords(least, most)+"): everybody who sees costs may have it, so it goes by the counts of the workforce return alone, of which small ones are hidden, as they were first confirmed. "+
		"“Cost workbook with exact pay withheld”, among the named files, gives confirmed absence.")
}

// shared shows the bounds that the cost workbook has, in its words.
func (view *withheldView) shared(c costing, cover rota.Sum) {
	w := c.made.sharedWithheld(c.money.Withholding)
	least, most := w.Sums()
	view.Notes = []string{w.Note}
	view.Net = netOf(cover, "Pay withheld", least, most)
	if !w.NotYet {
		for i := 1; i < len(view.Net.Rows); i++ {
			view.Net.Rows[i].Key += ", at counts as first confirmed"
		}
	}
}

// settledWords say of how many days attendance is confirmed, and from what to what pay withheld goes meanwhile.
// How many duties are confirmed is not told: it changes by one when a single one is deleted.
func settledWords(known, all int) string {
	const asFirst = " The counts of a day are those of when all of it was first confirmed. Later corrections count here, and in the net cost, once no count of that day, by service and grade, differs by 1 to 4: " +
		"so small a difference would tell of one person. Until then what was in fact withheld may be less than the least or more than the most."
	if known < all {
		return fmt.Sprintf("Attendance is confirmed for %d of %d days. Of the other days, and where a count is too small to be told, the least is if nobody was absent, and the most if everybody who was due was.", known, all) + asFirst
	}
	return "Attendance is confirmed for every day. Only confirmed absence counts. Where a count is too small to be told, the least is if nobody was absent, and the most if everybody who was due was." + asFirst
}

// unsureSalaries names the grades whose salary nobody at the trust has confirmed; "" for none.
func unsureSalaries(c costing, all bool) string {
	list := grades(c, all, func(s rota.Salary, ok bool) bool { return ok && s.Unconfirmed })
	if list == nil {
		return ""
	}
	return "The salaries of these grades are not confirmed: " + strings.Join(list, ", ") + "."
}

// grades lists those grades of residents with duties in the strike, whatever they have
// said, or of all who are entered, of whose salary is holds: who may not see residents is
// not told whether any duty starts in the strike.
func grades(c costing, all bool, is func(s rota.Salary, ok bool) bool) []string {
	on := map[rota.ResidentID]bool{}
	for _, d := range c.made.entry.Duties {
		on[d.Resident] = on[d.Resident] || c.made.entry.Strike.Struck(d)
	}
	var out []string
	for _, r := range c.made.entry.Residents {
		if s, ok := c.money.Salary(r.Grade); is(s, ok) && (all || on[r.ID]) && !slices.Contains(out, gradeWords(r.Grade)) {
			out = append(out, gradeWords(r.Grade))
		}
	}
	slices.Sort(out)
	return out
}

func withholdingWords(w rota.Withholding) string {
	words := w.Method.Words() + ". "
	if w.NightIsTwo {
		return words + "A night counts as two days. Two duties on one day are one day."
	}
	return words + "A night counts as one day. Two duties on one day are one day."
}

// attendanceWords say how much of attendance is confirmed.
func attendanceWords(p rota.PayWithheld) string {
	switch {
	case p.Settled():
		return "Attendance is confirmed for all " + count(p.Struck, "duty during the strike", "duties during the strike") + ". Only confirmed absence counts."
	case p.Confirmed == 0:
		return "No attendance has been confirmed yet, so this is an estimate from what residents have said, which is never used to withhold pay."
	}
	return fmt.Sprintf("Attendance is confirmed for %d of %d duties during the strike. Until it is for all, the actual sum is only a part.", p.Confirmed, p.Struck)
}

func withheldRow(words string, s rota.WithheldSum) []Cell {
	return []Cell{{Text: words}, {Text: fmt.Sprint(s.Residents)}, {Text: fmt.Sprint(s.Days)}, {Text: knownWords(s.Amount)}}
}

func gradeWords(key string) string { return nameOr(key, "No grade") }

func withheldTable(id, caption, head string, sums []rota.WithheldSum, words func(string) string) Table {
	var rows [][]Cell
	for _, s := range sums {
		rows = append(rows, withheldRow(words(s.Key), s))
	}
	if len(rows) == 0 {
		rows = [][]Cell{withheldRow("All", rota.Withheld{}.Total())}
	}
	return NewTable(id, caption, []Column{{Text: head}, {Text: "Residents", Numeric: true}, {Text: "Days", Numeric: true}, {Text: "Amount", Numeric: true}}, rows)
}

// netOf takes what is withheld, a range when it is an estimate, from what cover costs as agreed.
func netOf(cover rota.Sum, words string, low, high *rota.Pence) SummaryList {
	agreed := cover.All().Agreed
	return Summary(SummaryRow{Key: "Cover as agreed", Value: knownWords(agreed)}, SummaryRow{Key: words, Value: rangeWords(low, high)},
		SummaryRow{Key: "Net: cover less pay withheld", Value: rangeWords(rota.Less(agreed, high), rota.Less(agreed, low))})
}

// rangeWords are two bounds, of which one or both may not be known.
func rangeWords(low, high *rota.Pence) string {
	switch {
	case low == nil && high == nil:
		return knownWords(nil)
	case high == nil:
		return "At least " + low.String() + "; the most is not known"
	case low == nil:
		return "At most " + high.String() + "; the least is not known"
	case *low == *high:
		return high.String()
	}
	return low.String() + " to " + high.String()
}
