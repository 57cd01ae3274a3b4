package rota

import (
	"testing"
	"time"
)

func TestRetentionDeleteOn(t *testing.T) {
	strike := Strike{Span: Span{Start: time.Date(2025, 7, 25, 6, 0, 0, 0, time.UTC), End: time.Date(2025, 7, 30, 6, 0, 0, 0, time.UTC)}}
	midnight := Strike{Span: Span{Start: strike.Start, End: time.Date(2025, 7, 29, 23, 0, 0, 0, time.UTC)}} // of the 30th, in London
	tests := []struct {
		name     string
		strike   Strike
		days     int
		recorded Date
		want     Date
	}{
		{"before the strike", strike, 42, Date{2025, time.July, 1}, Date{2025, time.September, 10}},
		{"on its last day", strike, 42, Date{2025, time.July, 30}, Date{2025, time.September, 10}},
		{"a year late", strike, 42, Date{2026, time.July, 30}, Date{2026, time.September, 10}},
		{"at once", strike, 0, Date{2025, time.July, 1}, Date{2025, time.July, 30}},
		{"ends at midnight in London", midnight, 1, Date{2025, time.July, 1}, Date{2025, time.July, 31}},
	}
	for _, tt := range tests {
		if got := (Retention{Days: tt.days}).DeleteOn(tt.strike, tt.recorded); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if !StandardRetention().Recorded() || (Retention{Days: 42, Basis: "x"}).Recorded() || (Retention{Notice: "x"}).Recorded() {
		t.Error("a retention is recorded without both its texts, or not with them")
	}
}
