package analysis

import (
	_ "embed"
	"slices"
)

//go:embed analysis.schema.json
var documentSchema []byte

// JSONSchema is the JSON Schema (2020-12) of what WriteJSON writes, for those who read it with programs of their own. It
// allows no member that it does not name.
func JSONSchema() []byte { return slices.Clone(documentSchema) }
