// Package outline says which parts a situation analysis has, in which order and in whose words.
//
// The methodologies of the SEDP come in versions, and a municipality may have its own wishes: a Template names the
// tables, their columns and their titles. Two are shipped, and each municipality may change its copy, which is an
// Edition. Nothing here knows of figures: package analysis makes the tables, and lays them out as the Template says.
//
// It does no I/O and has no clock. What two people change of one Template at the same time is told to the second.
package outline
