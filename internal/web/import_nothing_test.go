package web

import (
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/internal/store"
)

// TestImportOfNothing: an import that changed nothing that is entered says what alone undoing it would take back.
func TestImportOfNothing(t *testing.T) {
	t.Parallel()
	b := &bringing{}
	b.choices.Kind = intake.Duties
	done := store.ImportDone{ID: "i1", Kind: string(intake.Duties)}
	for _, tt := range []struct {
		name, button string
		op           intake.Op
		learned      bool
	}{
		{"the same", "Undo what was learned", intake.Same, true},
		{"missing, and kept", "Undo what was learned", intake.Missing, true},
		{"added", "Undo this import", intake.Added, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			report := newImportReport(b, intake.Result{}, intake.Changes{List: []intake.Change{{Key: "k", What: "resident", Op: tt.op}}})
			p := newImportedView(base{Strike: &StrikeName{ID: "s"}}, done, report)
			if p.Button.Text != tt.button || strings.Contains(p.UndoText, "Nothing that is entered was changed") != tt.learned {
				t.Errorf("it says %q, and the button %q", p.UndoText, p.Button.Text)
			}
		})
	}
}
