package analysis

import (
	"encoding/json"
	"fmt"
	"io"
)

// WriteJSON writes the Document as JSON, in all its languages. Its members are
// those of Document and of what it holds, as their tags name them; Schema tells
// their version. Columns are known by "id", shares are of 0..1, a cell without a
// value says in "state" why, and the ids of messages are those of the program's
// words. The same Document gives the same bytes.
func (d *Document) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	copied := *d
	copied.Made = d.Made.UTC()
	if err := enc.Encode(copied); err != nil {
		return fmt.Errorf("analysis: JSON: %w", err)
	}
	return nil
}
