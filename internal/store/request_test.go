package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// byRequest is a request as the pages give it.
var byRequest = store.Request{ID: "ABCD-EFGH", Address: "192.0.2.7"}

// TestAuditRequests holds which rows say by which request and from where: those of accounts, and none of whoever comes by
// a personal link, of the planner itself, or of a sign-in that failed.
func TestAuditRequests(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		o.Now = func() time.Time { return at(t, 1, 9) } // before the strike, so that there are links
		db := storetest.With(t, o)
		f := fill(t, db)
		ctx := store.By(t.Context(), byRequest)
		none := store.Request{}
		own := func(ctx context.Context) error {
			_, err := f.SaveConsultant(ctx, store.ByConsultant, f.strike, f.loadConsultant(t))
			return err
		}
		for _, tt := range []struct {
			name string
			do   func() error
			want store.Request
		}{
			{"an account", func() error { return saveSlot(ctx, f) }, byRequest},
			{"an account, without a request", func() error { return saveSlot(t.Context(), f) }, none},
			{"an account, from nobody knows where", func() error { return saveSlot(store.By(t.Context(), store.Request{ID: "X"}), f) }, store.Request{ID: "X"}},
			{"an account, of what a resident told it", func() error {
				return f.SaveDeclarations(ctx, f.bob, f.strike, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}})
			}, byRequest},
			{"who looks", func() error { return f.Looked(ctx, f.bob, f.strike, "residents") }, byRequest},
			{"signing in", func() error { return db.RecordSignIn(ctx, store.CameIn, f.ann.ID) }, byRequest},
			{"a resident, by a link", func() error {
				return f.Declare(ctx, f.strike, f.resident, []store.DeclarationChange{{Duty: f.duty, From: rota.Away, To: rota.Working}})
			}, none},
			{"a consultant, by a link", func() error { return own(ctx) }, none},
			{"the planner itself", func() error { return f.SetPassword(ctx, store.Actor{}, f.bob.ID, "x") }, none},
			{"a code that was wrong", func() error { return db.RecordSignIn(ctx, store.Mistaken, f.ann.ID) }, none},
			{"a password that was wrong", func() error { return db.RecordMistaken(ctx, []store.User{{ID: f.ann.ID, Trust: store.FirstTrust}}) }, none},
		} {
			before, err := db.AuditHead(ctx)
			if err = errors.Join(err, tt.do()); err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			got := requestsSince(t, db, before.Seq)
			if len(got) == 0 || slices.ContainsFunc(got, func(r store.Request) bool { return r != tt.want }) {
				t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
			}
		}
		if report := verified(t, db); report.Fault != nil {
			t.Errorf("%+v", *report.Fault)
		}
		rows, _, err := f.AuditLog(ctx, store.AuditFilter{Kind: store.KindSlot}, 1)
		if err != nil || rows[0].Request != (store.Request{ID: "X"}) || rows[2].Request != byRequest {
			t.Errorf("listed are %+v, %v", rows, err)
		}
	})
}

// requestsSince are the requests of the rows after one, all of which are looked at, also those that no page lists.
func requestsSince(t *testing.T, db *storetest.DB, seq int64) (out []store.Request) {
	t.Helper()
	db.Setting(t, store.OfEveryTrust, func(tx *sql.Tx) {
		rows, err := tx.QueryContext(t.Context(), fmt.Sprintf("SELECT request_id, address FROM audit WHERE seq > %d ORDER BY seq", seq))
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var r store.Request
			if err := rows.Scan(&r.ID, &r.Address); err != nil {
				t.Fatal(err)
			}
			out = append(out, r)
		}
	})
	return out
}

// TestAuditFormats holds that rows sealed before the request was kept verify as they are, before others with it and
// through the upgrade, and what each seal is made of.
func TestAuditFormats(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		s.MigrateTo(t, 31)
		key, last := storetest.Key(), ""
		for i := 1; i <= 3; i++ {
			trust, parts := "NULL", []string{"row", last, fmt.Sprint(i), "5", "ann", "", "saved", "card", "c"}
			if i > 1 { // the first is of before there were several trusts
				trust, parts = "1", append(parts, "1")
			}
			hash := store.Seal(key, parts...)
			s.Exec(t, fmt.Sprintf("INSERT INTO audit (seq, at, actor_id, strike_id, action, kind, entity_id, previous, hash, trust_id) VALUES (%d, 5, 'ann', '', 'saved', 'card', 'c', '%s', '%s', %s)", i, last, hash, trust))
			last = hash
		}
		s.Exec(t, fmt.Sprintf("UPDATE audit_head SET seq = 3, hash = '%s', key_mark = '%s', seal = '%s'", last, store.KeyMark(key), store.Seal(key, "head", "3", last)))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		db := storetest.With(t, o)
		if report := verified(t, db); report.Fault != nil || report.Rows != 3 || report.Head.Hash != last || len(report.Notes) > 0 {
			t.Fatalf("after the upgrade: %+v", report)
		}
		user, err := db.CreateUser(t.Context(), store.User{Email: "x@example.org", Name: "x", Role: "finance"})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.RecordSignIn(store.By(t.Context(), byRequest), store.CameIn, user.ID); err != nil {
			t.Fatal(err)
		}
		report := verified(t, db)
		row, _, err := db.AuditLog(t.Context(), store.AuditFilter{}, 1)
		if err != nil || report.Fault != nil || report.Rows != 5 {
			t.Fatalf("with rows of both sorts: %+v, %v", report, err)
		}
		seal := func(previous string, r store.AuditRow, more ...string) string {
			return store.Seal(key, append([]string{"row", previous, fmt.Sprint(r.Seq), fmt.Sprint(r.At.Unix()), r.ByID, r.StrikeID, string(r.Action), string(r.Kind), r.ID, "1"}, more...)...)
		}
		if made := seal(last, row[1]); report.Head.Hash != seal(made, row[0], "ABCD-EFGH", "192.0.2.7") {
			t.Error("the seals are made of something else than before, or than they say")
		}
	})
}

// TestAuditEscapes holds that no text in the audit can break its line or pretend to be another.
func TestAuditEscapes(t *testing.T) {
	for text, want := range map[string]string{
		"S001/C002": "S001/C002", "rest: 11 hours, then “10” é ①": "rest: 11 hours, then “10” é ①", `C:\n`: `C:\n`,
		"a\r\nb\tc\x00": `a\r\nb\tc\x00`, "\u2028\u202e\u0085": `\u2028\u202e\u0085`, "\xff": "\uFFFD", "": "",
	} {
		if got := store.Escaped(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	db := storetest.Open(t)
	f := fill(t, db)
	if err := f.Looked(store.By(t.Context(), store.Request{ID: "a\nb", Address: "c\rd"}), f.bob, f.strike, "residents\r\n2026-01-01 nothing"); err != nil {
		t.Fatal(err)
	}
	rows, _, err := f.AuditLog(t.Context(), store.AuditFilter{Kind: store.KindPage}, 1)
	if err != nil || rows[0].ID != `residents\r\n2026-01-01 nothing` || rows[0].Request != (store.Request{ID: `a\nb`, Address: `c\rd`}) {
		t.Errorf("kept is %+v, %v", rows, err)
	}
	if report := verified(t, db); report.Fault != nil {
		t.Errorf("%+v", *report.Fault)
	}
}

// FuzzAuditEscapes holds of any text that what is kept of it has nothing to escape.
func FuzzAuditEscapes(f *testing.F) {
	for _, seed := range []string{"S001", "\r\n", "\u202e", "\xff\x00", `\n`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := store.Escaped(text)
		if again := store.Escaped(got); again != got || strings.ContainsAny(got, "\r\n\x00\x1b\u2028\u202e") {
			t.Errorf("%q becomes %q and then %q", text, got, again)
		}
	})
}

// BenchmarkAuditVerify verifies 100,000 rows: the aim is five seconds.
func BenchmarkAuditVerify(b *testing.B) {
	const rows = 100_000
	db := storetest.Open(b)
	db.FillAudit(b, rows, byRequest)
	for b.Loop() {
		report, err := db.VerifyAudit(b.Context(), nil)
		if err != nil || report.Fault != nil || report.Rows < rows {
			b.Fatalf("%+v, %v", report, err)
		}
	}
}
