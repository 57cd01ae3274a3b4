package intake_test

import (
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestEarlierAnswerMeanwhile: while a later answer cannot be read, its fault says which other answer of the person is taken.
func TestEarlierAnswerMeanwhile(t *testing.T) {
	const form, daily = "Completion time,Name,Fri 25 July", "Completion time,Name,Date,Answer"
	for _, tt := range []struct {
		name   string
		rows   []string
		fault  int    // its row
		taken  string // in the fault; "" when nothing is
		remark bool
	}{
		{"earlier above", []string{form, "14/07/2025 09:00,Ann Bee,yes", "15/07/2025 09:00,Ann Bee,perhaps so"}, 3, "in row 2, is taken", true},
		{"earlier below", []string{form, "15/07/2025 09:00,Ann Bee,perhaps so", "14/07/2025 09:00,Ann Bee,yes"}, 2, "in row 3, is taken", true},
		{"no such time", []string{form, "14/07/2025 09:00,Ann Bee,yes", "32/07/2025 09:00,Ann Bee,no"}, 3, "in row 2, is taken", true},
		{"a later one stands anyway", []string{form, "14/07/2025 09:00,Ann Bee,perhaps so", "15/07/2025 09:00,Ann Bee,yes"}, 2, "", false},
		{"somebody else", []string{form, "14/07/2025 09:00,Cat Dee,yes", "15/07/2025 09:00,Ann Bee,perhaps so"}, 3, "", false},
		{"the same day", []string{daily, "14/07/2025 09:00,Ann Bee,25/07/2025,yes", "15/07/2025 09:00,Ann Bee,25/07/2025,perhaps so"}, 3, "in row 2, is taken", true},
		{"another day", []string{daily, "14/07/2025 09:00,Ann Bee,26/07/2025,yes", "15/07/2025 09:00,Ann Bee,25/07/2025,perhaps so"}, 3, "", false},
	} {
		k := july()
		k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "Ann Bee"}, {ID: "R002", Name: "Cat Dee"}}
		r, _ := askedOf(t, intake.Declarations, k, nil, tt.rows...)
		if len(r.Faults) != 1 || r.Faults[0].Row != tt.fault || len(r.Records.Answers) != 1 {
			t.Errorf("%s: %d answers, the faults are %+v", tt.name, len(r.Records.Answers), r.Faults)
			continue
		}
		mend := r.Faults[0].Mend
		if got := strings.Contains(mend, "another answer of the same person, "); got != (tt.taken != "") || !strings.Contains(mend, tt.taken) {
			t.Errorf("%s: %q, want %q", tt.name, mend, tt.taken)
		}
		if got := strings.Contains(strings.Join(r.Remarks, " "), "an earlier one is taken: 1."); got != tt.remark {
			t.Errorf("%s: the remarks are %q", tt.name, r.Remarks)
		}
	}
}
