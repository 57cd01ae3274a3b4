// Package storetest opens databases for tests: a SQLite file in the test's own
// folder, and, when ROTA_TEST_PG holds the address of a PostgreSQL server, a
// schema of its own there. Both go when the test ends.
package storetest
