package e2e

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"strikerota/rota"
)

// Columns of the duties export.
const (
	dutyName = iota
	dutyNumber
	dutyGMC
	dutyGrade
	dutyEmail
	dutyUnit
	dutySite
	dutyCode
	dutyDate
	dutyStart
	dutyEnd
	dutyHours
	dutyNotes
	dutyColumns
)

// A sampleResident is a resident with what other sheets know them by.
type sampleResident struct {
	rota.Resident
	gmc, number, email string
	tier               int
}

// A sampleDuty is a duty with what ties it to a slot.
type sampleDuty struct {
	rota.Duty
	unit, site, code string
	tier             int
}

// sampleDuties is what the duties export holds.
type sampleDuties struct {
	residents []sampleResident
	duties    []sampleDuty
	rows      int
	tally     tally
	notes     int // notes on rows that are used; people read them, the entry has no place for them
}

// readSampleDuties converts the export. A row is one record, or one empty line.
func readSampleDuties(t *testing.T) sampleDuties {
	t.Helper()
	records, blank := readSampleCSV(t, sampleFile("1-assigned-duties-by-person.csv"))
	out := sampleDuties{rows: len(records) + blank, tally: tally{"blank line": blank}}
	foot, body := false, false
	for _, r := range records {
		reason := layoutRow(r, body, foot)
		body = body || reason == "heading"
		foot = foot || reason == "totals line"
		if reason == "" {
			reason = out.add(r)
		}
		out.tally[reason]++
	}
	return out
}

// readSampleCSV gives the records, and how many lines between them are empty.
func readSampleCSV(t *testing.T, path string) (records [][]string, blank int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	for next := 1; ; {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return records, blank
		}
		if err != nil {
			t.Fatal(err)
		}
		line, _ := r.FieldPos(0)
		blank += line - next
		next = line + 1 + strings.Count(strings.Join(record, ""), "\n")
		records = append(records, record)
	}
}

// layoutRow names a row that is part of the report and not of the table, or gives "".
func layoutRow(r []string, body, foot bool) string {
	heading := len(r) == dutyColumns && r[dutyName] == "Staff Name"
	switch {
	case heading && body:
		return "heading again"
	case heading:
		return "heading"
	case !body:
		return "title line"
	case foot:
		return "key and foot"
	case strings.HasPrefix(r[0], "Page "):
		return "page break"
	case tidy(strings.Join(r, "")) == "":
		return "blank line"
	case len(r) == dutyColumns && r[dutyEnd] == "Total":
		return "totals line"
	}
	return ""
}

// notDuties are the codes that stand for no duty.
var notDuties = []string{"AL", "SL", "ZERO", "OFF"}

// add takes one row in, and gives [used] or the reason why it is left.
func (d *sampleDuties) add(r []string) string {
	who, reason := d.person(r)
	if reason != "" {
		return reason
	}
	if slices.Contains(notDuties, r[dutyCode]) {
		return "not a duty: " + r[dutyCode]
	}
	span, reason := dutySpan(r)
	if reason != "" {
		return reason
	}
	unit, known := sampleUnits[plain(r[dutyUnit])]
	if !known {
		return "unknown unit"
	}
	for _, other := range d.duties {
		switch {
		case other.Resident != who.ID || !other.Overlaps(span):
		case other.Span.Equal(span):
			return "the same duty again"
		default:
			return "overlaps an earlier row of the same person"
		}
	}
	if strings.TrimSpace(r[dutyNotes]) != "" {
		d.notes++
	}
	duty := rota.Duty{ID: rota.DutyID(fmt.Sprintf("D%04d", len(d.duties)+1)), Resident: who.ID, Span: span, Declaration: rota.NoReply}
	d.duties = append(d.duties, sampleDuty{duty, unit, sampleSites[plain(r[dutySite])], r[dutyCode], who.tier})
	return used
}

// person finds the row's resident, known by GMC number, or adds them.
func (d *sampleDuties) person(r []string) (sampleResident, string) {
	name := tidy(bracketed.ReplaceAllString(r[dutyName], ""))
	switch {
	case len(r) != dutyColumns:
		return sampleResident{}, "more cells than columns"
	case name == "":
		return sampleResident{}, "no name"
	case name == "VACANT":
		return sampleResident{}, "vacant post"
	case r[dutyGrade] == "Consultant":
		return sampleResident{}, "a consultant"
	}
	for i, s := range d.residents {
		if s.gmc != r[dutyGMC] {
			continue
		}
		if d.residents[i].email == "" {
			d.residents[i].email = plain(r[dutyEmail])
		}
		if nameKey(s.Name) != nameKey(name) {
			return s, "another name with the same GMC number"
		}
		if strings.Contains(name, ",") {
			d.residents[i].Name = name
		}
		return s, ""
	}
	id := rota.ResidentID(fmt.Sprintf("R%03d", len(d.residents)+1))
	s := sampleResident{
		Resident: rota.Resident{ID: id, Name: name, Grade: tidy(r[dutyGrade]), Unit: sampleUnits[plain(r[dutyUnit])]},
		gmc:      r[dutyGMC], number: r[dutyNumber], email: plain(r[dutyEmail]), tier: tierOf(r[dutyGrade]),
	}
	d.residents = append(d.residents, s)
	return s, ""
}

// dutySpan reads the row's times, or says what is wrong with them. Nothing is
// guessed: a long day without times is a fault, though its code says when it is.
func dutySpan(r []string) (rota.Span, string) {
	code := r[dutyCode]
	if !slices.Contains([]string{"LD", "N", "E", "TW", "OC"}, code) {
		return rota.Span{}, "unknown code"
	}
	date, ok := readSampleDate(r[dutyDate])
	switch {
	case !ok:
		return rota.Span{}, "no such date"
	case date.Before(july(24)) || july(30).Before(date):
		return rota.Span{}, "outside the report's days"
	case r[dutyStart] == "" && r[dutyEnd] == "":
		return rota.Span{}, "no times"
	case r[dutyStart] == "" || r[dutyEnd] == "":
		return rota.Span{}, "only one time"
	}
	start, ok1 := readSampleTime(r[dutyStart])
	end, ok2 := readSampleTime(r[dutyEnd])
	if !ok1 || !ok2 {
		return rota.Span{}, "no such time"
	}
	if !start.date.IsZero() && start.date != date {
		return rota.Span{}, "start on another day than the duty"
	}
	last := end.date
	if last.IsZero() {
		last = endDate(date, code, start.minutes, end.minutes)
	}
	span := rota.Span{Start: sampleInstant(date, start.minutes), End: sampleInstant(last, end.minutes)}
	switch {
	case span.End.Equal(span.Start):
		return span, "no length"
	case span.End.Before(span.Start):
		return span, "end before start"
	}
	return span, ""
}

// endDate is the day of an end without one: nights and on call end the day after,
// and so does a twilight that ends at 00:00.
func endDate(date rota.Date, code string, start, end int) rota.Date {
	if code == "N" || code == "OC" || code == "TW" && end < start {
		return date.Add(1)
	}
	return date
}

func TestSampleDuties(t *testing.T) {
	got := readSampleDuties(t)
	got.tally.check(t, "duties", got.rows, tally{
		"title line": 3, "heading": 1, "blank line": 6, "page break": 1, "heading again": 1, "totals line": 1, "key and foot": 11,
		"not a duty: AL": 83, "not a duty: SL": 25, "not a duty: ZERO": 85, "not a duty: OFF": 60,
		"a consultant": 1, "vacant post": 1, "no name": 1, "more cells than columns": 1,
		"unknown code": 1, "unknown unit": 1, "no such date": 3, "outside the report's days": 1,
		"no times": 3, "only one time": 1, "no such time": 1, "no length": 1, "end before start": 2,
		"the same duty again": 7, "overlaps an earlier row of the same person": 3,
		used: 601,
	})
	if got.rows != 906 || len(got.duties) != 601 {
		t.Errorf("%d rows and %d duties, want 906 and 601", got.rows, len(got.duties))
	}
	tiers := tally{}
	for _, r := range got.residents {
		if r.Unit == "" || r.gmc == "" {
			t.Errorf("resident %s has no unit or no GMC number", r.ID)
		}
		tiers[fmt.Sprint("tier ", r.tier)]++
	}
	tiers.check(t, "residents", 158, tally{"tier 1": 81, "tier 2": 77})
	if got.notes != 1 {
		t.Errorf("%d notes are left for people to read, want 1", got.notes)
	}
}
