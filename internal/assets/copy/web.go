package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

const (
	nhsuk  = "nhsuk-frontend/dist/nhsuk/"
	images = nhsuk + "assets/images/"
)

var (
	fontFace   = regexp.MustCompile(`@font-face\s*\{[^}]*\}`)
	sourceMap  = regexp.MustCompile(`\s*(?:/\*[#@] sourceMappingURL=[^*]*\*/|//[#@] sourceMappingURL=.*)\s*$`)
	imagePath  = regexp.MustCompile(`url\((["']?)/assets/images/([\w.-]+)`)
	webAddress = regexp.MustCompile(`(?i)https?:`)
	// An address without a scheme, or a path from the root, would miss the folder we serve from.
	otherAddress = regexp.MustCompile(`(?i)@import\b|url\(\s*["']?/`)
	// The name of the SVG language is an address that nobody loads.
	svgName = regexp.MustCompile(`xmlns(?::xlink)?="http://www\.w3\.org/[\w/]+"`)
)

// webFiles returns what the pages load: the NHS styles and script without the licensed font, the
// images that the styles name, and the list of versions and licences for the page about them.
func webFiles(modules fs.FS) (files, error) {
	css, err := fs.ReadFile(modules, nhsuk+"nhsuk-frontend.min.css")
	if err != nil {
		return nil, err
	}
	js, err := fs.ReadFile(modules, nhsuk+"nhsuk-frontend.min.js")
	if err != nil {
		return nil, err
	}
	style, named := localStyle(string(css))
	want := files{
		"nhsuk-frontend.min.css": []byte(style),
		"nhsuk-frontend.min.js":  []byte(withoutSourceMap(string(js))),
	}
	for _, name := range named {
		image, err := fs.ReadFile(modules, images+name)
		if err != nil {
			return nil, err
		}
		want["images/"+name] = image
	}
	for name, content := range want {
		if err := checkLocal(name, string(content)); err != nil {
			return nil, err
		}
	}
	want["versions.json"], err = versions(modules, "highs", "nhsuk-frontend", passwordPackage)
	return want, err
}

// localStyle cuts the font rules and the source map out of css and makes the image paths relative.
// It returns the images that css names.
func localStyle(css string) (style string, named []string) {
	style = fontFace.ReplaceAllString(withoutSourceMap(css), "")
	seen := map[string]bool{}
	for _, m := range imagePath.FindAllStringSubmatch(style, -1) {
		if !seen[m[2]] {
			seen[m[2]] = true
			named = append(named, m[2])
		}
	}
	return imagePath.ReplaceAllString(style, "url(${1}images/${2}"), named
}

func withoutSourceMap(text string) string {
	return sourceMap.ReplaceAllString(text, "") + "\n"
}

// checkLocal refuses a file that could make a browser ask another host for something.
func checkLocal(name, content string) error {
	content = svgName.ReplaceAllString(content, "")
	at := webAddress.FindStringIndex(content)
	if at == nil && path.Ext(name) == ".css" {
		at = otherAddress.FindStringIndex(content)
	}
	if at == nil {
		return nil
	}
	end := min(at[0]+60, len(content))
	return fmt.Errorf("%s would load from elsewhere: %s", name, strings.ToValidUTF8(content[at[0]:end], "?"))
}

// testFiles returns what only the tests use.
func testFiles(modules fs.FS) (files, error) {
	axe, err := fs.ReadFile(modules, "axe-core/axe.min.js")
	if err != nil {
		return nil, err
	}
	want := files{"axe.min.js": axe}
	fixtures, err := fs.Glob(modules, nhsuk+"components/*/fixtures.json")
	if err != nil {
		return nil, err
	}
	if len(fixtures) == 0 {
		return nil, fmt.Errorf("%scomponents: no fixtures.json: %w", nhsuk, fs.ErrNotExist)
	}
	for _, name := range fixtures {
		content, err := fs.ReadFile(modules, name)
		if err != nil {
			return nil, err
		}
		want["fixtures/"+path.Base(path.Dir(name))+".json"] = content
	}
	return want, nil
}

// about is a package as the licences page shows it.
type about struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Licence string `json:"licence"` // its SPDX name
	Text    string `json:"text"`    // what the package says of its licence
}

// versions lists the embedded packages for the licences page.
func versions(modules fs.FS, packages ...string) ([]byte, error) {
	list := make([]about, 0, len(packages))
	for _, name := range packages {
		a, err := readPackage(modules, name)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	text, err := json.MarshalIndent(list, "", "\t")
	return append(text, '\n'), err
}

var licenceSection = regexp.MustCompile(`(?s)\n## Licen[cs]e\n+(.*?)(?:\n## |$)`)

// readPackage reads what an npm package says of itself. A package without a licence file speaks of
// it in its README.
func readPackage(modules fs.FS, name string) (about, error) {
	text, err := fs.ReadFile(modules, name+"/package.json")
	if err != nil {
		return about{}, err
	}
	var p struct{ Name, Version, License string }
	if err := json.Unmarshal(text, &p); err != nil {
		return about{}, fmt.Errorf("%s/package.json: %w", name, err)
	}
	a := about{Name: p.Name, Version: p.Version, Licence: p.License}
	if licence, err := fs.ReadFile(modules, name+"/LICENSE"); err == nil {
		a.Text = string(licence)
	} else if licence, err := fs.ReadFile(modules, name+"/LICENSE.txt"); err == nil {
		a.Text = string(licence)
	} else if readme, err := fs.ReadFile(modules, name+"/README.md"); err == nil {
		if m := licenceSection.FindSubmatch(readme); m != nil {
			a.Text = strings.TrimSpace(string(m[1]))
		}
	}
	if a.Version == "" || a.Licence == "" || a.Text == "" {
		return about{}, fmt.Errorf("%s: no version or licence found", name)
	}
	return a, nil
}
