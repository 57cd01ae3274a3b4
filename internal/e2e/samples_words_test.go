package e2e

import (
	"regexp"
	"strings"
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
