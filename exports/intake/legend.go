package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
)

// A legend is what a trust's own key says of its shift codes.
type legend map[string]shift

// A shift is what a code means.
type shift struct {
	code     string // as the key writes it
	words    string // what the key says
	off      bool   // it is no duty
	fromHome bool
	timed    bool // from and to are known
	from, to int  // minutes from midnight; to is the next day's when it is no later
}

var (
	keyed    = regexp.MustCompile(`^([\p{L}\p{N}][\p{L}\p{N}/+.*&-]{0,9}(?: [\p{L}\p{N}]{1,4})?)(?: ?=|: | [–—-]) ?(\S.{1,80})$`)
	offWords = regexp.MustCompile(`\b(leave|not a duty|no duty|off|rest|zero|sick|holiday|non.?working|not working|lieu|study|induction)\b`)
	// leaveWords mean no duty also where they stand beside times.
	leaveWords = regexp.MustCompile(`\b(leave|day off|rest day|zero day|sick|sickness|holiday|not working|not a duty|no duty|in lieu)\b`)
	homeWord   = regexp.MustCompile(`\b(on.?call|from home|non.?resident|nroc|standby)\b`)
)

// keyWord says at the start of a line that it is a key.
var keyWord = regexp.MustCompile(`(?i)^((shift|duty|rota) )?(key|legend|codes|times|shifts)( to (the )?(shifts?|codes|rota))? ?[:=-] ?`)

// timedWord is a word with its times in a line of several: "am 0800-1300 pm 1300-1800".
var timedWord = regexp.MustCompile(`([\p{L}][\p{L}/&]*) ?[=:(]? ?\d{1,2}[:.]?\d{2} ?[-–] ?\d{1,2}[:.]?\d{2}`)

// keyLine reads a line such as "LD = Long Day 0800-2030".
func keyLine(text string) (code, meaning string, ok bool) {
	m := keyed.FindStringSubmatch(tidy(keyWord.ReplaceAllString(tidy(text), "")))
	if m == nil || len(m[1]) > 10 {
		return "", "", false
	}
	if _, whole := schemeOf(m[2]); whole && strings.Contains(m[1], " ") {
		return "", "", false // "Bevan A - F2" is somebody
	}
	return m[1], m[2], true
}

// legendOf gathers the keys of every sheet: lines of one cell or several, codes with what they mean
// side by side, and what stands beside a table.
func legendOf(b sheet.Book) legend {
	out := legend{}
	for _, s := range b.Sheets {
		beside := keyBeside(s)
		for _, row := range s.Rows {
			if beside >= 0 && beside < len(row.Cells) {
				out.line(s.Name, sheet.Row{Cells: row.Cells[beside:]})
				row.Cells = row.Cells[:beside]
			}
			out.line(s.Name, row)
		}
	}
	return out
}

// line adds what one line says of codes.
func (l legend) line(sheetName string, row sheet.Row) {
	if entries, _ := entriesIn(keyTexts(row)); len(entries) > 0 {
		l.addAll(entries)
		return
	}
	texts := filled(row)
	switch {
	case ofTimes(texts):
		for _, m := range timedWord.FindAllStringSubmatch(strings.Join(texts, " "), -1) {
			l.add(m[1], m[0])
		}
	case len(texts) == 1:
		if code, meaning, ok := keyLine(texts[0]); ok {
			l.add(code, meaning)
		}
	case keySheet(sheetName) && len(texts) > 1 && len(texts[0]) <= 10 && plain(texts[0]) != "":
		l.add(texts[0], startToEnd(texts[1:]))
	case len(texts) <= 4 && len(texts) > 1 && len(texts[0]) <= 10 && plain(texts[0]) != "":
		if _, _, timed := rangeOf(strings.Join(texts[1:], " ")); timed {
			l.add(texts[0], strings.Join(texts[1:], " "))
			return
		}
		fallthrough
	default:
		l.addAll(entriesBeside(texts))
	}
}

func (l legend) addAll(entries []keyEntry) {
	for _, e := range entries {
		l.add(e.code, e.meaning)
	}
}

// startToEnd joins what stands beside a code, two times that follow each other as one pair.
func startToEnd(texts []string) string {
	for i := range len(texts) - 1 {
		_, ok1 := minutesOf(plain(texts[i]))
		_, ok2 := minutesOf(plain(texts[i+1]))
		if ok1 && ok2 {
			return strings.Join(texts[:i], " ") + " " + texts[i] + "-" + texts[i+1]
		}
	}
	return strings.Join(texts, " ")
}

// ofTimes reports whether a line gives several words with their times: in one cell, or in
// a cell each, as when commas part what was pasted.
func ofTimes(texts []string) bool {
	if len(texts) == 1 {
		return len(timedWord.FindAllString(texts[0], 3)) > 1
	}
	return len(texts) > 1 && !slices.ContainsFunc(texts, func(t string) bool {
		t = keyWord.ReplaceAllString(t, "")
		at := timedWord.FindStringIndex(t)
		return at == nil || at[0] > 0 || strings.Trim(t[at[1]:], " )") != ""
	})
}

// codesIn are the codes that a sheet of duties gives as such.
func codesIn(choice *Sheet, s sheet.Sheet) map[string]bool {
	out := map[string]bool{}
	for i, c := range choice.Columns {
		if c.Field != Code && c.Field != DayCode {
			continue
		}
		for _, row := range s.Rows {
			if row.Number > choice.Header {
				out[plain(row.At(i).Text)] = true
			}
		}
	}
	return out
}

func keySheet(name string) bool {
	return slices.ContainsFunc([]string{"key", "legend", "codes", "shifts"}, func(w string) bool { return strings.Contains(plain(name), w) })
}

func (l legend) add(code, meaning string) {
	key := plain(code)
	if _, twice := l[key]; twice || onlyTimes.MatchString(key) {
		return // the first stands, and times need no key
	}
	l[key] = meant(code, meaning)
}

// timed is what the key says of a name, or of its last word, when that has times. Night
// and nights are one.
func (l legend) timed(name string) (shift, bool) {
	words := strings.Fields(plain(name))
	if len(words) == 0 {
		return shift{}, false
	}
	last := words[len(words)-1]
	for _, text := range []string{plain(name), last, strings.TrimSuffix(last, "s"), last + "s"} {
		if s := l[text]; s.timed {
			return s, true
		}
	}
	return shift{}, false
}

// meant reads what a key says of a code.
func meant(code, meaning string) shift {
	s := shift{code: code, words: meaning}
	t := plain(meaning)
	s.from, s.to, s.timed = rangeOf(meaning)
	s.fromHome = homeWord.MatchString(t)
	s.off = offWords.MatchString(t) && (!s.timed || leaveWords.MatchString(t))
	return s
}
