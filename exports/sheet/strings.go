package sheet

import (
	"encoding/xml"
	"strings"
	"unicode/utf8"
)

const sharedPart = "xl/sharedstrings.xml"

// sharedTexts are the texts that cells refer to by number.
type sharedTexts struct {
	texts    []string
	standing map[int]string // of texts of which words are struck through: the other words
	count    int
}

// sharedStrings reads the texts that cells share; keep holds them, else they are only counted.
func (a *archive) sharedStrings(keep bool) (sharedTexts, error) {
	out := sharedTexts{standing: map[int]string{}}
	if a.files[sharedPart] == nil {
		return out, nil
	}
	var text richText
	letters := 0
	err := a.walk(sharedPart, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			text = richText{}
		}
		text.see(token)
		if e, ok := token.(xml.EndElement); ok && e.Name.Local == "si" {
			out.count++
			if letters += text.out.Len() + 16; letters > maxLetters || text.out.Len() > maxToken {
				return tooMuchText()
			}
			if keep {
				if text.struck {
					out.standing[len(out.texts)] = text.Standing()
				}
				out.texts = append(out.texts, text.String())
			}
		}
		return nil
	})
	return out, err
}

// A richText gathers the text of elements t, wherever they stand but in readings of Asian letters,
// and beside it what of it is not struck through word by word.
type richText struct {
	out      strings.Builder
	standing strings.Builder
	struck   bool // some of it is
	inside   bool
	strike   bool // in the run that is read
	phantom  int
}

func (r *richText) see(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "t":
			r.inside = r.phantom == 0
		case "r":
			r.strike = false
		case "strike":
			r.strike = attr(t, "val") == "" || yes(attr(t, "val"))
		case "rPh":
			r.phantom++
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "t":
			r.inside = false
		case "r":
			r.strike = false
		case "rPh":
			r.phantom--
		}
	case xml.CharData:
		if !r.inside || r.out.Len() > maxToken {
			return
		}
		r.out.Write(t)
		if r.strike && strings.TrimSpace(string(t)) != "" {
			r.struck = true
			return
		}
		r.standing.Write(t)
	}
}

// String is the text, with letters that Excel writes as _x000D_ in their place.
func (r *richText) String() string { return unescaped(r.out.String()) }

// Standing is the text without what is struck through.
func (r *richText) Standing() string { return unescaped(r.standing.String()) }

// unescaped puts letters for codes such as _x000D_.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			return out.String() + s
		}
		r, ok := hex4(s[i+2 : i+6])
		if !ok || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		out.WriteRune(r)
		s = s[i+7:]
	}
}

func hex4(s string) (rune, bool) {
	var r rune
	for _, c := range s {
		i := strings.IndexRune("0123456789abcdef", c|0x20)
		if c < '0' || i < 0 || c > utf8.RuneSelf {
			return 0, false
		}
		r = r<<4 | rune(i)
	}
	return r, r >= 9 && utf8.ValidRune(r)
}

func tooMuchText() error {
	return refuse("The workbook holds more text than %d MB. Delete what is not needed, and upload it again.", megabytes(maxLetters))
}
