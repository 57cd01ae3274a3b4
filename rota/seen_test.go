package rota_test

import (
	"testing"

	"strikerota/rota"
)

func TestSeen(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		reverses         bool
	}{
		{"plain", "Siân O’Rourke", "Siân O’Rourke", false},
		{"nothing", "", "", false},
		{"a blank of no width", "A\u200bli", "Ali", false},
		{"joiners between letters that stand apart", "A\u200dl\u200ci", "Ali", false},
		{"a joiner at the start", "\u200dAli", "Ali", false},
		{"a joiner that shapes Persian", "می\u200cخواهم", "می\u200cخواهم", false},
		{"a joiner that shapes Hindi", "क्\u200dष", "क्\u200dष", false},
		{"a soft hyphen", "Ali\u00adson", "Alison", false},
		{"a byte order mark", "\ufeffAli", "Ali", false},
		{"a word joiner", "Ali\u2060", "Ali", false},
		{"a filler that counts as a letter", "\u3164", "", false},
		{"a blank that does not break", "Siân\u00a0Rees", "Siân Rees", false},
		{"a wide blank", "Siân\u3000Rees", "Siân Rees", false},
		{"a line end of another kind", "Siân\u2028Rees", "Siân Rees", false},
		{"a number from a telephone", "\u202a+44 7700 900123\u202c", "+44 7700 900123", false},
		{"hidden tags", "Ali\U000e0041", "Ali", false},
		{"letters from right to left", "שרה", "שרה", false},
		{"turned round", "\u202eilA", "ilA", true},
		{"turned round as a part", "Dr \u2067ilA\u2069", "Dr ilA", true},
		{"embedded", "\u202bilA\u202c", "ilA", true},
		{"overridden", "\u202dilA", "ilA", true},
		{"lines stay", "a\nb", "a\nb", false},
	} {
		if got := rota.Seen(tt.text); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if got := rota.Seen(rota.Seen(tt.text)); got != tt.want {
			t.Errorf("%s: seen twice it is %q", tt.name, got)
		}
		if got := rota.Reverses(tt.text); got != tt.reverses {
			t.Errorf("%s: turned round: %t", tt.name, got)
		}
	}
}
