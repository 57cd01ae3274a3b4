package web

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestDifferences holds that each change of an entry is a row with both values, and nothing else is.
func TestDifferences(t *testing.T) {
	t.Parallel()
	now := rotatest.Small(1)
	if got := differences(now, rotatest.Small(1)); len(got) != 0 {
		t.Fatalf("the same entry differs: %+v", got)
	}
	file := rotatest.Small(1)
	file.Residents = slices.Clone(file.Residents)
	file.Residents[0].Grade = "ST8"
	file.Residents = file.Residents[:len(file.Residents)-1]
	file.Slots[0].Places++
	rate := *file.Cards.Trust.Rates[0].Rate[rota.Night] + 100
	file.Cards.Trust.Rates = slices.Clone(file.Cards.Trust.Rates)
	file.Cards.Trust.Rates[0].Rate[rota.Night] = &rate
	file.Consultants = append(slices.Clone(file.Consultants), rota.Consultant{ID: "NEW", Name: "Dr New", Terms: rota.BMARate})
	gone := now.Residents[len(now.Residents)-1]
	want := []difference{
		{"Resident", whichWords(string(now.Residents[0].ID), now.Residents[0].Name), "Grade", now.Residents[0].Grade, "ST8"},
		{"Resident", whichWords(string(gone.ID), gone.Name), "", inAFew(factsOfResident(gone)), ""},
		{"Consultant", "Dr New (NEW)", "", "", "Name Dr New; terms BMA rate"},
		{"Slot", whichWords(string(now.Slots[0].ID), now.Slots[0].Unit+", "+now.Slots[0].Role), "Doctors needed", "1", "2"},
		{"Trust card", "", "Night 11pm to 7am, everybody else", now.Cards.Trust.Rates[0].Rate[rota.Night].String(), rate.String()},
	}
	got := differences(now, file)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(difference{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestAttendanceIsNoDifference: no sheet of the workbook holds it.
func TestAttendanceIsNoDifference(t *testing.T) {
	t.Parallel()
	now, file := rotatest.Small(1), rotatest.Small(1)
	now.Duties = slices.Clone(now.Duties)
	now.Duties[0].Attendance = rota.Absent
	p := newReview(strikeBaseForTest(), form.New(), now, file, "")
	for _, row := range p.Table.Rows {
		if row[1].Text != "0" || row[2].Text != "0" || row[3].Text != "0" {
			t.Errorf("%s: %v", row[0].Text, row)
		}
	}
	if p.List != nil {
		t.Errorf("differences: %+v", p.List.Rows)
	}
}

// TestUploadKeepsCards: the entry workbook that was handed out changes nothing of the cards when it comes back as it is, and of a
// changed rate only that and who confirmed it.
func TestUploadKeepsCards(t *testing.T) {
	t.Parallel()
	now := rotatest.Small(1)
	p := func(n rota.Pence) *rota.Pence { return &n }
	card := &now.Cards.Trust
	card.Note, card.Rates = "Until the board meets", slices.Clone(card.Rates)
	card.Rates[0].Called, card.Rates[0].CalledUnconfirmed, card.Rates[0].CalledBy = p(19900), true, "a paper"
	card.Rates[0].ConfirmedBy[rota.Night], card.Rates[0].ConfirmedBy[rota.Weekend] = "Ann", "Bob"
	card.Rates[0].Unconfirmed[rota.WeekdayDay] = true
	back := func(change func(*rota.Card)) rota.Cards {
		t.Helper()
		var b bytes.Buffer
		if err := exports.Entries(&b, now, exports.Labels{}); err != nil {
			t.Fatal(err)
		}
		file, err := exports.ReadEntry(b.Bytes())
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		change(&file.Cards.Trust)
		return keepCards(now.Cards, file.Cards)
	}
	if got := back(func(*rota.Card) {}); !rota.SameThing(now.Cards, got) {
		t.Errorf("as it is (-was +came back)\n%s", cmp.Diff(now.Cards, got))
	}
	want := now.Cards
	want.Trust.Rates = slices.Clone(want.Trust.Rates)
	want.Trust.Rates[0].Rate[rota.Night], want.Trust.Rates[0].ConfirmedBy[rota.Night] = p(30001), ""
	if got := back(func(c *rota.Card) { c.Rates[0].Rate[rota.Night] = p(30001) }); !rota.SameThing(want, got) {
		t.Errorf("one rate changed (-want +got)\n%s", cmp.Diff(want, got))
	}
	want = now.Cards
	want.Trust.Rates = slices.Clone(want.Trust.Rates)
	want.Trust.Rates[0].Called, want.Trust.Rates[0].CalledBy = p(20000), ""
	changed := back(func(c *rota.Card) { c.Rates[0].Called = p(20000) })
	if !rota.SameThing(want, changed) {
		t.Errorf("the called rate changed (-want +got)\n%s", cmp.Diff(want, changed))
	}
	list := differ("Trust card", "", factsOfCard(now.Cards.Trust), factsOfCard(changed.Trust))
	if diff := cmp.Diff([]difference{{"Trust card", "", "Called in from on call, everybody else", "£199.00 (not confirmed)", "£200.00 (not confirmed)"}}, list, cmp.AllowUnexported(difference{})); diff != "" {
		t.Errorf("listed (-want +got)\n%s", diff)
	}
	if got := back(func(c *rota.Card) { c.Name = "Another" }); got.Trust.Rates[0].CalledBy != "" || got.Trust.Note != "" {
		t.Errorf("another card kept %+v", got.Trust)
	}
}
