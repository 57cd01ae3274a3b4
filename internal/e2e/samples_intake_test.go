package e2e

import (
	"os"
	"testing"
	"time"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// july is a time of a day of July 2025, London time.
func july(day, hour int) time.Time {
	return time.Date(2025, time.July, day, hour, 0, 0, 0, rota.Zone()).UTC()
}

// sampleStrike is the strike of the samples.
var sampleStrike = rota.Strike{Name: "July 2025", Span: rota.Span{Start: july(25, 7), End: july(30, 7)}}

// The two sites, as the trust calls them.
const (
	northmoor = "Northmoor Royal Infirmary"
	eastlake  = "Eastlake Hospital"
)

// A sampleImport brings the samples in one after the other, as a coordinator does.
type sampleImport struct {
	t     *testing.T
	known intake.Known
}

func newSampleImport(t *testing.T) *sampleImport {
	return &sampleImport{t: t, known: intake.Known{
		Entry: rota.Entry{Strike: sampleStrike, Rules: rota.StandardRules(), Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims()},
		Words: map[string]string{},
	}}
}

// A said is what the coordinator says of words by their keys. Left open are those
// with ""; for the others the suggestion is taken.
type said map[string]string

// read reads a file of a kind with what the coordinator says of its words.
func (s *sampleImport) read(file string, kind intake.Kind, words said) (sheet.Book, intake.Choices, intake.Result) {
	s.t.Helper()
	book := sampleBook(s.t, file)
	c := intake.Guess(book, "", s.known)
	if c.Kind != kind {
		s.t.Fatalf("%s is taken for %s, want %s", file, c.Kind, kind)
	}
	c.Answers = map[string]string{}
	met := map[string]bool{}
	for range 2 { // what one word means may lead to another
		for _, w := range intake.Words(book, c, s.known) {
			if met[w.Key] {
				continue
			}
			met[w.Key] = true
			if answer, given := words[w.Key]; given {
				c.Answers[w.Key] = answer
			} else if w.Answer == "" {
				c.Answers[w.Key] = w.Suggestion
			}
		}
	}
	for key := range words {
		if !met[key] {
			s.t.Errorf("%s: nobody asks what %q means", file, key)
		}
	}
	return book, c, intake.Read(book, c, s.known)
}

// save makes the changes of a file, and fails when the same file changes anything again.
func (s *sampleImport) save(book sheet.Book, c intake.Choices, r intake.Result) {
	s.t.Helper()
	s.known.Entry, s.known.Memory = intake.Apply(r, c, s.known)
	for key, answer := range intake.Remembered(c) {
		s.known.Words[key] = answer
	}
	if err := s.known.Entry.Validate(); err != nil {
		s.t.Error(rota.Faults(err))
	}
	again := intake.Compare(intake.Read(book, c, s.known), c, s.known)
	if again.Count[intake.Same] != len(again.List) || again.Tied != 0 {
		s.t.Errorf("%s again changes %v and ties %d duties anew", book.File, again.Count, again.Tied)
	}
}

func sampleBook(t *testing.T, file string) sheet.Book {
	t.Helper()
	data, err := os.ReadFile(sampleFile(file))
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Read(file, data)
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	return book
}

// tallyOf counts rows by what became of them. A row with several faults counts by its first.
func tallyOf(r intake.Result) tally {
	out := tally{used: r.Count.Read}
	if r.Count.Blank > 0 {
		out["blank line"] = r.Count.Blank
	}
	seen := map[intake.Place]bool{}
	for _, f := range r.Faults {
		if !seen[f.Place] {
			out[f.Code]++
		}
		seen[f.Place] = true
	}
	for _, l := range r.LeftOut {
		out[l.Code]++
	}
	return out
}

// accounted fails unless the count of the result closes.
func accounted(t *testing.T, r intake.Result, rows int) {
	t.Helper()
	if c := r.Count; c.Rows != rows || c.Rows != c.Read+c.Faulty+c.LeftOut+c.Blank {
		t.Errorf("the count is %+v, want %d rows in all", c, rows)
	}
}
