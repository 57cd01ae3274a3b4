package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

// An AuditHead is a row of the audit as the newest one that it was at a moment. Noted
// outside the database, it shows later whether rows have gone from the end.
type AuditHead struct {
	Seq  int64
	Hash string
	At   time.Time // when it was noted
}

// An AuditFault is the first row that is not as the program wrote it.
type AuditFault struct {
	Seq  int64
	What string // in words, after "record N"
}

// An AuditReport is what came of verifying the audit.
type AuditReport struct {
	Rows  int64
	Head  AuditHead
	Notes []string    // what whoever relies on the audit has to know, and is no fault
	Fault *AuditFault // nil when the audit is whole
}

// AuditHead is the newest row of the audit; its Seq is 0 while there is none.
func (s *Store) AuditHead(ctx context.Context) (AuditHead, error) {
	var out AuditHead
	err := s.read(ctx, func(tx *gorm.DB) error {
		head, err := gorm.G[*headRow](tx).Where("name = ?", headName).Take(ctx)
		if err == nil {
			out = AuditHead{Seq: head.Seq, Hash: head.Hash, At: s.now()}
		}
		return err
	})
	if err != nil {
		return AuditHead{}, fmt.Errorf("read the head of the audit: %w", err)
	}
	return out, nil
}

// EndRestoredLinks ends, in a database that was restored, every link that opens something: personal
// links, and those with which to choose a password. Which of them were ended or replaced since the backup was
// made is not known. It gives how many personal links there were.
func (s *Store) EndRestoredLinks(ctx context.Context) (int, error) {
	n := 0
	err := s.writeAcross(ctx, forRestore, func(tx *gorm.DB) error {
		rows, err := gorm.G[*personalLinkRow](tx).Order("strike_id, kind, person_id").Find(ctx)
		if err != nil {
			return err
		}
		n = len(rows)
		for i, r := range rows {
			if i > 0 && rows[i-1].StrikeID == r.StrikeID && rows[i-1].Kind == r.Kind {
				continue
			}
			strike, err := gorm.G[*strikeRow](tx).Where("id = ?", r.StrikeID).Select("trust_id").Take(ctx)
			if err != nil {
				return err
			}
			note := &auditRow{At: s.now().Unix(), StrikeID: r.StrikeID, Action: string(UninvitedAll), Kind: r.Kind}
			if err := s.Of(strike.TrustID).writeAudit(ctx, tx, []*auditRow{note}); err != nil {
				return err
			}
		}
		for _, gone := range []deletable{gorm.G[*personalLinkRow](tx).Where("hash <> ?", ""), gorm.G[*tokenRow](tx).Where("kind = ?", link)} {
			if _, err := gone.Delete(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("end the links of a backup: %w", err)
	}
	return n, nil
}

// VerifyAudit reads the whole audit and finds the first row that was changed, removed or
// put in, and whether rows are gone from its end: by the head in the database, and by
// heads that were noted elsewhere. old are keys of before the chain began anew. When the
// store's key is not the one that seals the audit, that is [ErrAuditKey].
func (s *Store) VerifyAudit(ctx context.Context, noted []AuditHead, old ...AuditKey) (AuditReport, error) {
	var v *verifier
	err := s.readAcross(ctx, forAudit, func(tx *gorm.DB) (err error) {
		if v, err = s.newVerifier(ctx, tx, noted, old); err != nil {
			return err
		}
		return v.walk(ctx, tx)
	})
	if err != nil {
		return AuditReport{}, fmt.Errorf("verify the audit: %w", err)
	}
	v.finish()
	return v.report, nil
}

// A verifier goes through the audit, the oldest row first.
type verifier struct {
	report   AuditReport
	head     *headRow
	keys     map[string]AuditKey
	key      AuditKey            // of the row that is looked at; nil when it is not here
	noted    map[int64]AuditHead // that have not been seen yet, by their rows
	restored []AuditHead         // from which rows on the audit is of a backup that was restored, and when it was
	inBackup int64               // the first of the rows just before that a purge may have written in a backup; 0 for none
	renewals map[int64]AuditKey  // the keys of the rows from which the chain begins anew, nil when not here
	last     string              // hash of the row before
}

func (s *Store) newVerifier(ctx context.Context, tx *gorm.DB, noted []AuditHead, old []AuditKey) (*verifier, error) {
	v := &verifier{keys: map[string]AuditKey{}, noted: map[int64]AuditHead{}, renewals: map[int64]AuditKey{}}
	for _, k := range append(old, s.key) {
		v.keys[k.mark()] = k
	}
	for _, h := range noted {
		v.noted[h.Seq] = h
	}
	heads, err := gorm.G[*headRow](tx).Where("name = ?", headName).Find(ctx)
	if err != nil {
		return nil, err
	}
	if len(heads) == 0 {
		v.fault(0, "the head of the audit is missing")
		return v, nil
	}
	v.head, v.key = heads[0], s.key
	if v.head.KeyMark != s.key.mark() {
		return nil, ErrAuditKey
	}
	rows, err := gorm.G[*auditRow](tx).Where("action = ? AND kind = ?", string(Renewed), string(KindAudit)).Order("seq DESC").Find(ctx)
	for _, r := range rows { // the newest first: a row that is made up is not sealed with the key from there on
		before, _, _ := strings.Cut(r.EntityID, "/")
		v.renewals[r.Seq], v.key = v.key, v.keys[before]
	}
	return v, err
}

func (v *verifier) fault(seq int64, what string) {
	if v.report.Fault == nil {
		v.report.Fault = &AuditFault{Seq: seq, What: what}
	}
}

// walk looks at every row until one is not right.
func (v *verifier) walk(ctx context.Context, tx *gorm.DB) error {
	for v.report.Fault == nil {
		rows, err := gorm.G[*auditRow](tx).Where("seq > ?", v.report.Rows).Order("seq").Limit(2000).Find(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if v.row(r); v.report.Fault != nil {
				break
			}
		}
	}
	return nil
}

// row looks at the row after those that are right.
func (v *verifier) row(r *auditRow) {
	want := v.report.Rows + 1
	if r.Seq != want {
		v.fault(want, "is missing")
		return
	}
	if key, anew := v.renewals[r.Seq]; anew {
		if v.key == nil {
			v.report.Notes = append(v.report.Notes, fmt.Sprintf("Of records before %d the key is not here: none is missing, but whether one was changed cannot be told.", r.Seq))
		}
		v.key = key
		v.report.Notes = append(v.report.Notes, fmt.Sprintf("At record %d the chain began anew, with another key, %s.", r.Seq, v.words(r.At)))
	}
	switch {
	case r.Hash == "":
		v.fault(r.Seq, "is not sealed: the planner did not write it")
		return
	case v.key != nil && r.Hash != v.key.row(r):
		v.fault(r.Seq, "is not as the planner wrote it")
		return
	case r.Previous != v.last:
		v.fault(r.Seq, "does not follow the one before it")
		return
	}
	v.tell(r)
	if h, noted := v.noted[r.Seq]; noted && h.Hash == r.Hash {
		delete(v.noted, r.Seq)
	}
	v.report.Rows, v.last = r.Seq, r.Hash
	v.report.Head = AuditHead{Seq: r.Seq, Hash: r.Hash, At: instant(r.At)}
}

// tell keeps what a row says of the audit itself.
func (v *verifier) tell(r *auditRow) {
	from := cmp.Or(v.inBackup, r.Seq)
	v.inBackup = 0
	if a := Action(r.Action); a == Purged || a == Renewed {
		v.inBackup = from
	}
	if r.Kind != string(KindAudit) {
		return
	}
	switch Action(r.Action) {
	case Sealed:
		v.report.Notes = append(v.report.Notes, fmt.Sprintf("Records before %d were sealed %s, when the planner learned to: not when they were made.", r.Seq, v.words(r.At)))
	case Restored:
		v.restored = append(v.restored, AuditHead{Seq: from, At: instant(r.At)})
		v.report.Notes = append(v.report.Notes, fmt.Sprintf("At record %d a backup took the place of the database, %s.", r.Seq, v.words(r.At)))
	}
}

func (*verifier) words(at int64) string {
	return "on " + instant(at).Format("2006-01-02 at 15:04") + " UTC"
}

// finish compares the end with the head, and with the heads that were noted.
func (v *verifier) finish() {
	if v.report.Fault != nil {
		return
	}
	next := v.report.Rows + 1
	switch {
	case v.head.Seq > v.report.Rows:
		v.fault(next, fmt.Sprintf("is missing, as are all up to %d: the end of the audit is gone", v.head.Seq))
	case v.head.Seq < v.report.Rows || v.head.Hash != v.last || v.head.Seal != v.keys[v.head.KeyMark].head(v.head):
		v.fault(v.head.Seq, "is called the newest, and the planner did not say so")
	}
	var left []AuditHead
	for _, h := range v.noted {
		if !slices.ContainsFunc(v.restored, func(r AuditHead) bool { return r.Seq <= h.Seq && !r.At.Before(h.At) }) {
			left = append(left, h)
		}
	}
	if len(left) > 0 {
		first := slices.MinFunc(left, func(a, b AuditHead) int { return int(a.Seq - b.Seq) })
		v.fault(first.Seq, "was the newest "+v.words(first.At.Unix())+", as was noted outside the database, and is missing or another")
	}
}
