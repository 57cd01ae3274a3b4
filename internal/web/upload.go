package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var uploadRoutes = []route{
	{method: get, path: "/strikes/:strike/upload", act: auth.EditPeople, do: (*Server).uploadPage},
	{method: post, path: "/strikes/:strike/upload", act: auth.EditPeople, do: (*Server).upload, upload: true},
	{method: get, path: "/strikes/:strike/upload/review", act: auth.EditPeople, do: (*Server).reviewPage, names: "workbook"},
	{method: post, path: "/strikes/:strike/upload/review", act: auth.EditPeople, do: (*Server).saveUpload, names: "workbook"},
}

const (
	fileField = "file"
	// uploadKey is where the session keeps the token of the file uploaded last, by strike.
	uploadKey = "upload:"
	// uploadLife is how long a file is kept between its upload and its saving.
	uploadLife = time.Hour
)

// An uploadView asks for a file, and lists what is wrong with the one sent.
type uploadView struct {
	base
	Here     string
	File     FileUpload
	Button   Button
	Template string
	Filled   string
	Faults   *Table
}

// newUploadView builds the page. faults are those of the file sent, at "Sheet!C14".
func newUploadView(b base, f *form.Form, limit int64, faults []rota.Fault) *uploadView {
	id := b.Strike.ID
	b.backTo("Downloads", strikePath(id, "downloads"))
	p := &uploadView{base: b, Here: strikePath(id, "upload"), Template: strikePath(id, "downloads", "empty.xlsx"),
		Filled: strikePath(id, "downloads", "named", "entries.xlsx"), Button: Button{Text: "Check the file", Once: true},
		File: fileUpload(f, fileField, "Entry workbook", ".xlsx").Hinted("An .xlsx file smaller than " + sizeWords(limit))}
	if len(faults) > 0 {
		var rows [][]Cell
		for _, fault := range faults {
			sheet, cell := placeOf(fault.Path)
			rows = append(rows, []Cell{{Text: sheet}, {Text: cell}, {Text: sentence(fault.Text)}})
		}
		t := NewTable("faults", "What to put right in the file", []Column{{Text: "Sheet"}, {Text: "Cell"}, {Text: "What is wrong"}}, rows)
		p.Faults = &t
	}
	return p
}

// placeOf takes "Duties!C14" apart.
func placeOf(path string) (sheet, cell string) {
	sheet, cell, _ = strings.Cut(path, "!")
	return nameOr(sheet, "The whole file"), nameOr(cell, "The whole sheet")
}

func sizeWords(bytes int64) string {
	if bytes >= 1<<20 {
		return fmt.Sprintf("%d MB", bytes>>20)
	}
	return fmt.Sprintf("%d kB", max(1, bytes>>10))
}

func (s *Server) uploadBase(v *visit, strike store.Strike) base {
	return s.strikeBase(v, strike, downloadsSection, "Upload entries")
}

func (s *Server) uploadPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	return s.show(v, "upload", newUploadView(s.uploadBase(v, strike), form.New(), s.options.MaxUpload, nil))
}

// upload checks a file and keeps it until the person has seen what it would change.
func (s *Server) upload(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	f.Ignore(fileField)
	if err := f.Done(); err != nil {
		return err
	}
	_, data, wrong, err := s.readUpload(v, ".xlsx")
	if err != nil {
		return err
	}
	var faults []rota.Fault
	if wrong == "" {
		_, err := exports.ReadEntry(data)
		if faults = rota.Faults(err); err != nil && faults == nil {
			return err
		}
	}
	switch {
	case wrong != "":
		f.Fail(fileField, wrong)
	case len(faults) > 0:
		f.Fail(fileField, fmt.Sprintf("The file has %s. Nothing has been saved", count(len(faults), "fault")))
	default:
		if err := s.keepUpload(v, strike.ID, data); err != nil {
			return err
		}
		return s.redirect(v, strikePath(strike.ID, "upload", "review"))
	}
	return s.showAgain(v, "upload", newUploadView(s.uploadBase(v, strike), f, s.options.MaxUpload, faults), f)
}

// readUpload reads the posted file, whose name must have one of the endings.
// wrong is what to tell the person.
func (s *Server) readUpload(v *visit, endings ...string) (name string, data []byte, wrong string, err error) {
	name, data, found, err := postedFile(v)
	switch {
	case err != nil:
		return "", nil, "", err
	case !found:
		wrong = "Select a spreadsheet"
	case !slices.Contains(endings, strings.ToLower(filepath.Ext(name))):
		wrong = "The selected file must be a " + strings.Join(endings, " or ")
	case len(data) == 0:
		wrong = "The selected file is empty"
	case int64(len(data)) >= s.options.MaxUpload:
		wrong = "The selected file must be smaller than " + sizeWords(s.options.MaxUpload)
	}
	return name, data, wrong, nil
}

// postedFile is the file of a form, if one was chosen, under the name that it came with.
func postedFile(v *visit) (name string, data []byte, found bool, err error) {
	header, err := v.c.FormFile(fileField)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil, false, nil
	}
	if err != nil {
		return "", nil, false, errFormKind
	}
	data, err = readAll(header)
	return header.Filename, data, true, err
}

func readAll(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("open the upload: %w", err)
	}
	data, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read the upload: %w", err)
	}
	return data, nil
}

// keepUpload keeps the file among the sessions, under a token of its own that
// only this session knows and that ends by itself. The one before is dropped.
func (s *Server) keepUpload(v *visit, strikeID string, data []byte) error {
	if err := s.dropUpload(v, strikeID); err != nil {
		return err
	}
	token := "upload-" + rand.Text()
	if err := s.keeper().CommitCtx(v.ctx(), token, data, s.now().Add(uploadLife)); err != nil {
		return fmt.Errorf("keep the upload: %w", err)
	}
	s.sessions.Put(v.ctx(), uploadKey+strikeID, token)
	return nil
}

func (s *Server) dropUpload(v *visit, strikeID string) error {
	token := s.sessions.PopString(v.ctx(), uploadKey+strikeID)
	if token == "" {
		return nil
	}
	if err := s.keeper().DeleteCtx(v.ctx(), token); err != nil {
		return fmt.Errorf("drop the upload: %w", err)
	}
	return nil
}

// keeper is where sessions are kept.
func (s *Server) keeper() scs.CtxStore { return s.store.Sessions() }

// kept reads the file kept, if it has not expired.
func (s *Server) kept(v *visit, strikeID string) (data []byte, found bool, err error) {
	token := s.sessions.GetString(v.ctx(), uploadKey+strikeID)
	if token == "" {
		return nil, false, nil
	}
	data, found, err = s.keeper().FindCtx(v.ctx(), token)
	if err != nil {
		return nil, false, fmt.Errorf("find the upload: %w", err)
	}
	return data, found, nil
}

// mark is a fingerprint of what a page showed: the file and what was entered
// then. When either has changed the page is out of date.
func mark(data []byte, now rota.Entry) (string, error) {
	text, err := json.Marshal(now)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	h.Write(data)
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil)[:12]), nil
}
