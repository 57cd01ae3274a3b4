package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/document"
)

// maxInput bounds a file that is read: more than the largest document may have.
const maxInput = 100 << 20

// readInput reads a file, or standard input for "-". One that cannot be read is bad input.
func readInput(w world, path string) ([]byte, error) {
	in := w.in
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, badUsage("cannot read the file: %v", err)
		}
		defer file.Close()
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return nil, badUsage("cannot read the file: %v", err)
	}
	if len(data) > maxInput {
		return nil, badUsage("%s is larger than %d MB", path, maxInput>>20)
	}
	return data, nil
}

// readProblem reads a problem document or an entry workbook. The entry, with names
// and the slots that residents fill, is the workbook's; a problem document has none.
func readProblem(w world, path string) (rota.Problem, rota.Entry, error) {
	if path != "-" && !hasEnding(path, ".json") && !hasEnding(path, ".xlsx") {
		return rota.Problem{}, rota.Entry{}, badUsage("a problem is a .json or an .xlsx file, or - for standard input")
	}
	data, err := readInput(w, path)
	if err != nil {
		return rota.Problem{}, rota.Entry{}, err
	}
	if !hasEnding(path, ".xlsx") {
		p, err := document.ReadProblem(bytes.NewReader(data))
		return p, rota.Entry{}, err
	}
	entry, err := exports.ReadEntry(data)
	if err != nil {
		return rota.Problem{}, rota.Entry{}, err
	}
	p, err := entry.Problem()
	return p, entry, onSheet(entry, err)
}

// onSheet leads faults of rates that solving needs back to the workbook's sheet
// and row. All others have their cells from exports.
func onSheet(e rota.Entry, err error) error {
	faults := rota.Faults(err)
	if faults == nil {
		return err
	}
	led := slices.Clone(faults)
	for i, f := range led {
		card, words := e.Cards.Trust, "Trust"
		if strings.HasPrefix(f.Path, "cards.bma") {
			card, words = e.Cards.BMA, "BMA"
		}
		var row int
		var band string
		if _, err := fmt.Sscanf(f.Path, "cards."+strings.ToLower(words)+".rates[%d].%s", &row, &band); err == nil && row < len(card.Rates) {
			led[i] = rota.Fault{Path: "Rates", Text: words + " card, " + rowWords(card.Rates[row]) + ", " + bandWords(band) + " " + f.Text}
		} else if strings.HasPrefix(f.Path, "cards.") {
			led[i] = rota.Fault{Path: "Rates", Text: words + " card " + f.Text}
		}
	}
	return &rota.Invalid{Faults: led}
}

func rowWords(r rota.RateRow) string {
	if r.PayPoint == "" {
		return "general row"
	}
	return "pay point " + r.PayPoint
}

func bandWords(key string) string {
	for b := range rota.BandCount {
		if b.Key() == key {
			return b.Words()
		}
	}
	return key
}

// faultsIn lists what is wrong with one of several files, each line after the file's name.
func faultsIn(path string, err error) []string {
	lines := faultLines(err)
	if len(lines) == 0 {
		lines = []string{err.Error()}
	}
	for i, line := range lines {
		lines[i] = path + ": " + line
	}
	return lines
}
