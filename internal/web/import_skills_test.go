package web

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestSkillsAtOnce: what all undecided skills mean is said once; one that is said by itself keeps that.
func TestSkillsAtOnce(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	b := bringIn(s.as(auth.Coordinator), "consultants", "plans.csv", "Consultant,Base,Covers,Rate,Fri 25 0800-1300\n"+
		"Dr Example Ann,North,acute onc,BMA,OK\nDr Example Ben,North,RT breast,BMA,OK\nDr Example Cat,North,BMT,BMA,OK\nDr Example Dee,North,clinic cover,BMA,OK\n")
	b.press(nil, "words")
	contract(t, b.w)
	b.press(map[string]string{b.control("“North” means"): "North", b.control("All of these") + "-text": "x", b.control("BMT") + "-text": "bone marrow", b.control("clinic cover"): "-", b.control("OK"): "yes"}, "changes")
	b.press(nil, "imported")
	got := map[string]string{}
	for _, c := range s.entry().Consultants {
		got[c.Name] = strings.Join(c.Skills, ";")
	}
	want := map[string]string{"Dr Example Ann": "x", "Dr Example Ben": "x", "Dr Example Cat": "bone marrow", "Dr Example Dee": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("skills (-want +got)\n%s", diff)
	}
}

// TestNamesakesOnPages: two residents of one name whose numbers are not known are picked on the
// page by the numbers of the file, which is no success yet, and nobody asks again.
func TestNamesakesOnPages(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringAll(v, "duties", rowHead+rowOf("Ann", "", "ST4", "Ward A", 25))
	b.press(nil, "imported")
	other := rota.Resident{Name: s.entry().Residents[0].Name, Grade: "ST5", Unit: "Ward A"}
	if _, err := s.store.SaveResident(t.Context(), store.Actor{}, s.strike, store.Resident{Resident: other}); err != nil {
		t.Fatal(err)
	}
	file := rowHead + rowOf("Ann", "0208972", "ST4", "Ward A", 26) + rowOf("Ann", "0208973", "ST5", "Ward A", 27) + "Total,2,,,,,\n"
	b = bringIn(v, "duties", "plans.csv", file)
	b.press(nil, "words")
	contract(t, b.w)
	if got := b.says(); !strings.Contains(got, "ST5, Ward A") {
		t.Errorf("the page says not who the two are: %s", got)
	}
	b.press(nil, "changes")
	b.press(nil, "imported")
	var got []rota.ResidentID
	for _, d := range s.entry().Duties {
		got = append(got, d.Resident)
	}
	if diff := cmp.Diff([]rota.ResidentID{"R001", "R001", "R002"}, got); diff != "" {
		t.Errorf("whose the duties are (-want +got)\n%s", diff)
	}
	b = bringIn(v, "duties", "plans.csv", file)
	b.press(nil, "changes")
	if got := b.says(); !strings.Contains(got, "What Residents New 0 Changed 0 The same 2 ") || !strings.Contains(got, "What Duties New 0 Changed 0 The same 2 ") {
		t.Errorf("the same file again: %s", got)
	}
}

// TestNewSlotsToCheck: of each new slot the page shows all that a wrong column could have got wrong.
func TestNewSlotsToCheck(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	b := bringIn(s.as(auth.Coordinator), "slots", "plans.csv", "Service,Unit,Role,Site,Start,End,Minimum,Skills,Priority,Notes\n"+
		"Maternity,Ward A,Registrar,North,08:00,20:00,2,obstetrics,1,no other duty\n")
	b.press(nil, "words")
	b.press(map[string]string{b.control("“North” means"): "North"}, "changes")
	contract(t, b.w)
	var got []string
	parse(t, b.w).Find("caption:contains('New')").Closest("table").Find("tbody tr").First().Find("td, th").Each(func(_ int, cell *goquery.Selection) {
		cell.Find(".nhsuk-table__heading").Remove()
		got = append(got, strings.TrimSpace(cell.Text()))
	})
	want := []string{"Ward A, Registrar: Fri 25 July, 8am to 8pm", "North", "2", "obstetrics", "On site, no other duty", "1, cannot wait",
		"Service: Maternity; Source: Staffing file, row 2: no other duty", "row 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the new slot (-want +got)\n%s", diff)
	}
}
