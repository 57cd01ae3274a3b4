package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// unguarded lets rows of the audit be changed, as somebody can who has the database.
func unguarded(t *testing.T, s *storetest.DB) {
	t.Helper()
	for _, at := range []string{"audit_no_update/audit", "audit_no_delete/audit", "audit_head_no_delete/audit_head"} {
		trigger, table, _ := strings.Cut(at, "/")
		if s.Driver() == store.Postgres {
			trigger += " ON " + table
		}
		s.Exec(t, "DROP TRIGGER "+trigger)
	}
}

func verified(t *testing.T, s *storetest.DB, noted ...store.AuditHead) store.AuditReport {
	t.Helper()
	report, err := s.VerifyAudit(t.Context(), noted)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// sealedAfter is the seal that the row would have, had it come after one with that hash: as in a copy
// of the database that went on by itself, with the same key.
func sealedAfter(t *testing.T, s *storetest.DB, previous string, seq int64) string {
	t.Helper()
	rows, _, err := s.AuditLog(t.Context(), store.AuditFilter{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Seq == seq {
			return store.Seal(storetest.Key(), "row", previous, fmt.Sprint(seq), fmt.Sprint(r.At.Unix()), r.ByID, r.StrikeID, string(r.Action), string(r.Kind), r.ID, fmt.Sprint(store.FirstTrust))
		}
	}
	t.Fatalf("there is no row %d", seq)
	return ""
}

// TestAuditKeyCounts holds that another key makes another seal.
func TestAuditKeyCounts(t *testing.T) {
	other := storetest.Key()
	other[0] = 1
	if store.Seal(storetest.Key(), "row") == store.Seal(other, "row") {
		t.Error("two keys make the same seal")
	}
}

// TestAuditTamper does to the audit what somebody could who has the database and not the
// key, and holds that each is found at the first row that is not right.
func TestAuditTamper(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		f := fill(t, s)
		before, err := s.AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.Exec(t, "CREATE TABLE first_head AS SELECT * FROM audit_head")
		for range 3 {
			if err := f.anySave(t, f.bob); err != nil {
				t.Fatal(err)
			}
		}
		if err := saveSlot(store.By(t.Context(), store.Request{ID: "ABCD-EFGH", Address: "192.0.2.7"}), f); err != nil {
			t.Fatal(err)
		}
		noted, err := s.AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		last := noted.Seq
		if report := verified(t, s, before, noted); report.Fault != nil || report.Rows != last || report.Head.Hash != noted.Hash || len(report.Notes) != 0 {
			t.Fatalf("untouched: %+v", report)
		}
		unguarded(t, s)
		s.Exec(t, "CREATE TABLE kept AS SELECT * FROM audit")
		s.Exec(t, "CREATE TABLE kept_head AS SELECT * FROM audit_head")
		cut := fmt.Sprintf("DELETE FROM audit WHERE seq > %d", before.Seq)
		type tampering struct {
			name  string
			do    []string
			fault int64 // the row that is named; -1 where no fault can be found
			noted []store.AuditHead
		}
		tests := []tampering{
			{"the first is removed", []string{"DELETE FROM audit WHERE seq = 1"}, 1, nil},
			{"one is removed", []string{"DELETE FROM audit WHERE seq = 3"}, 3, nil},
			{"the last is removed", []string{fmt.Sprintf("DELETE FROM audit WHERE seq = %d", last)}, last, nil},
			{"all are removed", []string{"DELETE FROM audit"}, 1, nil},
			{"the last is removed and the head set back", []string{fmt.Sprintf("DELETE FROM audit WHERE seq = %d", last),
				"UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1)"}, last - 1, nil},
			{"two are swapped", []string{"UPDATE audit SET seq = -1 WHERE seq = 2", "UPDATE audit SET seq = 2 WHERE seq = 3", "UPDATE audit SET seq = 3 WHERE seq = -1"}, 2, nil},
			{"one is removed, and the rest moved up", []string{"DELETE FROM audit WHERE seq = 2", "UPDATE audit SET seq = -seq WHERE seq > 2", "UPDATE audit SET seq = -seq - 1 WHERE seq < 0"}, 2, nil},
			{"one is added", []string{fmt.Sprintf("INSERT INTO audit (seq, at, actor_id, strike_id, action, kind, entity_id) VALUES (%d, 0, '', '', 'saved', 'slot', 'S001')", last+1)}, last + 1, nil},
			{"a copy is added", []string{fmt.Sprintf("INSERT INTO audit SELECT %d, at, actor_id, strike_id, action, kind, entity_id, previous, hash, trust_id, request_id, address FROM kept WHERE seq = 5", last+1)}, last + 1, nil},
			{"one has the seal of another chain of the same key", []string{"UPDATE audit SET previous = 'x', hash = '" + sealedAfter(t, s, "x", 6) + "' WHERE seq = 6"}, 6, nil},
			{"the head is removed", []string{"DELETE FROM audit_head"}, 0, nil},
			{"a renewal is made up", []string{"UPDATE audit SET action = 'renewed', kind = 'audit', entity_id = '0/1' WHERE seq = 4"}, 4, nil},
			{"the database is as it was before, and nothing was noted", []string{cut, "DELETE FROM audit_head", "INSERT INTO audit_head SELECT * FROM first_head"}, -1, []store.AuditHead{before}},
			{"the database is as it was before", []string{cut, "DELETE FROM audit_head", "INSERT INTO audit_head SELECT * FROM first_head"}, last, []store.AuditHead{before, noted}},
		}
		for _, column := range []string{"at = at + 1", "actor_id = 'x'", "strike_id = 'x'", "action = 'seen'", "kind = 'x'", "entity_id = 'x'", "trust_id = NULL",
			"previous = 'x'", "hash = 'x'", "hash = ''", "actor_id = '', strike_id = actor_id || strike_id"} {
			tests = append(tests, tampering{column, []string{"UPDATE audit SET " + column + " WHERE seq = 6"}, 6, nil})
		}
		for _, column := range []string{"request_id = 'x'", "request_id = ''", "address = '192.0.2.8'", "address = ''", "address = '', request_id = ''", "address = request_id, request_id = address",
			"address = '', entity_id = entity_id || address"} {
			tests = append(tests, tampering{"of a request, " + column, []string{fmt.Sprintf("UPDATE audit SET %s WHERE seq = %d", column, last)}, last, nil})
		}
		for _, column := range []string{"request_id = 'x'", "address = 'x'"} {
			tests = append(tests, tampering{"of none, " + column, []string{"UPDATE audit SET " + column + " WHERE seq = 6"}, 6, nil})
		}
		for _, tt := range tests {
			for _, statement := range tt.do {
				s.Exec(t, statement)
			}
			report := verified(t, s, tt.noted...)
			switch {
			case tt.fault < 0:
				if report.Fault != nil {
					t.Errorf("%s: %+v", tt.name, *report.Fault)
				}
			case report.Fault == nil:
				t.Errorf("%s: no fault is found", tt.name)
			case report.Fault.Seq != tt.fault:
				t.Errorf("%s: %+v, want row %d", tt.name, *report.Fault, tt.fault)
			}
			for _, statement := range []string{"DELETE FROM audit", "DELETE FROM audit_head", "INSERT INTO audit SELECT * FROM kept", "INSERT INTO audit_head SELECT * FROM kept_head"} {
				s.Exec(t, statement)
			}
		}
		if report := verified(t, s, before, noted); report.Fault != nil {
			t.Errorf("put back: %+v", *report.Fault)
		}
	})
}

// TestAuditIsAppendOnly holds that the database itself refuses to change or delete what
// is in the audit.
func TestAuditIsAppendOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		fill(t, s)
		before := s.Dump(t)["audit"]
		for _, statement := range []string{"UPDATE audit SET entity_id = 'x'", "UPDATE audit SET hash = '' WHERE seq = 1", "DELETE FROM audit WHERE seq = 1", "DELETE FROM audit_head"} {
			s.Setting(t, store.OfEveryTrust, func(tx *sql.Tx) {
				if _, err := tx.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "the audit is never changed") {
					t.Errorf("%s: %v", statement, err)
				}
			})
		}
		same(t, "the audit", before, s.Dump(t)["audit"])
	})
}

// TestAuditKeys opens a database with another key: it is refused, unless the chain is to
// begin anew. What was before can then be verified with the old key.
func TestAuditKeys(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		f := fill(t, storetest.With(t, o))
		old, err := f.AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		open := func(o store.Options) (*storetest.DB, error) {
			s, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
			return storetest.Of(s), s.Migrate(t.Context())
		}
		other := o
		other.Key = slices.Repeat(store.AuditKey{7}, store.AuditKeyBytes)
		s, err := open(other)
		wantError(t, "another key", err, store.ErrAuditKey)
		_, err = s.CreateUser(t.Context(), store.User{Email: "x@example.org", Name: "x", Role: "x"})
		wantError(t, "a save with another key", err, store.ErrAuditKey)
		_, err = s.VerifyAudit(t.Context(), nil)
		wantError(t, "verify with another key", err, store.ErrAuditKey)
		without := o
		without.Key = nil
		if _, err := open(without); err == nil {
			t.Error("a database without a key was brought up to date")
		}
		other.Renew = true
		for range 2 { // the second time there is nothing to renew
			if s, err = open(other); err != nil {
				t.Fatal(err)
			}
		}
		wantError(t, "a save with the old key", f.anySave(t, f.ann), store.ErrAuditKey)
		report := verified(t, s, old)
		if report.Fault != nil || report.Rows != old.Seq+1 || len(report.Notes) != 2 || !strings.Contains(report.Notes[0], "cannot be told") {
			t.Errorf("renewed: %+v", report)
		}
		report, err = s.VerifyAudit(t.Context(), nil, o.Key)
		if err != nil || report.Fault != nil || len(report.Notes) != 1 {
			t.Errorf("renewed, with the old key: %+v, %v", report, err)
		}
		unguarded(t, s)
		s.Exec(t, "UPDATE audit SET actor_id = 'x' WHERE seq = 2")
		if report, err = s.VerifyAudit(t.Context(), nil, o.Key); err != nil || report.Fault == nil || report.Fault.Seq != 2 {
			t.Errorf("changed before the chain began anew: %+v, %v", report, err)
		}
		s.Exec(t, "DELETE FROM audit WHERE seq = 3")
		if report := verified(t, s); report.Fault == nil || report.Fault.Seq != 3 {
			t.Errorf("removed before the chain began anew: %+v", report)
		}
	})
}

// TestAuditSealsOld brings a database of before the chain up to date: its rows are sealed,
// and the audit says that they were only then.
func TestAuditSealsOld(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		s.MigrateTo(t, 13)
		for i := 1; i <= 3; i++ {
			s.Exec(t, fmt.Sprintf("INSERT INTO audit (seq, at, actor_id, strike_id, action, kind, entity_id) VALUES (%d, 5, 'ann', '', 'saved', 'card', 'c')", i))
		}
		s.Exec(t, "UPDATE counters SET value = 3")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		var db *storetest.DB
		for range 2 {
			db = storetest.With(t, o)
			report := verified(t, db)
			if report.Fault != nil || report.Rows != 4 || len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "before 4 were sealed") {
				t.Fatalf("sealed: %+v", report)
			}
		}
		unguarded(t, db)
		db.Exec(t, "UPDATE audit SET actor_id = 'bob' WHERE seq = 2")
		if report := verified(t, db); report.Fault == nil || report.Fault.Seq != 2 {
			t.Errorf("changed after it was sealed: %+v", report)
		}
	})
}

// TestAuditRestored holds that heads noted after a backup are missed, until the audit says
// that it was restored; those noted after that are missed again.
func TestAuditRestored(t *testing.T) {
	o := storetest.SQLite(t)
	now := time.Unix(1_750_000_000, 0)
	o.Now = func() time.Time { return now }
	f := fill(t, storetest.With(t, o))
	head, err := f.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone := store.AuditHead{Seq: head.Seq + 1, Hash: "gone", At: now.Add(time.Hour)}
	if report := verified(t, f.DB, head, gone); report.Fault == nil || report.Fault.Seq != gone.Seq {
		t.Errorf("before the row: %+v", report)
	}
	now = now.Add(2 * time.Hour)
	if err := f.Restored(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if report := verified(t, f.DB, head, gone); report.Fault != nil || len(report.Notes) != 1 {
		t.Errorf("with the row: %+v", report)
	}
	gone.At = now.Add(time.Hour)
	if report := verified(t, f.DB, head, gone); report.Fault == nil {
		t.Error("a head noted after the restore is not missed")
	}
}
