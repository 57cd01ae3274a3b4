package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
)

// keyParts part the entries of one line.
const keyParts = ",;|"

// A keyEntry is a code and what a key says of it.
type keyEntry struct {
	code, meaning string
	signed        bool // a sign such as = stands between them
	apart         bool // they stand in cells of their own
}

var (
	// unsigned is a code with its times: "D 0800-1800", "D:08:00-18:00", "N (2000-0830)".
	unsigned = regexp.MustCompile(`^(\p{L}[\p{L}\p{N}/+&.*-]{0,9})[ :(]+(\d[^()]*)\)?$`)
	twoTimes = regexp.MustCompile(`^\d[\d:.]{0,4} ?(am|pm)? ?(-|to|until|till|til) ?\d[\d:.]{0,4} ?(am|pm)?$`)
	// aCode is one that stands in a cell of its own.
	aCode = regexp.MustCompile(`^\p{L}[\p{L}\p{N}/+&.*-]{0,9}$`)
	// keyAlone is what stands over a key, or in front of it.
	keyAlone = regexp.MustCompile(`(?i)^((shift|duty|rota) )?(key|legend|codes?|times|shifts|hours)( to .{1,30})?:?$`)
)

// entriesIn reads a line that is nothing but a key: of cells that each give codes with what they
// mean, or of codes with their times beside them. Told says that a word such as Key stands with them.
// Without any times, or with anything else among them, there are none.
func entriesIn(texts []string) (out []keyEntry, told bool) {
	timed, waiting := false, "" // a code that waits for its times
	for _, text := range texts {
		for piece := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(keyParts, r) }) {
			bare := tidy(keyWord.ReplaceAllString(tidy(piece), ""))
			alone := keyAlone.MatchString(bare)
			told = told || bare != tidy(piece) || alone
			if bare == "" || bare == "=" || alone {
				continue
			}
			e, ok := entryOf(bare)
			switch {
			case waiting != "":
				if !timesAlone(bare) {
					return nil, false
				}
				e, waiting = keyEntry{code: waiting, meaning: bare, apart: true}, ""
			case ok:
			case aCode.MatchString(bare):
				waiting = bare
				continue
			case len(out) > 0 && timesAlone(bare) && !meant("", out[len(out)-1].meaning).timed:
				out[len(out)-1].meaning += " " + bare // "LD = Long day, 0800-2030"
				timed = true
				continue
			default:
				return nil, false
			}
			timed = timed || meant("", e.meaning).timed
			out = append(out, e)
		}
	}
	if !timed || waiting != "" {
		return nil, false
	}
	return out, told
}

// keyTexts are what a row says, each line of a cell by itself: a key may stand in one cell.
func keyTexts(row sheet.Row) []string {
	var out []string
	for _, text := range said(row) {
		out = append(out, linesOf(text)...)
	}
	return out
}

// timesAlone reports whether a text is two times and nothing else.
func timesAlone(text string) bool {
	_, _, ok := rangeOf(text)
	return ok && twoTimes.MatchString(plain(text))
}

// entryOf reads one piece of a key.
func entryOf(piece string) (keyEntry, bool) {
	if m := unsigned.FindStringSubmatch(piece); m != nil && timesAlone(m[2]) {
		return keyEntry{code: m[1], meaning: m[2]}, true
	}
	code, meaning, ok := keyLine(piece)
	return keyEntry{code: code, meaning: meaning, signed: true}, ok
}

// keyBeside is the first column of a key that stands to the right of a table with an empty column
// between them; -1 without one. Nothing else stands in its columns, and each code once.
func keyBeside(s sheet.Sheet) int {
	held := make([]bool, s.Columns)
	for _, row := range s.Rows {
		for col := range held {
			held[col] = held[col] || tidy(row.At(col).Text) != ""
		}
	}
	for col := s.Columns - 1; col > 1; col-- {
		if held[col] && !held[col-1] {
			if isKeyBlock(s, col) {
				return col
			}
			break
		}
	}
	return -1
}

func isKeyBlock(s sheet.Sheet, from int) bool {
	var codes []string
	for _, row := range s.Rows {
		block := sheet.Row{Cells: row.Cells[min(from, len(row.Cells)):]}
		texts := filled(block)
		entries, _ := entriesIn(keyTexts(block))
		for _, e := range entries {
			if slices.Contains(codes, plain(e.code)) {
				return false
			}
			codes = append(codes, plain(e.code))
		}
		isWords := len(codes) == 0 && !slices.ContainsFunc(texts, hasDigit)
		if len(texts) > 0 && len(entries) == 0 && !isWords && !isKey(row) {
			return false
		}
	}
	return len(codes) > 0
}

// entriesBeside are the entries of cells that say in one text what a code is, among others of a row.
func entriesBeside(texts []string) (out []keyEntry) {
	for _, text := range texts {
		if !strings.Contains(text, "=") {
			continue
		}
		entries, _ := entriesIn([]string{text})
		out = append(out, entries...)
	}
	return out
}

// keyOf reports whether the row explains codes and is nobody's. Codes are those that the sheet gives.
func (l *line) keyOf(codes map[string]bool) bool {
	texts := filled(l.row)
	if _, dated := l.sense.dayIn(l.text(Date)); dated || len(texts) == 0 {
		return false // a row of somebody's, though it gives a code with its times
	}
	entries, told := entriesIn(keyTexts(l.row))
	for _, e := range entries {
		if e.signed || codes[plain(e.code)] && (e.apart || !l.inDay(e)) {
			told = true
		}
	}
	if len(entries) > 0 && told {
		return true
	}
	_, known := l.legend[plain(texts[0])]
	return known && len(texts) > 1 && len(texts) <= 4 &&
		(codes[plain(texts[0])] || slices.ContainsFunc(hues, func(h hue) bool { return h.name == plain(texts[0]) }))
}

// inDay reports whether an entry stands in a column of a day, where it may be somebody's duty.
func (l *line) inDay(e keyEntry) bool {
	for col, c := range l.choice.Columns {
		if c.Field == DayCode && strings.Contains(l.at(col), e.code) {
			return true
		}
	}
	return false
}

// notAsBefore reports whether the file's own key says otherwise of a code than was said of an earlier
// file: which holds is then asked, with the key's first.
func (l *line) notAsBefore(text string, s shift) bool {
	before := l.k.Words[wordKey(CodeWord, "", text)]
	if before == "" || !s.timed && !s.off {
		return false
	}
	b := answeredShift(text, before)
	switch {
	case s.off || b.off:
		return s.off != b.off
	case b.timed:
		return s.from != b.from || s.to != b.to || s.fromHome != b.fromHome
	}
	return false
}

// describeKeyed offers what the file's key says, and what was said before.
func (l *line) describeKeyed(s shift) func(*Word) {
	return func(w *Word) {
		before := l.k.Words[w.Key]
		w.Free, w.Times = true, true
		w.Answer, w.Suggestion = l.c.Answers[w.Key], s.answer()
		w.Options = []Option{{s.answer(), "As this file’s own key says: " + s.words}, {before, "As in an earlier file: " + shownAnswer(before)}}
		if !slices.ContainsFunc(w.Options, func(o Option) bool { return o.Value == Ignore }) {
			w.Options = append(w.Options, Option{Ignore, "No duty"})
		}
	}
}

// answer is the answer to a [CodeWord] that means the shift.
func (s shift) answer() string {
	switch {
	case s.off:
		return Ignore
	case s.fromHome:
		return s.range_() + " on call"
	}
	return s.range_()
}

func shownAnswer(answer string) string {
	if answer == Ignore {
		return "no duty"
	}
	return answer
}
