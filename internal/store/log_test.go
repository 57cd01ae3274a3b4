package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// TestLog holds that a statement that fails is logged without its values.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	s, err := store.Open(t.Context(), store.Options{Driver: store.SQLite, Path: filepath.Join(t.TempDir(), "rota.db"),
		Log: slog.New(slog.NewTextHandler(&log, nil)), Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	log.Reset()
	s.Exec(t, "ALTER TABLE users RENAME TO others")
	if _, err := s.UsersByEmail(t.Context(), marker+"@trust.example"); err == nil {
		t.Error("no error without the table")
	}
	if got := log.String(); !strings.Contains(got, "level=ERROR") || !strings.Contains(got, "contact = ?") || strings.Contains(strings.ToLower(got), strings.ToLower(marker)) {
		t.Errorf("log %q, want the statement as an error, without its values", got)
	}
}

// TestLogGivenUp holds that a statement that was given up, since nobody waits for
// it any more, is not logged, at any level.
func TestLogGivenUp(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want int // lines
	}{
		{"given up", fmt.Errorf("query: %w", context.Canceled), 0},
		{"kept twice", fmt.Errorf("insert: %w", gorm.ErrDuplicatedKey), 0},
		{"failed", errors.New("disk is full"), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			log := logger.NewSlogLogger(slog.New(slog.NewTextHandler(&out, nil)), logger.Config{LogLevel: logger.Warn})
			log = store.NewSQLLog(log).LogMode(logger.Error)
			log.Trace(t.Context(), time.Now(), func() (string, int64) { return "SELECT 1", 0 }, tt.err)
			if got := strings.Count(out.String(), "\n"); got != tt.want {
				t.Errorf("%d lines, want %d: %s", got, tt.want, &out)
			}
		})
	}
}
