package rota_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// struck is a trust of one resident of a grade, with duties in the strike of July 2025.
func struck(grade string, spans ...[2]string) rota.Entry {
	e := rotatest.July().Entry()
	e.Residents = []rota.Resident{{ID: "R001", Name: "Dr Example", Grade: grade}}
	for i, s := range spans {
		e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID(fmt.Sprintf("D%04d", i+1)), Resident: "R001",
			Span: rotatest.Span(s[0], s[1]), Declaration: rota.Away, Attendance: rota.Absent})
	}
	return e
}

func withheldWords(w rota.Withheld) string {
	sum := w.Total()
	return fmt.Sprintf("%d days, %s", len(w.Days), amount(sum.Amount))
}

// The worked figures of domain facts, section 3, and the edges of a day.
func TestPayWithheld(t *testing.T) {
	day := [2]string{"2025-07-25 08:00", "2025-07-25 20:30"}
	nightOf := [2]string{"2025-07-25 20:30", "2025-07-26 09:00"}
	next := [2]string{"2025-07-26 20:30", "2025-07-27 09:00"}
	year := rota.StandardWithholding()
	two, month, hourly := year, year, year
	two.NightIsTwo, month.Method, hourly.Method = true, rota.MonthDay, rota.Hourly
	hourlyTwo := hourly
	hourlyTwo.NightIsTwo = true
	cases := []struct {
		name  string
		how   rota.Withholding
		entry rota.Entry
		want  string
	}{
		{"FY1", year, struck("FY1", day), "1 days, £106.39"},
		{"FY2", year, struck("FY2", day), "1 days, £121.75"},
		{"CT1", year, struck("CT1", day), "1 days, £144.26"},
		{"ST4", year, struck("ST4", day), "1 days, £178.21"},
		{"ST7", year, struck("ST7", day), "1 days, £202.72"},
		{"a grade written otherwise", year, struck(" st-7", day), "1 days, £202.72"},
		{"a grade without a salary", year, struck("Trust fellow", day), "1 days, not known"},
		{"a night is one day", year, struck("FY1", nightOf), "1 days, £106.39"},
		{"a night is two where the trust counts two", two, struck("FY1", nightOf), "2 days, £212.78"},
		{"two nights in a row are three days then", two, struck("FY1", nightOf, next), "3 days, £319.17"},
		{"a day and the night after it are one day", year, struck("FY1", [2]string{"2025-07-26 08:00", "2025-07-26 20:30"}, next), "1 days, £106.39"},
		{"an evening past midnight is no night", two, struck("FY1", [2]string{"2025-07-25 14:00", "2025-07-26 00:30"}), "1 days, £106.39"},
		{"24 hours are one day", year, struck("FY1", [2]string{"2025-07-25 08:00", "2025-07-26 08:00"}), "1 days, £106.39"},
		{"48 hours are two", year, struck("FY1", [2]string{"2025-07-25 08:00", "2025-07-27 08:00"}), "2 days, £212.78"},
		{"begun before the strike", year, struck("FY1", [2]string{"2025-07-25 06:59", "2025-07-25 14:00"}), "0 days, £0.00"},
		{"begun at its start", year, struck("FY1", [2]string{"2025-07-25 07:00", "2025-07-25 14:00"}), "1 days, £106.39"},
		{"begun in its last minute", year, struck("FY1", [2]string{"2025-07-30 06:59", "2025-07-30 14:00"}), "1 days, £106.39"},
		{"begun at its end", year, struck("FY1", [2]string{"2025-07-30 07:00", "2025-07-30 14:00"}), "0 days, £0.00"},
		{"month of 31 days", month, struck("FY1", day), "1 days, £104.38"},
		{"hours past the cap", hourly, struck("FY1", day), "1 days, £106.39"},
		// 4 hours of 38,831 / 2,085.71 = £18.6176.
		{"hours under it", hourly, struck("FY1", [2]string{"2025-07-25 08:00", "2025-07-25 12:00"}), "1 days, £74.47"},
		{"two short duties share the cap", hourly, struck("FY1", [2]string{"2025-07-25 08:00", "2025-07-25 12:00"}, [2]string{"2025-07-25 13:00", "2025-07-25 17:00"}), "1 days, £106.39"},
		// 20:30 to midnight is 3.5 hours (£65.16), then 9 hours past the cap.
		{"hours of a night on two days", hourlyTwo, struck("FY1", nightOf), "2 days, £171.55"},
	}
	for _, c := range cases {
		got := c.entry.PayWithheld(c.how)
		for name, w := range map[string]rota.Withheld{"actual": got.Actual, "lowest": got.Lowest, "highest": got.Highest} {
			if words := withheldWords(w); words != c.want {
				t.Errorf("%s: %s is %s, want %s", c.name, name, words, c.want)
			}
		}
	}
}

// A month's pay over 28, 30 and 31 days.
func TestMonthDay(t *testing.T) {
	how := rota.StandardWithholding()
	how.Method = rota.MonthDay
	for month, want := range map[string]string{"2025-02": "£115.57", "2024-02": "£111.58", "2025-06": "£107.86", "2025-07": "£104.38", "2025-12": "£104.38"} {
		e := rotatest.New(month+"-10 07:00", month+"-11 07:00").Entry()
		e.Residents = []rota.Resident{{ID: "R001", Grade: "FY1"}}
		e.Duties = []rota.Duty{{ID: "D1", Resident: "R001", Span: rotatest.Span(month+"-10 08:00", month+"-10 20:00"), Attendance: rota.Absent}}
		if got := amount(e.PayWithheld(how).Actual.Total().Amount); got != want {
			t.Errorf("%s: %s, want %s", month, got, want)
		}
	}
}

// A night over a clock change is 11 or 13 hours, and one day all the same.
func TestWithheldOverTheClocks(t *testing.T) {
	for _, c := range []struct{ start, end, want string }{
		{"2026-03-28 20:30", "2026-03-29 09:00", "2 days, £212.78"},
		{"2026-10-24 20:30", "2026-10-25 09:00", "2 days, £212.78"},
		{"2026-03-28 08:00", "2026-03-29 08:00", "2 days, £212.78"},
		{"2026-10-24 08:00", "2026-10-25 08:00", "2 days, £212.78"},
	} {
		e := rotatest.New(c.start, c.end).Entry()
		e.Residents = []rota.Resident{{ID: "R001", Grade: "FY1"}}
		e.Duties = []rota.Duty{{ID: "D1", Resident: "R001", Span: rotatest.Span(c.start, c.end), Attendance: rota.Absent}}
		how := rota.StandardWithholding()
		if got := withheldWords(e.PayWithheld(how).Actual); got != "1 days, £106.39" {
			t.Errorf("%s: %s", c.start, got)
		}
		how.NightIsTwo = true
		if got := withheldWords(e.PayWithheld(how).Actual); got != c.want {
			t.Errorf("%s, two days: %s, want %s", c.start, got, c.want)
		}
	}
}

// Declarations give a range for what is not confirmed; attendance alone gives the actual sum.
func TestWithheldFromWhat(t *testing.T) {
	e := rotatest.July().Slot("a", "25 08:00", "25 20:00").Duty("R1", "a", rota.Away).Duty("R2", "a", rota.Working).
		Duty("R3", "a", rota.NoReply).Duty("R4", "a", rota.PrefersNotToSay).Entry()
	words := func() string {
		p := e.PayWithheld(rota.StandardWithholding())
		return fmt.Sprintf("%d of %d confirmed; %d absent, %d to %d", p.Confirmed, p.Struck, p.Actual.Duties, p.Lowest.Duties, p.Highest.Duties)
	}
	if got := words(); got != "0 of 4 confirmed; 0 absent, 1 to 3" {
		t.Error(got)
	}
	for i, a := range []rota.Attendance{rota.Worked, rota.Absent, rota.Absent} {
		e.Duties[i].Attendance = a
	}
	if got := words(); got != "3 of 4 confirmed; 2 absent, 2 to 3" {
		t.Error(got)
	}
	if e.PayWithheld(rota.StandardWithholding()).Settled() {
		t.Error("settled, though one duty is not confirmed")
	}
	e.Duties[3].Attendance = rota.Worked
	if !e.PayWithheld(rota.StandardWithholding()).Settled() {
		t.Error("not settled, though every duty is confirmed")
	}
}

func TestWithheldByDayAndGrade(t *testing.T) {
	e := struck("FY1", [2]string{"2025-07-25 08:00", "2025-07-25 20:30"}, [2]string{"2025-07-26 08:00", "2025-07-26 20:30"})
	e.Residents = append(e.Residents, rota.Resident{ID: "R002", Grade: "ST4"}, rota.Resident{ID: "R003", Grade: "Trust fellow"})
	for _, r := range e.Residents[1:] {
		d := e.Duties[0]
		d.ID, d.Resident = rota.DutyID("of "+r.ID), r.ID
		e.Duties = append(e.Duties, d)
	}
	w := e.PayWithheld(rota.StandardWithholding()).Actual
	var got []string
	for _, s := range append(append(w.ByDay(), w.ByGrade()...), w.Total()) {
		got = append(got, fmt.Sprintf("%s: %d residents, %d days, %s", s.Key, s.Residents, s.Days, amount(s.Amount)))
	}
	want := []string{
		"2025-07-25: 3 residents, 3 days, not known", "2025-07-26: 1 residents, 1 days, £106.39",
		"FY1: 1 residents, 2 days, £212.78", "ST4: 1 residents, 1 days, £178.21", "Trust fellow: 1 residents, 1 days, not known",
		": 3 residents, 4 days, not known",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Trust fellow"}, w.Unpriced()); diff != "" {
		t.Errorf("grades without a salary (-want +got):\n%s", diff)
	}
}

// Whatever the duties: no resident loses one day twice, the hourly sum is never larger
// than 1/365 a day, and the estimate's lowest is no more than its highest.
func TestWithheldProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rotatest.New("2025-10-24 07:00", "2025-10-29 07:00").Entry()
		e.Residents = []rota.Resident{{ID: "R1", Grade: "FY1"}, {ID: "R2", Grade: "ST8"}}
		for i := range rapid.IntRange(0, 8).Draw(t, "duties") {
			name := fmt.Sprintf("duty %d", i)
			e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID(name), Resident: rapid.SampledFrom([]rota.ResidentID{"R1", "R2"}).Draw(t, name),
				Span: drawSpan(t, name, 3000), Declaration: rapid.SampledFrom(rota.Declarations()).Draw(t, name+" said"),
				Attendance: rapid.SampledFrom(rota.Attendances()).Draw(t, name+" was")})
		}
		how := rota.StandardWithholding()
		how.NightIsTwo = rapid.Bool().Draw(t, "two")
		daily := e.PayWithheld(how)
		how.Method = rota.Hourly
		hourly := e.PayWithheld(how)
		for _, pair := range [][2]rota.Withheld{{daily.Actual, hourly.Actual}, {daily.Highest, hourly.Highest}} {
			seen := map[string]bool{}
			for i, d := range pair[0].Days {
				key := fmt.Sprint(d.Resident, d.Day)
				if seen[key] {
					t.Errorf("%s is withheld twice", key)
				}
				seen[key] = true
				if *pair[1].Days[i].Amount > *d.Amount {
					t.Errorf("%s by the hour is %s, by the day %s", key, *pair[1].Days[i].Amount, *d.Amount)
				}
			}
		}
		actual, lowest, highest := *daily.Actual.Total().Amount, *daily.Lowest.Total().Amount, *daily.Highest.Total().Amount
		if actual > lowest || lowest > highest || daily.Settled() && actual < highest {
			t.Errorf("confirmed %s, estimated %s to %s, settled %t", actual, lowest, highest, daily.Settled())
		}
		sum := rota.Pence(0)
		for _, s := range daily.Highest.ByGrade() {
			sum += *s.Amount
		}
		if sum != *daily.Highest.Total().Amount {
			t.Error("the grades do not add up to the total")
		}
	})
}

func TestWithholdingIsRefused(t *testing.T) {
	w := rota.Withholding{Method: "guess", Salaries: []rota.Salary{{Grade: "FY1", Annual: 1}, {Grade: "f1", Annual: rota.MaxSalary + 1}, {Annual: -1}}}
	want := []string{"method", "salaries[1].annual", "salaries[1].grade", "salaries[2].annual", "salaries[2].grade"}
	if diff := cmp.Diff(want, paths(w.Validate())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := rota.StandardWithholding().Validate(); err != nil {
		t.Error(rota.Faults(err))
	}
}
