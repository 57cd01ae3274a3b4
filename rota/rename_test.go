package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestRename holds that a word is written the new way wherever it stands, that two that
// become one stand nowhere twice, and that no word of another kind is touched.
func TestRename(t *testing.T) {
	entry := func() rota.Entry {
		return rota.Entry{
			Rules: rota.Rules{Travel: []rota.Travel{{From: "North", To: "South", Minutes: 40}, {From: "West", To: "North", Minutes: 20}, {From: "South", To: "West", Minutes: 30}}},
			Slots: []rota.Slot{{ID: "s1", Unit: "Ward 7", Role: "North", Site: "North", Service: "Cancer", SkillsAll: []string{"SACT", "Acute"}},
				{ID: "s2", Unit: "Ward 8", Site: "South", SkillsAny: []string{"Acute", "SACT"}}},
			Lost:        []rota.Slot{{ID: "s0", Unit: "Ward 7", Site: "North"}},
			Residents:   []rota.Resident{{ID: "R1", Unit: "Ward 7", Grade: "Ward 7"}, {ID: "R2"}},
			Consultants: []rota.Consultant{{ID: "C1", Sites: []string{"North", "South"}, Skills: []string{"SACT"}}},
		}
	}
	tests := []struct {
		name string
		r    rota.Rename
		want func(e *rota.Entry)
	}{
		{"a unit", rota.Rename{Kind: rota.UnitWord, From: "Ward 7", To: "Ward 7a"}, func(e *rota.Entry) {
			e.Slots[0].Unit, e.Lost[0].Unit, e.Residents[0].Unit = "Ward 7a", "Ward 7a", "Ward 7a"
		}},
		{"a role", rota.Rename{Kind: rota.RoleWord, From: "North", To: "Registrar"}, func(e *rota.Entry) { e.Slots[0].Role = "Registrar" }},
		{"a service", rota.Rename{Kind: rota.ServiceWord, From: "Cancer", To: "Oncology"}, func(e *rota.Entry) { e.Slots[0].Service = "Oncology" }},
		{"a skill", rota.Rename{Kind: rota.SkillWord, From: "SACT", To: "Chemotherapy"}, func(e *rota.Entry) {
			e.Slots[0].SkillsAll, e.Slots[1].SkillsAny = []string{"Chemotherapy", "Acute"}, []string{"Acute", "Chemotherapy"}
			e.Consultants[0].Skills = []string{"Chemotherapy"}
		}},
		{"two skills become one", rota.Rename{Kind: rota.SkillWord, From: "SACT", To: "Acute"}, func(e *rota.Entry) {
			e.Slots[0].SkillsAll, e.Slots[1].SkillsAny, e.Consultants[0].Skills = []string{"Acute"}, []string{"Acute"}, []string{"Acute"}
		}},
		{"two sites become one", rota.Rename{Kind: rota.SiteWord, From: "South", To: "North"}, func(e *rota.Entry) {
			e.Slots[1].Site, e.Consultants[0].Sites = "North", []string{"North"}
			e.Rules.Travel = []rota.Travel{{From: "West", To: "North", Minutes: 30}} // the longer of the two
		}},
		{"a word that is not there", rota.Rename{Kind: rota.UnitWord, From: "SACT", To: "Acute"}, func(*rota.Entry) {}},
		{"no word", rota.Rename{Kind: rota.UnitWord, From: "", To: "Acute"}, func(*rota.Entry) {}},
	}
	for _, tt := range tests {
		before, want := entry(), entry()
		tt.want(&want)
		got := tt.r.Entry(before)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(entry(), before); diff != "" {
			t.Errorf("%s changes what it was given (-want +got):\n%s", tt.name, diff)
		}
		if there := entry().Has(tt.r.Kind, tt.r.From); there == cmp.Equal(entry(), want) {
			t.Errorf("%s: it is said to be there: %v", tt.name, there)
		}
	}
}

// TestRenamePlansAlike holds that a rota of the example is as good under another name.
func TestRenamePlansAlike(t *testing.T) {
	e := rotatest.Small(1)
	r := rota.Rename{Kind: rota.SkillWord, From: "Obstetrics", To: "Birth"}
	if !e.Has(r.Kind, r.From) {
		t.Fatal("the example has no such skill")
	}
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	q, err := r.Entry(e).Problem()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rotatest.Plan(p).Open, rotatest.Plan(q).Open); diff != "" {
		t.Errorf("what is open changes with the name (-before +after):\n%s", diff)
	}
}
