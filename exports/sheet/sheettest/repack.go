package sheettest

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// Parts reads every part of a workbook, by name.
func Parts(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	each(t, data, func(name string, part []byte) { out[name] = part })
	return out
}

func each(t testing.TB, data []byte, do func(name string, part []byte)) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		do(f.Name, part)
	}
}

// Repack copies a workbook, giving each part to do: it returns the new content, and
// false to leave the part out. What is more is written behind them.
func Repack(t testing.TB, data []byte, do func(name string, part []byte) ([]byte, bool), more ...func(*zip.Writer)) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	each(t, data, func(name string, part []byte) {
		if out, keep := do(name, part); keep {
			Add(name, out)(w)
		}
	})
	for _, m := range more {
		m(w)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// Add writes one part.
func Add(name string, content []byte) func(*zip.Writer) {
	return func(w *zip.Writer) {
		out, err := w.Create(name)
		if err == nil {
			_, err = out.Write(content)
		}
		if err != nil {
			panic(err)
		}
	}
}

// InPart changes one part. One that is not there is added.
func InPart(t testing.TB, data []byte, name string, do func([]byte) []byte) []byte {
	t.Helper()
	found := false
	out := Repack(t, data, func(n string, part []byte) ([]byte, bool) {
		if n != name {
			return part, true
		}
		found = true
		return do(part), true
	})
	if found {
		return out
	}
	return Repack(t, data, func(_ string, part []byte) ([]byte, bool) { return part, true }, Add(name, do(nil)))
}
