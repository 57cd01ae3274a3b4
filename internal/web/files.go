package web

import (
	"fmt"
	"io"
	"slices"
	"time"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

// Media types.
const (
	sheetType    = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	jsonType     = "application/json"
	csvType      = "text/csv; charset=utf-8"
	calendarType = "text/calendar; charset=utf-8"
)

// A fileGroup is which table of the page a file stands in.
type fileGroup int

const (
	workbookFile fileGroup = iota
	tableFile              // as CSV
	otherFile
	namedFile // names residents, or gives exact counts of them: asked for with a reason
)

// A file is one thing that can be downloaded. Its key is the end of its address.
type file struct {
	key, name, purpose, people string
	kind                       string // media type
	group                      fileGroup
	act                        auth.Act
	results                    bool // needs a rota
	size                       func(counts) int
	write                      func(*Server, *visit, store.Strike, io.Writer) (written, error)
	kept                       func(io.Writer, exports.Handout) error // of a version; nil when versions have no such file
}

// A written file says of itself when what is in it came to be as it is and, of the draft, which edition
// that is.
type written struct {
	at      time.Time
	edition exports.Edition
}

// counts are what the size of a file depends on.
type counts struct{ slots, shifts, consultants, residents, duties int }

// files are the downloads in the order of the page.
func files() []file {
	return []file{
		{"rota.xlsx", "Rota workbook", "For wards and the switchboard: who is where and when, and how to reach them. A sheet for each service and each day, all shifts in a table, open places with what to do.",
			"Names and contacts of consultants. No resident", sheetType, workbookFile, auth.SeeRota, true, about(38_000, 150, 95, 0), ofRota(exports.Rota), exports.Rota},
		{"costs.xlsx", "Cost workbook", "For finance: formulas from hours and rates to totals, at the prices that one cell chooses. Change a rate and all follows.",
			"Consultants by code. No resident", sheetType, workbookFile, auth.SeeCost, true, about(36_000, 0, 320, 0), (*Server).writeCosts, exports.Costs},
		{"return.xlsx", "Workforce return", "For NHS England’s return and the board: residents due at work and absent by day, service and grade, from confirmed attendance alone.",
			"Counts of residents. None under 5", sheetType, workbookFile, auth.SeeCounts, false, about(14_000, 0, 0, 0), (*Server).writeReturn, nil},
		{"rota.csv", "Rota", "Every place for a consultant, one a line.", "Names and contacts of consultants. No resident", csvType, tableFile, auth.SeeRota, true, about(200, 130, 40, 0), ofRota(exports.RotaCSV), exports.RotaCSV},
		{"open.csv", "Open places", "For you alone: every place that nobody covers, what stops each consultant, and what would fill it.", "Names of consultants and what stops them. No resident", csvType, tableFile, auth.EditRota, true, nil, ofRota(exports.OpenCSV), exports.OpenCSV},
		{"costs.csv", "Shifts with costs", "Every shift with its hours by band and its cost.", "Consultants by code. No resident", csvType, tableFile, auth.SeeCost, true, about(400, 0, 230, 0), atRates(exports.CostCSV), exports.CostCSV},
		{"rates.csv", "Rates", "Both rate cards, one line a pay point.", "Nobody", csvType, tableFile, auth.SeeCost, true, about(1_000, 0, 0, 0), atRates(exports.RatesCSV), exports.RatesCSV},
		{"return.csv", "Workforce return", "The workforce return, one group a line.", "Counts of residents. None under 5", csvType, tableFile, auth.SeeCounts, false, about(500, 0, 0, 0), (*Server).writeReturnCSV, nil},
		{robustFile, "Robust cover", "Every place with how far it holds if more silent doctors are away, and whom to ask to stand by.", "Names of consultants. Counts of residents under 5 hidden",
			csvType, tableFile, auth.EditRota, true, nil, (*Server).writeRobust, nil},
		{"empty.xlsx", "Entry workbook, empty", "One sheet each for the strike, residents, duties, consultants, offers, sessions, slots and rates.",
			"Nobody", sheetType, otherFile, auth.EditPeople, false, about(21_000, 0, 0, 0), (*Server).writeEmpty, nil},
		{"problem.json", "Problem document", "What the planner was told, for other programs.", "Consultants by code. No resident", jsonType, otherFile, auth.EditRota, true, nil, (*Server).writeProblem, nil},
		{"plan.json", "Plan document", "What the planner decided, for other programs.", "Consultants by code. No resident", jsonType, otherFile, auth.EditRota, true, nil, (*Server).writePlan, nil},
		{"entries.xlsx", "Entry workbook, filled", "Everything entered for this strike, to change in Excel and upload again.",
			"Names and declarations of residents", sheetType, namedFile, auth.SeePeople, false, nil, (*Server).writeEntries, nil},
		{"return-exact.xlsx", "Workforce return, exact", "The return as it is submitted to NHS England, with every count.",
			"Exact counts of residents: one may tell who", sheetType, namedFile, auth.SeePeople, false, about(15_000, 0, 0, 2), (*Server).writeExactReturn, nil},
		{"costs-exact.xlsx", "Cost workbook with exact pay withheld", "The cost workbook with what each grade was withheld, to settle with payroll.",
			"Consultants by code. Exact days of absence by grade", sheetType, namedFile, auth.SeePeople, true, about(36_000, 0, 320, 0), (*Server).writeExactCosts, nil},
	}
}

// robustFile is there once it has been worked out.
const robustFile = "robust.csv"

// about estimates a size in bytes: of the file itself, and for each slot, shift and duty.
func about(base, slot, shift, duty int) func(counts) int {
	return func(c counts) int { return base + slot*c.slots + shift*c.shifts + duty*c.duties }
}

// ofRota is a file of the rota made last.
func ofRota(write func(io.Writer, exports.Handout) error) func(*Server, *visit, store.Strike, io.Writer) (written, error) {
	return func(s *Server, v *visit, strike store.Strike, w io.Writer) (written, error) {
		m, h, err := s.handout(v, strike)
		if err != nil {
			return written{}, err
		}
		return written{m.asOf(), h.Edition}, write(w, h)
	}
}

// atRates is a file of the rota made last at the rates of now, whenever the rota was
// made: it is called by the time at which it is made.
func atRates(write func(io.Writer, exports.Handout) error) func(*Server, *visit, store.Strike, io.Writer) (written, error) {
	of := ofRota(write)
	return func(s *Server, v *visit, strike store.Strike, w io.Writer) (written, error) {
		made, err := of(s, v, strike, w)
		made.at = s.now()
		return made, err
	}
}

func (s *Server) writeEntries(v *visit, strike store.Strike, w io.Writer) (written, error) {
	e, err := v.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return written{}, err
	}
	return written{at: s.now()}, exports.Entries(w, e, s.labels(strike, s.now()))
}

func (s *Server) writeEmpty(_ *visit, strike store.Strike, w io.Writer) (written, error) {
	return written{at: s.now()}, exports.Entries(w, rota.Entry{}, s.labels(strike, time.Time{}))
}

// writeProblem and writePlan give the documents of the rota as it is now.
func (s *Server) writeProblem(v *visit, strike store.Strike, w io.Writer) (written, error) {
	return s.document(v, strike, func(m *madeRota) error { return document.WriteProblem(w, m.problem) })
}

func (s *Server) writePlan(v *visit, strike store.Strike, w io.Writer) (written, error) {
	return s.document(v, strike, func(m *madeRota) error { return document.WritePlan(w, m.plan) })
}

func (s *Server) document(v *visit, strike store.Strike, write func(*madeRota) error) (written, error) {
	m, err := s.needRota(v, strike)
	if err != nil {
		return written{}, err
	}
	of := written{at: m.asOf()}
	if of.edition, err = s.draftEdition(v, strike, m); err != nil {
		return of, err
	}
	return of, write(m)
}

// writeCosts tells of pay withheld what the shared return lets anybody work out.
func (s *Server) writeCosts(v *visit, strike store.Strike, w io.Writer) (written, error) {
	return s.costs(v, strike, w, (*madeRota).sharedWithheld)
}

// notYetWithheld says of a page or file that would give pay withheld why it does not yet.
const notYetWithheld = "No attendance has been confirmed yet, so pay withheld, and with it the net cost, is not known."

// sharedWithheld is pay withheld as far as the shared return lets anybody work it
// out: all that is told to those who may not see residents by name. Before any attendance
// is confirmed that is nothing: how many are due would tell, beside the rota, what residents have said.
func (m *madeRota) sharedWithheld(how rota.Withholding) *exports.Withheld {
	cells := m.sharedReturn()
	known, all := rota.SettledDays(cells)
	if known == 0 && m.entry.PayWithheld(how).Confirmed == 0 {
		return &exports.Withheld{NotYet: true, Note: notYetWithheld + " Once some is, the least and the most that it can be stand here. What residents have said is not used."}
	}
	w := &exports.Withheld{
		Note: settledWords(known, all) + " Worked out from the counts of the workforce return alone, so that it tells of no resident. " +
			"The exact sum is for the rota coordinator to give to payroll.",
		Ranges: m.entry.WithheldRanges(rota.Share(cells), how),
	}
	if slices.ContainsFunc(w.Ranges, func(r rota.WithheldRange) bool { return r.Least == nil || r.Most == nil }) {
		w.Note += " A sum is not known where a grade that was due has no salary."
	}
	return w
}

// marked says in the note of what a workbook tells of pay withheld how it is worked out and which salaries
// are not confirmed: the page has both apart.
func (m *madeRota) marked(w *exports.Withheld, money store.Money) *exports.Withheld {
	w.Note += " " + withholdingWords(money.Withholding)
	if unsure := unsureSalaries(costing{made: m, money: money}, w.Exact == nil); unsure != "" {
		w.Note += " " + unsure
	}
	return w
}

// writeExactCosts tells of pay withheld what each grade was, from confirmed absence alone.
func (s *Server) writeExactCosts(v *visit, strike store.Strike, w io.Writer) (written, error) {
	return s.costs(v, strike, w, func(m *madeRota, how rota.Withholding) *exports.Withheld {
		return exactWithheld(m.entry.PayWithheld(how))
	})
}

// exactWithheld is not known until something is confirmed: nothing withheld would be said of a strike that nobody has looked at.
func exactWithheld(all rota.PayWithheld) *exports.Withheld {
	w := &exports.Withheld{
		Note:   fmt.Sprintf("Exact, from confirmed absence alone: %d of %d duties are confirmed.", all.Confirmed, all.Struck),
		Exact:  exports.WithheldGrades(all.Actual),
		NotYet: all.Confirmed == 0 && all.Struck > 0,
	}
	if w.NotYet {
		w.Note = notYetWithheld + " " + w.Note
	}
	return w
}

func (s *Server) costs(v *visit, strike store.Strike, w io.Writer, withheld func(*madeRota, rota.Withholding) *exports.Withheld) (written, error) {
	m, h, err := s.handout(v, strike)
	if err != nil {
		return written{}, err
	}
	money, err := v.store.Money(v.ctx(), strike.ID)
	if err != nil {
		return written{}, err
	}
	h.Money.Withheld = m.marked(withheld(m, money.Withholding), money)
	return written{s.now(), h.Edition}, exports.Costs(w, h) // as atRates
}

func (s *Server) writeReturn(v *visit, strike store.Strike, w io.Writer) (written, error) {
	at := s.now()
	e, cells, err := s.returned(v, strike, (*madeRota).sharedReturn)
	if err != nil {
		return written{}, err
	}
	return written{at: at}, exports.SharedReturn(w, s.labels(strike, at), e.Strike, rota.Share(cells))
}

func (s *Server) writeReturnCSV(v *visit, strike store.Strike, w io.Writer) (written, error) {
	at := s.now()
	_, cells, err := s.returned(v, strike, (*madeRota).sharedReturn)
	if err != nil {
		return written{}, err
	}
	return written{at: at}, exports.ReturnCSV(w, rota.Share(cells))
}

func (s *Server) writeExactReturn(v *visit, strike store.Strike, w io.Writer) (written, error) {
	at := s.now()
	e, cells, err := s.returned(v, strike, (*madeRota).exactReturn)
	if err != nil {
		return written{}, err
	}
	return written{at: at}, exports.ExactReturn(w, s.labels(strike, at), e.Strike, cells)
}
