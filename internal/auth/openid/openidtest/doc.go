// Package openidtest is a provider of OpenID Connect for tests, as a process of its own
// ([Start]): the library's own provider does the protocol, with people who are named in
// the address of its page of signing in. It can be told to change its key, and to spoil
// the next token ([Spoils]), as a provider that is broken or hostile would.
package openidtest
