package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	rt "strikerota/rota/rotatest"
)

// twoTerms has one day, and somebody on trust rates (£98 an hour) and on BMA rates (£188) for it.
func twoTerms(t *testing.T) rota.Problem {
	return rt.July().Slot("mon", "28 08:00", "28 18:00").Consultant("trust", rt.Terms(rota.TrustRate, "")).
		Consultant("union", rt.Terms(rota.BMARate, "")).Aims(rota.AimCover, rota.AimCostAgreed).Problem(t)
}

func TestPrices(t *testing.T) {
	name := files(t)
	problemFile(t, name("problem.json"), twoTerms(t))
	tests := []struct{ label, uplift, want string }{
		{"as dear as the other", "90", `At the cards as they are: £980.00 as agreed (proved best).
With £90.00 an hour on every trust rate: £1,880.00 as agreed (proved best).
The same people cover the same slots at both prices.
`},
		{"a penny dearer", "90.01", `At the cards as they are: £980.00 as agreed (proved best).
With £90.01 an hour on every trust rate: £1,880.00 as agreed (proved best).
Keeping the first plan would then cost £1,880.10.
Who covers would change:
  - trust: Labour ward, Registrar tier, Mon 28 July, 8am to 6pm
  + union: Labour ward, Registrar tier, Mon 28 July, 8am to 6pm
`},
		{"cheaper", "-10", `At the cards as they are: £980.00 as agreed (proved best).
With -£10.00 an hour on every trust rate: £880.00 as agreed (proved best).
The same people cover the same slots at both prices.
`},
	}
	for _, tt := range tests {
		got := call(t, "prices", name("problem.json"), "-uplift", tt.uplift)
		if diff := cmp.Diff(called{0, tt.want, ""}, got, cmp.AllowUnexported(called{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.label, diff)
		}
	}
	got := call(t, "prices", name("problem.json"), "-uplift", "100", "-json")
	for _, part := range []string{`"format": "strikerota/prices/1"`, `"uplift_pence": 10000`, `"same": false`, `"agreed_pence_with_uplift": 198000`, `"consultant": "union"`} {
		if got.status != 0 || !strings.Contains(got.out, part) {
			t.Errorf("the document lacks %s: %+v", part, got)
		}
	}
}

func TestPricesRefused(t *testing.T) {
	name := files(t)
	p := twoTerms(t)
	problemFile(t, name("problem.json"), p)
	for label, tt := range map[string]struct {
		args []string
		says string
	}{
		"no uplift":       {[]string{name("problem.json")}, "-uplift"},
		"in words":        {[]string{name("problem.json"), "-uplift", "lots"}, "pounds and pence"},
		"past belief":     {[]string{name("problem.json"), "-uplift", "10000.01"}, "at most £10,000"},
		"no problem":      {[]string{"-uplift", "1"}, "takes one problem"},
		"a negative time": {[]string{name("problem.json"), "-uplift", "1", "-limit", "-1s"}, "must not be negative"},
		"no such file":    {[]string{name("none.json"), "-uplift", "1"}, "none.json"},
	} {
		got := call(t, append([]string{"prices"}, tt.args...)...)
		if got.status != 2 || !strings.Contains(got.err, tt.says) {
			t.Errorf("%s: %+v, want %q", label, got, tt.says)
		}
	}
}
