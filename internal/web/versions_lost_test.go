package web

import (
	"strings"
	"testing"

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestVersionLost has a version tell of the parts of slots that nobody was in: of all that were kept for coordinators, and
// else of those in which a consultant had been due.
func TestVersionLost(t *testing.T) {
	part := rota.Slot{ID: "part", Unit: "Labour ward", Places: 1, Span: rotatest.Span("2025-07-26 18:00", "2025-07-26 18:45")}
	due, all := editionOf(1, exports.Handout{}), editionOf(1, exports.Handout{AllLost: []rota.Slot{part}})
	if lostTable(due.made.Problem, due.lost) != nil || due.lostWords() != "None" {
		t.Errorf("without any it tells of %v", due.lost)
	}
	if table := lostTable(all.made.Problem, all.lost); table == nil || !strings.HasPrefix(all.lostWords(), "1 place, 45 minutes") {
		t.Errorf("of one it tells %q, %v", all.lostWords(), table)
	}
}
