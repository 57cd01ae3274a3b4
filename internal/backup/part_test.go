package backup_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"strikerota/internal/backup"
	"strikerota/internal/store"
)

// writesPart has the test program write a part of a backup in the folder, and say so, until it is killed.
const writesPart = "STRIKEROTA_TEST_WRITES_PART"

func TestMain(m *testing.M) {
	folder := os.Getenv(writesPart)
	if folder == "" {
		os.Exit(m.Run())
	}
	path, err := backup.Place{Folder: folder}.NewPart(filepath.Join(folder, "elsewhere"))
	fmt.Println(path, err)
	select {}
}

// TestKilled holds that what a killed process was writing is found and deleted, also in a folder in which there is no
// backup yet, and not while the process runs.
func TestKilled(t *testing.T) {
	p := backup.Place{Options: store.Options{Driver: store.SQLite}, Folder: t.TempDir()}
	if err := os.Mkdir(filepath.Join(p.Folder, "elsewhere"), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), writesPart+"="+p.Folder)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var path, wrong string
	line, err := bufio.NewReader(out).ReadString('\n')
	if _, scan := fmt.Sscan(line, &path, &wrong); err != nil || scan != nil || wrong != "<nil>" {
		t.Fatalf("the other process: %q, %v", line, err)
	}
	for _, name := range []string{path, path + "-wal"} {
		if err := os.WriteFile(name, []byte("everybody"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := p.Clean(); err != nil || got != nil || !exists(path) {
		t.Errorf("while it is written: %q, %v", got, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	if got, err := p.Parts(); err != nil || !slices.Equal(got, []string{path}) || !exists(path) {
		t.Errorf("once it is killed: %q, %v; want %q", got, err, path)
	}
	if list, err := p.List(); err != nil || list != nil {
		t.Errorf("the list of backups has it: %v, %v", list, err)
	}
	if got, err := p.Clean(); err != nil || !slices.Equal(got, []string{path}) {
		t.Errorf("cleared are %q, %v", got, err)
	}
	if files, err := filepath.Glob(filepath.Join(p.Folder, "*", ".*")); err != nil || files != nil {
		t.Errorf("left are %q, %v", files, err)
	}
	if files, err := filepath.Glob(filepath.Join(p.Folder, ".*")); err != nil || files != nil {
		t.Errorf("left are %q, %v", files, err)
	}
}

// TestPartsOnce holds that a part is told of once and by its whole path, however the folder is named, and that what SQLite
// left beside one that is gone is found and deleted too.
func TestPartsOnce(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	p := backup.Place{Options: store.Options{Driver: store.SQLite}, Folder: "data"}
	if err := os.Mkdir("data", 0o700); err != nil {
		t.Fatal(err)
	}
	list := fmt.Sprintf("2026-01-01T00:00:00Z %q\n2026-01-01T00:00:00Z %q\n", "data/one", filepath.Join(root, "data", "two"))
	for name, text := range map[string]string{"backups.txt": list, ".strikerota-A.part": "", ".strikerota-A.part-wal": "", ".strikerota-B.part-journal": ""} {
		if err := os.WriteFile(filepath.Join("data", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{filepath.Join(root, "data", ".strikerota-A.part"), filepath.Join(root, "data", ".strikerota-B.part-journal")}
	if got, err := p.Clean(); err != nil || !slices.Equal(got, want) {
		t.Errorf("cleared are %q, %v; want %q", got, err, want)
	}
	if files, err := filepath.Glob(filepath.Join(root, "data", ".*")); err != nil || files != nil {
		t.Errorf("left are %q, %v", files, err)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
