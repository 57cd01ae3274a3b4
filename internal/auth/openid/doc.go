// Package openid signs people in with the account that they have elsewhere, as at their
// trust or NHSmail, by OpenID Connect: the code flow with PKCE, state and nonce. A
// [Provider] begins an [Attempt], and of the provider's answer makes an [Identity]: who it
// is, known by issuer and subject, and the role that the groups of the settings give them.
// It keeps nothing itself.
package openid
