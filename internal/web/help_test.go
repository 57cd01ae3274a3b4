package web

import (
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestGlossary: each word has an anchor of its own, and every page that points to one
// points to one that is there.
func TestGlossary(t *testing.T) {
	t.Parallel()
	s := emptySite(t)
	doc := parse(t, want(t, s.stranger().get("/help"), http.StatusOK))
	if first := doc.Find("main h2").First(); first.AttrOr("id", "") != "personal-links" {
		t.Errorf("who comes by a personal link finds %q first", first.Text())
	}
	words := doc.Find(".app-words > div")
	for _, word := range []string{"strike", "service", "resident", "duty", "reply", "case", "slot", "mode", "place", "consultant", "offer", "session", "terms",
		"lock", "open", "aim", "proved", "card", "band"} {
		entry := words.Filter("#" + word)
		if entry.Length() != 1 || strings.TrimSpace(entry.Find("dt").Text()) == "" || strings.TrimSpace(entry.Find("dd").Text()) == "" {
			t.Errorf("the glossary has no %q", word)
		}
	}
	files, err := fs.Glob(templateFiles, "templates/*/*.html")
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, file := range files {
		text, err := fs.ReadFile(templateFiles, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`href="/help#([^"]*)"`).FindAllStringSubmatch(string(text), -1) {
			links++
			if doc.Find("[id='"+m[1]+"']").Length() != 1 {
				t.Errorf("%s points to /help#%s, which is not there", file, m[1])
			}
		}
	}
	if links < 8 {
		t.Errorf("only %d links to words", links)
	}
}

// TestTemplateSources: every line of a template says where its figures are from, and to check them.
func TestTemplateSources(t *testing.T) {
	t.Parallel()
	for _, tmpl := range slotTemplates {
		for _, l := range tmpl.lines {
			if !strings.HasSuffix(strings.ToLower(l.source), "check with your service") || len(l.source) < 40 {
				t.Errorf("%s, %s: the source is %q", l.unit, l.role, l.source)
			}
		}
	}
}
