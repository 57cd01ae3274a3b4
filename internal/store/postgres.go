package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// statementTimeout ends a statement that hangs, in milliseconds.
const statementTimeout = "5000"

func (s *Store) openPostgres(ctx context.Context, o Options) error {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return errors.New("the address of the PostgreSQL server cannot be read") // err repeats it, with the password
	}
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	config.MaxConns = max(config.MaxConns, 8)
	if config.ConnConfig.RuntimeParams["statement_timeout"] == "" {
		config.ConnConfig.RuntimeParams["statement_timeout"] = statementTimeout
	}
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return err
	}
	pool := stdlib.OpenDBFromPool(s.pool)
	s.closer = append(s.closer, pool)
	if err := pool.PingContext(ctx); err != nil {
		return fmt.Errorf("reach the PostgreSQL server: %w", err)
	}
	if s.writer, err = gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig(o)); err != nil {
		return err
	}
	s.reader = s.writer
	return nil
}
