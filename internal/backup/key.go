package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"filippo.io/age"
)

var (
	// ErrSealed means that a backup is sealed, and that no key is named.
	ErrSealed = errors.New("the backup is sealed: name the file of its key in database.backup_key_file")
	// ErrOtherKey means that a backup is sealed with another key.
	ErrOtherKey = errors.New("the backup is sealed with another key than those of database.backup_key_file")
)

// A Key is what a file of keys holds: the newest, which is the last of the file, seals backups, and each opens what
// it has sealed.
type Key struct{ identities []age.Identity } // all of X25519

// AddKey writes a new key into a file, for its owner alone: one that is not there yet, or one of keys, which it keeps.
// It gives how many keys the file had.
func AddKey(path string) (before int, err error) {
	was, err := ReadKey(path)
	if err == nil {
		before = len(was.identities)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return 0, err
	}
	words := "# a key of backups: keep a copy of this file apart from them"
	if before > 0 {
		words = "\n# the key of backups from here on; those above open older ones"
	}
	return before, appendTo(path, fmt.Sprintf("%s\n# public key: %s\n%s\n", words, identity.Recipient(), identity))
}

// appendTo writes a text at the end of a file, which keeps its owner and what is in it: all of it, or nothing.
func appendTo(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		if _, err = f.WriteString(text); err == nil {
			err = f.Sync()
		}
		if err != nil {
			err = errors.Join(err, f.Truncate(info.Size()))
		}
	}
	return errors.Join(err, f.Close())
}

// ReadKey reads the keys of a file, which must be one that not everybody can read.
func ReadKey(path string) (*Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read the key of backups: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("every user of this machine can read the key of backups; run: chmod 600 %s", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the key of backups: %w", err)
	}
	list, err := age.ParseIdentities(bytes.NewReader(text)) // the error would repeat some of it
	for _, one := range list {
		if _, ok := one.(*age.X25519Identity); !ok {
			err = errors.ErrUnsupported
		}
	}
	if err != nil || len(list) == 0 {
		return nil, fmt.Errorf("%s is no key of backups: make one with strikerota backup -new-key FILE", path)
	}
	return &Key{list}, nil
}

// newest is whom backups are sealed for from now on.
func (k *Key) newest() *age.X25519Recipient {
	return k.identities[len(k.identities)-1].(*age.X25519Identity).Recipient()
}

// Opens reports whether a backup is open or one of the keys opens it, by its heading alone: [ErrSealed] where there is
// no key, and [ErrOtherKey].
func (p Place) Opens(path string) error {
	shut, err := Sealed(path)
	switch {
	case err != nil || !shut:
		return err
	case p.Key == nil:
		return ErrSealed
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = p.Key.opened(f)
	return errors.Join(err, f.Close())
}
