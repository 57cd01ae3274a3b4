package web

import (
	"slices"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// repliesPage is the quick grid: a row a resident, a choice a duty. Each choice
// travels with what it was when the page was opened, so that only what was
// changed is saved, and two people's changes to different duties both go through.
type repliesPage struct {
	base
	About      string
	Action     string
	Unit       string
	Number     int
	Filters    Filters
	Changed    *Changed
	Caption    string
	Days       []string
	Rows       []replyRow
	None       string
	Pagination *Pagination
	Save       Button
}

// A replyRow is one resident, with the choices of each day.
type replyRow struct {
	Name  string
	Href  string
	About string // grade and unit
	Days  []replyDay
}

// A replyDay is one cell: usually one choice, none when the resident is off.
type replyDay struct {
	Day     string
	Choices []replyChoice
}

// A replyChoice is one duty.
type replyChoice struct {
	Select
	Times    string
	FromName string
	From     string
	Early    bool // nothing can be said of it yet, and nothing is asked
}

func toName(id rota.DutyID) string   { return "to-" + string(id) }
func fromName(id rota.DutyID) string { return "from-" + string(id) }

// struckDays are the days of the strike, and those of duties beside them.
func struckDays(strike rota.Strike, list []store.Resident) []rota.Date {
	last := rota.DateOf(strike.End)
	var out []rota.Date
	for d := rota.DateOf(strike.Start); d.Before(last); d = d.Add(1) {
		out = append(out, d)
	}
	for _, r := range list {
		for _, duty := range r.Duties {
			if d := rota.DateOf(duty.Start); strike.Struck(duty) && !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	slices.SortFunc(out, rota.Date.Compare)
	return out
}

func buildReplyRow(f *form.Form, strikeID string, strike rota.Strike, r store.Resident, days []rota.Date,
	choice func(f *form.Form, who string, d rota.Duty) replyChoice) replyRow {
	row := replyRow{Name: r.Name, Href: strikePath(strikeID, "residents", string(r.ID), "edit"), About: r.Grade + ", " + r.Unit}
	switch {
	case r.Grade == "":
		row.About = r.Unit
	case r.Unit == "":
		row.About = r.Grade
	}
	for _, day := range days {
		cell := replyDay{Day: day.Words()}
		for _, d := range r.Duties {
			if strike.Struck(d) && rota.DateOf(d.Start) == day {
				cell.Choices = append(cell.Choices, choice(f, r.Name, d))
			}
		}
		row.Days = append(row.Days, cell)
	}
	return row
}

// repliesGrid asks what residents have said.
func repliesGrid() dutyGrid {
	return dutyGrid{
		name: "replies", title: "Replies of residents", button: "Save the replies", what: "what they have said",
		about:   "Choose what each resident has said for each duty, then save. Only what you change is saved. Record no reason.",
		options: optionsOf(rota.Declarations(), rota.Declaration.Words),
		value:   func(d rota.Duty) string { return string(d.Declaration) },
		saved: func(n int) string {
			if n == 0 {
				return nothingSaved
			}
			return count(n, "reply has", "replies have") + " been saved"
		},
		save: func(s *Server, v *visit, strikeID string, changes []dutyChange) error {
			var out []store.DeclarationChange
			for _, c := range changes {
				out = append(out, store.DeclarationChange{Duty: c.duty, From: rota.Declaration(c.from), To: rota.Declaration(c.to)})
			}
			return v.store.SaveDeclarations(v.ctx(), v.actor(), strikeID, out)
		},
	}
}

const nothingSaved = "Nothing was changed, so nothing was saved"

func (s *Server) repliesPage(v *visit) error { return repliesGrid().show(s, v) }
func (s *Server) saveReplies(v *visit) error { return repliesGrid().post(s, v) }
