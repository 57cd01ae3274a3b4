// Package config reads config.yaml: every setting of the program, each with its
// default, checked before anything starts.
//
// Reading is strict. A key that does not exist, a number without its unit or a
// value out of range stops the program with the key, the line and what would be
// right; all such faults are listed at once. A file that is empty, or a setting
// that is left out, means the default. The config.yaml at the top of the
// repository names every setting and equals [Default]; a test holds the two
// together.
//
// Five settings may also come from the environment (see [Variables]). Secrets come only
// from there or from a file of their own: a password in config.yaml is refused,
// and a [Secret] prints as a placeholder wherever it is printed or logged.
package config
