package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"strikerota/internal/backup"
	"strikerota/internal/config"
	"strikerota/internal/store"
	"strikerota/rota"
)

// A leftBackup is one that could not be cleared, and why.
type leftBackup struct {
	store.LeftBackup
	err error
}

// told is the error that names it.
func (l leftBackup) told() error {
	return fmt.Errorf("the backup %s of %s may hold people who have been deleted: %w; %s, or delete it by hand: the planner does on %s",
		l.Path, rota.DateOf(l.Made).Words(), l.err, mending(l.err), l.Gone().Words())
}

// mendKey is what to do about a backup that no key opens.
const mendKey = "put the key that sealed it in the file of keys, before the last one"

// mending is what to do about a backup that cannot be cleared.
func mending(err error) string {
	switch {
	case errors.Is(err, backup.ErrOtherKey):
		return mendKey + ", and run strikerota purge"
	case errors.Is(err, backup.ErrSealed): // the error says it
		return "then run strikerota purge"
	}
	return "mend that, and run strikerota purge"
}

// uncleared names the backups that a purge could not clear, for want of a key: those of before an earlier purge that is
// not complete, or all where one is to come.
func (o *opened) uncleared(ctx context.Context, w world, toCome bool) error {
	certificates, err := o.CertificatesOfAll(ctx)
	if err != nil || o.config.Database.Driver == config.Postgres { // there they are deleted
		return err
	}
	place, err := keyedBackups(w, o.config)
	list, listErr := place.List()
	failed := []error{err, listErr}
	for _, b := range list {
		err := place.Opens(b.Path)
		if err == nil || !toCome && !mayHold(b, certificates) {
			continue
		}
		if l := (leftBackup{since(b, certificates, w.now()), err}); rota.DateOf(w.now()).Before(l.Gone()) {
			failed = append(failed, l.told())
		}
	}
	return errors.Join(failed...)
}

// complete reports whether the people of the certificate have gone from all backups that there were.
func complete(c store.Certificate) bool { return c.Backups != nil && c.Backups.Failed == 0 }

// before reports whether a backup may have been made before the people of the certificate were deleted: times are
// told to the second.
func before(made time.Time, c store.Certificate) bool { return !made.After(c.At) }

// mayHold reports whether people may be in a backup who were deleted and have not gone from all backups.
func mayHold(b backup.Made, certificates []store.Certificate) bool {
	return slices.ContainsFunc(certificates, func(c store.Certificate) bool { return !complete(c) && before(b.At, c) })
}

// purgeBackups takes everybody who has been deleted here out of the backups that were
// made on this machine, or, with PostgreSQL, deletes those backups. The error names each that is left.
func (o *opened) purgeBackups(ctx context.Context, w world) error {
	parts := o.clearParts(w)
	certificates, err := o.CertificatesOfAll(ctx)
	if err != nil || len(certificates) == 0 {
		return errors.Join(parts, err)
	}
	place, err := keyedBackups(w, o.config)
	failed := []error{parts, err} // sealed ones are not opened without the key, and others are all the same
	list, err := place.List()
	if err != nil {
		return err
	}
	done, left := store.Backups{Seen: len(list)}, []leftBackup(nil)
	for _, b := range list {
		err := o.purgeBackup(ctx, w, place, b, certificates, &done)
		if err == nil {
			continue
		}
		if !mayHold(b, certificates) {
			continue // nobody is in it who was deleted
		}
		l := leftBackup{since(b, certificates, w.now()), err}
		if o.deleteLeft(ctx, w, &l) {
			done.Deleted++
			continue
		}
		left, failed = append(left, l), append(failed, l.told())
	}
	for _, c := range certificates {
		if !complete(c) {
			failed = append(failed, o.Of(c.Trust).CertifyBackups(ctx, c.StrikeID, ofOne(c, done, left, goneOf(c, list, w.now()))))
		}
	}
	return errors.Join(failed...)
}

// clearParts deletes what is left of backups that were killed.
func (o *opened) clearParts(w world) error {
	parts, err := backups(w, o.config).Clean()
	for _, path := range parts {
		o.log.Info("what was left of a backup that was not finished has been deleted", slog.String("file", path))
	}
	return err
}

// since is a backup that cannot be cleared, with when that was found first.
func since(b backup.Made, certificates []store.Certificate, now time.Time) store.LeftBackup {
	l := store.LeftBackup{Path: b.Path, Made: b.At, Since: now}
	for _, c := range certificates {
		if complete(c) || c.Backups == nil {
			continue
		}
		for _, was := range c.Backups.Left {
			if was.Path == l.Path && was.Made.Equal(l.Made) && was.Since.Before(l.Since) {
				l.Since = was.Since
			}
		}
	}
	return l
}

// deleteLeft deletes a backup that could not be cleared for all of its days, and reports whether it has.
func (o *opened) deleteLeft(ctx context.Context, w world, l *leftBackup) bool {
	if ctx.Err() != nil || rota.DateOf(w.now()).Before(l.Gone()) {
		return false
	}
	if err := (backup.Made{Path: l.Path}).Remove(); err != nil {
		l.err = errors.Join(l.err, err)
		return false
	}
	o.log.Warn("a backup that could not be cleared of people who have been deleted has been deleted", slog.String("file", l.Path))
	return true
}

// ofOne is what became of the backups for one certificate.
func ofOne(c store.Certificate, done store.Backups, left []leftBackup, gone []store.GoneBackup) store.Backups {
	done.Gone = gone
	for _, l := range left {
		if before(l.Made, c) {
			done.Left = append(done.Left, l.LeftBackup)
		}
	}
	done.Failed = len(done.Left)
	return done
}

// goneOf are the backups that could not be cleared when the certificate was written last, and are not there any more.
func goneOf(c store.Certificate, list []backup.Made, now time.Time) (gone []store.GoneBackup) {
	if c.Backups == nil {
		return nil
	}
	for _, l := range c.Backups.Left {
		if !slices.ContainsFunc(list, func(b backup.Made) bool { return b.Path == l.Path && b.At.Equal(l.Made) }) {
			gone = append(gone, store.GoneBackup{Path: l.Path, Made: l.Made, At: now})
		}
	}
	return gone
}

// purgeBackup clears one backup of the people of the certificates, or deletes it, and counts which.
func (o *opened) purgeBackup(ctx context.Context, w world, place backup.Place, b backup.Made, certificates []store.Certificate, done *store.Backups) error {
	if o.config.Database.Driver == config.Postgres {
		return o.deleteBackup(b, certificates, done)
	}
	cleared := false
	err := place.Change(b.Path, func(path string) (_ bool, err error) {
		cleared, err = o.clearBackup(ctx, w, path, certificates)
		return cleared, err
	})
	if err == nil && cleared {
		done.Cleared++
	}
	return err
}

// deleteBackup deletes a backup that was made before anybody of the certificates was deleted.
func (o *opened) deleteBackup(b backup.Made, certificates []store.Certificate, done *store.Backups) error {
	for _, c := range certificates {
		if !before(b.At, c) {
			continue
		}
		if err := b.Remove(); err != nil {
			return err
		}
		o.log.Info("a backup has been deleted, for people in it who have been", slog.String("file", b.Path))
		done.Deleted++
		break
	}
	return nil
}

// clearBackup clears an opened backup of the people of the certificates, and reports whether it held any.
func (o *opened) clearBackup(ctx context.Context, w world, path string, certificates []store.Certificate) (bool, error) {
	var ids []string
	for _, c := range certificates {
		ids = append(ids, c.StrikeID)
	}
	holds, err := store.HoldsPeople(ctx, path, ids)
	if err != nil || !holds {
		return false, err
	}
	at := storeOptions(w, o.config)
	at.Path, at.Renew = path, true
	in, err := openAt(ctx, w, o.config, at)
	if err != nil {
		return false, err
	}
	return true, errors.Join(in.purgeAlike(ctx, certificates), in.Close())
}

// purgeAlike deletes everybody in the strikes of the certificates, as far as they are there.
func (o *opened) purgeAlike(ctx context.Context, certificates []store.Certificate) error {
	for _, c := range certificates {
		_, err := o.Of(c.Trust).Purge(ctx, store.Actor{}, c.StrikeID, nil)
		if err != nil && !errors.Is(err, rota.ErrNotFound) && !errors.Is(err, store.ErrPurged) {
			return err
		}
	}
	return o.clear(ctx)
}
