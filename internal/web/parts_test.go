package web

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"strikerota/internal/web/form"
)

// fixtures is where "make assets" puts the design system's own examples.
const fixtures = "../assets/testdist/fixtures"

// TestParts compares our parts with the HTML that the design system's own
// templates give for the same content: tags, attributes and text.
func TestParts(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(fixtures); errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing: run make assets", fixtures)
	}
	f := func(values ...string) *form.Form {
		out := form.New()
		for i := 0; i+1 < len(values); i += 2 {
			out.Set(values[i], values[i+1])
		}
		return out
	}
	failed := func(name, text string) *form.Form { out := form.New(); out.Fail(name, text); return out }
	contact := []Option{{Value: "email", Text: "Email"}, {Value: "phone", Text: "Phone"}, {Value: "text", Text: "Text message"}}
	contactBoxes := []Option{contact[0], contact[1], {Value: "text message", Text: "Text message"}}
	tests := []struct {
		component, fixture string
		part               string
		data               any
	}{
		{"skip-link", "default", "skip-link", nil},
		{"back-link", "default", "back-link", Link{Text: "Back", Href: "#"}},
		{"inset-text", "default", "inset-text", "You can report any suspected side effect using the Yellow Card safety scheme"},
		{"button", "default", "button", Button{Text: "Save and continue"}},
		{"button", "default, small", "button", Button{Text: "Save and continue", Small: true}},
		{"button", "secondary", "button", Button{Text: "Find my location", Variant: "secondary"}},
		{"button", "secondary as a link", "button", Button{Text: "Find my location", Variant: "secondary", Href: "#"}},
		{"button", "with double click prevented", "button", Button{Text: "Save and continue", Once: true}},
		{"button", "secondary, small", "button", Button{Text: "Find my location", Variant: "secondary", Small: true}},
		{"button", "secondary as a link, small", "button", Button{Text: "Find my location", Variant: "secondary", Small: true, Href: "#"}},
		{"button", "warning", "button", Button{Text: "Yes, delete this vaccine", Variant: "warning"}},
		{"button", "reverse", "button", Button{Text: "Log out", Variant: "reverse"}},
		{"tag", "default", "tag", Tag{Text: "Active"}},
		{"details", "default", "details", Details{"How to find your NHS number", "You can find your NHS number by logging in to the NHS App or on any document the NHS has sent you."}},
		{"card", "feature", "card", Card{Heading: "Feature card heading", Text: "Feature card description.", Feature: true}},
		{"error-summary", "with multiple errors", "error-summary", []form.Error{{Target: "example-first-name", Text: "Enter your first name"}, {Target: "example-last-name", Text: "Enter your last name"}}},
		{"error-message", "default", "error-message", Field{Error: "Enter your full name"}},
		{"notification-banner", "default", "banner", Banner{Text: "The patient record was updated."}},
		{"notification-banner", "with success variant", "banner", Banner{Text: "Email sent to example@email.com", Success: true}},
		{"pagination", "numbered", "pagination", Pagination{Previous: "#/section/1", Next: "#/section/3",
			Pages: []PageLink{{1, "#/section/1", false}, {2, "#/section/2", true}, {3, "#/section/3", false}}}},
		{"pagination", "numbered first page", "pagination", Pagination{Next: "#/section/2",
			Pages: []PageLink{{1, "#/section/1", true}, {2, "#/section/2", false}, {3, "#/section/3", false}}}},
		{"pagination", "numbered last page", "pagination", Pagination{Previous: "#/section/2",
			Pages: []PageLink{{1, "#/section/1", false}, {2, "#/section/2", false}, {3, "#/section/3", true}}}},
		{"summary-list", "with item strings", "summary-list", Summary(SummaryRow{Key: "Name", Value: "Karen Francis"}, SummaryRow{Key: "Date of birth", Value: "15 March 1984"})},
		{"task-list", "default", "task-list", healthTasks()},
		{"tables", "default", "table-itself", Table{Caption: "Impetigo can look similar to other skin conditions", Size: "m",
			Columns: []Column{{Text: "Skin symptoms"}, {Text: "Possible cause"}}, Rows: impetigo()}},
		{"input", "without heading", "input", renamed(with(input(f(), "without-heading", "What is your NHS number?"), func(i *Input) { i.Width, i.InputMode = 10, "numeric" }), "example")},
		{"input", "with error message and hint, without heading", "input",
			renamed(with(input(failed("with-hint-error", "Enter NHS number"), "with-hint-error", "What is your NHS number?"), func(i *Input) {
				i.Width, i.InputMode, i.Hint = 10, "numeric", "This is a 10 digit number (like 999 123 4567) that you can find on an NHS letter, prescription or in the NHS App"
			}), "example")},
		{"input", "with prefix and suffix", "input", Input{Field: Field{ID: "with-prefix-suffix", Name: "example", Label: "Cost per item, in pounds"}, Prefix: "£", Suffix: "per item", Width: 5}},
		{"input", "with prefix and suffix and error message", "input", Input{Field: Field{ID: "with-prefix-suffix", Name: "example", Label: "Cost per item, in pounds",
			Error: "Enter a cost per item, in pounds"}, Prefix: "£", Suffix: "per item", Width: 5}},
		{"password-input", "default", "password", Password{Field: Field{ID: "example", Name: "example", Label: "Password", LabelSize: "l"}, Autocomplete: "current-password"}},
		{"file-upload", "default", "file-upload", FileUpload{Field: Field{ID: "file-upload", Name: "file-upload", Label: "Upload a file", LabelSize: "l"}}},
		{"file-upload", "with error message and hint", "file-upload", FileUpload{Field: Field{ID: "file-upload", Name: "file-upload", Label: "Upload a file", LabelSize: "l",
			Hint: "Your photo may be in your Pictures, Photos, Downloads or Desktop folder", Error: "The selected file must be a JPG, BMP or TIF"}}},
		{"select", "default", "select", Select{Field: Field{ID: "example", Name: "example", Label: "Sort by", LabelSize: "l"},
			Options: []Option{{Value: "published", Text: "Recently published"}, {Value: "updated", Text: "Recently updated"}, {Value: "views", Text: "Most views"}, {Value: "comments", Text: "Most comments"}}}},
		{"select", "with selected value", "select", sizedSelect(renamedSelect(choose(f("with-value", "updated"), "with-value", "Sort by", []Option{{Value: "published", Text: "Recently published"},
			{Value: "updated", Text: "Recently updated"}, {Value: "views", Text: "Most views"}, {Value: "comments", Text: "Most comments"}})))},
		{"select", "with error message and hint, without heading", "select", renamedSelect(choose(failed("with-hint-error", "Select a location"), "with-hint-error", "Choose location", regions()).
			Hinted("This can be different to where you went before"))},
		{"radios", "inline", "radios", sized(radios(f(), "inline", "Are you 18 or over?", []Option{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No"}}).InLine())},
		{"radios", "default", "radios", sized(radios(f(), "example", "How do you want to be contacted about this?", contact))},
		{"checkboxes", "default", "checkboxes", sized(checkboxes(f(), "example", "How do you want to be contacted about this?", contact).Hinted("Select all options that are relevant to you"))},
		{"radios", "with hints on items", "radios", sized(radios(f(), "with-hint-item", "Do you have a mobile phone with signal?", []Option{
			{Value: "mobile", Text: "Yes, I have a mobile phone with signal", Hint: "We will text you a 6 digit security code"},
			{Value: "landline", Text: "No, I want to use my landline", Hint: "We will call you to give you a 6 digit security code"}}))},
		{"date-input", "with values", "date-input", dated(dateInput(f("example-day", "5", "example-month", "8", "example-year", "2024"), "example", "What is your date of birth?").Hinted("For example, 31 3 1980"))},
		{"date-input", "with error on month input", "date-input", dated(dateInput(missingMonth(), "example", "What is your date of birth?").Hinted("For example, 31 3 1980"))},
		{"textarea", "with error message and hint, without heading", "textarea", Textarea{Field: Field{ID: "with-hint-error", Name: "example",
			Label: "Can you provide more detail?", Error: "You must provide an explanation",
			Hint: "Do not include personal information like your name, date of birth or NHS number"}}},
		{"radios", "with error message and hint, without heading", "radios", choices(radios(failed("with-hint-error", "Select how you want to be contacted"), "with-hint-error",
			"How do you want to be contacted about this?", contact).Hinted("Select 1 option"))},
		{"checkboxes", "with error message and hint, without heading", "checkboxes", choices(checkboxes(failed("with-hint-error", "Select how you want to be contacted"), "with-hint-error",
			"How do you want to be contacted about this?", contactBoxes).Hinted("Select all options that are relevant to you"))},
	}
	assets, err := newAssets()
	if err != nil {
		t.Fatal(err)
	}
	v, err := newViews(assets)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.component+"/"+tt.fixture, func(t *testing.T) {
			var out strings.Builder
			if err := v.pages["error"].ExecuteTemplate(&out, tt.part, tt.data); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(flat(t, fixture(t, tt.component, tt.fixture)), flat(t, out.String())); diff != "" {
				t.Errorf("(-theirs +ours):\n%s", diff)
			}
		})
	}
}

func with(i Input, change func(*Input)) Input { change(&i); return i }

func renamed(i Input, name string) Input { i.Name = name; return i }

func sized(c Choices) Choices { c.LabelSize, c.Name = "l", "example"; return c }

func renamedSelect(s Select) Select { s.Name = "example"; return s }

func sizedSelect(s Select) Select { s.LabelSize = "l"; return s }

// regions are the options of an example of a select.
func regions() []Option {
	out := []Option{{Value: "choose", Text: "Choose location"}}
	for _, name := range []string{"East Midlands", "East of England", "London", "North East", "North West", "South East", "South West", "West Midlands"} {
		out = append(out, Option{Value: strings.ToLower(strings.ReplaceAll(name, " ", "")), Text: name})
	}
	return append(out, Option{Value: "yorkshire", Text: "Yorkshire and the Humber"})
}

func dated(d DateInput) DateInput { d.LabelSize = "l"; return d }

func missingMonth() *form.Form {
	f := form.New().Set("example-day", "31").Set("example-year", "1980")
	f.FailAt("example", "example-month", "Date of birth must include a month")
	return f
}

func choices(c Choices) Choices { c.Name = "example"; return c }

func healthTasks() []Task {
	blue := Tag{Text: "Incomplete", Colour: "blue"}
	return []Task{
		{ID: "your-health-1", Name: "Exercise", Href: "#/task/exercise", Status: TagDone},
		{ID: "your-health-2", Name: "Personal health", Href: "#/task/personal-health", Status: TagDone},
		{ID: "your-health-3", Name: "Family health history", Hint: "Details of your parents, brothers and sisters", Href: "#/task/family-health-history", Status: blue},
		{ID: "your-health-4", Name: "Smoking history", Href: "#/task/smoking-history", Status: blue},
		{ID: "your-health-5", Name: "Blood test", Status: TagWait},
	}
}

func impetigo() [][]Cell {
	return [][]Cell{
		{{Text: "Blisters on lips or around the mouth"}, {Text: "Cold sores"}},
		{{Text: "Itchy, dry, cracked, sore"}, {Text: "Eczema"}},
		{{Text: "Itchy blisters"}, {Text: "Shingles, chickenpox"}},
	}
}

// fixture is the HTML of one example of the design system.
func fixture(t *testing.T, component, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(fixtures, component+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Fixtures []struct{ Name, HTML string }
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, x := range all.Fixtures {
		if x.Name == name {
			return x.HTML
		}
	}
	t.Fatalf("%s has no fixture %q", component, name)
	return ""
}

// loose are attributes that examples carry and our parts need not.
var loose = map[string]bool{"spellcheck": true}

// flat lists tags with sorted attributes, and text without spare spaces.
func flat(t *testing.T, text string) []string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(text), body)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			if words := strings.Join(strings.Fields(n.Data), " "); words != "" {
				out = append(out, words)
			}
		case html.ElementNode:
			if !heading(n) {
				out = append(out, tag(n))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && n.Data != "span" && !heading(n) {
			out = append(out, "/"+n.Data)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return joined(out)
}

// heading reports whether n is mark-up that only the examples have: our h1 is
// the page's own, and a hint is plain text.
func heading(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Val {
		case "nhsuk-label-wrapper", "nhsuk-fieldset__heading", "nhsuk-u-nowrap":
			return true
		}
	}
	return false
}

func tag(n *html.Node) string {
	var attrs []string
	for _, a := range n.Attr {
		if loose[a.Key] {
			continue
		}
		value := a.Val
		if a.Key == "name" {
			value = strings.TrimPrefix(value, "example-") // a part of a date
		}
		if a.Key == "class" {
			classes := strings.Fields(strings.ReplaceAll(value, "nhsuk-input--code", ""))
			sort.Strings(classes)
			value = strings.Join(classes, " ")
		}
		attrs = append(attrs, a.Key+"="+value)
	}
	sort.Strings(attrs)
	return strings.TrimSpace("<" + n.Data + " " + strings.Join(attrs, " "))
}

// joined runs texts that stand next to each other into one.
func joined(in []string) []string {
	var out []string
	text := false
	for _, s := range in {
		isText := !strings.HasPrefix(s, "<") && !strings.HasPrefix(s, "/")
		if isText && text {
			out[len(out)-1] = strings.ReplaceAll(out[len(out)-1]+" "+s, " )", ")")
		} else {
			out = append(out, s)
		}
		text = isText
	}
	return out
}
