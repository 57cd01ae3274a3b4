package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// TestOfOneFile: what a whole day is, and at which site slots without one are, differs from file to file:
// it is not kept for other files of the trust, and a title that says it goes before it.
func TestOfOneFile(t *testing.T) {
	kept := intake.Remembered(intake.Choices{Answers: map[string]string{"band/(whole day)": "0800-0800", "site/(no site named)": "North", "band/am": "0800-1300"}})
	if diff := cmp.Diff(map[string]string{"band/am": "0800-1300"}, kept); diff != "" {
		t.Errorf("kept for the trust (-want +got)\n%s", diff)
	}
	k := july()
	k.Entry.Slots = []rota.Slot{{ID: "s1", Site: "North"}}
	r, words := askedOf(t, intake.Slots, k, nil, "Long day 0800-2030,,", "Service,Unit,Role,Fri 25", "Maternity,Delivery Suite,SHO,2")
	if len(words) > 0 || len(r.Records.Slots) != 1 || london(r.Records.Slots[0].Span) != "25 08:00 to 25 20:30" || r.Records.Slots[0].Site != "North" {
		t.Errorf("asked %v, read %+v, faults %+v", words, r.Records.Slots, r.Faults)
	}
	for _, text := range []string{"as the title says", "the only site known"} {
		if !slices.ContainsFunc(r.Remarks, func(s string) bool { return strings.Contains(s, text) }) {
			t.Errorf("no remark says %q: %q", text, r.Remarks)
		}
	}
	k.Entry.Slots = append(k.Entry.Slots, rota.Slot{ID: "s2", Site: "South"})
	if _, words := askedOf(t, intake.Slots, k, nil, "Service,Unit,Role,Times,Places", "Maternity,Delivery Suite,SHO,0800-2030,2"); words["site/(no site named)"].Answer != "" || len(words) != 1 {
		t.Errorf("where two sites are known the words are %v", words)
	}
}

// TestKeyWithColumns: a key may give the times in columns of their own.
func TestKeyWithColumns(t *testing.T) {
	rows := pasted(t, "Name\tWard\tFri 25\tSat 26\nA Bee\tW1\tLD\tN").Sheets[0]
	key := pasted(t, "Code\tMeaning\tStart\tEnd\tPaid\nLD\tLong day\t07:45\t20:15\t12\nN\tNight\t19:45\t08:15\t12").Sheets[0]
	rows.Name, key.Name = "Rota", "Key"
	book, k := sheet.Book{Sheets: []sheet.Sheet{rows, key}}, july()
	c := intake.Guess(book, "", k)
	c.Answers = map[string]string{"unit/w1": "W1"}
	r := intake.Read(book, c, k)
	if diff := cmp.Diff([]string{"A Bee, W1: 25 07:45 to 25 20:15", "A Bee, W1: 26 19:45 to 27 08:15"}, lines(r)); diff != "" || c.Kind != intake.Duties || len(c.Doubt) > 0 {
		t.Errorf("%s, or %v; faults %+v (-want +got)\n%s", c.Kind, c.Doubt, r.Faults, diff)
	}
}

// TestColumnAs: a column that a person says is of a field is for what its heading says.
func TestColumnAs(t *testing.T) {
	for _, tt := range []struct {
		kind  intake.Kind
		rows  string
		field intake.Field
		want  intake.Column
	}{
		{intake.Rates, "BMA rate card 2025\nHours\tOutside London\tLondon\nNight 2300-0700\t313\t334", intake.Rate, intake.Column{Field: intake.Rate, Card: "bma"}},
		{intake.Rates, "Who\tNight\nConsultant\tx", intake.Rate, intake.Column{Field: intake.Rate, Card: "trust", Band: "Night"}},
		{intake.Declarations, "Name\tWill you be on strike on Sat 26 July?", intake.Answer, intake.Column{Field: intake.Answer, Day: "2025-07-26", Turned: true}},
		{intake.Consultants, "Name\tSat 26 night", intake.Cover, intake.Column{Field: intake.Cover, Day: "2025-07-26", Band: "night"}},
		{intake.Slots, "Unit\tSHO night", intake.Places, intake.Column{Field: intake.Places, Role: "SHO", Band: "night"}},
		{intake.Slots, "Unit\tMon-Fri night", intake.Places, intake.Column{Field: intake.Places, Band: "Mon-Fri night"}},
		{intake.Duties, "Date\tLate shift", intake.Holder, intake.Column{Field: intake.Holder, Band: "Late shift"}},
	} {
		book := pasted(t, tt.rows)
		header := 1 + strings.Count(tt.rows, "BMA")
		if diff := cmp.Diff(tt.want, intake.ColumnAs(book, tt.kind, intake.Sheet{Header: header}, 1, tt.field, july())); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.rows, diff)
		}
	}
}

// TestQuestionOfSomeDays: a question about a part of the strike is taken neither for one day nor for all.
func TestQuestionOfSomeDays(t *testing.T) {
	c := intake.Guess(pasted(t, "Name\tWill you be working 25 July to 27 July?\nA Bee\tYes"), intake.Declarations, july())
	if got := c.Sheets[0].Columns[1]; got.Field != "" || c.Sheets[0].Read {
		t.Errorf("the column is %+v", got)
	}
}

// TestTwoNumbersForOneTime: a row whose columns give one time two numbers is at fault.
func TestTwoNumbersForOneTime(t *testing.T) {
	k := july()
	k.Entry.Slots = []rota.Slot{{ID: "s1", Site: "North"}}
	r, _ := askedOf(t, intake.Slots, k, nil, "Service,Unit,Role,Times,Required,Minimum", "Maternity,Delivery Suite,SHO,0800-2030,3,2", "Maternity,Delivery Suite,SpR,0800-2030,1,1")
	if len(r.Faults) != 1 || r.Faults[0].Code != "two numbers for one time" || len(r.Records.Slots) != 5 {
		t.Errorf("%d slots, faults %+v", len(r.Records.Slots), r.Faults)
	}
}

// TestRatesOfTwoDates: of a current and a new rate neither is taken until a person says which.
func TestRatesOfTwoDates(t *testing.T) {
	book := pasted(t, "Band\tCurrent rate per hour\tNew rate from 1 July 2025 per hour\nWeekday 0700-1900\t90\t100")
	c := intake.Guess(book, intake.Rates, july())
	if c.Sheets[0].Read || c.Sheets[0].Columns[1].Field != "" || c.Sheets[0].Columns[2].Field != "" {
		t.Errorf("the columns are %+v", c.Sheets[0].Columns)
	}
}
