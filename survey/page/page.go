package page

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey/access"
	"ashar/survey/locale"
)

// Page is what the layouts need to know of a page, and what a room's page structs embed:
//
//	type consentView struct {
//		page.Page
//		Text string
//	}
//
// Its methods and those of the Speaker are there for templates: {{.T "form.next"}}, {{.N "desk.answers" .Count}},
// {{.Percent .Share 0}}. Get one from Pages.Page, then set what the page has.
type Page struct {
	locale.Speaker
	// Title is the page's own title, in the language of the page, without the program's name.
	Title string
	// Place is the municipality, in the language of the page, for the header; "" where there is none.
	Place string
	// Description is what a link's preview in a messenger says below the title.
	Description string
	// Step of Steps is where a respondent is («4 / 9»); Steps is 0 where there is no line.
	Step, Steps int
	// Languages are offered in the header as links ?lang=xx to this same page; none or one shows nothing.
	Languages []string
	// Query is what the address of this page says and those links keep.
	Query url.Values
	// Nav is the staff's way around, in the header; Home is where the header's mark leads, "/" if not set.
	Nav  []Link
	Home string
	// Account is who is signed in; the zero Account for residents and visitors.
	Account access.Account
	// Mistakes are shown by {{template "mistakes" .}} at the top of a form, with focus on them.
	Mistakes []Mistake
}

// Link is one entry of a page's navigation.
type Link struct {
	Href, Text string
	Current    bool // this is where one is
}

// Mistake says what to mend: Field is the id of the element to go to, "" if there is none; Text is in the language of
// the page.
type Mistake struct{ Field, Text string }

// Wrong returns the text of the first mistake about a field, or "": for the message beside it.
func (p Page) Wrong(field string) string {
	for _, m := range p.Mistakes {
		if m.Field == field {
			return m.Text
		}
	}
	return ""
}

// SignedIn reports whether somebody of the staff is signed in.
func (p Page) SignedIn() bool { return p.Account.ID != "" }

// LanguageLink leads to this page in another language.
func (p Page) LanguageLink(lang string) string {
	query := url.Values{}
	maps.Copy(query, p.Query)
	query.Set("lang", lang)
	return "?" + query.Encode()
}

// LanguageName is what a language calls itself.
func (p Page) LanguageName(lang string) string { return locale.Name(lang) }

// LanguageShort is the beginning of a language's name, which a narrow header has room for; LanguageRest is the rest.
func (p Page) LanguageShort(lang string) string {
	name := []rune(locale.Name(lang))
	return string(name[:min(shortName, len(name))])
}

// LanguageRest is what LanguageShort leaves away.
func (p Page) LanguageRest(lang string) string {
	return strings.TrimPrefix(locale.Name(lang), p.LanguageShort(lang))
}

// shortName is how many letters of a language's name a narrow header shows.
const shortName = 3

// The context's keys of this package.
const (
	speakerKey = "page.speaker"
	accountKey = "page.account"
	actionKey  = "page.action"
	sessionKey = "page.session"
	requestKey = "page.request"
	bodyKey    = "page.body"
)

// Page begins the page of a request: the language that Speaker finds, and who is signed in.
func (p *Pages) Page(c echo.Context, title string) Page {
	account, _ := AccountOf(c)
	return Page{Speaker: p.Speaker(c), Title: title, Account: account, Home: "/"}
}

// languageCookie remembers the language that a visitor chose.
const languageCookie = "lang"

// Speak sets the language of this request's page, also of its failures: an interview has a language of its own.
func (p *Pages) Speak(c echo.Context, lang string) { c.Set(speakerKey, p.words.For(lang)) }

// Speaker is who speaks in this request: the language that Speak set; else ?lang=xx, which is remembered in a cookie;
// else that cookie's; else what suits the browser best.
func (p *Pages) Speaker(c echo.Context) locale.Speaker {
	if s, ok := c.Get(speakerKey).(locale.Speaker); ok {
		return s
	}
	lang := p.language(c)
	p.Speak(c, lang)
	return p.words.For(lang)
}

func (p *Pages) language(c echo.Context) string {
	offered := p.words.Languages()
	if lang := c.QueryParam("lang"); slices.Contains(offered, lang) {
		p.keepLanguage(c, lang)
		return lang
	}
	if cookie, err := c.Cookie(languageCookie); err == nil && slices.Contains(offered, cookie.Value) {
		return cookie.Value
	}
	lang, _ := locale.Match(c.Request().Header.Get("Accept-Language"), offered)
	return lang
}

// keepLanguage has the browser remember a language.
func (p *Pages) keepLanguage(c echo.Context, lang string) {
	c.SetCookie(&http.Cookie{
		Name: languageCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 60 * 60,
		Secure: p.secureFor(c.Request()), SameSite: http.SameSiteLaxMode,
	})
}

// SetLanguage has this request's page, and those that the browser asks for from now on, in a language that is offered;
// ok is false for any other.
func (p *Pages) SetLanguage(c echo.Context, lang string) (ok bool) {
	if !slices.Contains(p.words.Languages(), lang) {
		return false
	}
	p.keepLanguage(c, lang)
	p.Speak(c, lang)
	return true
}
