package configs_test

import (
	"strings"
	"testing"

	"ashar/configs"
)

func TestStoreURIFile(t *testing.T) {
	for _, test := range []struct {
		uri      configs.StoreURI
		path     string
		embedded bool
		shown    string
	}{
		{"file:ashar.db", "ashar.db", true, "file:ashar.db"},
		{"file:/var/lib/ashar/ashar.db", "/var/lib/ashar/ashar.db", true, "file:/var/lib/ashar/ashar.db"},
		{"file:///srv/my%20village.db", "/srv/my village.db", true, "file:///srv/my%20village.db"},
		{"mongodb://db/ashar", "", false, "mongodb://db/ashar"},
		{"mongodb+srv://u:p@db/ashar?w=1", "", false, "mongodb+srv://[redacted]@db/ashar"},
	} {
		path, embedded := test.uri.File()
		if path != test.path || embedded != test.embedded || test.uri.String() != test.shown {
			t.Errorf("%s: got %q, %v, shown as %q; want %q, %v, %q",
				string(test.uri), path, embedded, test.uri, test.path, test.embedded, test.shown)
		}
	}
}

func TestStoresThatCannotBe(t *testing.T) {
	for uri, want := range map[string]string{
		"ashar.db":               "is no store",
		"mongodb://":             "is no store",
		"file:":                  "names no file",
		"file:data/":             "names no file",
		"file:ashar%zz.db":       "names no file",
		"file::memory:":          "would be in memory",
		"file:ashar.db?a=b":      "has a part behind ? or #",
		"file://server/ashar.db": "names a file on another host",
	} {
		_, err := configs.Load(configs.Sources{Flags: map[string]string{"store": uri}})
		if err == nil || !strings.Contains(err.Error(), "--store: store: "+want) {
			t.Errorf("%q: got error %v, want one with %q", uri, err, want)
		}
	}
}
