package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// ofBankHolidays are headings of numbers of doctors for bank holidays.
var ofBankHolidays = regexp.MustCompile(`\b(bank|public) hol(iday)?s?\b|^b/?h(s|ol)?$`)

// noteBankHolidays tells of such a column, which is not read, where the strike has a bank holiday: its day has the
// numbers of its weekday.
func (r *reader) noteBankHolidays(choice *Sheet, s sheet.Sheet) {
	if r.c.Kind != Slots {
		return
	}
	cards := r.k.Entry.Cards
	var days []string
	for _, d := range r.strikeDays() {
		if slices.ContainsFunc(slices.Concat(cards.Trust.BankHolidays, cards.BMA.BankHolidays), func(h rota.Date) bool { return h == d }) {
			days = append(days, d.Words())
		}
	}
	header := s.Row(choice.Header)
	for col, cell := range header.Cells {
		if read := col < len(choice.Columns) && choice.Columns[col].Field != ""; !read && len(days) > 0 && ofBankHolidays.MatchString(plain(cell.Text)) {
			r.remark("The column “" + tidy(cell.Text) + "” was not read, and " + strings.Join(days, ", ") + " is a bank holiday: that day has the numbers of its weekday. Correct its slots by hand.")
		}
	}
}
