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
