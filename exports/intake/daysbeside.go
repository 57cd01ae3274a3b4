package intake

import (
	"regexp"

	"strikerota/rota"
)

// ofDaysBeside are headings of columns that say for which days an answer beside them is.
var ofDaysBeside = regexp.MustCompile(`\b(days?|dates?|shifts?|which|when)\b`)

// daysBeside are the days that an answer is about whose question names none: those that another column of the row
// lists, else all of the strike.
func (l *line) daysBeside() ([]rota.Date, bool) {
	text := l.text(Days)
	if text == "" {
		return l.strikeDays(), true
	}
	days, ok := l.tickedDays(text)
	if !ok {
		l.fault(l.col(Days), "no such days", "These are no days of the strike, or say more than that.", "Type them as Fri 25 July; Sat 26 July, or leave the cell empty if all are meant.")
	} else {
		l.remark("Answers are for the days that “" + tidy(l.header.At(l.col(Days)).Text) + "” names. For other days nothing is taken as said.")
	}
	return days, ok
}

// daysBeside takes a column that lists days, and asks nothing, for those that an answer without a day is about.
func (g guesser) daysBeside(columns []Column) {
	undated := false
	for _, c := range columns {
		if c.Field == Answer && c.Day != "" {
			return
		}
		undated = undated || c.Field == Answer
	}
	for i, c := range columns {
		h := plain(g.heading(i))
		switch {
		case !undated || c.Field != "" && c.Field != Date || !ofDaysBeside.MatchString(h) || asksItself.MatchString(h) || !g.listsDays(i):
		case c.Field == "" || g.listsSeveral(i):
			columns[i] = Column{Field: Days, Sure: 80}
			return
		}
	}
}

// listsSeveral reports whether a text of a column names more than one day.
func (g guesser) listsSeveral(col int) bool {
	for _, text := range g.firstTexts(col) {
		if len(dayWords.FindAllString(text, 4)) > 1 && len(severalDays.Split(text, -1)) > 1 {
			return true
		}
	}
	return false
}

var severalDays = regexp.MustCompile(`[;,&]| and | to |[a-z\d] ?- ?[a-z\d]`)
