package main

import (
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/entry"
	"ashar/survey/form"
	"ashar/survey/gathering"
	"ashar/survey/page"
	"ashar/survey/papers"
)

// paperwork adds the rooms of what is answered on paper and said in gatherings; it returns what registers them.
func (a *app) paperwork(pages *page.Pages, door *page.Door, intake *survey.Intake, p survey.Pseudonyms, zone *time.Location) (func(*echo.Echo), error) {
	printed, err := papers.New(papers.Deps{
		Pages: pages, Words: a.words, Door: door, Campaigns: a.db, Places: a.db, Papers: a.db, Typing: survey.NewTyping(intake, a.db, p),
		Pseudonyms: p, Entries: a.db, Form: func(code string) string { return pages.URL(form.Path(code)) }, Zone: zone, Now: a.now,
	})
	if err != nil {
		return nil, err
	}
	said, err := gathering.New(gathering.Deps{Pages: pages, Door: door, Campaigns: a.db, Places: a.db, Gatherings: a.db, Entries: a.db, Zone: zone, Now: a.now})
	if err != nil {
		return nil, err
	}
	typed, err := entry.New(entry.Deps{
		Pages: pages, Door: door, Typing: survey.NewTyping(intake, a.db, p), Papers: a.db, Campaigns: a.db, Places: a.db, Staff: a.db,
		Entries: a.db, Zone: zone, Now: a.now,
	})
	return func(e *echo.Echo) {
		printed.Register(e)
		said.Register(e)
		typed.Register(e)
	}, err
}
