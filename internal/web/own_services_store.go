package web

import (
	"context"

	"strikerota/internal/store"
	"strikerota/rota"
)

// These tell of slots or people, as the store has them: whoever sees some services alone comes to their
// part of it by the loaders, and is refused here.

// Answer is what was worked out of a question, for those who see all services.
func (t *trustView) Answer(ctx context.Context, strikeID string, purpose store.Purpose) (store.AnswerRecord, error) {
	return whole(t, func() (store.AnswerRecord, error) { return t.Trust.Answer(ctx, strikeID, purpose) })
}

// Answers is what people have been told of, for those who see all services.
func (t *trustView) Answers(ctx context.Context, strikeID string) ([]store.Answer, error) {
	return whole(t, func() ([]store.Answer, error) { return t.Trust.Answers(ctx, strikeID) })
}

// Calls is whom to ring, for those who see all services.
func (t *trustView) Calls(ctx context.Context, strikeID string) ([]store.Call, error) {
	return whole(t, func() ([]store.Call, error) { return t.Trust.Calls(ctx, strikeID) })
}

// Consultant is one consultant, for those who see all services.
func (t *trustView) Consultant(ctx context.Context, strikeID string, id rota.ConsultantID) (store.Consultant, error) {
	return whole(t, func() (store.Consultant, error) { return t.Trust.Consultant(ctx, strikeID, id) })
}

// Consultants is all of them, for those who see all services.
func (t *trustView) Consultants(ctx context.Context, strikeID string) ([]store.Consultant, error) {
	return whole(t, func() ([]store.Consultant, error) { return t.Trust.Consultants(ctx, strikeID) })
}

// CurrentPlan is the draft, for those who see all services.
func (t *trustView) CurrentPlan(ctx context.Context, strikeID string) (store.PlanRecord, error) {
	return whole(t, func() (store.PlanRecord, error) { return t.Trust.CurrentPlan(ctx, strikeID) })
}

// Edit is a change by hand, for those who see all services.
func (t *trustView) Edit(ctx context.Context, strikeID string, number int64) (store.Edit, error) {
	return whole(t, func() (store.Edit, error) { return t.Trust.Edit(ctx, strikeID, number) })
}

// Edits is changes by hand, for those who see all services.
func (t *trustView) Edits(ctx context.Context, strikeID string, after int64, most int) ([]store.Edit, error) {
	return whole(t, func() ([]store.Edit, error) { return t.Trust.Edits(ctx, strikeID, after, most) })
}

// Entry is all that is entered, for those who see all services.
func (t *trustView) Entry(ctx context.Context, strikeID string) (rota.Entry, error) {
	return whole(t, func() (rota.Entry, error) { return t.Trust.Entry(ctx, strikeID) })
}

// Explanation is why places are open, for those who see all services.
func (t *trustView) Explanation(ctx context.Context, runID string) ([]byte, error) {
	return whole(t, func() ([]byte, error) { return t.Trust.Explanation(ctx, runID) })
}

// Ground is all that an import goes by, for those who see all services.
func (t *trustView) Ground(ctx context.Context, strikeID string) (store.Ground, error) {
	return whole(t, func() (store.Ground, error) { return t.Trust.Ground(ctx, strikeID) })
}

// HeldOfConsultant is all about one, for those who see all services.
func (t *trustView) HeldOfConsultant(ctx context.Context, strikeID string, id rota.ConsultantID) (store.Held, error) {
	return whole(t, func() (store.Held, error) { return t.Trust.HeldOfConsultant(ctx, strikeID, id) })
}

// HeldOfResident is all about one, for those who see all services.
func (t *trustView) HeldOfResident(ctx context.Context, strikeID string, id rota.ResidentID) (store.Held, error) {
	return whole(t, func() (store.Held, error) { return t.Trust.HeldOfResident(ctx, strikeID, id) })
}

// ImportDone is what a spreadsheet changed, for those who see all services.
func (t *trustView) ImportDone(ctx context.Context, strikeID, id string) (store.ImportDone, error) {
	return whole(t, func() (store.ImportDone, error) { return t.Trust.ImportDone(ctx, strikeID, id) })
}

// ImportsDone is what spreadsheets changed, for those who see all services.
func (t *trustView) ImportsDone(ctx context.Context, strikeID string) ([]store.ImportDone, error) {
	return whole(t, func() ([]store.ImportDone, error) { return t.Trust.ImportsDone(ctx, strikeID) })
}

// OwnChanges is what consultants changed themselves, for those who see all services.
func (t *trustView) OwnChanges(ctx context.Context, userID, strikeID string, id rota.ConsultantID) ([]store.OwnChange, error) {
	return whole(t, func() ([]store.OwnChange, error) { return t.Trust.OwnChanges(ctx, userID, strikeID, id) })
}

// PersonalLinks is who has a link, for those who see all services.
func (t *trustView) PersonalLinks(ctx context.Context, strikeID string, kind store.Kind) ([]store.PersonalLink, error) {
	return whole(t, func() ([]store.PersonalLink, error) { return t.Trust.PersonalLinks(ctx, strikeID, kind) })
}

// Resident is one resident, for those who see all services.
func (t *trustView) Resident(ctx context.Context, strikeID string, id rota.ResidentID) (store.Resident, error) {
	return whole(t, func() (store.Resident, error) { return t.Trust.Resident(ctx, strikeID, id) })
}

// Residents is all of them, for those who see all services.
func (t *trustView) Residents(ctx context.Context, strikeID string) ([]store.Resident, error) {
	return whole(t, func() ([]store.Resident, error) { return t.Trust.Residents(ctx, strikeID) })
}

// RunProblem is what a run was given, for those who see all services.
func (t *trustView) RunProblem(ctx context.Context, id string) ([]byte, error) {
	return whole(t, func() ([]byte, error) { return t.Trust.RunProblem(ctx, id) })
}

// RunQuestion is what a run was asked, for those who see all services.
func (t *trustView) RunQuestion(ctx context.Context, id string) ([]byte, error) {
	return whole(t, func() ([]byte, error) { return t.Trust.RunQuestion(ctx, id) })
}

// SettledOf is what a restored backup must know, for those who see all services.
func (t *trustView) SettledOf(ctx context.Context, strikeID string) (store.Settled, error) {
	return whole(t, func() (store.Settled, error) { return t.Trust.SettledOf(ctx, strikeID) })
}

// Slot is one slot, for those who see all services.
func (t *trustView) Slot(ctx context.Context, strikeID string, id rota.SlotID) (store.Slot, error) {
	return whole(t, func() (store.Slot, error) { return t.Trust.Slot(ctx, strikeID, id) })
}

// Version is a version, whole, for those who see all services.
func (t *trustView) Version(ctx context.Context, strikeID string, number int64) (store.VersionRecord, error) {
	return whole(t, func() (store.VersionRecord, error) { return t.Trust.Version(ctx, strikeID, number) })
}

// WholeSlots is the slots as they were before any was cut, for those who see all services.
func (t *trustView) WholeSlots(ctx context.Context, strikeID string) ([]rota.Slot, error) {
	return whole(t, func() ([]rota.Slot, error) { return t.Trust.WholeSlots(ctx, strikeID) })
}

// CostCases are what costs may be worked out with, for those who see all services.
func (t *trustView) CostCases(ctx context.Context, strikeID string) ([]store.CostCase, error) {
	return whole(t, func() ([]store.CostCase, error) { return t.Trust.CostCases(ctx, strikeID) })
}

// Imports are spreadsheets being brought in, for those who see all services.
func (t *trustView) Imports(ctx context.Context, strikeID, userID string) ([]store.Import, error) {
	return whole(t, func() ([]store.Import, error) { return t.Trust.Imports(ctx, strikeID, userID) })
}

// ToldReturn is what was told of attendance, for those who see all services.
func (t *trustView) ToldReturn(ctx context.Context, strikeID string) ([]rota.ReturnCell, error) {
	return whole(t, func() ([]rota.ReturnCell, error) { return t.Trust.ToldReturn(ctx, strikeID) })
}

// EditsDuring are changes by hand, for those who see all services.
func (t *trustView) EditsDuring(ctx context.Context, runID string) (list []store.Edit, version int64, err error) {
	if !t.own.All {
		return nil, 0, rota.ErrForbidden
	}
	return t.Trust.EditsDuring(ctx, runID)
}

// Import is a spreadsheet being brought in, for those who see all services.
func (t *trustView) Import(ctx context.Context, strikeID, id, userID string) (in store.Import, file []byte, err error) {
	if !t.own.All {
		return in, nil, rota.ErrForbidden
	}
	return t.Trust.Import(ctx, strikeID, id, userID)
}

// RotaDocuments are those of a rota, whole, for those who see all services.
func (t *trustView) RotaDocuments(ctx context.Context, strikeID string, r store.HeldRota) (problem, plan, beside []byte, err error) {
	if !t.own.All {
		return nil, nil, nil, rota.ErrForbidden
	}
	return t.Trust.RotaDocuments(ctx, strikeID, r)
}
