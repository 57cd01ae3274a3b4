package intake_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
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
