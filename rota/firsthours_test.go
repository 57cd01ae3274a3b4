package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestFirstHours: a role round the clock that begins after the strike is told of, one that begins
// with it or stops at night is not.
func TestFirstHours(t *testing.T) {
	e := rotatest.July().
		Slot("d", "25 08:00", "25 20:00").Slot("n", "25 20:00", "26 08:00").Slot("d2", "26 08:00", "26 20:00").
		Slot("list", "25 08:00", "25 18:00", rotatest.Unit("Cancer", "Day unit")).Slot("list2", "26 08:00", "26 18:00", rotatest.Unit("Cancer", "Day unit")).
		Slot("all", "25 07:00", "25 19:00", rotatest.Unit("Cancer", "Ward")).Slot("all2", "25 19:00", "26 07:00", rotatest.Unit("Cancer", "Ward")).
		Slot("gap", "25 08:00", "25 20:00", rotatest.Unit("Cancer", "Hot clinic")).Slot("gap2", "25 20:30", "26 08:00", rotatest.Unit("Cancer", "Hot clinic")).
		Entry()
	got := map[rota.SlotID]string{}
	for _, u := range e.FirstHours() {
		got[u.Slot.ID] = u.Span.Words()
	}
	if diff := cmp.Diff(map[rota.SlotID]string{"d": "Fri 25 July, 7am to 8am"}, got); diff != "" {
		t.Errorf("hours for which nobody is asked (-want +got):\n%s", diff)
	}
	e.Lost = []rota.Slot{e.Slots[0]}
	e.Lost[0].Span = rotatest.Span("2025-07-25 07:00", "2025-07-25 08:00")
	for _, u := range e.FirstHours() {
		t.Errorf("the hour before %s is lost, and nobody is said to be asked for", u.Slot.ID)
	}
	e.Lost = nil
	e.Strike.Start = rotatest.At("2025-07-25 08:00")
	for _, u := range e.FirstHours() {
		t.Errorf("the strike begins with the first slot, and %s is told of", u.Slot.ID)
	}
}
