package auth_test

import (
	"testing"
	"time"

	"strikerota/internal/auth"
)

func TestQuota(t *testing.T) {
	now := time.Date(2025, 7, 25, 7, 0, 0, 0, time.UTC)
	q := auth.NewQuota(func() time.Time { return now }, auth.Limits{ChangesPerMinute: 2, FilesPerHour: 1, RotasPerHour: 4})
	for _, step := range []struct {
		name    string
		after   time.Duration
		account string
		use     auth.Use
		wait    time.Duration
	}{
		{"first", 0, "a", auth.UseChange, 0},
		{"second", 0, "a", auth.UseChange, 0},
		{"third at once", 0, "a", auth.UseChange, 30 * time.Second},
		{"and again: a refusal costs nothing", 0, "a", auth.UseChange, 30 * time.Second},
		{"another account", 0, "b", auth.UseChange, 0},
		{"another use", 0, "a", auth.UseFile, 0},
		{"one file an hour", 0, "a", auth.UseFile, time.Hour},
		{"a little early", 29 * time.Second, "a", auth.UseChange, time.Second},
		{"when told to", time.Second, "a", auth.UseChange, 0},
		{"a rota has its own limit", 0, "a", auth.UseRota, 0},
		{"no limit on uploads", 0, "a", auth.UseUpload, 0},
		{"nor for ever", 0, "a", auth.UseUpload, 0},
		{"not counted", 0, "a", auth.UseNone, 0},
	} {
		now = now.Add(step.after)
		if wait := q.Take(step.account, step.use); wait.Round(time.Millisecond) != step.wait {
			t.Errorf("%s: wait %v, want %v", step.name, wait, step.wait)
		}
	}
}
