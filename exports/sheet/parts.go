package sheet

import (
	"encoding/xml"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// A workbook is the parts of one, read to their ends.
type workbook struct {
	found    Found
	date1904 bool
	tabs     []tab
	shared   []string
	standing map[int]string // of shared texts of which words are struck through
	styles   styles
}

// A tab is a sheet that people see, and where it is kept.
type tab struct {
	name   string
	part   string
	hidden bool
	other  bool // a chart or dialogue, not cells
	notes  string
	tables []string
	pivots []string
}

// workbook reads every part of an archive to its end. Keep is given the cells of each sheet; nil keeps none.
func (a *archive) workbook(keep *keeper) (*workbook, error) {
	w := &workbook{found: Found{Uncalculated: map[string][]string{}}}
	if err := a.tabsOf(w); err != nil {
		return nil, err
	}
	shared, err := a.sharedStrings(keep != nil)
	if err != nil {
		return nil, err
	}
	w.shared, w.standing = shared.texts, shared.standing
	if w.styles, err = a.stylesOf(keep != nil); err != nil {
		return nil, err
	}
	read := map[string]bool{sharedPart: true, stylesPart: true, "xl/workbook.xml": true, "xl/_rels/workbook.xml.rels": true}
	for _, t := range w.tabs {
		if t.other {
			continue
		}
		s := sheetScan{limits: a.limits, name: t.name, shared: shared.count, styles: w.styles.count, keep: keep.sheet(t)}
		if err := a.walk(t.part, s.see); err != nil {
			return nil, s.located(err)
		}
		if err := s.end(); err != nil {
			return nil, err
		}
		w.found.Uncalculated[t.name] = s.uncalculated
		read[t.part] = true
	}
	return w, a.rest(w, read)
}

// rest reads what no sheet needs to its end as well, and notes what is left aside.
func (a *archive) rest(w *workbook, read map[string]bool) error {
	for _, name := range a.order {
		switch {
		case strings.Contains(name, "vbaproject"), strings.Contains(name, "/macrosheets/"):
			w.found.Macros = true
		case strings.HasPrefix(name, "xl/externallinks/"):
			w.found.Links = true
		case strings.HasPrefix(name, "xl/embeddings/"), strings.HasPrefix(name, "xl/activex/"), name == "xl/connections.xml":
			w.found.Held = true
		}
		if read[name] || strings.HasSuffix(name, "/") {
			continue
		}
		see := func(xml.Token) error { return nil }
		if name == "[content_types].xml" {
			see = func(t xml.Token) error {
				if e, ok := t.(xml.StartElement); ok && strings.Contains(strings.ToLower(attr(e, "ContentType")), "macroenabled") {
					w.found.Macros = true
				}
				return nil
			}
		}
		if err := a.through(name, see); err != nil {
			return err
		}
	}
	return nil
}

// through reads a part to its end.
func (a *archive) through(name string, see func(xml.Token) error) (err error) {
	if isXML(name) && !strings.HasSuffix(name, ".vml") {
		return a.walk(name, see)
	}
	r, err := a.open(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	if cerr := r.Close(); err == nil && cerr != nil {
		err = errDamaged
	}
	return err
}

// tabsOf finds which sheets there are and where they are kept.
func (a *archive) tabsOf(w *workbook) error {
	if a.files["xl/workbook.xml"] == nil {
		return errDamaged
	}
	targets, err := a.relations("xl/workbook.xml")
	if err != nil {
		return err
	}
	err = a.walk("xl/workbook.xml", func(token xml.Token) error {
		e, ok := token.(xml.StartElement)
		switch {
		case ok && e.Name.Local == "workbookPr":
			w.date1904 = yes(attr(e, "date1904"))
		case ok && e.Name.Local == "sheet":
			t := tab{name: attr(e, "name"), hidden: attr(e, "state") == "hidden" || attr(e, "state") == "veryHidden"}
			for _, at := range e.Attr {
				if at.Name.Local == "id" && at.Name.Space != "" {
					t.part, t.other = targets[at.Value].part, !strings.HasSuffix(targets[at.Value].kind, "/worksheet")
				}
			}
			if a.files[t.part] == nil {
				return errDamaged // excelize would read such a sheet as empty
			}
			w.tabs = append(w.tabs, t)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(w.tabs) == 0 {
		return refuse("The workbook has no sheets. Choose the workbook that holds the rows.")
	}
	return a.findBeside(w)
}

// findBeside finds where the notes, tables and pivot tables of each sheet are kept.
func (a *archive) findBeside(w *workbook) error {
	for i, t := range w.tabs {
		targets, err := a.relations(t.part)
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(targets)) {
			switch r := targets[id]; {
			case a.files[r.part] == nil:
			case strings.HasSuffix(r.kind, "/comments"):
				w.tabs[i].notes = r.part
			case strings.HasSuffix(r.kind, "/table"):
				w.tabs[i].tables = append(w.tabs[i].tables, r.part)
			case strings.HasSuffix(r.kind, "/pivotTable"):
				w.tabs[i].pivots = append(w.tabs[i].pivots, r.part)
			}
		}
	}
	return nil
}

// A relation says where a part keeps another.
type relation struct{ kind, part string }

// relations are those of a part, by id.
func (a *archive) relations(part string) (map[string]relation, error) {
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	out := map[string]relation{}
	if a.files[name] == nil {
		return out, nil
	}
	err := a.walk(name, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = "/" + path.Dir(part) + "/" + target
			}
			out[attr(e, "Id")] = relation{kind: attr(e, "Type"), part: strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))}
		}
		return nil
	})
	return out, err
}
