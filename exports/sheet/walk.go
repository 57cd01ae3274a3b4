package sheet

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"strikerota/rota"
)

// maxDepth and maxToken bound a part: no workbook comes near them.
const (
	maxDepth = 100
	maxToken = 256 << 10
)

// walk reads one XML part to its end, strictly, and shows each token. It refuses
// document types, deep nesting and huge tokens.
func (a *archive) walk(name string, see func(xml.Token) error) (err error) {
	r, err := a.open(name)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := r.Close(); err == nil && cerr != nil {
			err = errDamaged
		}
	}()
	return walkXML(r, see)
}

func walkXML(in io.Reader, see func(xml.Token) error) error {
	source := &tokenReader{in: bufio.NewReaderSize(in, 32<<10)}
	d := xml.NewDecoder(source)
	depth, roots := 0, 0
	for {
		source.left = maxToken
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refusalOr(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return refuse("The workbook holds a document type (DTD), which no workbook needs. Save it again as .xlsx in Excel and upload that.")
		case xml.StartElement:
			if depth++; depth == 1 {
				roots++
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && len(bytes.TrimSpace(bytes.TrimPrefix(t, []byte("\ufeff")))) > 0 {
				return errDamaged
			}
		}
		if depth < 0 || depth > maxDepth || roots > 1 {
			return errDamaged
		}
		if see == nil {
			continue
		}
		if err := see(token); err != nil {
			return err
		}
	}
	if depth != 0 || roots != 1 {
		return errDamaged
	}
	return nil
}

// refusalOr is a refusal found while reading, or that the file is damaged.
func refusalOr(err error) error {
	var invalid *rota.Invalid
	if errors.As(err, &invalid) {
		return invalid
	}
	return errDamaged
}

// A tokenReader ends when one token takes too many bytes, or holds bytes that are no UTF-8.
type tokenReader struct {
	in   *bufio.Reader
	left int
	tail []byte // the start of a letter whose end has not been read
}

// ReadByte reads one byte; the decoder asks for no more than it needs.
func (t *tokenReader) ReadByte() (byte, error) {
	if t.left--; t.left < 0 {
		return 0, errDamaged
	}
	b, err := t.in.ReadByte()
	if err != nil || b < utf8.RuneSelf && len(t.tail) == 0 {
		return b, err
	}
	t.tail = append(t.tail, b)
	switch {
	case utf8.Valid(t.tail):
		t.tail = t.tail[:0]
	case len(t.tail) >= utf8.UTFMax || !utf8.RuneStart(t.tail[0]) || len(t.tail) > 1 && utf8.RuneStart(b):
		return 0, errDamaged
	}
	return b, nil
}

// Read is there for the decoder's sake, which uses ReadByte alone.
func (t *tokenReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := t.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

func isXML(name string) bool {
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".vml")
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// yes reads a switch of an attribute.
func yes(v string) bool { return v == "1" || v == "true" || v == "on" }
