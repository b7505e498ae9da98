package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// readFile reads a file, which errors name.
func readFile[T any](name string, read func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(name)
	if err != nil {
		return none, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	t, err := read(f)
	if err != nil {
		return none, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// printJSON prints a document as people read it.
func printJSON(w io.Writer, doc any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
}
