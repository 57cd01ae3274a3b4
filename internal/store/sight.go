package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"strikerota/rota"
)

// Whoever looks after accounts sees no resident by name, and could come to by making an account
// that does, or by coming in as somebody whose account does. So each account that comes to see them is
// told to all who do already; and one that an administrator makes so, whose password was chosen with a
// link that an administrator made, or whose second factor one took off, opens nothing until one of those
// confirms it, or whoever runs the program does. That holds as soon as one who sees residents has ever
// signed in, whatever became of their account: before, nobody could confirm,
// and setting up would be harder for nothing. Groups at the trust's sign-in are given there, and whoever
// runs the program can read the database anyway: what comes of these is told and waits for nobody, which
// also is the way out when nobody who could confirm is at work.

// Sighted are the roles that see residents by name: package auth's, which a test holds.
func Sighted() []string { return []string{"coordinator"} }

// sees reports whether an account sees residents by name, or would once it is confirmed.
func (r *userRow) sees() bool { return r.ClosedAt == nil && slices.Contains(Sighted(), r.Role) }

// sightActions are how somebody could come to see residents as the owner of an account that does.
var sightActions = map[Action]Action{Linked: LinkedSight, Unsecured: UnsecuredSight, Saved: SavedSight}

// SightActions lists what is told of accounts that see residents by name.
func SightActions() []Action { return []Action{Granted, LinkedSight, UnsecuredSight, SavedSight} }

// sight goes before the audit of what was done to an account: it has what is told of it, and the
// account wait where it has to.
func (t *Trust) sight(ctx context.Context, tx *gorm.DB, actor Actor, saw bool, action Action, row *userRow) error {
	told := sightActions[action]
	switch {
	case !row.sees():
		row.WaitsSince = nil
		return nil
	case !saw:
		told = Granted
		if err := t.beginSight(ctx, tx, actor, row); err != nil {
			return err
		}
	case told == "" || actor.ID == row.ID || row.WaitsSince != nil: // what waits opens nothing, whoever comes in
		return nil
	case action != Linked: // a link changes nothing before it is used
		if err := t.await(ctx, tx, actor, row); err != nil {
			return err
		}
	}
	return t.auditUser(ctx, tx, actor.ID, told, row.ID)
}

// beginSight has an account that comes to see residents wait, if it has to.
func (t *Trust) beginSight(ctx context.Context, tx *gorm.DB, actor Actor, row *userRow) error {
	last, err := gorm.G[*headRow](tx).Where("name = ?", headName).Take(ctx)
	if err != nil {
		return err
	}
	row.SightSeen = last.Seq // what was before is not news to them
	return t.await(ctx, tx, actor, row)
}

// await has an account wait that somebody else than whoever runs the program lets see residents, or could
// come in as, once anybody has seen any.
func (t *Trust) await(ctx context.Context, tx *gorm.DB, actor Actor, row *userRow) error {
	if actor.ID == "" {
		return nil
	}
	begun, err := t.sightBegun(ctx, tx)
	if err == nil && begun {
		row.WaitsSince = new(t.now().Unix())
	}
	return err
}

// sightBegun reports whether anybody has signed in who saw residents by name at any time.
func (t *Trust) sightBegun(ctx context.Context, tx *gorm.DB) (bool, error) {
	came, err := t.signedIn(tx).Where("(entity_id IN (SELECT entity_id FROM audit WHERE kind = ? AND action = ?) OR entity_id IN (SELECT id FROM users WHERE role IN ?))",
		string(KindUser), string(Granted), Sighted()).Limit(1).Select("entity_id").Find(ctx)
	return len(came) > 0, err
}

// signedIn are the rows of the audit that somebody signed in, whose id is the account's.
func (t *Trust) signedIn(tx *gorm.DB) gorm.ChainInterface[*auditRow] {
	return belonging[*auditRow](t, tx).Where("kind = ? AND action IN ?", string(KindUser), []string{string(CameIn), string(SignedIn)})
}

// Confirmers counts who could confirm an account: who see residents by name, wait for nobody, and have
// signed in.
func (t *Trust) Confirmers(ctx context.Context, userID string) (n int, err error) {
	err = t.read(ctx, func(tx *gorm.DB) error {
		ids, err := t.confirmers(ctx, tx, userID)
		n = len(ids)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count who could confirm account %s: %w", userID, err)
	}
	return n, nil
}

// confirmers are the ids of those who see residents by name, wait for nobody, have signed in at
// some time, and are not the account.
func (t *Trust) confirmers(ctx context.Context, tx *gorm.DB, but string) ([]string, error) {
	rows, err := belonging[*userRow](t, tx).Where("id <> ? AND closed_at IS NULL AND waits_since IS NULL AND role IN ?", but, Sighted()).Select("id").Find(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	came, err := t.signedIn(tx).Where("entity_id IN ?", ids).Select("entity_id").Find(ctx)
	return slices.DeleteFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(came, func(r *auditRow) bool { return r.EntityID == id })
	}), err
}

// ConfirmUser lets an account that waits see residents by name. It is rota.ErrForbidden for whoever
// does not see them, or waits, themselves, and while no password is chosen: somebody else could still
// choose it. With no actor whoever runs the program confirms it, which is told to those who see residents.
func (t *Trust) ConfirmUser(ctx context.Context, actor Actor, userID string) error {
	return t.account(ctx, actor, userID, Confirm, func(tx *gorm.DB, row *userRow) (bool, error) {
		if row.WaitsSince == nil {
			return false, nil
		}
		by, err := belonging[*userRow](t, tx).Where("id = ?", actor.ID).Find(ctx)
		if err != nil {
			return false, err
		}
		program := actor == Actor{}
		if !row.fromRow().Chosen() || !program && (actor.ID == userID || len(by) == 0 || !by[0].sees() || by[0].WaitsSince != nil) {
			return false, rota.ErrForbidden
		}
		row.WaitsSince = nil
		if program {
			err = t.auditUser(ctx, tx, "", Granted, userID)
		}
		return true, err
	})
}

// SightNews lists what somebody who sees residents by name has not marked as seen of others who
// came to, or could come in as them, and of a backup that was restored, the oldest first. What they did themselves is no news.
func (t *Trust) SightNews(ctx context.Context, userID string) ([]AuditRow, error) {
	var out []AuditRow
	err := t.read(ctx, func(tx *gorm.DB) error {
		user, err := belonging[*userRow](t, tx).Where("id = ?", userID).Select("sight_seen").Take(ctx)
		if err != nil {
			return err
		}
		actions := []string{string(RestoredOlder), string(RestoredUnread)}
		for _, a := range SightActions() {
			actions = append(actions, string(a))
		}
		rows, err := belonging[*auditRow](t, tx).Where("seq > ? AND kind IN ? AND action IN ? AND actor_id <> ? AND NOT (entity_id = ? AND action = ?)",
			user.SightSeen, []string{string(KindUser), string(KindAudit)}, actions, userID, userID, string(Granted)).Order("seq").Find(ctx)
		if err != nil {
			return err
		}
		found := names{}
		for _, r := range rows {
			by, err := found.of(ctx, tx, r.ActorID)
			if err != nil {
				return err
			}
			out = append(out, r.fromRow(by))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list who came to see residents by name: %w", err)
	}
	return out, nil
}

// SeeSightNews keeps that somebody has seen that up to a row of the audit. It never goes back.
func (t *Trust) SeeSightNews(ctx context.Context, userID string, seq int64) error {
	err := t.write(ctx, func(tx *gorm.DB) error {
		if _, err := belonging[*userRow](t, tx).Where("id = ?", userID).Select("id").Take(ctx); err != nil {
			return err
		}
		_, err := belonging[*userRow](t, tx).Where("id = ? AND sight_seen < ?", userID, seq).Update(ctx, "sight_seen", seq)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep what account %s has seen: %w", userID, err)
	}
	return nil
}
