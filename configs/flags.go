package configs

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Flags are the settings that a command line can override: all but the secrets, which every user of a machine can read
// in its list of processes. Embedded in a kong command, its tags make the flags and their help. An empty flag was not
// given.
type Flags struct {
	Listen         string `key:"listen" name:"listen" placeholder:"HOST:PORT" help:"Address to serve on (127.0.0.1:8080)."`
	PublicURL      string `key:"public_url" name:"public-url" placeholder:"URL" help:"How the instance is reached from outside (from the address)."`
	Store          string `key:"store" name:"store" placeholder:"URI" help:"Where everything is kept: file:PATH or mongodb://... (file:ashar.db)."`
	TrustedProxies string `key:"trusted_proxies" name:"trusted-proxies" placeholder:"CIDR,..." help:"Networks whose word about a client's address is believed (none)."`
	TimeZone       string `key:"time_zone" name:"time-zone" placeholder:"NAME" help:"Where days begin and end (Asia/Bishkek)."`
	Words          string `key:"words" name:"words" placeholder:"DIR" help:"Folder with corrections of the program's words (none)."`
	ShutdownGrace  string `key:"shutdown_grace" name:"shutdown-grace" placeholder:"DURATION" help:"How long requests in flight may take to finish at the end (20s)."`

	LogLevel  string `key:"log.level" name:"log-level" placeholder:"LEVEL" help:"Least severe level logged: debug, info, warn or error (info)."`
	LogFormat string `key:"log.format" name:"log-format" placeholder:"FORMAT" help:"How to log: text or json (text)."`

	FloodEvery string `key:"flood.every" name:"flood-every" placeholder:"DURATION" help:"How often somebody begins in a campaign at its sane rate (200ms)."`
	FloodBurst string `key:"flood.burst" name:"flood-burst" placeholder:"N" help:"How many begin at once beside that, before the form asks for a toll (1000)."`

	TelegramAPIEndpoint string `key:"telegram.api_endpoint" name:"telegram-api-endpoint" placeholder:"URL" help:"Bot API server (https://api.telegram.org)."`
	TelegramUsername    string `key:"telegram.username" name:"telegram-username" placeholder:"NAME" help:"The bot's name, for links to it (ask the Bot API server)."`
	TelegramWebhook     string `key:"telegram.webhook" name:"telegram-webhook" placeholder:"true|false" help:"Have Telegram deliver updates to the public URL, instead of asking for them (false)."`
}

// Values are the flags that were given, by the key of their setting, as [Sources] takes them.
func (f Flags) Values() map[string]string {
	given := map[string]string{}
	for field, value := range reflect.ValueOf(f).Fields() {
		if s := value.String(); s != "" {
			given[field.Tag.Get("key")] = s
		}
	}
	return given
}

// readFlags turns flags into the values that they give, in the order of their keys.
func readFlags(flags map[string]string) []given {
	var all []given
	for _, key := range slices.Sorted(maps.Keys(flags)) {
		all = append(all, given{where: flagName(key), key: key, value: flags[key]})
	}
	return all
}

// flagName is the command line's name of a setting: --telegram-username for telegram.username.
func flagName(key string) string {
	return "--" + strings.NewReplacer(".", "-", "_", "-").Replace(key)
}
