// Package auth knows who may do what: roles and the one table of their acts
// ([Can]), passwords ([Hasher], [CheckPassword]), the brake on guessing them
// ([Throttle]), and how much one account may ask for ([Quota]). It keeps nothing
// itself; accounts are in package store.
package auth
