package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// farDays is how far from the strike a duty may lie, in days: files of duties cover
// a few weeks, so one that is farther has a mistyped date.
const farDays = 62

// weekdayNumber is a day such as "Fri 25th".
var weekdayNumber = regexp.MustCompile(`^[a-z]{3,9},? \d{1,2}(st|nd|rd|th)?$`)

// dutyDay reads the day on which the row's duty starts.
func (l *line) dutyDay() (rota.Date, bool) {
	col := l.col(Date)
	text := l.at(col)
	if text == "" {
		l.fault(col, "no date", "The date is missing.", "Type it as 25/07/2025.")
		return rota.Date{}, false
	}
	day, ok := l.sense.dayIn(text)
	if !ok && weekdayNumber.MatchString(plain(text)) {
		day, ok = onlyDay(strings.Fields(plain(text)), l.strikeDays()) // of a strike that has one
	}
	if !ok {
		f := l.fault(col, "no such date", "There is no such date.", "Type it as 25/07/2025.")
		if other, ok := l.sense.otherWeekday(text); ok {
			f.Wrong = other.Words() + " is no " + rota.UpperFirst(strings.ToLower(strings.TrimRight(strings.Fields(tidy(text))[0], ",."))) + "."
		}
		turned := l.sense
		turned.monthFirst = !turned.monthFirst
		if other, ok := turned.day(text); ok {
			f.Wrong, f.Suggestion = "There is no such date with the day first.", britishDay(other)
		}
		return day, false
	}
	return day, l.nearStrike(col, day) && l.orderPlain(col, text, day)
}

// orderPlain faults a day that is not in the strike where it would be with day and month the other way round, in a
// file that has both ways.
func (l *line) orderPlain(col int, text string, day rota.Date) bool {
	if !l.mixed {
		return true
	}
	turned := l.sense
	turned.monthFirst = !turned.monthFirst
	other, ok := turned.dayIn(text)
	days := l.strikeDays()
	if !ok || other == day || !slices.Contains(days, other) || slices.Contains(days, day) {
		return true
	}
	first := [2]string{"day", "month"}
	if l.sense.monthFirst {
		first = [2]string{"month", "day"}
	}
	f := l.fault(col, "day or month first", fmt.Sprintf("With the %s first this is %s, which is not in the strike; with the %s first it is %s, which is.", first[0], day.Words(), first[1], other.Words()), "Type it with the month in letters, or say in the columns which comes first.")
	f.Suggestion = other.String()
	return false
}

// nearStrike faults a day that is far from the strike.
func (l *line) nearStrike(col int, day rota.Date) bool {
	s := l.k.Entry.Strike
	if s.Start.IsZero() || apart(day, rota.DateOf(s.Start)) <= farDays {
		return true
	}
	f := l.fault(col, "far from the strike", fmt.Sprintf("The date is more than %d days from the strike.", farDays), "Correct it, or leave the row out.")
	if near, ok := exact(s.Start.In(rota.Zone()).Year(), int(day.Month), day.Day); ok && apart(near, rota.DateOf(s.Start)) <= farDays {
		f.Suggestion = britishDay(near)
	}
	return false
}

func britishDay(d rota.Date) string { return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year) }

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// dutySpan reads when the row's duty is. Nothing is guessed: where the file has
// times, a row without them is at fault although its code may say when it is.
func (l *line) dutySpan(code shift) (rota.Span, bool) {
	day := rota.Date{}
	if l.has(Date) {
		var ok bool
		if day, ok = l.dutyDay(); !ok {
			return rota.Span{}, false
		}
	}
	start, end, ok := l.times(code)
	if !ok {
		return rota.Span{}, false
	}
	col := l.timeCol(Start)
	switch {
	case day.IsZero() && start.day.IsZero():
		l.fault(col, "no date", "The row has a time and no date.", "Type both, as 25/07/2025 08:00.")
		return rota.Span{}, false
	case day.IsZero():
		day = start.day
		if !l.nearStrike(col, day) || !l.orderPlain(col, l.at(col), day) {
			return rota.Span{}, false
		}
	case !start.day.IsZero() && start.day != day:
		l.fault(col, "start on another day than the duty", "The start is on another day than the date says.", "Correct one of the two.")
		return rota.Span{}, false
	}
	last, ok := l.endDay(code, day, start, end)
	if !ok {
		return rota.Span{}, false
	}
	return l.span(day, start.minutes, last, end.minutes)
}

// timeCol is the column of a time, or that of both times.
func (l *line) timeCol(f Field) int {
	if c := l.col(f); c >= 0 {
		return c
	}
	return l.col(Times)
}

// times reads the two times of a row from its columns, or from its code where the file has no times.
func (l *line) times(code shift) (start, end clock, ok bool) {
	switch {
	case l.has(Start) && l.has(End):
		return l.twoTimes(code)
	case l.has(Times):
		text := l.text(Times)
		from, to, ok := rangeOf(text)
		if !ok {
			l.fault(l.col(Times), "no times", "There are no two times in the cell.", "Type them as 0800-2030.").Suggestion = code.range_()
			return start, end, false
		}
		return clock{minutes: from}, clock{minutes: to}, true
	case code.timed:
		return clock{minutes: code.from}, clock{minutes: code.to}, true
	}
	l.rowFault("no times", "Neither the row nor the key to the codes says when the duty is.", "Say in the list of words when the code is, or choose the columns that hold the times.")
	return start, end, false
}

func (s shift) range_() string {
	if !s.timed {
		return ""
	}
	return clockText(s.from) + "-" + clockText(s.to)
}

// twoTimes reads the columns of start and end.
func (l *line) twoTimes(code shift) (start, end clock, ok bool) {
	from, to := l.text(Start), l.text(End)
	fromCol, toCol := l.col(Start), l.col(End)
	suggest := func(f *Fault, minutes int) {
		if code.timed {
			f.Suggestion = clockText(minutes)
		}
	}
	sort := "no times"
	if from != "" || to != "" {
		sort = "only one time"
	}
	if from == "" {
		suggest(l.fault(fromCol, sort, "The start is missing.", "Type it as 08:00."), code.from)
	}
	if to == "" {
		suggest(l.fault(toCol, sort, "The end is missing.", "Type it as 20:30."), code.to)
	}
	if from == "" || to == "" {
		return start, end, false
	}
	start, ok1 := l.sense.clock(from)
	if namedTimes[plain(from)] == 1440 {
		l.fault(fromCol, "midnight at which end", "Midnight may be the beginning of that day or its end.", "Type 00:00 for its beginning, or 24:00 for its end.")
		ok1 = false
	} else if !ok1 {
		f := l.fault(fromCol, "no such time", "There is no such time.", "Type it as 08:00.")
		suggest(f, code.from)
		f.Suggestion = orElse(likelyTime(from), f.Suggestion)
	}
	end, ok2 := l.sense.clock(to)
	if !ok2 {
		f := l.fault(toCol, "no such time", "There is no such time.", "Type it as 20:30.")
		suggest(f, code.to)
		f.Suggestion = orElse(likelyTime(to), f.Suggestion)
	}
	return start, end, ok1 && ok2
}

var bareTime = regexp.MustCompile(`^(\d{1,2})(?:\.(\d{1,2}))?$`)

// likelyTime is what a number may mean that stands where a time should: 8 is 08:00, and
// 20.3 what a spreadsheet makes of 20.30.
func likelyTime(text string) string {
	m := bareTime.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	minutes := m[2] + "00"[len(m[2]):]
	t := m[1] + ":" + minutes
	if n, ok := minutesOf(t); ok {
		return clockText(n)
	}
	return ""
}

// endDay is the day on which a duty ends. An end no later than the start is the next
// day's when nothing says otherwise: a code whose own times end on the same day does.
func (l *line) endDay(code shift, day rota.Date, start, end clock) (rota.Date, bool) {
	if !end.day.IsZero() {
		return end.day, true
	}
	if l.has(EndDate) && l.text(EndDate) != "" {
		d, ok := l.sense.day(l.text(EndDate))
		if !ok {
			l.fault(l.col(EndDate), "no such date", "There is no such date.", "Type it as 25/07/2025.")
		}
		return d, ok
	}
	overnight := code.timed && code.to <= code.from
	switch col := l.timeCol(End); {
	case end.minutes > start.minutes && !(overnight && end.minutes > 1440):
		return day, true
	case end.minutes > 0 && end.minutes < 720 && start.minutes >= 360 && start.minutes-end.minutes < 480 && start.minutes > end.minutes && !code.timed && !code.fromHome:
		f := l.fault(col, "morning or afternoon", "Until then it lasts more than 16 hours.", "Correct the end, or give it with its date.")
		if l.has(End) {
			f.Suggestion = clockText(end.minutes + 720)
		}
		return day, false
	case end.minutes == 0, overnight, end.minutes < start.minutes && !code.timed:
		return day.Add(1), true
	case end.minutes == start.minutes:
		l.fault(col, "no length", "It ends when it starts.", "Correct one of the times.")
	default:
		l.fault(col, "end before start", fmt.Sprintf("It ends before it starts, and %s ends on the day on which it starts.", code.code), "Correct one of the times, or give the end with its date.")
	}
	return day, false
}

// span makes the span of wall times on two days.
func (l *line) span(day rota.Date, from int, last rota.Date, to int) (rota.Span, bool) {
	start, ok1 := at(day, from)
	end, ok2 := at(last, to)
	col := l.timeCol(End)
	switch {
	case !ok1 || !ok2:
		l.fault(col, "no such time", "The clocks skip this time on that day.", "Correct it.")
	case end.Equal(start):
		l.fault(col, "no length", "It ends when it starts.", "Correct one of the times.")
	case end.Before(start):
		l.fault(col, "end before start", "It ends before it starts.", "Correct one of the times or dates.")
	case end.Sub(start).Minutes() < 60:
		l.fault(col, "too short", "It lasts less than an hour.", "Correct one of the times.")
	case end.Sub(start).Hours() > 48:
		l.fault(col, "too long", "It lasts more than 48 hours.", "Correct one of the times or dates.")
	default:
		return rota.Span{Start: start, End: end}, true
	}
	return rota.Span{}, false
}
