package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"strikerota/internal/config"
	"strikerota/internal/store"
)

// auditKey is the file with the key that seals the audit.
func auditKey(c config.Config) keyFile {
	return newKeyFile(c, "the audit", c.Database.AuditKeyFile, "audit.key", store.AuditKeyBytes)
}

// auditKeyGone says that the file of the key is not there, and what to do; nil where it is.
func auditKeyGone(c config.Config) error {
	k := auditKey(c)
	if _, err := os.Stat(k.path); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fmt.Errorf("the key of the audit is not there, so that nobody can say whether the audit is whole: put the copy of it at %s, or, if it is lost, run \"strikerota audit renew\"", k.path)
}

// headsPath is the file in which the head of the audit is noted every hour.
func headsPath(c config.Config) string {
	return filepath.Join(filepath.Dir(c.Database.Path), "audit.heads")
}

// noteHead notes the head of the audit outside the database, in a file and in the log,
// unless it was noted last.
func (o *opened) noteHead(ctx context.Context) error {
	head, err := o.AuditHead(ctx)
	if err != nil || head.Seq == 0 {
		return err
	}
	noted, err := readHeads(headsPath(o.config))
	if err != nil || len(noted) > 0 && noted[len(noted)-1].Hash == head.Hash {
		return err
	}
	f, err := os.OpenFile(headsPath(o.config), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s %d %s\n", head.At.UTC().Format(time.RFC3339), head.Seq, head.Hash)
	o.log.Info("the head of the audit", slog.Int64("record", head.Seq), slog.String("hash", head.Hash))
	return errors.Join(err, f.Close())
}

// readHeads reads the heads that were noted, the oldest first: none when there is no file.
func readHeads(path string) (out []store.AuditHead, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		at, rest, _ := strings.Cut(lines.Text(), " ")
		seq, hash, _ := strings.Cut(rest, " ")
		h := store.AuditHead{Hash: hash}
		var err1, err2 error
		h.At, err1 = time.Parse(time.RFC3339, at)
		h.Seq, err2 = strconv.ParseInt(seq, 10, 64)
		if err1 != nil || err2 != nil {
			err = fmt.Errorf("line %d of %s is no head of an audit", n, path)
			break
		}
		out = append(out, h)
	}
	return out, errors.Join(err, lines.Err(), f.Close())
}
