// Package access says who on the staff may do what: accounts with a role in one municipality, sign-in by one-time
// links or passwords, with codes of an app beside them for who wants that, sessions, and an audit trail; and what
// programs may read by a token that somebody of the staff made for them.
//
// In come documents from the store, the time, and secrets as a browser or a program shows them; out come an Account or a
// Grant, and a yes or no. Secrets have 256 bits and are kept by the store as hashes only: whoever reads the database
// cannot sign in. Passwords are kept as argon2id hashes, and the secrets of codes sealed with the instance's secret.
// Residents have no accounts and never come here.
package access
