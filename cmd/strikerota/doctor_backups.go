package main

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"strikerota/internal/backup"
	"strikerota/internal/config"
	"strikerota/internal/store"
	"strikerota/rota"
)

// backupAge is how old the newest backup may be: a daily one that is late by two hours.
const backupAge = 26 * time.Hour

// backupFindings look at the backups that were made on this machine.
func backupFindings(w world, c config.Config) []finding {
	newest := finding{of: "newest backup"}
	place, keyErr := keyedBackups(w, c)
	list, err := place.List()
	switch {
	case err != nil:
		newest.wrong = err.Error()
	case len(list) == 0:
		newest.wrong = "there is none on this machine; make one every day: strikerota backup FILE"
	case w.now().Sub(list[len(list)-1].At) > backupAge:
		newest.wrong = "it is of " + list[len(list)-1].At.In(rota.Zone()).Format("2 January 2006, 15:04") + "; make one every day: strikerota backup FILE"
	}
	out := []finding{newest, unfinished(place)}
	if c.Database.BackupKeyFile != "" {
		apart, err := keyApart(c, list)
		if err != nil {
			apart.wrong = err.Error()
		}
		out = append(out, apart)
	}
	for _, b := range list {
		f := private("backup "+b.Path, b.Path, "600")
		if f.wrong == "" && keyErr == nil { // what is wrong with the key is told of it
			f.wrong = unopened(place, b)
		}
		if f.wrong != "" {
			out = append(out, f)
		}
	}
	return out
}

// keyOfBackups looks at who may read the file of keys.
func keyOfBackups(name string) finding {
	if _, err := backup.ReadKey(name); err != nil {
		return finding{of: "key of backups", wrong: err.Error()}
	}
	return private("key of backups", name, "600")
}

// keyApart finds a key of backups in the folder of one that is sealed: whoever copies the folder opens it.
func keyApart(c config.Config, list []backup.Made) (finding, error) {
	f := finding{of: "key of backups is apart from them"}
	key, err := filepath.Abs(c.Database.BackupKeyFile)
	if err != nil {
		return f, err
	}
	var beside []string
	for _, b := range list {
		if filepath.Dir(b.Path) != filepath.Dir(key) {
			continue
		}
		shut, err := backup.Sealed(b.Path)
		if err != nil {
			return f, err
		}
		if shut {
			beside = append(beside, filepath.Base(b.Path))
		}
	}
	if beside != nil {
		f.wrong = key + " lies beside " + strings.Join(beside, ", ") + ": whoever copies that folder opens what is sealed; make backups in another folder, and delete those in this one once newer ones are there"
	}
	return f, nil
}

// unfinished finds what is left of backups that were killed.
func unfinished(place backup.Place) finding {
	f := finding{of: "backups that were not finished"}
	parts, err := place.Parts()
	if err != nil {
		f.wrong = err.Error()
	}
	if len(parts) > 0 {
		f.wrong = strings.Join(parts, ", ") + " may hold everybody who is in the database, and goes with the next backup, purge or start; run: strikerota purge"
	}
	return f
}

// unopened says that no key opens a backup, and what to do; "" where one does, or it is open.
func unopened(place backup.Place, b backup.Made) string {
	err := place.Opens(b.Path)
	if err == nil {
		return ""
	}
	return "of " + rota.DateOf(b.At).Words() + ": " + err.Error() + ". It can neither be restored nor cleared of people when their day comes; " + mendKey + ", or delete it"
}

// cleared finds backups that may hold people who have been deleted.
func cleared(ctx context.Context, _ world, _ config.Config, s *store.Store) (finding, error) {
	f := finding{of: "backups hold nobody who was deleted"}
	certificates, err := s.CertificatesOfAll(ctx)
	var list []string
	for _, c := range certificates {
		if c.Backups == nil {
			continue
		}
		for _, l := range c.Backups.Left {
			list = append(list, filepath.Clean(l.Path)+" of "+rota.DateOf(l.Made).Words()+" may hold people of "+c.Strike+", who were deleted; the planner deletes it on "+l.Gone().Words())
		}
	}
	if list != nil {
		f.wrong = strings.Join(list, "; ") + ". Run strikerota purge, which says what keeps it from clearing them, and mend that or delete them"
	}
	return f, err
}
