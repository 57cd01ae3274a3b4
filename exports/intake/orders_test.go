package intake_test

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// TestOrders brings files of all kinds in, in any order, some more than once: a file of
// which the same rows can be read as before changes nothing.
func TestOrders(t *testing.T) {
	books := map[intake.Kind]sheet.Book{}
	for kind, text := range tables {
		books[kind] = pasted(t, strings.Split(text, "\n")...)
	}
	rapid.Check(t, func(rt *rapid.T) {
		k := july()
		k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
		before := map[intake.Kind]intake.Count{}
		for _, kind := range rapid.SliceOfN(rapid.SampledFrom(intake.Kinds()), 2, 8).Draw(rt, "kinds") {
			c := intake.Guess(books[kind], kind, k)
			for range 2 { // what one word means may lead to another
				c.Answers = taught(intake.Words(books[kind], c, k), k.Words)
			}
			r := intake.Read(books[kind], c, k)
			was, again := before[kind]
			before[kind] = r.Count
			entry, memory := intake.Apply(r, c, k)
			if again && was == r.Count && !rota.SameThing(k.Entry, entry) {
				rt.Fatalf("%s again changes %v", kind, intake.Compare(r, c, k).List)
			}
			words := maps.Clone(intake.Remembered(c))
			maps.Copy(words, k.Words)
			k.Entry, k.Memory, k.Words = entry, memory, words
		}
	})
}
