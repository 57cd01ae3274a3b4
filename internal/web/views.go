package web

import (
	"bytes"
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"

	"strikerota/rota"
)

//go:embed templates
var templateFiles embed.FS

// views are the page templates, each parsed with the layout and all parts.
type views struct {
	pages map[string]*template.Template
	used  sync.Map // names that have been rendered; a test wants them all
}

// looks are the static files and the pages of this program.
func looks() (*assets, *views, error) {
	l, err := embedded()
	if err != nil {
		return nil, nil, err
	}
	return l.assets, &views{pages: l.views.pages}, nil
}

// A look is how pages look: the same for every server of a process.
type look struct {
	assets *assets
	views  *views
}

// embedded reads the static files and parses the pages, once: tests start many servers.
var embedded = sync.OnceValues(func() (l look, err error) {
	if l.assets, err = newAssets(); err == nil {
		l.views, err = newViews(l.assets)
	}
	return l, err
})

// newViews parses every page. A bad template is a fault of the program, found at start.
func newViews(a *assets) (*views, error) {
	shared, err := template.New("").Funcs(functions(a)).ParseFS(templateFiles, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	files, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	v := &views{pages: map[string]*template.Template{}}
	for _, file := range files {
		one, err := shared.Clone()
		if err == nil {
			one, err = one.ParseFS(templateFiles, file)
		}
		if err != nil {
			return nil, fmt.Errorf("parse templates: %w", err)
		}
		v.pages[strings.TrimSuffix(path.Base(file), ".html")] = one
	}
	return v, nil
}

// functions are what templates may call: formatting, and the random text of a form.
func functions(a *assets) template.FuncMap {
	return template.FuncMap{
		"asset":    a.path,
		"styled":   func() bool { return a.styled },
		"lower":    rota.LowerFirst,
		"sentence": sentence,
		"date":     longDate,
		"clock":    rota.ClockWords,
		"moment":   moment,
		"hours":    rota.Hours,
		"count":    count,
		"contact":  contactParts,
		"key":      rand.Text,
	}
}

// render writes a page into memory, so that a failure half way shows nothing of it.
func (v *views) render(name string, p page) ([]byte, error) {
	t := v.pages[name]
	if t == nil {
		return nil, fmt.Errorf("there is no page template %q", name)
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, "layout", p); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	v.used.Store(name, true)
	return out.Bytes(), nil
}
