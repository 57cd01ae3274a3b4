package web

import (
	"fmt"
	"time"
)

// next is what to do next: the first thing that holds everything else up.
func (f facts) next(now time.Time) Next {
	id := f.strike.ID
	button := func(text, to string) Button { return Button{Text: text, Href: strikePath(id, to)} }
	switch {
	case f.slots == 0:
		return Next{"Say which services must stay covered.", button("Add critical slots", "slots")}
	case f.residents == 0:
		return Next{"Enter the residents and their duties, so that the planner knows who the slots would have had.", button("Add residents", "residents")}
	case f.consultants == 0:
		return Next{"Enter the consultants who may cover.", button("Add consultants", "consultants")}
	case f.offering == 0:
		return Next{"No consultant has offered any time yet. Without an offer nobody is called in.", button("Add their offers", "consultants")}
	case f.busy():
		return Next{"The rota is being made.", button("See how it is going", "solve")}
	case f.plan == nil:
		return Next{fmt.Sprintf("There %s to cover. See which nobody can take, then make the rota.", isAre(f.places, "place")), button("Check the gaps", "gaps")}
	case f.old():
		again := againLink(id, f.begun)
		words := changedWords(f.changed)
		if n := f.stranded; n > 0 {
			why := "the offer, site or training of whoever is in it is gone"
			if n == len(f.withdrawn) {
				why = "the offer has been withdrawn"
			}
			words += " " + sentenceIsAre(n, "place") + " to be filled again, since " + why + "."
		}
		return Next{words, Button{Text: again.Text, Href: again.Href}}
	case f.version != nil && !now.Before(f.strike.End):
		return f.afterwards()
	case f.came != "" && f.empty > 0:
		return Next{sentenceIsAre(f.empty, "place") + " open by who came, now or in the next 12 hours. Cover what is left.", button("See the day", "day")}
	case f.toCome(now) > 0:
		words := fmt.Sprintf("%s still open. See why, and who could step in.", sentenceIsAre(f.toCome(now), "place"))
		if f.told.declinedSince(*f.plan) {
			words += " Somebody has declined cover since it was published."
		}
		return Next{words, button("See the rota", "rota")}
	}
	if f.version == nil || !f.published {
		if f.open() > 0 {
			return Next{"No place that is still to come is open. Check the rota, then publish it.", button(publishTitle, "publish")}
		}
		return Next{"Every place is covered. Check the rota, then publish it.", button(publishTitle, "publish")}
	}
	return f.ring(now)
}

// ring is what is left to do once the rota is published: to ring whoever has not
// confirmed, and then to hand it out.
func (f facts) ring(now time.Time) Next {
	if confirmed, all := f.told.notOver(now).confirmed(); confirmed < all {
		return Next{fmt.Sprintf("The rota is published, and %d of %s confirmed%s. Ring the others, and hand out its sheets.", confirmed, sentenceIsAre(all, "assignment"), f.ofWhat(now)),
			Button{Text: "See who has confirmed", Href: strikePath(f.strike.ID, "answers")}}
	}
	return Next{"The rota is published, and nobody in it is still to confirm. Hand out its sheets.",
		Button{Text: "Go to " + toVersion(f.version.Number), Href: versionPath(f.strike.ID, f.version.Number)}}
}

// ofWhat says that what is over is not counted, once some may be.
func (f facts) ofWhat(now time.Time) string {
	if now.Before(f.strike.Start) {
		return ""
	}
	return ", of what is not over"
}

// afterwards is what is left to do once a strike is over for which a rota was published.
func (f facts) afterwards() Next {
	if f.attended < f.duties {
		return Next{fmt.Sprintf("The strike is over. Attendance is confirmed for %d of %s: say who came, since the workforce return and pay withheld go by it.", f.attended, count(f.duties, "duty", "duties")),
			Button{Text: "Confirm who came", Href: strikePath(f.strike.ID, "residents", "attendance")}}
	}
	return Next{"The strike is over, and all attendance is confirmed. Download the workforce return and the costs.", Button{Text: "Go to the downloads", Href: strikePath(f.strike.ID, "downloads")}}
}

// toCome counts the open places of slots that are not over; once the strike is, of all.
func (f facts) toCome(now time.Time) int {
	n, at := 0, answersAt(now, f.strike.Strike)
	for _, o := range f.plan.Open {
		if f.planSlots[o.Slot].End.After(at) {
			n += o.Places
		}
	}
	return n
}
