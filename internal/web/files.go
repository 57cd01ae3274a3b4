package web

import (
	"io"
	"time"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
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
	write                      func(*Server, *visit, store.Strike, io.Writer) (made time.Time, err error)
}

// counts are what the size of a file depends on.
type counts struct{ slots, shifts, consultants, residents, duties int }

// files are the downloads in the order of the page.
func files() []file {
	return []file{
		{"rota.xlsx", "Rota workbook", "For wards and the switchboard: who is where and when, and how to reach them. A sheet for each service and each day, all shifts in a table, open places with what would fill them.",
			"Names and contacts of consultants. No resident", sheetType, workbookFile, auth.SeeRota, true, about(20_000, 210, 130, 0), ofRota(exports.Rota)},
		{"costs.xlsx", "Cost workbook", "For finance: formulas from hours and rates to totals, at the prices that one cell chooses. Change a rate and all follows.",
			"Consultants by code. No resident", sheetType, workbookFile, auth.SeeCost, true, about(22_000, 0, 320, 0), ofRota(exports.Costs)},
		{"rota.csv", "Rota", "Every place of the rota, one a line.", "Names and contacts of consultants. No resident", csvType, tableFile, auth.SeeRota, true, about(200, 130, 40, 0), ofRota(exports.RotaCSV)},
		{"open.csv", "Open places", "Every place that nobody covers, why, and what would fill it.", "Names of consultants. No resident", csvType, tableFile, auth.SeeRota, true, nil, ofRota(exports.OpenCSV)},
		{"costs.csv", "Shifts with costs", "Every shift with its hours by band and its cost.", "Consultants by code. No resident", csvType, tableFile, auth.SeeCost, true, about(400, 0, 230, 0), ofRota(exports.CostCSV)},
		{"rates.csv", "Rates", "Both rate cards, one line a pay point.", "Nobody", csvType, tableFile, auth.SeeCost, true, about(1_000, 0, 0, 0), ofRota(exports.RatesCSV)},
		{"empty.xlsx", "Entry workbook, empty", "One sheet each for the strike, residents, duties, consultants, offers, sessions, slots and rates.",
			"Nobody", sheetType, otherFile, auth.EditPeople, false, about(21_000, 0, 0, 0), (*Server).writeEmpty},
		{"problem.json", "Problem document", "What the planner was told, for other programs.", "Consultants by code. No resident", jsonType, otherFile, auth.EditRota, true, nil, (*Server).writeProblem},
		{"plan.json", "Plan document", "What the planner decided, for other programs.", "Consultants by code. No resident", jsonType, otherFile, auth.EditRota, true, nil, (*Server).writePlan},
		{"entries.xlsx", "Entry workbook, filled", "Everything entered for this strike, to change in Excel and upload again.",
			"Names and declarations of residents", sheetType, namedFile, auth.SeePeople, false, nil, (*Server).writeEntries},
	}
}

// about estimates a size in bytes: of the file itself, and for each slot, shift and duty.
func about(base, slot, shift, duty int) func(counts) int {
	return func(c counts) int { return base + slot*c.slots + shift*c.shifts + duty*c.duties }
}

// ofRota is a file of the rota made last.
func ofRota(write func(io.Writer, exports.Handout) error) func(*Server, *visit, store.Strike, io.Writer) (time.Time, error) {
	return func(s *Server, v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
		m, h, err := s.handout(v, strike)
		if err != nil {
			return time.Time{}, err
		}
		return m.at, write(w, h)
	}
}

func (s *Server) writeEntries(v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
	e, err := s.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return time.Time{}, err
	}
	return s.now(), exports.Entries(w, e, s.labels(strike, s.now()))
}

func (s *Server) writeEmpty(_ *visit, _ store.Strike, w io.Writer) (time.Time, error) {
	return s.now(), exports.Template(w, rota.Entry{})
}

// writeProblem and writePlan give the documents as they were kept when the rota was made.
func (s *Server) writeProblem(v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
	record, err := s.store.CurrentPlan(v.ctx(), strike.ID)
	if err != nil {
		return time.Time{}, err
	}
	_, err = w.Write(record.Problem)
	return record.MadeAt, err
}

func (s *Server) writePlan(v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
	record, err := s.store.CurrentPlan(v.ctx(), strike.ID)
	if err != nil {
		return time.Time{}, err
	}
	_, err = w.Write(record.Plan)
	return record.MadeAt, err
}
