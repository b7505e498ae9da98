package page

import "net/url"

// Sharing leads into messengers with a message written, for the sender to choose who gets it.
type Sharing struct{ WhatsApp, Telegram string }

// Share makes the links that pass on words with an address behind them.
func Share(words, link string) Sharing {
	return Sharing{
		WhatsApp: "https://wa.me/?" + url.Values{"text": {words + " " + link}}.Encode(),
		Telegram: "https://t.me/share/url?" + url.Values{"url": {link}, "text": {words}}.Encode(),
	}
}
