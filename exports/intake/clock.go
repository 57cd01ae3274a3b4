package intake

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
)

// A clock is a time of day as a cell gives it, with its day when the cell has one.
type clock struct {
	day     rota.Date
	minutes int // from midnight, up to 1440
}

var (
	wallTime = regexp.MustCompile(`^(\d{1,2})(?:[:.h]?(\d{2}))?(?::(\d{2})(?:\.\d+)?)? ?(am|pm|a\.m\.|p\.m\.|a|p)?(?: ?(?:h|hrs?|hours))?$`)
	aRange   = regexp.MustCompile(`(?:^|[^\d:.])((?:\d{1,2}[:.]?\d{2}|\d{1,2})(?: ?[ap]m)?) ?(?:-|to|until|till|til) ?((?:\d{1,2}[:.]?\d{2}|\d{1,2})(?: ?[ap]m)?)(?:$|[^\d:.])`)
)

// hoursInside and hoursBehind are times with a sign of hours in them, as in 08h30, or behind them, as in 0830hrs.
var (
	hoursInside = regexp.MustCompile(`\b(\d{1,2})h(\d{2})\b`)
	hoursBehind = regexp.MustCompile(`\b(\d{4}|\d{1,2}[:.]\d{2}) ?h(?:(?:ou)?rs?)?\b`)
)

// withoutHours is a text without signs of hours.
func withoutHours(t string) string {
	if !strings.Contains(t, "h") {
		return t
	}
	return hoursBehind.ReplaceAllString(hoursInside.ReplaceAllString(t, "$1:$2"), "$1")
}

// butAt is a time at which, beside a shift's own, somebody comes or goes.
var butAt = regexp.MustCompile(`\b(home|leav\w*|finish\w*|arriv\w*|until|till?|from|then|but)( at| by)? (\d{1,2}[:.]?\d{2}|\d{1,2} ?[ap]m)\b`)

var namedTimes = map[string]int{"noon": 720, "midday": 720, "12 noon": 720, "midnight": 1440, "12 midnight": 1440}

// dayIn is the day in a text, which may give a time too.
func (s daySense) dayIn(text string) (rota.Date, bool) {
	if c, ok := s.clock(text); ok && !c.day.IsZero() {
		return c.day, true
	}
	return s.day(text)
}

// clock reads a time of day, alone or after a day. 24:00 is the end of the day.
func (s daySense) clock(text string) (clock, bool) {
	t := plain(text)
	if len(t) > longestDay {
		return clock{}, false
	}
	if n, err := strconv.ParseFloat(t, 64); err == nil && strings.ContainsRune(t, '.') && (n < 1 && len(t) > 4 || n > 40_000) {
		return serialClock(n)
	}
	if m, ok := minutesOf(t); ok {
		return clock{minutes: m}, true
	}
	if n, err := strconv.Atoi(t); err == nil && n > 2400 {
		day, ok := serialDay(float64(n)) // the midnight of a workbook's day
		return clock{day: day}, ok
	}
	if at, ok := instantOf(t); ok {
		return at, true
	}
	for _, sign := range []string{"t", ",", " "} {
		for i := len(t) - 1; i > 0; i-- {
			if !strings.HasPrefix(t[i:], sign) {
				continue
			}
			day, dayOK := s.day(strings.TrimSpace(t[:i]))
			minutes, timeOK := minutesOf(strings.TrimSpace(t[i+1:]))
			if dayOK && timeOK {
				return clock{day: day, minutes: minutes}, true
			}
		}
	}
	return clock{}, false
}

// serialClock is the time of a workbook's number, to the minute.
func serialClock(n float64) (clock, bool) {
	whole, part := math.Modf(n)
	minutes := int(math.Round(part * 1440))
	if whole == 0 {
		return clock{minutes: minutes}, n >= 0
	}
	day, ok := serialDay(whole)
	return clock{day: day, minutes: minutes}, ok
}

// minutesOf reads a time of day alone: 08:00, 0800, 08.00, 8am, 830, 24:00, noon.
// A bare number of one or two digits is none, but for 0 and 24.
func minutesOf(t string) (int, bool) {
	if m, ok := namedTimes[t]; ok {
		return m, true
	}
	m := wallTime.FindStringSubmatch(t)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if m[2] == "" && m[4] == "" && t != "0" && t != "24" && t != "00" && !strings.HasSuffix(t, "h") && !strings.HasSuffix(t, "hrs") {
		return 0, false
	}
	if m[4] != "" {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		if hour == 12 {
			hour = 0
		}
		if m[4][0] == 'p' {
			hour += 12
		}
	}
	if seconds := m[3]; seconds != "" && seconds > "59" {
		return 0, false
	}
	total := hour*60 + minute
	return total, minute < 60 && total <= 1440
}

// rangeOf finds two times in a text: "0800-2030", "8am to 8:30pm", "Long Day 0800-2030".
func rangeOf(text string) (from, to int, ok bool) {
	t := withoutHours(plain(text))
	m := aRange.FindStringSubmatchIndex(t)
	if m == nil || aRange.MatchString(t[m[5]:]) || butAt.MatchString(t[m[5]:]) {
		return 0, 0, false // nothing, a shift in two parts, or one that is cut short
	}
	a, b := strings.TrimSpace(t[m[2]:m[3]]), strings.TrimSpace(t[m[4]:m[5]])
	from, ok1 := hourOf(a)
	to, ok2 := hourOf(b)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	return halfDays(a, b, from, to)
}

var (
	spokenHour = regexp.MustCompile(`^[1-9]([:.]\d{2})?$|^1[0-2]([:.]\d{2})?$`) // as people say it, without a nought in front
	longest    = 13 * 60                                                        // minutes that somebody may mean by hours as they are said
)

// halfDays settles hours that are said without am and pm: 9-5 ends in the afternoon, and
// 1-9pm starts there. Not to be told is 1.30-9.30.
func halfDays(a, b string, from, to int) (int, int, bool) {
	length := (to - from + 1440) % 1440
	long := length == 0 || length > longest
	switch said, ends := spokenHour.MatchString(a), spokenHour.MatchString(b); {
	case said && ends && long && to < 720:
		return from, to + 720, true
	case said && ends && from >= 60 && from < 420 && from < to:
		return 0, 0, false
	case said && strings.HasSuffix(b, "pm") && long && from < 720 && to-from-720 > 0:
		return from + 720, to, true
	}
	return from, to, true
}

// hourOf reads one end of a range, where a bare hour can only be a time: "8-20".
func hourOf(t string) (int, bool) {
	if m, ok := minutesOf(t); ok {
		return m, true
	}
	h, err := strconv.Atoi(t)
	return h * 60, err == nil && h <= 24
}

// at is the instant of a wall time on a day; ok is false where the clocks skip it.
func at(d rota.Date, minutes int) (time.Time, bool) {
	t, err := rota.London(d.Add(minutes/1440), minutes%1440/60, minutes%60)
	return t, err == nil
}
