package configs

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
)

// fileScheme begins the URI of the embedded store.
const fileScheme = "file:"

// StoreURI says where everything is kept: "file:" and a path for the embedded store, "mongodb://..." or
// "mongodb+srv://..." for a server. Such a URI may hold a password, so printing or logging it shows only what is not
// secret; string(u) is the URI itself.
type StoreURI string

// File is the path of the embedded store's database file, as store.Open understands the URI; false when a server keeps
// everything.
func (u StoreURI) File() (string, bool) {
	rest, ok := strings.CutPrefix(string(u), fileScheme)
	if !ok {
		return "", false
	}
	if path, ok := strings.CutPrefix(rest, "//"); ok {
		rest = path
	}
	path, err := url.PathUnescape(rest)
	return path, err == nil
}

// String is the URI without the user's name, password and options.
func (u StoreURI) String() string {
	if _, ok := u.File(); ok {
		return string(u)
	}
	scheme, rest, ok := strings.Cut(string(u), "://")
	if !ok {
		return redacted
	}
	if i := strings.LastIndex(rest, "@"); i >= 0 {
		rest = redacted + rest[i:]
	}
	rest, _, _ = strings.Cut(rest, "?")
	return scheme + "://" + rest
}

// Format prints String with any verb.
func (u StoreURI) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, u.String()) }

// LogValue logs String.
func (u StoreURI) LogValue() slog.Value { return slog.StringValue(u.String()) }

// MarshalText writes String. There is no way back.
func (u StoreURI) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// storeURI reads where everything is kept. Its errors do not repeat the URI.
func storeURI(s string) (StoreURI, error) {
	u := StoreURI(s)
	if rest, ok := strings.CutPrefix(s, fileScheme); ok {
		path, readable := u.File()
		switch {
		case strings.ContainsAny(rest, "?#"):
			return "", errors.New("has a part behind ? or #, which a file store does not take; leave it out")
		case strings.HasPrefix(rest, "//") && !strings.HasPrefix(rest, "///"):
			return "", errors.New("names a file on another host; write file:PATH for one on this machine")
		case strings.HasPrefix(path, ":"):
			return "", errors.New("would be in memory, and lost; write a file's path behind file:, such as file:ashar.db")
		case !readable, path == "", strings.HasSuffix(path, "/"):
			return "", errors.New("names no file; write its path behind file:, such as file:ashar.db")
		}
		return u, nil
	}
	for _, scheme := range []string{"mongodb://", "mongodb+srv://"} {
		if host, ok := strings.CutPrefix(s, scheme); ok && host != "" {
			return u, nil
		}
	}
	return "", errors.New("is no store; write file:PATH for the embedded one, or mongodb://HOST/DATABASE for a server")
}
