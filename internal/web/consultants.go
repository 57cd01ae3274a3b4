package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var consultantRoutes = []route{
	{method: get, path: "/strikes/:strike/consultants", act: auth.SeePeople, do: (*Server).consultantsPage},
	{method: post, path: "/strikes/:strike/consultants", act: auth.SeePeople, do: (*Server).findConsultants},
	{method: get, path: "/strikes/:strike/consultants/new", act: auth.EditPeople, do: (*Server).consultantPage},
	{method: post, path: "/strikes/:strike/consultants/new", act: auth.EditPeople, do: (*Server).saveConsultant},
	{method: get, path: "/strikes/:strike/consultants/:consultant/edit", act: auth.EditPeople, do: (*Server).consultantPage},
	{method: post, path: "/strikes/:strike/consultants/:consultant/edit", act: auth.EditPeople, do: (*Server).saveConsultant},
	{method: get, path: "/strikes/:strike/consultants/:consultant/delete", act: auth.EditPeople, do: (*Server).deleteConsultantPage},
	{method: post, path: "/strikes/:strike/consultants/:consultant/delete", act: auth.EditPeople, do: (*Server).deleteConsultant},
}

// consultantsPage lists the consultants.
type consultantsPage struct {
	base
	Missing    []missingSkill
	Figures    []Figure
	Filters    Filters
	Caption    string
	Rows       []consultantRow
	None       string // why there is no table
	Pagination *Pagination
	Add        *Button
	Grid       string // where offers are ticked for many, or ""
	Bring      []Link // files that may be brought in
	Words      string // where a word is changed everywhere, or ""
	Links      string // where personal links are made, or ""
}

// A missingSkill is a skill that slots need and nobody has.
type missingSkill struct{ Text, Href string }

// A consultantRow is one consultant in the list.
type consultantRow struct {
	Name     Cell
	Skills   []Tag
	Terms    string
	Offered  string
	Sessions string
	Cover    Cell
}

// missingSkills lists what slots need and nobody has; of skills of which one is
// enough, it counts as missing when nobody has any.
func missingSkills(strikeID string, slots []rota.Slot, people []store.Consultant) []missingSkill {
	has := map[string]bool{}
	for _, c := range people {
		for _, skill := range c.Skills {
			has[skill] = true
		}
	}
	var words []string
	first, slotsOf := map[string]string{}, map[string]int{}
	note := func(text, skill string) {
		if slotsOf[text]++; slotsOf[text] == 1 {
			words, first[text] = append(words, text), skill
		}
	}
	for _, s := range slots {
		for _, skill := range s.SkillsAll {
			if !has[skill] {
				note(skill, skill)
			}
		}
		if len(s.SkillsAny) > 0 && !slices.ContainsFunc(s.SkillsAny, func(skill string) bool { return has[skill] }) {
			note(strings.Join(s.SkillsAny, " or "), s.SkillsAny[0])
		}
	}
	slices.Sort(words)
	var out []missingSkill
	for _, text := range words {
		out = append(out, missingSkill{Text: fmt.Sprintf("%s: needed by %s", text, count(slotsOf[text], "slot")),
			Href: strikePath(strikeID, "slots") + "?" + url.Values{"skill": {first[text]}}.Encode()})
	}
	return out
}

// offeredMinutes is how much time the offers cover together.
func offeredMinutes(offers []rota.Offer) int {
	spans := make([]rota.Span, len(offers))
	for i, o := range offers {
		spans[i] = o.Span
	}
	slices.SortFunc(spans, rota.Span.Compare)
	sum := 0
	var until rota.Span
	for _, s := range spans {
		if s.Start.Before(until.End) {
			s.Start = until.End
		}
		if s.Start.Before(s.End) {
			sum += s.Minutes()
			until = s
		}
	}
	return sum
}

func sortConsultants(list []store.Consultant) []store.Consultant {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b store.Consultant) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(string(a.ID), string(b.ID)))
	})
	return out
}

// plainConsultants are the consultants without their versions.
func plainConsultants(list []store.Consultant) []rota.Consultant {
	out := make([]rota.Consultant, len(list))
	for i, c := range list {
		out[i] = c.Consultant
	}
	return out
}

func newConsultantsPage(b base, slots []rota.Slot, list []store.Consultant, declined []rota.Told, f filter, number int, mayEdit bool) *consultantsPage {
	p := &consultantsPage{base: b}
	id := b.Strike.ID
	if mayEdit {
		p.Add = &Button{Text: "Add a consultant", Href: strikePath(id, "consultants", "new")}
		p.Bring = bringLinks(id, intake.Consultants)
		p.Words = strikePath(id, "words")
		p.Grid = availabilityPath(id, "")
		p.Links = strikePath(id, "consultants", "links")
	}
	if len(list) == 0 {
		p.None = "No consultant has been entered yet. Bring in a spreadsheet of what they have offered, or add them one by one."
		return p
	}
	p.Missing = missingSkills(id, slots, list)
	offering := 0
	for _, c := range list {
		if len(c.Offers) > 0 {
			offering++
		}
	}
	p.Figures = []Figure{{"Consultants", fmt.Sprint(len(list))}, {"Have offered time", fmt.Sprint(offering)}, {"No offer yet", fmt.Sprint(len(list) - offering)}}
	p.Filters = newFilters(f, []Input{input(f.form(), personField, "Name").Wide(20)},
		[]Select{choose(f.form(), "skill", "Skill", anyOf("All skills", optionsFrom(skillsOf(plainConsultants(list)))))})
	p.Filters.CSRF = b.CSRF
	found := slices.DeleteFunc(sortConsultants(list), func(c store.Consultant) bool {
		return f.get("skill") != "" && !slices.Contains(c.Skills, f.get("skill")) || !f.named(c.Name)
	})
	if len(found) == 0 {
		p.None = "No consultant matches. Change or clear what you filter by."
		return p
	}
	shown, number, pages := pages(found, number, f)
	p.Pagination, p.Title, p.Caption = pages, pageTitle(b.Title, number, pages), count(len(found), "consultant")
	for _, c := range shown {
		p.Rows = append(p.Rows, buildConsultantRow(id, c, declined, mayEdit))
	}
	return p
}

func buildConsultantRow(strikeID string, c store.Consultant, declined []rota.Told, mayEdit bool) consultantRow {
	row := consultantRow{Name: Cell{Text: c.Name}, Terms: c.Terms.Words(), Offered: "No offer yet", Sessions: "None",
		Cover: Cell{Text: "See cover", Hidden: "by " + c.Name, Href: personPath(strikeID, c.ID)}}
	if mayEdit {
		row.Name.Href = strikePath(strikeID, "consultants", string(c.ID), "edit")
	}
	for _, skill := range c.Skills {
		row.Skills = append(row.Skills, Tag{Text: skill, Colour: "white"})
	}
	if len(c.Offers) > 0 {
		row.Offered = rota.Hours(offeredMinutes(c.Offers))
		if note := declinedNote(c.Consultant, declined); note != "" {
			row.Offered += ". " + note
		}
	}
	if n := len(c.Sessions); n > 0 {
		row.Sessions = count(n, "session")
	}
	return row
}

// consultantsPage answers GET /strikes/:strike/consultants.
func (s *Server) consultantsPage(v *visit) error {
	return s.listConsultants(v, v.filter(strikePath(v.param("strike"), "consultants"), "skill"))
}

// findConsultants looks for a name. Without one it goes to the list's own address.
func (s *Server) findConsultants(v *visit) error {
	f, err := v.postedFilter(strikePath(v.param("strike"), "consultants"), "skill")
	if err != nil {
		return err
	}
	if f.person == "" {
		return s.redirect(v, f.href(1))
	}
	return s.listConsultants(v, f)
}

func (s *Server) listConsultants(v *visit, f filter) error {
	st, err := s.consultantState(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, consultantsSection, "Consultants")
	return s.show(v, "consultants", newConsultantsPage(b, st.slots, st.all, st.declined, f, v.number(), v.can(auth.EditPeople)))
}

func (s *Server) deleteConsultantPage(v *visit) error {
	st, err := s.consultantState(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, consultantsSection, "Delete this consultant?")
	at := strikePath(st.strike.ID, "consultants", string(st.now.ID))
	m, err := s.made(v, st.strike)
	if err != nil {
		return err
	}
	return s.show(v, "delete", newDeletePage(b, "The consultant, their offers and their sessions will be deleted, and they will be in no rota made after that."+m.inRotaWords(st.now.ID),
		Summary(consultantFacts(st.now)...), st.now.Version, at+"/delete", "Delete the consultant", Link{Text: "Keep the consultant", Href: at + "/edit"}))
}

func (s *Server) deleteConsultant(v *visit) error {
	return s.remove(v, []string{"consultants"}, "The consultant has been deleted", func(strikeID string, version int64) error {
		return v.store.DeleteConsultant(v.ctx(), v.actor(), strikeID, rota.ConsultantID(v.param("consultant")), version)
	})
}
