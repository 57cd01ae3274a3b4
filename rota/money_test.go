package rota_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"strikerota/rota"
)

func TestParsePence(t *testing.T) {
	cases := []struct {
		text string
		want rota.Pence // -1 for refused
	}{
		{"188", 18800}, {"12.50", 1250}, {"12.5", 1250}, {"12.05", 1205}, {"0", 0}, {"0.00", 0}, {"0.01", 1}, {"007", 700},
		{"£1,234", 123400}, {"1,234.56", 123456}, {"£ 1 234.56", 123456}, {" 12.50 ", 1250}, {"1\u00a0234", 123400}, {"1,234,567", 123456700},
		{"10000000", rota.MaxPence}, {"10,000,000.00", rota.MaxPence},
		{"", -1}, {" ", -1}, {"£", -1}, {"-1", -1}, {"+1", -1}, {"1.", -1}, {".50", -1}, {"1.234", -1}, {"1.2.3", -1}, {"12,50", -1},
		{"1,23,456", -1}, {"1234,567", -1}, {",123", -1}, {"1,", -1}, {"1e3", -1}, {"twelve", -1}, {"1.x", -1}, {"١٢", -1},
		{"10000000.01", -1}, {"999999999", -1}, {"99999999999999999999", -1}, {"$5", -1}, {"12£50", -1}, {"££5", -1},
	}
	for _, c := range cases {
		got, err := rota.ParsePence(c.text)
		switch {
		case c.want < 0 && err == nil:
			t.Errorf("%q reads as %d, want it refused", c.text, got)
		case c.want >= 0 && (err != nil || got != c.want):
			t.Errorf("%q reads as %d (%v), want %d", c.text, got, err, c.want)
		case err != nil && strings.TrimSpace(c.text) != "" && len(c.text) > 3 && strings.Contains(err.Error(), c.text):
			t.Errorf("the error for %q repeats it: %v", c.text, err)
		}
	}
}

func TestPenceAsText(t *testing.T) {
	cases := []struct {
		p                    rota.Pence
		text, plain, rounded string
	}{
		{0, "£0.00", "0.00", "£0"},
		{1, "£0.01", "0.01", "£0"},
		{49, "£0.49", "0.49", "£0"},
		{50, "£0.50", "0.50", "£1"},
		{99950, "£999.50", "999.50", "£1,000"},
		{123450, "£1,234.50", "1234.50", "£1,235"},
		{3028800, "£30,288.00", "30288.00", "£30,288"},
		{123456789, "£1,234,567.89", "1234567.89", "£1,234,568"},
		{-300, "-£3.00", "-3.00", "-£3"},
		{-100049, "-£1,000.49", "-1000.49", "-£1,000"},
		{-49, "-£0.49", "-0.49", "£0"},
	}
	for _, c := range cases {
		if got := c.p.String(); got != c.text {
			t.Errorf("%d as text is %s, want %s", c.p, got, c.text)
		}
		if got := c.p.Plain(); got != c.plain {
			t.Errorf("%d plain is %s, want %s", c.p, got, c.plain)
		}
		if got := c.p.Whole(); got != c.rounded {
			t.Errorf("%d in pounds is %s, want %s", c.p, got, c.rounded)
		}
	}
}

func TestPenceReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rota.Pence(rapid.Int64Range(0, int64(rota.MaxPence)).Draw(t, "pence"))
		for _, text := range []string{want.String(), want.Plain()} {
			if got, err := rota.ParsePence(text); err != nil || got != want {
				t.Errorf("%s reads as %d (%v), want %d", text, got, err, want)
			}
		}
	})
}
