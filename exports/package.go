package exports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// inOrder writes the package with its parts in a settled order: excelize keeps
// streamed sheets and types of pictures in maps, so theirs is any.
func inOrder(w io.Writer, data []byte) error {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("order the workbook: %w", err)
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) }) // [Content_Types].xml sorts first
	out := zip.NewWriter(w)
	for _, f := range r.File {
		copied := out.Copy
		if f.Name == typesPart {
			copied = func(f *zip.File) error { return copyTypes(out, f) }
		}
		if err := copied(f); err != nil {
			return fmt.Errorf("order the workbook: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

const typesPart = "[Content_Types].xml"

// defaultType is the type of every part with an ending.
var defaultType = regexp.MustCompile(`<Default [^>]*></Default>`)

// copyTypes writes the types of parts in order, without those of pictures: there are none.
func copyTypes(out *zip.Writer, f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	types := defaultType.FindAll(text, -1)
	slices.SortFunc(types, bytes.Compare)
	types = slices.DeleteFunc(types, func(t []byte) bool { return bytes.Contains(t, []byte("image/")) })
	rest := defaultType.ReplaceAll(text, nil)
	head, tail, _ := bytes.Cut(rest, []byte("<Override "))
	part, err := out.Create(f.Name)
	if err != nil {
		return err
	}
	_, err = part.Write(slices.Concat(head, bytes.Join(types, nil), []byte("<Override "), tail))
	return err
}
