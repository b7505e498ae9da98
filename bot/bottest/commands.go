package bottest

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
)

// The bounds of a bot's command list.
const (
	maxCommands    = 100
	maxDescription = 256
)

// Command is one entry of the menu beside the input field.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^[a-z]{2}$`)
)

func isCommand(s string) bool { return commandName.MatchString(s) }

// Commands returns the menu that people with this app language see: that of
// their language, or else the one for everybody ("").
func (s *Server) Commands(language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list, ok := s.commands[language]; ok {
		return slices.Clone(list)
	}
	return slices.Clone(s.commands[""])
}

func (s *Server) setMyCommands(_ context.Context, p params) (any, error) {
	language, err := commandLanguage(p)
	if err != nil {
		return nil, err
	}
	var list []Command
	if err := json.Unmarshal([]byte(p["commands"]), &list); err != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(list) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !isCommand(c.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := units(c.Description); n < 1 || n > maxDescription {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands[language] = list
	return true, nil
}

func (s *Server) getMyCommands(_ context.Context, p params) (any, error) {
	language, err := commandLanguage(p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Command{}, s.commands[language]...), nil
}

func (s *Server) deleteMyCommands(_ context.Context, p params) (any, error) {
	language, err := commandLanguage(p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.commands, language)
	return true, nil
}

// commandLanguage reads the language; scopes other than the default one are not
// known here.
func commandLanguage(p params) (string, error) {
	if p["scope"] != "" && p["scope"] != `{"type":"default"}` {
		return "", badRequest("bottest knows only the default scope of commands")
	}
	if l := p["language_code"]; l != "" && !languageCode.MatchString(l) {
		return "", badRequest("invalid language code specified")
	}
	return p["language_code"], nil
}
