package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"log/slog"
	"strconv"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// An AuditKey seals the audit. It is kept outside the database: whoever has the database
// alone can neither change what the audit says nor add to it unnoticed.
type AuditKey []byte

// AuditKeyBytes is the least length of a key.
const AuditKeyBytes = 32

// LogValue hides the key.
func (AuditKey) LogValue() slog.Value { return slog.StringValue("hidden") }

// String hides the key.
func (AuditKey) String() string { return "hidden" }

// Why the audit cannot be written to, or verified.
var (
	// ErrAuditKey means that the key at hand is not the one that seals this audit.
	ErrAuditKey = errors.New("the audit of this database is sealed with another key than the one here: put the right one in its place, or, if it is lost, run \"strikerota audit renew\"")
	errNoKey    = errors.New("no key for the audit was given")
)

// mark tells keys apart, and tells nothing of them.
func (k AuditKey) mark() string {
	sum := sha256.Sum256(append([]byte("strikerota audit key\n"), k...))
	return hex.EncodeToString(sum[:8])
}

// seal is what only the key can make of the parts, in their order.
func (k AuditKey) seal(parts ...string) string {
	mac := hmac.New(sha256.New, k)
	writeParts(mac, parts)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// writeParts writes each part after its length: no two lists of parts give the same bytes.
func writeParts(to hash.Hash, parts []string) {
	for _, p := range parts {
		fmt.Fprintf(to, "%d:%s", len(p), p) // a hash takes everything
	}
}

// row is the seal of a row, with that of the row before.
func (k AuditKey) row(r *auditRow) string {
	parts := []string{"row", r.Previous, strconv.FormatInt(r.Seq, 10), strconv.FormatInt(r.At, 10),
		r.ActorID, r.StrikeID, r.Action, r.Kind, r.EntityID}
	if r.TrustID != nil { // rows of before there were several trusts have none
		parts = append(parts, strconv.FormatInt(int64(*r.TrustID), 10))
	}
	if r.RequestID != "" || r.Address != "" { // nor do rows of before the request was kept, or that have none: their seals hold
		parts = append(parts, r.RequestID, r.Address)
	}
	return k.seal(parts...)
}

// head is the seal of the head.
func (k AuditKey) head(h *headRow) string {
	return k.seal("head", strconv.FormatInt(h.Seq, 10), h.Hash)
}

// A headRow is the newest row of the audit.
type headRow struct {
	Name    string `gorm:"primaryKey"`
	Seq     int64
	Hash    string
	KeyMark string
	Seal    string
}

func (headRow) TableName() string { return "audit_head" }

const headName = "audit"

// lockHead reads the head, and makes others who write wait until the transaction ends.
func lockHead(ctx context.Context, tx *gorm.DB) (*headRow, error) {
	return gorm.G[*headRow](tx, clause.Locking{Strength: "UPDATE"}).Where("name = ?", headName).Take(ctx)
}

// writeAudit numbers the rows, seals them and adds them. It comes last in a transaction:
// on PostgreSQL it makes all other writers wait until the transaction ends.
func (s *Store) writeAudit(ctx context.Context, tx *gorm.DB, rows []*auditRow) error {
	if len(s.key) == 0 {
		return errNoKey
	}
	head, err := lockHead(ctx, tx)
	if err != nil {
		return err
	}
	if head.KeyMark != s.key.mark() {
		return ErrAuditKey
	}
	for _, r := range rows {
		r.by(ctx)
		r.plainly()
	}
	return s.extend(ctx, tx, head, rows)
}

// extend adds the rows after the head, which it moves on.
func (s *Store) extend(ctx context.Context, tx *gorm.DB, head *headRow, rows []*auditRow) error {
	for _, r := range rows {
		s.link(head, r)
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	return s.keepHead(ctx, tx, head)
}

// link makes the row the one after the head, and the head the row.
func (s *Store) link(head *headRow, r *auditRow) {
	r.Seq, r.Previous = head.Seq+1, head.Hash
	r.Hash = s.key.row(r)
	head.Seq, head.Hash = r.Seq, r.Hash
}

func (s *Store) keepHead(ctx context.Context, tx *gorm.DB, head *headRow) error {
	head.Seal = s.key.head(head)
	_, err := gorm.G[*headRow](tx).Where("name = ?", headName).Select("seq", "hash", "key_mark", "seal").Updates(ctx, head)
	return err
}

// beginAudit sees to it that this store's key seals the audit. Rows of a time without
// seals are sealed. Where another key sealed, that is [ErrAuditKey], unless the store was
// opened to renew: then the chain begins anew, with a row that says so.
func (s *Store) beginAudit(ctx context.Context) error {
	if len(s.key) == 0 {
		return errNoKey
	}
	var head *headRow
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		head, err = gorm.G[*headRow](tx).Where("name = ?", headName).Take(ctx)
		return err
	})
	if err != nil || head.KeyMark == s.key.mark() {
		return err
	}
	return s.writeAcross(ctx, forAudit, func(tx *gorm.DB) error {
		head, err := lockHead(ctx, tx) // again: another process may have been first
		if err != nil {
			return err
		}
		mark := s.key.mark()
		was := head.KeyMark
		head.KeyMark = mark
		switch {
		case was == mark:
			return nil
		case was == "":
			return s.sealOld(ctx, tx, head)
		case !s.renew:
			return ErrAuditKey
		}
		return s.extend(ctx, tx, head, []*auditRow{{At: s.now().Unix(), Action: string(Renewed), Kind: string(KindAudit), EntityID: was + "/" + mark}})
	})
}

// sealOld seals all rows, which have no seal yet, and adds one that says so.
func (s *Store) sealOld(ctx context.Context, tx *gorm.DB, head *headRow) error {
	have := head.Seq
	head.Seq, head.Hash = 0, ""
	for head.Seq < have {
		rows, err := gorm.G[*auditRow](tx).Where("seq > ?", head.Seq).Order("seq").Limit(1000).Find(ctx)
		if err != nil {
			return err
		}
		if len(rows) == 0 || rows[0].Seq != head.Seq+1 {
			return errors.New("rows of the audit are missing: restore a backup")
		}
		for _, r := range rows {
			s.link(head, r)
			if _, err := gorm.G[*auditRow](tx).Where("seq = ?", r.Seq).Select("previous", "hash").Updates(ctx, r); err != nil {
				return err
			}
		}
	}
	if have == 0 {
		return s.keepHead(ctx, tx, head)
	}
	return s.extend(ctx, tx, head, []*auditRow{{At: s.now().Unix(), Action: string(Sealed), Kind: string(KindAudit)}})
}

// appendOnlyVersion is the version of the tables that has the statements of appendOnly:
// the two databases word them differently.
const appendOnlyVersion = 15

// appendOnly has the database itself refuse to change or delete rows of the audit that
// are sealed.
var appendOnly = map[string][]string{
	SQLite: {
		`CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit WHEN OLD.hash <> '' BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END`,
		`CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END`,
		`CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END`,
	},
	Postgres: {
		`CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is never changed'; END $$`,
		`CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW WHEN (OLD.hash <> '') EXECUTE FUNCTION audit_refuse()`,
		`CREATE TRIGGER audit_no_delete BEFORE DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`,
		`CREATE TRIGGER audit_head_no_delete BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`,
	},
}

// appendOnlyStep is the step of the migrations that runs appendOnly.
func (s *Store) appendOnlyStep() *goose.Migration {
	return s.step(appendOnlyVersion, appendOnly[s.Driver()])
}
