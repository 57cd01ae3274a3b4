package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestSaveAndAddAnother holds what the form of the next holds, and that what somebody can
// do, has offered or has said is never taken from another.
func TestSaveAndAddAnother(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	at := "/strikes/" + s.strike + "/"
	for _, tt := range []struct {
		name, list string
		typed      map[string]string
		want       map[string]string // of the next form
	}{
		{"a slot goes on the day after", "slots", map[string]string{"service": "Maternity", "unit": "Triage", "role": "Doctor", "site": "Ashmere General", "places": "2",
			"span-day": "2025-07-25", "span-from": "20", "span-to": "8:30am", "skills-any": "Obstetrics", "priority": "3", "no-other-duty": "yes", "source": "Local policy"},
			map[string]string{"service": "Maternity", "unit": "Triage", "role": "Doctor", "site": "Ashmere General", "places": "2",
				"span-day": "2025-07-26", "span-from": "8pm", "span-to": "8:30am", "skills-any": "Obstetrics", "priority": "3", "no-other-duty": "yes", "source": "Local policy"}},
		{"nothing starts after the strike", "slots", map[string]string{"service": "Maternity", "unit": "Triage", "role": "Doctor", "site": "Ashmere General",
			"span-day": "2025-07-29", "span-from": "8pm", "span-to": "8:30am"},
			map[string]string{"unit": "Triage", "span-day": "", "span-from": ""}},
		{"a resident of the same unit", "residents", map[string]string{"name": "Dr First", "grade": "ST4", "unit": "Labour ward", "duty-0-span-day": "2025-07-25", "duty-0-span-from": "8am", "duty-0-span-to": "8pm",
			"duty-0-said": "away"}, map[string]string{"name": "", "grade": "ST4", "unit": "Labour ward", "duty-rows": "1", "duty-0-span-day": "", "duty-0-said": "no_reply"}},
		{"a consultant on the same terms", "consultants", map[string]string{"name": "Dr First", "skills": "Obstetrics", "sites": "Ashmere General", "terms": "bma_rate", "pay-point": "3", "note": "Back on Saturday",
			"offer-0-span-day": "2025-07-25", "offer-0-span-from": "8am", "offer-0-span-to": "8pm"},
			map[string]string{"name": "", "skills": "", "sites": "Ashmere General", "terms": "bma_rate", "pay-point": "3", "note": "", "offer-rows": "1", "offer-0-span-day": "", "session-0-kind": ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v.t = t
			page := at + tt.list + "/new"
			values := fields(t, want(t, v.get(page), http.StatusOK), page)
			for name, value := range tt.typed {
				values.Set(name, value)
			}
			values.Set("then", another)
			to := want(t, v.post(page, values), http.StatusSeeOther).Header().Get("Location")
			if !strings.HasPrefix(to, page+likeQuery) {
				t.Fatalf("after saving the page is %q, want the form of a new one like it", to)
			}
			w := want(t, v.get(to), http.StatusOK)
			contract(t, w)
			next, got := fields(t, w, page), map[string]string{}
			for name := range tt.want {
				got[name] = next.Get(name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("the next form (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSlotLike holds when a copy has no day of its own: where there is such a slot already.
func TestSlotLike(t *testing.T) {
	t.Parallel()
	p := rotatest.July().Slot("fri", "25 20:00", "26 08:30").Slot("sat", "26 20:00", "27 08:30").Slot("last", "29 20:00", "30 08:30").Problem(t)
	for id, want := range map[rota.SlotID]string{"fri": "", "sat": "Sun 27 July, 8pm to 8:30am", "last": ""} {
		slot, _ := p.Slot(id)
		got := slotLike(slot, p.Strike.Span, p.Slots)
		if got.ID != "" || got.Span.Start.IsZero() != (want == "") || want != "" && got.Span.Words() != want {
			t.Errorf("like %s: %q, %s, want %q", id, got.ID, got.Span.Words(), want)
		}
	}
	two := rotatest.July().Slot("fri", "25 20:00", "26 08:30").Problem(t)
	if got := slotLike(two.Slots[0], two.Strike.Span, two.Slots); got.Span.Words() != "Sat 26 July, 8pm to 8:30am" {
		t.Errorf("a free day after: %s", got.Span.Words())
	}
}
