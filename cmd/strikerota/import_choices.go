package main

import (
	"slices"
	"strconv"
	"strings"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// settle takes what -stands says of rows that contradict each other. To settle one
// pair may show another, so it looks again as long as that settles something.
func (f *importFlags) settle(book sheet.Book, c *intake.Choices, known intake.Known) error {
	used, tried := map[intake.Place]bool{}, map[[2]intake.Place]bool{}
	for settled := true; settled; {
		settled = false
		for _, x := range intake.Read(book, *c, known).Faults {
			switch {
			case x.Against == nil || tried[[2]intake.Place{x.Place, *x.Against}]:
			case slices.Contains(f.stands, x.Place):
				c.Settle(x, intake.ThisRow)
				used[x.Place], tried[[2]intake.Place{x.Place, *x.Against}], settled = true, true, true
			case slices.Contains(f.stands, *x.Against):
				c.Settle(x, intake.OtherRow)
				used[*x.Against], tried[[2]intake.Place{x.Place, *x.Against}], settled = true, true, true
			}
		}
	}
	again := map[intake.Place]bool{} // settled before, and remembered
	for _, x := range intake.Read(book, *c, known).Again {
		again[x.Place] = true
	}
	for _, p := range f.stands {
		if !used[p] && !again[p] {
			return badUsage("-stands: no other row contradicts %s", p.Where())
		}
	}
	return nil
}

// layout takes the sheet, the row of headings and the columns that the flags name.
func (f *importFlags) layout(book sheet.Book, c *intake.Choices, known intake.Known) error {
	found := false
	for i := range c.Sheets {
		s := &c.Sheets[i]
		if f.sheet != "" {
			s.Read = s.Name == f.sheet
		}
		found = found || s.Read
		if !s.Read {
			continue
		}
		if f.header > 0 {
			*s = intake.GuessSheet(book, c.Kind, s.Name, f.header, known)
			s.Read = true
		}
		s.SkipHidden = f.visible
		if err := f.setColumns(c.Kind, s); err != nil {
			return err
		}
		for _, any := range intake.Lacks(c.Kind, s.Columns) {
			return &badInput{text: "the file cannot be read: say which columns hold what with -columns", faults: []string{
				strings.TrimSpace("no column " + s.Name + " holds " + fieldNames(any))}}
		}
	}
	if f.sheet != "" && !found {
		return badUsage("the file has no sheet %q", f.sheet)
	}
	if !found {
		return badUsage("no sheet of the file looks like %s: name one with -sheet, and its headings with -header", strings.ToLower(c.Kind.Words()))
	}
	return nil
}

func fieldNames(fields []intake.Field) string {
	names := make([]string, len(fields))
	for i, x := range fields {
		names[i] = string(x)
	}
	return strings.Join(names, " or ")
}

// setColumns takes what -columns says of a sheet.
func (f *importFlags) setColumns(kind intake.Kind, s *intake.Sheet) error {
	if f.columns == "" {
		return nil
	}
	for _, part := range strings.Split(f.columns, ",") {
		letter, field, ok := strings.Cut(strings.TrimSpace(part), "=")
		at := -1
		for i := range s.Columns {
			if sheet.Letters(i) == strings.ToUpper(letter) {
				at = i
			}
		}
		switch {
		case !ok || at < 0:
			return badUsage("-columns: %q is no column of the sheet; want C=gmc", part)
		case field != "" && !slices.Contains(kind.Fields(), intake.Field(field)):
			return badUsage("-columns: a column cannot hold %q; want one of %s", field, fieldNames(kind.Fields()))
		}
		if s.Columns[at].Field != intake.Field(field) {
			s.Columns[at] = intake.Column{Field: intake.Field(field)}
		}
	}
	return nil
}

// answer takes what -word and -suggested say. A word is named by its key, or by its text.
func (f *importFlags) answer(book sheet.Book, c *intake.Choices, known intake.Known) error {
	c.Answers = map[string]string{}
	used := map[string]bool{}
	for range 2 { // what one word means may lead to another
		if err := f.answerWords(intake.Words(book, *c, known), c, used); err != nil {
			return err
		}
	}
	for name := range f.words {
		if !used[name] {
			return badUsage("-word: the file has no word %s that could mean something else", strconv.Quote(name))
		}
	}
	return nil
}

func (f *importFlags) answerWords(words []intake.Word, c *intake.Choices, used map[string]bool) error {
	for _, w := range words {
		said := false
		for name, value := range f.words {
			if !strings.EqualFold(name, w.Key) && !strings.EqualFold(name, w.Text) {
				continue
			}
			said, used[name] = true, true
			if !mayBe(w, value) {
				return badUsage("-word: %s cannot be what %s means%s", strconv.Quote(value), strconv.Quote(w.Text), mayMean(w))
			}
			if value != "" {
				c.Answers[w.Key] = value
			}
		}
		if f.suggested && !said && w.Answer == "" && w.Suggestion != "" {
			c.Answers[w.Key] = w.Suggestion
		} else if f.fresh && !said && w.Answer == "" && w.MayBeNew() {
			c.Answers[w.Key] = w.Text
		}
	}
	return nil
}

// mayBe reports whether the word can mean the answer: one of its options, or any text that can be understood.
func mayBe(w intake.Word, answer string) bool {
	listed := slices.ContainsFunc(w.Options, func(o intake.Option) bool { return o.Value == answer })
	return w.Takes(answer) && (answer == "" || answer == intake.Ignore || listed || w.Free || w.Kind == intake.CoverWord || w.Kind == intake.PersonWord || len(w.Options) == 0)
}

// mayMean says what an answer to the word looks like, behind what is wrong with another.
func mayMean(w intake.Word) string {
	switch {
	case w.Kind == intake.DaysWord:
		return ": want weekdays such as “mon tue”"
	case w.Times:
		return ": want times such as 0800-2030, or - to leave it out"
	case len(w.Options) > 0 && len(w.Options) <= 8:
		return ": want one of " + optionNames(w.Options)
	}
	return ""
}

// mustSay lists the words that cannot be left undecided and are.
func mustSay(words []intake.Word) []string {
	var out []string
	for _, w := range words {
		if w.Must && w.Answer == "" {
			out = append(out, rowOf(w.First)+": “"+w.Text+"” speaks of a limit. Say which with -word "+strconv.Quote(w.Key+"=")+" and one of "+optionNames(w.Options))
		}
	}
	return out
}
