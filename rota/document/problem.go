package document

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"strikerota/rota"
)

// ReadProblem reads a problem document. What is wrong with it comes back as a
// *[rota.Invalid] that lists every fault; any other error is r's.
func ReadProblem(r io.Reader) (rota.Problem, error) {
	var doc problemDoc
	faults, err := decode(r, &doc)
	if err != nil {
		return rota.Problem{}, err
	}
	if len(faults) > maxFaults {
		return rota.Problem{}, &rota.Invalid{Faults: faults}
	}
	faults = checkFormat(faults, doc.Format, problemFormat)
	given := doc.problem()
	if markedBy(faults).covers("aims") {
		given.Aims = []rota.Aim{rota.AimCover} // so that nobody is told of rates that unread aims may not need
	}
	problem, err := rota.NewProblem(given)
	var invalid *rota.Invalid
	if errors.As(err, &invalid) {
		faults = merge(faults, invalid.Faults)
	} else if err != nil {
		return rota.Problem{}, err
	}
	if len(faults) > 0 {
		return rota.Problem{}, &rota.Invalid{Faults: faults}
	}
	return problem, nil
}

// checkFormat puts a wrong format before the other faults, which may come of it.
func checkFormat(faults []rota.Fault, got, want string) []rota.Fault {
	if got == want || markedBy(faults).covers("format") {
		return faults
	}
	return append([]rota.Fault{{Path: "format", Text: fmt.Sprintf("must be %q", want)}}, faults...)
}

// merge adds the domain's faults to those of the document's shape, without the
// ones that only follow from them: a field that could not be read is no longer missing.
func merge(shape, domain []rota.Fault) []rota.Fault {
	m := markedBy(shape)
	out := slices.Clone(shape)
	for _, f := range domain {
		parent, end := strings.CutSuffix(f.Path, ".end")
		switch {
		case len(out) > maxFaults, m.covers(f.Path), end && m.covers(parent+".start"):
		case f.Text == noSlot && m.unread("slots"), f.Text == noConsultant && m.unread("consultants"):
		default:
			out = append(out, f)
		}
	}
	return out
}

// What rota.NewProblem says of an id that names nothing.
const (
	noSlot       = "no slot has this id"
	noConsultant = "no consultant has this id"
)

// WriteProblem writes the problem document of p.
func WriteProblem(w io.Writer, p rota.Problem) error { return write(w, problemOf(p)) }

func (doc problemDoc) problem() rota.Problem {
	return rota.Problem{
		Strike: rota.Strike{Name: doc.Strike.Name, Span: span(doc.Strike.Start, doc.Strike.End)},
		Rules:  doc.Rules.rules(), Slots: each(doc.Slots, slotDoc.slot),
		Consultants: each(doc.Consultants, consultantDoc.consultant),
		Locks:       each(doc.Locks, pairDoc.pair), LeftOpen: each(doc.LeftOpen, leftOpenDoc.leftOpen), Published: each(doc.Published, pairDoc.pair),
		Cards: rota.Cards{Trust: doc.Cards.Trust.card(), BMA: doc.Cards.BMA.card()},
		Aims:  texts[rota.Aim](doc.Aims),
	}
}

func problemOf(p rota.Problem) problemDoc {
	return problemDoc{
		Format: problemFormat,
		Strike: strikeDoc{p.Strike.Name, instant{p.Strike.Start}, instant{p.Strike.End}},
		Rules:  rulesOf(p.Rules), Slots: each(p.Slots, slotOf),
		Consultants: each(p.Consultants, consultantOf),
		Locks:       each(p.Locks, pairOf), LeftOpen: each(p.LeftOpen, leftOpenOf), Published: each(p.Published, pairOf),
		Cards: cardsDoc{cardOf(p.Cards.Trust), cardOf(p.Cards.BMA)},
		Aims:  texts[string](p.Aims),
	}
}

func (d rulesDoc) rules() rota.Rules {
	return rota.Rules{
		Rest: d.Rest, MaxRun: d.MaxRun, MaxCover: d.MaxCover, MaxNightsInARow: d.MaxNightsInARow, MaxDaysInARow: d.MaxDaysInARow,
		Travel:           each(d.Travel, func(t travelDoc) rota.Travel { return rota.Travel(t) }),
		OnCallWithOnSite: d.OnCallWithOnSite,
	}
}

func rulesOf(r rota.Rules) rulesDoc {
	return rulesDoc{
		Rest: r.Rest, MaxRun: r.MaxRun, MaxCover: r.MaxCover, MaxNightsInARow: r.MaxNightsInARow, MaxDaysInARow: r.MaxDaysInARow,
		Travel:           each(r.Travel, func(t rota.Travel) travelDoc { return travelDoc(t) }),
		OnCallWithOnSite: r.OnCallWithOnSite,
	}
}

func (d slotDoc) slot() rota.Slot {
	return rota.Slot{
		ID: rota.SlotID(d.ID), Service: d.Service, Unit: d.Unit, Role: d.Role, Site: d.Site,
		Span: span(d.Start, d.End), Places: d.Places, Unneeded: d.Unneeded, SkillsAll: d.SkillsAll, SkillsAny: d.SkillsAny,
		Mode: rota.Mode(d.Mode), NoOtherDuty: d.NoOtherDuty, Priority: d.Priority,
	}
}

func slotOf(s rota.Slot) slotDoc {
	return slotDoc{
		ID: string(s.ID), Service: s.Service, Unit: s.Unit, Role: s.Role, Site: s.Site,
		Start: instant{s.Start}, End: instant{s.End}, Places: s.Places, Unneeded: s.Unneeded,
		SkillsAll: texts[string](s.SkillsAll), SkillsAny: texts[string](s.SkillsAny),
		Mode: string(s.Mode), NoOtherDuty: s.NoOtherDuty, Priority: s.Priority,
	}
}

func (d pairDoc) pair() rota.Pair {
	return rota.Pair{Slot: rota.SlotID(d.Slot), Consultant: rota.ConsultantID(d.Consultant)}
}

func (d leftOpenDoc) leftOpen() rota.LeftOpen {
	return rota.LeftOpen{Slot: rota.SlotID(d.Slot), Places: d.Places}
}

func leftOpenOf(l rota.LeftOpen) leftOpenDoc { return leftOpenDoc{string(l.Slot), l.Places} }

func pairOf(p rota.Pair) pairDoc { return pairDoc{string(p.Slot), string(p.Consultant)} }
