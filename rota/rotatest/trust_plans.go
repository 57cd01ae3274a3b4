package rotatest

// A region has eight trusts and one specialist network that spans many of their sites.
const (
	trustsOfRegion     = 8
	network            = -1 // stands for a trust in a plan of a part
	networkSites       = 8
	networkSpecialties = 2
)

// A partPlan is the size of a part: departments that share consultants.
type partPlan struct {
	trust       int
	departments int
	places      int
	consultants int
}

// partsOfSmall and partsOfLarge are the places of the parts of a trust.
var (
	partsOfSmall = []int{42, 25, 13}
	partsOfLarge = []int{108, 92, 81, 76, 70, 65, 60, 55, 50, 46, 41, 36, 30, 25, 20, 17, 15, 13}
)

// partsOfMember are those of a trust of a region. The first is shared by all its sites.
var partsOfMember = []int{164, 98, 84, 78, 72, 66, 61, 56, 51, 46, 42, 37, 30, 25, 18, 12, 10}

// plansOf lists the parts of a trust of a size.
func plansOf(size Size) []partPlan {
	switch size {
	case SmallTrust:
		return plansOfTrust(0, partsOfSmall, 60)
	case LargeTrust:
		return plansOfTrust(0, partsOfLarge, 700)
	}
	plans := []partPlan{{trust: network, departments: networkSites * networkSpecialties, places: 1400, consultants: 1250}}
	const staff = 7000 - 1250
	for t := range trustsOfRegion {
		plans = append(plans, plansOfTrust(t, partsOfMember, staff*(t+1)/trustsOfRegion-staff*t/trustsOfRegion)...)
	}
	return plans
}

// plansOfTrust shares out a trust's consultants by places. Parts of more than 95
// places are departments of about 55 that share consultants.
func plansOfTrust(trust int, parts []int, consultants int) []partPlan {
	all := 0
	for _, places := range parts {
		all += places
	}
	var out []partPlan
	before := 0
	for _, places := range parts {
		after := before + places
		out = append(out, partPlan{
			trust: trust, departments: max(1, (places+25)/60), places: places,
			consultants: consultants*after/all - consultants*before/all,
		})
		before = after
	}
	return out
}

// A trustSpecialty is a specialty of the benchmark trusts: the skill that most of
// its consultants have is its name; of the others each has some.
type trustSpecialty struct {
	name   string
	skills [2]string
	work   []work
}

// trustSpecialties lists them so that neighbours may share consultants.
var trustSpecialties = []trustSpecialty{
	{"General surgery", [2]string{"Colorectal surgery", "Upper GI surgery"}, surgicalWork},
	{"Anaesthesia", [2]string{"Obstetric anaesthesia", "Cardiac anaesthesia"}, theatreWork},
	{"Intensive care", [2]string{"Neurocritical care", "Retrieval transfer"}, theatreWork},
	{"Emergency medicine", [2]string{"Paediatric emergency", "Trauma"}, neonatalWork},
	{"Acute medicine", [2]string{"Ambulatory care", "Toxicology"}, neonatalWork},
	{"Cardiology", [2]string{"Primary angioplasty", "Pacing"}, transplantWork},
	{"Respiratory medicine", [2]string{"Bronchoscopy", "Ventilation"}, transplantWork},
	{"Obstetrics", [2]string{"Gynaecology", "Fetal medicine"}, obstetricWork},
	{"Paediatrics", [2]string{"Neonatal", "Paediatric high dependency"}, neonatalWork},
	{"Orthopaedics", [2]string{"Spinal surgery", "Hip fracture"}, surgicalWork},
	{"Radiology", [2]string{"Interventional radiology", "Neuroradiology"}, oncologyWork},
	{"Oncology", [2]string{"Acute oncology", "Radiotherapy"}, oncologyWork},
	{"Haematology", [2]string{"BMT", "Transfusion"}, haematologyWrk},
	{"Gastroenterology", [2]string{"Bleeding endoscopy", "Hepatology"}, transplantWork},
	{"Renal medicine", [2]string{"Dialysis", "Transplant medicine"}, transplantWork},
	{"Stroke medicine", [2]string{"Thrombolysis", "Thrombectomy"}, neonatalWork},
	{"Geriatrics", [2]string{"Orthogeriatrics", "Frailty"}, neonatalWork},
}
