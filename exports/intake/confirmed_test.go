package intake_test

import (
	"slices"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestConfirmed: only words that plainly say that the trust has confirmed the rates of the column's
// own region confirm them. What is not plain is asked for, and what nobody says is not confirmed.
func TestConfirmed(t *testing.T) {
	const yes, no, ask, other = "yes", "no", "asked", ""
	for _, tt := range []struct{ text, outside, london string }{
		{"Confirmed", yes, yes}, {"yes", yes, yes}, {"Y", yes, yes}, {"✓", yes, yes}, {"TRUE", yes, yes}, {"Agreed by the board, 3 July", yes, yes}, {"Noted and confirmed", yes, yes},
		{"Signed off", yes, yes}, {"Approved (minute 14)", yes, yes},
		{"Not confirmed", no, no}, {"no", no, no}, {"N", no, no}, {"Unconfirmed", no, no}, {"Not yet agreed", no, no}, {"To be confirmed", no, no}, {"TBC", no, no}, {"Provisional", no, no},
		{"confirmed?", ask, ask}, {"Awaiting approval", no, no}, {"Draft", no, no}, {"subject to board approval", no, no}, {"Hasn't been agreed", no, no}, {"Confirmed; subject to board approval", no, no},
		{"Proposed", no, no}, {"FALSE", no, no}, {"n/a", no, no}, {"never agreed by the trust", no, no}, {"inferred", no, no}, {"nobody has confirmed it", no, no},
		{"London not confirmed", other, no}, {"not confirmed for London", other, no}, {"outside London not confirmed", no, other},
		{"London confirmed", other, yes}, {"Confirmed (London only)", other, yes}, {"Outside London confirmed", yes, other}, {"Confirmed outside London", yes, other},
		{"outside London confirmed; London not confirmed", yes, no}, {"London confirmed; outside London not confirmed", no, yes},
		{"Confirmed outside London, not London", yes, no}, {"Confirmed outside London but not for London", yes, no}, {"Confirmed, except London", yes, no}, {"Confirmed excl. London", yes, no},
		{"London not confirmed, rest confirmed", yes, no}, {"London: no; outside: yes", yes, no}, {"Non-London agreed. London TBC.", yes, no},
		{"x", ask, ask}, {"See finance", ask, ask}, {"Confirmed by the BMA", ask, ask}, {"Confirmed until March", ask, ask}, {"No change: confirmed", ask, ask}, {"1", ask, ask},
		{"", other, other},
	} {
		for region, want := range map[string]string{"Outside London, £ per hour": tt.outside, "London, £ per hour": tt.london} {
			r, words := askedOf(t, intake.Rates, july(), nil, "BMA card;;", "Band;"+region+";Status", `Night 2300-0700;313;"`+tt.text+`"`)
			if len(r.Records.Rates) != 1 {
				t.Fatalf("%q: %+v, faults %+v", tt.text, r.Records.Rates, r.Faults)
			}
			said := want
			if want == ask {
				said = ""
			}
			if got := r.Records.Rates[0].Said; got != said || (len(words) == 1) != (want == ask) {
				t.Errorf("%q under %q: %q, asked %v, want %q", tt.text, region, got, words, want)
			}
			told := slices.ContainsFunc(r.Remarks, func(s string) bool { return strings.Contains(s, "come in as not confirmed") })
			if told != (said == "") {
				t.Errorf("%q under %q: the remarks are %q", tt.text, region, r.Remarks)
			}
		}
	}
	for heading, want := range map[string]string{"Confirmed by": yes, "Approved on": yes, "Status": ask} {
		r, words := askedOf(t, intake.Rates, july(), nil, "Band;Rate per hour;"+heading, "Night 2300-0700;150;A Bee, 12/07/2025")
		if got := r.Records.Rates[0].Said; (got == yes) != (want == yes) || (len(words) == 1) != (want == ask) {
			t.Errorf("a name under %q: %q, asked %v", heading, got, words)
		}
	}
}

// TestNotAgreedTitle: a title that says that the trust has not agreed to a card goes before what its rows say.
func TestNotAgreedTitle(t *testing.T) {
	for title, want := range map[string]bool{"BMA card 2025 (the trust has not agreed to it)": true, "BMA card, draft for approval": true, "BMA card 2025": false, "BMA card, agreed by the board": false} {
		rows := []string{title + ";;", "Band;Rate per hour;Confirmed", "Night 2300-0700;313;yes"}
		r, words := askedOf(t, intake.Rates, july(), nil, rows...)
		if got := r.Records.Rates[0].Said; (got == "") != want || (len(words) == 1) != want {
			t.Errorf("%q: %q, asked %v", title, got, words)
		}
		for key := range words {
			r, _ := askedOf(t, intake.Rates, july(), map[string]string{key: intake.IsConfirmed}, rows...)
			if got := r.Records.Rates[0].Said; got != intake.IsConfirmed {
				t.Errorf("%q, said to be confirmed all the same: %q", title, got)
			}
		}
	}
}

// TestConfirmedByNobody: rates of a file that does not say whether they are confirmed are so only when
// a person says it; what was ticked by hand stays while the rate does.
func TestConfirmedByNobody(t *testing.T) {
	rows := []string{"BMA rate card 2025;", "Band;Rate per hour", "Night 2300-0700;313", "Weekday 0700-1900;188"}
	k := july()
	k.By = "Ann, 28 November 2026"
	r, words := askedOf(t, intake.Rates, k, nil, rows...)
	const key = "confirmed/bma card rates"
	if w, ok := words[key]; !ok || w.Suggestion != "" || len(words) != 1 || r.Count.Faulty > 0 {
		t.Fatalf("asked %v, faults %+v", words, r.Faults)
	}
	c := intake.Choices{Kind: intake.Rates}
	entry, memory := intake.Apply(r, c, k)
	if row := entry.Cards.BMA.Rates[0]; !row.Unconfirmed[rota.Night] || row.ConfirmedBy[rota.Night] != "" {
		t.Errorf("left undecided, the night is confirmed by %q", row.ConfirmedBy[rota.Night])
	}
	said, _ := askedOf(t, intake.Rates, k, map[string]string{key: intake.IsConfirmed}, rows...)
	if e, _ := intake.Apply(said, c, k); e.Cards.BMA.Rates[0].Unconfirmed[rota.Night] || e.Cards.BMA.Rates[0].ConfirmedBy[rota.Night] != k.By {
		t.Errorf("said to be confirmed, the night is %+v", e.Cards.BMA.Rates[0])
	}
	k.Entry, k.Memory = entry, memory
	k.Entry.Cards.BMA.Rates[0].Unconfirmed[rota.Night], k.Entry.Cards.BMA.Rates[0].ConfirmedBy[rota.Night] = false, "Bob"
	again, _ := askedOf(t, intake.Rates, k, nil, rows...)
	if ch := intake.Compare(again, c, k); ch.Count[intake.Same] != 2 {
		t.Errorf("the file again changes %+v", ch.List)
	}
	dearer, _ := askedOf(t, intake.Rates, k, nil, strings.Replace(strings.Join(rows, "\n"), "313", "320", 1))
	c.Accepted = map[string]bool{"rate/bma//night": true} // it was ticked by hand
	e, _ := intake.Apply(dearer, c, k)
	if row := e.Cards.BMA.Rates[0]; !row.Unconfirmed[rota.Night] || row.ConfirmedBy[rota.Night] != "" || *row.Rate[rota.Night] != 320_00 {
		t.Errorf("with another rate the night is %+v", row)
	}
}
