package wishes

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// chosen reads what is coded to which needs: the texts and groups that were ticked, to the need whose button was pressed
// and those that were ticked beside it, or a group as it was suggested. changed is how many texts are not as they were shown.
func (s *subject) chosen(c echo.Context, f filter) (texts []*text, needs []string, changed int, ok bool) {
	fields, err := c.FormParams()
	if err != nil {
		return nil, nil, 0, false
	}
	groups, pressed := fields["ticked"], fields["need"]
	if suggested := c.FormValue("suggest"); suggested != "" {
		i := strings.LastIndexByte(suggested, ':')
		if i < 0 {
			return nil, nil, 0, false
		}
		groups, pressed = []string{suggested[:i]}, strings.Fields(suggested[i+1:])
		fields["text"], fields["also"] = nil, nil
	}
	if needs, ok = s.needsIn(append(slices.Clone(pressed), fields["also"]...)); !ok {
		return nil, nil, 0, false
	}
	taken := map[string]bool{}
	take := func(t *text) {
		if !taken[t.ID] {
			taken[t.ID] = true
			texts = append(texts, t)
		}
	}
	var one []string
	for value := range strings.FieldsSeq(strings.Join(fields["text"], " ")) {
		if strings.HasPrefix(value, "=") {
			groups = append(groups, value)
		} else {
			one = append(one, value)
		}
	}
	for _, value := range groups {
		more, n := s.inGroup(f, value)
		changed += n
		for _, t := range more {
			take(t)
		}
	}
	for _, value := range one {
		t, same := s.shownAs(value)
		if !same {
			changed++
			continue
		}
		take(t)
	}
	return texts, needs, changed, true
}

// needsIn are the needs of these codes, each once; none of them where the first says so. ok is false for what is no need,
// and for nothing.
func (s *subject) needsIn(codes []string) (needs []string, ok bool) {
	if len(codes) > 0 && codes[0] == noNeed {
		return []string{}, true
	}
	for _, code := range codes {
		known := false
		for _, n := range s.needs {
			known = known || n.Code == code
		}
		if !known {
			return nil, false
		}
		if !slices.Contains(needs, code) {
			needs = append(needs, code)
		}
	}
	return needs, len(needs) > 0
}

// inGroup are the texts of a group as it was shown, see valueOf, or those of one wording, "=mark:" before that; of one that has other
// texts by now there are none, and all are changed. What was sent later than what was shown is left out.
func (s *subject) inGroup(f filter, value string) (texts []*text, changed int) {
	mark := ""
	if rest, of := strings.CutPrefix(value, "="); of {
		mark, value, _ = strings.Cut(rest, ":")
	}
	id, n, _ := strings.Cut(value, ":")
	n, at, _ := strings.Cut(n, ":")
	shown, err := strconv.Atoi(n)
	last, wrong := strconv.ParseInt(at, 10, 64)
	if err != nil || wrong != nil || s.grouped[f.role] == nil {
		return nil, 1
	}
	finds, now := s.grouped[f.role].Find(f.query), s.now(s.grouped[f.role])
	for i, g := range s.grouped[f.role].Groups {
		if g.ID == id {
			for _, t := range s.shown(f, i, now, finds) {
				if t.At <= last && (mark == "" || markOf(t) == mark) {
					texts = append(texts, t)
				}
			}
		}
	}
	if len(texts) != shown {
		return nil, max(shown, 1)
	}
	return texts, 0
}

// shownAs is a text as it was shown, "id:looks", and whether nobody has looked at its response since.
func (s *subject) shownAs(value string) (*text, bool) {
	id, looks, _ := strings.Cut(value, ":")
	t, there := s.texts[id]
	if !there {
		return &text{}, false
	}
	return t, strconv.Itoa(t.Looks) == looks
}

// atTexts is where one goes on: at the texts, and what was done last just above them.
const atTexts = "#at"

// code codes texts.
func (w *Room) code(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	f := s.filter(c)
	texts, needs, changed, ok := s.chosen(c, f)
	switch {
	case s.campaign.Frozen():
		return w.refuse(c, http.StatusConflict, "words.frozen")
	case !ok:
		return w.refuse(c, http.StatusUnprocessableEntity, "words.choose_need")
	case len(texts) == 0 && changed == 0:
		return w.refuse(c, http.StatusUnprocessableEntity, "words.choose_text")
	}
	by, _ := page.AccountOf(c)
	coded, err := w.take(c.Request().Context(), s, by.ID, texts, needs, "")
	if coded > 0 {
		err = errors.Join(err, w.tell(c, s, "", said(coded, needs)))
	}
	if errors.Is(err, survey.ErrClosed) {
		return w.refuse(c, http.StatusConflict, "words.frozen")
	}
	if err != nil {
		return err
	}
	if changed > 0 || coded < len(texts) {
		return w.refuse(c, http.StatusConflict, "words.changed")
	}
	return c.Redirect(http.StatusSeeOther, f.path(s.campaign.ID)+atTexts)
}

// refuse shows the page anew with what was not done.
func (w *Room) refuse(c echo.Context, status int, why string) error {
	s, err := w.subject(c) // as it is by now
	if err != nil {
		return err
	}
	v, err := w.wordsPage(c, s)
	if err != nil {
		return err
	}
	v.Mistakes = []page.Mistake{{Text: v.T(why)}}
	return w.room.Render(c, status, "words", v)
}

// undo takes a step back.
func (w *Room) undo(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	step, err := w.deps.Store.CodingStep(ctx, c.FormValue("step"))
	if err == nil && step.Campaign != s.campaign.ID {
		err = survey.ErrNotFound
	}
	switch {
	case s.campaign.Frozen():
		return w.refuse(c, http.StatusConflict, "words.frozen")
	case errors.Is(err, survey.ErrNotFound):
		return w.refuse(c, http.StatusUnprocessableEntity, "words.no_step")
	case err != nil:
		return err
	}
	by, _ := page.AccountOf(c)
	undone, err := w.undoStep(ctx, step, by.ID)
	if undone > 0 {
		err = errors.Join(err, w.tell(c, s, said(undone, step.Needs), "undone"))
	}
	if errors.Is(err, survey.ErrClosed) {
		return w.refuse(c, http.StatusConflict, "words.frozen")
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, s.filter(c).path(s.campaign.ID)+atTexts)
}

// find adds a need that is in no list.
func (w *Room) find(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	form := newNeedForm{Ky: c.FormValue("ky"), Ru: c.FormValue("ru"), Sphere: c.FormValue("sphere")}
	next := s.campaign
	need := survey.NewNeed{Label: survey.Text{"ky": form.Ky, "ru": form.Ru}}
	for _, sphere := range s.spheres {
		if sphere.Name == form.Sphere {
			need.Sphere = sphere.Name
		}
	}
	var taken []string
	for _, n := range s.needs {
		taken = append(taken, n.Code)
	}
	if len(s.needs) >= w.deps.MostNeeds {
		err = survey.ErrFull
	} else if need, err = next.FindNeed(need, []string{"ky", "ru"}, taken); err == nil {
		next.Rev++
		err = w.deps.Store.SaveCampaign(c.Request().Context(), next)
	}
	why, status := "", http.StatusConflict
	switch {
	case err == nil:
		if err := w.tell(c, s, "", "new need "+need.Code); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, s.filter(c).path(s.campaign.ID)+atTexts)
	case errors.Is(err, survey.ErrExists):
		why, status = "words.new.exists", http.StatusUnprocessableEntity
	case errors.Is(err, survey.ErrInvalid):
		why, status = "words.new.invalid", http.StatusUnprocessableEntity
	case errors.Is(err, survey.ErrFull):
		why = "words.new.full"
	case errors.Is(err, survey.ErrClosed):
		why = "words.frozen"
	case errors.Is(err, survey.ErrConflict):
		why = "words.new.again"
	default:
		return err
	}
	v, err := w.wordsPage(c, s)
	if err != nil {
		return err
	}
	v.New = form
	for i := range v.Spheres {
		v.Spheres[i].Chosen = v.Spheres[i].Value == form.Sphere
	}
	v.Mistakes = []page.Mistake{{Field: "new-ky", Text: v.T(why)}}
	return w.room.Render(c, status, "words", v)
}
