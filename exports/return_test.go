package exports

import (
	"bytes"
	"strings"
	"testing"

	"strikerota/rota"
)

// TestReturnWords holds that a day says the same of its count and of its share: still
// open, not told, or a figure; and that the exact return gives no share while
// attendance is still open.
func TestReturnWords(t *testing.T) {
	day := func(d int) rota.Date { return rota.Date{Year: 2025, Month: 7, Day: d} }
	l := Labels{Made: rota.Entry{}.Strike.Start}
	rows := func(write func(*bytes.Buffer) error) string {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		f := open(t, b.Bytes())
		all, err := f.GetRows(returnSheet)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range all[returnHead-1:] {
			out = append(out, strings.Join(r, " | "))
		}
		return strings.Join(out, "\n")
	}
	shared := rows(func(b *bytes.Buffer) error {
		return SharedReturn(b, l, rota.Strike{Name: "July"}, []rota.ReturnGroup{
			{Day: day(25), Service: rota.AllServices, Grade: rota.AllGrades, Due: 20, Unconfirmed: 3},
			{Day: day(26), Service: rota.AllServices, Grade: rota.AllGrades, Due: 20, Hidden: true},
			{Day: day(27), Service: "Cancer", Grade: rota.AllGrades, Due: 10, Absent: 5},
			{Day: day(27), Service: "Maternity", Grade: rota.AllGrades, Due: 10, Absent: 7},
		})
	})
	if want := "Day | Due at work | Absent | Share absent\n" +
		"Fri 25 Jul 2025 | 20 | not all confirmed yet | not all confirmed yet\n" +
		"Sat 26 Jul 2025 | 20 | not told | not told\n" +
		"Sun 27 Jul 2025 | 20 | 12 | 60%"; shared != want {
		t.Errorf("shared:\n%s\nwant\n%s", shared, want)
	}
	exact := rows(func(b *bytes.Buffer) error {
		return ExactReturn(b, l, rota.Strike{Name: "July"}, []rota.ReturnCell{
			{Day: day(25), Service: "Cancer", Grade: "FY1", Due: 4, Absent: 1, Unconfirmed: 2}, {Day: day(25), Service: "Cancer", Grade: "FY2", Due: 2, Absent: 1},
			{Day: day(26), Service: "Cancer", Grade: "FY1", Due: 4, Absent: 1},
		})
	})
	if want := "Day | Due at work | Absent | Share absent | Not confirmed\n" +
		"Fri 25 Jul 2025 | 6 | 2 | not all confirmed yet | 2\n" +
		"Sat 26 Jul 2025 | 4 | 1 | 25% | 0"; exact != want {
		t.Errorf("exact:\n%s\nwant\n%s", exact, want)
	}
}
