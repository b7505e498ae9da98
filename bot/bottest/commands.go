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

// menu is for whom a list of commands is.
type menu struct{ scope, language string }

// The scopes that are known here: what others do not say, the default one does.
const (
	everywhere  = "default"
	privateOnly = "all_private_chats"
	groupsOnly  = "all_group_chats"
)

// Commands returns the menu that people with this app language see in their chat with
// the bot: that of their language, or else the one for everybody ("").
func (s *Server) Commands(language string) []Command { return s.menu(privateOnly, language) }

// GroupCommands is Commands in a group.
func (s *Server) GroupCommands(language string) []Command { return s.menu(groupsOnly, language) }

// menu looks in the order in which Telegram does.
func (s *Server) menu(scope, language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range []menu{{scope, language}, {scope, ""}, {everywhere, language}} {
		if list, ok := s.commands[m]; ok {
			return slices.Clone(list)
		}
	}
	return slices.Clone(s.commands[menu{everywhere, ""}])
}

func (s *Server) setMyCommands(_ context.Context, p params) (any, error) {
	m, err := readMenu(p)
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
	s.commands[m] = list
	return true, nil
}

func (s *Server) getMyCommands(_ context.Context, p params) (any, error) {
	m, err := readMenu(p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Command{}, s.commands[m]...), nil
}

func (s *Server) deleteMyCommands(_ context.Context, p params) (any, error) {
	m, err := readMenu(p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.commands, m)
	return true, nil
}

// readMenu reads for whom the commands are.
func readMenu(p params) (menu, error) {
	scope := struct {
		Type string `json:"type"`
	}{everywhere}
	if p["scope"] != "" && json.Unmarshal([]byte(p["scope"]), &scope) != nil {
		return menu{}, badRequest("can't parse BotCommandScope")
	}
	if !slices.Contains([]string{everywhere, privateOnly, groupsOnly}, scope.Type) {
		return menu{}, badRequest("bottest knows no scope %q of commands", scope.Type)
	}
	if l := p["language_code"]; l != "" && !languageCode.MatchString(l) {
		return menu{}, badRequest("invalid language code specified")
	}
	return menu{scope.Type, p["language_code"]}, nil
}
