package web

import "strikerota/rota"

// A weight is what one rota comes to, to be weighed against another.
type weight struct {
	first, open, used int
	loss              int64
	cost              *rota.Pence // as agreed; nil where it is not known or not told
}

func weightOf(made rota.Made, cost *rota.Pence) weight {
	t := weight{cost: cost}
	for _, o := range made.Plan.Open {
		slot, _ := made.Problem.Slot(o.Slot)
		t.open += o.Places
		if slot.Priority == 1 {
			t.first += o.Places
		}
	}
	used := map[rota.ConsultantID]bool{}
	for _, a := range made.Plan.Assignments {
		used[a.Consultant] = true
	}
	t.used = len(used)
	_, t.loss = made.DisplacedSessions()
	return t
}

// weighed says in words what the second rota does better and what worse than the first, in
// the order in which it matters as a rule, and what to go by in choosing. gone is how many consultants of the first
// cannot come any more, so that it cannot be kept.
func weighed(first, second string, a, b weight, gone int) string {
	var better, worse []string
	note := func(less bool, words string) {
		if less {
			better = append(better, words)
		} else {
			worse = append(worse, words)
		}
	}
	for _, x := range []struct {
		was, is   int
		one, many string
	}{{a.first, b.first, "open place that cannot wait", "open places that cannot wait"}, {a.open - a.first, b.open - b.first, "other open place", "other open places"},
		{a.used, b.used, "consultant called in", "consultants called in"}} {
		if n := x.is - x.was; n != 0 {
			than := map[bool]string{true: "fewer ", false: "more "}[n < 0]
			note(n < 0, "has "+count(max(n, -n), than+x.one, than+x.many))
		}
	}
	if n := b.loss - a.loss; n != 0 {
		note(n < 0, "displaces lists and clinics worth "+rota.LossWords(max(n, -n))+lessOrMore(n < 0))
	}
	if a.cost != nil && b.cost != nil && *a.cost != *b.cost {
		n := *b.cost - *a.cost
		note(n < 0, "costs "+max(n, -n).String()+lessOrMore(n < 0)+" as agreed")
	}
	notKept := ""
	if gone > 0 {
		notKept = sentence(first) + " cannot be kept: " + count(gone, "consultant in it cannot", "consultants in it cannot") + " come any more. Choose " + second + ", or change that first."
	}
	switch {
	case notKept != "" && better == nil && worse == nil:
		return notKept
	case notKept != "" && worse == nil:
		return sentence(second) + " " + rota.ListWords(better) + ", and is worse in nothing that is counted here. " + notKept
	case notKept != "" && better == nil:
		return sentence(second) + " " + rota.ListWords(worse) + ". " + notKept
	case notKept != "":
		return sentence(second) + " " + rota.ListWords(better) + "; but it " + rota.ListWords(worse) + ". " + notKept
	case better == nil && worse == nil && a.cost != nil && b.cost != nil:
		return "In open places, people, lists and cost they are alike: nothing speaks for changing from one to the other."
	case better == nil && worse == nil:
		return "In open places, people and lists they are alike, and nothing else is counted here."
	case worse == nil:
		return sentence(second) + " " + rota.ListWords(better) + ", and is worse in nothing that is counted here: choose it, unless those who would have to be told speak against it."
	case better == nil:
		return sentence(second) + " " + rota.ListWords(worse) + ", and is better in nothing that is counted here: keep to " + first + "."
	}
	return sentence(second) + " " + rota.ListWords(better) + "; but it " + rota.ListWords(worse) + ". Choose it if that is worth it to you; else keep to " + first + "."
}

func lessOrMore(less bool) string {
	if less {
		return " less"
	}
	return " more"
}
