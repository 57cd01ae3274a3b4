package e2e

import (
	"regexp"
	"strings"
	"testing"
)

// The two sites, by every name that the samples give them.
const (
	northmoor = "Northmoor Royal Infirmary"
	eastlake  = "Eastlake Hospital"
)

var sampleSites = map[string]string{
	"nri": northmoor, "northmoor royal infirmary": northmoor, "eastlake": eastlake, "eastlake hospital": eastlake,
}

// sampleUnits are the units as the staffing sheet names them, by every spelling of the duties.
var sampleUnits = map[string]string{
	"acute medical unit": "Acute Medical Unit", "amu": "Acute Medical Unit",
	"acute oncology service": "Acute Oncology Service", "aos": "Acute Oncology Service",
	"chemotherapy suite": "Chemotherapy Suite", "chemo suite": "Chemotherapy Suite",
	"delivery suite": "Delivery Suite", "delivery suit": "Delivery Suite", "labour ward": "Delivery Suite",
	"main theatres":             "Main Theatres",
	"maternity assessment unit": "Maternity Assessment Unit", "maternity assesment unit": "Maternity Assessment Unit", "mau (maternity)": "Maternity Assessment Unit",
	"nicu": "NICU", "n.i.c.u.": "NICU", "neonatal intensive care": "NICU",
	"obstetric theatres": "Obstetric Theatres", "obs theatre": "Obstetric Theatres",
	"radiotherapy dept": "Radiotherapy Dept", "radiotherapy": "Radiotherapy Dept",
	"surgical assessment unit": "Surgical Assessment Unit", "sau": "Surgical Assessment Unit",
	"transplant surgery": "Transplant Surgery", "transplant surg.": "Transplant Surgery",
	"ward 12 renal transplant": "Ward 12 Renal Transplant", "ward 12 renal tx": "Ward 12 Renal Transplant", "w12 renal transplant": "Ward 12 Renal Transplant",
	"ward 14 hepatology": "Ward 14 Hepatology", "ward 14 liver": "Ward 14 Hepatology",
	"ward 31 oncology": "Ward 31 Oncology", "w31 oncology": "Ward 31 Oncology", "ward 31": "Ward 31 Oncology",
	"ward 32 haematology/bmt": "Ward 32 Haematology/BMT", "ward 32 haematolgy/bmt": "Ward 32 Haematology/BMT",
	"ward 32 haem/bmt": "Ward 32 Haematology/BMT", "w32 haematology": "Ward 32 Haematology/BMT",
}

// tidy is a cell's text without odd or doubled spaces.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// plain is a cell's text for looking it up: tidy, in small letters.
func plain(s string) string { return strings.ToLower(tidy(s)) }

// tiers says which grades work at registrar level (2) and which below it (1). The
// first pattern that fits decides; year 3 of a training scheme is a registrar.
var tiers = []struct {
	pattern *regexp.Regexp
	tier    int
}{
	{regexp.MustCompile(`^(spr|str)\b|registrar|senior clinical fellow|st3\+`), 2},
	{regexp.MustCompile(`^(f|fy|fho)\d$|foundation|^gp|sho level|ct level|^ct ?\d$|^core trainee`), 1},
	{regexp.MustCompile(`^(st|imt?|specialty trainee|internal medicine trainee)( yr?)? ?[12]$`), 1},
	{regexp.MustCompile(`^(st|imt?) ?[3-8]( \(acting up\))?$`), 2},
}

// tierOf is the tier of a grade, 0 when the grade is not known.
func tierOf(grade string) int {
	for _, t := range tiers {
		if t.pattern.MatchString(plain(grade)) {
			return t.tier
		}
	}
	return 0
}

// roleTier is the tier that a role of the staffing sheet asks for: a senior house
// officer's or tier 1 work is tier 1; anything else needs a registrar.
func roleTier(role string) int {
	if r := plain(role); strings.Contains(r, "sho") || strings.Contains(r, "tier 1") {
		return 1
	}
	return 2
}

// accents are the letters of the samples that are also written without a mark.
var accents = strings.NewReplacer("á", "a", "â", "a", "é", "e", "ó", "o", "ö", "o", "í", "i", "ú", "u", "ð", "d")

var (
	bracketed = regexp.MustCompile(`\([^)]*\)`)
	titled    = regexp.MustCompile(`^(dr|mr|mrs|ms|miss|prof) `)
)

// nameKey is a name by which two spellings of it are the same: first name first,
// without title, marks and capitals.
func nameKey(name string) string {
	s := accents.Replace(plain(bracketed.ReplaceAllString(name, "")))
	if last, first, turned := strings.Cut(s, ","); turned {
		s = tidy(first + " " + last)
	}
	return titled.ReplaceAllString(s, "")
}

func TestSampleWords(t *testing.T) {
	for _, name := range []string{"O'ROURKE, Siân (Dr)", "Dr Siân O'Rourke", "O'ROURKE,\u00a0Sian (NORTHMOOR TRUST)", " Sian  O'Rourke "} {
		if got, want := nameKey(name), "sian o'rourke"; got != want {
			t.Errorf("the key of %q is %q, want %q", name, got, want)
		}
	}
	for grade, want := range map[string]int{
		"F1": 1, "FHO1": 1, "Foundation Doctor (F2)": 1, "GPVTS": 1, "Ct2": 1, "Core Trainee Yr 1": 1, "ST 1": 1, "Specialty Trainee Yr 2": 1,
		"Internal Medicine Trainee Y2": 1, "LED - SHO level": 1, "Clinical Fellow (CT level)": 1, "IMT3": 2, "ST 3": 2, "StR 6": 2, "SpR (ST3)": 2,
		"Specialty Registrar Yr7": 2, "ST8 (acting up)": 2, "Senior Clinical Fellow": 2, "Clin Fellow ST3+": 2, "Consultant": 0, "": 0, "Locum": 0,
	} {
		if got := tierOf(grade); got != want {
			t.Errorf("grade %q is tier %d, want %d", grade, got, want)
		}
	}
	for role, want := range map[string]int{"SHO (tier 1)": 1, "Tier 1 twilight": 1, "Second SHO": 1, "Registrar (tier 2)": 2, "Prescriber": 2} {
		if got := roleTier(role); got != want {
			t.Errorf("role %q is tier %d, want %d", role, got, want)
		}
	}
	for text, want := range map[string]bool{"ali, imran!": true, "(imran ali)": false, "vali, imran": false, "ali, imrana ali, imran": true, "x": false} {
		if got := holdsWord(" "+text+" ", "ali, imran"); got != want {
			t.Errorf("%q holds the name: %v, want %v", text, got, want)
		}
	}
}
