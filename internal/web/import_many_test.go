package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/exports/sheet/sheettest"
	"strikerota/internal/auth"
	"strikerota/rota"
)

// strangers is a file of answers of people whom nobody knows, with those of Ann and Ben.
func strangers(n int) string {
	var out strings.Builder
	out.WriteString("Name,GMC No,Will you work on Fri 25 July?,Will you work on Sat 26 July?\n\"EXAMPLE, Ann\",0208972,No,\n\"EXAMPLE, Ben\",0208973,,Yes\n")
	for i := range n {
		fmt.Fprintf(&out, "\"STRANGER%s, Zed%s\",03%05d,No,No\n", letters(i), letters(i/3), i)
	}
	return out.String()
}

// letters tell people apart by their names.
func letters(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprintf("%05d", n))
}

// asks is how many words the page has boxes for.
func (b *bringer) asks() int { return parse(b.t, b.w).Find("form tbody tr").Length() }

// knowsTwo is a strike with a duty of Ann and one of Ben.
func knowsTwo(t *testing.T) (*site, *visitor) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	bringAll(v, "duties", rowHead+annDuty+benDuty).press(nil, "imported")
	return s, v
}

// TestManyStrangers: a file with more unknown people than a form can ask for is asked for page by page,
// can be left out by one box, and says that it may be the wrong one.
func TestManyStrangers(t *testing.T) {
	t.Parallel()
	s, v := knowsTwo(t)
	b := bringIn(v, "declarations", "answers.csv", strangers(430))
	b.press(nil, "words")
	if got := b.says(); b.asks() != 200 || !strings.Contains(got, "430 people of this file are not known in the strike, which has 2 residents") || !strings.Contains(got, "These are 1 to 200") {
		t.Fatalf("%d words are asked for: %s", b.asks(), got)
	}
	first := b.control("STRANGERaaaaa")
	b.press(map[string]string{first: "-"}, "words") // the next page
	if got := b.says(); !strings.Contains(got, "230 words are left to look at") || strings.Contains(got, "STRANGERaaaab") {
		t.Fatalf("the next words: %s", got)
	}
	if to := parse(t, b.w).Find(".nhsuk-pagination__link").Last().AttrOr("href", ""); !strings.HasSuffix(to, "words?page=3") {
		t.Errorf("the last page is %q", to)
	}
	b.press(map[string]string{"out-person": "yes"}, "changes")
	if got := b.says(); !strings.Contains(got, "433 in the file: 2 read, 0 to correct, 431 without data or left out") {
		t.Errorf("the changes: %s", got)
	}
	b.press(nil, "imported")
	said := map[rota.Declaration]int{}
	for _, d := range s.entry().Duties {
		said[d.Declaration]++
	}
	if said[rota.Away] != 1 || said[rota.Working] != 1 {
		t.Errorf("the answers are %v", said)
	}
	again := bringIn(v, "declarations", "answers.csv", strangers(430))
	if again.press(nil, "changes"); !strings.Contains(again.says(), "nothing would change") {
		t.Errorf("the same file again: %s", again.says())
	}
}

// TestNoGoodRows: a file of which no row can be read has no button to go on with none; it says what to do.
func TestNoGoodRows(t *testing.T) {
	t.Parallel()
	_, v := knowsTwo(t)
	lines := strings.SplitAfter(strangers(250), "\n")
	b := bringIn(v, "declarations", "answers.csv", lines[0]+strings.Join(lines[3:], ""))
	b.press(nil, "words")
	if got := b.says(); !strings.Contains(got, "Continue, and leave the other 50 undecided") {
		t.Errorf("the words: %s", got)
	}
	b.press(map[string]string{"do": "go"}, "rows")
	got := b.says()
	if !strings.Contains(got, "250 rows wait for a word") || !strings.Contains(got, "No row of the file can be read yet") || strings.Contains(got, "0 good") || strings.Contains(got, "Continue with") {
		t.Errorf("without a good row: %s", got)
	}
	b = bringIn(v, "declarations", "answers.csv", strangers(3))
	b.press(nil, "words")
	b.press(nil, "rows")
	if got := b.says(); !strings.Contains(got, "Continue with the 2 good rows") || strings.Contains(got, "No row of the file") {
		t.Errorf("with two good rows: %s", got)
	}
}

// TestStrangersWithoutResidents: answers before any duties say what to bring in first.
func TestStrangersWithoutResidents(t *testing.T) {
	t.Parallel()
	v := bareSite(t).as(auth.Coordinator)
	b := bringIn(v, "declarations", "answers.csv", strangers(1))
	if b.press(nil, "words"); !strings.Contains(b.says(), "No residents are entered in this strike yet") {
		t.Errorf("the words: %s", b.says())
	}
}

// TestLongFound: a text too long for a box can be left as it is, corrected, or its row left out.
func TestLongFound(t *testing.T) {
	t.Parallel()
	_, v := knowsTwo(t)
	file := rowHead + annDuty
	for i := range 150 {
		file += strings.Replace(rowOf("P"+letters(i), fmt.Sprintf("04%05d", i), "ST4", "Ward A", 27), "27/07/2025", strings.Repeat(letters(i)+" ", 800), 1)
	}
	b := bringIn(v, "duties", "plans.csv", file)
	b.press(nil, "")
	for strings.HasSuffix(b.at, "words") {
		b.press(nil, "")
	}
	if size := len(fields(t, b.w, b.at).Encode()); size > 100_000 {
		t.Errorf("the form has %d bytes", size)
	}
	b.press(map[string]string{"do": "go"}, "changes")
	b.follow(redirectTo(strings.TrimSuffix(b.at, "changes") + "rows"))
	b.press(map[string]string{"r0": "27/07/2025", "x1": "yes", "do": "check"}, "rows")
	if got := b.says(); !strings.Contains(got, "148 rows are left to correct") {
		t.Errorf("after one correction and one left out: %s", got)
	}
}

// TestManySheets: of a file with more columns than a form can hold some are not listed, and are read as they were guessed.
func TestManySheets(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	head := []string{"Consultant", "Covers"}
	for _, day := range []string{"Fri 25", "Sat 26", "Sun 27", "Mon 28", "Tue 29"} {
		for h := 8; h < 20; h++ {
			head = append(head, fmt.Sprintf("%s July %02d00-%02d00", day, h, h+1))
		}
	}
	var sheets [][][]string
	for i := range 70 {
		row := []string{"Dr Person" + letters(i), "obstetrics"}
		for range head[2:] {
			row = append(row, "on site")
		}
		sheets = append(sheets, [][]string{head, row})
	}
	w := want(t, v.sendWith(importPath(s.strike), "grid.xlsx", sheettest.Workbook(t, sheets...), url.Values{kindField: {"consultants"}, pasteField: {""}}), http.StatusSeeOther)
	b := &bringer{visitor: v}
	b.follow(w)
	form := fields(t, b.w, b.at)
	if size := len(form.Encode()); size > 200_000 || len(form) > 9_000 || !strings.Contains(b.says(), "those of this sheet are not") {
		t.Fatalf("the form has %d fields and %d bytes", len(form), size)
	}
	b.press(nil, "words")
	if got := b.asks(); got != 70 {
		t.Errorf("%d skills are asked for, want one of each sheet", got)
	}
	values := url.Values{}
	for n := range 70 {
		values.Set(fmt.Sprintf("w%d-text", n), "obstetrics")
	}
	for name, list := range fields(t, b.w, b.at) {
		if values.Get(name) == "" {
			values.Set(name, list[0])
		}
	}
	b.follow(want(t, b.post(b.at, values), http.StatusSeeOther))
	b.press(nil, "imported")
	if got := len(s.entry().Consultants); got != 70 {
		t.Errorf("%d consultants, want 70", got)
	}
}
