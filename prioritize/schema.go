package prioritize

import (
	_ "embed"
	"slices"
)

//go:embed ranking.schema.json
var rankingSchema []byte

// JSONSchema is the JSON Schema (2020-12) of a Ranking as JSON. It allows no member that it does not name.
func JSONSchema() []byte { return slices.Clone(rankingSchema) }
