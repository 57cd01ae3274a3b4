package web

import (
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/store"
	"strikerota/rota"
)

// auditKindWords are a kind of thing in the filter of the audit.
func auditKindWords(k store.Kind) string {
	return map[store.Kind]string{
		store.KindStrike: "Dates, rules and aims of strikes", store.KindEntry: "Spreadsheets and entry workbooks", store.KindResident: "Residents",
		store.KindDuty: "Declarations and attendance", store.KindConsultant: "Consultants", store.KindSlot: "Critical slots",
		store.KindAssignment: "Locks, answers and calls", store.KindPlan: "Published rotas", store.KindRun: "Making the rota", store.KindCard: "Rate cards",
		store.KindMoney: "What costs are worked out with", store.KindCostCase: "Cost cases", store.KindFile: "Files that name residents, or hold all about one person",
		store.KindPage: "Looks at residents by name, or at all about one person", store.KindUser: "Accounts", store.KindTrust: "The trust", store.KindAudit: "The audit itself"}[k]
}

// A deed is what was done to which kind of thing.
type deed struct {
	action store.Action
	kind   store.Kind
}

// deeds are in words, for all that have words of their own. What names somebody
// who has declared, or whose attendance was recorded, has no code after it.
var deeds = map[deed]struct {
	words string
	quiet bool
}{
	{store.Looked, store.KindPlan}:             {"Looked at the totals of the published rotas, for the group of trusts", true},
	{store.Made, store.KindTrust}:              {"Added the trust to the planner", true},
	{store.Saved, store.KindTrust}:             {"Changed how the rota office is reached", true},
	{store.Made, store.KindStrike}:             {"Added the strike", true},
	{store.Saved, store.KindStrike}:            {"Changed the dates, rules or aims", true},
	{store.KeptSettled, store.KindStrike}:      {"Kept to what had been settled since the backup, if anything: who was deleted, and replies", true},
	{store.Deleted, store.KindStrike}:          {"Deleted the strike", true},
	{store.Purged, store.KindStrike}:           {"Deleted everybody in the strike, as recorded", true},
	{store.Replaced, store.KindEntry}:          {"Replaced all that was entered", true},
	{store.Imported, store.KindEntry}:          {"Brought in a spreadsheet:", false},
	{store.Undid, store.KindEntry}:             {"Took back a spreadsheet:", false},
	{store.Declared, store.KindDuty}:           {"Changed a declaration", true},
	{store.Attended, store.KindDuty}:           {"Recorded attendance", true},
	{store.Locked, store.KindAssignment}:       {"Locked", false},
	{store.Unlocked, store.KindAssignment}:     {"Unlocked", false},
	{store.Published, store.KindPlan}:          {"Published the rota, version", false},
	{store.Answered, store.KindAssignment}:     {"Recorded an answer of", false},
	{store.Rang, store.KindAssignment}:         {"Recorded a call about", false},
	{store.Edited, store.KindPlan}:             {"Changed the rota by hand", true},
	{store.Undid, store.KindPlan}:              {"Took back a change of the rota by hand", true},
	{store.HandedOut, store.KindFile}:          {"Was given a file that names residents:", false},
	{store.Made, store.KindRun}:                {"Asked for a rota, or a question about it: prices, cases, the order of aims, or more doctors away", true},
	{store.Asked, store.KindRun}:               {"Asked a run to stop", true},
	{store.Claimed, store.KindRun}:             {"Began a run", true},
	{store.Finished, store.KindRun}:            {"Finished a run", true},
	{store.Failed, store.KindRun}:              {"A run failed", true},
	{store.Cancelled, store.KindRun}:           {"A run was cancelled", true},
	{store.Saved, store.KindMoney}:             {"Changed what costs are worked out with", true},
	{store.Looked, store.KindPage}:             {"Looked at residents by name:", false},
	{store.Invited, store.KindResident}:        {"Made a personal link for resident", false},
	{store.Invited, store.KindConsultant}:      {"Made a personal link for consultant", false},
	{store.InvitedMany, store.KindResident}:    {"Made personal links for residents", true},
	{store.InvitedMany, store.KindConsultant}:  {"Made personal links for consultants", true},
	{store.Uninvited, store.KindResident}:      {"Ended the personal link of resident", false},
	{store.Uninvited, store.KindConsultant}:    {"Ended the personal link of consultant", false},
	{store.UninvitedAll, store.KindResident}:   {"Ended the personal links of all residents", true},
	{store.UninvitedAll, store.KindConsultant}: {"Ended the personal links of all consultants", true},
	{store.Sealed, store.KindAudit}:            {"Sealed the audit of before", true},
	{store.Renewed, store.KindAudit}:           {"Began the audit's chain anew, with another key", true},
	{store.Restored, store.KindAudit}:          {"Put a backup in the place of the database", true},
	{store.RestoredOlder, store.KindAudit}:     {"Went back to the backup, without what was done since", true},
	{store.RestoredUnread, store.KindAudit}:    {"Could not read what was done since the backup", true},
	{store.Made, store.KindUser}:               {"Added the account of", false},
	{store.Saved, store.KindUser}:              {"Changed the password of", false},
	{store.Closed, store.KindUser}:             {"Closed the account of", false},
	{store.Reopened, store.KindUser}:           {"Opened again the account of", false},
	{store.Moved, store.KindUser}:              {"Gave another role to", false},
	{store.Narrowed, store.KindUser}:           {"Changed which services are seen by", false},
	{store.Granted, store.KindUser}:            {"Gave sight of residents by name to", false},
	{store.Confirm, store.KindUser}:            {"Confirmed the sight of residents by name of", false},
	{store.LinkedSight, store.KindUser}:        {"Could come to see residents by name, by a link to choose a password for", false},
	{store.UnsecuredSight, store.KindUser}:     {"Could come to see residents by name, without the second factor of", false},
	{store.SavedSight, store.KindUser}:         {"Could come to see residents by name, by a new password of", false},
	{store.Ended, store.KindUser}:              {"Ended all sessions of", false},
	{store.EndedOne, store.KindUser}:           {"Ended one session of", false},
	{store.EndedOthers, store.KindUser}:        {"Ended all sessions but one of", false},
	{store.Linked, store.KindUser}:             {"Made a link to choose a password for", false},
	{store.Secured, store.KindUser}:            {"Set up the second factor of", false},
	{store.Unsecured, store.KindUser}:          {"Took off the second factor of", false},
	{store.Recovered, store.KindUser}:          {"Used a recovery code of", false},
	{store.SignedIn, store.KindUser}:           {"Signed in with the trust’s sign-in", true},
	{store.CameIn, store.KindUser}:             {"Signed in with a password", true},
	{store.Mistaken, store.KindUser}:           {"Signing in failed, with a wrong password or code:", false},
	{store.Left, store.KindUser}:               {"Signed out", true},
	{store.Refused, store.KindUser}:            {"Refused somebody whose groups at the trust’s sign-in give no role:", false},
}

// manyDeeds are deeds done several times in a row in words, after how many.
var manyDeeds = map[deed]struct{ before, one, many string }{
	{store.Answered, store.KindAssignment}:  {"Recorded ", "answer", "answers"},
	{store.Rang, store.KindAssignment}:      {"Recorded ", "call", "calls"},
	{store.Locked, store.KindAssignment}:    {"Locked ", "person in a slot", "people in slots"},
	{store.Unlocked, store.KindAssignment}:  {"Unlocked ", "person in a slot", "people in slots"},
	{store.Published, store.KindPlan}:       {"Published ", "version of the rota", "versions of the rota"},
	{store.Imported, store.KindEntry}:       {"Brought in ", "spreadsheet", "spreadsheets"},
	{store.Undid, store.KindEntry}:          {"Took back ", "spreadsheet", "spreadsheets"},
	{store.HandedOut, store.KindFile}:       {"Was given ", "file that names residents", "files that name residents"},
	{store.Declared, store.KindDuty}:        {"Changed ", "declaration", "declarations"},
	{store.Edited, store.KindPlan}:          {"Made ", "change of the rota by hand", "changes of the rota by hand"},
	{store.Undid, store.KindPlan}:           {"Took back ", "change of the rota by hand", "changes of the rota by hand"},
	{store.Invited, store.KindResident}:     {"Made ", "personal link for a resident", "personal links for residents"},
	{store.Invited, store.KindConsultant}:   {"Made ", "personal link for a consultant", "personal links for consultants"},
	{store.Uninvited, store.KindResident}:   {"Ended ", "personal link of a resident", "personal links of residents"},
	{store.Uninvited, store.KindConsultant}: {"Ended ", "personal link of a consultant", "personal links of consultants"},
}

// auditManyWords say that what the row has was done so many times in a row, to whatever.
func auditManyWords(r store.AuditRow, n int) string {
	if d, ok := manyDeeds[deed{r.Action, r.Kind}]; ok {
		return d.before + count(n, d.one, d.many)
	}
	thing, ok := auditThings[r.Kind]
	if _, own := deeds[deed{r.Action, r.Kind}]; ok && !own {
		return sentence(string(r.Action)) + " " + count(n, thing)
	}
	r.ID = ""
	return strings.TrimSuffix(auditWords(r), ":") + ", " + count(n, "time")
}

// auditThings are the kinds within a sentence, after what was done.
var auditThings = map[store.Kind]string{
	store.KindResident: "resident", store.KindConsultant: "consultant", store.KindSlot: "slot", store.KindCard: "rate card",
	store.KindCostCase: "cost case", store.KindUser: "account",
}

// auditWords say what was done to what, by its code.
func auditWords(r store.AuditRow) string {
	if n, err := strconv.Atoi(r.ID); err == nil && r.Action == store.Attended {
		return "Recorded attendance of " + count(n, "duty", "duties")
	}
	if n, err := strconv.Atoi(r.ID); err == nil && r.Action == store.InvitedMany {
		return "Made personal links for " + count(n, auditThings[r.Kind])
	}
	d, ok := deeds[deed{r.Action, r.Kind}]
	if !ok {
		d.words = sentence(string(r.Action)) + " " + nameOr(auditThings[r.Kind], string(r.Kind))
	}
	switch {
	case r.Action == store.Mistaken && r.ID == "":
		return "Signing in failed, with an e-mail address that no account has here"
	case r.Action == store.Saved && r.Kind == store.KindStrike && r.ID != r.StrikeID && r.ID != "":
		return d.words + ": " + r.ID // rows of before say the strike
	case r.Action == store.Looked && r.Kind == store.KindPage && slices.ContainsFunc(heldKinds(), func(k heldKind) bool { return k.names == r.ID }):
		return "Looked at " + r.ID
	case r.Kind == store.KindFile && slices.ContainsFunc(heldKinds(), func(k heldKind) bool { return k.file == r.ID }):
		return "Was given a file: " + rota.LowerFirst(handedWords(r.ID))
	case r.Action == store.Looked && r.Kind == store.KindPage:
		kind, code, _ := strings.Cut(r.ID, " ") // rows of before say whom
		if code != "" {
			kind = "a resident"
		}
		return strings.TrimSuffix(d.words+" "+kind, " ")
	case d.quiet || r.ID == "":
		return d.words
	}
	return d.words + " " + r.ID
}
