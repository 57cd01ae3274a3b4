package intake

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// weekdaySet says which weekdays a text stands for, Sunday first.
type weekdaySet [7]bool

var (
	everyDay = weekdaySet{true, true, true, true, true, true, true}
	workdays = weekdaySet{false, true, true, true, true, true, false}
	weekend  = weekdaySet{true, false, false, false, false, false, true}
)

var namedDays = map[string]weekdaySet{
	"daily": everyDay, "every day": everyDay, "all": everyDay, "all days": everyDay, "7 days": everyDay, "7/7": everyDay, "24/7": everyDay, "each day": everyDay, "mon-sun": everyDay, "everyday": everyDay,
	"wd": workdays, "w/d": workdays, "wkday": workdays, "wkdays": workdays, "we": weekend, "w/e": weekend, "w/end": weekend, "wkend": weekend, "wkends": weekend,
	"weekday": workdays, "weekdays": workdays, "week days": workdays, "weekdays only": workdays, "working days": workdays, "mon-fri": workdays, "5/7": workdays,
	"weekend": weekend, "weekends": weekend, "weekends only": weekend, "sat-sun": weekend, "sat/sun": weekend, "sat & sun": weekend, "sat+sun": weekend,
}

var (
	dayRange  = regexp.MustCompile(`^([a-z]{3,9}) ?(?:-|to|until) ?([a-z]{3,9})$`)
	daySplits = regexp.MustCompile(`[,;/&+]| and | `)
)

// weekdaysOf reads the days on which something holds.
func weekdaysOf(text string) (weekdaySet, bool) {
	t := plain(text)
	if s, ok := namedDays[t]; ok {
		return s, true
	}
	if m := dayRange.FindStringSubmatch(t); m != nil {
		from, to := named(strings.TrimSuffix(m[1], "s"), weekdays), named(strings.TrimSuffix(m[2], "s"), weekdays)
		if from < 0 || to < 0 {
			return weekdaySet{}, false
		}
		var out weekdaySet
		for d := from; ; d = (d + 1) % 7 {
			out[d] = true
			if d == to {
				return out, true
			}
		}
	}
	var out weekdaySet
	any := false
	for _, part := range daySplits.Split(strings.TrimSuffix(t, " only"), -1) {
		if part == "" {
			continue
		}
		d := named(strings.TrimSuffix(part, "s"), weekdays)
		if d < 0 {
			return weekdaySet{}, false
		}
		out[d], any = true, true
	}
	return out, any
}

const dayNames = `(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?`

var besideBand = regexp.MustCompile(`\b(?:` + dayNames + `(?: ?(?:-|to|until|/|&|\+|,|and) ?` + dayNames + `)*|week ?days?|week ?ends?|wk(?:day|end)s?|w/?d|w/?e(?:nd)?)\b(?: only\b)?`)

// weekdaysBeside parts the weekdays of a band such as "Mon-Fri night" from the rest. The set
// is empty where some are named that cannot be made out.
func weekdaysBeside(band string) (set weekdaySet, rest string, some bool) {
	t := plain(band)
	at := besideBand.FindAllStringIndex(t, 2)
	if len(at) != 1 {
		return weekdaySet{}, band, len(at) > 1 || aWeekday.MatchString(t)
	}
	set, _ = weekdaysOf(strings.ReplaceAll(t[at[0][0]:at[0][1]], "week ", "week"))
	return set, strings.Trim(tidy(t[:at[0][0]]+" "+t[at[0][1]:]), " -,:/()"), true
}

// words writes a set as an answer does: "mon tue".
func (s weekdaySet) words() string {
	var out []string
	for i := range 7 {
		if d := (i + 1) % 7; s[d] {
			out = append(out, weekdays[d][:3])
		}
	}
	return strings.Join(out, " ")
}

// strikeDays are the dates of the strike, its last morning included.
func (r *reader) strikeDays() []rota.Date {
	s := r.k.Entry.Strike
	if s.Start.IsZero() {
		return nil
	}
	var out []rota.Date
	for d := rota.DateOf(s.Start); !rota.DateOf(s.End).Before(d) && len(out) <= rota.MaxStrikeDays; d = d.Add(1) {
		out = append(out, d)
	}
	return out
}

// rowDays are the dates on which a row holds, by its column of days or of dates. A
// row without either holds on every day of the strike.
func (l *line) rowDays() ([]rota.Date, bool) {
	if text := l.text(Date); text != "" && l.has(Date) {
		day, ok := l.sense.dayIn(text)
		if !ok {
			l.fault(l.col(Date), "no such date", "There is no such date.", "Type it as 25/07/2025.")
		}
		if ok && l.has(EndDate) && l.text(EndDate) != "" {
			return l.daysTo(day)
		}
		return []rota.Date{day}, ok
	}
	text := l.text(Days)
	if !l.has(Days) {
		return l.strikeDays(), true
	}
	set, ok := weekdaysOf(text)
	if answer := l.answered(wordKey(DaysWord, "", text)); answer != "" && !ok {
		set, ok = weekdaysOf(answer)
	}
	if !ok {
		if days, ok := l.listedDays(text); ok {
			return days, true
		}
		_, key := l.ask(DaysWord, "", text, func(w *Word) {
			w.Free = true
			w.Options = []Option{{"daily", "Every day"}, {workdays.words(), "Monday to Friday"}, {weekend.words(), "Saturday and Sunday"}}
			w.Suggestion = likelyDays(text)
		})
		l.openWord(l.col(Days), key, "unknown days", "Nothing says which days these are.")
		return nil, false
	}
	return slices.DeleteFunc(l.strikeDays(), func(d rota.Date) bool { return !set[d.Weekday()] }), true
}

// daysTo are the days from one to that of the row's end.
func (l *line) daysTo(first rota.Date) (out []rota.Date, ok bool) {
	last, ok := l.sense.dayIn(l.text(EndDate))
	switch {
	case !ok:
		l.fault(l.col(EndDate), "no such date", "There is no such date.", "Type it as 25/07/2025.")
	case last.Before(first) || apart(first, last) > 366:
		l.fault(l.col(EndDate), "end before start", "It is before the first day, or more than a year after it.", "Correct one of the two.")
		ok = false
	}
	for d := first; ok && !last.Before(d); d = d.Add(1) {
		out = append(out, d)
	}
	return out, ok
}

// listedDays reads dates parted by commas.
func (l *line) listedDays(text string) ([]rota.Date, bool) {
	var out []rota.Date
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		d, ok := l.sense.day(part)
		if !ok {
			return nil, false
		}
		out = append(out, d)
	}
	return out, len(out) > 0
}

func likelyDays(text string) string {
	t := plain(text)
	switch {
	case strings.Contains(t, "weekday"), strings.Contains(t, "mon-fri"), strings.Contains(t, "working day"):
		return workdays.words()
	case strings.Contains(t, "weekend"):
		return weekend.words()
	case strings.Contains(t, "daily"), strings.Contains(t, "every"):
		return "daily"
	}
	return ""
}

// headingDay finds the day that a heading speaks of: a date anywhere in it, or a
// weekday or day of the month that only one day of the strike has.
func (r *reader) headingDay(text string) (rota.Date, bool) {
	return dayIn(text, r.near(), r.strikeDays())
}

// betweenDays are signs that stand around a day.
var betweenDays = strings.NewReplacer(".", " ", "?", " ", "!", " ", ":", " ", "(", " ", ")", " ", "[", " ", "]", " ", "|", " ")

// farYears is how far from the strike a day of a heading may lie, in days: in "Fri 25 July 08:00"
// the hour is no year.
const farYears = 3 * 366

func dayIn(text string, near rota.Date, days []rota.Date) (rota.Date, bool) {
	sense := daySense{near: near, heading: true}
	words := strings.Fields(betweenDays.Replace(withoutHoursOfDay(withoutInstants(plain(text)))))
	for size := min(4, len(words)); size > 0; size-- {
		for i := 0; i+size <= len(words); i++ {
			part := strings.Join(words[i:i+size], " ")
			if _, onlyNumber := minutesOf(part); onlyNumber && size == 1 {
				continue
			}
			if d, ok := sense.day(part); ok && (size > 1 || len(part) > 4 || strings.Contains(part, "/") && slices.Contains(days, d)) && (near.IsZero() || apart(d, near) <= farYears) {
				return d, true
			}
		}
	}
	if patternWeek.MatchString(plain(text)) {
		return rota.Date{}, false // of a pattern that repeats, and no day yet
	}
	if d, ok := onlyDay(words, days); ok || len(days) == 0 {
		return d, ok
	}
	return nearDay(words, near)
}

// patternWeek is a week of a pattern, as in "Week 1 Mon".
var patternWeek = regexp.MustCompile(`\b(week|wk) ?\d{1,2}\b`)

// nearDay finds the day outside the strike, but less than two weeks from its start, that "Thu 24" fits.
func nearDay(words []string, near rota.Date) (rota.Date, bool) {
	if len(words) != 2 || named(words[0], weekdays) < 0 || !number(strings.TrimRight(words[1], "stndrh")) {
		return rota.Date{}, false
	}
	var around []rota.Date
	for i := -13; i <= 13; i++ {
		around = append(around, near.Add(i))
	}
	return onlyDay(words, around)
}

// onlyDay finds the one day of the strike that a weekday or "Fri 25" fits.
func onlyDay(words []string, days []rota.Date) (rota.Date, bool) {
	var found []rota.Date
	for i, w := range words {
		weekday := named(w, weekdays)
		if weekday < 0 {
			continue
		}
		next := ""
		if i+1 < len(words) {
			next = strings.TrimRight(words[i+1], "stndrh")
		}
		for _, d := range days {
			if d.Weekday() == time.Weekday(weekday) && (!number(next) || next == itoa(d.Day) || next == "0"+itoa(d.Day)) && !slices.Contains(found, d) {
				found = append(found, d)
			}
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return rota.Date{}, false
}
