package runs

import (
	"context"
	"errors"
	"slices"

	"strikerota/internal/store"
	"strikerota/rota"
)

// finish saves what was made. A rota takes the place of the draft with all that
// people have decided by hand since it was asked for on top, so that nobody's work
// is lost; when somebody decides something more meanwhile, that is put on top too.
func (a *attempt) finish(ctx context.Context, made solved) error {
	for {
		var kept store.Kept
		var err error
		if a.run.Purpose == store.ForRota {
			if kept, err = a.kept(ctx, made); err != nil {
				return err
			}
		}
		err = a.store.Finish(ctx, a.run.ID, a.worker, made.text, kept)
		if !errors.Is(err, store.ErrDraftMoved) {
			return err
		}
	}
}

// kept is the plan with the edits on top that people made since it was asked for.
func (a *attempt) kept(ctx context.Context, made solved) (store.Kept, error) {
	edits, version, err := a.trust.EditsDuring(ctx, a.run.ID)
	if err != nil || len(edits) == 0 {
		return store.Kept{}, err
	}
	var changes []rota.Change
	for _, e := range slices.Backward(edits) { // the oldest first
		changes = append(changes, e.Change)
	}
	e, err := a.trust.Entry(ctx, a.run.StrikeID)
	if err != nil {
		return store.Kept{}, err
	}
	d := rota.NewDraft(made.problem, made.plan, e).Keep(changes)
	if !d.Plan.ByHand {
		return store.Kept{Seen: version}, nil
	}
	hand := d.Hand()
	return store.Kept{Seen: version, Hand: &hand}, nil
}
