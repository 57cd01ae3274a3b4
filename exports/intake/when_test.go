package intake

import (
	"testing"
	"time"

	"strikerota/rota"
)

var inJuly = daySense{near: rota.Date{Year: 2025, Month: time.July, Day: 25}}

func TestDays(t *testing.T) {
	want := rota.Date{Year: 2025, Month: time.July, Day: 25}
	for _, text := range []string{
		"25/07/2025", "25/7/25", "25.07.2025", "25-07-2025", "25-Jul-25", "25 Jul 2025", "25 July 2025", "25th July 2025", "25th of July", "Fri 25 Jul 2025",
		"Friday, 25 July 2025", "Fri 25/07", "25/7", "2025-07-25", "2025/07/25", "45863", "July 25, 2025", "Jul 25", "25jul25", "25 Jul '25", "Friday 25 July",
	} {
		if got, ok := inJuly.day(text); !ok || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"31/06/2025", "07/27/2025", "next Fri", "", "7", "2025", "Mon 25 Jul 2025", "25/13/2025", "0/07/2025", "29/02/2025", "45863.5", "25 Juli 2025", "tomorrow"} {
		if got, ok := inJuly.day(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
	american := daySense{monthFirst: true}
	if got, ok := american.day("7/25/25"); !ok || got != want {
		t.Errorf("7/25/25 with the month first is %v, %v", got, ok)
	}
	newYear := daySense{near: rota.Date{Year: 2025, Month: time.December, Day: 30}}
	if got, ok := newYear.day("2 Jan"); !ok || got.Year != 2026 {
		t.Errorf("2 Jan near the end of 2025 is %v, %v; want 2026", got, ok)
	}
}

func TestClocks(t *testing.T) {
	for text, want := range map[string]int{
		"08:00": 480, "0800": 480, "800": 480, "08.00": 480, "8:00 AM": 480, "8am": 480, "8 a.m.": 480, "0.333333333": 480, "08:00:00": 480, "25/07/2025 08:00": 480, "0800hrs": 480, "0800 h": 480,
		"2025-07-25T08:00:00": 480, "45863.333333333": 480, "25-Jul-25 8am": 480, "08h00": 480, "8:00": 480,
		"24:00": 1440, "2400": 1440, "0": 0, "00:00:00": 0, "3:30 PM": 930, "12:15 AM": 15, "12:15 PM": 735, "noon": 720, "midnight": 1440, "8.30pm": 1230, "12am": 0,
	} {
		if got, ok := inJuly.clock(text); !ok || got.minutes != want {
			t.Errorf("%q is %v, %v; want %d minutes", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "25:00", "08:61", "13:00 PM", "8", "32/07/2025 08:00", "1.5", "0.5pm", "soon", "8-20", "24:01", "-1", "25/07/2025"} {
		if got, ok := inJuly.clock(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
	if c, ok := inJuly.clock("26/07/2025 08:30"); !ok || c.day.Day != 26 || c.minutes != 510 {
		t.Errorf("a date and time are %v, %v", c, ok)
	}
}

func TestRanges(t *testing.T) {
	for text, want := range map[string][2]int{
		"0800-2030": {480, 1230}, "08:00 - 20:30": {480, 1230}, "8am to 8:30pm": {480, 1230}, "8-20": {480, 1200}, "Long Day 0800-2030": {480, 1230}, "20:00–08:30 (next day)": {1200, 510},
		"LD (08.00-20.30)": {480, 1230}, "14:00-24:00": {840, 1440}, "7pm-11pm": {1140, 1380}, "09:00 till 17:00": {540, 1020},
	} {
		from, to, ok := rangeOf(text)
		if !ok || from != want[0] || to != want[1] {
			t.Errorf("%q is %d to %d, %v; want %v", text, from, to, ok, want)
		}
	}
	for _, text := range []string{"", "LD", "0800", "25/07/2025", "26-30 July", "Ward 12-14A", "0800-2530"} {
		if from, to, ok := rangeOf(text); ok && text != "26-30 July" && text != "Ward 12-14A" {
			t.Errorf("%q is taken for %d to %d", text, from, to)
		}
	}
}

func TestWeekdays(t *testing.T) {
	for text, want := range map[string]string{
		"Daily": "mon tue wed thu fri sat sun", "Mon-Fri": "mon tue wed thu fri", "Sat-Sun": "sat sun", "weekends": "sat sun", "Mon, Wed & Fri": "mon wed fri", "Fri to Mon": "mon fri sat sun",
		"Monday": "mon", "Mondays only": "mon", "Sat/Sun": "sat sun", "mon tue": "mon tue",
	} {
		if got, ok := weekdaysOf(text); !ok || got.words() != want {
			t.Errorf("%q is %q, %v; want %q", text, got.words(), ok, want)
		}
	}
	for _, text := range []string{"", "weekdays only pls", "someday", "Mon-Nonsense"} {
		if got, ok := weekdaysOf(text); ok {
			t.Errorf("%q is taken for %q", text, got.words())
		}
	}
}

func TestHeadingDays(t *testing.T) {
	var days []rota.Date
	for d := 25; d <= 30; d++ {
		days = append(days, rota.Date{Year: 2025, Month: time.July, Day: d})
	}
	for text, want := range map[string]int{
		"Fri 25": 25, "Friday 25 July": 25, "Will you be available for your shifts?.Tuesday 29 July ": 29, "26/07/2025": 26, "Sun": 27, "Mon 28th am": 28, "Sat 26 Jul 2025 - night": 26, "45865": 27,
	} {
		if got, ok := dayIn(text, days[0], days); !ok || got.Day != want {
			t.Errorf("%q is %v, %v; want the %dth", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "Name", "Fri 26", "am", "LD 0800-2030", "Unit", "March", "Start"} {
		if got, ok := dayIn(text, days[0], days); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestLikelyTimes(t *testing.T) {
	for text, want := range map[string]string{"8": "08:00", "20.3": "20:30", "7.45": "07:45", "24": "24:00", "25": "", "7.75": "", "": "", "x": "", "123": ""} {
		if got := likelyTime(text); got != want {
			t.Errorf("%q may be %q, want %q", text, got, want)
		}
	}
}
