// Package staff is the room in which those who run surveys look after their accounts: one's own password, codes,
// language and sessions; the colleagues of a municipality; its audit trail; its names, its villages and their people;
// and, for the instance's administrators, the municipalities.
//
// In come requests behind the door; out come pages, and changes of accounts by package access, which decides what may
// be and tells the audit trail. Tables of villages are read by package census. Of residents and their answers it knows
// nothing.
package staff
