package web

import (
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Fields of the services of a clinical lead's account.
const (
	seesField         = "sees"
	servicesField     = "services"
	moreServicesField = "more-services"
)

// A seesChoice is whether a clinical lead sees all services, or some.
type seesChoice string

const (
	seesAll  seesChoice = "all"
	seesSome seesChoice = "some"
)

// leadServices ask which services a clinical lead sees.
type leadServices struct {
	Sees  Choices
	Known *Choices // nil while no slot has any
	More  Textarea
}

// maxServices bounds what may be typed of services that no slot has yet.
const maxServices = 2000

func newLeadServices(f *form.Form, known []string) leadServices {
	p := leadServices{
		Sees: radios(f, seesField, "Which services a clinical lead sees", []Option{
			{Value: string(seesAll), Text: "All services", Hint: "Those added later too"},
			{Value: string(seesSome), Text: "Only the services below", Hint: "Of all others they see no slot, and nobody who covers those alone"}}).
			Hinted("Needed for a clinical lead. For every other role this is not looked at."),
		More: textarea(f, moreServicesField, "Services that no slot has yet", 2).Hinted("One on each line, written as the slots will have it. Capitals do not matter."),
	}
	if len(known) > 0 {
		ticks := checkboxes(f, servicesField, "Services", optionsFrom(known))
		p.Known = &ticks
	}
	return p
}

// setLeadServices fills it for an account. Capitals may be others in it than in the slots.
func setLeadServices(f *form.Form, user store.User, known []string) *form.Form {
	switch {
	case auth.Role(user.Role) != auth.Lead:
	case user.Services.All:
		f.Set(seesField, string(seesAll))
	case user.Services.List != "":
		f.Set(seesField, string(seesSome)).Set(servicesField, slices.DeleteFunc(slices.Clone(known), func(name string) bool { return !user.Services.Has(name) })...)
	}
	return f
}

// readLeadServices reads which services somebody of the role sees: none but a clinical lead says so.
func readLeadServices(f *form.Form, role string, known []string) rota.OwnServices {
	sees := form.OptionalChoice(f, seesField, "which services", []seesChoice{seesAll, seesSome})
	ticked := form.Choices(f, servicesField, "the services", known)
	typed := strings.FieldsFunc(f.Lines(moreServicesField, "the services that no slot has yet", maxServices), func(r rune) bool { return r == '\n' })
	if auth.Role(role) != auth.Lead || !f.OK() {
		return rota.OwnServices{}
	}
	for i, name := range typed {
		if typed[i] = spelling(name, known); len([]rune(typed[i])) > rota.MaxService {
			f.Fail(moreServicesField, "A service must be 80 characters or fewer: write each on a line of its own")
		}
	}
	some := rota.SomeServices(slices.Concat(ticked, typed)...)
	switch {
	case sees == "":
		f.Fail(seesField, "Choose which services the clinical lead sees: all, or only some")
	case sees == seesAll && some.List != "":
		f.Fail(seesField, "Choose “Only the services below”, or take out the services: all services was chosen as well")
	case sees == seesAll:
		return rota.EveryService()
	case some.List == "":
		target := servicesField
		if len(known) == 0 {
			target = moreServicesField
		}
		f.Fail(target, "Tick the services that the clinical lead sees, or type one that no slot has yet")
	}
	return some
}

// noSlotHas warns that no slot has a service of a clinical lead's account, which is no fault: its slots may be
// to come. It is "" where each has one.
func (s *Server) noSlotHas(v *visit, user store.User) (string, error) {
	if auth.Role(user.Role) != auth.Lead || user.Services.All {
		return "", nil
	}
	none, err := v.store.NoSlotHas(v.ctx(), user.Services)
	return rota.NoSlotHasWords(none), err
}

// roleWords are the role of an account, and of a clinical lead whose slots they see.
func roleWords(u store.User) string {
	words := sentence(auth.Role(u.Role).Words())
	if auth.Role(u.Role) == auth.Lead {
		words += ": " + u.Services.Words()
	}
	return words
}
