package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// schemes are how training grades are written, with the name that the salaries have for them.
var schemes = []struct {
	pattern *regexp.Regexp
	name    string
}{
	{regexp.MustCompile(`^(?:fy|f|fho|foundation(?: doctor| trainee| training)?(?: year| yr| y)?) ?([12])\b`), "FY"},
	{regexp.MustCompile(`^(?:gp ?st|gp ?vts|gp(?: specialty)?(?: trainee| training| registrar)?)(?: year| yr| y)? ?(?:st)? ?([1-4])\b`), "GPST"},
	{regexp.MustCompile(`^(?:ct|core(?: medical| surgical| anaesthetics?| psychiatry)?(?: trainee| training)?(?: year| yr| y)?) ?([1-3])\b`), "CT"},
	{regexp.MustCompile(`^(?:imt?|internal medicine(?: trainee| training)?(?: year| yr| y)?) ?([1-3])\b`), "IMT"},
	{regexp.MustCompile(`^(?:(?:str|spr|registrar|(?:specialty|speciality|specialist) (?:registrar|trainee)) ?)?(?:st|str|(?:specialty|speciality|specialist)(?: trainee| training| registrar)?(?: year| yr| y)?) ?([1-8])\b`), "ST"},
}

// inTraining are titles that say no more than a training grade in brackets after them.
var inTraining = regexp.MustCompile(`^(spr|str|st|registrar|specialty registrar|specialist registrar|specialty trainee|foundation doctor|core trainee)$`)

// schemeOf is the training grade that a text begins with or has in brackets, and
// whether it says nothing else.
func schemeOf(text string) (name string, whole bool) {
	outside := gradeText(unbracketed(text))
	inside := gradeText(strings.Trim(bracketed.FindString(text), "()[]"))
	for _, part := range []string{outside, inside} {
		for _, s := range schemes {
			if m := s.pattern.FindStringSubmatch(part); m != nil {
				return s.name + m[1], m[0] == part && (part == outside || inTraining.MatchString(outside))
			}
		}
	}
	return "", false
}

func gradeText(text string) string { return tidy(strings.ReplaceAll(plain(text), "-", " ")) }

// grade is the row's grade, by the name that the salaries have for it. One that is not
// known is asked for; until then it stays as written, and has no salary.
func (l *line) grade() string { return l.gradeOf(l.gradeSaid()) }

// gradeOf is so the grade that a text names.
func (l *line) gradeOf(text string) string {
	if text == "" {
		return ""
	}
	name, whole := l.knownGrade(text)
	if whole && l.answered(wordKey(GradeWord, "", text)) == "" {
		return name
	}
	answer, _ := l.ask(GradeWord, "", text, func(w *Word) {
		w.Options, w.Suggestion = l.gradeOptions(), name
	})
	if slices.Contains(l.grades(), answer) {
		return answer
	}
	return text
}

// gradeOptions are what an unknown grade may mean: one list for all of them.
func (r *reader) gradeOptions() []Option {
	if r.gradeList == nil {
		for _, g := range r.grades() {
			r.gradeList = append(r.gradeList, Option{g, g})
		}
		r.gradeList = append(r.gradeList, Option{"1", "Another below registrar level: keep it as written"}, Option{"2", "Another at registrar level or above: keep it as written"})
	}
	return r.gradeList
}

// knownGrade is the grade with a salary that a text means, or begins with.
func (r *reader) knownGrade(text string) (name string, whole bool) {
	if r.gradeNames == nil {
		r.gradeNames = map[string]string{}
		for _, g := range slices.Backward(r.grades()) {
			r.gradeNames[joined(g)] = g
		}
	}
	if g, ok := r.gradeNames[joined(text)]; ok {
		return g, tierOf(g) != unknownTier
	}
	name, whole = schemeOf(text)
	if name == "" || r.gradeNames[joined(name)] != name {
		return "", false
	}
	return name, whole
}

// grades are those with a salary: the trust's, or else the national ones.
func (r *reader) grades() []string {
	if len(r.k.Grades) > 0 {
		return r.k.Grades
	}
	var out []string
	for _, s := range rota.StandardSalaries() {
		out = append(out, s.Grade)
	}
	return out
}

// joined is a grade without blanks and dashes.
func joined(text string) string { return strings.ReplaceAll(gradeText(text), " ", "") }
