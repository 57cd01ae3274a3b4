package form

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

// of makes a form of a query string.
func of(t *testing.T, query string) *Form {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return Of(values)
}

func TestGetters(t *testing.T) {
	int5, pence := 5, rota.Pence(123450)
	minutes := 690
	tests := []struct {
		name, in string
		get      func(*Form) any
		want     any
		target   string // of the error; "" when there is none
		text     string
	}{
		{"text", "x=+a+b+", func(f *Form) any { return f.Text("x", "the name", 5) }, "a b", "", ""},
		{"text missing", "x=++", func(f *Form) any { return f.Text("x", "the name", 5) }, "", "x", "Enter the name"},
		{"text too long", "x=abcdef", func(f *Form) any { return f.Text("x", "the name", 5) }, "", "x", "The name must be 5 characters or fewer"},
		{"text counts characters", "x=ééééé", func(f *Form) any { return f.Text("x", "the name", 5) }, "ééééé", "", ""},
		{"text of two lines", "x=a%0Ab", func(f *Form) any { return f.Text("x", "the name", 5) }, "", "x", "The name must be one line of ordinary characters"},
		{"text with zero byte", "x=a%00b", func(f *Form) any { return f.Text("x", "the name", 5) }, "", "x", "The name must be one line of ordinary characters"},
		{"text not UTF-8", "x=a%FF", func(f *Form) any { return f.Text("x", "the name", 5) }, "", "x", "The name must be one line of ordinary characters"},
		{"text with signs that nobody sees", "x=%E2%80%8BA%E2%80%8Dli%C2%A0B%E2%80%8B", func(f *Form) any { return f.Text("x", "the name", 5) }, "Ali B", "", ""},
		{"text of nothing else", "x=%E2%80%8B", func(f *Form) any { return f.Text("x", "the name", 5) }, "", "x", "Enter the name"},
		{"text turned round", "x=%E2%80%AEilA", func(f *Form) any { return f.Text("x", "the name", 5) }, "", "x", "The name holds a hidden sign that turns the text round. Delete all of it and type it again"},
		{"lines turned round", "x=a%0A%E2%81%A7b", func(f *Form) any { return f.Lines("x", "the note", 50) }, "", "x", "The note holds a hidden sign that turns the text round. Delete all of it and type it again"},
		{"words turned round", "x=a,%E2%80%AEb", func(f *Form) any { return f.Words("x", "skills") }, []string(nil), "x", "Skills holds a hidden sign that turns the text round. Delete all of it and type it again"},
		{"words with signs that nobody sees", "x=scan%C2%ADning,+scanning", func(f *Form) any { return f.Words("x", "skills") }, []string{"scanning"}, "", ""},
		{"lines", "x=a%0D%0Ab", func(f *Form) any { return f.Lines("x", "the note", 50) }, "a\nb", "", ""},
		{"words", "x=obstetrics,+scanning%0A,obstetrics", func(f *Form) any { return f.Words("x", "skills") }, []string{"obstetrics", "scanning"}, "", ""},
		{"words too long", "x=" + strings.Repeat("a", 61), func(f *Form) any { return f.Words("x", "skills") }, []string(nil), "x", "Skills must be words of 60 characters or fewer, with commas between them"},

		{"int", "x=5", func(f *Form) any { return f.Int("x", "places", 1, 9) }, 5, "", ""},
		{"int missing", "", func(f *Form) any { return f.Int("x", "places", 1, 9) }, 0, "x", "Enter places"},
		{"int too big", "x=10", func(f *Form) any { return f.Int("x", "places", 1, 9) }, 0, "x", "Places must be from 1 to 9"},
		{"int with decimals", "x=5.0", func(f *Form) any { return f.Int("x", "places", 1, 9) }, 0, "x", "Places must be a whole number"},
		{"int beyond all", "x=99999999999999999999", func(f *Form) any { return f.Int("x", "places", 1, 9) }, 0, "x", "Places must be a whole number"},
		{"optional int", "x=5", func(f *Form) any { return f.OptionalInt("x", "places", 1, 9) }, &int5, "", ""},
		{"optional int empty", "x=", func(f *Form) any { return f.OptionalInt("x", "places", 1, 9) }, (*int)(nil), "", ""},

		{"pence", "x=£1,234.50", func(f *Form) any { return f.Pence("x", "the rate") }, pence, "", ""},
		{"pence missing", "x=", func(f *Form) any { return f.Pence("x", "the rate") }, rota.Pence(0), "x", "Enter the rate"},
		{"pence wrong", "x=1.234", func(f *Form) any { return f.Pence("x", "the rate") }, rota.Pence(0), "x", "The rate: an amount has at most two decimals, such as 12.50"},
		{"pence empty", "x=", func(f *Form) any { return f.OptionalPence("x", "the rate") }, (*rota.Pence)(nil), "", ""},

		{"hours", "x=11.5", func(f *Form) any { return f.Hours("x", "rest", 0, 900) }, &minutes, "", ""},
		{"hours with colon", "x=11:30", func(f *Form) any { return f.Hours("x", "rest", 0, 900) }, &minutes, "", ""},
		{"hours too many", "x=16", func(f *Form) any { return f.Hours("x", "rest", 0, 900) }, (*int)(nil), "x", "Rest must be from 0 hours to 15 hours"},
		{"hours odd", "x=11.3", func(f *Form) any { return f.Hours("x", "rest", 0, 900) }, (*int)(nil), "x", "Rest must be hours, such as 11 or 11.5"},
		{"hours ending in a point", "x=11.", func(f *Form) any { return f.Hours("x", "rest", 0, 900) }, (*int)(nil), "x", "Rest must be hours, such as 11 or 11.5"},

		{"choice", "x=on_call", func(f *Form) any { return Choice(f, "x", "the mode", rota.Modes()) }, rota.OnCall, "", ""},
		{"choice missing", "", func(f *Form) any { return Choice(f, "x", "the mode", rota.Modes()) }, rota.Mode(""), "x", "Choose the mode"},
		{"choice unknown", "x=asleep", func(f *Form) any { return Choice(f, "x", "the mode", rota.Modes()) }, rota.Mode(""), "x", "The mode must be one of those listed"},
		{"no choice", "x=", func(f *Form) any { return OptionalChoice(f, "x", "the mode", rota.Modes()) }, rota.Mode(""), "", ""},
		{"choices in order", "x=standby&x=on_site", func(f *Form) any { return Choices(f, "x", "modes", rota.Modes()) }, []rota.Mode{rota.OnSite, rota.Standby}, "", ""},
		{"choices unknown", "x=standby&x=asleep", func(f *Form) any { return Choices(f, "x", "modes", rota.Modes()) }, []rota.Mode(nil), "x", "Modes must be from those listed"},
		{"ticked", "x=on", func(f *Form) any { return f.Checked("x") }, true, "", ""},

		{"date", "x-day=25&x-month=7&x-year=2025", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{Year: 2025, Month: 7, Day: 25}, "", ""},
		{"date with a word", "x-day=25&x-month=July&x-year=2025", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{Year: 2025, Month: 7, Day: 25}, "", ""},
		{"date missing", "", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-day", "Enter the start"},
		{"date in part", "x-day=25&x-year=2025", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-month", "The start must include a month"},
		{"two parts missing", "x-day=25", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-month", "The start must include a month and a year"},
		{"30 February", "x-day=30&x-month=2&x-year=2025", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-day", "The start must be a real date"},
		{"month 13", "x-day=1&x-month=13&x-year=2025", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-day", "The start must be a real date"},
		{"year of two digits", "x-day=1&x-month=1&x-year=25", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{Year: 2025, Month: 1, Day: 1}, "", ""},
		{"a year not finished", "x-day=1&x-month=1&x-year=20", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-year", "The start must be in a year from 2000 to 2100"},
		{"a year of three digits", "x-day=1&x-month=1&x-year=026", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-year", "The start must be in a year from 2000 to 2100"},
		{"a year with a slip", "x-day=1&x-month=1&x-year=205", func(f *Form) any { return f.Date("x", "the start") }, rota.Date{}, "x-year", "The start must be in a year from 2000 to 2100"},
		{"optional date empty", "", func(f *Form) any { return f.OptionalDate("x", "the start") }, rota.Date{}, "", ""},
		{"day from a list", "x=2025-07-25", func(f *Form) any { return f.Day("x", "the day") }, rota.Date{Year: 2025, Month: 7, Day: 25}, "", ""},
		{"day not a day", "x=2025-02-30", func(f *Form) any { return f.Day("x", "the day") }, rota.Date{}, "x", "The day must be a real date"},

		{"instant", "x-day=25&x-month=7&x-year=2025&x-time=07:00", func(f *Form) any { return f.Instant("x", "the start") },
			time.Date(2025, 7, 25, 6, 0, 0, 0, time.UTC), "", ""},
		{"instant without time", "x-day=25&x-month=7&x-year=2025", func(f *Form) any { return f.Instant("x", "the start") }, time.Time{}, "x-time", "Choose the time of the start"},
		{"instant at 25:00", "x-day=25&x-month=7&x-year=2025&x-time=25:00", func(f *Form) any { return f.Instant("x", "the start") }, time.Time{}, "x-time", "The start must have a time such as 07:00"},
		{"the clocks skip it", "x-day=28&x-month=3&x-year=2027&x-time=01:30", func(f *Form) any { return f.Instant("x", "the start") }, time.Time{}, "x-time",
			"The start: the clocks go forward on that day and skip this time"},
		{"the first of a repeated hour", "x-day=25&x-month=10&x-year=2026&x-time=01:30", func(f *Form) any { return f.Instant("x", "the start") },
			time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), "", ""},
		{"day and time", "x-day=2025-07-25&x-time=24:00", func(f *Form) any { return f.DayTime("x", "the end") }, time.Date(2025, 7, 25, 23, 0, 0, 0, time.UTC), "", ""},
		{"day and no time", "x-day=2025-07-25", func(f *Form) any { return f.DayTime("x", "the end") }, time.Time{}, "x-time", "Choose the time of the end"},
		{"time and no day", "x-time=07:00", func(f *Form) any { return f.DayTime("x", "the end") }, time.Time{}, "x-day", "Choose the day of the end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := of(t, tt.in)
			if diff := cmp.Diff(tt.want, tt.get(f)); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
			var want []Error
			if tt.text != "" {
				want = []Error{{Field: "x", Target: tt.target, Text: tt.text}}
			}
			if diff := cmp.Diff(want, f.Errors()); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
			if f.OK() != (tt.text == "") || f.Error("x") != tt.text {
				t.Errorf("OK %t, Error %q", f.OK(), f.Error("x"))
			}
			if err := f.Done(); err != nil {
				t.Errorf("Done: %v", err)
			}
		})
	}
}

// TestAllFaults holds that one reading finds the faults of every field.
func TestAllFaults(t *testing.T) {
	f := of(t, "name=&places=x&start-day=31&start-month=2&start-year=2025")
	f.Text("name", "the name", 10)
	f.Int("places", "places", 1, 9)
	f.Date("start", "the start")
	if got := len(f.Errors()); got != 3 {
		t.Errorf("%d faults, want 3: %v", got, f.Errors())
	}
	if got := f.Value("start-day"); got != "31" {
		t.Errorf("typed day is %q, want 31", got)
	}
}

func TestDone(t *testing.T) {
	tests := []struct {
		name, in, field string
	}{
		{"as asked", "a=1&b=2&b=3&version=4", ""},
		{"a stranger", "a=1&role=administrator", "role"},
		{"given twice", "a=1&a=2&version=1", "a"},
		{"version not a number", "a=1&version=x", "version"},
		{"negative version", "a=1&version=-1", "version"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := of(t, tt.in)
			f.Text("a", "a", 10)
			Choices(f, "b", "b", []string{"2", "3"})
			f.Version()
			var refused *Refused
			err := f.Done()
			if tt.field == "" && err != nil || tt.field != "" && (!errors.As(err, &refused) || refused.Field != tt.field) {
				t.Errorf("Done = %v, want %q refused", err, tt.field)
			}
		})
	}
}

func TestSecret(t *testing.T) {
	f := of(t, "p=+two+spaces++")
	if got := f.Secret("p"); got != " two spaces  " {
		t.Errorf("got %q: a password is taken as typed", got)
	}
	if got := f.Value("p"); got != "" {
		t.Errorf("a password is shown again: %q", got)
	}
}

func TestFaults(t *testing.T) {
	f := New()
	err := &rota.Invalid{Faults: []rota.Fault{{Path: "strike.end", Text: "must be after start"}, {Path: "odd", Text: "is odd"}}}
	field := func(p string) (string, string) {
		if p == "strike.end" {
			return "end", "the end"
		}
		return "", ""
	}
	if !f.Faults(err, "name", field) {
		t.Fatal("no faults were taken")
	}
	want := []Error{{"end", "end", "The end must be after start"}, {"name", "name", "Odd is odd"}}
	if diff := cmp.Diff(want, f.Errors()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if New().Faults(rota.ErrConflict, "name", field) {
		t.Error("a conflict was taken for faults")
	}
}

// TestSetters holds that what is set for display is read back the same.
func TestSetters(t *testing.T) {
	at, err := rota.London(rota.Date{Year: 2026, Month: 3, Day: 29}, 7, 30)
	if err != nil {
		t.Fatal(err)
	}
	f := New().SetInstant("a", at).SetDayTime("b", at).SetDate("c", rota.DateOf(at))
	if got := f.Instant("a", "a"); !got.Equal(at) {
		t.Errorf("instant %v, want %v", got, at)
	}
	if got := f.DayTime("b", "b"); !got.Equal(at) {
		t.Errorf("day and time %v, want %v", got, at)
	}
	if got := f.Date("c", "c"); got != rota.DateOf(at) {
		t.Errorf("date %v", got)
	}
	for _, n := range []int{0, 45, 90, 660, 690, 680} {
		f := New().Set("h", HoursText(&n))
		if got := f.Hours("h", "h", 0, 1000); got == nil || *got != n {
			t.Errorf("%d minutes are written %q and read %v", n, HoursText(&n), got)
		}
	}
}
