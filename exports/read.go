package exports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	upload "strikerota/exports/sheet"
	"strikerota/rota"
)

// limits are those of an entry workbook. The example trust, with 160 residents and
// 250 slots, takes a twentieth of each.
var limits = upload.Limits{Bytes: upload.MaxBytes, Unpacked: 10 << 20, Entries: 200, Rows: maxRows + 1, Columns: 200, Ratio: 100}

// refuse is a fault of the file as a whole.
func refuse(text string) error {
	return &rota.Invalid{Faults: []rota.Fault{{Text: text}}}
}

// errDamaged is what the library does not read although the gate let it through.
var errDamaged = refuse("The file is damaged. Open it in Excel, save it again as .xlsx and upload that.")

// gate refuses what is not an honest workbook, and what an entry workbook has no need of.
func gate(data []byte) (upload.Found, error) {
	found, err := upload.Gate(data, limits)
	switch {
	case err != nil:
		return found, err
	case found.Macros:
		return found, refuse("The workbook holds macros. Save it as .xlsx, without macros, and upload that.")
	case found.Links:
		return found, refuse("The workbook has links to other workbooks. Break them (Data, Edit Links, Break Link), save it and upload that.")
	case found.Held:
		return found, refuse("The workbook holds an embedded object, a control or a data connection. Delete it, save the workbook and upload that.")
	}
	return found, nil
}

// ReadEntry reads a filled entry workbook. Its error is a *[rota.Invalid] that
// lists every fault by sheet and cell, such as "Duties!C14"; a file that is no
// honest workbook is refused as a whole. Nothing is guessed: what the notes of
// the headings do not promise is a fault.
func ReadEntry(data []byte) (e rota.Entry, err error) {
	defer func() {
		// The library panics on some broken files that the gate cannot know.
		if recover() != nil {
			e, err = rota.Entry{}, errDamaged
		}
	}()
	found, err := gate(data)
	if err != nil {
		return rota.Entry{}, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: int64(limits.Unpacked), UnzipXMLSizeLimit: int64(limits.Unpacked), RawCellValue: true})
	if err != nil {
		return rota.Entry{}, errDamaged
	}
	r := &reader{f: f, cells: map[string]string{}, bad: map[string]bool{}}
	if err := r.open(found); err != nil {
		return rota.Entry{}, err
	}
	e = r.entry()
	if err := f.Close(); err != nil {
		return rota.Entry{}, fmt.Errorf("close the workbook: %w", err)
	}
	if !r.torn {
		r.check(e)
	}
	if len(r.faults) > 0 {
		return rota.Entry{}, &rota.Invalid{Faults: r.sorted()}
	}
	return e, nil
}

// A reader reads one workbook and gathers its faults.
type reader struct {
	f        *excelize.File
	date1904 bool
	sheets   map[string]grid
	faults   []rota.Fault
	cells    map[string]string // path in the entry → cell
	bad      map[string]bool   // cells with a fault
	badTimes []string          // paths of rows whose times could not be read
	torn     bool              // a sheet or heading is missing, so that references cannot be checked
}

// fault notes what is wrong with a cell.
func (r *reader) fault(cell, format string, args ...any) {
	r.bad[cell] = true
	r.faults = append(r.faults, rota.Fault{Path: cell, Text: fmt.Sprintf(format, args...)})
}

// open reads the cells of every sheet and names sheets that are missing or unknown.
func (r *reader) open(found upload.Found) error {
	if props, err := r.f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.date1904 = *props.Date1904
	}
	want := map[string][]block{}
	var order []string
	for _, b := range blocksOf() {
		if want[b.sheet] == nil {
			order = append(order, b.sheet)
		}
		want[b.sheet] = append(want[b.sheet], b)
	}
	names := map[string]string{} // ours → theirs, which may differ in capitals and blanks
	for _, name := range r.f.GetSheetList() {
		own := sheetCalled(name, order)
		switch {
		case own == "" && !sameText(name, sheetReadme) && !sameText(name, sheetLists):
			r.fault(name, "This sheet is not part of the entry workbook. Delete it or move it to a workbook of its own.")
		case own != "" && names[own] != "":
			r.fault(name, "This sheet is there twice. Delete one of them.")
		case own != "":
			names[own] = name
		}
	}
	r.sheets = map[string]grid{}
	for _, own := range order {
		if names[own] == "" {
			r.fault(own, "This sheet is missing. Take it from an empty entry workbook.")
			r.torn = true
			continue
		}
		g, err := r.grid(own, names[own], want[own])
		if err != nil {
			return err
		}
		r.sheets[own] = g
		for _, cell := range found.Uncalculated[names[own]] {
			r.fault(names[own]+"!"+cell, "The cell holds a formula that was never calculated. Type the value, or open and save the workbook in Excel.")
		}
	}
	return nil
}

func sheetCalled(name string, own []string) string {
	for _, o := range own {
		if sameText(name, o) {
			return o
		}
	}
	return ""
}

// sameText compares headings and sheet names as people do: capitals and blanks do not matter.
func sameText(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// entry reads everything in an order in which references can be resolved.
func (r *reader) entry() rota.Entry {
	var e rota.Entry
	r.strike(&e)
	r.slots(&e)
	r.residents(&e)
	r.duties(&e)
	r.consultants(&e)
	r.rates(&e)
	return e
}
