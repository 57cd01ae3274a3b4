package intake

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// gradeBehind is a name with a training grade behind it: "A Bevan ST6", "Bevan, A - F2".
	gradeBehind = regexp.MustCompile(`(?i)^(.*\pL{2}.*?)[\s,;:/–—-]+((?:gp ?)?st ?[1-8]|ct ?[1-3]|imt? ?[1-3]|fy? ?[12])$`)
	ofGrades    = regexp.MustCompile(`\b(fellow|trainee|specialty doctor|trust (grade|doctor)|officer|staff grade)$`)
)

// isGrade reports whether a text is a doctor's grade and nothing else.
func isGrade(text string) bool {
	_, whole := schemeOf(text)
	return whole || tierOf(text) != unknownTier || ofGrades.MatchString(gradeText(text))
}

// nameAndGrade parts what a cell says of somebody: the name, as written, and the grade that stands in a
// line of its own below it, in brackets behind it or, with its year, just behind it; "" without one.
func nameAndGrade(text string) (name, grade string) {
	name = strings.TrimSpace(text)
	if at := strings.LastIndexAny(name, "\n\r\v"); at > 0 {
		if last := strings.Trim(tidy(name[at:]), "()[]"); isGrade(last) {
			return strings.TrimSpace(name[:at]), last
		}
	}
	switch {
	case name == "":
	case strings.HasSuffix(name, ")"), strings.HasSuffix(name, "]"):
		at := strings.LastIndexAny(name, "([")
		if at < 1 || slices.Contains(titles, plain(name[at+1:len(name)-1])) || !mayBeName(name[:at]) {
			return name, ""
		}
		if inside := tidy(name[at+1 : len(name)-1]); isGrade(inside) {
			return strings.TrimSpace(name[:at]), inside
		}
	case name[len(name)-1] >= '1' && name[len(name)-1] <= '8':
		if m := gradeBehind.FindStringSubmatch(tidy(name)); m != nil {
			return m[1], m[2]
		}
	}
	return name, ""
}

// nameCell is what a cell with a name says, with its line breaks.
func (l *line) nameCell(col int) string {
	if text := l.raw(col); tidy(text) == l.at(col) {
		return text
	}
	return l.at(col)
}

// gradeSaid is the row's grade as it is written: in its own column or, where that says nothing, beside the name.
func (l *line) gradeSaid() string {
	if text := l.text(Grade); text != "" {
		return text
	}
	_, grade := nameAndGrade(l.nameCell(l.col(Name)))
	return grade
}
