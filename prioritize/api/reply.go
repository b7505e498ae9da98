package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey/page"
)

// reply is what an operation found. What it says is worked out only for who does not have it yet.
type reply struct {
	// identity is what the answer follows from, beside what was asked and the program: the same gives the same answer,
	// but for when it was given. Nil: nobody can tell.
	identity []any
	name     string              // of a file that it is kept in, without what the format adds
	json     func() (any, error) // as JSON
	table    func() (table, error)
	write    map[string]func(io.Writer) error // by the format's name, what is written by others
	stream   func(io.Writer) error            // what is too long to be held, and is sent as it is written
}

// send sends a reply, or says that who asks has it already.
func (a *API) send(c *call, r reply) error {
	h := c.Response().Header()
	if r.identity != nil {
		tag := weak(append([]any{a.deps.Version, c.op.id, c.format.name, map[string]string(c.query)}, r.identity...)...)
		h.Set("ETag", tag)
		if page.Matches(c.Request(), tag) {
			return c.NoContent(http.StatusNotModified)
		}
	}
	if c.format != asJSON {
		h.Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", r.name+"."+extension(c.format)))
	}
	if r.stream != nil {
		return a.sendStream(c, r.stream)
	}
	var out bytes.Buffer
	if err := r.writeTo(&out, c.format); err != nil {
		return fmt.Errorf("api: %s as %s: %w", c.op.id, c.format.name, err)
	}
	return a.deps.Pages.Send(c, http.StatusOK, c.format.contentType, out.Bytes())
}

// extension is how the names of files of a format end.
func extension(f format) string {
	if f == asHXL {
		return "hxl.csv"
	}
	return f.name
}

// writeTo writes the reply in a format.
func (r reply) writeTo(w io.Writer, f format) error {
	if write := r.write[f.name]; write != nil {
		return write(w)
	}
	if f == asJSON && r.json != nil {
		value, err := r.json()
		if err != nil {
			return err
		}
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(value)
	}
	if r.table == nil {
		return errors.New("it has no such format")
	}
	t, err := r.table()
	if err != nil {
		return err
	}
	switch f {
	case asXLSX:
		return t.writeXLSX(w)
	default:
		return t.writeCSV(w, f == asHXL)
	}
}

// weak is a weak ETag of what an answer follows from.
func weak(of ...any) string {
	sum := sha256.New()
	for _, one := range of {
		fmt.Fprintf(sum, "%v\x00", one)
	}
	return `W/"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
}

// fileName is a name for a file of parts, in letters that every system takes.
func fileName(parts ...string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune(`\/:*?"<>|`, r) {
			return r
		}
		return '-'
	}, strings.Join(parts, "-"))
}
