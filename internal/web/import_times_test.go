package web

import (
	"strings"
	"testing"

	"strikerota/internal/auth"
)

// TestWordOfTimes: Will cover alone is refused on the page of words for Night, and times that are typed with it are taken.
func TestWordOfTimes(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "consultants", "who.csv", "Consultant,Covers,Fri 25 July,Sat 26 July\nDr A Example,obs,ZZ,no\n")
	b.press(nil, "words")
	box := ""
	for _, label := range parse(t, b.w).Find("main label").EachIter() {
		if strings.Contains(label.Text(), "Or type what “ZZ” means") {
			box = label.AttrOr("for", "")
		}
	}
	if box == "" {
		t.Fatalf("ZZ is not asked for: %s", b.says())
	}
	choice, yes := b.option("Will cover, at the BMA rate")
	values := fields(t, b.w, b.at)
	values.Set(box, "whenever")
	if w := want(t, b.post(b.at, values), 422); !strings.Contains(w.Body.String(), "or type times such as 0800-2030") {
		t.Errorf("%s", w.Body.String())
	}
	values.Set(choice, yes)
	values.Set(box, "2000-0830")
	b.follow(want(t, b.post(b.at, values), 303))
	if strings.HasSuffix(b.at, "rows") && strings.Contains(b.says(), "ZZ") {
		t.Errorf("it waits still: %s", b.says())
	}
}
