package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"strikerota/internal/store"
)

// dumpMark is how what pg_dump writes begins.
const dumpMark = "PGDMP"

// ErrNoTools means that the programs of PostgreSQL are not there.
var ErrNoTools = errors.New("backups of PostgreSQL need its programs pg_dump, pg_restore and psql, of the server's version or newer; on Debian: apt install postgresql-client")

// tool is one of PostgreSQL's programs on this database. The password is in its
// environment, where other users of the machine cannot read it.
func (p Place) tool(ctx context.Context, name string, args ...string) (*exec.Cmd, error) {
	exe, err := exec.LookPath(name)
	if err != nil {
		return nil, ErrNoTools
	}
	cmd := exec.CommandContext(ctx, exe, args...)
	// A dump is of every trust, and so is a restore: see package store's policies.
	cmd.Env = append(os.Environ(), "PGCONNECT_TIMEOUT=5", "PGOPTIONS="+strings.TrimSpace(os.Getenv("PGOPTIONS")+" -c app.trust="+store.OfEveryTrust))
	return cmd, nil
}

// connected adds where the database is.
func connected(cmd *exec.Cmd, at store.Server) {
	cmd.Args = append(cmd.Args, "--dbname="+at.Address)
	cmd.Env = append(cmd.Env, "PGPASSWORD="+at.Password)
}

// told runs a program and gives its first line of complaint as the error: later ones may repeat rows.
func told(cmd *exec.Cmd) error {
	var complaint strings.Builder
	cmd.Stderr = &complaint
	if err := cmd.Run(); err != nil {
		first, _, _ := strings.Cut(complaint.String(), "\n")
		return fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, first)
	}
	return nil
}

// dump writes the database into a file.
func (p Place) dump(ctx context.Context, path string) error {
	at, err := store.ServerOf(ctx, p.URL)
	if err != nil {
		return err
	}
	cmd, err := p.tool(ctx, "pg_dump", "--format=custom", "--enable-row-security", "--no-owner", "--no-privileges", "--schema="+at.Schema, "--file="+path)
	if err != nil {
		return err
	}
	connected(cmd, at)
	return told(cmd)
}

// checkDump reads all of a dump and refuses what [store.CheckFile] would.
func (p Place) checkDump(ctx context.Context, path string) error {
	dump, err := startsWith(path, dumpMark)
	if err != nil {
		return err
	}
	if !dump {
		return fmt.Errorf("%w (database.driver is postgres)", store.ErrForeign)
	}
	at, err := store.ServerOf(ctx, p.URL)
	if err != nil {
		return err
	}
	cmd, err := p.tool(ctx, "pg_restore", "--schema="+at.Schema, "--file=-", path)
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	version, err := versionIn(out)
	if ended := cmd.Wait(); err != nil || ended != nil {
		return errors.Join(store.ErrDamaged, ctx.Err())
	}
	if version < 0 {
		return store.ErrForeign
	}
	return store.Known(version)
}

// versionIn is the version of the tables in a script that pg_restore writes, which it
// reads to the end: -1 where there is none.
func versionIn(script io.Reader) (int64, error) {
	version, inside := int64(-1), false
	lines := bufio.NewReaderSize(script, 1<<16)
	for {
		line, err := lines.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			return version, nil
		case errors.Is(err, bufio.ErrBufferFull): // a long row: of another table
			continue
		case err != nil:
			return version, err
		}
		text := string(line)
		if inside && text == "\\.\n" {
			inside = false
		}
		if inside {
			if v, err := strconv.ParseInt(field(text, 1), 10, 64); err == nil {
				version = max(version, v)
			}
		}
		// Of rows of this program only this table's begin with its name.
		inside = inside || strings.HasPrefix(text, "COPY ") && strings.Contains(text, ".goose_db_version (id, version_id,")
	}
}

// field is one of the columns of a line of a COPY.
func field(line string, n int) string {
	columns := strings.Split(line, "\t")
	if n >= len(columns) {
		return ""
	}
	return columns[n]
}

// restoreOpened is restoreDump of a file that may be sealed.
func (p Place) restoreOpened(ctx context.Context, path string, prepare func(context.Context, store.Options) error) (string, error) {
	shut, err := Sealed(path)
	if err != nil {
		return "", fmt.Errorf("read the backup: %w", err)
	}
	if !shut {
		return p.restoreDump(ctx, path, prepare)
	}
	temp, err := p.newPart(p.Folder)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	aside, err := "", p.Key.open(path, temp.path)
	if err == nil {
		aside, err = p.restoreDump(ctx, temp.path, prepare)
	}
	return aside, errors.Join(err, temp.drop())
}

// restoreDump keeps a dump of what is there, and has the file replace it in one transaction.
func (p Place) restoreDump(ctx context.Context, path string, prepare func(context.Context, store.Options) error) (string, error) {
	if err := p.checkDump(ctx, path); err != nil {
		return "", err
	}
	aside, err := p.asideOf(filepath.Join(p.Folder, "postgres"))
	if err != nil {
		return "", err
	}
	if aside, err = p.Make(ctx, aside); err != nil && !errors.Is(err, store.ErrForeign) { // an empty database has nothing to keep
		return "", fmt.Errorf("keep aside what is there: %w", err)
	}
	if err := p.replay(ctx, path); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	if err := prepare(ctx, p.Options); err != nil {
		return "", fmt.Errorf("bring the restored database up to date: %w", err)
	}
	return aside, nil
}

// replay empties the database's schema and fills it from the dump: all, or nothing.
func (p Place) replay(ctx context.Context, path string) error {
	at, err := store.ServerOf(ctx, p.URL)
	if err != nil {
		return err
	}
	script, err := p.newPart(p.Folder)
	if err != nil {
		return err
	}
	read, err := p.tool(ctx, "pg_restore", "--schema="+at.Schema, "--no-owner", "--no-privileges", "--file="+script.path, path)
	if err == nil {
		err = told(read)
	}
	if err == nil {
		err = p.run(ctx, at, script.path)
	}
	return errors.Join(err, script.drop())
}

// run runs a script on an emptied schema, in one transaction.
func (p Place) run(ctx context.Context, at store.Server, script string) error {
	cmd, err := p.tool(ctx, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse",
		"--output="+os.DevNull, "--command=DROP SCHEMA "+at.Quoted()+" CASCADE; CREATE SCHEMA "+at.Quoted(), "--file="+script)
	if err != nil {
		return err
	}
	connected(cmd, at)
	return told(cmd)
}
