package exports

import (
	"maps"

	"strikerota/rota"
)

// Of is the part of the handout that those see whose services are not all: see [rota.Own]. Its files
// say whose slots are in them.
func (h Handout) Of(services rota.OwnServices) Handout {
	if services.All {
		return h
	}
	made := rota.Made{Problem: h.Problem, Plan: h.Plan}
	own := made.Own(services, h.Lost, h.Off...)
	part := made.Of(own)
	h.Only = services.Words()
	h.Problem, h.Plan = part.Problem, part.Plan
	h.Plan.Cost = rota.Total(h.Problem.Lines(h.Plan))
	h.Consultants = maps.Clone(h.Consultants)
	maps.DeleteFunc(h.Consultants, func(id rota.ConsultantID, _ rota.Consultant) bool { return !own.Person(id) })
	h.Locks, h.LeftOpen, h.Lost = own.Locks(h.Locks), own.LeftOpen(h.LeftOpen), services.Slots(h.Lost)
	h.Off, h.Withdrawn, h.Declined = own.Pairs(h.Off), own.Pairs(h.Withdrawn), own.Pairs(h.Declined)
	h.AllLost, h.Ways, h.Money = nil, nil, Money{} // ways out name other slots, and money is not theirs to see
	return h
}

// onlyWords say whose slots are in a file that does not hold all; "" for one that does.
func (l Labels) onlyWords() string {
	if l.Only == "" {
		return ""
	}
	return l.Only + " only"
}
