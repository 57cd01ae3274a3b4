// Package auth knows who may do what: roles and the one table of their acts
// ([Can]), passwords ([Hasher], [CheckPassword]), the brake on guessing them and
// links ([Throttle]), and how much one account may ask for ([Quota]). Residents and
// consultants have roles without accounts: they come by a personal link. It keeps
// nothing itself; accounts and links are in package store.
package auth
