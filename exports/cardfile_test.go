package exports_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// awkwardCard has all that a card can say, and texts that a spreadsheet would take for something else.
func awkwardCard() rota.Card {
	c := rotatest.TrustCard()
	c.Name, c.Source, c.Note = "=HYPERLINK(1)", "Board, 1 July; “approved”", "A floor"
	c.BankHolidays = []rota.Date{{Year: 2025, Month: 8, Day: 25}, {Year: 2025, Month: 12, Day: 25}}
	called := rota.Pence(19950)
	c.Rates[0].Called, c.Rates[0].CalledUnconfirmed = &called, true
	c.Rates[1].PayPoint, c.Rates[1].Rate[rota.Night] = "4-7", nil
	c.Rates[1].Unconfirmed[rota.Weekend] = true
	return c
}

// What is written reads back as the same card, but for who confirmed it.
func TestCardFiles(t *testing.T) {
	cards := map[string]rota.Card{"awkward": awkwardCard(), "BMA": rotatest.BMACard(), "no rates": {Name: "Empty"}}
	for _, c := range rota.ShippedCards() {
		cards[c.Key] = c.Card
	}
	for name, want := range cards {
		for kind, write := range map[string]func(*bytes.Buffer) error{
			"card.xlsx": func(b *bytes.Buffer) error { return exports.CardBook(b, want, exports.Labels{}) },
			"card.csv":  func(b *bytes.Buffer) error { return exports.CardText(b, want) },
		} {
			var out bytes.Buffer
			if err := write(&out); err != nil {
				t.Fatalf("%s as %s: %v", name, kind, err)
			}
			got, err := exports.ReadCard(kind, out.Bytes())
			if err != nil {
				t.Errorf("%s as %s: %v", name, kind, rota.Faults(err))
				continue
			}
			for i := range want.Rates {
				want.Rates[i].ConfirmedBy = [rota.BandCount]string{}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s as %s (-want +got):\n%s", name, kind, diff)
			}
		}
	}
}

func TestCardFileFaults(t *testing.T) {
	head := "Card,Valid from,Bank holidays,Pay point,Weekday 7am to 7pm,Night 11pm to 7am\n"
	cases := []struct{ name, text, path, says string }{
		{"no headings", "a,b\n1,2\n", "", "headings"},
		{"a rate in words", head + "X,,,,lots,1\n", "E2", "pounds an hour"},
		{"a rate past belief", head + "X,,,,10000.01,1\n", "E2", "0 to 10,000"},
		{"a negative rate", head + "X,,,,1,-3\n", "F2", "pounds an hour"},
		{"no such day", head + "X,31/06/2025,,,1,1\n", "B2", "real days"},
		{"a holiday in words", head + "X,,Boxing Day,,1,1\n", "C2", "real days"},
		{"a pay point twice", head + "X,,,4-7,1,1\nX,,,4-7,2,2\n", "D3", "Row 2 is of this pay point too"},
		{"two cards", head + "Trust,,,,1,1\nBMA,,,,2,2\n", "", "two cards, Trust and BMA"},
		{"parts of a penny", head + "X,,,,190.505,1\n", "E2", "whole pence"},
		{"no name", head + ",,,4-7,1,1\n", "name", "is missing"},
		{"a long name", head + strings.Repeat("x", 101) + ",,,,1,1\n", "A2", "100 characters"},
	}
	for _, c := range cases {
		_, err := exports.ReadCard("card.csv", []byte(c.text))
		faults := rota.Faults(err)
		if len(faults) != 1 || faults[0].Path != c.path || !strings.Contains(faults[0].Text, c.says) {
			t.Errorf("%s: %v, want %s at %s", c.name, faults, c.says, c.path)
		}
	}
	if _, err := exports.ReadCard("card.xlsx", []byte("PK\x03\x04 not a workbook")); len(rota.Faults(err)) == 0 {
		t.Errorf("a damaged workbook: %v", err)
	}
}

// A card with its columns in another order, a title above and pounds signs, as people type one.
func TestCardFileAsTyped(t *testing.T) {
	got, err := exports.ReadCard("", []byte("Our rates;;\nNIGHT 11pm to 7am;Pay point;Weekday 7am to 7pm;Card\n£155.50;everybody ELSE;1,098;Ours\n;14+;104;\n"))
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	if got.Name != "Ours" || len(got.Rates) != 2 || *got.Rates[0].Rate[rota.Night] != 15550 || *got.Rates[0].Rate[rota.WeekdayDay] != 109800 ||
		got.Rates[1].PayPoint != "14+" || got.Rates[1].Rate[rota.Night] != nil || got.Rates[0].PayPoint != "" {
		t.Errorf("%+v", got)
	}
}

// Whatever the file, reading ends with a card or with faults.
func FuzzReadCard(f *testing.F) {
	for _, c := range []rota.Card{awkwardCard(), rotatest.BMACard()} {
		var text, book bytes.Buffer
		if exports.CardText(&text, c) != nil || exports.CardBook(&book, c, exports.Labels{}) != nil {
			f.Fatal("the card cannot be written")
		}
		f.Add(text.Bytes())
		f.Add(book.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := exports.ReadCard("card", data)
		if err != nil && len(rota.Faults(err)) == 0 {
			t.Fatalf("an error that says nothing to the person: %v", err)
		}
		if err == nil && c.Validate() != nil {
			t.Fatalf("a card with faults: %v", rota.Faults(c.Validate()))
		}
	})
}
