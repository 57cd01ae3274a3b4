package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

func TestUnavailable(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want error
	}{
		{"server stopping", fmt.Errorf("save: %w", &pgconn.PgError{Code: "57P01"}), store.ErrUnavailable},
		{"server full", &pgconn.PgError{Code: "53100"}, store.ErrUnavailable},
		{"server reads only", &pgconn.PgError{Code: "25006"}, store.ErrUnavailable},
		{"broken connection", driver.ErrBadConn, store.ErrUnavailable},
		{"no such record", gorm.ErrRecordNotFound, rota.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantError(t, "plain", store.Plain(tt.err), tt.want) })
	}
	for _, err := range []error{nil, context.Canceled, context.DeadlineExceeded, rota.ErrConflict, &pgconn.PgError{Code: "23505"}} {
		if got := store.Plain(err); got != err {
			t.Errorf("plain of %v is %v, want it as it was", err, got)
		}
	}
}

func TestReadOnlyDatabaseIsUnavailable(t *testing.T) {
	s := storetest.Open(t)
	f := fill(t, s)
	if err := s.Healthy(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Exec(t, "PRAGMA query_only = 1")
	wantError(t, "Healthy", s.Healthy(t.Context()), store.ErrUnavailable)
	wantError(t, "a save", f.anySave(t, f.ann), store.ErrUnavailable)
	f.entry(t) // loads go on
}

// TestReady holds that a planner is not ready whose tables a newer version has made.
func TestReady(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Exec(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)")
		wantError(t, "with newer tables", s.Ready(t.Context()), store.ErrUnavailable)
	})
}

// TestFit holds which tables and how much room on the disk a planner needs to be ready.
func TestFit(t *testing.T) {
	for _, tt := range []struct {
		have, newest int64
		free         uint64
		known, fit   bool
	}{
		{30, 30, 200 << 20, true, true}, {30, 30, 200<<20 - 1, true, false}, {30, 30, 0, true, false}, {30, 30, 0, false, true},
		{29, 30, 1 << 40, true, false}, {31, 30, 1 << 40, true, false},
	} {
		if err := store.Fit(tt.have, tt.newest, tt.free, tt.known); (err == nil) != tt.fit || err != nil && !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

func TestHealthyOnBoth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		before := s.Dump(t)
		if err := s.Healthy(t.Context()); err != nil {
			t.Error(err)
		}
		same(t, "all rows", before, s.Dump(t))
	})
}

// TestFileGone deletes or replaces the file of an open database: nothing may be
// saved into the old one.
func TestFileGone(t *testing.T) {
	tests := []struct {
		name string
		do   func(path string) error
	}{
		{"deleted", os.Remove},
		{"replaced", func(path string) error {
			return errors.Join(os.WriteFile(path+".new", nil, 0o600), os.Rename(path+".new", path))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := storetest.SQLite(t)
			f := fill(t, storetest.With(t, o))
			if err := tt.do(o.Path); err != nil {
				t.Fatal(err)
			}
			wantError(t, "a save", f.anySave(t, f.ann), store.ErrUnavailable)
			wantError(t, "Healthy", f.Healthy(t.Context()), store.ErrUnavailable)
			wantError(t, "Ready", f.Ready(t.Context()), store.ErrUnavailable)
		})
	}
}

// The test binary plays a process that saves without end when this variable names a
// database: a file, or the address of a PostgreSQL server.
const writerEnv = "STRIKEROTA_TEST_WRITER"

func TestMain(m *testing.M) {
	if at := os.Getenv(writerEnv); at != "" {
		playWriter(at)
	}
	os.Exit(m.Run())
}

// playWriter adds accounts from eight goroutines, and prints the address of each before it is saved, and the id
// and the address after.
func playWriter(at string) {
	o := store.Options{Driver: store.SQLite, Path: at, Key: storetest.Key()}
	if strings.HasPrefix(at, "postgres") {
		o.Driver, o.URL = store.Postgres, at
	}
	s, err := store.Open(context.Background(), o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	failed := make(chan error)
	for i := range 8 {
		go func() {
			for n := 0; ; n++ {
				email := fmt.Sprintf("%d-%d-%d@example.org", os.Getpid(), i, n)
				fmt.Println(email)
				u, err := sendAccount(context.Background(), s.Of(store.FirstTrust), email)
				if err != nil {
					failed <- err
					return
				}
				fmt.Println(u.ID, email)
			}
		}()
	}
	fmt.Fprintln(os.Stderr, <-failed)
	os.Exit(1)
}

// sendAccount adds an account as a form does that holds its address.
func sendAccount(ctx context.Context, trust *store.Trust, email string) (store.User, error) {
	return trust.CreateUser(store.WithFormKey(ctx, store.NewFormKey(email)), store.User{Email: email, Name: "x", Role: "x"})
}

// killRounds is how often TestKilledWriter kills.
const killRounds = 4

// TestKilledWriter has two processes save and kills both, again and again: what was
// confirmed is there, each with its row in the audit, whose chain holds, and the database
// is sound. What was not confirmed is sent again: that saves just those that are not there.
func TestKilledWriter(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		if err := storetest.With(t, o).Close(); err != nil {
			t.Fatal(err)
		}
		confirmed, sent := map[string]bool{}, map[string]bool{}
		for round := range killRounds {
			var group sync.WaitGroup
			lists := make([][]string, 2)
			for i := range lists {
				group.Go(func() { lists[i] = untilKilled(t, o, 20+(7*round+3*i)%40) })
			}
			group.Wait()
			for _, line := range slices.Concat(lists...) {
				id, email, saved := strings.Cut(line, " ")
				if saved {
					confirmed[id] = true
					delete(sent, email)
				} else {
					sent[id] = true
				}
			}
		}
		s := storetest.With(t, o) // checks the file
		users, err := s.Users(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		kept, there := map[string]bool{}, map[string]bool{}
		for _, u := range users {
			kept[u.ID], there[u.Email] = true, true
		}
		for email := range sent {
			_, err := sendAccount(t.Context(), s.Trust, email)
			if again := errors.Is(err, store.ErrRepeated); again != there[email] || err != nil && !again {
				t.Errorf("%s was there: %v; sent again: %v", email, there[email], err)
			}
		}
		if users, err = s.Users(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d accounts were confirmed, and %d sent again", len(confirmed), len(sent))
		for id := range confirmed {
			if !kept[id] {
				t.Errorf("account %s was confirmed and is lost", id)
			}
		}
		if n := len(s.Dump(t)["audit"]); n != len(users) || len(confirmed) < 20*killRounds {
			t.Errorf("%d rows in the audit for %d accounts, %d of them confirmed", n, len(users), len(confirmed))
		}
		if report, err := s.VerifyAudit(t.Context(), nil); err != nil || report.Fault != nil || report.Rows != int64(len(users)) {
			t.Errorf("the chain of the audit: %+v, %v", report, err)
		}
	})
}

// untilKilled runs a process that saves, kills it after so many saves, and gives what it printed.
func untilKilled(t *testing.T, o store.Options, saves int) (said []string) {
	exe, err := os.Executable()
	if err != nil {
		t.Error(err)
		return nil
	}
	cmd := exec.Command(exe)
	cmd.Env, cmd.Stderr = append(os.Environ(), writerEnv+"="+o.Path+o.URL), os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Error(err)
		return nil
	}
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break // what was half printed counts as not confirmed
		}
		if err != nil {
			t.Error(err)
			break
		}
		said = append(said, strings.TrimSpace(line))
		if strings.Contains(line, " ") {
			saves--
		}
		if saves == 0 && strings.Contains(line, " ") {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
	return said
}

// TestLockedByAnother has another process hold the file: a save gives up after the busy timeout, and so
// do those that queue up behind it, together; loads go on, and the next save goes through.
func TestLockedByAnother(t *testing.T) {
	t.Parallel() // it waits for 30 s
	o := storetest.SQLite(t)
	f := fill(t, storetest.With(t, o))
	other := storetest.With(t, o)
	db, err := other.DB()
	if err != nil {
		t.Fatal(err)
	}
	hold, err := db.BeginTx(t.Context(), nil) // takes the lock, as every writer does
	if err != nil {
		t.Fatal(err)
	}
	// Another waits beside them, once and no longer: how long that takes on this machine, busy as it is
	// now, is what the first may take. The last may take no more than twice that, however many wait.
	var once time.Duration
	var all sync.WaitGroup
	all.Go(func() { once = waitOnce(t, o.Path) })
	took := make([]time.Duration, 5)
	for i := range took {
		all.Go(func() {
			began := time.Now()
			err := f.Healthy(t.Context()) // a save that changes nothing
			took[i] = time.Since(began)
			wantError(t, "a save", err, store.ErrUnavailable)
		})
	}
	f.entry(t)
	all.Wait()
	slices.Sort(took)
	if first, last := took[0], took[len(took)-1]; first < 14*time.Second || first > once+once/2 || last > 2*once+once/2 {
		t.Errorf("the saves gave up after %v; one wait of 15 s took %v", took, once)
	}
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := f.anySave(t, f.ann); err != nil {
		t.Errorf("a save afterwards: %v", err)
	}
}

// waitOnce asks for the lock of a file that another holds, with the busy timeout of every connection, and
// gives how long it took until that was refused.
func waitOnce(t *testing.T, path string) time.Duration {
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout("+store.Pragmas()["busy_timeout"]+")")
	if err != nil {
		t.Error(err)
		return 0
	}
	began := time.Now()
	if tx, err := db.BeginTx(t.Context(), nil); err == nil {
		t.Error("two have the lock", tx.Rollback())
	}
	took := time.Since(began)
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	return took
}
