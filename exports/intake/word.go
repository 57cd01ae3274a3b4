package intake

import "slices"

// A WordKind is what a word is about.
type WordKind string

// The kinds of word.
const (
	UnitWord      WordKind = "unit"
	SiteWord      WordKind = "site"
	GradeWord     WordKind = "grade"     // answer: a grade that is known, or "1" below registrar level, "2" registrar level, as written
	RoleWord      WordKind = "role"      // of a slot; answer: "1" or "2"
	CodeWord      WordKind = "code"      // answer: "0800-2030", "0800-0800 on call", "duty" (times are in the row), "each duty", "as unmarked" or Ignore
	BandWord      WordKind = "band"      // part of a day; answer: "0800-2030"
	ServiceWord   WordKind = "service"   // of a unit, in a file without services; answer: its name
	RateBandWord  WordKind = "rateband"  // part of the week; answer: a [rota.Band] key
	DaysWord      WordKind = "days"      // answer: weekdays as "mon tue", or "daily"
	AnswerWord    WordKind = "answer"    // answer: a [rota.Declaration]
	CoverWord     WordKind = "cover"     // of a consultant's cell; answers are among the options
	ColourWord    WordKind = "colour"    // of a cell without words; answers as for CoverWord
	TermsWord     WordKind = "terms"     // answer: [rota.Terms]
	SkillWord     WordKind = "skill"     // answer: skills parted by ";"
	ModeWord      WordKind = "mode"      // answer: a [rota.Mode]; of offers that say nothing of it: "yes" for any, "site" or "home"
	PriorityWord  WordKind = "priority"  // answer: "1", "2", "3"
	CommentWord   WordKind = "comment"   // beside a consultant; answer: "nights 2" or Ignore
	PersonWord    WordKind = "person"    // answer: a ResidentID, a ConsultantID or New
	SenseWord     WordKind = "sense"     // of a text around a table that may turn round what the table says; answer: [AsUsual], [Turned] or Ignore
	ConfirmedWord WordKind = "confirmed" // of rates, by what the file says of them, or of a sheet's card; answer: [IsConfirmed] or [NotConfirmed]
	PayPointWord  WordKind = "paypoint"  // of no row of the rate cards; answer: a row of them, or as written
	PaidWord      WordKind = "paid"      // of people whose cells name several terms, or of one of them; answer: the [rota.Terms] that stands, or Each
)

// Answers that many words may have.
const (
	Ignore = "-" // rows or cells with the word are left out, and say so
	New    = "+" // the person is somebody else than those known
	Each   = "*" // each of the people is asked for by name
)

// A Word is something that the file says and the planner does not know, or is not sure of.
type Word struct {
	Key        string // by which answers are given and remembered: "unit/w31 oncology"
	Kind       WordKind
	Text       string   // as the file first writes it
	Context    string   // where it stands, when it could mean something else elsewhere: the name of a sheet or column
	Count      int      // how many rows or cells have it
	First      Place    // where it is first
	Cells      []string // the first cells that it is asked of, where their texts do not show it: "C2", "C3"
	Suggestion string   // an answer, or "" when there is no good guess
	Options    []Option
	Free       bool     // any text may be the answer, not only the options
	Like       string   // another unknown word of the file, more frequent, that may mean the same
	Must       bool     // it cannot be left undecided
	Times      bool     // it stands for times: an answer that offers anything must give them
	Who        []string // the people of whom it is asked together
	Answer     string   // what was answered in this import or before; "" is still open
}

// MayBeNew reports whether the word is likely the name of something new: its text is
// then the answer. One that is like another word of the file is asked for by itself.
func (w Word) MayBeNew() bool {
	return w.Like == "" && (w.Kind == UnitWord || w.Kind == SiteWord) && slices.ContainsFunc(w.Options, func(o Option) bool { return o.Value == w.Text })
}

// Takes reports whether an answer can be understood. Rows with a word whose answer cannot would
// wait for it though it is given.
func (w Word) Takes(answer string) bool {
	switch {
	case answer == "" || answer == Ignore:
		return true
	case w.Kind == CoverWord:
		s, ok := answeredCover(answer)
		return ok && (s.timed || !w.Times || !s.offers())
	case slices.ContainsFunc(w.Options, func(o Option) bool { return o.Value == answer }):
		return true
	case w.Kind == DaysWord:
		_, ok := weekdaysOf(answer)
		return ok
	case w.Times:
		_, ok := answeredBand(answer)
		return ok
	}
	return true
}

// understood drops an answer that cannot be understood, so that the word is asked for again.
func (w *Word) understood() string {
	if !w.Takes(w.Answer) {
		w.Answer = ""
	}
	return w.Answer
}

// An Option is one thing that a word may mean.
type Option struct {
	Value string // the answer
	Label string // for people
}

// Remembered picks the answers that the trust should keep for later files: all but
// those about people, and long texts, in which somebody may have written of themselves.
func Remembered(c Choices) map[string]string {
	out := map[string]string{}
	for key, answer := range c.Answers {
		if answer != "" && !personal(key) {
			out[key] = answer
		}
	}
	return out
}
