package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// awkward is the path of a sample to refuse or to read with care.
func awkward(name string) string { return filepath.Join("6-awkward", name) }

func TestSampleRefusals(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"empty.csv": "is empty", "empty-workbook.xlsx": "every sheet is empty", "old-xls-renamed.xlsx": "old .xls workbook", "password-is-rota2025.xlsx": "protected by a password",
		"unpacks-to-150-MB.xlsx": "unpacks to more than 100 MB", "truncated.xlsx": "is damaged", "html-saved-as.xls": "web page", "a-pdf-really.xlsx": "is a PDF",
	} {
		data, err := os.ReadFile(sampleFile(awkward(name)))
		if err != nil {
			t.Fatal(err)
		}
		_, err = sheet.Read(name, data)
		if faults := rota.Faults(err); len(faults) != 1 || !strings.Contains(faults[0].Text, want) {
			t.Errorf("%s: %v, want one fault with %q", name, faults, want)
		}
	}
}

// TestSampleAwkward reads the others; a coordinator takes each word as it is written.
func TestSampleAwkward(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file string
		kind intake.Kind
		want tally
	}{
		{"headings-only.csv", intake.Duties, tally{"heading": 1, used: 0}},
		{"duties-utf16-tabs.csv", intake.Duties, tally{"heading": 1, used: 5}},
		{"duties-semicolons.csv", intake.Duties, tally{"heading": 1, used: 4}},
		{"million-formatted-rows.xlsx", intake.Duties, tally{"heading": 1, used: 4}},
		{"formula-injection.csv", intake.Duties, tally{"heading": 1, used: 4, "no such name": 1}},
		{"formulas-and-links.xlsx", intake.Duties, tally{"heading": 1, used: 3, "error in a cell": 1}},
		{"dates-from-1904.xlsx", intake.Duties, tally{"heading": 1, used: 3}},
		{"same-heading-twice.csv", intake.Duties, tally{"heading": 1, used: 2}},
		{"rates-windows-1252.csv", intake.Rates, tally{"heading": 1, used: 4}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			s := newSampleImport(t)
			book := sampleBook(t, awkward(tt.file))
			c := intake.Guess(book, "", s.known)
			if c.Kind != tt.kind {
				t.Fatalf("it is taken for %s, want %s", c.Kind, tt.kind)
			}
			c.Answers = map[string]string{}
			for _, w := range intake.Words(book, c, s.known) {
				c.Answers[w.Key] = w.Text
			}
			got := intake.Read(book, c, s.known)
			tallyOf(got).check(t, tt.file, got.Count.Rows, tt.want)
			s.save(book, c, got)
			for _, d := range s.known.Entry.Duties {
				if day := rota.DateOf(d.Start); day.Year != 2025 || day.Month != 7 || day.Day < 25 || day.Day > 28 {
					t.Errorf("a duty is on %s, want 25 to 28 July 2025", day)
				}
			}
		})
	}
}

// TestSampleTurned: the form asks who will not be working, so that yes means away.
func TestSampleTurned(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	for i, name := range []string{"Lettice Ashcombe", "Barnaby Firth"} {
		id := rota.ResidentID([]string{"R1", "R2"}[i])
		s.known.Entry.Residents = append(s.known.Entry.Residents, rota.Resident{ID: id, Name: name})
		s.known.Entry.Duties = append(s.known.Entry.Duties, rota.Duty{ID: rota.DutyID(id), Resident: id, Span: rota.Span{Start: july(25, 8), End: july(25, 20)}, Declaration: rota.NoReply})
	}
	book := sampleBook(t, awkward("yes-means-away.csv"))
	c := intake.Guess(book, "", s.known)
	s.save(book, c, intake.Read(book, c, s.known))
	if got := s.known.Entry.Duties; got[0].Declaration != rota.Away || got[1].Declaration != rota.Working {
		t.Errorf("yes gives %s and no gives %s, want away and working", got[0].Declaration, got[1].Declaration)
	}
}
