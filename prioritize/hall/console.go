package hall

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// consoleView is the page from which the evening is led.
type consoleView struct {
	top
	Where, When, State string
	Stage              hearing.State
	Next               step
	MayCall            bool // no round waits to be started or is open
	There              present
	Rounds             []roundLine
	Ways               []page.Link
	Address            string // of phones, as it is typed: "http://192.168.1.2:8080"
	Phones             string // the link that a phone opens
	Nearby             []string
	Today, Time        string // to be offered where a time is typed
	Open               string // which of the forms was filled in wrongly
	Mistaken           string // what was typed there
}

// step is what comes next: the biggest thing in sight.
type step struct {
	Words, Why string // on the button, and above it
	Href       string // of a link; "" of a button
	Post       string // where the button sends; "" of a link
	Warn       string // what stands in the way, if anything does
}

// roundLine is a round in the list.
type roundLine struct {
	Href, Name, Method, Stage, Said string
	Good, Struck                    bool
}

// consolePage makes the page of a hearing.
func (r *Room) consolePage(c echo.Context, w *at) (consoleView, error) {
	v := consoleView{top: r.top(c, w, "hall.title"), Where: w.x.Place, Stage: w.x.State}
	v.Title, v.Back = v.Back.Text, page.Link{Href: w.list(), Text: v.T("hall.title")}
	v.When, v.State = page.DateTime(v.Speaker, w.x.Planned, r.deps.Zone), v.T("hall.state."+string(w.x.State))
	there, err := r.present(c.Request().Context(), w, v.Speaker)
	if err != nil {
		return v, err
	}
	v.There = there
	for i := range w.x.Rounds {
		v.Rounds = append(v.Rounds, r.roundLine(v.Page, w, &w.x.Rounds[i]))
	}
	v.Next, v.MayCall = r.next(v.top, w, &there), mayCall(&w.x)
	v.Address, v.Nearby = w.x.Address, r.deps.Nearby()
	v.Phones = r.address(w) + phones
	now := r.deps.Now().In(r.deps.Zone)
	v.Today, v.Time = now.Format(time.DateOnly), now.Format(clock)
	link := func(below, words string, shown bool) {
		if shown && w.home()+below != v.Next.Href {
			v.Ways = append(v.Ways, page.Link{Href: w.home() + below, Text: v.T(words)})
		}
	}
	link("/door", "hall.door", v.Account.May(access.CountPeople, w.k.Municipality))
	link("/slips", "hall.slips", v.Runs)
	link("/floor", "hall.floor", true)
	link("/screen", "hall.screen", true)
	link("/outcome", "hall.outcome", len(w.x.Rounds) > 0)
	link("/minutes", "hall.minutes", true)
	link("/notice", "hall.notice", true)
	link("/sheets", "hall.sheets", true)
	link("/plan", "hall.plan.edit", v.Runs && w.x.State != hearing.Signed)
	return v, nil
}

// mayCall reports whether another round can be called: none waits to be started, and none is open.
func mayCall(x *hearing.Hearing) bool {
	now := x.Current()
	return x.State == hearing.Open && (now == nil || now.Stage != hearing.Ready && now.Stage != hearing.Voting)
}

// phones is the page on which a slip's code is typed.
const phones = "/v"

// address is where phones reach the service.
func (r *Room) address(w *at) string {
	return cmp.Or(w.x.Address, strings.TrimSuffix(r.deps.Pages.URL("/"), "/"))
}

// next is what comes next in the evening, for who looks.
func (r *Room) next(v top, w *at, there *present) step {
	x := &w.x
	current := x.Current()
	round := func(words string) step {
		return step{Words: v.T(words, "Number", current.Number), Href: fmt.Sprintf("%s/rounds/%d", w.home(), current.Number)}
	}
	switch {
	case !v.Runs && x.State == hearing.Open && current != nil:
		return round("hall.next.look")
	case !v.Runs:
		return step{Words: v.T("hall.outcome"), Href: w.home() + "/outcome"}
	case x.State == hearing.Planned:
		s := step{Words: v.T("hall.next.begin"), Why: v.T("hall.next.begin_why"), Post: w.home() + "/begin"}
		if there.Lacks != "" {
			s.Warn = v.T("hall.next.no_quorum", "Lacks", there.Lacks)
		}
		return s
	case x.State == hearing.Open && current != nil && current.Stage == hearing.Ready:
		return round("hall.next.open")
	case x.State == hearing.Open && current != nil && current.Stage == hearing.Voting:
		return round("hall.next.close")
	case x.State == hearing.Open && current != nil && current.Stage == hearing.Counting:
		return round("hall.next.count")
	case x.State == hearing.Open && current != nil && current.Stage == hearing.Counted && len(tied(current)) > 0:
		s := round("hall.next.tied")
		s.Why = v.T("hall.next.tied_why")
		return s
	case x.State == hearing.Open && len(x.Rounds) == 0:
		return step{Words: v.T("hall.next.call"), Why: v.T("hall.next.call_why"), Href: w.home() + "/rounds/_new"}
	case x.State == hearing.Open:
		return step{Words: v.T("hall.next.decide"), Why: v.T("hall.next.decide_why"), Href: w.home() + "/floor#decision"}
	case x.State == hearing.Ended && len(x.Decisions) == 0:
		return step{Words: v.T("hall.next.decision"), Why: v.T("hall.next.decision_why"), Href: w.home() + "/floor#decision"}
	case x.State == hearing.Ended && (x.Number == "" || x.Chair == "" || x.Secretary == ""):
		return step{Words: v.T("hall.next.number"), Why: v.T("hall.next.number_why"), Href: w.home() + "/plan#chair"}
	case x.State == hearing.Ended:
		return step{Words: v.T("hall.next.minutes"), Why: v.T("hall.next.minutes_why"), Href: w.home() + "/minutes"}
	case x.Published.IsZero():
		return step{Words: v.T("hall.next.publish"), Href: w.home() + "/outcome#publish"}
	}
	return step{Words: v.T("hall.outcome"), Href: w.home() + "/outcome"}
}

// console shows the evening.
func (r *Room) console(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v, err := r.consolePage(c, &w)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "evening", v)
}

// consoleAgain is the page with what has to be mended, or the error where nothing is.
func (r *Room) consoleAgain(c echo.Context, w *at, form, typed string, err error) error {
	said := mistakes(r.deps.Pages.Speaker(c), err)
	if said == nil {
		return err
	}
	v, failed := r.consolePage(c, w)
	if failed != nil {
		return errors.Join(err, failed)
	}
	v.Mistakes, v.Open, v.Mistaken = said, form, typed
	return r.room.Render(c, status(err), "evening", v)
}

// start opens the hearing, now or at the time that is typed for one that was held before.
func (r *Room) start(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	when, err := r.typedTime(c)
	if err == nil {
		_, err = r.deps.Hall.Change(c.Request().Context(), w.x.ID, func(x *hearing.Hearing) error { return x.Begin(when) })
	}
	switch {
	case errors.Is(err, survey.ErrExists): // the second tap
	case err != nil:
		return r.consoleAgain(c, &w, "begin", "", err)
	default:
		if err := r.tell(c, &w, access.RunHearings, "began"); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, w.home())
}

// end ends the hearing. What the end of its rounds asks for is finished first, since nobody looks after it later.
func (r *Room) end(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	when, err := r.typedTime(c)
	if err == nil {
		_, err = r.deps.Hall.Settle(ctx, w.x.ID)
	}
	if err == nil {
		_, err = r.deps.Hall.Change(ctx, w.x.ID, func(x *hearing.Hearing) error {
			if now := x.Current(); now != nil && (now.Stage == hearing.Voting || now.Stage == hearing.Counting) {
				return amiss("", "hall.wrong.round_open", "Number", now.Number)
			}
			if when.Before(x.Began) {
				return amiss("end-day", "hall.wrong.before")
			}
			return x.End(when)
		})
	}
	switch {
	case errors.Is(err, survey.ErrExists):
	case err != nil:
		return r.consoleAgain(c, &w, "end", "", err)
	default:
		if err := r.tell(c, &w, access.RunHearings, "ended"); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, w.home())
}

// typedTime is the moment that a form names by day and time; now where it names none.
func (r *Room) typedTime(c echo.Context) (time.Time, error) {
	day, hour := c.FormValue("day"), c.FormValue("time")
	if day == "" && hour == "" {
		return r.deps.Now(), nil
	}
	t, err := time.ParseInLocation(time.DateOnly+clock, day+hour, r.deps.Zone)
	if err != nil || t.After(r.deps.Now()) {
		return t, amiss("begin-day", "hall.wrong.past")
	}
	return t, nil
}

// reach says where phones in the hall reach the service.
func (r *Room) reach(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(c.FormValue("address"))
	address, err := host(typed)
	if err == nil {
		_, err = r.deps.Hall.Change(c.Request().Context(), w.x.ID, func(x *hearing.Hearing) error { x.Address = address; return nil })
	}
	if err != nil {
		return r.consoleAgain(c, &w, "address", typed, err)
	}
	if err := r.tell(c, &w, access.RunHearings, "address of phones: %s", cmp.Or(address, "none")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, w.home()+"#phones")
}

// host is the address as it was typed, with or without http:// before it: "http://192.168.1.2:8080".
func host(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	if !strings.Contains(typed, "://") {
		typed = "http://" + typed
	}
	u, err := url.Parse(strings.TrimSuffix(typed, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil || len(typed) > maxLine {
		return "", amiss("address", "hall.wrong.address")
	}
	if name := u.Hostname(); name == "localhost" || slices.Contains([]string{"127.0.0.1", "::1", "0.0.0.0"}, name) {
		return "", amiss("address", "hall.wrong.own_address")
	} else if ip, err := netip.ParseAddr(name); err == nil && ip.IsLoopback() {
		return "", amiss("address", "hall.wrong.own_address")
	}
	return u.Scheme + "://" + u.Host, nil
}
