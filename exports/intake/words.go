package intake

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// wordKey is the key of a word: its kind, where it stands when that matters, and its text.
func wordKey(kind WordKind, context, text string) string {
	if context != "" {
		return string(kind) + "/" + plain(context) + ": " + plain(text)
	}
	return string(kind) + "/" + plain(text)
}

// personal reports whether a key is about a person, may hold what somebody wrote of themselves, or
// is true of files of one kind in one strike alone: what it means is not kept for the trust.
func personal(key string) bool {
	kind, text, _ := strings.Cut(key, "/")
	switch WordKind(kind) {
	case PersonWord, CommentWord, PaidWord, SenseWord, ConfirmedWord:
		return true
	case BandWord:
		return text == wholeDay // what it is differs from file to file
	case SiteWord:
		return text == noSite
	case ModeWord:
		return key == waysKey
	case AnswerWord:
		return len(strings.Fields(text)) > 3
	}
	return false
}

// answered is what a person has said that a word means.
func (r *reader) answered(key string) string {
	if a, ok := r.c.Answers[key]; ok {
		return a
	}
	if personal(key) {
		return r.saidBefore(key)
	}
	return r.k.Words[key]
}

// ask looks a word up among the answers, or notes that it is to be asked for. Make
// fills in what it may mean when it is first met.
func (l *line) ask(kind WordKind, context, text string, describe func(*Word)) (answer, key string) {
	key = wordKey(kind, context, text)
	w := l.words[key]
	if w == nil {
		w = &Word{Key: key, Kind: kind, Text: text, Context: context, First: l.place(), Answer: l.answered(key)}
		describe(w)
		l.mayBeLeftOut(w)
		l.words[key] = w
	}
	w.Count++
	return w.understood(), key
}

// mostCellsSeen is how many cells of a word are told.
const mostCellsSeen = 6

// seenAt keeps in mind of which cell a word is asked that the cell does not show.
func (l *line) seenAt(key string, col int) {
	w, cell := l.words[key], sheet.Name(col, l.row.Number)
	if w != nil && len(w.Cells) < mostCellsSeen && !slices.Contains(w.Cells, cell) && l.sheet.Name == w.First.Sheet {
		w.Cells = append(w.Cells, cell)
	}
}

// mayBeLeftOut offers to leave out the rows with a word that they cannot be read without.
func (l *line) mayBeLeftOut(w *Word) {
	switch w.Kind {
	case GradeWord, RoleWord, CommentWord, ConfirmedWord, PayPointWord:
		return // rows are read without them
	case BandWord, RateBandWord:
		if slices.ContainsFunc(l.choice.Columns, func(c Column) bool { return c.Band != "" }) {
			return // it is a column that would be left out, which the columns say
		}
	}
	if slices.ContainsFunc(w.Options, func(o Option) bool { return o.Value == Ignore }) {
		return
	}
	w.Free = w.Free || len(w.Options) == 0
	w.Options = append(w.Options, Option{Ignore, "Leave out the rows with it"})
}

// openWord is the fault of a row with a word that is still open, or the reason why the
// row is left out.
func (l *line) openWord(col int, key, code, wrong string) {
	l.openWordMend(col, key, code, wrong, "Say what it means in the list of words, correct the cell, or leave the row out.")
}

// openWordMend is openWord of a word that is mended in another way than most.
func (l *line) openWordMend(col int, key, code, wrong, mend string) {
	if w := l.words[key]; w.Answer == Ignore {
		l.leaveOut("left out by a word", fmt.Sprintf("You have said that rows with “%s” are left out.", w.Text))
		return
	}
	l.fault(col, code, wrong, mend).Word = key
}

// betterName reports whether a word is likelier than another to be the name, should both
// mean the same: the one that says more, whatever file it is in, or else the more frequent.
func (w Word) betterName(o Word) bool {
	x, y := tokens(w.Text), tokens(o.Text)
	within := func(a, b []string) bool {
		return len(a) < len(b) && !slices.ContainsFunc(a, func(t string) bool { return !slices.Contains(b, t) })
	}
	return within(y, x) || !within(x, y) && w.Count > o.Count
}

// mostAlike is among how many unknown words of a kind those are looked for that may be one.
const mostAlike = 500

// suggest adds what only the whole file shows: that a unit or site is written in two
// ways, of which the fuller or the more frequent is the likelier name. A person says so: a name that
// nobody knows yet is offered and never suggested.
func (r *reader) suggest() {
	unknown := map[WordKind]int{}
	for _, w := range r.words {
		unknown[w.Kind]++
	}
	for _, w := range r.words {
		if unknown[w.Kind] > mostAlike || w.Suggestion != "" || w.Answer != "" || w.Kind != UnitWord && w.Kind != SiteWord {
			continue
		}
		var better []string
		for _, o := range r.words {
			if o.Kind == w.Kind && o.betterName(*w) && o.Suggestion == "" {
				better = append(better, o.Text)
			}
		}
		slices.Sort(better)
		w.Like = likest(w.Text, better)
	}
	for _, w := range r.words {
		if w.Like != "" {
			w.Options = slices.Insert(w.Options, 0, Option{w.Like, "The same as “" + w.Like + "” in this file"})
		}
	}
	if w := r.words[wordKey(AnswerWord, "", "not working")]; w != nil {
		// Beside answers that say no it means not rostered; alone it says no.
		if w.Suggestion = string(rota.Away); r.awaySaid {
			w.Suggestion = string(rota.NoReply)
		}
	}
}
