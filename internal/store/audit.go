package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// An Action is what was done, in the audit.
type Action string

// The actions.
const (
	Made      Action = "made"
	Saved     Action = "saved" // of a strike's settings the id is what differs, in words
	Deleted   Action = "deleted"
	Purged    Action = "purged"     // everybody in a strike
	Replaced  Action = "replaced"   // the whole entry
	Imported  Action = "imported"   // a file into the entry; the id is the kind of file
	Undid     Action = "undid"      // an import; the id is the kind of file. Or an edit; the id is the undo's number
	Declared  Action = "declared"   // in the quick grid; never what
	Attended  Action = "attended"   // attendance; the id is of how many duties, never which or what
	Locked    Action = "locked"     // the id is slot/consultant
	Unlocked  Action = "unlocked"   // the id is slot/consultant
	Edited    Action = "edited"     // the draft, by hand; the id is the number of the edit
	Published Action = "published"  // the plan that people are told of; the id is the number of the version
	Answered  Action = "answered"   // a consultant, of what they were told of; never what. The id is slot/consultant
	Rang      Action = "rang"       // a consultant, about a change; never what was said. The id is slot/consultant
	HandedOut Action = "handed out" // a file that names residents
	Asked     Action = "asked"      // for a run to stop or be cancelled
	Claimed   Action = "claimed"    // a run, by a worker
	Finished  Action = "finished"   // a run, with a plan
	Failed    Action = "failed"     // a run
	Cancelled Action = "cancelled"  // a run
	Looked    Action = "looked"     // at a page that names residents; the id says which page, never whom
	Invited   Action = "invited"    // a resident or consultant, by a personal link
	Uninvited Action = "uninvited"  // their personal link was ended

	InvitedMany  Action = "invited many"  // by personal links; the id is how many
	UninvitedAll Action = "uninvited all" // their personal links were ended
	Sealed       Action = "sealed"        // the audit of before it was sealed
	Renewed      Action = "renewed"       // the chain of the audit, with another key; the id is the marks of both
	Restored     Action = "restored"      // a backup in the place of the database
	// RestoredOlder is beside Restored, for each trust: the id is until when the backup goes.
	RestoredOlder Action = "restored, what was since is gone"
	// RestoredUnread is in its place where nothing is known of what was settled since.
	RestoredUnread Action = "restored, what was since unread"
	// KeptSettled is of a strike after that: it keeps to what people had settled since, if anything.
	KeptSettled Action = "kept to what was settled"

	LinkedSight    Action = "given a link, with sight of residents" // an account that sees them by name, beside Linked
	UnsecuredSight Action = "unsecured, with sight of residents"    // likewise, beside Unsecured
	SavedSight     Action = "given a password, with sight"          // likewise, beside Saved, by somebody else

	Closed      Action = "closed"               // an account
	Reopened    Action = "opened again"         // an account
	Moved       Action = "given another role"   // an account
	Narrowed    Action = "given services"       // a clinical lead's account: whose slots it sees, the id is the account's with the services before and after, in words
	Ended       Action = "signed out"           // an account, everywhere
	EndedOne    Action = "signed out of one"    // an account, in one of its browsers
	EndedOthers Action = "signed out of others" // an account, in all browsers but the one that asked
	Linked      Action = "given a link"         // an account, with which to choose a password
	Secured     Action = "secured"              // an account, by a second factor
	Unsecured   Action = "unsecured"            // an account: its second factor was taken off
	Recovered   Action = "recovered"            // an account, by a recovery code in place of its second factor
	SignedIn    Action = "signed in"            // an account, by the trust's sign-in
	CameIn      Action = "came in"              // an account, by its password
	Mistaken    Action = "mistaken"             // a sign-in by password: it or the code was wrong; the id is the account's, "" where nobody has the address
	Left        Action = "left"                 // an account, in one browser
	Granted     Action = "given sight"          // an account, of residents by name: it is new, opened again or has another role
	Confirm     Action = "confirmed sight"      // an account that waited for that
	Refused     Action = "refused"              // somebody whom the trust's sign-in knows and who has no role; the id is their account's, if they have one
)

// A Kind is what sort of thing it was done to.
type Kind string

// The kinds.
const (
	KindUser       Kind = "user"
	KindStrike     Kind = "strike"
	KindEntry      Kind = "entry"
	KindResident   Kind = "resident"
	KindDuty       Kind = "duty"
	KindConsultant Kind = "consultant"
	KindSlot       Kind = "slot"
	KindCard       Kind = "card" // of a strike, or with no strike of the library
	KindMoney      Kind = "money"
	KindCostCase   Kind = "cost case"
	KindAssignment Kind = "assignment"
	KindPlan       Kind = "plan"
	KindRun        Kind = "run"
	KindFile       Kind = "file"
	KindPage       Kind = "page" // that names residents
	KindTrust      Kind = "trust"
	KindAudit      Kind = "audit" // itself
)

// Kinds lists the kinds in the order in which pages show them.
func Kinds() []Kind {
	return []Kind{KindStrike, KindEntry, KindResident, KindDuty, KindConsultant, KindSlot, KindAssignment, KindPlan, KindRun,
		KindCard, KindMoney, KindCostCase, KindFile, KindPage, KindUser, KindTrust, KindAudit}
}

// An AuditRow says who did what to which thing, and when. Of what was saved it holds
// the settings of strikes alone, which tell of nobody: before and after, in place of an id. By is the name of the user ByID as it is today, "" for the program
// itself and for users that are gone.
type AuditRow struct {
	Seq      int64 // grows with every row, without gaps
	At       time.Time
	ByID     string
	By       string
	StrikeID string // "" for what belongs to no strike
	Action   Action
	Kind     Kind
	ID       string  // of the thing
	Request  Request // of what an account did; else zero
}

// AuditPage is how many rows a page of the audit has.
const AuditPage = 100

type auditRow struct {
	Seq       int64 `gorm:"primaryKey;autoIncrement:false"`
	At        int64
	ActorID   string
	TrustID   *TrustID // of before there were several, and of what was done to the installation, nil
	StrikeID  string
	Action    string
	Kind      string
	EntityID  string
	RequestID string // of what accounts did; see Request
	Address   string
	Previous  string // the hash of the row before
	Hash      string // seals the row; see AuditKey
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) fromRow(by string) AuditRow {
	return AuditRow{Seq: r.Seq, At: instant(r.At), ByID: r.ActorID, By: by, StrikeID: r.StrikeID,
		Action: Action(r.Action), Kind: Kind(r.Kind), ID: r.EntityID, Request: Request{r.RequestID, r.Address}}
}

// An AuditFilter narrows the audit; the zero filter is all of it. Since is the
// first moment that counts and Until the first that does not.
type AuditFilter struct {
	StrikeID     string
	ByID         *string // "" is the program itself
	Kind         Kind
	Since, Until time.Time
}

// What the first trust, and what another, may read of the audit.
const (
	auditOfFirst  = "(trust_id = ? OR trust_id IS NULL)"
	auditOfOthers = "(trust_id = ? OR trust_id IS NULL AND (kind = ? OR action = ?))"
)

// auditOf is what a trust may read: all rows of before there were others are the first one's own.
func auditOf(t TrustID) string {
	if t == FirstTrust {
		return auditOfFirst
	}
	return auditOfOthers
}

// audited starts a query for what the trust may read of the audit: what was done in it,
// and to the installation as a whole.
func (t *Trust) audited(tx *gorm.DB) gorm.ChainInterface[*auditRow] {
	if t.id == FirstTrust {
		return gorm.G[*auditRow](tx).Where(auditOfFirst, t.id)
	}
	return gorm.G[*auditRow](tx).Where(auditOfOthers, t.id, string(KindAudit), string(Mistaken))
}

// of narrows a query to the rows that fit.
func (f AuditFilter) of(q gorm.ChainInterface[*auditRow]) gorm.ChainInterface[*auditRow] {
	if f.StrikeID != "" {
		q = q.Where("strike_id = ?", f.StrikeID)
	}
	if f.ByID != nil {
		q = q.Where("actor_id = ?", *f.ByID)
	}
	if f.Kind != "" {
		q = q.Where("kind = ?", string(f.Kind))
	}
	if !f.Since.IsZero() {
		q = q.Where("at >= ?", f.Since.Unix())
	}
	if !f.Until.IsZero() {
		q = q.Where("at < ?", f.Until.Unix())
	}
	return q
}

// Audit is a page of the strike's audit, the newest row first. Pages count from 1;
// one after the last is empty.
func (t *Trust) Audit(ctx context.Context, strikeID string, page int) ([]AuditRow, error) {
	var out []AuditRow
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		out, err = auditPage(ctx, tx, t.audited(tx).Where("strike_id = ?", strikeID), page)
		return err
	})
	return out, err
}

// AuditLog is a page of the audit of every strike and of what belongs to none, as
// [Trust.Audit], and how many rows there are. What residents said by their links is not
// among them: see [Trust.ReplyDays]. Nor are replies that the program itself changed, as a restore by an older
// version wrote down one by one: those were such.
func (t *Trust) AuditLog(ctx context.Context, f AuditFilter, page int) (rows []AuditRow, total int, err error) {
	err = t.read(ctx, func(tx *gorm.DB) error {
		log := func() gorm.ChainInterface[*auditRow] {
			return f.of(t.audited(tx)).Where("actor_id <> ? AND NOT (actor_id = ? AND action = ?)", ByResident.ID, "", string(Declared))
		}
		n, err := log().Count(ctx, "seq")
		if err != nil {
			return err
		}
		total = int(n)
		rows, err = auditPage(ctx, tx, log(), page)
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list the audit: %w", err)
	}
	return rows, total, nil
}

// LastDone is when something was last done, in any trust; zero when nothing has been.
func (s *Store) LastDone(ctx context.Context) (at time.Time, err error) {
	err = s.readAcross(ctx, forRunning, func(tx *gorm.DB) error {
		rows, err := gorm.G[*auditRow](tx).Order("seq DESC").Limit(1).Find(ctx)
		for _, r := range rows {
			at = instant(r.At)
		}
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("look when something was last done: %w", err)
	}
	return at, nil
}

// Looked records that the actor is shown residents of the strike by name: on which page, in words.
func (t *Trust) Looked(ctx context.Context, actor Actor, strikeID, what string) error {
	err := t.writeOf(EveryTime(ctx), strikeID, func(tx *gorm.DB) error {
		return t.writeAudit(ctx, tx, []*auditRow{{At: t.now().Unix(), ActorID: actor.ID, StrikeID: strikeID,
			Action: string(Looked), Kind: string(KindPage), EntityID: what}})
	})
	if err != nil {
		return fmt.Errorf("record who looked at residents of strike %s: %w", strikeID, err)
	}
	return nil
}

// RecordMistaken records that signing in failed for an address that these accounts have: of that it is not known
// who it was, and what was typed is not kept. Every trust reads one record of it, of its account or of none, since whoever
// guesses at addresses may be after any of them, and so that none learns from it whether another has the address.
func (s *Store) RecordMistaken(ctx context.Context, users []User) error {
	err := s.writeAcross(ctx, forAudit, func(tx *gorm.DB) error {
		trusts, err := gorm.G[*trustRow](tx).Order("id").Find(ctx)
		for _, t := range trusts {
			account := ""
			for _, u := range users {
				if u.Trust == t.ID && u.Role != groupRole {
					account = u.ID
				}
			}
			if err == nil {
				err = s.Of(t.ID).auditUser(ctx, tx, "", Mistaken, account)
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("record a sign-in that failed: %w", err)
	}
	return nil
}

// RecordSignIn records that somebody signed in by password or out, [CameIn] or [Left], or that
// the code after the password was wrong, [Mistaken]: of that it is not known who it was.
func (s *Store) RecordSignIn(ctx context.Context, action Action, userID string) error {
	by := userID
	if action == Mistaken {
		by = ""
	}
	err := s.writeAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		row, err := gorm.G[*userRow](tx).Where("id = ?", userID).Select("trust_id").Take(ctx)
		if err != nil {
			return err
		}
		return s.Of(row.TrustID).auditUser(ctx, tx, by, action, userID)
	})
	if err != nil {
		return fmt.Errorf("record that account %s %s: %w", userID, action, err)
	}
	return nil
}

// auditPage reads a page of the rows of a query, with the names of those who acted.
func auditPage(ctx context.Context, tx *gorm.DB, q gorm.ChainInterface[*auditRow], page int) ([]AuditRow, error) {
	rows, err := q.Order("seq DESC").Offset((max(page, 1) - 1) * AuditPage).Limit(AuditPage).Find(ctx)
	if err != nil {
		return nil, err
	}
	var out []AuditRow
	found := names{}
	for _, r := range rows {
		by, err := found.of(ctx, tx, r.ActorID)
		if err != nil {
			return nil, err
		}
		out = append(out, r.fromRow(by))
	}
	return out, nil
}
