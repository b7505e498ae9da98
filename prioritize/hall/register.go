package hall

import (
	"github.com/labstack/echo/v4"

	"ashar/survey/access"
	"ashar/survey/page"
)

// Register adds the room's routes: whoever sees results may read, whoever runs hearings may write, whoever counts people sees
// the door, and whoever decides overrules, signs and publishes.
func (r *Room) Register(e *echo.Echo) {
	see, run := r.deps.Door.Require(access.SeeResults), r.deps.Door.Require(access.RunHearings)
	count, decide := r.deps.Door.Require(access.CountPeople), r.deps.Door.Require(access.DecideResults)
	all, one := "/hearings/:campaign", "/hearings/:campaign/:hearing"
	form := page.FormsOnly
	e.GET(all, r.list, see)
	e.GET(all+"/_new", r.blank, run)
	e.GET(all+"/_door", r.doorman, count)
	e.POST(all, r.add, run, form)
	e.GET(one, r.console, see)
	e.GET(one+"/plan", r.edit, run)
	e.POST(one+"/plan", r.change, run, form)
	e.GET(one+"/notice", r.notice, see)
	e.POST(one+"/begin", r.start, run, form)
	e.POST(one+"/end", r.end, run, form)
	e.POST(one+"/address", r.reach, run, form)
	e.GET(one+"/door", r.door, count)
	e.POST(one+"/door", r.count, count, form)
	e.POST(one+"/door/list", r.listed, count, form)
	e.POST(one+"/door/slip", r.register, count, form)
	e.GET(one+"/there", r.followThere, see)
	e.GET(one+"/door/there", r.followThere, count)
	e.GET(one+"/slips", r.slips, run)
	e.GET(one+"/slips.pdf", r.slipsPDF, run)
	e.POST(one+"/slips", r.issue, run, form)
	e.POST(one+"/slips/out", r.handOut, run, form)
	e.POST(one+"/slips/lost", r.lose, run, form)
	e.GET(one+"/rounds/_new", r.blankRound, run)
	e.POST(one+"/rounds", r.call, run, form)
	e.GET(one+"/rounds/:round", r.showRound, see)
	e.GET(one+"/rounds/:round/turnout", r.followTurnout, see)
	e.POST(one+"/rounds/:round/open", r.openRound, run, form)
	e.POST(one+"/rounds/:round/close", r.closeRound, run, form)
	e.POST(one+"/rounds/:round/hands", r.enter, run, form)
	e.POST(one+"/rounds/:round/annul", r.annul, run, form)
	e.GET(one+"/floor", r.floor, see)
	e.POST(one+"/floor/:kind", r.write, run, form)
	e.GET(one+"/outcome", r.outcome, see)
	e.POST(one+"/outcome", r.overrule, decide, form)
	e.POST(one+"/publish", r.publish, decide, form)
	e.GET(one+"/minutes", r.minutes, see)
	e.GET(one+"/minutes.docx", r.minutesDOCX, see)
	e.POST(one+"/sign", r.sign, decide, form)
	e.GET(one+"/sheets", r.sheets, see)
}
