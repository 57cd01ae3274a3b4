package intake_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// maxMemory is what a process that brings in one file may take at its most, the program itself included.
const maxMemory = 200 << 20

// importOnly is the variable by which this test's own process is told to bring in one file and end.
const importOnly = "STRIKEROTA_IMPORT_ONE_FILE"

func TestMain(m *testing.M) {
	if file := os.Getenv(importOnly); file != "" {
		fmt.Println(importOne(file))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// importOne goes all the way with a file, and says how much memory that took at its most, in kilobytes.
func importOne(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	book, err := sheet.Read(filepath.Base(file), data)
	if err != nil {
		return fmt.Sprint(rota.Faults(err))
	}
	k := july()
	k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	c := intake.Guess(book, "", k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	r := intake.Read(book, c, k)
	changes := intake.Compare(r, c, k)
	entry, memory := intake.Apply(r, c, k)
	runtime.KeepAlive([]any{data, book, changes, entry, memory})
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err.Error()
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	return fmt.Sprint(strings.Fields(after + " unknown")[0], " ", r.Count.Read, " ", r.Count.Faulty)
}

// largest are files of duties of as many rows as go, and nearly as many bytes. As many
// consultants, nobody twice, take more than maxMemory.
func largest() map[string]string {
	const rows = 19_990
	note := strings.Repeat("on the ward ", 33)
	var good, wrong strings.Builder
	good.WriteString("Name,GMC,Grade,Ward,Date,Start,End,Notes\n")
	wrong.WriteString("Name,GMC,Grade,Ward,Date,Start,End,Notes\n")
	for i := range rows {
		fmt.Fprintf(&good, "Doctor %d Example,%d,ST3,W1,%d/07/2025,0800,2030,%s\n", i/5, i/5, 25+i%5, note)
		fmt.Fprintf(&wrong, "Doctor %d Example,%d,Grade %d,Ward %d,%d/07/2025,0800,2030,%s\n", i, i, i, i, 31+i%5, note)
	}
	return map[string]string{"duties": good.String(), "duties that are all at fault": wrong.String()}
}

// TestMostMemory brings each file in, all the way, in a process of its own.
func TestMostMemory(t *testing.T) {
	for name, text := range largest() {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "file.csv")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), importOnly+"="+file)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			used, err := strconv.Atoi(strings.Fields(string(out))[0])
			if err != nil {
				t.Fatalf("it was not brought in: %.200s", out)
			}
			t.Logf("a file of %d kB took %d MB, %.1fs; rows read and at fault: %s", len(text)>>10, used>>10, cmd.ProcessState.UserTime().Seconds(), out)
			if used<<10 > maxMemory {
				t.Errorf("it took %d MB, at most %d are allowed", used>>10, maxMemory>>20)
			}
		})
	}
}
