package web

import (
	"fmt"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestImportOneQuestion: an answer for the whole strike holds for every duty, and the page asks for no day of it.
func TestImportOneQuestion(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	bringAll(v, "duties", rowHead+annDuty+rowOf("Ann", "0208972", "ST4", "Ward A", 27)+benDuty).press(nil, "imported")
	file := "Full name,Do you intend to take part in industrial action 25-30 July?\nAnn EXAMPLE,Yes\nBen EXAMPLE,No\n"
	bringAll(v, "declarations", file).press(nil, "imported")
	if got := fmt.Sprint(said(s.entry())); got != "[away away working]" {
		t.Errorf("the duties are %s", got)
	}
}

// TestImportTurnedRound: a title by which ticks mean the opposite is put to the person before anything is read.
func TestImportTurnedRound(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	bringAll(v, "duties", rowHead+annDuty+benDuty).press(nil, "imported")
	b := bringIn(v, "declarations", "answers.csv", "Tick the days you CANNOT work,,\nFull name,Fri 25 July,Sat 26 July\nAnn EXAMPLE,Yes,Yes\nBen EXAMPLE,No,No\n")
	b.press(nil, "words")
	if got := b.says(); !strings.Contains(got, "What a table says") || !strings.Contains(got, "“Tick the days you CANNOT work” means") {
		t.Fatalf("the words: %s", got)
	}
	name, turned := b.option("Yes or a tick: will be away")
	b.press(map[string]string{name: turned}, "changes")
	b.press(nil, "imported")
	if got := fmt.Sprint(said(s.entry())); got != "[away working]" {
		t.Errorf("the duties are %s", got)
	}
}

func said(e rota.Entry) []rota.Declaration {
	var out []rota.Declaration
	for _, d := range e.Duties {
		out = append(out, d.Declaration)
	}
	return out
}

// TestImportServices: a file of slots without services asks for that of each unit on the page of words.
func TestImportServices(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	b := bringIn(s.as(auth.Coordinator), "slots", "slots.csv", "Ward,Site,Role,Date,Times,SpR needed\nDelivery Suite,North,SpR,25/07/2025,0800-2000,\n\nNICU,North,SpR,25/07/2025,2000-0800,\n")
	b.press(map[string]string{"s0-c5": "places"}, "columns") // the page again, with what more there is to say of the column
	b.press(nil, "words")
	if got := b.says(); !strings.Contains(got, "Services") || !strings.Contains(got, "Delivery Suite") {
		t.Errorf("the words: %s", got)
	}
}

// TestImportChosenColumn: a column that somebody says holds rates is for what its title and heading say.
func TestImportChosenColumn(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	b := bringIn(s.as(auth.Finance), "", "card.csv", "BMA rate card 2025,,\nHours,Outside London,London\n\"Mon-Fri, 7am to 7pm\",£188,£200\n\"Every day, 11pm to 7am\",£313,£334\n")
	b.press(map[string]string{"s0-c1": "rate"}, "columns")
	b.press(nil, "words") // whether the rates are confirmed: nothing is chosen beforehand
	if got := parse(t, b.w).Find("#w0 option[selected]").AttrOr("value", ""); got != "" {
		t.Errorf("chosen beforehand is %q", got)
	}
	b.press(nil, "changes")
	b.press(nil, "imported")
	cards := s.entry().Cards
	if row := cards.BMA.Row(""); row < 0 || cards.BMA.Rates[row].Rate[rota.Night] == nil || *cards.BMA.Rates[row].Rate[rota.Night] != 31300 {
		t.Errorf("the BMA card is %+v, the trust's %+v", cards.BMA.Rates, cards.Trust.Rates)
	} else if !cards.BMA.Rates[row].Unconfirmed[rota.Night] {
		t.Error("the night counts as confirmed though nobody has said so")
	}
}
