package runs

import (
	"strings"

	"strikerota/rota"
	"strikerota/rota/solve"
)

// Note says how far fixes were looked for; "" when none were needed.
func (o OpenSlot) Note() string {
	switch {
	case o.Conflict == nil:
		return "There was no time to look at what would help here."
	case o.Conflict.None:
		return ""
	case o.AllTried && len(o.Fixes) == 0:
		return "No single change would fill it: neither one more offer, nor a limit lifted, nor a fixed session moved, nor a lock taken off."
	case o.AllTried:
		return "Each was tried by making the whole rota again with it. Nothing has been changed."
	case len(o.Fixes) == 0:
		return "Nothing that would fill it was found in the time there was. Not everything was tried."
	}
	return "Each was tried by making the whole rota again with it. Nothing has been changed. Not everything was tried in the time there was: there may be a better one."
}

// EffectWords say what a fix does to the aims other than cover, of cost only when asked.
func EffectWords(plan rota.Plan, f solve.Fix, cost bool) string {
	before := map[string]int64{}
	for _, a := range plan.Aims {
		before[a.Aim] = a.Value
	}
	var out []string
	for _, a := range f.After {
		was, known := before[a.Aim]
		if !known || strings.HasPrefix(a.Aim, "cover/") || strings.HasPrefix(a.Aim, "cost:") && !cost {
			continue
		}
		if text := (solve.Effect{Aim: a.Aim, Before: was, After: a.Value}).Words(); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "; ")
}
