package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"strikerota/exports/intake"
)

// A sampleFileJourney is what a coordinator does with one of the samples, and what comes of it.
type sampleFileJourney struct {
	file  string
	kind  intake.Kind
	words said
	rows  string // what the page says of the rows
	saved string // what the page says is saved
}

// bringings are the samples in the order in which a new strike takes them best.
var bringings = []sampleFileJourney{
	{"4-minimum-safe-staffing.xlsx", intake.Slots, slotWords, "65 in the file: 47 read", "252 new slots"},
	{"1-assigned-duties-by-person.csv", intake.Duties, dutyWords, "906 in the file: 601 read", "158 new residents and 601 new duties"},
	{"2-availability-form-responses.xlsx", intake.Declarations, answerWords, "71 in the file: 60 read", "158 changed declarations"},
	{"3-consultant-cover-grid.xlsx", intake.Consultants, coverWords, "182 in the file: 111 read", "111 new consultants"},
	{"5-extra-contractual-rates.xlsx", intake.Rates, said{}, "in the file", "new rates"},
}

// TestBringIn takes the samples through the pages into an empty strike, in a wide and
// a narrow window: every page on the way is checked. The last import is undone.
func TestBringIn(t *testing.T) {
	t.Parallel()
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, width)
			j.enter()
			j.newStrike()
			for _, b := range bringings {
				j.bringIn(b)
			}
			j.undo()
			for _, route := range pageRoutes(t) {
				if ofImport(route) && filepath.Ext(route) == "" && !j.came(route) {
					t.Errorf("no import came by %s", route)
				}
			}
		})
	}
}

// newStrike adds the strike of the samples.
func (j *journey) newStrike() {
	j.t.Helper()
	j.open(j.served.address + "/strikes/new")
	for id, text := range map[string]string{"name": "July 2025", "start-day": "25", "start-month": "7", "start-year": "2025",
		"end-day": "30", "end-month": "7", "end-year": "2025", "keep-basis": "As settled here", "keep-notice": "The notice for staff"} {
		j.typeIn(id, text)
	}
	j.pick("start-time", "07:00")
	j.pick("end-time", "07:00")
	j.followFirst("main form button")
	j.at("Overview")
	j.strike = j.served.address + eval[string](j.tab, `location.pathname`)
}

// choose sends a file from the page that asks for one, which is checked before anything
// has been brought in, and by undo when all has.
func (j *journey) choose(file string) {
	j.t.Helper()
	j.open(j.strike + "/import")
	if !j.came("/strikes/:strike/import") {
		j.look("Bring in a spreadsheet")
	}
	j.at("Bring in a spreadsheet")
	path, err := filepath.Abs(sampleFile(file))
	if err != nil {
		j.t.Fatal(err)
	}
	j.must("choose the file", chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}))
	j.follow("Read the file")
}

// bringIn takes one file through every page.
func (j *journey) bringIn(b sampleFileJourney) {
	j.t.Helper()
	j.choose(b.file)
	j.look("Check the columns")
	if got := eval[string](j.tab, `document.getElementById('kind').value`); got != string(b.kind) {
		j.t.Fatalf("%s is taken for %s", b.file, got)
	}
	j.follow("Continue")
	for j.heading() == "What words mean" {
		j.say(b.words)
		j.look("What words mean")
		j.follow("Continue")
	}
	if j.heading() == "Rows to correct" {
		j.look("Rows to correct")
		j.giveBack()
		j.followIn("main button[value=go]", j.text("main button[value=go]"))
	}
	j.look("What will change")
	if got := j.text("main .nhsuk-summary-list"); !strings.Contains(got, b.rows) {
		j.t.Errorf("%s: the page says of the rows %q, want %q", b.file, got, b.rows)
	}
	j.followIn("main form[action$=changes] button", j.text("main form[action$=changes] button"))
	j.saved(b.saved)
	j.look("Brought in")
	j.giveBack()
	j.again(b)
}

// giveBack asks for the rows left out, where the page offers them, as files.
func (j *journey) giveBack() {
	j.t.Helper()
	for ending, kind := range map[string]string{"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"} {
		links := eval[[]string](j.tab, `[...document.querySelectorAll('main a[href$="rows.`+ending+`"]')].map((a) => a.getAttribute('href'))`)
		for _, link := range links {
			j.file(link, kind)
		}
	}
}

// again brings the same file in once more: nothing would change, and nothing does.
func (j *journey) again(b sampleFileJourney) {
	j.t.Helper()
	done := eval[string](j.tab, `location.href`)
	j.choose(b.file)
	j.follow("Continue")
	for j.heading() != "What will change" {
		if j.heading() == "What words mean" {
			j.say(b.words)
			j.follow("Continue")
			continue
		}
		j.followIn("main button[value=go]", j.text("main button[value=go]"))
	}
	if got := j.text("main"); !strings.Contains(got, "nothing would change") {
		j.t.Errorf("%s again: %s", b.file, j.text("main table"))
	}
	j.follow("Cancel, change nothing")
	j.open(done)
}

// say answers the words of the page by what they are: kind, context and text. What is
// not among them keeps its suggestion.
func (j *journey) say(words said) {
	j.t.Helper()
	eval[bool](j.tab, `(() => { document.querySelectorAll('main details').forEach((d) => { d.open = true }); return true })()`)
	for key, answer := range words {
		kind, rest, _ := strings.Cut(key, "/")
		context, text, found := strings.Cut(rest, ": ")
		if !found {
			context, text = "", rest
		}
		if caption := captions[kind]; caption == "" {
			j.t.Fatalf("no caption for words of the kind %s", kind)
		}
		eval[bool](j.tab, `((caption, context, text, answer) => {
			const plain = (s) => s.replace(/\s+/g, ' ').trim().toLowerCase()
			for (const table of document.querySelectorAll('main table')) {
				if (!plain(table.caption.textContent).startsWith(caption)) continue
				for (const row of table.tBodies[0].rows) {
					const about = row.querySelector('.app-about')
					if (!about) continue // the row that says what all the rest mean
					if (plain(about.parentNode.firstChild.textContent) !== text || !plain(about.textContent).startsWith(context)) continue
					const select = row.querySelector('select'), box = row.querySelector('input[type=text]')
					const listed = select && [...select.options].some((o) => o.value === answer)
					if (select) select.value = listed ? answer : ''
					if (box) box.value = listed ? '' : answer
					return true
				}
			}
			return false
		})(`+quoted(captions[kind])+`, `+quoted(context)+`, `+quoted(text)+`, `+quoted(answer)+`)`)
	}
}

// captions are how the page heads words of a kind.
var captions = map[string]string{"unit": "units", "site": "sites", "role": "roles", "code": "shift codes", "days": "days", "mode": "on site",
	"answer": "answers", "skill": "skills", "cover": "what consultants", "terms": "terms", "paid": "how people"}

// undo takes the last import back.
func (j *journey) undo() {
	j.t.Helper()
	j.open(j.strike + "/import")
	j.look("Bring in a spreadsheet")
	j.followFirst("main table a")
	j.look("Brought in")
	j.follow("Undo this import")
	j.saved("The import has been undone")
}
