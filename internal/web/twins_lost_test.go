package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/rota/rotatest"
)

// TestTwinsOfALostPart: that part of a slot is lost in which only a resident was expected tells that
// this one did not come. Nobody but a coordinator reads it on any page or in any file, nor does the
// rota that wards are given; where a consultant had been due, everybody may know.
func TestTwinsOfALostPart(t *testing.T) {
	t.Parallel()
	var now time.Time
	wards := func(s *site) reader {
		return reader{role: auth.Coordinator, who: s.as(auth.Coordinator), paths: []string{strikePath(s.strike, "downloads", "rota.xlsx"), strikePath(s.strike, "downloads", "rota.csv"),
			strikePath(s.strike, "versions", "1", "files", "rota.xlsx"), strikePath(s.strike, "versions", "1", "files", "rota.csv")}}
	}
	says := func(s *site, readers ...reader) (out []string) {
		for _, r := range readers {
			if r.role == auth.Lead {
				r.paths = append(r.paths, strikePath(s.strike, "day"))
				for _, slot := range s.entry().Slots {
					r.paths = append(r.paths, coverPath(s.strike, slot.ID))
				}
			}
			for _, path := range r.paths {
				w := r.who.get(path)
				got := s.readable(w)
				if w.Code == http.StatusOK && (strings.Contains(got, "Lost") || strings.Contains(got, "lost: nobody") || strings.Contains(got, "is lost")) {
					out = append(out, string(r.role)+" "+path)
				}
			}
		}
		return out
	}
	ill, _ := sickSite(t, &now)
	if got := strings.Join(says(ill, reader{role: auth.Lead, who: ill.as(auth.Lead)}, wards(ill)), " "); !strings.Contains(got, "lead "+strikePath(ill.strike, "day")) || !strings.Contains(got, "coordinator "+strikePath(ill.strike, "downloads", "rota.xlsx")) {
		t.Errorf("of a part in which a consultant had been due it is only told by %s", got)
	}
	s := daySite(t, &now)
	s.absent()
	now = rotatest.At("2025-07-25 20:30")
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "slots", "eve")
	want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther)
	if got := pageText(t, v, strikePath(s.strike, "day")); !strings.Contains(got, "Lost: nobody") {
		t.Errorf("to the coordinator the day says:\n%s", got)
	}
	s.published()
	if got := pageText(t, v, versionPath(s.strike, 1)); !strings.Contains(got, "Lost: nobody") {
		t.Errorf("to the coordinator the version says:\n%s", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "versions", "compare")); strings.Count(got, "1 place, 45 minutes in all") != 2 {
		t.Errorf("to the coordinator the two compared say:\n%s", got)
	}
	if got := pageText(t, s.as(auth.Lead), versionPath(s.strike, 1)); strings.Contains(got, "Lost") {
		t.Errorf("to a lead the version says:\n%s", got)
	}
	others := []reader{wards(s)}
	for _, role := range []auth.Role{auth.Lead, auth.Finance} {
		r := reader{role: role, who: s.as(role)}
		for _, route := range routes() {
			if path, ok := strings.CutPrefix(route.path, "/strikes/:strike"); ok && !strings.Contains(path, ":") && route.method == get && auth.Can(role, route.act) {
				r.paths = append(r.paths, strikePath(s.strike)+path)
			}
		}
		others = append(others, r)
	}
	if got := says(s, others...); got != nil {
		t.Errorf("it is told by %v", got)
	}
}
