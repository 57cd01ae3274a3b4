package e2e

import (
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// A sampleTrust is the entry that the samples make, and how they name residents.
type sampleTrust struct {
	entry     rota.Entry
	residents []intake.Person
}

// readSamples brings all five samples into one entry. What no sample says, a
// coordinator adds: the time between the sites.
func readSamples(t *testing.T) sampleTrust {
	t.Helper()
	s := newSampleImport(t)
	s.save(s.slots())
	book, c, duties := s.duties()
	s.save(book, c, duties)
	s.save(s.answers())
	book, c, grid := s.grid()
	grid = settled(t, s, book, &c, grid)
	s.save(book, c, grid)
	book, c, rates := s.rates()
	for _, f := range rates.Faults {
		c.Correct(f.Place, f.Column, f.Suggestion)
	}
	s.save(book, c, intake.Read(book, c, s.known))
	out := sampleTrust{entry: s.known.Entry}
	out.entry.Rules.Travel = []rota.Travel{{From: northmoor, To: eastlake, Minutes: 40}}
	for i, r := range duties.Records.Residents {
		r.Name = out.entry.Residents[i].Name
		out.residents = append(out.residents, r.Person)
	}
	return out
}

// traces are the ways in which a resident could be named.
func traces(p intake.Person) []string {
	name := plain(p.Name)
	name, _, _ = strings.Cut(name, "(")
	last, first, turned := strings.Cut(name, ",")
	if !turned {
		words := strings.Fields(name)
		first, last = strings.Join(words[:len(words)-1], " "), words[len(words)-1]
	}
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	number := strings.TrimLeft(p.Number, "'")
	return []string{first + " " + last, last + " " + first, last + ", " + first, p.GMC, number, strings.TrimLeft(number, "0"), plain(p.Email)}
}

// plain is a text in small letters, without odd blanks.
func plain(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// accents are the letters of the samples that are also written without a mark.
var accents = strings.NewReplacer("á", "a", "â", "a", "é", "e", "ó", "o", "ö", "o", "í", "i", "ú", "u", "ð", "d")

func TestTraces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"ali, imran!": true, "(imran ali)": false, "vali, imran": false, "ali, imrana ali, imran": true, "x": false} {
		if got := holdsWord(" "+text+" ", "ali, imran"); got != want {
			t.Errorf("%q holds the name: %v, want %v", text, got, want)
		}
	}
}
