package web

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A wallClock is a time of day. 24:00 is the midnight at its end.
type wallClock struct{ hour, minute int }

// clockOf is the London time of day of an instant.
func clockOf(t time.Time) wallClock {
	t = t.In(rota.Zone())
	return wallClock{hour: t.Hour(), minute: t.Minute()}
}

func (c wallClock) before(o wallClock) bool {
	return c.hour < o.hour || c.hour == o.hour && c.minute < o.minute
}

// words is the time as pages say it, which parseClock reads: "8pm", "8:30am", "midnight".
func (c wallClock) words() string {
	return rota.ClockWords(time.Date(2025, time.January, 6, c.hour, c.minute, 0, 0, rota.Zone()))
}

// clockForms are how people write a time of day: 8pm, 8:30pm, 20:30, 20.30, 2030, 20h30, 2030 hrs.
var clockForms = regexp.MustCompile(`^(\d{1,2})(?:[:.h]?(\d{2}))?(?:(a|am|a\.m\.|p|pm|p\.m\.)|h|hrs?|hours)?$`)

// namedClocks are times of day with a word of their own.
var namedClocks = map[string]wallClock{"midnight": {}, "noon": {hour: 12}, "midday": {hour: 12}, "12noon": {hour: 12}, "12midday": {hour: 12}, "12midnight": {}}

// plainClock is a time as it is looked up: in small letters and without spaces.
func plainClock(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), "")) }

// parseClock reads a time of day. An hour by itself is one when it cannot be another:
// 20 is 8pm and 08 is 8am, but 8 might be in the morning or in the evening.
func parseClock(text string) (wallClock, bool) {
	text = plainClock(text)
	if c, ok := namedClocks[text]; ok {
		return c, true
	}
	m := clockForms.FindStringSubmatch(text)
	if m == nil || m[2] == "" && m[3] == "" && spokenHour(m[1]) {
		return wallClock{}, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi("0" + m[2])
	switch {
	case m[3] != "" && (hour < 1 || hour > 12):
		return wallClock{}, false
	case m[3] != "":
		hour %= 12
		if m[3][0] == 'p' {
			hour += 12
		}
	case hour == 24:
		return wallClock{hour, minute}, minute == 0
	}
	return wallClock{hour, minute}, hour < 24 && minute < 60
}

// spokenHour reports whether a number is an hour of either half of the day: 1 to 12
// without a nought in front.
func spokenHour(digits string) bool {
	n, _ := strconv.Atoi(digits)
	return digits[0] != '0' && n >= 1 && n <= 12
}

// clockFault says how to write a time that was not understood: what is "when the slot starts".
func clockFault(text, what string) string {
	m := clockForms.FindStringSubmatch(plainClock(text))
	switch {
	case m == nil || m[2] != "" || m[3] != "" || !spokenHour(m[1]):
		return "Write " + what + " as a time, such as 8am, 5:30pm or 17:30"
	case m[1] == "12":
		return "Write " + what + " as midday or midnight: 12 may be either"
	}
	return fmt.Sprintf("Write %s as %[2]sam or %[2]spm: %[2]s may be either", what, m[1])
}

func readClock(f *form.Form, name, what string) (wallClock, bool) {
	text := f.Text(name, what, 20)
	if text == "" {
		return wallClock{}, false
	}
	c, ok := parseClock(text)
	if !ok {
		f.Fail(name, clockFault(text, what))
	}
	return c, ok
}

// readStart is readClock for the start of something, which 24:00 cannot be: it
// might be meant for either midnight.
func readStart(f *form.Form, name, what string) (wallClock, bool) {
	c, ok := readClock(f, name, what)
	if ok && c.hour == 24 {
		f.Fail(name, "Write 24:00 as midnight, with the next day")
		return wallClock{}, false
	}
	return c, ok
}
