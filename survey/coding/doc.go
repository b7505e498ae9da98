// Package coding brings what residents wrote in their own words to needs.
//
// In come texts, the needs that there are, and what coders said of texts; out come groups of texts that say the same, found
// in any spelling, with a need suggested for each and why; how far two coders agree; and what is still to be coded. A suggestion is never more than
// that: coders decide. Everything follows from the texts alone, on every machine in the same way, and asks nobody.
package coding
