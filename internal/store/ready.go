package store

import (
	"context"
	"fmt"
	"path/filepath"

	"gorm.io/gorm"
)

// LeastDisk is how many bytes must be free beside the database: a save that finds none fails.
const LeastDisk = 200 << 20

// Ready reports whether the database can be relied on now: nil, or what is wrong. It
// can save, its file is the one that was opened, its tables are those of this program,
// and there is room on its disk.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.Healthy(ctx); err != nil {
		return err
	}
	have, newest, err := s.TableVersions(ctx)
	if err != nil {
		return err
	}
	free, known, err := s.FreeDisk()
	if err != nil {
		return err
	}
	return fit(have, newest, free, known)
}

// fit refuses tables of another version, and too little room.
func fit(have, newest int64, free uint64, known bool) error {
	if have != newest {
		return fmt.Errorf("%w: its tables are of version %d, this program's of %d", ErrUnavailable, have, newest)
	}
	if known && free < LeastDisk {
		return fmt.Errorf("%w: %d MB are left on its disk", ErrUnavailable, free>>20)
	}
	return nil
}

// TableVersions are the version of the tables in the database, 0 when there are none, and the
// newest that this program knows.
func (s *Store) TableVersions(ctx context.Context) (have, newest int64, err error) {
	if newest, err = newestTables(); err != nil {
		return 0, 0, err
	}
	err = s.read(ctx, func(tx *gorm.DB) error {
		if !tx.Migrator().HasTable("goose_db_version") {
			return nil
		}
		return gorm.G[int64](tx).Raw("SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version").Scan(ctx, &have)
	})
	if err != nil {
		return 0, 0, fmt.Errorf("read the version of the tables: %w", err)
	}
	return have, newest, nil
}

// HoldsRows reports whether tables of any version hold an account or a strike.
func (s *Store) HoldsRows(ctx context.Context) (holds bool, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		return gorm.G[bool](tx).Raw("SELECT EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM strikes)").Scan(ctx, &holds)
	})
	if err != nil {
		return false, fmt.Errorf("see whether the tables hold anything: %w", err)
	}
	return holds, nil
}

// FreeDisk is how many bytes are free beside a SQLite database, where that is known.
func (s *Store) FreeDisk() (free uint64, known bool, err error) {
	if s.path == "" {
		return 0, false, nil
	}
	free, known, err = freeDisk(filepath.Dir(s.path))
	if err != nil {
		return 0, false, fmt.Errorf("see how much room is left: %w", err)
	}
	return free, known, nil
}
