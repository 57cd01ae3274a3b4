package document

import (
	"fmt"
	"io"
	"slices"

	"strikerota/rota"
)

// ReadPlan reads a plan document. What is wrong with it comes back as a
// *[rota.Invalid] that lists every fault; any other error is r's. Whether the
// plan holds for a problem is for [rota.Check] to say.
func ReadPlan(r io.Reader) (rota.Plan, error) {
	var doc planDoc
	faults, err := decode(r, &doc)
	if err != nil {
		return rota.Plan{}, err
	}
	if len(faults) > maxFaults {
		return rota.Plan{}, &rota.Invalid{Faults: faults}
	}
	d := &decoder{}
	d.plan(doc)
	if faults = merge(checkFormat(faults, doc.Format, planFormat), d.faults); len(faults) > 0 {
		return rota.Plan{}, &rota.Invalid{Faults: faults}
	}
	return doc.plan(), nil
}

// WritePlan writes the plan document of p.
func WritePlan(w io.Writer, p rota.Plan) error { return write(w, planOf(p)) }

// plan looks at the values that only certain words or numbers may take.
func (d *decoder) plan(doc planDoc) {
	if s := rota.Status(doc.Status); s != rota.Proved && s != rota.BestFound {
		d.add("status", "must be %s or %s", rota.Proved, rota.BestFound)
	}
	rules := ruleIDs()
	rule := func(path, id string) {
		if !slices.Contains(rules, id) {
			d.add(path+".rule", "is no rule")
		}
	}
	for i, o := range doc.Open {
		path := fmt.Sprintf("open[%d]", i)
		if o.Places < 1 || o.Places > rota.MaxPlaces {
			d.add(path+".places", "must be from 1 to %d", rota.MaxPlaces)
		}
		for j, r := range o.Reasons {
			rule(fmt.Sprintf("%s.reasons[%d]", path, j), r.Rule)
		}
	}
	for i, b := range doc.Broken {
		rule(fmt.Sprintf("broken[%d]", i), b.Rule)
	}
	if doc.Run.Seconds < 0 {
		d.add("run.seconds", "must not be negative")
	}
	if doc.Run.Stages < 0 {
		d.add("run.stages", "must not be negative")
	}
}

// ruleIDs lists every rule that a plan can name.
func ruleIDs() []string {
	var out []string
	for _, r := range rota.MustHold() {
		out = append(out, string(r.ID))
	}
	return append(out, string(rota.RulePlaces), string(rota.RuleLock), string(rota.RuleLeft), string(rota.RuleSession))
}

func (doc planDoc) plan() rota.Plan {
	return rota.Plan{
		Status:      rota.Status(doc.Status),
		Aims:        each(doc.Aims, func(a aimDoc) rota.AimValue { return rota.AimValue(a) }),
		Assignments: each(doc.Assignments, assignmentDoc.assignment),
		Open:        each(doc.Open, openDoc.open),
		Cost:        rota.Totals{Trust: (*rota.Pence)(doc.Cost.Trust), BMA: (*rota.Pence)(doc.Cost.BMA), Agreed: (*rota.Pence)(doc.Cost.Agreed)},
		Broken:      each(doc.Broken, brokenDoc.breach),
		Run:         rota.Run(doc.Run),
		ByHand:      doc.ByHand,
	}
}

func planOf(p rota.Plan) planDoc {
	return planDoc{
		Format: planFormat, Status: string(p.Status),
		Aims:        each(p.Aims, func(a rota.AimValue) aimDoc { return aimDoc(a) }),
		Assignments: each(p.Assignments, assignmentOf),
		Open:        each(p.Open, openOf),
		Cost:        costDoc{(*int64)(p.Cost.Trust), (*int64)(p.Cost.BMA), (*int64)(p.Cost.Agreed)},
		Broken:      each(p.Broken, brokenOf),
		Run:         runDoc(p.Run),
		ByHand:      p.ByHand,
	}
}

func (d assignmentDoc) assignment() rota.Assignment {
	return rota.Assignment{
		Slot: rota.SlotID(d.Slot), Consultant: rota.ConsultantID(d.Consultant),
		Locked: d.Locked, Displaces: texts[rota.SessionID](d.Displaces),
	}
}

func assignmentOf(a rota.Assignment) assignmentDoc {
	return assignmentDoc{string(a.Slot), string(a.Consultant), a.Locked, texts[string](a.Displaces)}
}

func (d openDoc) open() rota.Open {
	return rota.Open{Slot: rota.SlotID(d.Slot), Places: d.Places, Reasons: each(d.Reasons, reasonDoc.reason)}
}

func openOf(o rota.Open) openDoc { return openDoc{string(o.Slot), o.Places, each(o.Reasons, reasonOf)} }

func (d reasonDoc) reason() rota.Reason {
	return rota.Reason{Consultant: rota.ConsultantID(d.Consultant), Rule: rota.RuleID(d.Rule), Because: d.Because}
}

func reasonOf(r rota.Reason) reasonDoc {
	return reasonDoc{string(r.Consultant), string(r.Rule), texts[string](r.Because)}
}

func (d brokenDoc) breach() rota.Breach {
	return rota.Breach{
		Rule: rota.RuleID(d.Rule), Consultant: rota.ConsultantID(or(d.Consultant)),
		Slots: texts[rota.SlotID](d.Slots), Sessions: texts[rota.SessionID](d.Sessions), Locked: true,
	}
}

func brokenOf(b rota.Breach) brokenDoc {
	return brokenDoc{string(b.Rule), some(b.Consultant), texts[string](b.Slots), texts[string](b.Sessions)}
}
