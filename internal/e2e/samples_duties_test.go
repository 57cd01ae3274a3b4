package e2e

import (
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// dutyWords are two that the coordinator does not know either, and units that are new.
var dutyWords = said{"unit/ward 99": "", "code/ldx": "", "unit/labour ward": "Delivery Suite",
	"unit/acute medical unit": "Acute Medical Unit", "unit/amu": "Acute Medical Unit",
	"unit/surgical assessment unit": "Surgical Assessment Unit", "unit/sau": "Surgical Assessment Unit"}

func (s *sampleImport) duties() (sheet.Book, intake.Choices, intake.Result) {
	s.t.Helper()
	return s.read("1-assigned-duties-by-person.csv", intake.Duties, dutyWords)
}

func TestSampleDuties(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	s.save(s.slots())
	_, _, got := s.duties()
	accounted(t, got, 906)
	tallyOf(got).check(t, "duties", 906, tally{
		"title line": 3, "heading": 1, "blank line": 6, "page break": 1, "heading again": 1, "totals line": 1, "key and foot": 11,
		"not a duty: AL": 83, "not a duty: SL": 25, "not a duty: ZERO": 85, "not a duty: OFF": 60,
		"a consultant": 1, "vacant post": 1, "no name": 1, "more cells than columns": 1,
		"unknown code": 1, "unknown unit": 1, "no such date": 3, "far from the strike": 1,
		"no times": 3, "only one time": 1, "no such time": 1, "no length": 1, "end before start": 2,
		"the same duty again": 7, "overlaps an earlier row of the same person": 3,
		used: 601,
	})
	if n := len(got.Records.Duties); n != 601 {
		t.Errorf("%d duties, want 601", n)
	}
	if n := len(got.Records.Residents); n != 158 {
		t.Errorf("%d residents, want 158", n)
	}
	for _, r := range got.Records.Residents {
		if r.Unit == "" || r.GMC == "" || r.Grade == "" {
			t.Errorf("the resident of row %d has no unit, GMC number or grade", r.Row)
		}
	}
}

// TestSampleDutiesByHand mends what can be mended in place, and has more rows read.
func TestSampleDutiesByHand(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	s.save(s.slots())
	book, c, r := s.duties()
	mended := map[intake.Place]bool{}
	for _, f := range r.Faults {
		if f.Replaceable && f.Suggestion != "" {
			c.Correct(f.Place, f.Column, f.Suggestion)
			mended[f.Place] = true
		}
	}
	got := intake.Read(book, c, s.known)
	if want := r.Count.Read + len(mended); got.Count.Read != want || len(mended) != 7 {
		t.Errorf("%d rows are mended, and %d read in all; want 7 and %d", len(mended), got.Count.Read, want)
	}
	c.LeftOut = append(c.LeftOut, got.Faults[0].Place)
	if less := intake.Read(book, c, s.known); less.Count.Faulty != got.Count.Faulty-1 || less.Count.LeftOut != got.Count.LeftOut+1 {
		t.Errorf("with a row left out the count is %+v, was %+v", less.Count, got.Count)
	}
}

// duties of the samples that are tied to the slot that they would have filled.
func TestSampleTies(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	s.save(s.slots())
	s.save(s.duties())
	s.save(s.answers())
	held := map[rota.SlotID]int{}
	tied, short := 0, 0
	for _, d := range s.known.Entry.Duties {
		if d.Slot != "" {
			held[d.Slot]++
			tied++
		}
	}
	for _, slot := range s.known.Entry.Slots {
		short += max(0, slot.Places-held[slot.ID])
	}
	if tied != 304 || short != 116 {
		t.Errorf("%d duties are tied to a slot, want 304, and %d places have none, want 116", tied, short)
	}
}
