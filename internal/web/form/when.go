package form

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
)

// Years that a date may lie in; a slip such as 205 or 20255 is caught here.
const (
	firstYear = 2000
	lastYear  = 2100
)

// firstShortYear is the first year that two digits stand for: 26 is 2026. 20 is a year
// begun and not finished, as 19 is, and is no year.
const firstShortYear = 21

// dateParts are the boxes of a date, with what each is.
var dateParts = [3]struct{ suffix, what string }{{"-day", "a day"}, {"-month", "a month"}, {"-year", "a year"}}

// Date is a day typed in the boxes name-day, name-month and name-year, which
// must be given. A year may have two digits.
func (f *Form) Date(name, what string) rota.Date {
	d, given := f.date(name, what)
	if !given && f.Error(name) == "" {
		f.FailAt(name, name+"-day", "Enter "+what)
	}
	return d
}

// OptionalDate is a day typed in three boxes, or the zero Date when all are empty.
func (f *Form) OptionalDate(name, what string) rota.Date {
	d, _ := f.date(name, what)
	return d
}

func (f *Form) date(name, what string) (d rota.Date, given bool) {
	var n [3]int
	var missing []string
	bad := ""
	target := ""
	for i, part := range dateParts {
		text := f.take(name + part.suffix)
		if text == "" {
			missing = append(missing, part.what)
			if target == "" {
				target = name + part.suffix
			}
			continue
		}
		v, ok := plainNumber(text)
		if !ok && i == 1 {
			v = month(text)
		}
		if i == 2 && len(text) == 2 && v >= firstShortYear {
			v += firstYear
		}
		if v <= 0 && bad == "" {
			bad = name + part.suffix
		}
		n[i] = v
	}
	switch {
	case len(missing) == 3:
		return rota.Date{}, false
	case len(missing) > 0:
		f.FailAt(name, target, sentence(what+" must include "+strings.Join(missing, " and ")))
		return rota.Date{}, true
	case bad != "":
		f.FailAt(name, bad, sentence(what+" must be a real date"))
		return rota.Date{}, true
	case n[2] < firstYear || n[2] > lastYear:
		f.FailAt(name, name+"-year", sentence(fmt.Sprintf("%s must be in a year from %d to %d", what, firstYear, lastYear)))
		return rota.Date{}, true
	}
	d = rota.Date{Year: n[2], Month: time.Month(n[1]), Day: n[0]}
	if d.Add(0) != d {
		f.FailAt(name, name+"-day", sentence(what+" must be a real date"))
		return rota.Date{}, true
	}
	return d, true
}

// month reads a month's name, whole or its first three letters, or gives 0.
func month(text string) int {
	for m := time.January; m <= time.December; m++ {
		full := strings.ToLower(m.String())
		if t := strings.ToLower(text); len(t) >= 3 && strings.HasPrefix(full, t) {
			return int(m)
		}
	}
	return 0
}

// Day is a day chosen from a list, "YYYY-MM-DD", which must be given.
func (f *Form) Day(name, what string) rota.Date {
	text := f.take(name)
	if text == "" {
		f.Fail(name, "Choose "+what)
		return rota.Date{}
	}
	d, err := rota.ParseDate(text)
	if err != nil || d.Year < firstYear || d.Year > lastYear {
		f.Fail(name, sentence(what+" must be a real date"))
		return rota.Date{}
	}
	return d
}

// Instant is a day in three boxes and a time "HH:MM" in name-time, in London,
// which must be given. A time that the clocks skip is a fault.
func (f *Form) Instant(name, what string) time.Time {
	before := len(f.errors)
	d := f.Date(name, what)
	h, m, ok := f.clock(name, name+"-time", what)
	if !ok || len(f.errors) > before {
		return time.Time{}
	}
	return f.london(name, name+"-time", what, d, h, m)
}

// DayTime is a day chosen from the list name-day ("YYYY-MM-DD") and a time
// "HH:MM" in name-time, in London, which must be given.
func (f *Form) DayTime(name, what string) time.Time {
	text := f.take(name + "-day")
	d, err := rota.ParseDate(text)
	switch {
	case text == "":
		f.FailAt(name, name+"-day", "Choose the day of "+what)
	case err != nil || d.Year < firstYear || d.Year > lastYear:
		f.FailAt(name, name+"-day", sentence(what+" must be on a real date"))
	}
	h, m, ok := f.clock(name, name+"-time", what)
	if !ok || text == "" || err != nil {
		return time.Time{}
	}
	return f.london(name, name+"-time", what, d, h, m)
}

func (f *Form) london(name, target, what string, d rota.Date, h, m int) time.Time {
	t, err := rota.London(d, h, m)
	if err != nil {
		f.FailAt(name, target, sentence(what+": "+err.Error()))
		return time.Time{}
	}
	return t
}

// Clock is a time of day "HH:MM", 24:00 included, which must be given.
func (f *Form) Clock(name, what string) (hour, minute int) {
	h, m, _ := f.clock(name, name, what)
	return h, m
}

func (f *Form) clock(name, field, what string) (hour, minute int, ok bool) {
	text := f.take(field)
	if text == "" {
		f.FailAt(name, field, "Choose the time of "+what)
		return 0, 0, false
	}
	hh, mm, colon := strings.Cut(text, ":")
	h, hours := plainNumber(hh)
	m, minutes := plainNumber(mm)
	sound := colon && hours && minutes && len(hh) <= 2 && len(mm) == 2 && m < 60 && (h < 24 || h == 24 && m == 0)
	if !sound {
		f.FailAt(name, field, sentence(what+" must have a time such as 07:00"))
		return 0, 0, false
	}
	return h, m, true
}

// SetDate fills the three boxes of a date for display.
func (f *Form) SetDate(name string, d rota.Date) *Form {
	if d.IsZero() {
		return f
	}
	f.Set(name+"-day", strconv.Itoa(d.Day))
	f.Set(name+"-month", strconv.Itoa(int(d.Month)))
	return f.Set(name+"-year", strconv.Itoa(d.Year))
}

// SetInstant fills the boxes of a date and the time for display.
func (f *Form) SetInstant(name string, t time.Time) *Form {
	if t.IsZero() {
		return f
	}
	return f.SetDate(name, rota.DateOf(t)).Set(name+"-time", t.In(rota.Zone()).Format("15:04"))
}

// SetDayTime fills the list of days and the time for display.
func (f *Form) SetDayTime(name string, t time.Time) *Form {
	if t.IsZero() {
		return f
	}
	return f.Set(name+"-day", rota.DateOf(t).String()).Set(name+"-time", t.In(rota.Zone()).Format("15:04"))
}
