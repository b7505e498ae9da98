package main

import (
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	"ashar/configs"
	"ashar/survey/locale"
)

// settings are the flags with which any command finds its configuration.
type settings struct {
	File          string `name:"config" short:"c" placeholder:"FILE" help:"Configuration file (TOML); see 'ashar config example'."`
	configs.Flags `embed:""`
}

// storeSettings are the flags of commands that only need the store.
type storeSettings struct {
	File  string `name:"config" short:"c" placeholder:"FILE" help:"Configuration file (TOML); see 'ashar config example'."`
	Store string `placeholder:"URI" help:"Where everything is kept: file:PATH or mongodb://... (file:ashar.db)."`
}

func (s settings) load(m Main) (configs.Config, error) {
	return configs.Load(configs.Sources{File: s.File, Env: m.Env, Flags: s.Values()})
}

func (s storeSettings) load(m Main) (configs.Config, error) { return s.loadWith(m, "") }

// loadWith takes the public URL from a flag of the command, if that was given.
func (s storeSettings) loadWith(m Main, publicURL string) (configs.Config, error) {
	return settings{File: s.File, Flags: configs.Flags{Store: s.Store, PublicURL: publicURL}}.load(m)
}

// logger writes what the configuration asks for to the program's error stream.
func logger(m Main, c configs.Log) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.Level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(m.Err, options))
	}
	return slog.New(slog.NewTextHandler(m.Err, options))
}

// loadWords loads the program's words, with the corrections of the configuration.
func loadWords(c configs.Config, options ...locale.Option) (*locale.Words, error) {
	if c.Words != "" {
		if info, err := os.Stat(c.Words); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("words: %s is not a folder", c.Words)
		}
		options = append(options, locale.Override(os.DirFS(c.Words)))
	}
	return locale.Load(options...)
}

type configCommand struct {
	Example configExample `cmd:"" help:"Print a commented configuration file with every setting at its default."`
	Check   configCheck   `cmd:"" help:"Read a configuration as 'serve' would, and say what is wrong with it."`
}

type configExample struct{}

// Run prints the example.
func (configExample) Run(m Main) error {
	_, err := fmt.Fprint(m.Out, configs.Example())
	return err
}

type configCheck struct{ settings }

// Run says that the configuration is in order, or returns all that is wrong.
func (c configCheck) Run(m Main) error {
	if _, err := c.load(m); err != nil {
		return err
	}
	_, err := fmt.Fprintln(m.Out, "The configuration is in order.")
	return err
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(m Main) error {
	_, err := fmt.Fprintln(m.Out, "ashar", codeVersion())
	return err
}

// codeVersion names the code that this binary was built from: its version
// control revision where the build knows it.
func codeVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version, revision, modified := info.Main.Version, "", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = "-" + s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			if s.Value == "true" {
				modified = "-modified"
			}
		}
	}
	return version + revision + modified
}
