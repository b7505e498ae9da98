package configs

import (
	"embed"
	"io/fs"
)

//go:embed ashar.example.toml
var example string

//go:embed taxonomy.json
var taxonomy string

//go:embed questionnaires/*.json places/*.json
var shipped embed.FS

// Example is a commented TOML file with every setting. As it stands it changes none of the defaults.
func Example() string { return example }

// Taxonomy is the taxonomy of needs as JSON: a version, and in "lists" the lists "need", "sphere" and "competence" in
// the shape of a questionnaire's, with Kyrgyz, Russian and English labels.
func Taxonomy() []byte { return []byte(taxonomy) }

// Questionnaires holds the built-in questionnaires, each "<id>.json" in the shape that survey.ReadQuestionnaire reads.
// Their needs, spheres and kinds of competence are those of the taxonomy.
func Questionnaires() fs.FS { return folder("questionnaires") }

// Places holds the demonstration's municipalities, each "<id>.json" in the shape of a survey.Municipality.
func Places() fs.FS { return folder("places") }

func folder(name string) fs.FS {
	sub, err := fs.Sub(shipped, name)
	if err != nil { // only for a name that is no path
		panic(err)
	}
	return sub
}
