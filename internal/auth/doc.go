// Package auth knows who may do what: roles and the one table of their acts
// ([Can]), passwords ([Hasher], [CheckPassword]) and the brake on guessing them
// ([Throttle]). It keeps nothing itself; accounts are in package store.
package auth
