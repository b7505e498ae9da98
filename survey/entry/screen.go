package entry

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// head is what stands on a form before its answers, as it was typed.
type head struct {
	ID       string // drawn for this form: sent twice, it is stored once
	Begun    int64  // when it was begun, in milliseconds
	By       string // the account of whoever types
	Version  string // of the questionnaire
	Language string // of the paper, or of the respondent
	Village  string
	Channel  survey.Channel
	Serial   string
	Day      string // on which the paper was filled in
	Code     string // a personal code or a slip
	Consent  bool
	Second   bool // it is typed for the second time
	Edit     int  // the number of the correction that it is; 0 for a form of its own
}

// screenView is the enumerator's screen.
type screenView struct {
	opening
	head
	Action      string // where the form is posted
	Invented    bool
	Closed      string // why nothing can be typed in now; "" where it can
	Late        bool   // the campaign is closed: what was filled in before can still be typed in
	Villages    []option
	Offers      []option // the languages of the questionnaire
	Channels    []option
	Codes       bool // the campaign admits by codes, or slips
	Slips       bool
	ConsentText string
	Fields      []field
	Stored      *stored   // what was stored before this form
	Taken       *takenBox // the serial is in use
	Correcting  *correcting
	Data        string // for the script
	Scripts     scripts
}

// stored says what was stored a moment ago.
type stored struct {
	Receipt, Serial string
	Ignored         string // the numbers of questions whose answers do not count
}

// takenBox says what is known of a form whose serial is in use.
type takenBox struct {
	Text   string
	Second bool // it may be typed a second time by whoever asks
}

// correcting is what is being corrected.
type correcting struct{ Receipt, Village, Channel, Serial string }

// readHead takes the head of a form out of what was posted.
func readHead(form url.Values) head {
	begun, _ := strconv.ParseInt(form.Get("begun"), 10, 64)
	edit, _ := strconv.Atoi(form.Get("edit"))
	return head{
		ID: form.Get("id"), Begun: begun, By: form.Get("by"), Version: form.Get("version"), Language: form.Get("language"),
		Village: form.Get("village"), Channel: survey.Channel(form.Get("channel")), Serial: strings.TrimSpace(form.Get("serial")),
		Day: strings.TrimSpace(form.Get("day")), Code: strings.TrimSpace(form.Get("code")), Consent: form.Get("consent") != "",
		Second: form.Get("second") != "", Edit: edit,
	}
}

// keptCookie remembers the village, the channel and the language for the next form.
const keptCookie = "entry"

// keep has the browser remember what the next form begins with.
func (r *Room) keep(c echo.Context, campaign string, h head) {
	c.SetCookie(&http.Cookie{
		Name: keptCookie, Value: url.QueryEscape(strings.Join([]string{campaign, h.Language, h.Village, string(h.Channel), h.Day}, "|")),
		Path: desk, MaxAge: int((14 * 24 * time.Hour).Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(r.deps.Pages.URL("/"), "https:"),
	})
}

// kept is the head with which the next form begins.
func (r *Room) kept(c echo.Context, campaign string) head {
	h := head{Channel: survey.Paper}
	if cookie, err := c.Cookie(keptCookie); err == nil {
		value, err := url.QueryUnescape(cookie.Value)
		if parts := strings.Split(value, "|"); err == nil && len(parts) == 5 && parts[0] == campaign {
			h.Language, h.Village, h.Channel, h.Day = parts[1], parts[2], survey.Channel(parts[3]), parts[4]
		}
	}
	if in := c.QueryParam("in"); in != "" {
		h.Language = in
	}
	return h
}

// blank shows an empty form.
func (r *Room) blank(c echo.Context) error {
	campaign, m, err := r.find(c)
	if err != nil {
		return err
	}
	h := r.kept(c, campaign.ID)
	h.ID, h.Begun, h.Version = survey.NewInterviewID(), r.deps.Now().UnixMilli(), campaign.Questionnaire
	if serial := c.QueryParam("second"); serial != "" {
		h.Second, h.Serial, h.Channel = true, serial, survey.Paper
	}
	s := sheet{}
	v, err := r.screen(c, &campaign, &m, h, &s)
	if err != nil {
		return err
	}
	if receipt := c.QueryParam("stored"); survey.NormalReceipt(receipt) != "" {
		v.Stored = &stored{Receipt: receipt, Serial: c.QueryParam("serial"), Ignored: c.QueryParam("ignored")}
	}
	return r.room.Render(c, http.StatusOK, "enter", v)
}

// screen lays out the form with what a sheet has of answers and mistakes.
func (r *Room) screen(c echo.Context, campaign *survey.Campaign, m *survey.Municipality, h head, s *sheet) (screenView, error) {
	account, _ := page.AccountOf(c)
	v := screenView{
		opening: r.begin(c, campaign, m, "entry.title"), Action: Path(campaign.ID),
		Invented: m.Invented, Codes: campaign.Admission != survey.AdmitsAnyone, Slips: campaign.Admission == survey.AdmitsSlips, Scripts: r.scripts,
	}
	if !slices.Contains(campaign.Versions(), h.Version) {
		h.Version = campaign.Questionnaire
	}
	q, err := r.asked(c.Request().Context(), campaign, h.Version)
	if err != nil {
		return v, err
	}
	if !q.Speaks(h.Language) {
		h.Language = q.Languages[0]
		if q.Speaks(v.Lang()) {
			h.Language = v.Lang()
		}
	}
	h.By = account.ID
	v.head, v.Mistakes = h, s.mistakes
	s.words, s.q, s.lang = v.Speaker, q, h.Language
	v.Fields, v.ConsentText = s.fields(), s.say(q.Consent.Text)
	for _, l := range q.Languages {
		v.Offers = append(v.Offers, option{Name: l, Label: v.LanguageName(l), Chosen: l == h.Language})
	}
	for i := range m.Villages {
		v.Villages = append(v.Villages, option{Name: m.Villages[i].ID, Label: m.Villages[i].Name.In(v.Lang()), Chosen: m.Villages[i].ID == h.Village})
	}
	for i, ch := range []survey.Channel{survey.Paper, survey.Assisted} {
		v.Channels = append(v.Channels, option{Name: string(ch), Label: v.T("entry.channel." + string(ch)), Number: i + 1, Chosen: ch == h.Channel})
	}
	switch late, err := r.late(campaign); {
	case err != nil:
		v.Closed = v.T("entry.closed")
		if campaign.Status == survey.StatusDraft || campaign.Status == survey.StatusOpen {
			v.Closed = v.T("entry.not_open")
		}
	default:
		v.Late = late
	}
	v.Data, err = r.data(c, v, q)
	return v, err
}

// late reports whether the campaign takes only what was filled in before it closed; an ErrClosed where it takes nothing.
func (r *Room) late(campaign *survey.Campaign) (bool, error) {
	if campaign.Open(r.deps.Now()) {
		return false, nil
	}
	return true, r.deps.Typing.Takes(*campaign, time.Time{})
}

// errOther: two share a device, and it is not the one who began the form that sends it.
var errOther = errors.New("entry: the form was begun by another account")

// judged is a form as it was posted: what it comes to, or what is wrong with it.
type judged struct {
	head
	entrance survey.Entrance
	held     survey.Held
	mistakes []page.Mistake
	ignored  []string // the questions whose answers do not count, as they are numbered
}

// judge reads a posted form and says all that is wrong with it. The sheet has its answers then.
func (r *Room) judge(c echo.Context, campaign *survey.Campaign, m *survey.Municipality, s *sheet) (judged, error) {
	account, _ := page.AccountOf(c)
	form := c.Request().PostForm
	j := judged{head: readHead(form)}
	if j.By != account.ID {
		return j, errOther
	}
	if !slices.Contains(campaign.Versions(), j.Version) {
		j.Version = campaign.Questionnaire
	}
	var err error
	if j.entrance, err = r.deps.Typing.Entrance(c.Request().Context(), *campaign, j.Village); err != nil {
		return j, err
	}
	if j.entrance.Questionnaire, err = r.asked(c.Request().Context(), campaign, j.Version); err != nil {
		return j, err
	}
	q := j.entrance.Questionnaire
	s.words, s.q, s.lang = r.deps.Pages.Speaker(c), q, j.Language
	answers := read(q, form)
	s.given = map[string]survey.Value{}
	for _, a := range answers {
		s.given[a.Question] = a.Value
	}
	wrong := func(field, id string, args ...any) {
		j.mistakes = append(j.mistakes, page.Mistake{Field: field, Text: s.words.T(id, args...)})
	}
	begun := time.UnixMilli(j.Begun)
	j.held = survey.Held{
		ID: j.ID, Questionnaire: q.Key(), Language: j.Language, Begun: begun, Ended: r.deps.Now(), Answers: answers, Edit: j.Edit,
		Entered: &survey.Entered{Channel: j.Channel, By: account.ID},
	}
	if j.Edit == 0 && !j.Second {
		r.judgeHead(campaign, m, &j, wrong)
	}
	if j.Second {
		if j.Serial, _, err = survey.ParseSerial(j.Serial); err != nil {
			wrong("serial", "problem.serial_mistyped")
		}
	}
	if j.Consent || j.Edit > 0 {
		j.held.Consent = q.Consent.Version
	} else {
		wrong("consent", "entry.consent_missing")
		j.held.Consent = q.Consent.Version // so that the rest is judged
	}
	problems, ignored := r.deps.Typing.Check(j.entrance, j.held)
	for _, p := range problems {
		j.mistakes = append(j.mistakes, s.mistake(p))
	}
	s.mistakes = j.mistakes
	for i := range q.Questions {
		if slices.Contains(ignored, q.Questions[i].Name) {
			j.ignored = append(j.ignored, s.called(q.Questions[i].Name))
		}
	}
	return j, nil
}

// judgeHead judges what stands before the answers, of a form that is typed for the first time.
func (r *Room) judgeHead(campaign *survey.Campaign, m *survey.Municipality, j *judged, wrong func(field, id string, args ...any)) {
	if m.Village(j.Village) == nil {
		wrong("village", "entry.village_missing")
	}
	j.held.Ticket = j.Code
	switch j.Channel {
	case survey.Paper:
		if j.Serial != "" {
			serial, _, err := survey.ParseSerial(j.Serial)
			if err != nil {
				wrong("serial", "problem.serial_mistyped")
			} else {
				j.Serial, j.held.Entered.Serial = serial, serial
			}
		}
		r.judgeDay(campaign, j, wrong)
	case survey.Assisted:
		j.Serial, j.Day = "", ""
	default:
		wrong("channel-1", "entry.channel_missing")
	}
}

// judgeDay judges the day on which a paper was filled in. It is needed where the campaign is closed: what was filled in
// before can still be typed in.
func (r *Room) judgeDay(campaign *survey.Campaign, j *judged, wrong func(field, id string, args ...any)) {
	now := r.deps.Now().In(r.deps.Zone)
	if j.Day == "" {
		if late, err := r.late(campaign); late && err == nil {
			wrong("day", "entry.day_missing")
		}
		return
	}
	var day time.Time
	var err error
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2/1/2006"} {
		if day, err = time.ParseInLocation(layout, j.Day, r.deps.Zone); err == nil {
			break
		}
	}
	noon := day.Add(12 * time.Hour)
	switch {
	case err != nil:
		wrong("day", "entry.day_wrong")
	case day.After(now):
		wrong("day", "entry.day_future")
	case !day.AddDate(0, 0, 1).After(campaign.Opens):
		wrong("day", "entry.day_early")
	default:
		// The last day counts to its end, whatever the hour at which it closed.
		if !campaign.Closes.IsZero() && noon.After(campaign.Closes) && day.Before(campaign.Closes) {
			noon = campaign.Closes
		}
		j.held.Begun, j.held.Ended = noon, noon
		if r.deps.Typing.Takes(*campaign, noon) != nil && !campaign.Frozen() && campaign.Status != survey.StatusDraft {
			wrong("day", "entry.day_late")
		}
	}
}

// called is a question by its number on paper, or by its label where it has none.
func (s *sheet) called(name string) string {
	for _, f := range s.fields() {
		if f.Name == name && f.Number > 0 {
			return strconv.Itoa(f.Number)
		}
	}
	return s.say(s.q.Question(name).Label)
}

// names are what a municipality's accounts call themselves.
func (r *Room) names(c echo.Context, municipality string) (map[string]string, error) {
	names := map[string]string{}
	for a, err := range r.deps.Staff.Accounts(c.Request().Context(), municipality) {
		if err != nil {
			return nil, err
		}
		names[a.ID] = a.Name
	}
	return names, nil
}
