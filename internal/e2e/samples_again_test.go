package e2e

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// mend does with every row at fault what a coordinator may: it is corrected where the
// file shows how, of two rows that contradict each other one or the other stands, and the rest are left out.
func (s *sampleImport) mend(book sheet.Book, c *intake.Choices) (done int) {
	s.t.Helper()
	for range 3 { // a row that is corrected may have something else wrong
		for i, f := range intake.Read(book, *c, s.known).Faults {
			switch {
			case f.Against != nil:
				c.Settle(f, f.Options[i%2].Value)
			case f.Replaceable && f.Suggestion != "":
				c.Correct(f.Place, f.Column, f.Suggestion)
			default:
				c.LeftOut = append(c.LeftOut, f.Place)
			}
			done++
		}
	}
	if r := intake.Read(book, *c, s.known); len(r.Faults) > 0 {
		s.t.Fatalf("%s: still at fault: %+v", book.File, r.Faults[0])
	}
	return done
}

// again brings a file in that was brought in, with nothing said of its rows: the same is
// done with them, and nothing changes.
func (s *sampleImport) again(file string, done int) {
	s.t.Helper()
	book := sampleBook(s.t, file)
	c := intake.Guess(book, "", s.known)
	r := intake.Read(book, c, s.known)
	if len(r.Faults) > 0 {
		s.t.Errorf("%s again: %d faults, the first %s: %s", file, len(r.Faults), r.Faults[0].Where(), r.Faults[0].Wrong)
	}
	ch := intake.Compare(r, c, s.known)
	if ch.Count[intake.Same] != len(ch.List) || ch.Tied > 0 || len(ch.List) == 0 {
		s.t.Errorf("%s again changes %v and ties %d duties anew", file, ch.Count, ch.Tied)
	}
	entry, memory := intake.Apply(r, c, s.known)
	if !rota.SameThing(entry, s.known.Entry) {
		s.t.Errorf("%s again: the entry is another", file)
	}
	if diff := cmp.Diff(s.known.Memory, memory); diff != "" {
		s.t.Errorf("%s again: the memory (-before +after)\n%s", file, diff)
	}
	if (len(r.Again) > 0) != (done > 0) {
		s.t.Errorf("%s again: %d rows as last time, after something was done with %d", file, len(r.Again), done)
	}
}

// TestSampleAgain: every sample, with its faulty rows corrected, settled and left out,
// changes nothing when it comes again.
func TestSampleAgain(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	for _, b := range bringings {
		book, c, _ := s.read(b.file, b.kind, b.words)
		done := s.mend(book, &c)
		s.save(book, c, intake.Read(book, c, s.known))
		s.again(b.file, done)
	}
	for _, b := range bringings {
		s.again(b.file, 1) // also when all others have been brought in
	}
}

// TestSampleAwkwardAgain: so do those that need care.
func TestSampleAwkwardAgain(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"duties-utf16-tabs.csv", "duties-semicolons.csv", "million-formatted-rows.xlsx", "formula-injection.csv", "formulas-and-links.xlsx",
		"dates-from-1904.xlsx", "same-heading-twice.csv", "rates-windows-1252.csv"} {
		t.Run(file, func(t *testing.T) {
			s := newSampleImport(t)
			book := sampleBook(t, awkward(file))
			c := intake.Guess(book, "", s.known)
			c.Answers = map[string]string{}
			for _, w := range intake.Words(book, c, s.known) {
				c.Answers[w.Key] = w.Text
			}
			done := s.mend(book, &c)
			s.save(book, c, intake.Read(book, c, s.known))
			s.again(awkward(file), done)
		})
	}
}
