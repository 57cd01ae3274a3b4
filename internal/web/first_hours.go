package web

import (
	"fmt"
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// firstHoursShown is how many roles are named at once.
const firstHoursShown = 5

// firstHoursWords say that no slot asks for anybody in the first hours of the strike in roles
// that go on round the clock, and what to do for those who may add one; "" where none is so, or once those hours are over.
func firstHoursWords(e rota.Entry, now time.Time, may func(auth.Act) bool) string {
	list := slices.DeleteFunc(e.FirstHours(), func(u rota.Unasked) bool { return !u.Span.End.After(now) })
	if len(list) == 0 {
		return ""
	}
	last, names := list[len(list)-1].Span, []string{}
	for _, u := range list {
		names = append(names, u.Slot.Unit+", "+rota.LowerFirst(u.Slot.Role))
	}
	then := "the rota office adds a slot"
	if may(auth.EditSlots) {
		then = "add a slot"
	}
	return fmt.Sprintf("No slot asks for anybody in the first hours of the strike, until %s, in %s round the clock: %s. Duties that began before the strike may last until then. Where none does, %s.",
		rota.ClockWords(last.End), count(len(list), "role that goes on", "roles that go on"), firstFew(names, firstHoursShown), then)
}
