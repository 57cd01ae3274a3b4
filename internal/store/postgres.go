package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
)

// statementTimeout ends a statement that hangs, in milliseconds.
const statementTimeout = "5000"

// applicationOf is how the server tells connections of this program to these tables
// from others.
func applicationOf(params map[string]string) string {
	return strings.TrimSpace("strikerota " + params["search_path"])
}

// errAddress takes the place of errors that repeat the address, with the password.
var errAddress = errors.New("the address of the PostgreSQL server cannot be read")

func (s *Store) openPostgres(ctx context.Context, o Options) error {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return errAddress
	}
	config.ConnConfig.RuntimeParams["application_name"] = applicationOf(config.ConnConfig.RuntimeParams)
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
	if s.writer, err = openGORM(postgres.New(postgres.Config{Conn: pool}), o); err != nil {
		return err
	}
	s.reader = s.writer
	return nil
}

// A Server is where a PostgreSQL database is, for the programs of PostgreSQL.
type Server struct {
	Address  string // a URL without the password
	Password string
	Schema   string // that holds the tables
}

// Quoted is the schema as SQL names it.
func (s Server) Quoted() string { return pgx.Identifier{s.Schema}.Sanitize() }

// serverParts are the parameters of an address that the programs of PostgreSQL know too.
var serverParts = []string{"host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "passfile"}

// ServerOf asks the server at an address which schema the tables are in.
func ServerOf(ctx context.Context, address string) (Server, error) {
	conn, err := connect(ctx, address)
	if err != nil {
		return Server{}, err
	}
	out := Server{Password: conn.Config().Password}
	err = conn.QueryRow(ctx, "SELECT current_schema()").Scan(&out.Schema)
	if err = errors.Join(err, conn.Close(ctx)); err != nil {
		return Server{}, fmt.Errorf("find the tables: %w", err)
	}
	u, err := url.Parse(address)
	if err != nil {
		return Server{}, errAddress
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	query := url.Values{}
	for _, name := range serverParts {
		if u.Query().Has(name) {
			query.Set(name, u.Query().Get(name))
		}
	}
	u.RawQuery = query.Encode()
	out.Address = u.String()
	return out, nil
}

// connect makes one connection, which does not count as the planner's.
func connect(ctx context.Context, address string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errAddress
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("reach the PostgreSQL server: %w", err)
	}
	return conn, nil
}

// A connection that was just closed is listed until its server process has ended, which
// takes a moment, and longer on a busy machine.
const (
	closingTime  = 3 * time.Second
	closingPause = 50 * time.Millisecond
)

// InUsePostgres reports whether this program has the tables of a PostgreSQL database open.
// Before it says yes it waits for connections that are closing, up to three seconds.
func InUsePostgres(ctx context.Context, address string) (bool, error) {
	conn, err := connect(ctx, address)
	if err != nil {
		return false, err
	}
	var used bool
	for end := time.Now().Add(closingTime); ; time.Sleep(closingPause) {
		err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1)",
			applicationOf(conn.Config().RuntimeParams)).Scan(&used)
		if err != nil || !used || time.Now().After(end) {
			return used, errors.Join(err, conn.Close(ctx))
		}
	}
}
