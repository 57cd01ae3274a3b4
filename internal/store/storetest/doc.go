// Package storetest opens databases for tests: a SQLite file in the test's own
// folder, and, when ROTA_TEST_PG holds the address of a PostgreSQL server, a
// database of its own there. Both go when the test ends. Tables are made once, and
// copied for each test; the server keeps the database that is copied from.
package storetest
