package web

import (
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestFilesGoWithNames holds that files go so many days after the strike as its names are kept, and as the settings say
// where that is not recorded: as README and config.yaml tell.
func TestFilesGoWithNames(t *testing.T) {
	t.Parallel()
	s := &Server{options: Options{DeleteAfterDays: 42}, now: func() time.Time { return rotatest.At("2025-08-01 09:00") }}
	for _, tt := range []struct {
		kept rota.Retention
		want int
	}{{rota.Retention{}, 42}, {rota.Retention{Days: 365}, 42}, {rota.Retention{Days: 365, Basis: "b", Notice: "n"}, 365}} {
		st := store.Strike{StrikeSettings: store.StrikeSettings{Strike: rotatest.July().Standard().Entry().Strike, Retention: tt.kept}}
		if got, want := s.deleteBy(st), rota.DateOf(st.End).Add(tt.want); got != want {
			t.Errorf("kept as %+v: %v, want %v", tt.kept, got, want)
		}
	}
}
