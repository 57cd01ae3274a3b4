package backup

import (
	"crypto/sha256"
	"errors"
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

// Sealed reports whether a file is a sealed backup.
func Sealed(path string) (bool, error) { return startsWith(path, sealMark) }

// seal writes what a file holds, sealed, into a new file in the folder, and reads that whole again.
func (p Place) seal(path, folder string) (*part, error) {
	to, err := p.newPart(folder)
	if err != nil {
		return nil, err
	}
	if err := p.Key.seal(path, to.path); err != nil {
		return nil, errors.Join(err, to.drop())
	}
	return to, nil
}

func (k *Key) seal(path, to string) error {
	was, now := sha256.New(), sha256.New()
	err := through(path, to, func(in io.Reader, out io.Writer) error {
		w, err := age.Encrypt(out, k.newest())
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
	return err
}

// open writes what a sealed file holds into a file that is there.
func (k *Key) open(path, to string) error {
	if k == nil {
		return ErrSealed
	}
	return through(path, to, k.decrypt)
}

// read reads a sealed file.
func (k *Key) read(path string, out io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(k.decrypt(f, out), f.Close())
}

// opened reads the heading of what is sealed, and gives what follows.
func (k *Key) opened(in io.Reader) (io.Reader, error) {
	plain, err := age.Decrypt(in, k.identities...)
	if _, other := errors.AsType[*age.NoIdentityMatchError](err); other {
		return nil, ErrOtherKey
	}
	if err != nil {
		return nil, store.ErrDamaged
	}
	return plain, nil
}

// decrypt reads what is sealed to its end, which what was cut short has not.
func (k *Key) decrypt(in io.Reader, out io.Writer) error {
	plain, err := k.opened(in)
	if err != nil {
		return err
	}
	if _, err = io.Copy(writerOnly{out}, plain); err != nil {
		if _, ours := errors.AsType[*os.PathError](err); ours { // such as a full disk
			return err
		}
		return store.ErrDamaged
	}
	return nil
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
	shut, err := Sealed(path)
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
	shut, err := Sealed(path)
	if err != nil {
		return err
	}
	if !shut {
		_, err := f(path)
		return err
	}
	temp, err := p.newPart(p.Folder)
	if err != nil {
		return err
	}
	return errors.Join(p.changeSealed(path, temp.path, f), temp.drop())
}

func (p Place) changeSealed(path, temp string, f func(plain string) (bool, error)) error {
	if err := p.Key.open(path, temp); err != nil {
		return err
	}
	changed, err := f(temp)
	if err != nil || !changed {
		return err
	}
	again, err := p.seal(temp, filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(os.Rename(again.path, path), again.drop())
}
