package exports

import (
	"strings"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestCostBookUntyped holds that the file which has consultants by code alone tells of no reason that
// somebody typed: one may say whose code it is. The rule that is broken stays in it.
func TestCostBookUntyped(t *testing.T) {
	e := rotatest.July().Standard().Slot("night", "25 20:00", "26 08:00").Slot("day", "25 08:00", "25 20:00").Consultant("c1").Entry()
	h := example(t, e)
	const typed = "Dr Ash agreed by telephone"
	pair := rota.Pair{Slot: "night", Consultant: "c1"}
	h.Plan = rotatest.Plan(h.Problem, rotatest.In("night", "c1"))
	h.Plan.Assignments[0].Locked = true
	h.Plan.Broken = []rota.Breach{{Rule: "rest", Consultant: "c1", Slots: []rota.SlotID{"night"}}}
	h.Locks = []rota.Lock{{Pair: pair, Reason: typed}}
	h.LeftOpen = []rota.LeftOpen{{Slot: "day", Places: 1, Reason: typed}}
	text := allText(t, costBook(t, h))
	if strings.Contains(text, "Dr Ash") {
		t.Error("the cost workbook has what was typed")
	}
	if !strings.Contains(text, rota.RuleName("rest")) {
		t.Error("the cost workbook does not say which rule is broken")
	}
	if h.Locks[0].Reason != typed || h.LeftOpen[0].Reason != typed {
		t.Error("the handout was changed")
	}
}
