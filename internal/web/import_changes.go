package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// mostTicks is up to how many changes of one sort are listed with a box each.
const mostTicks = 300

// An importChanges says what saving a file would change, and asks where a person has
// decided otherwise since.
type importChanges struct {
	base
	Here      string
	FileMark  string
	Summary   SummaryList // what was decided on the way here
	Counts    *Table
	Tied      string
	Slots     string // address of the list of duties, when some are tied to no slot
	Nothing   string // that the file changes nothing
	Asked     []changePart
	Changed   []changeGroup
	Missing   []changePart
	Kept      []string // what is said of them, once
	All       *Tick    // take all that is missing out
	NotAll    string   // why that is not offered
	Fresh     *Table
	Groups    []wordCount // rows left aside, by sort
	Remarks   []string
	Others    []string            // that not all are listed
	Unoffered *unofferedLocksView // nil where there is no such lock
	Save      Button
	Cancel    string
	Clash     *Changed
	Mends     []mend
}

// A changePart is one change with its box, or its label where it has none of its own.
type changePart struct {
	Tick   *Tick
	Label  string
	Row    string
	Fields []intake.FieldChange
	Why    string
}

// A wordCount is how many rows were left aside for one sort of reason, and which for which.
type wordCount struct {
	Why, Rows string
	Each      []string
}

func changeName(i int) string { return fmt.Sprintf("c%d", i) }

// changesMark tells these changes from others. What is the same is no change.
func changesMark(ch intake.Changes, r intake.Result) string {
	var list []any
	for _, c := range ch.List {
		if c.Op != intake.Same {
			list = append(list, []any{c.Key, c.Op, c.Fields, c.Ask})
		}
	}
	return printOf(append(list, r.Count)...)
}

// newImportChanges builds the page.
func newImportChanges(b base, br *bringing, f *form.Form, r intake.Result, ch intake.Changes) *importChanges {
	id := b.Strike.ID
	b.backTo(backFromChanges(br, r))
	p := &importChanges{base: b, Here: br.path(changesStep), FileMark: changesMark(ch, r), Cancel: importPath(id, br.kept.ID, "cancel"),
		Summary: decided(br, r), Groups: leftAside(r.LeftOut), Remarks: slices.Concat(br.book.Remarks, r.Remarks)}
	counts := changeCounts(ch)
	p.Counts = &counts
	if ch.Tied > 0 {
		p.Tied = count(ch.Tied, "duty is", "duties are") + " tied to the slot that would have been filled. "
	}
	p.Tied += untiedWords(ch.Untied)
	if len(ch.Untied) > 0 {
		p.Slots = strikePath(id, string(residentsSection))
	}
	if ch.Spare > 0 {
		p.Tied += count(ch.Spare, "answer is for a day", "answers are for days") + " without a duty, and not used."
	}
	switch quiet := br.quiet(r, ch); {
	case quiet && r.Records.Any():
		p.Nothing = "All that this file says is entered already: nothing would change."
	case quiet:
		p.Nothing = "No row of this file was taken, so nothing would change."
	}
	p.list(f, ch)
	p.Unoffered = newUnofferedLocks(br.unoffered(f, r))
	if p.NotAll = notAll(r); p.NotAll == "" && len(p.Missing) > 1 {
		p.All = tick(f, "all", "Take out all that are not in the file")
	}
	p.Save = Button{Text: saveWords(r, p.Nothing != ""), Once: true}
	return p
}

// quiet reports whether the file changes nothing that is entered, and has nothing to ask.
func (b *bringing) quiet(r intake.Result, ch intake.Changes) bool {
	if len(ch.List) > ch.Count[intake.Same] {
		return false
	}
	entry, _ := intake.Apply(r, b.choices, b.known)
	return rota.SameThing(entry, b.known.Entry)
}

// learnsNothing reports whether no word and no mark of a person is new either.
func (b *bringing) learnsNothing(r intake.Result) bool {
	for word, answer := range intake.Remembered(b.choices) {
		if b.known.Words[word] != answer {
			return false
		}
	}
	_, memory := intake.Apply(r, b.choices, b.known)
	text, err := json.Marshal(memory)
	return err == nil && string(text) == string(b.ground.Memory)
}

// list sorts the changes into the parts of the page.
func (p *importChanges) list(f *form.Form, ch intake.Changes) {
	var fresh []intake.Change
	hidden := map[string]int{}
	add := func(to *[]changePart, sort string, part changePart) {
		if len(*to) >= mostTicks {
			hidden[sort]++
			return
		}
		*to = append(*to, part)
	}
	for i, c := range ch.List {
		part := newChangePart(f, i, c)
		switch {
		case c.Op == intake.Missing:
			if !slices.Contains(p.Kept, part.Why) {
				p.Kept = append(p.Kept, part.Why)
			}
			part.Why = "" // once for all
			add(&p.Missing, "that are not in the file, which are kept", part)
		case c.Ask:
			add(&p.Asked, "that were said or edited since, which stay as they are", part)
		case c.Op == intake.Added && len(fresh) < mostTicks:
			fresh = append(fresh, c)
		case c.Op == intake.Added:
			hidden["that are new"]++
		}
	}
	p.Changed, hidden["that change, which will be made"] = changeGroups(f, ch)
	p.Fresh = freshTable(fresh)
	for _, sort := range []string{"that are new", "that change, which will be made", "that were said or edited since, which stay as they are", "that are not in the file, which are kept"} {
		if n := hidden[sort]; n > 0 {
			p.Others = append(p.Others, fmt.Sprintf("Not listed: %d more %s.", n, sort))
		}
	}
}

func newChangePart(f *form.Form, i int, c intake.Change) changePart {
	part := changePart{Why: c.Why, Tick: tick(f, changeName(i), c.Label)}
	for _, x := range c.Fields {
		x = x.Words()
		x.Field = sentence(x.Field)
		part.Fields = append(part.Fields, x)
	}
	if c.At.Row > 0 {
		part.Row = sentence(placeWords(c.At))
	}
	return part
}

// notAll says why what is not in the file cannot be taken out all at once, or nothing.
func notAll(r intake.Result) string {
	why := r.Partial()
	if why != "" {
		why += " Take them out one at a time."
	}
	return why
}

// backFromChanges is the last step that had something to ask.
func backFromChanges(br *bringing, r intake.Result) (text, href string) {
	switch {
	case len(r.Faults)+len(r.Again)+len(br.choices.Stands) > 0 || len(br.choices.LeftOut) > 0 || len(br.choices.Corrections) > 0:
		return "Rows to correct", br.path(rowsStep)
	case len(br.words()) > 0:
		return "What words mean", br.path(wordsStep)
	}
	return "Check the columns", br.path(columnsStep)
}

// decided sums up the steps before, each with a way back.
func decided(br *bringing, r intake.Result) SummaryList {
	var sheets []string
	for _, s := range br.choices.Sheets {
		if s.Read && s.Name != "" {
			sheets = append(sheets, s.Name)
		}
	}
	from := fileWords(br.kept.FileName)
	if len(sheets) > 0 {
		from += ", sheet " + rota.ListWords(sheets)
	}
	c := r.Count
	rows := []SummaryRow{
		{Key: "File", Value: from, Change: br.path(columnsStep), ChangeText: "Check the columns"},
		{Key: "Holds", Value: br.choices.Kind.Words(), Change: br.path(columnsStep)},
		{Key: "Rows", Value: toCorrect(c),
			Change: br.path(rowsStep), ChangeText: "See the rows"},
	}
	if len(r.Again) > 0 {
		rows = append(rows, SummaryRow{Key: "As last time", Value: sentence(againWords(r.Again)), Change: br.path(rowsStep), ChangeText: "Look, or undo"})
	}
	if words := br.words(); len(words) > 0 {
		value := count(len(words), "word") + " of yours"
		if open := len(openWords(words)); open > 0 {
			value += fmt.Sprintf(", %d not decided", open)
		}
		rows = append(rows, SummaryRow{Key: "Words", Value: value, Change: br.path(wordsStep)})
	}
	return Summary(rows...)
}

// untiedWords say how many duties are tied to no slot, and why.
func untiedWords(untied map[intake.Why]int) string {
	n := 0
	var parts []string
	for _, why := range intake.Whys() {
		if untied[why] > 0 {
			n += untied[why]
			parts = append(parts, fmt.Sprintf("%d, since %s", untied[why], why))
		}
	}
	if n == 0 {
		return ""
	}
	return count(n, "duty is", "duties are") + " tied to no slot, so whoever works them fills no place there: " + strings.Join(parts, "; ") + ". "
}

// toCorrect accounts for the rows of a file before it is saved.
func toCorrect(c intake.Count) string {
	partly := ""
	if c.Partly > 0 {
		partly = fmt.Sprintf(" (%d of them taken in part)", c.Partly)
	}
	return fmt.Sprintf("%d in the file: %d read, %d to correct%s, %d without data or left out, %d blank", c.Rows, c.Read, c.Faulty, partly, c.LeftOut, c.Blank)
}

func saveWords(r intake.Result, nothing bool) string {
	switch good := goodRows(r.Count); {
	case nothing:
		return "Finish"
	case r.Count.Faulty == 0:
		return "Save"
	case good == "":
		return "Save what is ticked"
	default:
		return "Save " + good
	}
}

// changesForm ticks what would be done.
func changesForm(c intake.Choices, ch intake.Changes) *form.Form {
	f := form.New()
	for i, x := range ch.List {
		if x.Ask && c.Accepted[x.Key] {
			f.Set(changeName(i), "yes")
		}
	}
	groupsForm(f, ch, c.Declined)
	return f
}

func (s *Server) importChangesPage(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	r := b.read()
	ch := intake.Compare(r, b.choices, b.known)
	return s.show(v, "import-changes", newImportChanges(s.importBase(v, b, "What will change"), b, changesForm(b.choices, ch), r, ch))
}

// saveImport saves what the page showed, all at once. When it would no longer change
// the same, because somebody saved meanwhile, the page is shown again as it is now.
func (s *Server) saveImport(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	r := b.read()
	ch := intake.Compare(r, b.choices, b.known)
	f := v.form()
	seen := f.Text(markField, "what was shown", 64)
	if seen != changesMark(ch, r) {
		return s.changesClash(v, b)
	}
	readTicks(f, &b.choices, ch, notAll(r) == "")
	_, entry, unoffered := b.unoffered(f, r)
	b.locks = readUnoffered(f, entry.Locks, unoffered)
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return s.showAgain(v, "import-changes", newImportChanges(s.importBase(v, b, "What will change"), b, f, r, ch), f)
	}
	if b.quiet(r, ch) && b.learnsNothing(r) {
		return s.finishUnchanged(v, b)
	}
	id, err := s.bring(v, b, r, ch)
	switch {
	case errors.Is(err, rota.ErrConflict):
		if err := s.keepRefused(v, b); err != nil {
			return err
		}
		return s.changesClash(v, b)
	case rota.Faults(err) != nil:
		p := newImportChanges(s.importBase(v, b, "What will change"), b, f, r, ch)
		entry, _ := intake.Apply(r, b.choices, b.known)
		p.Mends = mends(b.strike.ID, entry, rota.Faults(err))
		f.FailAt("save", "mends", "What the file brings in does not fit with what is entered. Nothing has been saved")
		return s.showAgain(v, "import-changes", p, f)
	case err != nil:
		return err
	}
	s.flash(v, "Saved: "+savedWords(ch, b.choices))
	return s.redirect(v, strikePath(b.strike.ID, "imported", id))
}

// readTicks puts the ticks of the page into the choices. What was not listed stays at
// what is said of it: changes are made, and what asks is not.
func readTicks(f *form.Form, c *intake.Choices, ch intake.Changes, mayAll bool) {
	all := mayAll && f.Checked("all")
	c.Declined, c.Accepted = readGroups(f, ch), map[string]bool{}
	for i, x := range ch.List {
		if x.Ask && f.Checked(changeName(i)) || x.Op == intake.Missing && all {
			c.Accepted[x.Key] = true
		}
	}
}

// bring saves the import in one transaction.
func (s *Server) bring(v *visit, b *bringing, r intake.Result, ch intake.Changes) (string, error) {
	entry, memory := intake.Apply(r, b.choices, b.known)
	entry.Locks = b.locks
	text, err := json.Marshal(memory)
	if err != nil {
		return "", err
	}
	report, err := json.Marshal(newImportReport(b, r, ch))
	if err != nil {
		return "", err
	}
	return v.store.FinishImport(v.ctx(), v.actor(), b.strike.ID, store.Bringing{ImportID: b.kept.ID, Kind: string(b.choices.Kind),
		FileName: b.kept.FileName, Saves: b.ground.Saves, Entry: entry, Words: intake.Remembered(b.choices), Memory: text, Report: report})
}

// changesClash shows what the file would change now, and who saved meanwhile.
func (s *Server) changesClash(v *visit, old *bringing) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	r := b.read()
	ch := intake.Compare(r, b.choices, b.known)
	p := newImportChanges(s.importBase(v, b, "What will change"), b, changesForm(b.choices, ch), r, ch)
	p.Clash = &Changed{Sentence: "What is entered, or the file's choices, changed after you opened this page. Nothing of yours has been saved yet. " +
		"Below is what the file would change now: look over it, then save again."}
	if by, err := s.lastSaved(v, old.strike.ID); err != nil {
		return err
	} else if by != "" {
		p.Clash.Sentence = by + " saved a change. " + p.Clash.Sentence
	}
	return s.showChanged(v, "import-changes", p)
}

// lastSaved is who saved something of the strike last, and when. That a resident has replied is told to
// those alone who see their replies.
func (s *Server) lastSaved(v *visit, strikeID string) (string, error) {
	rows, err := v.store.Audit(v.ctx(), strikeID, 1)
	if err != nil {
		return "", err
	}
	for _, r := range rows {
		if r.Kind != store.KindRun && r.By != "" && (r.ByID != store.ByResident.ID || v.can(auth.SeePeople)) {
			return r.By + ", at " + moment(r.At) + ",", nil
		}
	}
	return "", nil
}
