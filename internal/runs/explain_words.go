package runs

import (
	"fmt"
	"strings"

	"strikerota/rota"
	"strikerota/rota/solve"
)

// Lead says how many changes were tried, how many of them fill a place, and in what
// order they stand; "" when none does. Without aims it does not name them.
func (o OpenSlot) Lead(aims []rota.Aim) string {
	n := len(o.Fixes) + len(o.More)
	if n == 0 {
		return ""
	}
	would := fmt.Sprint(n) + " would fill a place"
	if !o.AllTried {
		would = "at least " + would
	}
	tried := "One single change was"
	if o.Tried != 1 {
		tried = fmt.Sprintf("%d single changes were", o.Tried)
	}
	lead := fmt.Sprintf("%s tried by making the rota again: %s.", tried, would)
	switch {
	case len(o.More) > 0 && len(o.Fixes) == 1: // there was no time to compare more
	case len(o.More) > 0:
		lead += fmt.Sprintf(" The best %d by the rota's aims come first%s.", len(o.Fixes), inOrder(aims))
	case n > 1:
		lead += fmt.Sprintf(" They stand in the order of the rota's aims%s.", inOrder(aims))
	}
	return lead
}

// inOrder names the aims, after a colon.
func inOrder(aims []rota.Aim) string {
	if len(aims) == 0 {
		return ""
	}
	var out []string
	for _, a := range aims {
		out = append(out, rota.LowerFirst(a.Words()))
	}
	return ": " + strings.Join(out, "; ")
}

// Note says how far fixes were looked for; "" when none were needed.
func (o OpenSlot) Note() string {
	found := len(o.Fixes) + len(o.More)
	switch {
	case o.Conflict == nil:
		return "There was no time to look at what would help here."
	case o.Conflict.None:
		return ""
	case o.AllTried && found == 0:
		return "No single change would fill it: neither one more offer, nor a limit lifted, nor a fixed session moved, nor a lock taken off." + o.count()
	case o.AllTried:
		return "Nothing has been changed."
	case found == 0:
		return "Nothing that would fill it was found in the time there was. Not everything was tried." + o.count()
	}
	return "Nothing has been changed. Not everything was tried in the time there was: there may be a better one."
}

// count says how many changes were tried in vain.
func (o OpenSlot) count() string {
	switch o.Tried {
	case 0:
		return ""
	case 1:
		return " One was tried."
	}
	return fmt.Sprintf(" %d were tried.", o.Tried)
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
		if !known || strings.HasPrefix(a.Aim, "cover/") || rota.IsCost(a.Aim) && !cost {
			continue
		}
		if text := (solve.Effect{Aim: a.Aim, Before: was, After: a.Value}).Words(); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "; ")
}
