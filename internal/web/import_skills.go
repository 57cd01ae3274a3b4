package web

import (
	"slices"
	"strconv"

	"strikerota/exports/intake"
	"strikerota/internal/web/form"
)

// skillGroups are the skills still to be said, by the sheet on which they stand: on one
// sheet many words often mean one skill, which can be said once for all of them.
func skillGroups(f *form.Form, kind wordSort, l wordList) []wordGroup {
	var out []wordGroup
	words := l.words
	for _, at := range openSkills(words) {
		if !slices.ContainsFunc(at, l.here) {
			continue
		}
		g := wordGroup{Caption: kind.caption, Hint: kind.hint}
		where := ""
		if context := words[at[0]].Context; context != "" {
			g.Caption += ", " + context
			where = " on " + context
		}
		for _, i := range at {
			if l.here(i) {
				g.Words = append(g.Words, newWordPart(f, i, words[i]))
			}
		}
		if len(at) > 1 {
			rest := wordPart{Text: "All of these" + where + " that I leave undecided"}
			s := choose(f, restName(at[0], ""), rest.Text+" mean", append([]Option{{Text: "Choose, or type below"}}, wordOptions(words[at[0]])...))
			box := input(f, restName(at[0], "-text"), "Or type what all of these"+where+" mean").Wide(20)
			rest.Select, rest.Box = &s, &box
			g.Rest = &rest
		}
		out = append(out, g)
	}
	return out
}

// openSkills are where the skills still to be said are in the list, by the sheet on which they stand.
func openSkills(words []intake.Word) [][]int {
	var out [][]int
	group := map[string]int{}
	for i, w := range words {
		if w.Kind != intake.SkillWord || w.Answer != "" {
			continue
		}
		n, met := group[w.Context]
		if !met {
			n = len(out)
			group[w.Context] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], i)
	}
	return out
}

func restName(i int, part string) string { return "rest" + strconv.Itoa(i) + part }

// readRest takes what is said of all skills of a sheet for those of which nothing else is said.
func readRest(f *form.Form, l wordList, said []string) {
	words := l.words
	for _, at := range openSkills(words) {
		if len(at) < 2 {
			continue
		}
		var values []string
		for _, o := range words[at[0]].Options {
			values = append(values, o.Value)
		}
		what := "what the other skills of " + words[at[0]].Context + " mean"
		all := form.OptionalChoice(f, restName(at[0], ""), what, values)
		if text := f.Optional(restName(at[0], "-text"), what, 200); text != "" {
			all = text
		}
		for _, i := range at {
			if said[i] == "" && (l.here(i) || unguessed(words[i])) {
				said[i] = all
			}
		}
	}
}
