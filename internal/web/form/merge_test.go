package form

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMerge holds that what was not touched here is as it is saved now, and that only
// one thing changed in two ways sets the two apart.
func TestMerge(t *testing.T) {
	opened := "places=2&source=Ward&skills-all=a&span-day=d1&span-from=8am&offer-0-day=d1&offer-1-day="
	tests := []struct{ name, typed, now, want string }{
		{"nobody touched anything", "places=2&source=Ward", "places=2&source=Ward", "places=2&source=Ward"},
		{"each another field", "places=2&source=Trust", "places=3&source=Ward", "places=3&source=Trust"},
		{"both the same", "places=3&source=Ward", "places=3&source=Ward", "places=3&source=Ward"},
		{"spaces and an empty field touch nothing", "places=+2&source=Ward&note=", "places=3&source=Ward", "places=3&source=Ward"},
		{"a box cleared here stays clear", "skills-all=", "skills-all=a", ""},
		{"rows of theirs, a field of mine", "source=Trust&offer-0-day=d1", "source=Ward&offer-0-day=d0&offer-1-day=d1", "source=Trust&offer-0-day=d0&offer-1-day=d1"},
		{"apart in a field", "places=4&source=Ward", "places=3&source=Ward", "apart places=4&source=Ward"},
		{"apart in rows", "offer-0-day=d2", "offer-0-day=d3", "apart offer-0-day=d2"},
		{"a span is one thing", "span-day=d2&span-from=8am", "span-day=d1&span-from=9am", "apart span-day=d2&span-from=8am"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := whole(t, opened, tt.typed).Set(openedField, opened)
			now := whole(t, opened, tt.now)
			merged, apart := f.Merge(now)
			want, isApart := tt.want, false
			if len(want) > 6 && want[:6] == "apart " {
				want, isApart = want[6:], true
			}
			if apart != isApart {
				t.Errorf("apart %t, want %t", apart, isApart)
			}
			if diff := cmp.Diff(things(whole(t, opened, want).values), things(merged.values), cmp.Comparer(same)); diff != "" && tt.want != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.want == "" && len(plain(merged.Values("skills-all"))) > 0 {
				t.Errorf("skills %q, want none", merged.Values("skills-all"))
			}
			if got := merged.Opened(); got != now.Opened() {
				t.Errorf("opened %q, want as it is now, %q", got, now.Opened())
			}
		})
	}
	if _, apart := Of(url.Values{"places": {"2"}}).Merge(New()); !apart {
		t.Error("a form that does not say how it was opened is not apart")
	}
}

// whole is the form as opened, with some fields as given.
func whole(t *testing.T, opened, given string) *Form {
	t.Helper()
	values, err := url.ParseQuery(opened)
	if err != nil {
		t.Fatal(err)
	}
	some, err := url.ParseQuery(given)
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range some {
		values[name] = list
	}
	return Of(values)
}
