// Package store is where everything is kept: one document model on two engines,
// MongoDB and SQLite.
//
// In come the domain's values; each is kept as one BSON document with a
// deterministic _id, byte for byte the same in both engines, so that Copy can
// move a municipality from a laptop to a cluster and back. What the store does
// for the domain is written once, over the few things that every engine does:
// insert once, replace if unchanged, get, scan in the order of a declared index,
// delete. Each of these touches one document and is atomic and durable by
// itself; there are no transactions over several.
//
// A write that returns nil is on the disk (SQLite) or journaled by a majority
// of the servers (MongoDB). Errors wrap one of survey's kinds: ErrExists,
// ErrNotFound, ErrConflict, ErrInvalid for a document that no engine can keep,
// ErrUnavailable when the database does not answer, or does not yet know whether a
// majority of its servers has what was written. After that, and after an error
// without a kind, a cancelled context among them, a write may have happened or not:
// inserting the same document again finds out.
package store
