package rotatest

import "strikerota/rota"

// A specialty is a group of consultants of the example trusts.
type specialty struct {
	count  int
	titles []string
	core   []string // skills that all of them have
	extra  []string // of these each has one, or none
	site   string
	home   bool // on call or standby from home is part of their work
	work   []work
}

// A work is a kind of job-plan session.
type work struct {
	name                     string
	hour, minute, toH, toMin int
	kind                     rota.SessionKind
	low, high                int // patients lost when displaced
}

var (
	physicians = []string{"Dr", "Dr", "Dr", "Dr", "Prof"}
	surgeons   = []string{"Mr", "Miss", "Ms", "Mr", "Mrs", "Prof"}

	antenatal = work{"Antenatal clinic", 9, 0, 12, 30, rota.Planned, 9, 16}
	gynaeList = work{"Gynaecology list", 8, 30, 17, 30, rota.Planned, 3, 6}
	clinicAM  = work{"New patient clinic", 9, 0, 12, 30, rota.Planned, 6, 14}
	clinicPM  = work{"Follow-up clinic", 13, 30, 17, 30, rota.Planned, 8, 20}
	dayList   = work{"Elective list", 8, 0, 18, 0, rota.Planned, 2, 5}
	p2List    = work{"P2 cancer list", 8, 0, 18, 0, rota.Fixed, 0, 0}
	mdt       = work{"Cancer MDT", 12, 30, 14, 0, rota.Fixed, 0, 0}
	round     = work{"Ward round", 8, 30, 11, 0, rota.Planned, 2, 4}
	planning  = work{"Radiotherapy planning", 9, 0, 13, 0, rota.Fixed, 0, 0}
	workUp    = work{"Transplant assessment clinic", 13, 0, 17, 0, rota.Planned, 4, 9}

	obstetricWork  = []work{antenatal, gynaeList, clinicPM, antenatal}
	theatreWork    = []work{dayList, dayList, clinicAM}
	neonatalWork   = []work{round, clinicPM, round}
	oncologyWork   = []work{clinicAM, clinicPM, mdt, planning}
	haematologyWrk = []work{clinicAM, mdt, round, clinicPM}
	surgicalWork   = []work{p2List, clinicAM, mdt, dayList}
	transplantWork = []work{workUp, round, clinicAM}
)

// largeSpecialties are the 110 consultants of the large trust.
var largeSpecialties = []specialty{
	{15, surgeons, []string{"Obstetrics"}, []string{"Gynaecology", "Fetal medicine"}, Ashmere, false, obstetricWork},
	{9, surgeons, []string{"Obstetrics"}, []string{"Gynaecology"}, Kestrel, false, obstetricWork},
	{10, physicians, []string{"Obstetric anaesthesia"}, []string{"Transplant anaesthesia", "Transplant anaesthesia", "Pain medicine"}, Ashmere, true, theatreWork},
	{7, physicians, []string{"Obstetric anaesthesia"}, nil, Kestrel, true, theatreWork},
	{9, physicians, []string{"Neonatal"}, []string{"Paediatrics"}, Ashmere, false, neonatalWork},
	{8, physicians, []string{"Neonatal"}, []string{"Paediatrics"}, Kestrel, false, neonatalWork},
	{8, physicians, []string{"Acute oncology"}, []string{"SACT", "SACT"}, Ashmere, false, oncologyWork},
	{5, physicians, []string{"Radiotherapy"}, []string{"Acute oncology", "SACT"}, Ashmere, true, oncologyWork},
	{4, physicians, []string{"Acute oncology", "SACT"}, nil, Kestrel, false, oncologyWork},
	{8, physicians, []string{"Haematology"}, []string{"BMT", "BMT", "SACT"}, Ashmere, false, haematologyWrk},
	{5, physicians, []string{"Haematology"}, nil, Kestrel, false, haematologyWrk},
	{8, surgeons, []string{"Cancer surgery"}, []string{"Gynaecology"}, Ashmere, true, surgicalWork},
	{6, surgeons, []string{"Implant"}, []string{"Retrieval", "Retrieval"}, Ashmere, true, surgicalWork},
	{8, physicians, []string{"Transplant medicine"}, nil, Ashmere, false, transplantWork},
}

// smallSpecialties are the 15 consultants of the small trust.
var smallSpecialties = []specialty{
	{5, surgeons, []string{"Obstetrics"}, []string{"Gynaecology", "Fetal medicine"}, Ashmere, false, obstetricWork},
	{3, physicians, []string{"Obstetric anaesthesia"}, nil, Ashmere, false, theatreWork},
	{4, physicians, []string{"Acute oncology"}, []string{"SACT"}, Ashmere, false, oncologyWork},
	{3, surgeons, []string{"Retrieval"}, []string{"Transplant medicine"}, Ashmere, true, transplantWork},
}
