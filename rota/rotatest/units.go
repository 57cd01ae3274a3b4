package rotatest

import "strikerota/rota"

// The sites of the example trusts.
const (
	Ashmere = "Ashmere General"
	Kestrel = "Kestrel Park"
)

// A unit is what the example trusts need in one role of one unit, day after day.
type unit struct {
	key      string // starts the ids of its slots
	service  string
	name     string
	role     string
	site     string
	shifts   []shift
	places   int
	silent   bool // no resident is rostered to it: it is a consultant's own work
	all, any []string
	mode     rota.Mode
	alone    bool
	priority int
	grades   []string
	source   string
}

// A shift runs from one time to another, on the next day when that is no later.
type shift struct {
	name                     string
	hour, minute, toH, toMin int
	days                     []int // of July 2025
}

var (
	everyDay = []int{25, 26, 27, 28, 29}
	weekdays = []int{25, 28, 29}
	weekend  = []int{26, 27}

	longDay  = shift{"day", 8, 0, 20, 30, everyDay}
	night    = shift{"night", 20, 0, 8, 30, everyDay}
	eve      = shift{"night", 20, 0, 8, 30, []int{24}} // begun before the strike: it is finished
	twilight = shift{"twilight", 14, 0, 0, 0, everyDay}
	late     = shift{"evening", 17, 0, 23, 0, weekdays}
	fromHome = shift{"home", 8, 0, 8, 0, everyDay}
	lists    = shift{"list", 8, 0, 18, 0, weekdays}
	clinics  = shift{"clinic", 9, 0, 17, 30, weekdays}
	saturday = shift{"sat", 8, 0, 14, 0, []int{26}}
	homeWE   = shift{"home", 8, 0, 20, 0, weekend}

	roundTheClock = []shift{longDay, night}

	juniorGrades = []string{"FY2", "ST1", "ST2", "GPST1", "GPST2"}
	middleGrades = []string{"ST3", "ST4", "ST5"}
	seniorGrades = []string{"ST5", "ST6", "ST7", "ST8"}
	coreGrades   = []string{"CT1", "CT2", "CT3", "ST4"}
)

// largeUnits are the units of the large trust.
var largeUnits = []unit{
	{key: "a-lw-reg", service: "Maternity", name: "Labour ward", role: "Registrar tier", site: Ashmere, shifts: []shift{eve, longDay, night}, places: 2,
		all: []string{"Obstetrics"}, priority: 1, grades: seniorGrades, source: "RCOG 2021, roles of the consultant workforce"},
	{key: "a-lw-sho", service: "Maternity", name: "Labour ward", role: "SHO tier", site: Ashmere, shifts: roundTheClock, places: 1,
		any: []string{"Obstetrics", "Gynaecology"}, priority: 2, grades: juniorGrades},
	{key: "a-oa", service: "Maternity", name: "Obstetric anaesthesia", role: "Duty anaesthetist", site: Ashmere, shifts: roundTheClock, places: 1,
		all: []string{"Obstetric anaesthesia"}, alone: true, priority: 1, grades: middleGrades, source: "RCoA GPAS chapter 9"},
	{key: "a-oa-backup", service: "Maternity", name: "Obstetric anaesthesia", role: "Named consultant", site: Ashmere, shifts: []shift{fromHome}, places: 1, silent: true,
		all: []string{"Obstetric anaesthesia"}, mode: rota.OnCall, priority: 2, source: "RCoA GPAS chapter 9"},
	{key: "a-triage", service: "Maternity", name: "Maternity triage", role: "Triage doctor", site: Ashmere, shifts: []shift{twilight}, places: 1,
		any: []string{"Obstetrics", "Gynaecology"}, priority: 3, grades: juniorGrades},
	{key: "a-nn1", service: "Maternity", name: "Neonatal unit", role: "Tier 1", site: Ashmere, shifts: roundTheClock, places: 1,
		any: []string{"Neonatal", "Paediatrics"}, priority: 2, grades: juniorGrades},
	{key: "a-nn2", service: "Maternity", name: "Neonatal unit", role: "Tier 2", site: Ashmere, shifts: roundTheClock, places: 1,
		all: []string{"Neonatal"}, alone: true, priority: 1, grades: seniorGrades},
	{key: "a-lw-late", service: "Maternity", name: "Labour ward", role: "Second registrar", site: Ashmere, shifts: []shift{late}, places: 1,
		all: []string{"Obstetrics"}, priority: 2, grades: middleGrades},
	{key: "a-nn3", service: "Maternity", name: "Neonatal unit", role: "Evening admissions", site: Ashmere, shifts: []shift{twilight}, places: 1,
		any: []string{"Neonatal", "Paediatrics"}, priority: 3, grades: juniorGrades},
	{key: "a-cs", service: "Maternity", name: "Planned caesareans", role: "Operating doctor", site: Ashmere, shifts: []shift{lists}, places: 1,
		all: []string{"Obstetrics"}, priority: 2, grades: middleGrades},
	{key: "a-ao", service: "Cancer", name: "Acute oncology", role: "Registrar", site: Ashmere, shifts: roundTheClock, places: 1,
		all: []string{"Acute oncology"}, priority: 1, grades: middleGrades, source: "Antibiotics within an hour for neutropenic sepsis"},
	{key: "a-hae", service: "Cancer", name: "Haematology ward", role: "Ward doctor", site: Ashmere, shifts: []shift{longDay, night, late}, places: 1,
		any: []string{"Haematology", "Acute oncology"}, priority: 2, grades: juniorGrades},
	{key: "a-bmt", service: "Cancer", name: "Bone marrow transplant ward", role: "Registrar", site: Ashmere, shifts: roundTheClock, places: 1,
		all: []string{"Haematology", "BMT"}, priority: 1, grades: seniorGrades},
	{key: "a-sact", service: "Cancer", name: "SACT day unit", role: "Unit doctor", site: Ashmere, shifts: []shift{clinics, saturday}, places: 1,
		any: []string{"SACT", "Haematology"}, priority: 2, grades: middleGrades},
	{key: "a-rt", service: "Cancer", name: "Radiotherapy", role: "Category 1 review", site: Ashmere, shifts: []shift{clinics}, places: 1,
		all: []string{"Radiotherapy"}, priority: 1, grades: middleGrades, source: "Category 1: no gaps"},
	{key: "a-rt-home", service: "Cancer", name: "Radiotherapy", role: "On call for cord compression", site: Ashmere, shifts: []shift{homeWE}, places: 1,
		all: []string{"Radiotherapy"}, mode: rota.OnCall, priority: 2, grades: middleGrades},
	{key: "a-p1", service: "Cancer", name: "Emergency cancer theatre (P1)", role: "First assistant", site: Ashmere, shifts: []shift{longDay}, places: 1,
		all: []string{"Cancer surgery"}, priority: 1, grades: seniorGrades, source: "P1: within 72 hours"},
	{key: "a-p1-an", service: "Cancer", name: "Emergency cancer theatre (P1)", role: "Anaesthetist", site: Ashmere, shifts: []shift{longDay}, places: 1,
		any: []string{"Obstetric anaesthesia", "Transplant anaesthesia"}, priority: 1, grades: coreGrades, source: "P1: within 72 hours"},
	{key: "a-p2", service: "Cancer", name: "Cancer theatre (P2)", role: "First assistant", site: Ashmere, shifts: []shift{lists}, places: 2,
		any: []string{"Cancer surgery", "Gynaecology"}, priority: 2, grades: coreGrades, source: "P2: within 4 weeks"},
	{key: "a-ret", service: "Transplant", name: "Organ retrieval", role: "Lead surgeon", site: Ashmere, shifts: []shift{fromHome}, places: 1,
		all: []string{"Retrieval"}, mode: rota.Standby, priority: 1, grades: seniorGrades, source: "National Organ Retrieval Service"},
	{key: "a-ret2", service: "Transplant", name: "Organ retrieval", role: "Assistant", site: Ashmere, shifts: []shift{fromHome}, places: 1,
		any: []string{"Retrieval", "Implant", "Cancer surgery"}, mode: rota.Standby, priority: 2, grades: coreGrades},
	{key: "a-imp", service: "Transplant", name: "Implant", role: "Implant surgeon", site: Ashmere, shifts: []shift{fromHome}, places: 1, silent: true,
		all: []string{"Implant"}, mode: rota.OnCall, priority: 1},
	{key: "a-tan", service: "Transplant", name: "Implant", role: "Transplant anaesthetist", site: Ashmere, shifts: []shift{fromHome}, places: 1,
		all: []string{"Transplant anaesthesia"}, mode: rota.OnCall, priority: 1, grades: seniorGrades},
	{key: "a-tw", service: "Transplant", name: "Transplant ward", role: "Registrar", site: Ashmere, shifts: roundTheClock, places: 1,
		any: []string{"Transplant medicine", "Implant"}, priority: 1, grades: seniorGrades},
	{key: "a-tw-sho", service: "Transplant", name: "Transplant ward", role: "Ward doctor", site: Ashmere, shifts: []shift{longDay, twilight}, places: 1,
		any: []string{"Transplant medicine", "Implant", "Retrieval"}, priority: 3, grades: juniorGrades},
	{key: "k-lw-reg", service: "Maternity", name: "Labour ward", role: "Registrar tier", site: Kestrel, shifts: []shift{eve, longDay, night}, places: 1,
		all: []string{"Obstetrics"}, priority: 1, grades: seniorGrades, source: "RCOG 2021, roles of the consultant workforce"},
	{key: "k-lw-sho", service: "Maternity", name: "Labour ward", role: "SHO tier", site: Kestrel, shifts: roundTheClock, places: 1,
		any: []string{"Obstetrics", "Gynaecology"}, priority: 3, grades: juniorGrades},
	{key: "k-oa", service: "Maternity", name: "Obstetric anaesthesia", role: "Duty anaesthetist", site: Kestrel, shifts: roundTheClock, places: 1,
		all: []string{"Obstetric anaesthesia"}, alone: true, priority: 1, grades: middleGrades, source: "RCoA GPAS chapter 9"},
	{key: "k-oa-backup", service: "Maternity", name: "Obstetric anaesthesia", role: "Named consultant", site: Kestrel, shifts: []shift{fromHome}, places: 1, silent: true,
		all: []string{"Obstetric anaesthesia"}, mode: rota.OnCall, priority: 2, source: "RCoA GPAS chapter 9"},
	{key: "k-triage", service: "Maternity", name: "Maternity triage", role: "Triage doctor", site: Kestrel, shifts: []shift{twilight}, places: 1,
		any: []string{"Obstetrics", "Gynaecology"}, priority: 3, grades: juniorGrades},
	{key: "k-nn1", service: "Maternity", name: "Special care baby unit", role: "Tier 1", site: Kestrel, shifts: roundTheClock, places: 1,
		any: []string{"Neonatal", "Paediatrics"}, priority: 2, grades: juniorGrades},
	{key: "k-nn2", service: "Maternity", name: "Special care baby unit", role: "Tier 2", site: Kestrel, shifts: roundTheClock, places: 1,
		any: []string{"Neonatal"}, priority: 1, grades: middleGrades},
	{key: "k-ao", service: "Cancer", name: "Acute oncology", role: "Registrar", site: Kestrel, shifts: []shift{longDay}, places: 1,
		all: []string{"Acute oncology"}, priority: 1, grades: middleGrades},
	{key: "k-hae", service: "Cancer", name: "Haematology ward", role: "Ward doctor", site: Kestrel, shifts: roundTheClock, places: 1,
		any: []string{"Haematology", "Acute oncology"}, priority: 2, grades: juniorGrades},
	{key: "k-sact", service: "Cancer", name: "SACT day unit", role: "Unit doctor", site: Kestrel, shifts: []shift{clinics, saturday}, places: 1,
		any: []string{"SACT", "Haematology"}, priority: 2, grades: middleGrades},
	{key: "k-p2", service: "Cancer", name: "Cancer theatre (P2)", role: "First assistant", site: Kestrel, shifts: []shift{lists}, places: 1,
		any: []string{"Cancer surgery", "Gynaecology"}, priority: 2, grades: coreGrades},
}

// smallUnits are the units of the small trust: 30 slots at one site.
var smallUnits = []unit{
	{key: "lw-reg", service: "Maternity", name: "Labour ward", role: "Registrar tier", site: Ashmere, shifts: roundTheClock, places: 1,
		all: []string{"Obstetrics"}, priority: 1, grades: seniorGrades, source: "RCOG 2021, roles of the consultant workforce"},
	{key: "oa", service: "Maternity", name: "Obstetric anaesthesia", role: "Duty anaesthetist", site: Ashmere, shifts: []shift{night}, places: 1,
		all: []string{"Obstetric anaesthesia"}, alone: true, priority: 1, grades: middleGrades, source: "RCoA GPAS chapter 9"},
	{key: "ao", service: "Cancer", name: "Acute oncology", role: "Registrar", site: Ashmere, shifts: []shift{longDay}, places: 1,
		all: []string{"Acute oncology"}, priority: 1, grades: middleGrades},
	{key: "sact", service: "Cancer", name: "SACT day unit", role: "Unit doctor", site: Ashmere, shifts: []shift{clinics}, places: 1,
		any: []string{"SACT", "Acute oncology"}, priority: 2, grades: middleGrades},
	{key: "ret", service: "Transplant", name: "Organ retrieval", role: "Lead surgeon", site: Ashmere, shifts: []shift{fromHome}, places: 1,
		all: []string{"Retrieval"}, mode: rota.Standby, priority: 1, grades: seniorGrades, source: "National Organ Retrieval Service"},
	{key: "tw", service: "Transplant", name: "Transplant ward", role: "Ward doctor", site: Ashmere, shifts: []shift{{"twilight", 14, 0, 0, 0, weekend}}, places: 2,
		any: []string{"Retrieval", "Transplant medicine"}, priority: 3, grades: juniorGrades},
}
