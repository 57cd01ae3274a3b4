package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestContactParts finds what a phone can ring in what was typed, and leaves all else as it is.
func TestContactParts(t *testing.T) {
	for _, tt := range []struct {
		contact string
		want    []contactPart
	}{
		{"", nil},
		{"07700 900123", []contactPart{{"07700 900123", "07700900123"}}},
		{"bleep 2231", []contactPart{{Text: "bleep 2231"}}},
		{"Mobile 07700 900123, bleep 2231", []contactPart{{Text: "Mobile "}, {"07700 900123", "07700900123"}, {Text: ", bleep 2231"}}},
		{"+44 (0)7700 900123", []contactPart{{"+44 (0)7700 900123", "+447700900123"}}},
		{"(01632) 960-001 / 01632.960.002", []contactPart{{"(01632) 960-001", "01632960001"}, {Text: " / "}, {"01632.960.002", "01632960002"}}},
		{"a.khan@trust.example", []contactPart{{Text: "a.khan@trust.example"}}},
		{"1234567890123456", []contactPart{{Text: "1234567890123456"}}},
		{"\"><b>", []contactPart{{Text: "\"><b>"}}},
	} {
		if diff := cmp.Diff(tt.want, contactParts(tt.contact)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.contact, diff)
		}
	}
}
