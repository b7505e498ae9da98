package polling

import (
	"embed"
	"fmt"
	"sync"

	"ashar/survey/page"
)

//go:embed scripts/*.js
var scriptFiles embed.FS

// scriptSince is the year of the JavaScript that the scripts are written in: that of phones that get no newer browser.
const scriptSince = 2019

// scriptModules are the modules of each script, each after those that it imports.
var scriptModules = map[string][]string{
	"vote.js": {"paper.js", "follow.js", "vote.js"},
}

// made are the scripts, made once: they are the same for every Polling.
var made = sync.OnceValues(func() (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, modules := range scriptModules {
		bundled, err := page.Bundle(scriptFiles, "scripts", modules...)
		if err == nil {
			files[name], err = page.Lighten(bundled, scriptSince)
		}
		if err != nil {
			return nil, fmt.Errorf("polling: scripts: %s: %w", name, err)
		}
	}
	return files, nil
})

func addScripts(p *page.Pages) error {
	files, err := made()
	if err != nil {
		return err
	}
	for name, script := range files {
		if _, err := p.AddAsset(name, script); err != nil {
			return fmt.Errorf("polling: scripts: %w", err)
		}
	}
	return nil
}
