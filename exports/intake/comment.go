package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"strikerota/rota"
)

// noteOf is the note of a cell; that of a merged box counts at its first cell.
func (l *line) noteOf(col int) string {
	c := l.row.At(col)
	if col > 0 && oneBox(c, l.row.At(col-1)) {
		return ""
	}
	return tidy(c.Look().Note)
}

// A comment is what words beside a person mean.
type comment struct {
	nights *int
	terms  rota.Terms
	until  int  // minutes from midnight
	whole  bool // it means that and nothing else
}

var (
	nightLimit = regexp.MustCompile(`^(?:max(?:imum)?\.?|at most|no more than|up to|only) ?(\d|one|two|three) nights?( only| max)?$`)
	untilWord  = regexp.MustCompile(`\b(?:till|until|til|to|before|by) (\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)|\d{2}:?\d{2}|\d{1,2}[:.]\d{2})\b`)
	nightsWord = regexp.MustCompile(`^nights (\d+)$`)
)

// remarkOf reads what a comment or note limits: by itself when it is plain, else as a
// person has said.
func (l *line) remarkOf(text string) comment {
	t := plain(text)
	if m := nightLimit.FindStringSubmatch(t); m != nil && l.answered(wordKey(CommentWord, "", text)) == "" {
		n := smallNumber(m[1])
		return comment{nights: &n, whole: true}
	}
	answer, _ := l.ask(CommentWord, "", text, func(w *Word) {
		w.Free = true
		w.Suggestion, w.Must = limitIn(text)
		w.Options = []Option{{Ignore, "Nothing that the planner can act on; kept as a note"}, {"terms bma_rate", "At the BMA rate only"}, {"terms trust_rate", "At the trust rate"}, {"terms time_off", "For time off"},
			{"nights 1", "At most one night in a row"}, {"nights 2", "At most two nights in a row"}, {"until 18:00", "Not after 18:00 on that day (or another time)"}}
	})
	out := answeredComment(answer)
	out.whole = out.terms != "" && paidYes.MatchString(t)
	return out
}

// limitIn is the limit that a comment speaks of. Where it speaks of one that none fits, or of more
// than one, nothing is suggested and somebody must say what it is.
func limitIn(text string) (suggestion string, must bool) {
	t := plain(text)
	var fits []string
	if terms, ok := termsIn(text); ok {
		fits = append(fits, "terms "+string(terms))
	}
	if m := untilWord.FindStringSubmatch(t); m != nil {
		if minutes, ok := minutesOf(strings.TrimSpace(m[1])); ok {
			fits = append(fits, "until "+clockText(minutes))
		}
	}
	if n := nightsIn(t); n > 0 {
		fits = append(fits, "nights "+strconv.Itoa(n))
	}
	switch {
	case len(fits) == 1:
		return fits[0], false
	case len(fits) > 1 || speaksOfLimit.MatchString(t):
		return "", true
	}
	return Ignore, false
}

func answeredComment(answer string) comment {
	if m := nightsWord.FindStringSubmatch(answer); m != nil {
		n, err := strconv.Atoi(m[1])
		if err == nil {
			return comment{nights: &n}
		}
	}
	if terms, ok := strings.CutPrefix(answer, "terms "); ok && slices.Contains(rota.AllTerms(), rota.Terms(terms)) {
		return comment{terms: rota.Terms(terms)}
	}
	if at, ok := strings.CutPrefix(answer, "until "); ok {
		if minutes, ok := minutesOf(at); ok {
			return comment{until: minutes}
		}
	}
	return comment{}
}

// readComments reads the words beside a person and the notes on their cells, by column.
func (l *line) readComments() {
	l.heard = map[int]comment{}
	for col, c := range l.choice.Columns {
		text := ""
		switch c.Field {
		case Comment:
			text = l.at(col)
		case Cover:
			text = l.noteOf(col)
		}
		if text != "" {
			l.heard[col] = l.remarkOf(text)
		}
	}
}

// notes are what the row says that only people can act on: comments that are more than a
// limit, notes on cells, and words of cells beyond an offer or a refusal.
func (l *line) notes(cells []covering) []string {
	var out []string
	for col, c := range l.choice.Columns {
		heard, said := l.heard[col]
		if said && c.Field == Comment && !heard.whole {
			out = append(out, l.at(col))
		}
		if c.Field != Cover {
			continue
		}
		if said && !(heard.whole && heard.nights == nil) {
			out = append(out, partWords(c)+": "+l.noteOf(col))
		}
		for _, x := range cells {
			if int(x.col) == col && l.moreThan(*x.coverSaying) {
				out = append(out, partWords(c)+": "+x.text)
			}
		}
	}
	return out
}

// moreThan reports whether the words of a cell may say more than what they were taken
// for. Those of the person's own work are the name of the session.
func (l *line) moreThan(s coverSaying) bool {
	_, plainly := coverOf(s.text)
	t := strings.TrimRight(plain(s.text), ".!")
	if keyed, _ := l.keyedShift(t); s.timed && (partOfDay(t) || keyed.timed) {
		return false // the offer is all of it
	}
	code := len(s.text) < 4 && !strings.Contains(s.text, " ") // one of the file's own letters
	return s.text != "" && !plainly && !code && s.kind != fixedWork && s.kind != plannedWork && s.kind != saysNothing
}

// partWords is the part of a day that a column is about: "Sat 26 July 2025, night".
func partWords(c Column) string {
	day, err := rota.ParseDate(c.Day)
	if err != nil {
		return c.Band
	}
	if c.Band == "" {
		return day.Words()
	}
	return day.Words() + ", " + c.Band
}

// note is all that only people can act on, and whether it is whole.
func (g *gathered) note() (text string, whole bool) {
	var parts []string
	for _, n := range append(g.passedOver(), g.notes...) {
		if !slices.Contains(parts, n) {
			parts = append(parts, n)
		}
	}
	text = strings.Join(parts, "; ")
	if utf8.RuneCountInString(text) <= rota.MaxNote {
		return text, true
	}
	return strings.TrimSpace(string([]rune(text)[:rota.MaxNote-1])) + "…", false
}
