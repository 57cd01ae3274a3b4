package intake_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// TestOwnRatesComeBack: the planner's own list of rates comes in again to the cards that its rows name, with
// which of them the trust has not confirmed.
func TestOwnRatesComeBack(t *testing.T) {
	const head = "Card,Name,Pay point,Weekday 7am to 7pm,Weekday 7pm to 11pm,Weekend and bank holiday 7am to 11pm,Night 11pm to 7am,On call from home,Standby,Called in from on call,Not confirmed by the trust,Source"
	r, words := askedOf(t, intake.Rates, july(), nil, head,
		"Trust,Ours,Everybody else,158.00,210.00,not known,262.00,not known,not known,199.00,Weekday 7pm to 11pm (published); Night 11pm to 7am; Called in from on call,a paper",
		"BMA,Theirs,MC72,188.00,not known,not known,not known,125.00,as on call,as its band,Called in from on call,", "Other,,Everybody else,1.00,,,,,,,,")
	var got []string
	for _, x := range r.Records.Rates {
		got = append(got, fmt.Sprint(x.Card, " ", x.PayPoint, " ", x.Band.Key(), " ", x.Rate.Plain(), " ", x.Said))
	}
	want := []string{"trust  weekday_day 158.00 yes", "trust  weekday_evening 210.00 no", "trust  night 262.00 no", "bma MC72 weekday_day 188.00 yes", "bma MC72 on_call 125.00 yes"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rates (-want +got)\n%s", diff)
	}
	if len(words) > 0 || len(r.Faults) != 1 || r.Faults[0].Code != "no such card" {
		t.Errorf("words %v, faults %+v", words, r.Faults)
	}
	if len(r.Records.Cards) != 2 {
		t.Errorf("cards %+v", r.Records.Cards)
	}
}

// TestRatesOfPartsOfAPenny: a cell that shows 190.51 and holds 190.505 is taken as it is shown, and that is said;
// one that holds 155.13 as a spreadsheet reckons it is not spoken of.
func TestRatesOfPartsOfAPenny(t *testing.T) {
	for rate, said := range map[float64]bool{190.505: true, 155.12999999999999: false, 188: false} {
		f := excelize.NewFile()
		pounds, err := f.NewStyle(&excelize.Style{NumFmt: 4})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range [][]any{{"Card", "Pay point", "Weekday 7am to 7pm", "Night 11pm to 7am"}, {"Trust", "Everybody else", rate, 250}} {
			if err := f.SetSheetRow("Sheet1", sheet.Name(0, i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellStyle("Sheet1", "C2", "D2", pounds); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		book, err := sheet.Read("rates.xlsx", out.Bytes())
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		r := intake.Read(book, intake.Guess(book, intake.Rates, july()), july())
		if got := strings.Contains(strings.Join(r.Remarks, " "), "parts of a penny"); got != said || len(r.Records.Rates) != 2 {
			t.Errorf("of %v it remarks %q and brings in %d rates", rate, r.Remarks, len(r.Records.Rates))
		}
	}
}
