package intake

import "testing"

func TestNames(t *testing.T) {
	for _, name := range []string{"O'ROURKE, Siân (Dr)", "Dr Siân O'Rourke", "O’ROURKE,\u00a0Sian (NORTHMOOR TRUST)", " Sian  O'Rourke ", "O'Rourke Sian", "Dr. Sian O`Rourke", "O\u200b'Rourke, Sian"} {
		if got, want := nameKey(name), "orourke sian"; got != want {
			t.Errorf("the key of %q is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"O'ROURKE, Siân (Dr)": "O'ROURKE, Siân", "Dr Bilal Sugden": "Bilal Sugden", "Prof. A N Other": "A N Other", "SMITH, Jo, Dr": "SMITH, Jo"} {
		if got := shownName(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"M Sethi", "Mei Ling Sethi", true}, {"Sethi, M", "Mei Ling Sethi", true}, {"A Widdop", "Andrew Widdop", true}, {"Bilal Ogden", "Bilal Sugden", false}, {"Jo Smyth", "Jo Smith", true},
		{"Anna Smith", "Andrew Smith", false}, {"M Sethi", "Anil Sethi", false}, {"Jo Smith", "Jo Smith", true},
	} {
		if got := sameName(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q may be one: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
	for name, want := range map[string]bool{"VACANT": true, "Vacant post": true, "TBC": true, "Vacanti, Maria": false, "VACANT - locum": true, "Ali, Imran": false} {
		if got := isVacant(name); got != want {
			t.Errorf("%q is vacant: %v, want %v", name, got, want)
		}
	}
}

func TestTiers(t *testing.T) {
	for grade, want := range map[string]tier{
		"F1": juniorTier, "FHO1": juniorTier, "Foundation Doctor (F2)": juniorTier, "GPVTS": juniorTier, "GP ST2": juniorTier, "GPST3": juniorTier, "Ct2": juniorTier, "Core Trainee Yr 1": juniorTier, "ST 1": juniorTier, "Specialty Trainee Yr 2": juniorTier,
		"Internal Medicine Trainee Y2": juniorTier, "LED - SHO level": juniorTier, "Clinical Fellow (CT level)": juniorTier, "FY1": juniorTier, "ST1-2": juniorTier,
		"IMT3": registrarTier, "ST 3": registrarTier, "StR 6": registrarTier, "SpR (ST3)": registrarTier, "Specialty Registrar Yr7": registrarTier, "ST8 (acting up)": registrarTier, "Senior Clinical Fellow": registrarTier,
		"Clin Fellow ST3+": registrarTier, "Registrar (tier 2)": registrarTier, "SHO (tier 1)": juniorTier, "Tier 1 twilight": juniorTier, "StR ST4": registrarTier,
		"Consultant": consultantTier, "": unknownTier, "Locum": unknownTier, "Prescriber": unknownTier,
	} {
		if got := tierOf(grade); got != want {
			t.Errorf("grade %q is tier %d, want %d", grade, got, want)
		}
	}
}

func TestLikeness(t *testing.T) {
	units := []string{"Acute Oncology Service", "Delivery Suite", "Maternity Assessment Unit", "NICU", "Obstetric Theatres", "Ward 12 Renal Transplant", "Ward 14 Hepatology", "Ward 31 Oncology", "Ward 32 Haematology/BMT"}
	for text, want := range map[string]string{
		"AOS": "Acute Oncology Service", "Delivery Suit": "Delivery Suite", "Labour Ward": "Delivery Suite", "MAU (maternity)": "Maternity Assessment Unit", "N.I.C.U.": "NICU", "Neonatal Intensive Care": "NICU",
		"Obs Theatre": "Obstetric Theatres", "W12 Renal Transplant": "Ward 12 Renal Transplant", "Ward 12 Renal Tx": "Ward 12 Renal Transplant", "Ward 14 Liver": "Ward 14 Hepatology", "Ward 31": "Ward 31 Oncology",
		"W31 Oncology": "Ward 31 Oncology", "Ward 32 Haem/BMT": "Ward 32 Haematology/BMT", "W32 Haematology": "Ward 32 Haematology/BMT",
		"Ward 99": "", "Surgical Assessment Unit": "", "Ward 13": "", "Main Theatres": "", "": "",
	} {
		if got := likest(text, units); got != want {
			t.Errorf("%q is most like %q, want %q", text, got, want)
		}
	}
}

// TestNeverOne: names that are nearly alike and are those of two places are not suggested for each other.
func TestNeverOne(t *testing.T) {
	for _, pair := range [][2]string{{"Ward A", "Ward B"}, {"Ward 31", "Ward 32"}, {"Ward 31 Oncology", "Ward 32 Oncology"}, {"Ward 3A", "Ward 3B"}, {"Ward 3", "Ward 3A"}, {"South", "North"},
		{"North Theatre Suite", "South Theatre Suite"}, {"Male Surgical", "Female Surgical"}, {"Level 2 Theatres", "Level 3 Theatres"}, {"Urology", "Neurology"}, {"Haematology", "Hepatology"},
		{"River Ward", "Liver Ward"}, {"Paediatric Oncology", "Adult Oncology"}} {
		for _, p := range [][2]string{pair, {pair[1], pair[0]}} {
			if got := likest(p[0], []string{p[1], "Delivery Suite"}); got != "" {
				t.Errorf("%q is taken for %q", p[0], got)
			}
		}
	}
	for _, pair := range [][2]string{{"Delivery Siute", "Delivery Suite"}, {"Wd 3A", "Ward 3a"}, {"Ward 03", "Ward 3"}, {"South Theatre", "South Theatre Suite"}, {"Haematolgy", "Haematology"}} {
		if got := likest(pair[0], []string{pair[1]}); got != pair[1] {
			t.Errorf("%q is most like %q, want %q", pair[0], got, pair[1])
		}
	}
}
