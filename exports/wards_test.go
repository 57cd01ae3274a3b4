package exports

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestWardsReadNothingOfResidents holds that no byte of what wards are given follows from what a
// resident has said, or was rostered for, where no consultant is needed.
func TestWardsReadNothingOfResidents(t *testing.T) {
	e := rotatest.July().Standard().Slot("kept", "26 08:00", "26 20:00").Slot("two", "27 08:00", "27 20:00", rotatest.Places(2)).Slot("needed", "28 08:00", "28 20:00").
		Consultant("c1").Consultant("c2").Entry()
	e.Residents = []rota.Resident{{ID: "R1", Name: "A"}, {ID: "R2", Name: "B"}, {ID: "R3", Name: "C"}, {ID: "R4", Name: "D"}}
	duty := func(resident rota.ResidentID, slot int, said rota.Declaration) rota.Duty {
		return rota.Duty{ID: rota.DutyID(resident), Resident: resident, Slot: e.Slots[slot].ID, Span: e.Slots[slot].Span, Declaration: said}
	}
	files := func(places int, duties ...rota.Duty) string {
		e.Duties = duties
		e.Slots[0].Places = places
		h := example(t, e)
		var out bytes.Buffer
		if err := errors.Join(Rota(&out, h), RotaCSV(&out, h)); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	first := files(1, duty("R1", 0, rota.Working), duty("R2", 1, rota.Working))
	for name, got := range map[string]string{
		"a second is there, and is away": files(1, duty("R1", 0, rota.Working), duty("R2", 1, rota.Working), duty("R3", 0, rota.Away)),
		"who is there is another":        files(1, duty("R3", 0, rota.Working), duty("R4", 1, rota.Working)),
		"one of two has said so":         files(2, duty("R1", 0, rota.Working), duty("R3", 0, rota.Working), duty("R2", 1, rota.Working), duty("R4", 1, rota.Away)),
	} {
		if got != first {
			t.Errorf("%s: wards read it", name)
		}
	}
	if files(1, duty("R1", 0, rota.Away), duty("R2", 1, rota.Working)) == first {
		t.Error("a place that a consultant must fill changes nothing, so this shows nothing")
	}
}

// TestMidnight holds that what ends at midnight ends on the day on which it began, and that the morning
// after the last night has a sheet, but no day on which something only ends at midnight.
func TestMidnight(t *testing.T) {
	span := func(from, to string) rota.Span { return rotatest.Span("2025-07-"+from, "2025-07-"+to) }
	for want, s := range map[string]rota.Span{"14:00 to midnight": span("26 14:00", "27 00:00"), "20:00 to 08:30 next day": span("26 20:00", "27 08:30"),
		"08:00 to 20:00": span("26 08:00", "26 20:00"), "20:00 to midnight next day": span("26 20:00", "28 00:00"), "00:00 to midnight": span("26 00:00", "27 00:00")} {
		if got := times(s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := plainEnd(span("26 14:00", "27 00:00")); got != "Sat midnight" {
		t.Errorf("it ends at %v", got)
	}
	if got, ok := plainEnd(span("26 20:00", "27 08:30")).(time.Time); !ok || got != span("26 20:00", "27 08:30").End {
		t.Errorf("it ends at %v", got)
	}
	days := postDays([]post{{slot: rota.Slot{Span: span("28 14:00", "29 00:00")}}, {slot: rota.Slot{Span: span("29 20:00", "30 08:30")}}})
	if diff := cmp.Diff([]string{"2025-07-28", "2025-07-29", "2025-07-30"}, []string{days[0].String(), days[1].String(), days[len(days)-1].String()}); diff != "" || len(days) != 3 {
		t.Errorf("days (-want +got):\n%s", diff)
	}
}

// TestCalendarEnds holds that every event of a calendar says how the rota office is reached, where
// that is known, and until when it may be kept.
func TestCalendarEnds(t *testing.T) {
	h := example(t, rotatest.Small(1))
	who := h.Plan.Assignments[0].Consultant
	for office, want := range map[string]string{"bleep 4411": `Rota office: bleep 4411\n`, "": ""} {
		h.Office = office
		var b bytes.Buffer
		if err := Calendar(&b, h, who); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(b.String(), "\r\n ", "")
		events := strings.Count(text, "BEGIN:VEVENT")
		if n := strings.Count(text, "Rota office: "); events == 0 || office != "" && (n != events || !strings.Contains(text, want)) || office == "" && n > 0 {
			t.Errorf("%d of %d events say %q:\n%s", n, events, want, text)
		}
		if n := strings.Count(text, "Delete by Sat 31 Jan 2026"); n != events {
			t.Errorf("%d of %d events say until when", n, events)
		}
	}
}

// TestDaySheetsAreNotCut: what stands above the table of a day fits over its columns, also where the rota office has a name.
func TestDaySheetsAreNotCut(t *testing.T) {
	const fits = 1.4 // at least so many are as wide as a column's unit
	h := example(t, rotatest.Small(1))
	h.Office = "Medical staffing, bleep 4471"
	for name, write := range map[string]func(io.Writer, Handout) error{"rota": Rota, "results": Results} {
		var out bytes.Buffer
		if err := write(&out, h); err != nil {
			t.Fatal(err)
		}
		f, days := open(t, out.Bytes()), 0
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil || len(rows) < tableHeadRow || !strings.Contains(strings.Join(append(rows[1], rows[2]...), ""), "Take this sheet down") {
				continue
			}
			days++
			wide := 0.0
			for i := range rows[tableHeadRow-1] {
				w, err := f.GetColWidth(sheet, letters(i+1))
				if err != nil {
					t.Fatal(err)
				}
				wide += w
			}
			for _, row := range rows[1:3] {
				if n := float64(len([]rune(row[0]))); n > wide*fits {
					t.Errorf("%s, %s: %.0f letters over columns of %.0f: %s", name, sheet, n, wide, row[0])
				}
			}
		}
		if days < 5 {
			t.Errorf("%s: %d sheets of days", name, days)
		}
	}
}

// TestExactlyNobodyAbsent: where no absence is confirmed, the exact workbook says so, and nothing of whether anybody
// was due; where no attendance is, what was withheld is not known.
func TestExactlyNobodyAbsent(t *testing.T) {
	for _, notYet := range []bool{false, true} {
		h := example(t, rotatest.Small(1))
		h.Money.Withheld = &Withheld{Note: "Exact.", Exact: WithheldGrades(rota.Withheld{}), NotYet: notYet}
		var out bytes.Buffer
		if err := Costs(&out, h); err != nil {
			t.Fatal(err)
		}
		if text := allText(t, out.Bytes()); !strings.Contains(text, "No absence has been confirmed.") || strings.Contains(text, "Nobody was due") {
			t.Errorf("not yet %v: the workbook does not say it", notYet)
		}
		sum, err := open(t, out.Bytes()).GetCellValue(withheldSheet, "B3")
		if err != nil || (sum == notKnown) != notYet {
			t.Errorf("not yet %v: the least is %q, %v", notYet, sum, err)
		}
	}
}
