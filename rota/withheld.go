package rota

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// WithheldMethod is how much pay a struck day takes.
type WithheldMethod string

// The methods.
const (
	// YearDay is 1/365 of the annual salary for each day (BMA guide to industrial
	// action 2024, citing NHS Employers).
	YearDay WithheldMethod = "year_day"
	// MonthDay is a month's pay over the days of the month (NHS Employers FAQ, September 2016).
	MonthDay WithheldMethod = "month_day"
	// Hourly is the hours at the plain rate (annual salary over 365/7 weeks of 40
	// hours), but never more than 1/365 for a day.
	Hourly WithheldMethod = "hourly"
)

// WithheldMethods lists the methods in the order in which pages show them.
func WithheldMethods() []WithheldMethod { return []WithheldMethod{YearDay, MonthDay, Hourly} }

// Words is the method as people read it.
func (m WithheldMethod) Words() string {
	switch m {
	case YearDay:
		return "1/365 of annual salary for each day"
	case MonthDay:
		return "A month’s pay over the days of the month"
	case Hourly:
		return "Plain hourly pay, at most 1/365 of annual salary for each day"
	}
	return string(m)
}

// A Withholding is how a trust withholds pay. Two duties that start on one London
// day are one day; a night is one day, the one it starts on, unless NightIsTwo.
type Withholding struct {
	Method     WithheldMethod
	NightIsTwo bool
	Salaries   []Salary // one a grade
}

// StandardWithholding is 1/365 a day at the salaries of 2025/26, nights as one day.
func StandardWithholding() Withholding {
	return Withholding{Method: YearDay, Salaries: StandardSalaries()}
}

// MaxSalary bounds one annual salary: £1,000,000.
const MaxSalary Pence = 100_000_000

// Validate lists what is wrong as an *[Invalid], with paths such as
// "salaries[2].annual", or gives nil.
func (w Withholding) Validate() error {
	f := &faults{}
	if !oneOf(w.Method, WithheldMethods()) {
		f.add("method", "must be one of %s", list(WithheldMethods()))
	}
	seen := map[string]bool{}
	for i, s := range w.Salaries {
		p := at("salaries", i)
		if s.Grade == "" {
			f.add(p+".grade", "is missing")
		}
		if seen[sameGrade(s.Grade)] {
			f.add(p+".grade", "another salary is for this grade")
		}
		seen[sameGrade(s.Grade)] = true
		if s.Annual < 0 || s.Annual > MaxSalary {
			f.add(p+".annual", "must be from £0 to £1,000,000 a year")
		}
	}
	return f.err()
}

// Salary finds the salary of a grade, however the grade is written.
func (w Withholding) Salary(grade string) (Salary, bool) {
	for _, s := range w.Salaries {
		if sameGrade(s.Grade) == sameGrade(grade) {
			return s, true
		}
	}
	return Salary{}, false
}

// A WithheldDay is one day's pay withheld from one resident, under the first duty that falls on it.
type WithheldDay struct {
	Duty     DutyID
	Resident ResidentID
	Grade    string
	Day      Date
	Amount   *Pence // nil when the grade has no salary
}

// A Withheld is pay withheld, day by day.
type Withheld struct {
	Duties int // struck duties counted, those that share a day with another too
	Days   []WithheldDay
}

// PayWithheld is pay withheld for a strike, kept apart from what cover costs.
// Only duties that start inside the strike count.
type PayWithheld struct {
	// Actual is from confirmed absence alone.
	Actual Withheld
	// Lowest and Highest are estimates: confirmed absence, and of the duties that are
	// not confirmed only those of residents who said that they will be away, or those
	// of all the silent with them.
	Lowest, Highest Withheld
	Struck          int // duties that start inside the strike
	Confirmed       int // of them, with an attendance
}

// Settled reports whether attendance is confirmed for every duty, so that the
// actual sum is all there is.
func (p PayWithheld) Settled() bool { return p.Confirmed == p.Struck }

// PayWithheld works out what the strike takes from residents' pay.
func (e Entry) PayWithheld(w Withholding) PayWithheld {
	var out PayWithheld
	var absent, away, silent []Duty
	for _, d := range e.Duties {
		if !e.Strike.Struck(d) {
			continue
		}
		out.Struck++
		if d.Attendance != NotConfirmed {
			out.Confirmed++
		}
		switch {
		case d.Attendance == Absent:
			absent = append(absent, d)
		case d.Attendance != NotConfirmed || d.Declaration == Working:
		case d.Declaration == Away:
			away = append(away, d)
		default:
			silent = append(silent, d)
		}
	}
	grades := map[ResidentID]string{}
	for _, r := range e.Residents {
		grades[r.ID] = r.Grade
	}
	out.Actual = w.withheld(absent, grades)
	out.Lowest = w.withheld(slices.Concat(absent, away), grades)
	out.Highest = w.withheld(slices.Concat(absent, away, silent), grades)
	return out
}

func (w Withholding) withheld(duties []Duty, grades map[ResidentID]string) Withheld {
	duties = slices.Clone(duties)
	slices.SortFunc(duties, func(a, b Duty) int {
		return cmp.Or(strings.Compare(string(a.Resident), string(b.Resident)), a.Compare(b.Span), strings.Compare(string(a.ID), string(b.ID)))
	})
	out := Withheld{Duties: len(duties)}
	type takenDay struct {
		who ResidentID
		day Date
	}
	at := map[takenDay]int{} // in out.Days
	var minutes []int        // of each day
	for _, d := range duties {
		for _, part := range w.days(d) {
			i, taken := at[takenDay{d.Resident, part.day}]
			if !taken {
				i = len(out.Days)
				at[takenDay{d.Resident, part.day}] = i
				out.Days = append(out.Days, WithheldDay{Duty: d.ID, Resident: d.Resident, Grade: grades[d.Resident], Day: part.day})
				minutes = append(minutes, 0)
			}
			minutes[i] += part.minutes
		}
	}
	for i := range out.Days {
		if s, ok := w.Salary(out.Days[i].Grade); ok {
			out.Days[i].Amount = ptr(w.amount(s.Annual, out.Days[i].Day, minutes[i]))
		}
	}
	return out
}

// A withheldPart is a day that a duty takes, with its minutes in it.
type withheldPart struct {
	day     Date
	minutes int
}

// days are the days that a duty takes: one for each 24 hours by the clock that it
// begins, from the day it starts on; for a night, where the trust counts two, each
// day of the calendar that it touches.
func (w Withholding) days(d Duty) []withheldPart {
	from := DateOf(d.Start)
	cut := sameClock(d.Start)
	if w.NightIsTwo && d.nightly() >= NightMinutes {
		cut = func(n int) time.Time { return startOf(from.Add(n)) }
	}
	var out []withheldPart
	for n := 0; cut(n).Before(d.End); n++ {
		part := Span{cut(n), cut(n + 1)}
		out = append(out, withheldPart{from.Add(n), part.shared(d.Span)})
	}
	return out
}

// sameClock gives the instant n days after t at which the clocks show the same.
func sameClock(t time.Time) func(n int) time.Time {
	local := t.In(london)
	return func(n int) time.Time {
		if n == 0 {
			return t
		}
		return local.AddDate(0, 0, n)
	}
}

// amount is one day's pay withheld, rounded half up.
func (w Withholding) amount(annual Pence, day Date, minutes int) Pence {
	oneDay := Pence(proportion(int64(annual), 1, 365))
	switch w.Method {
	case MonthDay:
		return Pence(proportion(int64(annual), 1, int64(12*day.daysInMonth())))
	case Hourly:
		return min(oneDay, Pence(proportion(int64(annual), int64(minutes)*7, 365*40*60)))
	}
	return oneDay
}

func (d Date) daysInMonth() int {
	next := Date{d.Year, d.Month + 1, 1}
	return next.Add(-1).Day
}

// A WithheldSum is a row of pay withheld, or its total.
type WithheldSum struct {
	Key       string // the day (YYYY-MM-DD) or the grade; "" in a total
	Residents int
	Days      int
	Amount    *Pence // nil when a grade has no salary
}

// ByDay adds up by day, in order.
func (w Withheld) ByDay() []WithheldSum {
	return w.by(func(d WithheldDay) string { return d.Day.String() })
}

// ByGrade adds up by grade as the trust writes it, in the order of the words.
func (w Withheld) ByGrade() []WithheldSum { return w.by(func(d WithheldDay) string { return d.Grade }) }

// Total adds all of it up.
func (w Withheld) Total() WithheldSum {
	if len(w.Days) == 0 {
		return WithheldSum{Amount: ptr(Pence(0))}
	}
	return w.by(func(WithheldDay) string { return "" })[0]
}

func (w Withheld) by(key func(WithheldDay) string) []WithheldSum {
	sums := map[string]*WithheldSum{}
	people := map[string]map[ResidentID]bool{}
	for _, d := range w.Days {
		k := key(d)
		if sums[k] == nil {
			sums[k], people[k] = &WithheldSum{Key: k, Amount: ptr(Pence(0))}, map[ResidentID]bool{}
		}
		people[k][d.Resident] = true
		sums[k].Days++
		sums[k].Amount = Plus(sums[k].Amount, d.Amount)
	}
	out := make([]WithheldSum, 0, len(sums))
	for k, s := range sums {
		s.Residents = len(people[k])
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b WithheldSum) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// Unpriced lists the grades that have no salary, so that the sum is not known.
func (w Withheld) Unpriced() []string {
	var out []string
	for _, s := range w.ByGrade() {
		if s.Amount == nil {
			out = append(out, s.Key)
		}
	}
	return out
}
