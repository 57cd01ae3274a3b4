package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
)

// TestKeyOfShifts: what a file's own key says of its codes stands, wherever the key stands, and the
// key is nobody's row.
func TestKeyOfShifts(t *testing.T) {
	const list = "Name,Grade,Ward,Date,Shift\nAnn Bee,ST5,W1,25/07/2025,D\nCat Dee,ST5,W1,25/07/2025,N\n"
	const grid = "Name\tGrade\tWard\tFri 25 July\tSat 26 July\nAnn Bee\tST5\tW1\tD\t\nCat Dee\tST5\tW1\tN\t\n"
	short := []string{"Ann Bee, W1: 25 08:00 to 25 18:00", "Cat Dee, W1: 25 20:00 to 26 08:30"}
	tabs := func(text string) string { return strings.ReplaceAll(text, ",", "\t") }
	for name, text := range map[string]string{
		"one line":                    tabs(list) + "Key: D 0800-1800, N 2000-0830",
		"one line with signs":         tabs(list) + "D = 08:00-18:00, N = 20:00-08:30",
		"one line with bars":          tabs(list) + "D = 08:00-18:00 | N = 20:00-08:30",
		"words beside the times":      tabs(list) + "D = Day 08:00-18:00; N = Night 20:00-08:30",
		"to between the times":        tabs(list) + "D: 8am to 6pm, N: 8pm to 8.30am",
		"a line each":                 list + "D = 08:00-18:00\nN = 20:00-08:30",
		"a line each without signs":   list + "D 08:00-18:00\nN 20:00-08:30",
		"a cell of lines, no signs":   list + "\"D 08:00-18:00\nN 20:00-08:30\"",
		"a cell each under a word":    list + "\"Key\nD 08:00-18:00\"\n\"Key\nN 20:00-08:30\"",
		"a key word over it":          list + "Key\nD,08:00-18:00\nN,20:00-08:30",
		"a cell each":                 list + "Key:,D = 08:00-18:00,N = 20:00-08:30",
		"a cell each, no key word":    list + "D = 08:00-18:00,N = 20:00-08:30",
		"cells of code and times":     list + "Key,D,08:00-18:00,N,20:00-08:30",
		"cells with a sign":           list + "D,=,08:00-18:00\nN,=,20:00-08:30",
		"in the second column":        list + ",D = 08:00-18:00\n,N = 20:00-08:30",
		"parted by commas":            list + "Key: D 0800-1800, N 2000-0830",
		"above":                       "Key: D = 08:00-18:00, N = 20:00-08:30\n" + list,
		"above, a cell each":          "Key:,D = 08:00-18:00,N = 20:00-08:30\n\n" + list,
		"above, a line each":          "D,08:00-18:00\nN,20:00-08:30\n\n" + list,
		"beside":                      "Name,Grade,Ward,Date,Shift,,Key\nAnn Bee,ST5,W1,25/07/2025,D,,D = 08:00-18:00\nCat Dee,ST5,W1,25/07/2025,N,,N = 20:00-08:30",
		"beside, of two columns":      "Name,Grade,Ward,Date,Shift,,Key,\nAnn Bee,ST5,W1,25/07/2025,D,,D,08:00-18:00\nCat Dee,ST5,W1,25/07/2025,N,,N,20:00-08:30",
		"beside, without its heading": "Name,Grade,Ward,Date,Shift\nAnn Bee,ST5,W1,25/07/2025,D,,D = 08:00-18:00\nCat Dee,ST5,W1,25/07/2025,N,,N = 20:00-08:30",
		"under a grid":                grid + "Key: D = 08:00-18:00, N = 20:00-08:30",
		"under a grid, a cell each":   grid + "Key:\tD = 08:00-18:00\tN = 20:00-08:30",
		"under a grid, of two":        grid + "D\t08:00-18:00\nN\t20:00-08:30",
		"under a grid, far along":     grid + "\t\tD = 08:00-18:00\tN = 20:00-08:30",
	} {
		got := outcome(t, pasted(t, text), intake.Duties, map[string]string{"unit/w1": "W1"})
		if diff := cmp.Diff(short, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestKeyNotAsBefore: where the file's key says otherwise of a code than an earlier file did, it is
// asked which holds, and the key's meaning comes first.
func TestKeyNotAsBefore(t *testing.T) {
	for name, text := range map[string]string{
		"a list": "Name,Grade,Ward,Date,Shift\nAnn Bee,ST5,W1,25/07/2025,D\nD = 08:00-18:00",
		"a grid": "Name,Grade,Ward,Fri 25 July\nAnn Bee,ST5,W1,D\nD = 08:00-18:00",
	} {
		book, k := pasted(t, text), julyFor(intake.Duties)
		k.Words = map[string]string{"code/d": "08:00-20:30", "unit/w1": "W1"}
		c := intake.Guess(book, intake.Duties, k)
		words := intake.Words(book, c, k)
		asked := ""
		for _, w := range words {
			if w.Kind == intake.CodeWord {
				asked += w.Text + " " + w.Answer + w.Suggestion + " " + w.Options[0].Value + " " + w.Options[1].Value
			}
		}
		if asked != "D 08:00-18:00 08:00-18:00 08:00-20:30" {
			t.Errorf("%s asks %q", name, asked)
		}
		if r := intake.Read(book, c, k); len(r.Records.Duties) != 0 || len(r.Faults) != 1 {
			t.Errorf("%s: %d duties, %d faults before anybody says which", name, len(r.Records.Duties), len(r.Faults))
		}
		c.Answers = taught(words, nil)
		if got := lines(intake.Read(book, c, k)); len(got) != 1 || !strings.HasSuffix(got[0], "25 18:00") {
			t.Errorf("%s, as suggested: %v", name, got)
		}
		k.Words["code/d"] = "0800-1800"
		c.Answers = nil
		if got := lines(intake.Read(book, c, k)); len(got) != 1 {
			t.Errorf("%s, the same before: %v", name, got)
		}
	}
}

// TestKeyIsNoTitle: a line that explains several codes, of which one is leave, is no title that makes the table one of leave.
func TestKeyIsNoTitle(t *testing.T) {
	sense := func(s string) bool { return strings.Contains(s, "asks sense") || strings.Contains(s, "doubtful table") }
	for _, key := range []string{"Key: LD = long day 08:00-20:30; N = night 20:00-08:30; A/L annual leave; zero = zero hours day", "LD = long day 0800-2030, N = night 2000-0830, AL = annual leave"} {
		for _, place := range []string{key, "\tTotal on shift\t1\t2\t" + key, "1\t" + key} {
			if got := outcome(t, pasted(t, "Name\tTeam\tFri 25/07\tSat 26/07\nAnn Bee\tW1\tLD\tN\n"+place), intake.Duties, map[string]string{"unit/w1": "W1"}); slices.ContainsFunc(got, sense) {
				t.Errorf("%s: %v", place, got)
			}
		}
	}
	if got := outcome(t, pasted(t, "Annual leave requests, key to codes below\nName\tTeam\tFri 25/07\nAnn Bee\tW1\tLD\nLD = long day 0800-2030"), intake.Duties, map[string]string{"unit/w1": "W1"}); !slices.ContainsFunc(got, func(g string) bool { return strings.Contains(g, "asks sense") }) {
		t.Errorf("a title that speaks of leave is not asked about: %v", got)
	}
}
