package web

import (
	"cmp"
	"fmt"
	"slices"

	"strikerota/exports/intake"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

const (
	pageField = "page"
	// mostWords is how many words one page asks for: a form may not be of any size, and nobody looks
	// over thousands at once.
	mostWords = 200
	// manyWords is from how many undecided words of a kind on they can be left out by one box.
	manyWords = 10
)

// A wordList is the words of a file in the order in which pages ask for them, and which of
// them are on one page.
type wordList struct {
	words    []intake.Word
	fresh    int // at the start of the list, which nobody has looked at yet
	number   int // of the page, from 1
	from, to int
}

// wordsAt is a page of the words. Of more than one page, those come first that nobody has looked at
// yet, then those that were left undecided, and last those known.
func wordsAt(words []intake.Word, answers map[string]string, number int) wordList {
	l := wordList{words: words}
	rank := func(w intake.Word) int {
		_, seen := answers[w.Key]
		switch {
		case w.Answer != "":
			return 2
		case seen:
			return 1
		}
		l.fresh++
		return 0
	}
	ranks := make([]int, len(words))
	for i, w := range words {
		kind := slices.IndexFunc(wordKinds, func(s wordSort) bool { return s.kind == w.Kind })
		ranks[i] = rank(w)*len(wordKinds) + kind
	}
	if len(words) > mostWords {
		order := make([]int, len(words))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(ranks[a], ranks[b]), cmp.Compare(a, b)) })
		l.words = make([]intake.Word, len(words))
		for i, at := range order {
			l.words[i] = words[at]
		}
	}
	l.number = min(max(number, 1), l.pages())
	l.from = (l.number - 1) * mostWords
	l.to = min(l.number*mostWords, len(words))
	return l
}

func (l wordList) pages() int { return max(1, (len(l.words)+mostWords-1)/mostWords) }

func (l wordList) here(i int) bool { return l.from <= i && i < l.to }

// open is how many words of a kind are undecided, and how many of them are on other pages and can
// be decided by a box of this one.
func (l wordList) open(kind intake.WordKind) (all, elsewhere int) {
	for i, w := range l.words {
		switch {
		case w.Kind != kind || w.Answer != "":
		case l.here(i):
			all++
		default:
			all++
			elsewhere += count01(unguessed(w))
		}
	}
	return all, elsewhere
}

func count01(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// unguessed reports whether a word can be decided by a box for many without being looked at: where
// there is a good guess, somebody looks at it first.
func unguessed(w intake.Word) bool { return w.Suggestion == "" || w.Suggestion == intake.Ignore }

// pagination are the links to the pages of words: those near the one shown, the first and the last.
func (l wordList) pagination(path string) *Pagination {
	p := numberedPages(l.number, l.pages(), filter{path: path}.href)
	if p != nil {
		p.Pages = slices.DeleteFunc(p.Pages, func(x PageLink) bool {
			return x.Number != 1 && x.Number != l.pages() && (x.Number < l.number-2 || x.Number > l.number+2)
		})
	}
	return p
}

// shownWords say which of the words are on the page.
func (l wordList) shownWords() string {
	if l.pages() == 1 {
		return ""
	}
	return fmt.Sprintf("The file has %d words to look at. These are %d to %d; the next come when you continue. A box below each list is for all that you leave undecided.", len(l.words), l.from+1, l.to)
}

// strangersWords warn of a file of answers of which hardly anybody is known: it may be of another
// strike, or come too early.
func strangersWords(br *bringing, l wordList) string {
	n, _ := l.open(intake.PersonWord)
	known := len(br.ground.Entry.Residents)
	switch {
	case br.choices.Kind != intake.Declarations || n == 0:
	case known == 0:
		return "No residents are entered in this strike yet, so that no answer can be kept. Cancel this file, bring in their duties first, and then bring it in again."
	case n >= manyWords && n > known/2:
		return fmt.Sprintf("%d people of this file are not known in the strike, which has %s. If it is of another strike, or the duties of these people are not brought in yet, cancel it and bring in the right file first.", n, count(known, "resident"))
	}
	return ""
}

// allOut is the field that leaves out all undecided words of a kind.
func allOut(kind intake.WordKind) string { return "out-" + string(kind) }

// outTick is the box by which all undecided words of a kind are left out; nil where they are few or
// rows with them cannot be left out.
func (l wordList) outTick(f *form.Form, kind wordSort) *Tick {
	all, elsewhere := l.open(kind.kind)
	may := slices.ContainsFunc(l.words, func(w intake.Word) bool { return w.Kind == kind.kind && w.Answer == "" && listed(w, intake.Ignore) })
	if all < manyWords || !may {
		return nil
	}
	what := rota.LowerFirst(kind.caption)
	text := "Leave out the rows with any of these " + what + " that I leave undecided"
	switch kind.kind {
	case intake.PersonWord:
		text = "Leave out the rows of all of these people whom I leave undecided"
	case intake.CommentWord:
		text = "Keep all of these comments that I leave undecided as notes, and no more"
	}
	return tick(f, allOut(kind.kind), text+alsoElsewhere(elsewhere))
}

// alsoElsewhere says that a box is for words of other pages too.
func alsoElsewhere(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", also the %d on other pages of which the planner has no guess", n)
}

// readAll takes what is said of all words of a kind that are left undecided.
func (l wordList) readAll(f *form.Form, said []string) {
	fresh, out := map[intake.WordKind]bool{}, map[intake.WordKind]bool{}
	for _, k := range wordKinds {
		fresh[k.kind], out[k.kind] = f.Checked(allNew(k.kind)), f.Checked(allOut(k.kind))
	}
	for i, w := range l.words {
		switch {
		case said[i] != "" || w.Answer != "" || !l.here(i) && !unguessed(w):
		case fresh[w.Kind] && w.MayBeNew():
			said[i] = w.Text
		case out[w.Kind] && listed(w, intake.Ignore):
			said[i] = intake.Ignore
		}
	}
}
