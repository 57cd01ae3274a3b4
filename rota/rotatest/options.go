package rotatest

import (
	"time"

	"strikerota/rota"
)

// A SlotOption changes a slot being built.
type SlotOption func(*rota.Slot)

// Slot adds a slot: by default one place on site in the labour ward at [North],
// of priority 1, that needs no skill.
func (b *Builder) Slot(id rota.SlotID, start, end string, options ...SlotOption) *Builder {
	s := rota.Slot{
		ID: id, Service: "Maternity", Unit: "Labour ward", Role: "Registrar tier", Site: North,
		Span: b.span(start, end), Places: 1, Mode: rota.OnSite, Priority: 1,
	}
	for _, option := range options {
		option(&s)
	}
	b.entry.Slots = append(b.entry.Slots, s)
	return b
}

// Places sets how many doctors the slot needs.
func Places(n int) SlotOption { return func(s *rota.Slot) { s.Places = n } }

// NeedsAll sets the skills of which the slot needs every one.
func NeedsAll(skills ...string) SlotOption { return func(s *rota.Slot) { s.SkillsAll = skills } }

// NeedsAny sets the skills of which the slot needs one.
func NeedsAny(skills ...string) SlotOption { return func(s *rota.Slot) { s.SkillsAny = skills } }

// InMode sets where the doctor in the slot is.
func InMode(m rota.Mode) SlotOption { return func(s *rota.Slot) { s.Mode = m } }

// AtSite sets the slot's site.
func AtSite(site string) SlotOption { return func(s *rota.Slot) { s.Site = site } }

// Unit sets the slot's service and unit.
func Unit(service, unit string) SlotOption {
	return func(s *rota.Slot) { s.Service, s.Unit = service, unit }
}

// Priority sets the slot's priority.
func Priority(n int) SlotOption { return func(s *rota.Slot) { s.Priority = n } }

// NoOtherDuty makes the slot share its time with nothing.
func NoOtherDuty() SlotOption { return func(s *rota.Slot) { s.NoOtherDuty = true } }

// A ConsultantOption changes a consultant being built.
type ConsultantOption func(*Builder, *rota.Consultant)

// Consultant adds a consultant: by default at [North], without skills, on the trust
// rate, with an offer of any mode from two days before the strike to two days after
// it. The first [Offer] or [NoOffer] takes the place of that offer.
func (b *Builder) Consultant(id rota.ConsultantID, options ...ConsultantOption) *Builder {
	c := rota.Consultant{ID: id, Name: "Dr " + string(id), Grade: "Consultant", Sites: []string{North}, Terms: rota.TrustRate}
	for _, option := range options {
		option(b, &c)
	}
	if c.Offers == nil {
		around := rota.Span{Start: b.entry.Strike.Start.Add(-48 * time.Hour), End: b.entry.Strike.End.Add(48 * time.Hour)}
		c.Offers = []rota.Offer{{Span: around, Modes: rota.Modes()}}
	}
	b.entry.Consultants = append(b.entry.Consultants, c)
	return b
}

// Skills sets the consultant's skills.
func Skills(skills ...string) ConsultantOption {
	return func(_ *Builder, c *rota.Consultant) { c.Skills = skills }
}

// Sites sets the consultant's sites.
func Sites(sites ...string) ConsultantOption {
	return func(_ *Builder, c *rota.Consultant) { c.Sites = sites }
}

// Terms sets how the consultant is paid, and their pay point ("" for the card's general row).
func Terms(t rota.Terms, payPoint string) ConsultantOption {
	return func(_ *Builder, c *rota.Consultant) { c.Terms, c.PayPoint = t, payPoint }
}

// MaxCover sets the consultant's own limit on minutes of cover.
func MaxCover(minutes int) ConsultantOption {
	return func(_ *Builder, c *rota.Consultant) { c.MaxCover = &minutes }
}

// MaxNights sets the consultant's own limit on nights in a row.
func MaxNights(n int) ConsultantOption {
	return func(_ *Builder, c *rota.Consultant) { c.MaxNightsInARow = &n }
}

// Offer adds an offer in the modes given, or in all of them when none is.
func Offer(start, end string, modes ...rota.Mode) ConsultantOption {
	return func(b *Builder, c *rota.Consultant) {
		if len(modes) == 0 {
			modes = rota.Modes()
		}
		c.Offers = append(c.Offers, rota.Offer{Span: b.span(start, end), Modes: modes})
	}
}

// NoOffer makes a consultant who has offered nothing.
func NoOffer() ConsultantOption {
	return func(_ *Builder, c *rota.Consultant) { c.Offers = []rota.Offer{} }
}

// Fixed adds a session that is never moved.
func Fixed(id rota.SessionID, start, end string) ConsultantOption {
	return func(b *Builder, c *rota.Consultant) {
		c.Sessions = append(c.Sessions, rota.Session{ID: id, Span: b.span(start, end), Kind: rota.Fixed})
	}
}

// Planned adds a session that can be displaced at a loss.
func Planned(id rota.SessionID, start, end string, loss int) ConsultantOption {
	return func(b *Builder, c *rota.Consultant) {
		c.Sessions = append(c.Sessions, rota.Session{ID: id, Span: b.span(start, end), Kind: rota.Planned, Loss: loss})
	}
}
