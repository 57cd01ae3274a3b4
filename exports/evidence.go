package exports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"strikerota/rota"
)

// Evidence writes what was tried for one slot with open places, for the file of
// whoever must decide about it: how good the plan is, what stops each consultant,
// what cannot all hold and what would fix it. Consultants stand in it by their
// codes. The words of ways must do so too. lost says which parts of the slot nobody was in, to
// those who may know which residents came.
func Evidence(w io.Writer, h Handout, id rota.SlotID, ways WaysOut, lost ...string) error {
	slot, ok := h.Problem.Slot(id)
	open, isOpen := h.Plan.OpenIn(id)
	if !ok || !isOpen {
		return fmt.Errorf("evidence of slot %s: %w", id, rota.ErrNotFound)
	}
	h.Consultants = nil
	b, err := h.labelled("Open place: "+slot.Words(), h.Problem.Strike.Name)
	if err != nil {
		return err
	}
	l := newLedger(h)
	e := evidence{l, slot, open, l.onPurpose(open, ways), lost}
	return b.written(w, e.writePage, e.writePeople)
}

// An evidence is the file about one open slot.
type evidence struct {
	ledger
	slot rota.Slot
	open rota.Open
	ways WaysOut
	lost []string
}

// writePage writes the page to print.
func (e evidence) writePage(b *book) error {
	p := b.page("Evidence", e.titled("Open place: "+e.slot.Unit+", "+e.slot.Role))
	e.begin(p)
	p.line("Strike", e.Problem.Strike.Name+", "+spanWords(e.Problem.Strike.Span))
	p.section("What is open")
	p.line("When", e.slot.Span.Words()+" ("+rota.Hours(e.slot.Minutes())+")")
	p.line("Where", joinWords(e.slot.Service+", "+e.slot.Unit, e.slot.Site)+"; "+strings.ToLower(e.slot.Mode.Words()))
	p.line("Skills needed", skillWords(e.slot))
	p.line("Priority", priorityWords(e.slot.Priority))
	p.line("Places", fmt.Sprintf("%d of %d for consultants open", e.open.Places, e.slot.Places))
	for _, words := range e.lost {
		p.line(lostWord, words)
	}
	if e.lost != nil {
		p.line("Who may read that", "Only those who may know which residents came: it tells when nobody was there.")
	}
	e.tried(p)
	p.section("What cannot all hold")
	p.line("", e.ways.conflict())
	e.fixes(p)
	p.section("Decision")
	for _, what := range []string{"What was decided", "By whom", "When"} {
		p.line(what, "")
	}
	p.line("Recall of residents", "NHS England's process opens only once action has begun and the risk is there, not in advance (Patient safety mitigation process ahead of industrial action).")
	return p.flush()
}

func priorityWords(n int) string {
	return fmt.Sprint(n) + map[int]string{1: ", cannot wait", 2: ", should hold", 3: ", can wait"}[n]
}

// tried counts everybody by what stops them, in the order of the rules.
func (e evidence) tried(p page) {
	p.section("What was tried")
	p.line("How", e.statusWords(false))
	p.line("Consultants looked at", fmt.Sprint(len(e.Problem.Consultants)))
	if n := len(e.holders[e.slot.ID]); n > 0 {
		p.line("In this slot already", fmt.Sprint(n))
	}
	for _, stop := range e.stops(e.open) {
		n := 0
		for _, r := range stop.reasons {
			if !e.holds(r.Consultant) {
				n++
			}
		}
		if n > 0 {
			p.line(stop.words, fmt.Sprint(n)+" ("+stop.source+")")
		}
	}
	if n := len(e.free(e.open)); n > 0 {
		p.line("Stopped by nothing", fmt.Sprint(n)+": the rota as a whole uses them elsewhere")
	}
}

func (e evidence) holds(id rota.ConsultantID) bool {
	return slices.ContainsFunc(e.holders[e.slot.ID], func(a rota.Assignment) bool { return a.Consultant == id })
}

func (e evidence) fixes(p page) {
	p.section("What would fix it")
	for i, way := range e.ways.Ways {
		words := way.Text
		if way.Effect != "" {
			words += " Otherwise: " + way.Effect + "."
		}
		p.line(fmt.Sprint(i+1), words)
	}
	p.line("", e.ways.note())
}

// writePeople lists every consultant by code with what stops them, those with the skill first.
func (e evidence) writePeople(b *book) error {
	t := listing{name: "Consultants", fields: []field{{"Consultant", 16, wrapped}, {"Trained for it", 12, plain}, {"What stops them", 30, wrapped}, {"In words", 60, wrapped}}}
	stopped := map[rota.ConsultantID]rota.Reason{}
	for _, r := range e.open.Reasons {
		stopped[r.Consultant] = r
	}
	besides := rota.EvenOffered(e.Problem, e.Plan, e.slot.ID)
	for _, c := range e.Problem.Consultants {
		r, ok := stopped[c.ID]
		words := e.inWords(e.slot, r)
		if other, too := besides[c.ID]; too && r.Rule == ruleOffer {
			words += other.EvenOfferedWords(e.Problem, e.slot)
		}
		switch {
		case e.holds(c.ID):
			t.add(string(c.ID), "Yes", "In this slot already", "")
		case !ok:
			t.add(string(c.ID), "Yes", "Nothing by itself", "The rota as a whole uses them elsewhere.")
		default:
			trained := "Yes"
			if r.Rule == ruleSkill {
				trained = "No"
			}
			t.add(string(c.ID), trained, e.stopWords(e.slot.ID, r), words)
		}
	}
	slices.SortStableFunc(t.rows, func(a, b []any) int { return strings.Compare(b[1].(string), a[1].(string)) })
	s := b.sheet("Consultants", layout{widths: t.widths(), paper: paperA4, frozenRow: tableHeadRow, titleRow: tableHeadRow})
	e.headed(s, "Consultants", "By code, those who are trained for it first.")
	s.list(t, "There is no consultant in this strike.")
	return s.flush()
}
