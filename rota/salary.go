package rota

import "strings"

// A Salary is what residents of one grade are paid a year, before enhancements.
type Salary struct {
	Grade  string
	Annual Pence
	Source string
	// Unconfirmed marks a figure that nobody at the trust has confirmed.
	Unconfirmed bool
}

// nodal is where the salaries of 2025/26 come from.
const nodal = "2025/26 nodal point: 2024/25 plus 4 % plus £750 (HCSA; juniordoctorfinance.co.uk)"

// Where the nodal points of trainees who are not called CT or ST come from. GP trainees
// are paid in hospital as other trainees of their year.
const (
	gpPoint  = nodal + "; GP trainees (norwichgpsts.org.uk, contract and pay): nodal point "
	imtPoint = nodal + "; internal medicine trainees inferred from CT1 to CT3: nodal point "
)

// StandardSalaries are the basic salaries of the 2016 contract for residents in
// 2025/26, full time, by grade. The trust may put its own in their place.
func StandardSalaries() []Salary {
	points := []struct {
		annual Pence
		grades string
	}{
		{3_883_100, "FY1"}, {4_443_900, "FY2"}, {5_265_600, "CT1 CT2 ST1 ST2"},
		{6_504_800, "CT3 ST3 ST4 ST5"}, {7_399_200, "ST6 ST7 ST8"},
	}
	var out []Salary
	for _, p := range points {
		for _, grade := range strings.Fields(p.grades) {
			out = append(out, Salary{Grade: grade, Annual: p.annual, Source: nodal})
		}
	}
	for _, p := range []struct {
		annual         Pence
		grades, source string
		unconfirmed    bool
	}{
		{5_265_600, "GPST1 GPST2", gpPoint + "3", false}, {6_504_800, "GPST3 GPST4", gpPoint + "4", false},
		{5_265_600, "IMT1 IMT2", imtPoint + "3", true}, {6_504_800, "IMT3", imtPoint + "4", true},
	} {
		for _, grade := range strings.Fields(p.grades) {
			out = append(out, Salary{Grade: grade, Annual: p.annual, Source: p.source, Unconfirmed: p.unconfirmed})
		}
	}
	return out
}

// sameGrade is a grade without what people write differently: "st 3" is "ST3", "F1" is "FY1".
func sameGrade(grade string) string {
	g := strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(grade, "-", "")), ""))
	if g == "F1" || g == "F2" {
		return "FY" + g[1:]
	}
	return g
}
