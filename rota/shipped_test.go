package rota_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// The worked figures of the domain facts, section 2: 120 hours of one post at each card.
func TestShippedCards(t *testing.T) {
	slot := onSite("2025-07-25 07:00", "2025-07-30 07:00")
	want := map[string]string{
		// 36 × 150 + 12 × 200 + 32 × 200 + 40 × 250, and so on.
		"bma-2022": "£24,200.00", "bma-2023": "£25,408.00", "bma-2023-june": "£26,016.00",
		"bma-2025": "£30,288.00", "bma-2025-london": "£32,308.00",
	}
	seen, inferred := map[string]bool{}, map[string][]string{}
	for _, c := range rota.ShippedCards() {
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", c.Key, rota.Faults(err))
		}
		if seen[c.Key] || seen[c.Name] {
			t.Errorf("%s is there twice", c.Key)
		}
		seen[c.Key], seen[c.Name] = true, true
		if text, ok := want[c.Key]; ok {
			if got, err := c.Cost(slot, ""); err != nil || got.String() != text {
				t.Errorf("%s: %s (%v), want %s", c.Key, got, err, text)
			}
		}
		for i, r := range c.Rates {
			for b, rate := range r.Rate {
				// No trust has confirmed any of them; what is not known is not marked.
				if (rate != nil) != r.Unconfirmed[b] {
					t.Errorf("%s row %d %s: unconfirmed %t", c.Key, i, rota.Band(b).Key(), r.Unconfirmed[b])
				}
				if r.Doubt(rota.Band(b)) == "not confirmed" {
					inferred[c.Key] = append(inferred[c.Key], rota.Band(b).Key())
				}
			}
		}
	}
	delete(inferred, "floor-2025") // worked out from a contract as a whole
	// Domain facts, section 1a: what was inferred has no source.
	if diff := cmp.Diff(map[string][]string{"bma-2023": {"weekend"}, "bma-2023-june": {"weekday_evening", "weekend"},
		"bma-2025": {"weekday_evening"}, "bma-2025-london": {"weekday_day", "weekday_evening", "weekend"}}, inferred); diff != "" {
		t.Errorf("inferred (-want +got):\n%s", diff)
	}
	for key := range want {
		if !seen[key] {
			t.Errorf("%s is not shipped", key)
		}
	}
}

// The floor is £7,785.72 for the first pay point and £10,323 for the last; nobody is without one by mistake.
func TestContractFloor(t *testing.T) {
	slot := onSite("2025-07-25 07:00", "2025-07-30 07:00")
	for _, c := range rota.ShippedCards() {
		if c.Key != "floor-2025" {
			continue
		}
		for point, want := range map[string]string{"0-2": "£7,785.72", "3": "£8,243.88", "4-7": "£8,479.20", "8-13": "£9,299.76", "14+": "£10,323.00"} {
			if got, err := c.Cost(slot, point); err != nil || got.String() != want {
				t.Errorf("%s: %s (%v), want %s", point, got, err, want)
			}
		}
		if _, err := c.Cost(slot, ""); err == nil {
			t.Error("a consultant without a pay point has a floor")
		}
		if !strings.Contains(c.Note, "floor") {
			t.Error("the floor is not labelled as one")
		}
	}
}

// On call is known of the 2025 card outside London alone: 48 hours are £6,000.
func TestShippedOnCall(t *testing.T) {
	slot := onSite("2025-07-26 08:00", "2025-07-28 08:00")
	slot.Mode = rota.OnCall
	for _, c := range rota.ShippedCards() {
		got, err := c.Cost(slot, "")
		if (c.Key == "bma-2025") != (err == nil) || err == nil && got.String() != "£6,000.00" {
			t.Errorf("%s: %s (%v)", c.Key, got, err)
		}
	}
}

// What is shipped cannot be changed through what is given out.
func TestShippedCardsAreReadOnly(t *testing.T) {
	for _, c := range rota.ShippedCards() {
		for i := range c.Rates {
			c.Rates[i].Rate[rota.Night] = nil
		}
	}
	for _, c := range rota.ShippedCards() {
		if c.Key == "bma-2025" && c.Rates[0].Rate[rota.Night] == nil {
			t.Error("a shipped card has been changed")
		}
	}
	if a, b := rotatest.BMACard(), rota.ShippedCards()[1]; *a.Rates[0].Rate[rota.Night] != *b.Rates[0].Rate[rota.Night] {
		t.Error("the example's BMA card is not the shipped one's rates")
	}
}
