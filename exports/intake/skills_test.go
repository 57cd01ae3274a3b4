package intake

import (
	"testing"

	"strikerota/exports/sheet"
)

// TestLikelySkill: the name of a tab that says another skill leaves a word undecided.
func TestLikelySkill(t *testing.T) {
	tests := []struct{ tab, word, want string }{
		{"Obs anaes", "obs", ""},
		{"Obstetrics", "obs", "obstetrics"},
		{"Sheet1", "obs", "obstetrics"},
		{"", "obs", "obstetrics"},
	}
	for _, tt := range tests {
		l := line{reader: &reader{skills: []string{"obstetrics", "obstetric anaesthesia", "gynaecology"}}, sheet: sheet.Sheet{Name: tt.tab}}
		if got := l.likelySkill(tt.word); got != tt.want {
			t.Errorf("%q on the tab %q is taken for %q, want %q", tt.word, tt.tab, got, tt.want)
		}
	}
}
