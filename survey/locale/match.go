package locale

import "golang.org/x/text/language"

// maxAcceptLanguage bounds, in bytes, what is read of a client's Accept-Language header.
const maxAcceptLanguage = 256

// names are the languages' own names for themselves.
var names = map[string]string{
	Kyrgyz:  "Кыргызча",
	Russian: "Русский",
	English: "English",
	"uz":    "Oʻzbekcha",
	"tg":    "Тоҷикӣ",
	"kk":    "Қазақша",
	"tr":    "Türkçe",
}

// Name is what lang calls itself ("Кыргызча"), or lang when that is not known.
func Name(lang string) string {
	if name, ok := names[lang]; ok {
		return name
	}
	return lang
}

// Match picks the one of the offered languages that suits an Accept-Language header best. sure says whether the header
// names that language itself; when it is false, as for an empty or garbled header, or a browser set to a language
// which is not offered, lang is only a guess (a neighbouring language, else the first offered) and the reader had better
// be asked. With nothing offered, lang is "".
func Match(acceptLanguage string, offered []string) (lang string, sure bool) {
	if len(offered) == 0 {
		return "", false
	}
	if len(acceptLanguage) > maxAcceptLanguage {
		acceptLanguage = acceptLanguage[:maxAcceptLanguage]
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return offered[0], false
	}
	supported := make([]language.Tag, len(offered))
	for i, o := range offered {
		supported[i] = language.Make(o)
	}
	_, i, confidence := language.NewMatcher(supported).Match(wanted...)
	return offered[i], confidence >= language.High
}
