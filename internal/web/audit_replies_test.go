package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestAuditOneLink holds that with one personal link out nobody who reads the audit can tell whether its
// resident has replied: every page of it is the same, on that day and the next.
func TestAuditOneLink(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	who := s.as(auth.Coordinator)
	want(t, who.post(strikePath(s.strike, "residents", "R1", "link"), url.Values{doField: {changeMake}}), http.StatusOK)
	readers := []*visitor{s.as(auth.Administrator), s.as(auth.Auditor)}
	reads := func() (out []string) {
		for _, v := range readers {
			for _, query := range []string{"", "?what=duty", "?strike=" + s.strike, "?from=2025-07-01&to=2025-07-31"} {
				out = append(out, mainText(t, want(t, v.get(auditPath+query), http.StatusOK)))
			}
		}
		return out
	}
	before := reads()
	if err := s.store.Declare(t.Context(), s.strike, "R1", []store.DeclarationChange{{Duty: "D1", From: rota.NoReply, To: rota.Away}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, reads()); diff != "" {
		t.Errorf("the audit tells that somebody replied (-before +after):\n%s", diff)
	}
	now = now.Add(24 * time.Hour)
	readers = []*visitor{s.as(auth.Administrator)} // whose session of the day before is over
	for _, text := range reads() {
		if strings.Contains(text, "Changed a declaration") {
			t.Errorf("the day after, the audit tells that somebody replied: %s", text)
		}
	}
}

// TestAuditReplies holds that days of replies are told together where many have a link.
func TestAuditReplies(t *testing.T) {
	t.Parallel()
	in := auditInput{strikes: []store.Strike{{ID: "s", StrikeSettings: store.StrikeSettings{Strike: rota.Strike{Name: "July"}}}}}
	if in.replyDays() != nil {
		t.Error("a table of no day")
	}
	in.replies = []store.ReplyDay{{Day: rota.Date{Year: 2025, Month: 7, Day: 24}, StrikeID: "s"}}
	table := in.replyDays()
	if row := table.Rows[0]; row[0].Text != "Thursday 24 July 2025" || row[1].Text != "Resident (personal link)" || row[3].Text != "July" {
		t.Errorf("the row is %+v", row)
	}
}
