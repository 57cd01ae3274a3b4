package solve_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// Two could take the day; one is on trust rates, the other on BMA rates. A weekday hour is £98 or £188.
func TestADearerRateChangesWhoCovers(t *testing.T) {
	p := rotatest.July().Slot("a", "28 08:00", "28 18:00").Slot("b", "29 08:00", "29 18:00").
		Consultant("trust", rotatest.Terms(rota.TrustRate, "")).Consultant("union", rotatest.Terms(rota.BMARate, "")).
		Aims(rota.AimCover, rota.AimCostAgreed).Problem(t)
	for _, c := range []struct {
		uplift           rota.Pence
		dropped, added   []rota.Pair
		staying, leaving string
	}{
		{9000, nil, nil, "£3,760.00", "£3,760.00"}, // as dear as the BMA's: who covers stays
		{9001, []rota.Pair{{Slot: "a", Consultant: "trust"}, {Slot: "b", Consultant: "trust"}},
			[]rota.Pair{{Slot: "a", Consultant: "union"}, {Slot: "b", Consultant: "union"}}, "£3,760.20", "£3,760.00"},
	} {
		dearer := p.Cards
		dearer.Trust = dearer.Trust.Uplifted(c.uplift)
		got, err := solve.AtTwoPrices(context.Background(), p, p.Cards, dearer, solve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([][]rota.Pair{c.dropped, c.added}, [][]rota.Pair{got.Dropped, got.Added}); diff != "" {
			t.Errorf("%s more (-want +got):\n%s", c.uplift, diff)
		}
		if got.Same() != (c.dropped == nil) || got.AAtA.Agreed.String() != "£1,960.00" || got.AAtB.Agreed.String() != c.staying || got.BAtB.Agreed.String() != c.leaving {
			t.Errorf("%s more: same %t; first plan %s, then %s; second plan %s", c.uplift, got.Same(), got.AAtA.Agreed, got.AAtB.Agreed, got.BAtB.Agreed)
		}
	}
}

// A card without a rate that the aim needs is refused, naming the cell.
func TestTwoPricesNeedTheirRates(t *testing.T) {
	p := rotatest.July().Slot("a", "28 08:00", "28 18:00").Consultant("c1").Problem(t)
	if _, err := solve.AtTwoPrices(context.Background(), p, p.Cards, rota.Cards{}, solve.Options{}); len(rota.Faults(err)) != 1 {
		t.Errorf("without cards: %v", err)
	}
}

// At any two prices neither plan is dearer at its own prices than the other, and the
// costs given are those of the ledger.
func TestTwoPricesAreEachBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rotatest.July().Standard()
		for i := range rapid.IntRange(1, 4).Draw(t, "slots") {
			day := rapid.IntRange(25, 28).Draw(t, "day")
			b.Slot(rota.SlotID(fmt.Sprintf("s%d", i)), fmt.Sprintf("%d 08:00", day), fmt.Sprintf("%d 20:00", day))
		}
		for i := range rapid.IntRange(1, 4).Draw(t, "people") {
			b.Consultant(rota.ConsultantID(fmt.Sprintf("c%d", i)), rotatest.Terms(rapid.SampledFrom(rota.AllTerms()).Draw(t, "terms"), ""))
		}
		e := b.Aims(rota.AimCover, rota.AimCostAgreed).Entry()
		p, err := e.Problem()
		if err != nil {
			t.Fatal(err)
		}
		dearer := p.Cards
		dearer.Trust = dearer.Trust.Uplifted(rota.Pence(rapid.IntRange(-9000, 20000).Draw(t, "uplift")))
		got, err := solve.AtTwoPrices(context.Background(), p, p.Cards, dearer, solve.Options{Threads: 1})
		if err != nil {
			t.Fatal(err)
		}
		if *got.AAtA.Agreed > *got.BAtA.Agreed || *got.BAtB.Agreed > *got.AAtB.Agreed {
			t.Errorf("A costs %s and %s, B %s and %s", got.AAtA.Agreed, got.AAtB.Agreed, got.BAtA.Agreed, got.BAtB.Agreed)
		}
		if *got.AAtB.Agreed == *got.BAtB.Agreed && !got.Same() {
			t.Errorf("the first plan is as good at the second price, and yet differs by %v and %v", got.Dropped, got.Added)
		}
		q := p
		q.Cards = dearer
		if at := q.Ledger(got.B, rota.Pricing{}).Total().Pay; cmp.Diff(at, got.BAtB) != "" {
			t.Errorf("the ledger says %v", at)
		}
	})
}
