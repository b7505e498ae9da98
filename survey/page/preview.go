package page

import "ashar/survey/locale"

// previewPicture is what messengers show with a link: the family's sign, 1200 x 630. TestPreviewPicture of cmd/ashar
// draws it.
const previewPicture = "preview.png"

// picture is the public address of the picture of link previews: messengers take no relative one.
func (p *Pages) picture() string { return p.URL(p.Asset(previewPicture)) }

// previewLocales are languages with the country that previews want beside them, among those that messengers know.
var previewLocales = map[string]string{
	locale.Kyrgyz:  "ky_KG",
	locale.Russian: "ru_RU",
	locale.English: "en_US",
	"uz":           "uz_UZ",
	"tg":           "tg_TJ",
	"kk":           "kk_KZ",
	"tr":           "tr_TR",
}

// PreviewLocale is the language of the page as previews name it, "ky_KG"; "" where they have no name for it.
func (p Page) PreviewLocale() string { return previewLocales[p.Lang()] }
