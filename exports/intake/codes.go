package intake

import (
	"slices"
	"strings"
)

// dutyCodes are codes that every trust uses for a duty in the hospital.
var dutyCodes = []string{"ld", "long day", "n", "night", "nights", "e", "early", "l", "late", "tw", "twilight", "d", "day", "sd", "std", "standard day", "normal day", "wd", "weekend day", "wn"}

// offCodes are codes that every trust uses for no duty.
var offCodes = []string{"al", "a/l", "annual leave", "sl", "study leave", "zero", "zero day", "off", "day off", "do", "rd", "rest", "rest day", "nwd", "non working day", "sick", "ml", "pl", "toil", "lieu", "bh", "-", "leave", "mat leave", "pat leave"}

// code reads the row's shift code. A row that is no duty is left out.
func (l *line) code() (shift, bool) {
	if !l.has(Code) {
		return shift{}, true
	}
	text := l.text(Code)
	if text == "" {
		return shift{}, true // the times alone say when it is
	}
	return l.codeOf(l.col(Code), text)
}

// codeOf says what a code means: by what a person has said, by the file's own key, or by what it means everywhere.
func (l *line) codeOf(col int, text string) (shift, bool) {
	if bare := l.saidUnmarked(col, text, describeCode); bare != "" {
		return l.codeOf(col, bare)
	}
	s, known := l.legend[plain(text)]
	s.code = text
	switch own, timed := l.timedCode(text); {
	case known:
	case timed:
		s, known = own, true
	case onlyTimes.MatchString(plain(text)):
		s, known = l.timesCode(text)
	}
	needsTimes := !l.has(Start) && !l.has(Times) && !s.timed && !s.off && !isOff(text)
	answer := l.c.Answers[wordKey(CodeWord, "", text)]
	if !known { // the file's own key goes before what was said of an earlier file
		answer = l.answered(wordKey(CodeWord, "", text))
	}
	contested := l.notAsBefore(text, s)
	if answer != "" || needsTimes || contested || !known && !everywhere(text) {
		describe := describeCode
		switch {
		case contested:
			describe = l.describeKeyed(s)
		case needsTimes:
			describe = describeDayCode
		}
		var key string
		answer, key = l.ask(CodeWord, "", text, l.describeParts(col, text, describe))
		if answer == "" {
			l.openCode(col, key, contested)
			return s, false
		}
		s = answeredShift(text, answer)
	} else if !known {
		s.off = isOff(text)
	}
	if s.off {
		l.leave("not a duty: "+text, "The code stands for no duty.")
		return s, false
	}
	return s, true
}

// openCode is the fault of a code that nothing settles.
func (l *line) openCode(col int, key string, contested bool) {
	wrong := "Nothing says what this code means."
	if contested {
		wrong = "The file’s own key says otherwise of this code than an earlier file did."
	}
	l.openWord(col, key, "unknown code", wrong)
}

// leaveCodes are those of offCodes that mean no duty also where they stand beside times.
var leaveCodes = []string{"al", "a/l", "annual", "sl", "study", "zero", "off", "rd", "rest", "sick", "ml", "pl", "toil", "lieu", "leave"}

// timedCode reads a code that says its own times, such as "LD (0800-2030)": on call from home or
// no duty when its words, or the file's own key, say so.
func (l *line) timedCode(text string) (shift, bool) {
	from, to, ok := rangeOf(text)
	if !ok || onlyTimes.MatchString(plain(text)) || saysSwap(text) {
		return shift{}, false // whose a duty that was given away is must be said
	}
	code, _, _ := strings.Cut(tidy(text), " ")
	keyed := l.legend[plain(code)]
	leave := slices.ContainsFunc(strings.FieldsFunc(plain(text), func(r rune) bool { return strings.ContainsRune(" ()[],;:-", r) }), func(word string) bool {
		return slices.Contains(leaveCodes, word) || l.legend[word].off
	})
	return shift{code: code, timed: true, from: from, to: to, fromHome: keyed.fromHome || homeWord.MatchString(plain(text)),
		off: keyed.off || leave || leaveWords.MatchString(plain(text))}, leave || !isOff(code)
}

// timesCode reads a code that is nothing but its times.
func (l *line) timesCode(text string) (shift, bool) {
	from, to, ok := rangeOf(text)
	return shift{code: text, timed: ok, from: from, to: to}, ok
}

func everywhere(code string) bool { return slices.Contains(dutyCodes, plain(code)) || isOff(code) }

func isOff(code string) bool { return slices.Contains(offCodes, plain(code)) }

func describeCode(w *Word) {
	w.Free = true
	w.Options = []Option{{Ignore, "No duty"}, {"duty", "A duty in the hospital, at the times in the row"}, {"on call", "On call from home, at the times in the row"}}
	if from, to, ok := rangeOf(w.Text); ok {
		w.Suggestion = clockText(from) + "-" + clockText(to)
	}
}

// answeredShift is what a person has said of a code.
func answeredShift(code, answer string) shift {
	s := shift{code: code, words: answer, off: answer == Ignore, fromHome: strings.Contains(plain(answer), "on call")}
	s.from, s.to, s.timed = rangeOf(answer)
	return s
}
