package hall

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// noticeView is what is hung up before a hearing: place, time and agenda, in both languages.
type noticeView struct {
	top
	Texts  []noticeText
	Agenda []string // as it was typed
}

// noticeText is what a notice says in one language.
type noticeText struct {
	Lang                      string
	Kind, Whose, Place, When  string
	Invite, Agenda, Voted     string
	Options                   []string
	ByPlace, ByTime, Invented string
}

// notice shows it, ready to be printed.
func (r *Room) notice(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v := noticeView{top: r.top(c, &w, "hall.notice"), Agenda: w.x.Agenda}
	for _, lang := range []string{locale.Kyrgyz, locale.Russian} {
		s := r.deps.Words.For(lang)
		t := noticeText{
			Lang: lang, Kind: s.T("hall.kind." + string(w.x.Kind)), Whose: w.m.Name.In(lang), Place: w.x.Place, When: page.DateTime(s, w.x.Planned, r.deps.Zone),
			Invite: s.T("hall.notice_invite"), Agenda: s.T("hall.plan.agenda"), Voted: s.T("hall.notice_voted"), ByPlace: s.T("hall.plan.place"), ByTime: s.T("hall.notice_time"),
		}
		if w.x.Village != "" {
			t.Whose = w.village(w.x.Village, lang) + ", " + t.Whose
		}
		if w.m.Invented {
			t.Invented = s.T("desk.invented")
		}
		for i := range w.x.Options {
			t.Options = append(t.Options, label(&w.x.Options[i], lang))
		}
		v.Texts = append(v.Texts, t)
	}
	return r.room.Render(c, http.StatusOK, "notice", v)
}

// sheetsView are the forms of an evening without electricity: who came, tallies, ballots, and empty minutes.
type sheetsView struct {
	top
	Kind, Whose, Where, When string
	Villages                 []string
	Bands                    []string
	Options                  []string
	Few                      []string // the first ones, for ballots
	Blank                    []int    // empty lines
	Ballots                  []int
	Agenda                   []string
	Chair, Secretary         string
}

// How many empty lines a form has, and ballots a sheet.
const (
	blankLines  = 12
	ballotSheet = 4
	mostBallot  = 10
)

// sheets shows the forms, ready to be printed.
func (r *Room) sheets(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v := sheetsView{top: r.top(c, &w, "hall.sheets"), Where: w.x.Place, Agenda: w.x.Agenda, Chair: w.x.Chair, Secretary: w.x.Secretary}
	v.Kind, v.Whose, v.When = v.T("hall.kind."+string(w.x.Kind)), w.m.Name.In(v.Lang()), page.DateTime(v.Speaker, w.x.Planned, r.deps.Zone)
	for i := range w.m.Villages {
		if id := w.m.Villages[i].ID; w.x.Kind != hearing.Village || id == w.x.Village {
			v.Villages = append(v.Villages, w.village(id, v.Lang()))
		}
	}
	bands, err := r.bands(c, &w, v.Speaker)
	if err != nil {
		return err
	}
	for _, b := range bands {
		v.Bands = append(v.Bands, b.Text)
	}
	for i := range w.x.Options {
		v.Options = append(v.Options, label(&w.x.Options[i], v.Lang()))
	}
	v.Few = v.Options[:min(len(v.Options), mostBallot)]
	v.Blank, v.Ballots = slices.Repeat([]int{0}, blankLines), slices.Repeat([]int{0}, ballotSheet)
	return r.room.Render(c, http.StatusOK, "sheets", v)
}
