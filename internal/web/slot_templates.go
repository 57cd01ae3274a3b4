package web

import "strikerota/rota"

// A slotTemplate is what a service commonly needs, to start from.
type slotTemplate struct {
	key, service, about string
	lines               []templateLine
}

// A templateLine is one role, day after day. What sources do not say is a
// starting value: the page asks to check every line with the service.
type templateLine struct {
	unit, role string
	from, to   string // HH:MM; an end that is no later is on the next day
	days       templateDays
	places     int
	all, any   []string
	mode       rota.Mode
	alone      bool
	priority   int
	source     string
}

// templateDays are the days that a line starts with; any may be chosen.
type templateDays int

const (
	everyDay templateDays = iota
	weekdays
)

// noStandard is the source of a line for which no national figure was found.
const noStandard = "No national figure found: check with your service"

const (
	rcog = "RCOG 2021, roles of the consultant workforce: the unit decides by workload and case mix. Check with your service"
	gpas = "RCoA GPAS chapter 9: immediately available for 24 hours, no other duty. Check with your service"
	bapm = "Intensive care: no other commitments while responsible (BAPM tiers). Check with your service"
	p1   = "NHS surgical priorities 2020: P1a within 24 hours, P1b within 72. Check with your service"
	p2   = "NHS surgical priorities 2020: P2 within 4 weeks. Check with your service"
	rt1  = "NHS radiotherapy priorities 2020: category 1 has no room for gaps. Check with your service"
	aos  = "Acute oncology advice at all hours; antibiotics within an hour for neutropenic sepsis. Check with your service"
	nors = "National Organ Retrieval Service: a team at all hours, called by NHSBT. Check with your service"
	lets = "NHS England strike letters 2023: emergency care, critical care and trauma must hold; no numbers are given. Check with your service"
	list = "RCoA GPAS chapter 9: the duty anaesthetist does not also do the planned list. Check with your service"
	must = "RCOG 2021 lists when a consultant must be told and must attend. Check with your service"
	link = "Super-urgent offers cannot wait; no national minimum found. Check with your service"
)

// slotTemplates are the templates in the order of the page. The lines follow the
// guidance named as their source; see each source's own text before relying on it.
var slotTemplates = []slotTemplate{
	{key: "cancer", service: "Cancer", about: "Acute oncology, haematology, the SACT day unit, radiotherapy category 1, and theatres for P1 and P2 cancer surgery.", lines: []templateLine{
		{unit: "Acute oncology", role: "Registrar", from: "08:00", to: "20:30", places: 1, all: []string{"Acute oncology"}, mode: rota.OnSite, priority: 1, source: aos},
		{unit: "Acute oncology", role: "Registrar", from: "20:00", to: "08:30", places: 1, all: []string{"Acute oncology"}, mode: rota.OnSite, priority: 1, source: aos},
		{unit: "Haematology ward", role: "Ward doctor", from: "08:00", to: "20:30", places: 1, any: []string{"Haematology", "Acute oncology"}, mode: rota.OnSite, priority: 2, source: noStandard},
		{unit: "Haematology ward", role: "Ward doctor", from: "20:00", to: "08:30", places: 1, any: []string{"Haematology", "Acute oncology"}, mode: rota.OnSite, priority: 2, source: noStandard},
		{unit: "SACT day unit", role: "Unit doctor", from: "09:00", to: "17:30", days: weekdays, places: 1, any: []string{"SACT", "Haematology"}, mode: rota.OnSite, priority: 2, source: noStandard},
		{unit: "Radiotherapy", role: "Category 1 review", from: "09:00", to: "17:30", days: weekdays, places: 1, all: []string{"Radiotherapy"}, mode: rota.OnSite, priority: 1, source: rt1},
		{unit: "Emergency cancer theatre (P1)", role: "First assistant", from: "08:00", to: "20:30", places: 1, all: []string{"Cancer surgery"}, mode: rota.OnSite, priority: 1, source: p1},
		{unit: "Cancer theatre (P2)", role: "First assistant", from: "08:00", to: "18:00", days: weekdays, places: 1, all: []string{"Cancer surgery"}, mode: rota.OnSite, priority: 2, source: p2},
	}},
	{key: "transplant", service: "Transplant", about: "Organ retrieval and implant on standby or on call, since offers cannot be rostered, and the transplant and bone marrow transplant wards.", lines: []templateLine{
		{unit: "Organ retrieval", role: "Lead surgeon", from: "08:00", to: "08:00", places: 1, all: []string{"Retrieval"}, mode: rota.Standby, priority: 1, source: nors},
		{unit: "Organ retrieval", role: "Assistant", from: "08:00", to: "08:00", places: 1, any: []string{"Retrieval", "Implant"}, mode: rota.Standby, priority: 2, source: nors},
		{unit: "Implant", role: "Implant surgeon", from: "08:00", to: "08:00", places: 1, all: []string{"Implant"}, mode: rota.OnCall, priority: 1, source: link},
		{unit: "Implant", role: "Transplant anaesthetist", from: "08:00", to: "08:00", places: 1, all: []string{"Transplant anaesthesia"}, mode: rota.OnCall, priority: 1, source: link},
		{unit: "Transplant ward", role: "Registrar", from: "08:00", to: "20:30", places: 1, any: []string{"Transplant medicine", "Implant"}, mode: rota.OnSite, priority: 1, source: noStandard},
		{unit: "Transplant ward", role: "Registrar", from: "20:00", to: "08:30", places: 1, any: []string{"Transplant medicine", "Implant"}, mode: rota.OnSite, priority: 1, source: noStandard},
		{unit: "Bone marrow transplant ward", role: "Registrar", from: "08:00", to: "20:30", places: 1, all: []string{"Haematology", "BMT"}, mode: rota.OnSite, priority: 1, source: noStandard},
		{unit: "Bone marrow transplant ward", role: "Registrar", from: "20:00", to: "08:30", places: 1, all: []string{"Haematology", "BMT"}, mode: rota.OnSite, priority: 1, source: noStandard},
	}},
	{key: "maternity", service: "Maternity", about: "The labour ward, obstetric anaesthesia with no other duty and its named consultant, planned caesareans, and the neonatal tiers.", lines: []templateLine{
		{unit: "Labour ward", role: "Registrar tier", from: "08:00", to: "20:30", places: 1, all: []string{"Obstetrics"}, mode: rota.OnSite, priority: 1, source: rcog},
		{unit: "Labour ward", role: "Registrar tier", from: "20:00", to: "08:30", places: 1, all: []string{"Obstetrics"}, mode: rota.OnSite, priority: 1, source: rcog},
		{unit: "Labour ward", role: "Consultant who can attend", from: "08:00", to: "08:00", places: 1, all: []string{"Obstetrics"}, mode: rota.OnCall, priority: 2, source: must},
		{unit: "Obstetric anaesthesia", role: "Duty anaesthetist", from: "08:00", to: "20:30", places: 1, all: []string{"Obstetric anaesthesia"}, mode: rota.OnSite, alone: true, priority: 1, source: gpas},
		{unit: "Obstetric anaesthesia", role: "Duty anaesthetist", from: "20:00", to: "08:30", places: 1, all: []string{"Obstetric anaesthesia"}, mode: rota.OnSite, alone: true, priority: 1, source: gpas},
		{unit: "Obstetric anaesthesia", role: "Named consultant", from: "08:00", to: "08:00", places: 1, all: []string{"Obstetric anaesthesia"}, mode: rota.OnCall, priority: 2, source: "RCoA GPAS chapter 9: a named back-up if the duty doctor is a consultant. Check with your service"},
		{unit: "Planned caesareans", role: "Operating doctor", from: "08:00", to: "18:00", days: weekdays, places: 1, all: []string{"Obstetrics"}, mode: rota.OnSite, priority: 2, source: noStandard},
		{unit: "Planned caesareans", role: "Anaesthetist of the list", from: "08:00", to: "18:00", days: weekdays, places: 1, all: []string{"Obstetric anaesthesia"}, mode: rota.OnSite, priority: 2, source: list},
		{unit: "Neonatal unit", role: "Tier 1", from: "08:00", to: "20:30", places: 1, any: []string{"Neonatal", "Paediatrics"}, mode: rota.OnSite, priority: 2, source: bapm},
		{unit: "Neonatal unit", role: "Tier 1", from: "20:00", to: "08:30", places: 1, any: []string{"Neonatal", "Paediatrics"}, mode: rota.OnSite, priority: 2, source: bapm},
		{unit: "Neonatal unit", role: "Tier 2", from: "08:00", to: "20:30", places: 1, all: []string{"Neonatal"}, mode: rota.OnSite, alone: true, priority: 1, source: bapm},
		{unit: "Neonatal unit", role: "Tier 2", from: "20:00", to: "08:30", places: 1, all: []string{"Neonatal"}, mode: rota.OnSite, alone: true, priority: 1, source: bapm},
	}},
	{key: "emergency", service: "Emergency and medicine", about: "The emergency department, the acute medical take and wards at night, critical care with no other duty, and emergency surgery and trauma.", lines: []templateLine{
		{unit: "Emergency department", role: "Senior decision maker", from: "08:00", to: "20:30", places: 1, all: []string{"Emergency medicine"}, mode: rota.OnSite, priority: 1, source: lets},
		{unit: "Emergency department", role: "Senior decision maker", from: "20:00", to: "08:30", places: 1, all: []string{"Emergency medicine"}, mode: rota.OnSite, priority: 1, source: lets},
		{unit: "Acute medicine", role: "Registrar on take", from: "08:00", to: "20:30", places: 1, any: []string{"Acute medicine", "General medicine"}, mode: rota.OnSite, priority: 1, source: lets},
		{unit: "Acute medicine", role: "Registrar on take", from: "20:00", to: "08:30", places: 1, any: []string{"Acute medicine", "General medicine"}, mode: rota.OnSite, priority: 1, source: lets},
		{unit: "Medical wards", role: "Ward doctor", from: "08:00", to: "20:30", places: 1, any: []string{"Acute medicine", "General medicine"}, mode: rota.OnSite, priority: 2, source: noStandard},
		{unit: "Medical wards", role: "Ward doctor", from: "20:00", to: "08:30", places: 1, any: []string{"Acute medicine", "General medicine"}, mode: rota.OnSite, priority: 2, source: noStandard},
		{unit: "Critical care", role: "Unit doctor", from: "08:00", to: "20:30", places: 1, all: []string{"Critical care"}, mode: rota.OnSite, alone: true, priority: 1, source: lets},
		{unit: "Critical care", role: "Unit doctor", from: "20:00", to: "08:30", places: 1, all: []string{"Critical care"}, mode: rota.OnSite, alone: true, priority: 1, source: lets},
		{unit: "Emergency surgery", role: "Registrar on take", from: "08:00", to: "20:30", places: 1, all: []string{"General surgery"}, mode: rota.OnSite, priority: 1, source: lets},
		{unit: "Emergency surgery", role: "Registrar on take", from: "20:00", to: "08:30", places: 1, all: []string{"General surgery"}, mode: rota.OnSite, priority: 1, source: lets},
		{unit: "Trauma and orthopaedics", role: "Registrar on call", from: "08:00", to: "08:00", places: 1, all: []string{"Trauma"}, mode: rota.OnCall, priority: 1, source: lets},
	}},
}
