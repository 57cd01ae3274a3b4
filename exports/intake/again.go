package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"strikerota/exports/sheet"
)

// A Mend is what was done with a row of a file. The row itself is not kept, but a hash
// of what tells it from others, which for a declaration leaves out what was answered.
type Mend struct {
	Out   bool           `json:"out,omitempty"`   // it was left out
	Cells map[int]string `json:"cells,omitempty"` // corrections, by the number of the column among those of the hash
	Over  []string       `json:"over,omitempty"`  // hashes of rows over which it stands
}

func (m Mend) none() bool { return !m.Out && len(m.Cells) == 0 && len(m.Over) == 0 }

// An Again is a row with which the same was done as in an earlier import. It repeats
// what the file says, so it is for the page and never logged.
type Again struct {
	Place
	Whose string `json:"-"` // as of a [Fault]
	Did   []string
	Out   bool // left out
}

// before is what tells the rows of a file, and what was done with them in earlier imports.
type before struct {
	prints  map[Place]string
	columns map[string][]int // by sheet: those that the hash is of
	places  map[string]Place
	mends   map[Place]Mend
}

// hashed reports whether a column is among those by which a row is known again: it is
// read, and is not what somebody declared.
func hashed(kind Kind, c Column) bool {
	return c.Field != "" && c.Field != Reason && !(kind == Declarations && c.Field == Answer)
}

// hashOf is a hash of texts without control characters.
func hashOf(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x1f")))
	return hex.EncodeToString(sum[:16])
}

// decided takes in what a person has decided of rows: in this import, or else in an earlier one.
func (r *reader) decided() {
	earlier := r.k.Memory.Mends[r.c.Kind]
	if len(earlier)+len(r.c.Corrections)+len(r.c.LeftOut)+len(r.c.Stands) > 0 {
		r.printRows()
		if !r.c.Afresh {
			r.sameAgain(earlier)
		}
	}
	for _, m := range r.c.Corrections {
		r.mends[cellAt{m.Place, m.Column}] = m.Value
	}
	for _, p := range r.c.LeftOut {
		r.left[p] = true
		delete(r.before.mends, p)
	}
	for _, s := range r.c.Stands {
		delete(r.stands, Standing{Row: s.Over, Over: s.Row})
		r.stands[s] = true
	}
}

// printRows gives every row that may be read its hash. Of rows that say the same each has its own.
func (r *reader) printRows() {
	b := &r.before
	b.prints, b.columns, b.places, b.mends = map[Place]string{}, map[string][]int{}, map[string]Place{}, map[Place]Mend{}
	for _, choice := range r.c.Sheets {
		s, ok := r.book.Sheet(choice.Name)
		if !ok || !choice.Read {
			continue
		}
		head := []string{string(r.c.Kind), choice.Name}
		for i, c := range choice.Columns {
			if hashed(r.c.Kind, c) {
				b.columns[choice.Name] = append(b.columns[choice.Name], i)
				head = append(head, tidy(s.Row(choice.Header).At(i).Text))
			}
		}
		met := map[string]int{}
		for _, row := range s.Rows {
			if row.Number <= choice.Header || row.Empty() {
				continue
			}
			r.print(row, choice.Name, hashOf(head...), met)
		}
	}
}

func (r *reader) print(row sheet.Row, name, head string, met map[string]int) {
	texts := []string{head}
	for _, col := range r.before.columns[name] {
		texts = append(texts, tidy(row.At(col).Text))
	}
	print := hashOf(texts...)
	if met[print]++; met[print] > 1 {
		print = hashOf(print, itoa(met[print]))
	}
	at := Place{Sheet: name, Row: row.Number}
	r.before.prints[at], r.before.places[print] = print, at
}

// sameAgain does with the rows what was done with them in earlier imports.
func (r *reader) sameAgain(earlier map[string]Mend) {
	b := &r.before
	for at, print := range b.prints {
		m, known := earlier[print]
		if !known {
			continue
		}
		b.mends[at] = m
		r.left[at] = m.Out
		for n, value := range m.Cells {
			if columns := b.columns[at.Sheet]; n < len(columns) {
				r.mends[cellAt{at, columns[n]}] = value
			}
		}
		for _, over := range m.Over {
			if other, there := b.places[over]; there {
				r.stands[Standing{Row: at, Over: other}] = true
			}
		}
	}
}

// remember notes what was done with each row now, and lists those with which the same
// was done as before. A row with which something was done before and nothing now is
// noted as well, with nothing.
func (r *reader) remember() {
	if len(r.before.prints) == 0 {
		return
	}
	r.out.Mends = map[string]Mend{}
	over := map[Place][]string{}
	for s := range r.stands {
		if print := r.before.prints[s.Over]; print != "" {
			over[s.Row] = append(over[s.Row], print)
		}
	}
	cells := map[Place]map[int]string{}
	for at, value := range r.mends {
		n := slices.Index(r.before.columns[at.Sheet], at.col)
		if n < 0 {
			continue
		}
		if cells[at.Place] == nil {
			cells[at.Place] = map[int]string{}
		}
		cells[at.Place][n] = value
	}
	for at, print := range r.before.prints {
		m := Mend{Out: r.left[at], Cells: cells[at], Over: slices.Sorted(slices.Values(over[at]))}
		if _, known := r.k.Memory.Mends[r.c.Kind][print]; known || !m.none() {
			r.out.Mends[print] = m
		}
	}
	r.listAgain()
}

// listAgain lists the rows with which the same was done as before, in the order of the file.
func (r *reader) listAgain() {
	order := r.ranks()
	places := slices.SortedFunc(maps.Keys(r.before.mends), func(a, b Place) int {
		return order(Word{First: a}) - order(Word{First: b})
	})
	for _, at := range places {
		m := r.before.mends[at]
		a := Again{Place: at, Out: m.Out, Whose: r.whoseAt(at)}
		if m.Out {
			a.Did = append(a.Did, "Left out.")
		}
		s, _ := r.book.Sheet(at.Sheet)
		for _, n := range slices.Sorted(maps.Keys(m.Cells)) {
			if columns := r.before.columns[at.Sheet]; n < len(columns) {
				a.Did = append(a.Did, didCell(tidy(s.Row(at.Row).At(columns[n]).Text), sheet.Name(columns[n], at.Row), m.Cells[n]))
			}
		}
		for _, print := range m.Over {
			if other, there := r.before.places[print]; there {
				a.Did = append(a.Did, "It stands against "+other.Where()+".")
			}
		}
		if len(a.Did) > 0 {
			r.out.Again = append(r.out.Again, a)
		}
	}
}

func didCell(text, cell, value string) string {
	switch {
	case text == "":
		return cell + ", which is empty, was filled with “" + value + "”."
	case value == "":
		return "“" + text + "” in " + cell + " was taken out."
	}
	return "“" + text + "” in " + cell + " was corrected to “" + value + "”."
}

// whoseAt says what a row is about, as its file has it.
func (r *reader) whoseAt(at Place) string {
	if l, ok := r.lineAt(at); ok {
		return l.whose()
	}
	return ""
}

// lineAt is a row of the file, to look up what it says.
func (r *reader) lineAt(at Place) (*line, bool) {
	for i := range r.c.Sheets {
		if choice := &r.c.Sheets[i]; choice.Name == at.Sheet {
			s, ok := r.book.Sheet(at.Sheet)
			return &line{reader: r, choice: choice, sheet: s, row: s.Row(at.Row)}, ok
		}
	}
	return nil, false
}

// leftOut says why a row is left out: a person has said so, now or in an earlier import.
func (b before) leftOut(at Place) (code, why string) {
	if b.mends[at].Out {
		return "left out as last time", "You have left this row out before."
	}
	return "left out by you", "You have left this row out."
}

// saidHash is under what an answer is kept that the trust does not keep: not by the
// name or the comment that it is about.
func saidHash(kind Kind, key string) string { return hashOf(string(kind), key) }

// saidBefore is what such a word meant in an earlier import; nobody who is there no more.
// Who was new then is known by now.
func (r *reader) saidBefore(key string) string {
	answer := r.k.Memory.Said[saidHash(r.c.Kind, key)]
	if answer != New {
		answer = strings.TrimPrefix(answer, New)
	}
	kind, _, _ := strings.Cut(key, "/")
	if WordKind(kind) == PersonWord && answer != New && answer != Ignore && r.people.shown[answer] == "" {
		return ""
	}
	return answer
}

// remembered takes what was done with the rows of a file, and what the trust does not
// keep of its words, into the memory.
func (ch *changer) remembered(r Result) {
	mends := ch.memory.Mends[r.Kind]
	for print, m := range r.Mends {
		if m.none() {
			delete(mends, print)
			continue
		}
		if mends == nil {
			mends = map[string]Mend{}
			ch.memory.Mends[r.Kind] = mends
		}
		mends[print] = m
	}
	for key, answer := range ch.c.Answers {
		hash := saidHash(r.Kind, key)
		switch {
		case !personal(key):
		case answer == "":
			delete(ch.memory.Said, hash)
		case answer == New:
			ch.memory.Said[hash] = New + r.Made[key]
		default:
			ch.memory.Said[hash] = answer
		}
	}
}
