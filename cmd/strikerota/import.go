package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"strikerota/exports"
	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/internal/store"
	"strikerota/rota"
)

var importCommand = command{
	name:    "import",
	args:    "[KIND] FILE (-strike NAME | -entry ENTRY.xlsx) [-save | -o OUT.xlsx]",
	summary: "Bring in a spreadsheet as the trust has it; without -save or -o, say what would change.",
	help: `FILE is an .xlsx or .csv file as it comes. KIND says what it holds: duties, declarations,
consultants, slots or rates; without it that is guessed. It is compared with a strike in
the database (-strike, its name or id), or with an entry workbook (-entry).

Printed are how the columns were taken, words that are not known with suggestions, rows
that cannot be read, by the row of the file, and what would change. The output names
people: it goes to the terminal or the file that you send it to, and nowhere else.

-word answers what a word means: -word "unit/w31 oncology=Ward 31", by the key that is
printed; a word answered with - is left out, and one answered with nothing stays open.
A comment that limits what a consultant covers has to be answered before anything is written.
-suggested takes every other suggestion, and -new every other unit and site that is not
known as a new one of its name. -columns
says what columns hold: -columns "C=gmc,L=" (an empty one is not read). Rows that the
workbook hides, as by a filter, are read like the others unless -visible leaves them out.

Of two rows that contradict each other -stands says which one stands, by its number or
as SHEET:NUMBER. Rows that were corrected or left out on the pages before are read the
same way again, unless -afresh.

-save saves the rows that could be read, all at once, and can be undone on the pages for
24 hours; -o writes an entry workbook instead. What is entered and not in the file is
kept unless -missing removes it, which it does only when all of the file was read; what was edited by hand since stays unless -edited.

The exit status is 0 when all rows could be read or the good ones were saved, 2 when the
file or a row cannot be read and nothing was written, and 1 when anything else went wrong.`,
	setup: func(flags *flag.FlagSet) action {
		f := importFlags{words: map[string]string{}}
		f.config = configFlag(flags)
		flags.StringVar(&f.strike, "strike", "", "the strike in the database: its `NAME` or id")
		flags.StringVar(&f.trust, "trust", "", "the `NAME` of the strike's trust, where several share the planner")
		flags.StringVar(&f.entry, "entry", "", "compare with this entry `workbook` instead of the database")
		flags.StringVar(&f.out, "o", "", "write an entry `workbook` with what the file brings in")
		flags.StringVar(&f.sheet, "sheet", "", "read the sheet of this `name` only")
		flags.IntVar(&f.header, "header", 0, "`number` of the row with the headings; 0 guesses it")
		flags.BoolVar(&f.visible, "visible", false, "leave out rows that the workbook hides, as by a filter")
		flags.StringVar(&f.columns, "columns", "", "what columns hold, as in `C=gmc,L=`")
		flags.Func("word", "what a word means, as in `WORD=VALUE`; may be given several times", f.word)
		flags.BoolVar(&f.suggested, "suggested", false, "take the suggestion for every word that has one")
		flags.Func("stands", "the `row` that stands against one that contradicts it: NUMBER or SHEET:NUMBER; may be given several times", f.stand)
		flags.BoolVar(&f.afresh, "afresh", false, "forget how rows were corrected before")
		flags.BoolVar(&f.fresh, "new", false, "take units and sites that are not known as new ones")
		flags.BoolVar(&f.missing, "missing", false, "remove what is entered and not in the file")
		flags.BoolVar(&f.edited, "edited", false, "change also what was edited by hand since the last file")
		flags.BoolVar(&f.save, "save", false, "save the rows that could be read")
		flags.BoolVar(&f.json, "json", false, "write a document instead of text")
		return f.run
	},
}

type importFlags struct {
	config                                    *string
	strike, trust, entry, out, sheet, columns string
	header                                    int
	words                                     map[string]string
	stands                                    []intake.Place
	suggested, fresh                          bool
	missing, edited, afresh                   bool
	save, json, visible                       bool
}

func (f *importFlags) word(text string) error {
	at := strings.LastIndex(text, "=")
	if at < 1 {
		return errors.New("want WORD=VALUE")
	}
	f.words[text[:at]] = text[at+1:]
	return nil
}

func (f *importFlags) stand(text string) error {
	var p intake.Place
	at := strings.LastIndex(text, ":")
	if at >= 0 {
		p.Sheet = text[:at]
	}
	n, err := strconv.Atoi(text[at+1:])
	if err != nil {
		return errors.New("want NUMBER or SHEET:NUMBER")
	}
	p.Row = n
	f.stands = append(f.stands, p)
	return nil
}

func (f *importFlags) run(ctx context.Context, w world, args []string) error {
	kind, path, err := f.check(args)
	if err != nil {
		return err
	}
	data, err := readInput(w, path)
	if err != nil {
		return err
	}
	book, err := sheet.Read(filepath.Base(path), data)
	if err != nil {
		return err
	}
	if f.entry != "" {
		return f.intoWorkbook(w, book, kind)
	}
	o, err := open(ctx, w, *f.config)
	if err != nil {
		return err
	}
	return errors.Join(f.intoStrike(ctx, w, o, book, kind), o.Close())
}

// check refuses arguments that do not go together, and gives the kind and the file.
func (f *importFlags) check(args []string) (intake.Kind, string, error) {
	var kind intake.Kind
	switch {
	case len(args) == 2:
		if kind = intake.Kind(args[0]); !slices.Contains(intake.Kinds(), kind) {
			return "", "", badUsage("there is no kind of file %q: want one of %s", args[0], kindNames())
		}
	case len(args) != 1:
		return "", "", badUsage("takes a kind, which may be left out, and a file; strikerota help import explains")
	}
	switch {
	case (f.strike == "") == (f.entry == ""):
		return "", "", badUsage("want -strike NAME or -entry ENTRY.xlsx")
	case f.save && f.entry != "":
		return "", "", badUsage("-save saves in the database, and goes with -strike; -o writes a workbook")
	case f.save && f.out != "":
		return "", "", badUsage("want -save or -o, not both")
	case f.header < 0:
		return "", "", badUsage("-header must not be negative")
	}
	if f.out != "" {
		if !hasEnding(f.out, ".xlsx") {
			return "", "", badUsage("-o writes an .xlsx file")
		}
		if err := checkFolder(f.out); err != nil {
			return "", "", err
		}
	}
	return kind, args[len(args)-1], nil
}

func kindNames() string { return strings.Join(kindTexts(intake.Kinds()), ", ") }

func kindTexts(kinds []intake.Kind) []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return names
}

// intoWorkbook compares the file with an entry workbook.
func (f *importFlags) intoWorkbook(w world, book sheet.Book, kind intake.Kind) error {
	data, err := readInput(w, f.entry)
	if err != nil {
		return err
	}
	entry, err := exports.ReadEntry(data)
	if err != nil {
		return err
	}
	i, err := f.read(book, kind, intake.Known{Entry: entry})
	if err != nil {
		return err
	}
	return f.finish(w, i)
}

// intoStrike compares the file with a strike of the database.
func (f *importFlags) intoStrike(ctx context.Context, w world, o *opened, book sheet.Book, kind intake.Kind) error {
	trust, err := o.trustNamed(ctx, f.trust)
	if err != nil {
		return err
	}
	id, err := strikeNamed(ctx, trust, f.strike)
	if err != nil {
		return err
	}
	g, err := trust.Ground(ctx, id)
	if err != nil {
		return err
	}
	known := intake.Known{Entry: g.Entry, Words: g.Words, Last: g.Last, Own: g.Own, By: "strikerota import, " + w.now().In(rota.Zone()).Format("2 January 2006")}
	if g.Memory != nil && json.Unmarshal(g.Memory, &known.Memory) != nil {
		return errors.New("what earlier files left behind cannot be read")
	}
	i, err := f.read(book, kind, known)
	if err != nil {
		return err
	}
	if f.save {
		if err := f.saveStrike(ctx, trust, id, g, i); err != nil {
			return err
		}
	}
	return f.finish(w, i)
}

func (f *importFlags) saveStrike(ctx context.Context, trust *store.Trust, id string, g store.Ground, i *imported) error {
	memory, err := json.Marshal(i.memory)
	if err != nil {
		return err
	}
	report, err := json.Marshal(struct{ Count intake.Count }{i.result.Count})
	if err != nil {
		return err
	}
	_, err = trust.FinishImport(ctx, store.Actor{}, id, store.Bringing{Kind: string(i.choices.Kind), FileName: i.book.File, Saves: g.Saves,
		Entry: i.entry, Words: intake.Remembered(i.choices), Memory: memory, Report: report})
	i.saved = err == nil
	return err
}

// strikeNamed is the id of the strike with the name or the id.
func strikeNamed(ctx context.Context, trust *store.Trust, name string) (string, error) {
	list, err := trust.Strikes(ctx)
	if err != nil {
		return "", err
	}
	var found []string
	for _, x := range list {
		if x.ID == name {
			return x.ID, nil
		}
		if x.Name == name {
			found = append(found, x.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", badUsage("there is no strike %q", name)
	case 1:
		return found[0], nil
	}
	return "", badUsage("%d strikes are called %q: give the id, which is in the address of its pages", len(found), name)
}

// finish writes what is asked for and prints what came of it.
func (f *importFlags) finish(w world, i *imported) error {
	if f.out != "" {
		if err := i.entry.Validate(); err != nil {
			return err
		}
		if err := writeFile(f.out, func(out io.Writer) error { return exports.Template(out, i.entry) }); err != nil {
			return err
		}
		i.saved = true
	}
	if f.json {
		if err := i.writeJSON(w.out); err != nil {
			return err
		}
	} else if err := printLines(w.out, i.lines()); err != nil {
		return err
	}
	if n := i.result.Count.Faulty; n > 0 && !i.saved {
		return &badInput{text: count(n, "row", "rows") + " cannot be read; nothing has been written"}
	}
	return nil
}

// An imported is a file that was read, and what it would change or has changed.
type imported struct {
	book    sheet.Book
	choices intake.Choices
	words   []intake.Word
	result  intake.Result
	changes intake.Changes
	entry   rota.Entry
	memory  intake.Memory
	saved   bool
}

// read reads the book as the flags say.
func (f *importFlags) read(book sheet.Book, kind intake.Kind, known intake.Known) (*imported, error) {
	if remedy := intake.Sideways(book); remedy != "" {
		return nil, badUsage("%s", remedy)
	}
	i := &imported{book: book, choices: intake.Guess(book, kind, known)}
	i.choices.Afresh = f.afresh
	if d := i.choices.Doubt; len(d) > 0 {
		return nil, badUsage("it is not clear whether the file holds %s or %s: name the kind before the file", i.choices.Kind, strings.Join(kindTexts(d), " or "))
	}
	if err := f.layout(book, &i.choices, known); err != nil {
		return nil, err
	}
	if err := f.answer(book, &i.choices, known); err != nil {
		return nil, err
	}
	i.words = intake.Words(book, i.choices, known)
	if open := mustSay(i.words); (f.save || f.out != "") && len(open) > 0 {
		return nil, &badInput{text: "comments that limit what somebody covers have to be settled with -word before anything is written", faults: open}
	}
	if err := f.settle(book, &i.choices, known); err != nil {
		return nil, err
	}
	i.result = intake.Read(book, i.choices, known)
	if why := i.result.Partial(); f.missing && why != "" {
		return nil, &badInput{text: "-missing removes only when all of the file was read: " + why}
	}
	i.choices.Accepted = map[string]bool{}
	for _, c := range intake.Compare(i.result, i.choices, known).List {
		if c.Ask && (c.Op == intake.Missing && f.missing || c.Op != intake.Missing && f.edited) {
			i.choices.Accepted[c.Key] = true
		}
	}
	i.changes = intake.Compare(i.result, i.choices, known)
	i.entry, i.memory = intake.Apply(i.result, i.choices, known)
	return i, nil
}
