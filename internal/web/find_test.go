package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"strikerota/internal/auth"
)

// TestFindPerson: a name is looked for by a posted form, and stands in no address.
func TestFindPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	for list, filter := range map[string]string{"residents": "grade", "consultants": "skill"} {
		page := "/strikes/" + s.strike + "/" + list
		all := parse(t, want(t, v.get(page), http.StatusOK))
		name := strings.TrimSpace(all.Find("tbody tr th a").Last().Text())
		form := fields(t, v.get(page), page)

		form.Set("person", " "+strings.ToUpper(name)+" ")
		w := want(t, v.post(page, form), http.StatusOK)
		contract(t, w)
		found := parse(t, w)
		rows := found.Find("tbody tr")
		if rows.Length() == 0 || rows.Length() >= all.Find("tbody tr").Length() {
			t.Errorf("%s: %d of %d rows are left", list, rows.Length(), all.Find("tbody tr").Length())
		}
		if got := fields(t, w, page).Get("person"); !strings.EqualFold(strings.TrimSpace(got), name) {
			t.Errorf("%s: the form shows %q", list, got)
		}
		last := strings.Fields(name)[len(strings.Fields(name))-1]
		found.Find("[href], [action]").Each(func(_ int, a *goquery.Selection) {
			if to := a.AttrOr("href", "") + a.AttrOr("action", ""); strings.Contains(strings.ToLower(to), strings.ToLower(last)) {
				t.Errorf("%s: the address %q has the name in it", list, to)
			}
		})

		form.Set("person", "")
		form.Set(filter, "x y")
		to := want(t, v.post(page, form), http.StatusSeeOther).Header().Get("Location")
		if to != page+"?"+filter+"=x+y" {
			t.Errorf("%s: without a name it goes to %q", list, to)
		}
	}
}
