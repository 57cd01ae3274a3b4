package exports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"strikerota/rota"
)

// Limits of an upload. The example trust, with 160 residents and 250 slots,
// takes a twentieth of each.
const (
	maxUpload   = 2 << 20  // bytes of the file
	maxUnpacked = 10 << 20 // bytes of all its parts
	maxEntries  = 200
	maxRatio    = 100 // of unpacked to packed, above a megabyte
	maxColumns  = 200
)

// refuse is a fault of the file as a whole.
func refuse(format string, args ...any) error {
	return &rota.Invalid{Faults: []rota.Fault{{Text: fmt.Sprintf(format, args...)}}}
}

// errDamaged stands for every way in which a package can be broken.
var errDamaged = refuse("The file is damaged. Open it in Excel, save it again as .xlsx and upload that.")

// gate refuses what is not an honest .xlsx file before anything looks into it,
// and scans every XML part to its end: excelize reads half a sheet without an error.
func gate(data []byte) (scan, error) {
	if len(data) > maxUpload {
		return scan{}, refuse("The file is larger than 2 MB. Delete what is not part of the entry workbook.")
	}
	if err := kindOf(data); err != nil {
		return scan{}, err
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return scan{}, errDamaged
	}
	if err := entries(r.File); err != nil {
		return scan{}, err
	}
	parts, err := unpack(r.File)
	if err != nil {
		return scan{}, err
	}
	if err := contents(parts); err != nil {
		return scan{}, err
	}
	return scanParts(parts)
}

// kindOf names what the file is by its first bytes when it is no zip archive.
func kindOf(data []byte) error {
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case len(data) == 0:
		return refuse("The file is empty.")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return refuse("The file is protected by a password, or is an old .xls workbook. Take the password off, or save it as .xlsx, and upload that.")
	case bytes.HasPrefix(start, []byte("%pdf")):
		return refuse("The file is a PDF. Upload the entry workbook as .xlsx.")
	case bytes.HasPrefix(start, []byte("<")):
		return refuse("The file is a web page (HTML or XML), not a workbook. Open it in Excel, save it as .xlsx and upload that.")
	case !bytes.Contains(data[:min(len(data), 4096)], []byte{0}) && bytes.ContainsAny(start, ",;\t"):
		return refuse("The file is text, such as CSV. Copy it into the entry workbook and upload that as .xlsx.")
	}
	return refuse("The file is not an Excel workbook. Upload the entry workbook as .xlsx.")
}

// entries refuses archives that are too big or lie about their names.
func entries(files []*zip.File) error {
	if len(files) > maxEntries {
		return refuse("The file has more than %d parts. Save the entry workbook again as .xlsx, with nothing else in it.", maxEntries)
	}
	seen := map[string]bool{}
	var declared uint64
	for _, f := range files {
		name := strings.ToLower(f.Name)
		switch {
		case f.Name == "" || strings.HasPrefix(f.Name, "/") || strings.ContainsAny(f.Name, "\\\x00:") || path.Clean(strings.TrimSuffix(f.Name, "/")) != strings.TrimSuffix(f.Name, "/") || strings.HasPrefix(f.Name, ".."):
			return refuse("The file holds a part with a name that no workbook has. Save it again as .xlsx in Excel and upload that.")
		case seen[name]:
			return refuse("The file holds the same part twice. Save it again as .xlsx in Excel and upload that.")
		case f.Flags&1 != 0:
			return refuse("The file is encrypted. Take the password off, save it as .xlsx and upload that.")
		}
		seen[name] = true
		declared += f.UncompressedSize64
		if f.UncompressedSize64 > maxUnpacked || declared > maxUnpacked {
			return errTooBig
		}
	}
	return nil
}

var errTooBig = refuse("The file unpacks to more than 10 MB. Delete empty rows with formats, pictures and sheets that are not part of the entry workbook.")

// unpack reads every part, whatever sizes the archive declares.
func unpack(files []*zip.File) (map[string][]byte, error) {
	parts := map[string][]byte{}
	total := 0
	for _, f := range files {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, errDamaged
		}
		data, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
		if cerr := r.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, errDamaged // a wrong length or checksum among others
		}
		total += len(data)
		if total > maxUnpacked || len(data) > 1<<20 && uint64(len(data)) > maxRatio*max(1, f.CompressedSize64) {
			return nil, errTooBig
		}
		parts[strings.ToLower(f.Name)] = data
	}
	return parts, nil
}

// contents refuses other kinds of workbook, and parts that reach outside or run.
func contents(parts map[string][]byte) error {
	if kind := string(parts["mimetype"]); strings.Contains(kind, "opendocument") {
		return refuse("The file is an OpenDocument spreadsheet. Save it as .xlsx and upload that.")
	}
	if _, ok := parts["xl/workbook.bin"]; ok {
		return refuse("The file is a binary workbook (.xlsb). Save it as .xlsx and upload that.")
	}
	types, ok := parts["[content_types].xml"]
	if !ok {
		return refuse("The file is a zip archive, but not an Excel workbook. Upload the entry workbook as .xlsx.")
	}
	lower := strings.ToLower(string(types))
	for name := range parts {
		if strings.Contains(name, "vbaproject") || strings.Contains(name, "/macrosheets/") {
			return errMacros
		}
	}
	if strings.Contains(lower, "macroenabled") || strings.Contains(lower, "vbaproject") {
		return errMacros
	}
	for name := range parts {
		switch {
		case strings.HasPrefix(name, "xl/externallinks/"):
			return refuse("The workbook has links to other workbooks. Break them (Data, Edit Links, Break Link), save it and upload that.")
		case strings.HasPrefix(name, "xl/embeddings/"), strings.HasPrefix(name, "xl/activex/"), name == "xl/connections.xml":
			return refuse("The workbook holds an embedded object, a control or a data connection. Delete it, save the workbook and upload that.")
		}
	}
	return nil
}

var errMacros = refuse("The workbook holds macros. Save it as .xlsx, without macros, and upload that.")
