package web

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
)

func TestSpellings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name              string
		typed             []string
		slots, rest, want []string
	}{
		{name: "nothing", slots: []string{"Oncology"}},
		{name: "capitals", typed: []string{"ONCOLOGY"}, slots: []string{"Cardiology", "Oncology"}, want: []string{"Oncology"}},
		{name: "spaces", typed: []string{"ward \u00a07 "}, slots: []string{"Ward 7"}, want: []string{"Ward 7"}},
		{name: "spaces of the known word", typed: []string{"Ward 7"}, slots: []string{"Ward  7"}, want: []string{"Ward  7"}},
		{name: "letters beyond ASCII", typed: []string{"ÉCHO"}, rest: []string{"Écho"}, want: []string{"Écho"}},
		{name: "an accent is no capital", typed: []string{"Echo"}, rest: []string{"Écho"}, want: []string{"Echo"}},
		{name: "a space may tell two apart", typed: []string{"Ward 1 1"}, slots: []string{"Ward 11"}, want: []string{"Ward 1 1"}},
		{name: "the slots' before the rest's", typed: []string{"oncology"}, slots: []string{"Oncology"}, rest: []string{"oncology"}, want: []string{"Oncology"}},
		{name: "the rest's where no slot has it", typed: []string{"Oncology"}, slots: []string{"Cardiology"}, rest: []string{"oncology"}, want: []string{"oncology"}},
		{name: "both of two spellings that slots have", typed: []string{"Oncology", "oncology"}, slots: []string{"ONCOLOGY", "Oncology", "oncology"}, want: []string{"Oncology", "oncology"}},
		{name: "two typed words are one known", typed: []string{"oncology", "Scanning", "ONCOLOGY"}, slots: []string{"Oncology"}, want: []string{"Oncology", "Scanning"}},
		{name: "two typed words are one new", typed: []string{"Fetal  medicine", "fetal medicine"}, want: []string{"Fetal medicine"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, spellings(tt.typed, tt.slots, tt.rest)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSpellSlots holds that the lines of a template agree with each other where the strike
// says nothing yet, and a slot's two lists of skills too.
func TestSpellSlots(t *testing.T) {
	t.Parallel()
	e := rota.Entry{Residents: []rota.Resident{{Unit: "Ward 7"}}, Consultants: []rota.Consultant{{Skills: []string{"Scanning"}, Sites: []string{"Kestrel Park"}}}}
	got := spellSlots(e, []rota.Slot{
		{Service: "Cancer", Unit: "WARD 7", Site: "kestrel park", SkillsAll: []string{"Oncology"}, SkillsAny: []string{"oncology", "scanning"}},
		{Service: "cancer", Unit: "Ward 8", Site: "Ashmere", SkillsAll: []string{"ONCOLOGY"}},
		{Service: "CANCER", Unit: "ward 8", Site: "ashmere"},
	})
	want := []rota.Slot{
		{Service: "Cancer", Unit: "Ward 7", Site: "Kestrel Park", SkillsAll: []string{"Oncology"}, SkillsAny: []string{"Oncology", "Scanning"}},
		{Service: "Cancer", Unit: "Ward 8", Site: "Ashmere", SkillsAll: []string{"Oncology"}},
		{Service: "Cancer", Unit: "Ward 8", Site: "Ashmere"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSpellingIsKept types what the strike has in other capitals and spaces, in every form
// that names it, and then corrects the spelling of the only one who has a word.
func TestSpellingIsKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	save := func(page string, set map[string]string) {
		t.Helper()
		at := "/strikes/" + s.strike + "/" + page
		values := fields(t, v.get(at), at)
		for name, value := range set {
			values.Set(name, value)
		}
		want(t, v.post(at, values), http.StatusSeeOther)
	}
	save("slots/new", map[string]string{"service": "MATERNITY", "unit": "labour  ward", "role": "Scribe", "site": "ashmere general",
		"span-day": "2025-07-25", "span-from": "8pm", "span-to": "8:30am", "skills-all": "obstetrics"})
	save("consultants/new", map[string]string{"name": "Dr New Person", "other-skills": "OBSTETRICS, scanning", "other-sites": "ASHMERE  general"})
	save("residents/new", map[string]string{"name": "Dr New Resident", "unit": "LABOUR WARD"})
	e := s.entry()
	slot := e.Slots[slices.IndexFunc(e.Slots, func(o rota.Slot) bool { return o.Role == "Scribe" })]
	person := e.Consultants[slices.IndexFunc(e.Consultants, func(c rota.Consultant) bool { return c.Name == "Dr New Person" })]
	resident := e.Residents[slices.IndexFunc(e.Residents, func(r rota.Resident) bool { return r.Name == "Dr New Resident" })]
	got := [][]string{{slot.Service, slot.Unit, slot.Site, resident.Unit}, slot.SkillsAll, person.Skills, person.Sites}
	want1 := [][]string{{"Maternity", "Labour ward", "Ashmere General", "Labour ward"}, {"Obstetrics"}, {"Obstetrics", "scanning"}, {"Ashmere General"}}
	if diff := cmp.Diff(want1, got); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	at := "/strikes/" + s.strike + "/consultants/" + string(person.ID) + "/edit"
	values := fields(t, v.get(at), at)
	values["skills"] = []string{"Obstetrics"}
	values.Set("other-skills", "Scanning")
	want(t, v.post(at, values), http.StatusSeeOther)
	if now, _ := s.store.Consultant(t.Context(), s.strike, person.ID); !slices.Equal(now.Skills, []string{"Obstetrics", "Scanning"}) {
		t.Errorf("the only one with a skill cannot correct it: %q", now.Skills)
	}
}
