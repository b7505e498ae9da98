package survey

import (
	"fmt"
	"strconv"
	"strings"
)

// Fault is one thing that keeps a questionnaire from being asked, and where it is.
type Fault struct {
	// Pointer is a JSON Pointer (RFC 6901) to the member at fault, such as
	// "/questions/2/of", whether or not the questionnaire came from JSON.
	Pointer string
	What    string // names the thing at fault and says what is wrong with it
}

// Error returns What.
func (f *Fault) Error() string { return f.What }

// pointer makes a JSON Pointer of member names and indexes. No name of a
// questionnaire's members needs escaping.
func pointer(path ...any) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteByte('/')
		switch p := p.(type) {
		case int:
			b.WriteString(strconv.Itoa(p))
		default:
			fmt.Fprint(&b, p)
		}
	}
	return b.String()
}
