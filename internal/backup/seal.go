package backup

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"

	"strikerota/internal/store"
)

// sealMark is how a sealed backup begins: the format of age, https://age-encryption.org/v1, which other programs
// open with the same key.
const sealMark = "age-encryption.org/v1\n"

var (
	// ErrSealed means that a backup is sealed, and that no key is named.
	ErrSealed = errors.New("the backup is sealed: name the file of its key in database.backup_key_file")
	// ErrOtherKey means that a backup is sealed with another key.
	ErrOtherKey = errors.New("the backup is sealed with another key than that of database.backup_key_file")
)

// A Key seals backups, and opens what it has sealed.
type Key struct{ identity *age.X25519Identity }

// NewKey writes a new key into a file that is not there yet, for its owner alone.
func NewKey(path string) error {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "# the key of backups: keep a copy apart from them\n# public key: %s\n%s\n", identity.Recipient(), identity)
	return errors.Join(err, f.Sync(), f.Close())
}

// ReadKey reads the key of a file, which must be one that not everybody can read.
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
	if err == nil && len(list) == 1 {
		if identity, ok := list[0].(*age.X25519Identity); ok {
			return &Key{identity}, nil
		}
	}
	return nil, fmt.Errorf("%s is no key of backups: make one with strikerota backup -new-key FILE", path)
}

// sealed reports whether a file is a sealed backup.
func sealed(path string) (bool, error) { return startsWith(path, sealMark) }

// seal writes what a file holds, sealed, into a new file in the folder, and reads that whole again.
func (k *Key) seal(path, folder string) (string, error) {
	to, err := newFile(folder)
	if err != nil {
		return "", err
	}
	was, now := sha256.New(), sha256.New()
	err = through(path, to, func(in io.Reader, out io.Writer) error {
		w, err := age.Encrypt(out, k.identity.Recipient())
		if err != nil {
			return err
		}
		_, err = io.Copy(w, io.TeeReader(in, was))
		return errors.Join(err, w.Close())
	})
	if err == nil {
		err = flush(to)
	}
	if err == nil {
		err = k.read(to, now)
	}
	if err == nil && !slices.Equal(was.Sum(nil), now.Sum(nil)) {
		err = store.ErrDamaged
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(to))
	}
	return to, nil
}

// open writes what a sealed file holds into a file that is there.
func (k *Key) open(path, to string) error {
	if k == nil {
		return ErrSealed
	}
	return through(path, to, func(_ io.Reader, out io.Writer) error { return k.read(path, out) })
}

// read reads a sealed file to its end, which one that was cut short has not.
func (k *Key) read(path string, out io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = func() error {
		plain, err := age.Decrypt(f, k.identity)
		var other *age.NoIdentityMatchError
		if errors.As(err, &other) {
			return ErrOtherKey
		}
		if err != nil {
			return store.ErrDamaged
		}
		if _, err = io.Copy(writerOnly{out}, plain); err != nil {
			if _, ours := errors.AsType[*os.PathError](err); ours { // such as a full disk
				return err
			}
			return store.ErrDamaged
		}
		return nil
	}()
	return errors.Join(err, f.Close())
}

// A writerOnly is a writer that io.Copy does not ask for more.
type writerOnly struct{ io.Writer }

// through has f read one file and write into another that is there.
func through(from, to string, f func(io.Reader, io.Writer) error) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	return errors.Join(f(in, out), in.Close(), out.Close())
}

// plain writes a backup, opened if it is sealed, into a file that is there.
func (p Place) plain(path, to string) error {
	shut, err := sealed(path)
	switch {
	case err != nil:
		return err
	case shut:
		return p.Key.open(path, to)
	}
	return through(path, to, func(in io.Reader, out io.Writer) error {
		_, err := io.Copy(out, in)
		return err
	})
}

// Change has f change a backup of SQLite, which it is given opened and reports to have changed or not. One that is
// sealed is so again afterwards; meanwhile it lies opened beside the database, for its owner alone.
func (p Place) Change(path string, f func(plain string) (bool, error)) error {
	shut, err := sealed(path)
	if err != nil {
		return err
	}
	if !shut {
		_, err := f(path)
		return err
	}
	temp, err := newFile(p.Folder)
	if err != nil {
		return err
	}
	return errors.Join(p.changeSealed(path, temp, f), removeAll(temp))
}

func (p Place) changeSealed(path, temp string, f func(plain string) (bool, error)) error {
	if err := p.Key.open(path, temp); err != nil {
		return err
	}
	changed, err := f(temp)
	if err != nil || !changed {
		return err
	}
	again, err := p.Key.seal(temp, filepath.Dir(path))
	if err != nil {
		return err
	}
	if err := os.Rename(again, path); err != nil {
		return errors.Join(err, os.Remove(again))
	}
	return nil
}
