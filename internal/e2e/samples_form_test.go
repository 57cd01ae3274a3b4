package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
)

// answerWords are the answers of the form that say something. A duty without one
// of them keeps no reply.
var answerWords = map[string]rota.Declaration{
	"yes": rota.Working, "y": rota.Working, "available": rota.Working,
	"no": rota.Away, "n": rota.Away, "not available": rota.Away,
	"prefer not to say": rota.PrefersNotToSay,
}

// silentWords are the answers that say nothing, by what they are counted as.
var silentWords = map[string]string{
	"": "empty", "not sure": "not sure", "don't know yet": "not sure", "?": "not sure",
	"on leave": "leave or not working", "a/l": "leave or not working", "not working": "leave or not working", "n/a": "leave or not working",
}

// An answer is one row of the form: who, when, and the answer for each day of July.
type answer struct {
	resident rota.ResidentID
	done     time.Time
	days     map[int]string
}

// sampleAnswers is what the form holds.
type sampleAnswers struct {
	standing []answer
	rows     int
	tally    tally // of rows
	cells    tally // of the day cells of the answers that stand
}

// Columns of the form. The column after the last day holds reasons: nothing here names it or reads it.
const (
	formDone     = 3
	formEmail    = 4
	formName     = 5
	formFirstDay = 7
	formDays     = 5
)

// readSampleAnswers reads who answered what; a later completion of one person stands.
func readSampleAnswers(t *testing.T, residents []sampleResident) sampleAnswers {
	t.Helper()
	s := sheetOf(t, openSampleBook(t, "2-availability-form-responses.xlsx"), "Form1")
	days := formHeadings(t, s)
	out := sampleAnswers{tally: tally{"heading": 1}, cells: tally{}}
	out.rows, _ = s.size()
	for row := 2; row <= out.rows; row++ {
		who, reason := answerer(residents, plain(s.text(formEmail, row)), s.text(formName, row))
		done, ok := readStamp(s.text(formDone, row))
		if reason == "" && !ok {
			reason = "no such completion time"
		}
		if reason != "" {
			out.tally[reason]++
			continue
		}
		a := answer{resident: who, done: done, days: map[int]string{}}
		for i, day := range days {
			a.days[day] = s.text(formFirstDay+i, row)
		}
		out.keep(a)
	}
	out.tally[used] = len(out.standing)
	for _, a := range out.standing {
		for _, text := range a.days {
			_, kind := readAnswer(text)
			out.cells[kind]++
		}
	}
	return out
}

// formHeadings are the days of July that the day columns ask for.
func formHeadings(t *testing.T, s sampleSheet) []int {
	t.Helper()
	var days []int
	for i := range formDays {
		words := strings.Fields(s.text(formFirstDay+i, 1)) // "… action?.Friday 25 July"
		day, err := strconv.Atoi(words[len(words)-2])
		if err != nil || words[len(words)-1] != "July" {
			t.Fatalf("column %d does not ask for a day of July", formFirstDay+i)
		}
		days = append(days, day)
	}
	return days
}

// keep lets the later of two answers of one person stand.
func (o *sampleAnswers) keep(a answer) {
	for i, other := range o.standing {
		if other.resident == a.resident {
			o.tally["answered again later"]++
			if a.done.After(other.done) {
				o.standing[i] = a
			}
			return
		}
	}
	o.standing = append(o.standing, a)
}

// answerer finds the resident by e-mail, else by a name that fits one person.
func answerer(residents []sampleResident, email, name string) (rota.ResidentID, string) {
	var named []rota.ResidentID
	for _, r := range residents {
		if r.email != "" && r.email == email {
			return r.ID, ""
		}
		if nameKey(r.Name) == nameKey(name) {
			named = append(named, r.ID)
		}
	}
	switch len(named) {
	case 0:
		return "", "nobody of that name"
	case 1:
		return named[0], ""
	}
	return "", "name fits two people"
}

// readStamp reads when a form was completed: a workbook's number, or text with the month first.
func readStamp(s string) (time.Time, bool) {
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
		return epoch.Add(time.Duration(n * float64(24*time.Hour))), true
	}
	t, err := time.Parse("1/2/06 15:04:05", s)
	return t, err == nil
}

// readAnswer gives the declaration of a day cell and what the cell is counted as.
func readAnswer(text string) (rota.Declaration, string) {
	text = plain(text)
	if d, ok := answerWords[text]; ok {
		return d, string(d)
	}
	if kind, ok := silentWords[text]; ok {
		return rota.NoReply, kind
	}
	return rota.NoReply, "unclear"
}

// declare puts the answers on the duties that start on their day. It counts the
// duties by declaration, and the answers that say something of a day without a duty.
func (o sampleAnswers) declare(duties []sampleDuty) (counts tally, without int) {
	counts = tally{}
	held := map[rota.ResidentID]map[rota.Date][]int{}
	for i, d := range duties {
		if held[d.Resident] == nil {
			held[d.Resident] = map[rota.Date][]int{}
		}
		day := rota.DateOf(d.Start)
		held[d.Resident][day] = append(held[d.Resident][day], i)
	}
	for _, a := range o.standing {
		for day, text := range a.days {
			said, _ := readAnswer(text)
			on := held[a.resident][july(day)]
			if len(on) == 0 && said != rota.NoReply {
				without++
			}
			for _, i := range on {
				duties[i].Declaration = said
			}
		}
	}
	for _, d := range duties {
		counts[string(d.Declaration)]++
	}
	return counts, without
}

func TestSampleAnswers(t *testing.T) {
	duties := readSampleDuties(t)
	got := readSampleAnswers(t, duties.residents)
	got.tally.check(t, "answers", got.rows, tally{
		"heading": 1, used: 60, "answered again later": 6, "nobody of that name": 3, "name fits two people": 1,
	})
	if got.rows != 71 {
		t.Errorf("the form has %d rows, want 71", got.rows)
	}
	got.cells.check(t, "answers by day", len(got.standing)*formDays, tally{
		"working": 92, "away": 87, "prefers_not_to_say": 15,
		"empty": 25, "not sure": 12, "leave or not working": 67, "unclear": 2,
	})
	counts, without := got.declare(duties.duties)
	counts.check(t, "declarations", len(duties.duties), tally{"working": 74, "away": 73, "prefers_not_to_say": 11, "no_reply": 443})
	if want := 36; without != want {
		t.Errorf("%d answers are for a day without a duty, want %d", without, want)
	}
}
