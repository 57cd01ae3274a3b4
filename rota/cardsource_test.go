package rota_test

import (
	"strings"
	"testing"

	"strikerota/rota"
)

func TestSourceOf(t *testing.T) {
	for _, tt := range []struct{ name, file, by, before, want string }{
		{"a file", "rates.xlsx", "A. Finance, 28 November 2026", "", "rates.xlsx, brought in by A. Finance, 28 November 2026"},
		{"pasted by nobody known", "", "", "", "Pasted rows"},
		{"with what was there", "rates.csv", "A. Finance", "Other rates: BMJ 2022.", "rates.csv, brought in by A. Finance. Other rates: BMJ 2022."},
	} {
		if got := rota.SourceOf(tt.file, tt.by, tt.before); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := rota.SourceOf(strings.Repeat("long name ", 40), "A", ""); len([]rune(got)) > 200 || !strings.HasSuffix(got, "…") {
		t.Errorf("a long one is %d letters: %q", len([]rune(got)), got)
	}
}

func TestShortenedTo(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		most       int
		want       string
	}{
		{"fits", "Extra-contractual rates", 23, "Extra-contractual rates"},
		{"cut at a word", "Extra-contractual rates for consultants", 30, "Extra-contractual rates for…"},
		{"cut behind a comma", "Rates, weekday", 8, "Rates…"},
		{"one long word", "Extracontractualrates", 10, "Extracont…"},
		{"letters, not bytes", "Ärzte täglich", 8, "Ärzte…"},
	} {
		got := rota.ShortenedTo(tt.text, tt.most)
		if got != tt.want || len([]rune(got)) > tt.most {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
