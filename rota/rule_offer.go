package rota

import "slices"

// ruleOffer: the whole slot, with its mode, lies inside one offer, which counts for
// all but the slots that the consultant was taken off by hand. Extra cover is
// voluntary, so without an offer nobody is assigned (BMA guidance for consultants
// working during resident doctor industrial action in England).
var ruleOffer = Rule{
	ID: RuleOffer, Name: "Offered to cover",
	Source: "BMA guidance for consultants during resident doctor industrial action: extra-contractual cover is voluntary",
	find: func(r roster) []Breach {
		return r.each(func(s *Slot) bool { return !offered(&r.who, s) })
	},
}

// RuleOffer names it.
const RuleOffer RuleID = "offer"

// HasOffered reports whether somebody has offered the slot.
func HasOffered(c Consultant, s Slot) bool { return offered(&c, &s) }

func offered(c *Consultant, s *Slot) bool {
	return !slices.Contains(c.KeptOff, s.ID) && slices.ContainsFunc(c.Offers, func(o Offer) bool {
		return o.Contains(s.Span) && slices.Contains(o.Modes, s.Mode)
	})
}
