package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var slotRoutes = []route{
	{method: get, path: "/strikes/:strike/slots", act: auth.SeeSlots, do: (*Server).slotsPage},
	{method: get, path: "/strikes/:strike/slots/new", act: auth.EditSlots, do: (*Server).slotPage},
	{method: post, path: "/strikes/:strike/slots/new", act: auth.EditSlots, do: (*Server).saveSlot},
	{method: get, path: "/strikes/:strike/slots/templates", act: auth.EditSlots, do: (*Server).templatesPage},
	{method: get, path: "/strikes/:strike/slots/templates/:template", act: auth.EditSlots, do: (*Server).templatePage},
	{method: post, path: "/strikes/:strike/slots/templates/:template", act: auth.EditSlots, do: (*Server).addTemplate},
	{method: get, path: "/strikes/:strike/slots/:slot/edit", act: auth.EditSlots, do: (*Server).slotPage},
	{method: post, path: "/strikes/:strike/slots/:slot/edit", act: auth.EditSlots, do: (*Server).saveSlot},
	{method: get, path: "/strikes/:strike/slots/:slot/delete", act: auth.EditSlots, do: (*Server).deleteSlotPage},
	{method: post, path: "/strikes/:strike/slots/:slot/delete", act: auth.EditSlots, do: (*Server).deleteSlot},
}

// slotsPage lists the critical slots.
type slotsPage struct {
	base
	Filters    Filters
	Table      *Table
	None       string // why there is no table
	Pagination *Pagination
	Templates  *Button
	Add        *Button
	Bring      []Link // files that may be brought in
	Words      string // where a word is changed everywhere, or ""
}

// slotSkills are the skills that slots need.
func slotSkills(list []rota.Slot) []string {
	var all []string
	for _, s := range list {
		all = append(append(all, s.SkillsAll...), s.SkillsAny...)
	}
	return distinct(all)
}

func slotSites(list []rota.Slot) []string {
	var all []string
	for _, s := range list {
		all = append(all, s.Site)
	}
	return distinct(all)
}

func slotServices(list []rota.Slot) []string {
	var all []string
	for _, s := range list {
		all = append(all, s.Service)
	}
	return distinct(all)
}

// slotDays are the London days on which slots start.
func slotDays(list []rota.Slot) []rota.Date {
	var out []rota.Date
	for _, s := range list {
		if d := rota.DateOf(s.Start); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, rota.Date.Compare)
	return out
}

func daysOptions(days []rota.Date) []Option {
	out := make([]Option, len(days))
	for i, d := range days {
		out[i] = Option{Value: d.String(), Text: d.Words()}
	}
	return out
}

// skillWords are what a slot needs, in a line.
func skillWords(s rota.Slot) string {
	all := strings.Join(s.SkillsAll, " and ")
	one := strings.Join(s.SkillsAny, " or ")
	switch {
	case all == "" && one == "":
		return "None"
	case all == "":
		return one
	case one == "":
		return all
	}
	return all + ", and " + one
}

// priorities are in the order in which pages show them.
var priorities = []string{"1", "2", "3"}

// priorityWords say what a priority means.
func priorityWords(p string) string {
	return map[string]string{"1": "1, cannot wait", "2": "2, should hold", "3": "3, can wait"}[p]
}

// fits reports whether a slot is among those that the filter leaves.
func fits(s rota.Slot, f filter) bool {
	skill := f.get("skill")
	return (f.get("service") == "" || s.Service == f.get("service")) &&
		(f.get("day") == "" || rota.DateOf(s.Start).String() == f.get("day")) &&
		(skill == "" || slices.Contains(s.SkillsAll, skill) || slices.Contains(s.SkillsAny, skill))
}

func slotFilters(f filter, list []rota.Slot, more ...Select) Filters {
	form := f.form()
	return newFilters(f, nil, append([]Select{
		choose(form, "service", "Service", anyOf("All services", optionsFrom(slotServices(list)))),
		choose(form, "day", "Day", anyOf("All days", daysOptions(slotDays(list)))),
	}, more...))
}

// needColumn is where the table says how many doctors a slot needs.
const needColumn = 5

// newSlotsPage builds the page. How many doctors a slot needs is for those who enter it:
// beside its places in the rota it tells what residents have said.
func newSlotsPage(b base, list []rota.Slot, f filter, number int, mayEdit bool) *slotsPage {
	p := &slotsPage{base: b}
	id := b.Strike.ID
	if mayEdit {
		p.Templates = &Button{Text: "Start from a template", Href: strikePath(id, "slots", "templates")}
		p.Add = &Button{Text: "Add a slot", Href: strikePath(id, "slots", "new"), Variant: "secondary"}
		p.Bring = bringLinks(id, intake.Slots)
		p.Words = strikePath(id, "words")
	}
	if len(list) == 0 {
		p.None = "No critical slot has been entered yet. Templates for cancer, transplant, maternity, and emergency and medicine are the quickest way to begin."
		return p
	}
	p.Filters = slotFilters(f, list, choose(f.form(), "skill", "Skill", anyOf("All skills", optionsFrom(slotSkills(list)))))
	found := slices.DeleteFunc(slices.Clone(list), func(s rota.Slot) bool { return !fits(s, f) })
	if len(found) == 0 {
		p.None = "No slot matches. Change or clear what you filter by."
		return p
	}
	shown, number, pages := paged(found, number, f.href)
	p.Pagination, p.Title = pages, pageTitle(b.Title, number, pages)
	var rows [][]Cell
	for _, s := range shown {
		when := Cell{Text: s.Span.Words()}
		if mayEdit {
			when.Href, when.Hidden = strikePath(id, "slots", string(s.ID), "edit"), ", "+s.Unit+", "+s.Role+", "+s.Site
		}
		mode := s.Mode.Words()
		if s.NoOtherDuty {
			mode += ", no other duty"
		}
		row := []Cell{when, {Text: s.Service}, {Text: s.Unit}, {Text: s.Role}, {Text: s.Site}, {Text: skillWords(s)}, {Text: mode}, {Text: priorityWords(strconv.Itoa(s.Priority))}}
		if mayEdit {
			row = slices.Insert(row, needColumn, Cell{Text: fmt.Sprint(s.Places)})
		}
		rows = append(rows, row)
	}
	columns := []Column{{Text: "When"}, {Text: "Service"}, {Text: "Unit"}, {Text: "Role"}, {Text: "Site"}, {Text: "Skills"}, {Text: "Where"}, {Text: "Priority"}}
	if mayEdit {
		columns = slices.Insert(columns, needColumn, Column{Text: "Places", Numeric: true})
	}
	t := NewTable("slots", count(len(found), "slot"), columns, rows)
	t.Compact = true
	p.Table = &t
	p.Wide()
	return p
}

// slotsPage answers GET /strikes/:strike/slots.
func (s *Server) slotsPage(v *visit) error {
	st, err := s.slotState(v)
	if err != nil {
		return err
	}
	f := v.filter(strikePath(st.strike.ID, "slots"), "service", "day", "skill")
	b := s.strikeBase(v, st.strike, slotsSection, "Critical slots")
	p := newSlotsPage(b, st.all, f, v.number(), v.can(auth.EditSlots))
	if len(st.all) == 0 && !v.seesAll() {
		p.None = v.noSlotWords(nil)
	}
	return s.show(v, "slots", p)
}

// slotState is what the pages of slots are about; now is empty for a new one.
type slotState struct {
	strike store.Strike
	all    []rota.Slot
	skills []string // of consultants
	now    store.Slot
	like   rota.Slot // what the form of a new slot begins with
}

func (s *Server) slotState(v *visit) (slotState, error) {
	strike, err := s.strike(v)
	if err != nil {
		return slotState{}, err
	}
	st := slotState{strike: strike}
	list, err := v.store.Slots(v.ctx(), strike.ID)
	if err != nil {
		return st, err
	}
	st.all = plainSlots(list)
	if v.can(auth.EditSlots) {
		people, err := v.store.Consultants(v.ctx(), strike.ID)
		if err != nil {
			return st, err
		}
		st.skills = skillsOf(plainConsultants(people))
	}
	if id := v.param("slot"); id != "" {
		st.now, err = v.store.Slot(v.ctx(), strike.ID, rota.SlotID(id))
		return st, err
	}
	st.like = rota.Slot{Places: 1, Mode: rota.OnSite, Priority: 2}
	if sites := slotSites(st.all); len(sites) == 1 {
		st.like.Site = sites[0]
	}
	if o, ok := slotOf(st.all, rota.SlotID(v.query("like"))); ok {
		st.like = slotLike(o, strike.Span, st.all)
	}
	return st, nil
}

func (s *Server) deleteSlotPage(v *visit) error {
	st, err := s.slotState(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, slotsSection, "Delete this slot?")
	at := strikePath(st.strike.ID, "slots", string(st.now.ID))
	return s.show(v, "delete", newDeletePage(b, "The slot will be in no rota made after that. Residents’ duties in it are kept, as duties of no critical slot.",
		Summary(slotFacts(st.now.Slot)...), st.now.Version, at+"/delete", "Delete the slot", Link{Text: "Keep the slot", Href: at + "/edit"}))
}

func (s *Server) deleteSlot(v *visit) error {
	return s.remove(v, []string{"slots"}, "The slot has been deleted", func(strikeID string, version int64) error {
		return v.store.DeleteSlot(v.ctx(), v.actor(), strikeID, rota.SlotID(v.param("slot")), version)
	})
}

// slotFields are the controls of one slot but for its day: the same in the form
// of a slot and in each line of a template. They stand below a prefix, "" or "line-2-".
type slotFields struct {
	Service, Unit, Role, Site Input
	Places                    Input
	SkillsAll, SkillsAny      Input
	Mode                      Choices
	NoOtherDuty               *Tick
	Priority                  Choices
	Source                    Input
}

func buildSlotFields(f *form.Form, prefix string, known []string) slotFields {
	hint := "With commas between them"
	if len(known) > 0 && len(known) <= 30 {
		hint = "With commas between them. Consultants have: " + strings.Join(known, ", ")
	}
	out := slotFields{
		Service:     input(f, prefix+"service", "Service").Wide(20),
		Unit:        input(f, prefix+"unit", "Unit").Hinted("A ward or team").Wide(20),
		Role:        input(f, prefix+"role", "Role").Hinted("What the doctor does there, such as registrar tier").Wide(20),
		Site:        input(f, prefix+"site", "Site").Wide(20),
		Places:      number(f, prefix+"places", "Places", 2).Hinted("How many doctors are needed, residents included"),
		SkillsAll:   input(f, prefix+"skills-all", "Skills that are all needed").Hinted(hint),
		SkillsAny:   input(f, prefix+"skills-any", "Skills of which one is enough").Hinted("With commas between them"),
		Mode:        radios(f, prefix+"mode", "Where the doctor is", optionsOf(rota.Modes(), rota.Mode.Words)),
		NoOtherDuty: tick(f, prefix+"no-other-duty", "No other duty at the same time, whatever the trust allows"),
		Priority:    radios(f, prefix+"priority", "Priority", optionsOf(priorities, priorityWords)),
		Source:      input(f, prefix+"source", "Source of the figure").Hinted("A standard or a decision, and its date"),
	}
	out.Mode.Small, out.Priority.Small = true, true
	return out
}

func setSlotFields(f *form.Form, prefix string, s rota.Slot) {
	f.Set(prefix+"service", s.Service).Set(prefix+"unit", s.Unit).Set(prefix+"role", s.Role).Set(prefix+"site", s.Site)
	f.Set(prefix+"places", strconv.Itoa(s.Places)).Set(prefix+"mode", string(s.Mode)).Set(prefix+"priority", strconv.Itoa(s.Priority))
	f.Set(prefix+"skills-all", strings.Join(s.SkillsAll, ", ")).Set(prefix+"skills-any", strings.Join(s.SkillsAny, ", "))
	f.Set(prefix+"source", s.Source)
	if s.NoOtherDuty {
		f.Set(prefix+"no-other-duty", "yes")
	}
}

func readSlotFields(f *form.Form, prefix string) rota.Slot {
	s := rota.Slot{
		Service: f.Text(prefix+"service", "the service", 60), Unit: f.Text(prefix+"unit", "the unit", 80),
		Role: f.Text(prefix+"role", "the role", 80), Site: f.Text(prefix+"site", "the site", 60),
		Places: f.Int(prefix+"places", "how many places", 1, rota.MaxPlaces), Mode: form.Choice(f, prefix+"mode", "where the doctor is", rota.Modes()),
		SkillsAll: f.Words(prefix+"skills-all", "the skills"), SkillsAny: f.Words(prefix+"skills-any", "the skills"),
		NoOtherDuty: f.Checked(prefix + "no-other-duty"), Source: f.Optional(prefix+"source", "the source", 200),
	}
	s.Priority, _ = strconv.Atoi(form.Choice(f, prefix+"priority", "the priority", priorities))
	return s
}
