package page

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/klauspost/compress/gzip"

	"ashar/survey/locale"
)

//go:embed all:assets all:templates
var files embed.FS

// Config is what Pages are made of.
type Config struct {
	// Words are the program's own words. Required.
	Words *locale.Words
	// PublicURL is the address under which people reach the service, such as "https://ashar.example.kg". Its scheme
	// decides whether cookies are for HTTPS only. Required.
	PublicURL string
	// TrustedProxies are the networks of reverse proxies whose X-Forwarded-For is believed. With none, the address of
	// the connection is the client's, and the header counts for nothing.
	TrustedProxies []netip.Prefix
	// Log takes the access log and failures; slog.DiscardHandler if nil.
	Log *slog.Logger
}

// Pages holds what all rooms share. It is safe for concurrent use once the rooms are made.
type Pages struct {
	words   *locale.Words
	public  *url.URL
	proxies []netip.Prefix
	log     *slog.Logger
	assets  *assets
	own     *Room // failures, in the residents' layout
	door    *Door // nil where there is no staff
	buffers pool[*bytes.Buffer]
	zippers pool[*gzip.Writer]
}

// New builds the shared assets and pages. It fails on a Config that lacks something, or whose PublicURL is not an
// absolute http or https address.
func New(cfg Config) (*Pages, error) {
	if cfg.Words == nil {
		return nil, fmt.Errorf("page: no words given")
	}
	public, err := url.Parse(strings.TrimSuffix(cfg.PublicURL, "/"))
	if err != nil {
		return nil, fmt.Errorf("page: public URL: %w", err)
	}
	if public.Scheme != "http" && public.Scheme != "https" || public.Host == "" {
		return nil, fmt.Errorf("page: public URL %q is not like https://ashar.example.kg", cfg.PublicURL)
	}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	p := &Pages{words: cfg.Words, public: public, proxies: cfg.TrustedProxies, log: log}
	if p.assets, err = newAssets(files); err != nil {
		return nil, err
	}
	own, err := fs.Sub(files, "templates/own")
	if err != nil {
		return nil, fmt.Errorf("page: own templates: %w", err)
	}
	if p.own, err = p.room(Form, own, "."); err != nil {
		return nil, err
	}
	return p, nil
}

// Languages are those in which the program itself speaks.
func (p *Pages) Languages() []string { return p.words.Languages() }

// URL is the public address of a path of the service, for links in print and in messages.
func (p *Pages) URL(path string) string { return p.public.JoinPath(path).String() }

// secure reports whether people reach the service by HTTPS.
func (p *Pages) secure() bool { return p.public.Scheme == "https" }

// secureFor reports whether a request's cookies are for HTTPS only. They are not where the service is reached by HTTPS
// elsewhere, and here in a hall without the internet, by the private address of the machine itself: a browser would not
// send them there. Behind a trusted proxy there is no such request.
func (p *Pages) secureFor(r *http.Request) bool {
	if !p.secure() || r.TLS != nil || len(p.proxies) > 0 || r.Host == p.public.Host {
		return p.secure()
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err != nil || !addr.Unmap().IsPrivate()
}
