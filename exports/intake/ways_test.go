package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
)

// TestOtherWords: words that only look like a way to cover are asked for.
func TestOtherWords(t *testing.T) {
	for _, cell := range []string{"on call", "standby", "on site am", "not on site", "on site until 6pm", "no on call", "on site 0900-1200 and 1500-1700", "home by 6", "WFH", "residents"} {
		got := outcome(t, pasted(t, "Consultant,Covers,Fri 25 0800-1300", "A Bee,x,"+cell), intake.Consultants, map[string]string{"skill/x": "x"})
		if want := []string{"fault C2: unknown word", "asks cover/" + strings.ToLower(cell)}; cmp.Diff(want, got) != "" {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

// TestWays: whoever says only that they will cover is in no way offered until somebody says how,
// once for the file; what says how itself is not asked of.
func TestWays(t *testing.T) {
	const head = "Consultant,Covers,Fri 25 0800-1300"
	all, here, home := "[on_site on_call standby]", "[on_site standby]", "[on_call]"
	for name, tt := range map[string]struct {
		head, cell string
		asks       bool
		want       map[string]string // modes by answer
	}{
		"OK":                         {head, "OK", true, nil},
		"yes":                        {head, "Yes", true, nil},
		"a letter":                   {head, "Y", true, nil},
		"available":                  {head, "available", true, nil},
		"a tick":                     {head, "✓", true, nil},
		"true":                       {head, "TRUE", true, nil},
		"terms alone":                {head, "BMA rate only", true, nil},
		"times alone":                {head, "0900-1200", true, nil},
		"can be displaced":           {head, "clinic (can move)", true, nil},
		"phone only":                 {head, "phone only", false, map[string]string{"": home}},
		"on site":                    {head, "On site", false, map[string]string{"": here}},
		"on-site":                    {head, "on-site", false, map[string]string{"": here}},
		"onsite":                     {head, "ONSITE only", false, map[string]string{"": here}},
		"yes, on site":               {head, "Yes - on site", false, map[string]string{"": here}},
		"resident":                   {head, "Resident on-call", false, map[string]string{"": here}},
		"in the hospital":            {head, "in the hospital", false, map[string]string{"": here}},
		"NROC":                       {head, "NROC", false, map[string]string{"": home}},
		"non-resident":               {head, "Non-resident", false, map[string]string{"": home}},
		"non-resident on call":       {head, "non resident on call", false, map[string]string{"": home}},
		"remote":                     {head, "remote", false, map[string]string{"": home}},
		"from home":                  {head, "OK from home only", false, map[string]string{"": home}},
		"on call in brackets":        {head, "on call (home)", false, map[string]string{"": home}},
		"yes to on call":             {head, "yes on call", false, map[string]string{"": home}},
		"either":                     {head, "on site or on call", false, map[string]string{"": all}},
		"either with a stroke":       {head, "in-house / NROC", false, map[string]string{"": all}},
		"on site with terms":         {head, "on site at BMA rate", false, map[string]string{"": here}},
		"on site with times":         {head, "on site 0900-1200", false, map[string]string{"": here}},
		"under on call":              {"Consultant,Covers,Fri 25 0800-1300 on call", "OK", false, map[string]string{"": home}},
		"under on site":              {"Consultant,Covers,Fri 25 0800-1300 on site", "yes", false, map[string]string{"": here}},
		"an offer of its own":        {"Consultant,Covers,Date,Start,End", "25/07/2025,08:00,13:00", true, nil},
		"an offer that says how":     {"Consultant,Covers,Mode,Date,Start,End", "On site,25/07/2025,08:00,13:00", false, map[string]string{"": "[on_site]"}},
		"an offer with an empty how": {"Consultant,Covers,Mode,Date,Start,End", ",25/07/2025,08:00,13:00", true, nil},
	} {
		if tt.want == nil {
			tt.want = map[string]string{"": "", "yes": all, "site": here, "home": home}
		}
		for answer, modes := range tt.want {
			book := pasted(t, tt.head, "A Bee,x,"+tt.cell)
			k := july()
			k.Memory = intake.Memory{}
			c := intake.Guess(book, intake.Consultants, k)
			c.Answers = map[string]string{"skill/x": "x", "cover/clinic (can move)": "planned 1"}
			asked := false
			for _, w := range intake.Words(book, c, k) {
				asked = asked || w.Key == waysKey && w.Suggestion == "" && len(w.Options) == 4
			}
			c.Answers[waysKey] = answer
			r := intake.Read(book, c, k)
			got := ""
			for _, line := range lines(r) {
				if _, in, ok := strings.Cut(line, "["); ok {
					if _, in, ok = strings.Cut(in, "["); ok {
						got = "[" + in[:strings.Index(in, "]")+1]
					}
				}
			}
			if asked != tt.asks || got != modes {
				t.Errorf("%s, answered %q: asked %v, want %v; offered %q, want %q; %s", name, answer, asked, tt.asks, got, modes, cmp.Diff(nil, r.Faults))
			}
		}
	}
}
