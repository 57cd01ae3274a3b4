// Package backup copies the database into a file while the planner runs, and puts such
// a file in the place of the database while it does not.
//
// A backup of SQLite is a database; one of PostgreSQL is what pg_dump writes in its own
// format. Each is written under another name, read whole and checked, and only then has
// its own name: there is never half a backup. A restore checks a copy of the file
// before it touches anything, and keeps aside what was there.
//
// With a key a backup is sealed, in the format of age: whoever has it without the key reads
// nothing. A file may hold several keys: the last seals, all open. The key stays on the machine, since people are to be deleted from backups too.
//
// What is being written is a part, which may hold everybody: its process holds a lock, and one that nobody
// holds any more is deleted by the next backup, restore, purge or start.
//
// A list beside the database names every backup that was made on this machine, for
// those who have to delete what is in them.
package backup
