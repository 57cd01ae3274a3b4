package web

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var wordRoutes = []route{
	{method: get, path: "/strikes/:strike/words", act: auth.EditPeople, do: (*Server).sharedWordsPage},
	{method: get, path: "/strikes/:strike/words/change", act: auth.EditPeople, do: (*Server).sharedWordPage},
	{method: post, path: "/strikes/:strike/words/change", act: auth.EditPeople, do: (*Server).renameWord},
}

const wordsTitle = "Units, sites, skills and other words"

// A sharedWord is a kind of shared words as pages name it.
type sharedWord struct{ one, many string }

var sharedWords = map[rota.WordKind]sharedWord{
	rota.UnitWord:    {"unit", "Units"},
	rota.RoleWord:    {"role", "Roles"},
	rota.SiteWord:    {"site", "Sites"},
	rota.SkillWord:   {"skill", "Skills"},
	rota.ServiceWord: {"service", "Services"},
}

// A sharedWordsView lists the words that slots and people share.
type sharedWordsView struct {
	base
	Tables []Table
	None   string
}

// twin is another word of the list that differs in capitals, spaces and marks alone, or "".
func twin(word string, list []string) string {
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	for _, other := range list {
		if other != word && bare(other) == bare(word) {
			return other
		}
	}
	return ""
}

func newSharedWordsView(b base, e rota.Entry) *sharedWordsView {
	p := &sharedWordsView{base: b}
	for _, kind := range rota.WordKinds() {
		if words := e.Words(kind); len(words) > 0 {
			p.Tables = append(p.Tables, wordsTable(b.Strike.ID, e, kind, words))
		}
	}
	if p.Tables == nil {
		p.None = "No slot and nobody with a unit, site or skill has been entered yet."
	}
	return p
}

// wordsTable says where the words of a kind stand, and asks of two whether they are the same.
func wordsTable(strikeID string, e rota.Entry, kind rota.WordKind, words []string) Table {
	columns := []Column{{Text: "Word"}, {Text: "Slots", Numeric: true}, {Text: "Residents", Numeric: true}, {Text: "Consultants", Numeric: true}}
	twins := slices.ContainsFunc(words, func(w string) bool { return twin(w, words) != "" })
	if twins {
		columns = append(columns, Column{Text: "Look at this"})
	}
	var rows [][]Cell
	for _, w := range words {
		n := renames(rota.Rename{Kind: kind, From: w, To: w}, e)
		row := []Cell{{Text: w, Href: wordPath(strikeID, kind, w)}, {Text: fmt.Sprint(len(n.slots))},
			{Text: fmt.Sprint(n.residents)}, {Text: fmt.Sprint(len(n.consultants))}}
		if t := twin(w, words); t != "" {
			row = append(row, Cell{Text: "Is it the same as “" + t + "”?"})
		} else if twins {
			row = append(row, Cell{Text: "Nothing"})
		}
		rows = append(rows, row)
	}
	return NewTable(string(kind)+"s", sharedWords[kind].many, columns, rows).withoutZeros()
}

// withoutZeros leaves out the columns of counts that are 0 in every row: who has no such word at all.
func (t Table) withoutZeros() Table {
	for i := len(t.Columns) - 1; i > 0; i-- {
		if t.Columns[i].Numeric && !slices.ContainsFunc(t.Rows, func(row []Cell) bool { return row[i].Text != "0" }) {
			t.Columns = slices.Delete(t.Columns, i, i+1)
			for n := range t.Rows {
				t.Rows[n] = slices.Delete(t.Rows[n], i, i+1)
			}
		}
	}
	return t
}

func wordPath(strikeID string, kind rota.WordKind, word string) string {
	return strikePath(strikeID, "words", "change") + "?" + url.Values{"kind": {string(kind)}, "word": {word}}.Encode()
}

// A touched is what has a word.
type touched struct {
	slots       []rota.Slot
	residents   int
	consultants []rota.Consultant
	travel      bool
}

// renames is what a word is renamed in.
func renames(r rota.Rename, e rota.Entry) touched {
	var n touched
	for _, s := range e.Slots {
		if _, had := r.Slot(s); had {
			n.slots = append(n.slots, s)
		}
	}
	for _, who := range e.Residents {
		if _, had := r.Resident(who); had {
			n.residents++
		}
	}
	for _, who := range e.Consultants {
		if _, had := r.Consultant(who); had {
			n.consultants = append(n.consultants, who)
		}
	}
	_, n.travel = r.Travel(e.Rules.Travel)
	return n
}

// rows say how many of each change, and which; residents are only counted.
func (n touched) rows() [][]Cell {
	var rows [][]Cell
	if len(n.slots) > 0 {
		var which []string
		for _, s := range n.slots {
			which = append(which, nameOr(s.Unit, s.Service)+", "+s.Role)
		}
		rows = append(rows, []Cell{{Text: count(len(n.slots), "slot")}, {Text: strings.Join(distinct(which), "; ")}})
	}
	if n.residents > 0 {
		rows = append(rows, []Cell{{Text: count(n.residents, "resident")}, {Text: "Those of this unit"}})
	}
	if len(n.consultants) > 0 {
		var who []string
		for _, c := range n.consultants {
			who = append(who, nameOr(c.Name, string(c.ID)))
		}
		rows = append(rows, []Cell{{Text: count(len(who), "consultant")}, {Text: strings.Join(who, "; ")}})
	}
	if n.travel {
		rows = append(rows, []Cell{{Text: "Travel times"}, {Text: "In the rules of the strike"}})
	}
	return rows
}

// A wordView asks for the new word and, once it is there, shows what changes.
type wordView struct {
	base
	Kind, Word string
	To         Input
	Look       Button
	Action     string
	Changes    *Table // what changes; nil until the new word is there
	Merge      string // that two become one, or ""
	New        string // the new word, once it is there
	Old        string // that the rota goes by the old one, or ""
	Save       Button
}

func newWordView(b base, f *form.Form, e rota.Entry, r rota.Rename, made bool) *wordView {
	kind := sharedWords[r.Kind].one
	b.Title = "Change a " + kind + " everywhere"
	b.backTo(wordsTitle, strikePath(b.Strike.ID, "words"))
	p := &wordView{base: b, Kind: string(r.Kind), Word: r.From, Action: strikePath(b.Strike.ID, "words", "change"),
		To: input(f, "to", "New word for “"+r.From+"”").Wide(30), Look: Button{Text: "See what changes", Variant: "secondary"},
		Save: Button{Text: "Change it everywhere"}}
	p.To.Hint = "Written as it shall stand in slots, lists and workbooks"
	if r.To == "" || r.To == r.From {
		return p
	}
	n := renames(r, e)
	t := NewTable("changes", "What changes", []Column{{Text: "How many"}, {Text: "Which"}}, n.rows())
	p.New, p.Changes = r.To, &t
	if e.Has(r.Kind, r.To) {
		p.Merge = fmt.Sprintf("There is a %s “%s” already. The two become one, and changing the word back does not part them.", kind, r.To)
	}
	if made && len(n.slots) > 0 {
		p.Old = "The rota made last keeps the old word until you make it again. Published versions never change."
	}
	return p
}

// readWord reads which word is meant: one that the strike has.
func readWord(f *form.Form, e rota.Entry) (rota.Rename, error) {
	r := rota.Rename{Kind: form.OptionalChoice(f, "kind", "what sort of word it is", rota.WordKinds()), From: f.Optional("word", "the word", 200)}
	if !slices.Contains(e.Words(r.Kind), r.From) {
		return r, rota.ErrNotFound
	}
	return r, nil
}

// readNewWord reads the new word into the rename. It takes the spelling that the strike has
// where only capitals and spaces differ, unless that is what is being changed.
func readNewWord(f *form.Form, e rota.Entry, r *rota.Rename) {
	r.To = strings.Join(strings.Fields(f.Text("to", "the new word", 100)), " ")
	others := slices.DeleteFunc(e.Words(r.Kind), func(w string) bool { return w == r.From })
	if r.To != "" {
		r.To = spelling(r.To, others)
	}
	if f.OK() && r.To == r.From {
		f.Fail("to", "Enter another word: this is how it is written now")
	}
}

func (s *Server) sharedWordsPage(v *visit) error {
	strike, e, err := s.strikeEntry(v)
	if err != nil {
		return err
	}
	return s.show(v, "shared-words", newSharedWordsView(s.strikeBase(v, strike, slotsSection, wordsTitle), e))
}

func (s *Server) strikeEntry(v *visit) (store.Strike, rota.Entry, error) {
	strike, err := s.strike(v)
	if err != nil {
		return strike, rota.Entry{}, err
	}
	e, err := v.store.Entry(v.ctx(), strike.ID)
	return strike, e, err
}

// sharedWordPage asks for the new word, or shows what it changes.
func (s *Server) sharedWordPage(v *visit) error {
	query := v.c.Request.URL.Query()
	if !query.Has("word") {
		strike, err := s.strike(v)
		if err != nil {
			return err
		}
		return s.redirect(v, strikePath(strike.ID, "words"))
	}
	f := form.Of(query)
	return s.showWord(v, f, func(e rota.Entry, r *rota.Rename) {
		if query.Has("to") {
			readNewWord(f, e, r)
		}
	})
}

func (s *Server) showWord(v *visit, f *form.Form, read func(e rota.Entry, r *rota.Rename)) error {
	strike, e, err := s.strikeEntry(v)
	if err != nil {
		return err
	}
	r, err := readWord(f, e)
	if err != nil {
		return err
	}
	read(e, &r)
	_, err = v.store.CurrentPlan(v.ctx(), strike.ID)
	if err != nil && !errors.Is(err, rota.ErrNotFound) {
		return err
	}
	p := newWordView(s.strikeBase(v, strike, slotsSection, wordsTitle), f, e, r, err == nil)
	if !f.OK() {
		return s.showAgain(v, "shared-word", p, f)
	}
	return s.show(v, "shared-word", p)
}

// renameWord saves the new word, if what was shown still holds.
func (s *Server) renameWord(v *visit) error {
	strike, e, err := s.strikeEntry(v)
	if err != nil {
		return err
	}
	f := v.form()
	r, err := readWord(f, e)
	if err != nil {
		return err
	}
	readNewWord(f, e, &r)
	merges := f.Checked("merges")
	if err := f.Done(); err != nil {
		return err
	}
	if f.OK() {
		n, err := v.store.RenameWord(v.ctx(), v.actor(), strike.ID, r, merges)
		if err == nil {
			s.flash(v, wordsChanged(r, n))
			return s.redirect(v, strikePath(strike.ID, "words"))
		}
		if !errors.Is(err, rota.ErrConflict) {
			return err
		}
		f.Fail("to", "Look again at what changes: somebody else has changed these words meanwhile")
	}
	return s.showWord(v, f, func(_ rota.Entry, again *rota.Rename) { again.To = r.To })
}

func wordsChanged(r rota.Rename, n store.RenameCount) string {
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{n.Slots, "slot"}, {n.Residents, "resident"}, {n.Consultants, "consultant"}} {
		if part.n > 0 {
			parts = append(parts, count(part.n, part.word))
		}
	}
	if parts == nil {
		return "“" + r.From + "” is now “" + r.To + "”"
	}
	return "“" + r.From + "” is now “" + r.To + "”, in " + strings.Join(parts, ", ")
}
