package form_test

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/configs"
	"ashar/survey"
)

// TestNeedsHaveIcons walks through the shipped questionnaires: wherever needs are offered, each has its icon beside it,
// for those who read with effort.
func TestNeedsHaveIcons(t *testing.T) {
	names, err := fs.Glob(configs.Questionnaires(), "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		s := serve(t, readQuestionnaire(t, configs.Questionnaires(), name))
		p := newPhone(t, s)
		p.starts()
		offered := 0
		for p.page().Find(".receipt").Length() == 0 {
			iv := s.kept(t, p.id())
			if x := s.q.Question(iv.At); x != nil {
				for _, c := range iv.Prompt(s.q).Choices {
					if c.Need != "" {
						offered += p.hasIcons(c)
					}
				}
			}
			if answer(p); p.status != http.StatusOK {
				answer(p) // told what to mend
			}
		}
		t.Logf("%s: needs are offered %d times", name, offered)
		if offered == 0 {
			t.Errorf("%s offers no needs", name)
		}
	}
}

// hasIcons fails the test unless a choice that stands for a need has its icon wherever the page offers it, and returns how
// often that is.
func (p *phone) hasIcons(c survey.Choice) (shown int) {
	p.t.Helper()
	p.page().Find("main .words, main legend").Each(func(_ int, el *goquery.Selection) {
		if strings.TrimSpace(el.Text()) != c.Label["ky"] {
			return
		}
		shown++
		if el.Find("svg.icon").Length() == 0 && el.SiblingsFiltered("svg.icon").Length() == 0 {
			p.t.Errorf("%s: %q has no icon", p.at, c.Label["ky"])
		}
	})
	return shown
}
