package e2e

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// killsEnv is how often the server is killed; README.md says how to run the whole.
const killsEnv = "ROTA_KILLS"

const (
	fewKills    = 3
	killWriters = 4 // who add residents, and as many who enter replies
	fewestSaves = 5 // between two kills
	mostSaves   = 40
)

func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv(killsEnv)
	if text == "" {
		return fewKills
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, want how often to kill", killsEnv, text)
	}
	return n
}

// killedSettings keeps everything in the folder, but for what is in PostgreSQL.
func killedSettings(t *testing.T, folder string, o store.Options) string {
	t.Helper()
	config := settingsIn(t, folder, crashSettings, "session: {idle: 8h}")
	if o.Driver != store.Postgres {
		return config
	}
	text, err := os.ReadFile(config)
	if err == nil {
		text = []byte(strings.Replace(string(text), "database: {", "database: {driver: postgres, url: '"+o.URL+"', ", 1))
		err = os.WriteFile(config, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// TestKilled kills the server again and again, at moments that it cannot choose, while
// eight people save: every save that it had acknowledged is there at the end, once, each
// with its record in the audit, whose chain is whole. What had got no answer is sent again, and is there once, too.
func TestKilled(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		times, folder := kills(t), t.TempDir()
		config := killedSettings(t, folder, o)
		if o.Driver == store.SQLite {
			o.Path = database(folder)
		}
		s := serve(t, config)
		v := signedIn(t, s)
		strike := v.strikeCalled(t, smallExample)
		before := len(entryOf(t, o, strike).Residents)
		all := &acknowledged{said: map[rota.DutyID]rota.Declaration{}}
		for round := range times {
			w := startWriters(t, v, strike, fmt.Sprintf("Dr Round %d", round), killWriters, fewestSaves+rand.IntN(mostSaves-fewestSaves))
			w.until(t)
			s.kill()
			w.wait(t)
			begun := time.Now()
			s = serve(t, config)
			v.address = s.address
			if _, err := v.get("/healthz"); err != nil {
				t.Fatal(err)
			}
			all.longest = max(all.longest, time.Since(begun))
			w.sendAgain(t, v)
			all.add(w)
		}
		after := entryOf(t, o, strike)
		all.verify(t, after)
		if added, records := len(after.Residents)-before, madeResidents(t, o); added != records || added != len(all.names) {
			t.Errorf("%d residents were added; %d were sent, and the audit has %d", added, len(all.names), records)
		}
		if o.Driver == store.SQLite {
			if said := ask(t, o.Path, "PRAGMA integrity_check"); said != "ok" {
				t.Errorf("the database says of itself: %s", said)
			}
		}
		auditWhole(t, config)
		t.Logf("%d kills, %d saves acknowledged; %d new residents in all; %d forms had got no answer and were sent again; it answers again after at most %s",
			times, all.saves, len(all.names), all.again, all.longest.Round(time.Millisecond))
	})
}

// What was acknowledged, over all kills.
type acknowledged struct {
	names   []string
	said    map[rota.DutyID]rota.Declaration // the last reply
	saves   int
	again   int           // forms that had got no answer
	longest time.Duration // until it answered again
}

func (a *acknowledged) add(w *writers) {
	a.names = append(a.names, w.names...)
	maps.Copy(a.said, w.replies)
	a.saves += w.saves
	a.again += len(w.lost)
}

func (a *acknowledged) verify(t *testing.T, e rota.Entry) {
	t.Helper()
	times := map[string]int{}
	said := map[rota.DutyID]rota.Declaration{}
	for _, r := range e.Residents {
		times[r.Name]++
	}
	for _, d := range e.Duties {
		said[d.ID] = d.Declaration
	}
	for _, name := range a.names {
		if times[name] != 1 {
			t.Errorf("%s was saved once and is there %d times", name, times[name])
		}
	}
	for duty, want := range a.said {
		if got := said[duty]; got != want {
			t.Errorf("duty %s: the reply is %q, saved was %q", duty, got, want)
		}
	}
	if len(a.names) == 0 || len(a.said) == 0 {
		t.Error("nothing was acknowledged, so this shows nothing")
	}
}

// opened opens the planner's database beside it.
func opened(t *testing.T, o store.Options) *storetest.DB {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return storetest.Of(s)
}

// entryOf is what is entered in the strike at the path.
func entryOf(t *testing.T, o store.Options, strike string) rota.Entry {
	t.Helper()
	s := opened(t, o)
	defer s.Close()
	e, err := s.Entry(t.Context(), filepath.Base(strike))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// madeResidents is how many residents were added, as the audit has it.
func madeResidents(t *testing.T, o store.Options) int {
	t.Helper()
	s := opened(t, o)
	defer s.Close()
	n := 0
	for page := 1; ; page++ {
		rows, _, err := s.AuditLog(t.Context(), store.AuditFilter{Kind: store.KindResident}, page)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			return n
		}
		n += len(slices.DeleteFunc(rows, func(r store.AuditRow) bool { return r.Action != store.Made }))
	}
}

// auditWhole has the program verify its audit.
func auditWhole(t *testing.T, config string) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(path, "audit", "verify", "-config", config).CombinedOutput()
	if err != nil {
		t.Errorf("the audit: %v\n%s", err, said)
	}
}
