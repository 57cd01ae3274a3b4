package exports

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
)

// Faults of dates and times, in words that say how to mend them.
var (
	errWhen    = errors.New("must be a date and time such as 25/07/2025 20:00, the day first")
	errDay     = errors.New("must be a day such as 25/07/2025, the day first")
	errSeconds = errors.New("must be a whole minute")
	errTwice   = errors.New("is in the hour that clocks show twice: write it with BST (the first) or GMT (the second), such as 26/10/2025 01:30 GMT")
)

// when reads a date and time; the zero time where there is none or it is faulty.
func (l *line) when(head string) time.Time {
	raw := l.text(head)
	t, err := time.Time{}, error(nil)
	if raw != "" {
		t, err = parseWhen(raw, l.date1904)
	}
	if err != nil {
		l.wrong(head, "%s %s.", head, err.Error())
	}
	l.late = l.late || t.IsZero()
	return t
}

// day reads a date.
func (l *line) day(head string) rota.Date {
	raw := l.text(head)
	if raw == "" {
		return rota.Date{}
	}
	d, err := parseDay(raw, l.date1904)
	if err != nil {
		l.wrong(head, "%s %s.", head, err.Error())
	}
	return d
}

// parseWhen reads an instant: a workbook's serial number, or text in London wall clock.
func parseWhen(t string, date1904 bool) (time.Time, error) {
	if v, ok := number(t); ok {
		d, minute, err := fromSerial(v, date1904)
		if err != nil {
			return time.Time{}, err
		}
		return london(d, minute, "")
	}
	if at, err := time.Parse(time.RFC3339, t); err == nil {
		return at.UTC(), nil
	}
	m := whenPattern.FindStringSubmatch(strings.Join(strings.Fields(t), " "))
	if m == nil {
		return time.Time{}, errWhen
	}
	d, err := dayOf(m[1])
	if err != nil {
		return time.Time{}, errWhen
	}
	hour, _ := strconv.Atoi(m[2])
	minute, _ := strconv.Atoi(m[3])
	if m[4] != "" && m[4] != "00" {
		return time.Time{}, errSeconds
	}
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return time.Time{}, errWhen
	}
	if hour == 24 {
		d, hour = d.Add(1), 0
	}
	return london(d, hour*60+minute, strings.ToUpper(m[5]))
}

var whenPattern = regexp.MustCompile(`^(\S+|\S+ \S+ \S+|\S+ \S+ \S+ \S+)[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)? ?((?i:BST|GMT))?$`)

// london is the instant of a wall clock time, which must be neither skipped nor, without a zone, shown twice.
func london(d rota.Date, minute int, zone string) (time.Time, error) {
	t, err := rota.London(d, minute/60, minute%60)
	if err != nil {
		return time.Time{}, errors.New("is in the hour that the clocks skip on that day")
	}
	if zone == "" {
		if twice(t) {
			return time.Time{}, errTwice
		}
		return t, nil
	}
	for _, at := range []time.Time{t, t.Add(time.Hour)} {
		if name, _ := at.In(rota.Zone()).Zone(); name == zone && wallMinute(at) == minute && rota.DateOf(at) == d {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("is not in %s on that day", zone)
}

// fromSerial takes a workbook's count of days apart.
func fromSerial(v float64, date1904 bool) (rota.Date, int, error) {
	if date1904 {
		v += 1462
	}
	minutes := math.Round(v * 1440)
	if math.Abs(v*1440-minutes) > 1.0/120 {
		return rota.Date{}, 0, errSeconds
	}
	days := math.Floor(minutes / 1440)
	if days < daySerial(rota.Date{Year: 2000, Month: 1, Day: 1}) || days > daySerial(rota.Date{Year: 2099, Month: 12, Day: 31}) {
		return rota.Date{}, 0, errWhen
	}
	t := time.Unix((int64(days)-epochDays)*86400, 0).UTC()
	return rota.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, int(minutes) - int(days)*1440, nil
}

// parseDay reads a day: a serial number or text.
func parseDay(t string, date1904 bool) (rota.Date, error) {
	if v, ok := number(t); ok {
		d, minute, err := fromSerial(v, date1904)
		if err != nil || minute != 0 {
			return rota.Date{}, errDay
		}
		return d, nil
	}
	t = strings.TrimSuffix(strings.TrimSuffix(strings.Join(strings.Fields(t), " "), "T00:00:00"), " 00:00:00")
	d, err := dayOf(t)
	if err != nil {
		return rota.Date{}, errDay
	}
	return d, nil
}

// dayOf reads a day with a year of four digits, the day before the month. A day
// of the week in front must be the right one.
func dayOf(t string) (rota.Date, error) {
	t = strings.TrimRight(t, ",")
	for _, form := range []string{"2/1/2006", "2.1.2006", "2-1-2006", "2006-1-2", "2006/1/2", "2-Jan-2006", "2 Jan 2006", "2 January 2006"} {
		for _, week := range []string{"", "Mon ", "Monday "} {
			at, err := time.Parse(week+form, t)
			if err != nil || at.Year() < 2000 || at.Year() > 2099 {
				continue
			}
			if week != "" && !strings.EqualFold(at.Format("Mon"), t[:3]) {
				return rota.Date{}, errDay
			}
			return rota.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}, nil
		}
	}
	return rota.Date{}, errDay
}
