package configs

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// envPrefix begins the name of every environment variable that is a setting.
const envPrefix = "ASHAR_"

// fileSuffix ends the name of a variable that names the file in which a sensitive setting is.
const fileSuffix = "_FILE"

// readEnvironment reads the environment into the values that it gives, in the order of the settings. Variables that
// begin with ASHAR_ and are no settings are left alone, because orchestrators make such names out of a service's own;
// but one that is nearly a setting was surely meant as one, and is a problem.
func readEnvironment(environ []string, settings []setting) ([]given, Problems) {
	vars := map[string]string{}
	for _, entry := range environ {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, envPrefix) && value != "" {
			vars[name] = value
		}
	}
	var all []given
	var problems Problems
	var known []string
	for _, s := range settings {
		name := envName(s.key)
		known = append(known, name)
		value, set := vars[name]
		delete(vars, name)
		if s.sensitive {
			known = append(known, name+fileSuffix)
			path, also := vars[name+fileSuffix]
			delete(vars, name+fileSuffix)
			switch {
			case also && set:
				problems = append(problems, Problem{
					Where: name, Key: s.key,
					Reason: fmt.Sprintf("is set, and %s too; keep one of them", name+fileSuffix),
				})
				continue
			case also:
				content, err := os.ReadFile(path)
				if err != nil {
					problems = append(problems, Problem{
						Where: name + fileSuffix, Key: s.key,
						Reason: fmt.Sprintf("%s %s", path, cannotRead(err)),
					})
					continue
				}
				all = append(all, given{where: name + fileSuffix, key: s.key, value: string(content)})
				continue
			}
		}
		if set {
			all = append(all, given{where: name, key: s.key, value: value})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		if near, ok := nearest(name, known); ok {
			problems = append(problems, Problem{Where: name, Reason: fmt.Sprintf("there is no such setting; did you mean %s?", near)})
		}
	}
	return all, problems
}

// envName is the environment variable of a setting: ASHAR_TELEGRAM_TOKEN for telegram.token.
func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}
