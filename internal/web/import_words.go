package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A wordsView asks once for each word of a file that the planner does not know.
type wordsView struct {
	base
	Here     string
	FileMark string
	Open     []wordGroup // still to be said
	Known    []wordGroup // said before, to be changed
	KnownSum string
	// Of a file with more words than one page asks for.
	Number   int
	Shown    string
	Pages    *Pagination
	Pass     *Button // go on without the words of other pages
	Stranger string  // that hardly anybody is known
	Save     Button
	Cancel   string
	Changed  *Changed
}

// A wordGroup is the words of one kind.
type wordGroup struct {
	Caption string
	Hint    string
	Words   []wordPart
	New     *Tick     // take all that is left open as new
	Out     *Tick     // leave out all that is left open
	Rest    *wordPart // what all that is left open means
}

// A wordPart is one word and what it means.
type wordPart struct {
	Text, Where string
	Who         []string // the people of whom it is asked together
	Select      *Select
	Box         *Input
}

// A wordSort is what the page says of words of a kind.
type wordSort struct {
	kind          intake.WordKind
	caption, hint string
}

// wordKinds are what words are about, in the order of the page.
var wordKinds = []wordSort{
	{intake.SenseWord, "What a table says", "These words stand with a table and may turn round what it means. Say what it means here."},
	{intake.PersonWord, "People", "Say who each is. What you say of people is kept for this strike alone."},
	{intake.UnitWord, "Units", "Write the same name for all that mean one unit: how the slots name it, if there are any."},
	{intake.SiteWord, "Sites", "Write the same name for all that mean one site."},
	{intake.ServiceWord, "Services", "Say to which service each unit belongs."},
	{intake.GradeWord, "Grades", "Rows with a grade that is left undecided are read. Those listed have a salary, which the cost page needs. One that is kept as written has none until finance types it."},
	{intake.RoleWord, "Roles", "Which residents would have filled the slot. Rows with a role that is left undecided are read."},
	{intake.CodeWord, "Shift codes", "Choose what the code means, or type its times as 0800-2030."},
	{intake.BandWord, "Parts of the day", "Type the times as 0800-2030."},
	{intake.RateBandWord, "Bands of the rates", ""},
	{intake.ConfirmedWord, "Whether rates are confirmed", "Say whether the trust has confirmed the rates. Those left undecided come in as not confirmed, and every cost made of them says so."},
	{intake.DaysWord, "Days", "Type weekdays as “mon tue”, or “daily”."},
	{intake.AnswerWord, "Answers", "An answer says only whether somebody will work. Record no reason."},
	{intake.CoverWord, "What consultants wrote", "For words that stand for times, such as Night, type the times: 2000-0830. For own work that can be displaced you can type what is lost by it: “planned 12”."},
	{intake.ColourWord, "Colours", "Cells with a colour and no words."},
	{intake.TermsWord, "Terms", ""},
	{intake.PayPointWord, "Pay points", "The rate cards have no row by these names. Rows with one that is left undecided are read; what those people cost is then not known."},
	{intake.PaidWord, "How people are paid", "The file names several terms for these people, and the planner has one for each. Choose which stands for all of their cover: what it costs follows from it. The others are kept in the person’s note."},
	{intake.SkillWord, "Skills", "Type skills with ; between them."},
	{intake.ModeWord, "On site or on call", "Where people say only that they will cover, say once for the file how: nobody is put on site who meant the telephone."},
	{intake.PriorityWord, "Priorities", ""},
	{intake.CommentWord, "Comments", "Choose what it limits. Words that are more than that are kept in the person’s note."},
}

func newWordsView(b base, br *bringing, f *form.Form, l wordList) *wordsView {
	b.backTo("Check the columns", br.path(columnsStep))
	p := &wordsView{base: b, Here: br.path(wordsStep), FileMark: l.mark(), Save: Button{Text: "Continue", Once: true},
		Number: l.number, Shown: l.shownWords(), Pages: l.pagination(br.path(wordsStep)), Stranger: strangersWords(br, l),
		Cancel: importPath(b.Strike.ID, br.kept.ID, "cancel")}
	p.Title = pageTitle(p.Title, l.number, p.Pages)
	if l.fresh > l.to {
		p.Save = Button{Text: "Continue to the next words", Name: "do", Value: "check", Once: true}
		p.Pass = &Button{Text: fmt.Sprintf("Continue, and leave the other %d undecided", l.fresh-l.to), Name: "do", Value: "go", Variant: "secondary"}
	}
	known := 0
	for _, kind := range wordKinds {
		open, said := l.groups(f, kind)
		known += len(said.Words)
		switch {
		case kind.kind == intake.SkillWord:
			p.Open = append(p.Open, skillGroups(f, kind, l)...)
		case open.Words != nil:
			p.Open = append(p.Open, open)
		}
		if said.Words != nil {
			p.Known = append(p.Known, said)
		}
	}
	p.KnownSum = fmt.Sprintf("Words known already (%d)", known)
	return p
}

// groups are the words of a kind on the page: those still to be said, and those known.
func (l wordList) groups(f *form.Form, kind wordSort) (open, said wordGroup) {
	open, said = wordGroup{Caption: kind.caption, Hint: kind.hint}, wordGroup{Caption: kind.caption, Hint: kind.hint}
	fresh, elsewhere := 0, 0
	for i, w := range l.words {
		switch {
		case w.Kind != kind.kind:
		case w.Answer == "" && w.MayBeNew():
			fresh++
			elsewhere += count01(!l.here(i) && unguessed(w))
		}
		switch {
		case w.Kind != kind.kind || !l.here(i):
		case w.Answer == "":
			open.Words = append(open.Words, newWordPart(f, i, w))
		default:
			said.Words = append(said.Words, newWordPart(f, i, w))
		}
	}
	if fresh > 1 {
		open.New = tick(f, allNew(kind.kind), allNewWords(kind, l.words)+alsoElsewhere(elsewhere))
	}
	open.Out = l.outTick(f, kind)
	return open, said
}

// mark tells this page of words from others.
func (l wordList) mark() string {
	list := []any{l.from, l.to}
	for _, w := range l.words {
		list = append(list, []string{w.Key, w.Answer})
	}
	return printOf(list...)
}

func wordName(i int, part string) string { return fmt.Sprintf("w%d%s", i, part) }

func newWordPart(f *form.Form, i int, w intake.Word) wordPart {
	part := wordPart{Text: w.Text, Where: whereWords(w)}
	if len(w.Who) > 1 {
		part.Who = w.Who
	}
	if len(w.Options) > 0 {
		first := Option{Value: "", Text: "Not decided yet"}
		if w.Free {
			first.Text = "Choose, or type below"
		}
		s := choose(f, wordName(i, ""), "“"+w.Text+"” means", append([]Option{first}, wordOptions(w)...))
		part.Select = &s
	}
	if w.Free || part.Select == nil {
		label := "“" + w.Text + "” means"
		if part.Select != nil {
			label = "Or type what “" + w.Text + "” means"
		}
		box := input(f, wordName(i, "-text"), label).Wide(20)
		part.Box = &box
	}
	return part
}

// whereWords say where a word stands, how often, and what it may be another spelling of.
func whereWords(w intake.Word) string {
	often := count(w.Count, "time")
	switch len(w.Who) {
	case 0:
	case 1:
		often = w.Who[0]
	default:
		often = count(len(w.Who), "person", "people")
	}
	place := placeWords(w.First)
	if w.Context == w.First.Sheet {
		place = placeWords(intake.Place{Row: w.First.Row})
	}
	out := often + ", first in " + place
	if len(w.Cells) > 0 {
		out = often + ", in the cells " + strings.Join(w.Cells, ", ")
		if w.Count > len(w.Cells) {
			out += " and more"
		}
		if w.First.Sheet != "" && w.Context != w.First.Sheet {
			out += " of " + w.First.Sheet
		}
	}
	if w.Context != "" {
		out = w.Context + ", " + out
	}
	if w.Like != "" {
		out += ". May be “" + w.Like + "”"
	}
	return out
}

func wordOptions(w intake.Word) []Option {
	out := make([]Option, len(w.Options))
	for i, o := range w.Options {
		out[i] = Option{Value: o.Value, Text: o.Label}
	}
	return out
}

// placeWords is "row 14", with the sheet where there are several.
func placeWords(p intake.Place) string { return p.Where() }

// allNew is the field that takes all undecided words of a kind as new.
func allNew(kind intake.WordKind) string { return "new-" + string(kind) }

// allNewWords are those of the tick. What may be another spelling is not taken as new by it.
func allNewWords(kind wordSort, words []intake.Word) string {
	out := "All of these " + rota.LowerFirst(kind.caption) + " that I leave undecided are new, named as in the file"
	if slices.ContainsFunc(words, func(w intake.Word) bool { return w.Kind == kind.kind && w.Answer == "" && w.Like != "" }) {
		out += ", but for those that may be another"
	}
	return out
}

// form fills the page with the answers so far, or else with a good guess. What was
// left undecided stays empty.
func (l wordList) form(answers map[string]string) *form.Form {
	f := form.New()
	for i, w := range l.words {
		if !l.here(i) {
			continue
		}
		value := nameOr(w.Answer, w.Suggestion)
		if answer, seen := answers[w.Key]; seen {
			value = answer
		}
		if listed(w, value) {
			f.Set(wordName(i, ""), value)
		} else {
			f.Set(wordName(i, "-text"), value)
		}
	}
	return f
}

func listed(w intake.Word, value string) bool {
	return slices.ContainsFunc(w.Options, func(o intake.Option) bool { return o.Value == value })
}

func (s *Server) wordsPage(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	l := wordsAt(b.words(), b.choices.Answers, v.number())
	return s.show(v, "import-words", newWordsView(s.importBase(v, b, "What words mean"), b, l.form(b.choices.Answers), l))
}

// saveWords takes the answers. A word may be left undecided: its rows then wait.
func (s *Server) saveWords(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	f := v.form()
	f.Ignore(pageField)
	l := wordsAt(b.words(), b.choices.Answers, pageNumber(f.Value(pageField)))
	do := form.OptionalChoice(f, "do", "what to do", []string{"check", "go"})
	seen := f.Text(markField, "what was shown", 64)
	if seen != l.mark() {
		l = wordsAt(l.words, b.choices.Answers, 1)
		p := newWordsView(s.importBase(v, b, "What words mean"), b, l.form(b.choices.Answers), l)
		p.Changed = &Changed{Sentence: "The words or what is known of them changed after you opened this page. Look at them again, then continue."}
		return s.showChanged(v, "import-words", p)
	}
	answers := readWords(f, l)
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return s.showAgain(v, "import-words", newWordsView(s.importBase(v, b, "What words mean"), b, f, l), f)
	}
	b.say(l, answers)
	now := b.words()
	more, fresh := newWords(l.words, now), wordsAt(now, b.choices.Answers, 1).fresh
	switch {
	case do == "go" || more+fresh == 0 || more == 0 && l.pages() == 1:
		return s.onward(v, b, wordsStep)
	case l.pages() > 1:
		s.notice(v, "Kept what you said. "+count(fresh, "word is", "words are")+" left to look at")
	default:
		s.notice(v, "From what you said "+count(more, "more word follows", "more words follow")+". Say what each means")
	}
	if err := s.keep(v, b); err != nil {
		return err
	}
	return s.redirect(v, b.path(wordsStep))
}

// say puts answers into the choices. Nothing is a decision too: it is not guessed again.
func (b *bringing) say(l wordList, answers []string) {
	if b.choices.Answers == nil {
		b.choices.Answers = map[string]string{}
	}
	for i, w := range l.words {
		if answers[i] != w.Answer || answers[i] == "" && l.here(i) {
			b.choices.Answers[w.Key] = answers[i]
		}
	}
}

// newWords is how many words are open that were not asked for before.
func newWords(before, now []intake.Word) int {
	asked := make(map[string]bool, len(before))
	for _, w := range before {
		asked[w.Key] = true
	}
	n := 0
	for _, w := range openWords(now) {
		n += count01(!asked[w.Key])
	}
	return n
}

// readWords reads what each word means; typed text goes before a choice. Words of other pages mean
// what they did, but for what is said of all.
func readWords(f *form.Form, l wordList) []string {
	out := make([]string, len(l.words))
	for i, w := range l.words {
		if !l.here(i) {
			out[i] = w.Answer
			continue
		}
		what := "what “" + w.Text + "” means"
		var values []string
		for _, o := range w.Options {
			values = append(values, o.Value)
		}
		out[i] = form.OptionalChoice(f, wordName(i, ""), what, values)
		if text := f.Optional(wordName(i, "-text"), what, 200); text != "" {
			out[i] = typedAnswer(w, out[i], text)
		}
		if !w.Takes(out[i]) {
			f.Fail(wordName(i, "-text"), notUnderstood(w))
		}
	}
	readRest(f, l, out)
	l.readAll(f, out)
	for i, w := range l.words {
		if w.Must && out[i] == "" && l.here(i) {
			f.Fail(wordName(i, ""), "Choose what “"+w.Text+"” limits, or that the planner can act on nothing of it")
		}
		if w.Like != "" && out[i] == w.Like {
			out[i] = nameOr(meaning(l.words, out, w), w.Like)
		}
	}
	return out
}

// typedAnswer is what is typed of a word: it goes before what is chosen, or with it where a
// choice such as “Will cover, at the BMA rate” leaves the times to be typed.
func typedAnswer(w intake.Word, chosen, text string) string {
	if both := chosen + " " + text; chosen != "" && w.Kind == intake.CoverWord && w.Takes(both) {
		return both
	}
	return text
}

// notUnderstood says what must be typed of a word instead.
func notUnderstood(w intake.Word) string {
	switch {
	case w.Kind == intake.DaysWord:
		return "Type which weekdays “" + w.Text + "” stands for, such as “mon tue”"
	case w.Times:
		return "Type which times “" + w.Text + "” stands for, such as 0800-2030"
	}
	return "Choose what “" + w.Text + "” means, or type times such as 0800-2030"
}

// meaning is what is said of the word that another is the same as; nothing when that
// one's rows are left out.
func meaning(words []intake.Word, said []string, same intake.Word) string {
	for i, w := range words {
		if w.Kind == same.Kind && w.Text == same.Like && said[i] != intake.Ignore {
			return said[i]
		}
	}
	return ""
}
