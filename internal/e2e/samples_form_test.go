package e2e

import (
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// answerWords are what the coordinator says of the two unclear answers: they say
// nothing. Who the unknown people are nobody knows.
var answerWords = said{"answer/yes until 6pm": string(rota.NoReply), "answer/ask me": string(rota.NoReply)}

func (s *sampleImport) answers() (sheet.Book, intake.Choices, intake.Result) {
	s.t.Helper()
	return s.read("2-availability-form-responses.xlsx", intake.Declarations, answerWords)
}

func TestSampleAnswers(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	s.save(s.slots())
	s.save(s.duties())
	book, c, got := s.answers()
	accounted(t, got, 71)
	tallyOf(got).check(t, "answers", 71, tally{
		"heading": 1, used: 60, "answered again later": 6, "nobody of that name": 3, "name fits two people": 1,
	})
	cells := tally{}
	for _, a := range got.Records.Answers {
		for _, d := range a.Days {
			cells[string(d.Declaration)]++
		}
	}
	cells.check(t, "answers by day", 60*5, tally{"working": 92, "away": 87, "prefers_not_to_say": 15, "no_reply": 106})
	if n := intake.Compare(got, c, s.known).Spare; n != 36 {
		t.Errorf("%d answers are for a day without a duty, want 36", n)
	}
	s.save(book, c, got)
	counts := tally{}
	for _, d := range s.known.Entry.Duties {
		counts[string(d.Declaration)]++
	}
	counts.check(t, "declarations", 601, tally{"working": 74, "away": 73, "prefers_not_to_say": 11, "no_reply": 443})
}
