package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
)

// errDamaged stands for every way in which a workbook can be broken.
var errDamaged = refuse("The file is damaged. Open it in Excel, save it again as .xlsx and upload that.")

// Found is what [Gate] found in a workbook that passes.
type Found struct {
	Macros bool
	Links  bool // to other workbooks
	Held   bool // an embedded object, a control or a data connection
	// Uncalculated are the cells with a formula and no value, by sheet: they read as empty.
	Uncalculated map[string][]string
}

// Gate refuses what is not an honest .xlsx workbook within the limits. It reads
// every part to its end, strictly, since excelize reads half a sheet without an error.
// An error is a *[rota.Invalid] with one fault.
func Gate(data []byte, limits Limits) (Found, error) {
	if len(data) > limits.Bytes {
		return Found{}, refuse("The file is larger than %d MB. Delete what is not needed and upload it again.", megabytes(limits.Bytes))
	}
	if kind := kindOf(data); kind != zipped {
		return Found{}, kind.refusal(len(data))
	}
	a, err := openArchive(data, limits)
	if err != nil {
		return Found{}, err
	}
	w, err := a.workbook(nil)
	if err != nil {
		return Found{}, err
	}
	return w.found, nil
}

// A fileKind is what a file is by its first bytes.
type fileKind int

const (
	aText fileKind = iota
	zipped
	ole    // what Excel wrote before 2007
	locked // an encrypted workbook in a file of that sort
	pdf
	markup
	picture
	unknownFile
)

func kindOf(data []byte) fileKind {
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return zipped
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if bytes.Contains(data, utf16Of("EncryptedPackage")) {
			return locked
		}
		return ole
	case bytes.HasPrefix(start, []byte("%pdf")), bytes.HasPrefix(start, []byte("{\\rtf")):
		return pdf
	case bytes.HasPrefix(start, []byte("<")):
		return markup
	case bytes.HasPrefix(data, []byte("\x89PNG")), bytes.HasPrefix(data, []byte("\xff\xd8\xff")), bytes.HasPrefix(data, []byte("GIF8")):
		return picture
	case looksUTF16(data, 0), looksUTF16(data, 1), bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return aText
	case controls(data[:min(len(data), 4096)]) > 10:
		return unknownFile
	}
	return aText
}

// utf16Of is how files of the old sort write the names of what they hold.
func utf16Of(s string) []byte {
	var out []byte
	for _, b := range []byte(s) {
		out = append(out, b, 0)
	}
	return out
}

// controls counts bytes that no text has.
func controls(data []byte) int {
	n := 0
	for _, b := range data {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x0b && b != 0x1a {
			n++
		}
	}
	return n
}

// refusal says why a file of the kind is no workbook.
func (k fileKind) refusal(size int) error {
	switch {
	case size == 0:
		return refuse("The file is empty. Choose the file that holds the rows.")
	case k == locked:
		return refuse("The file is protected by a password. Open it in Excel, take the password off (File, Info, Protect Workbook), save it and upload that.")
	case k == ole:
		return refuse("The file is an old .xls workbook, whatever its name says. Open it in Excel, save it as .xlsx and upload that.")
	case k == pdf:
		return refuse("The file is a PDF or a document, not a spreadsheet. Ask for the workbook that it was made from, and upload that as .xlsx or .csv.")
	case k == markup:
		return refuse("The file is a web page (HTML or XML), not a workbook. Open it in Excel, save it as .xlsx and upload that.")
	case k == picture:
		return refuse("The file is a picture. Ask for the workbook that it was made from, and upload that as .xlsx or .csv.")
	case k == aText:
		return refuse("The file is text, such as CSV, and not an Excel workbook. Open it in Excel, save it as .xlsx and upload that.")
	}
	return refuse("The file is not an Excel workbook. Open it in Excel, save it as .xlsx and upload that.")
}

// An archive is the zip file that a workbook is.
type archive struct {
	limits Limits
	files  map[string]*zip.File // by name in small letters
	order  []string
	left   int // bytes that may still be unpacked
}

// openArchive refuses archives that are too big, lie about their names or are something else than a workbook.
func openArchive(data []byte, limits Limits) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errDamaged
	}
	a := &archive{limits: limits, files: map[string]*zip.File{}, left: limits.Unpacked}
	if len(r.File) > limits.Entries {
		return nil, refuse("The file has more than %d parts. Save it again as .xlsx, with nothing in it that is not needed.", limits.Entries)
	}
	var declared uint64
	for _, f := range r.File {
		name := strings.ToLower(f.Name)
		switch {
		case falseName(f.Name):
			return nil, refuse("The file holds a part with a name that no workbook has. Save it again as .xlsx in Excel and upload that.")
		case a.files[name] != nil:
			return nil, refuse("The file holds the same part twice. Save it again as .xlsx in Excel and upload that.")
		case f.Flags&1 != 0:
			return nil, refuse("The file is encrypted. Take the password off, save it as .xlsx and upload that.")
		}
		declared += f.UncompressedSize64
		if f.UncompressedSize64 > uint64(limits.Unpacked) || declared > uint64(limits.Unpacked) {
			return nil, a.tooBig()
		}
		a.files[name] = f
		a.order = append(a.order, name)
	}
	return a, a.isWorkbook()
}

func falseName(name string) bool {
	bare := strings.TrimSuffix(name, "/")
	return bare == "" || strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\\\x00:") || path.Clean(bare) != bare || strings.HasPrefix(name, "..")
}

func (a *archive) tooBig() error {
	return refuse("The file unpacks to more than %d MB. Delete empty rows with formats, pictures and sheets that are not needed, and save it again.", megabytes(a.limits.Unpacked))
}

// isWorkbook refuses other kinds of workbook and archives that are none.
func (a *archive) isWorkbook() error {
	switch {
	case a.files["mimetype"] != nil:
		return refuse("The file is an OpenDocument spreadsheet. Save it as .xlsx and upload that.")
	case a.files["xl/workbook.bin"] != nil:
		return refuse("The file is a binary workbook (.xlsb). Save it as .xlsx and upload that.")
	case a.files["word/document.xml"] != nil, a.files["ppt/presentation.xml"] != nil:
		return refuse("The file is a Word or PowerPoint document. Copy its table into Excel, save that as .xlsx and upload it.")
	case slices.ContainsFunc(a.order, func(name string) bool { return strings.HasSuffix(name, ".iwa") }), a.files["index.zip"] != nil, a.files["index.apxl"] != nil:
		return refuse("The file is a Numbers document. Open it in Numbers, choose File, Export To, Excel, and upload what that makes.")
	case a.files["[content_types].xml"] == nil:
		return refuse("The file is a zip archive, but not an Excel workbook. Take the workbook out of it and upload that.")
	}
	return nil
}

// open gives the content of a part. What is read counts against the limit,
// whatever sizes the archive declares.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.files[name]
	if f == nil {
		return nil, errDamaged
	}
	r, err := f.Open()
	if err != nil {
		return nil, errDamaged
	}
	return &partReader{a: a, in: r, packed: int(f.CompressedSize64)}, nil
}

// A partReader counts what is unpacked.
type partReader struct {
	a            *archive
	in           io.ReadCloser
	packed, read int
}

// Read reads more of the part.
func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.in.Read(b)
	p.read += n
	p.a.left -= n
	if p.a.left < 0 || p.a.limits.Ratio > 0 && p.read > 1<<20 && p.read > p.a.limits.Ratio*max(1, p.packed) {
		return n, p.a.tooBig()
	}
	if err != nil && err != io.EOF {
		return n, errDamaged // a wrong length or checksum among others
	}
	return n, err
}

// Close closes the part.
func (p *partReader) Close() error { return p.in.Close() }

// whole reads a part that is held in memory.
func (a *archive) whole(name string) (data []byte, err error) {
	r, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := r.Close(); err == nil && cerr != nil {
			err = errDamaged
		}
	}()
	data, err = io.ReadAll(io.LimitReader(r, maxPart+1))
	if err == nil && len(data) > maxPart {
		err = errDamaged
	}
	return data, err
}
