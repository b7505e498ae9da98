package storetest

import (
	"testing"

	"ashar/prioritize/outline"
	"ashar/survey"
)

// editions are one of each municipality and template, and changed by compare-and-set.
func editions(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	id := outline.EditionID("kok-jar", outline.SEDP2024)
	_, err := db.Edition(ctx, id)
	wantError(t, "before anybody changed anything", err, survey.ErrNotFound)
	x, err := outline.New(outline.SEDP2024)
	must(t, err)
	x.Title, x.Lead = survey.Text{"ky": "Муктаждыктар", "ru": "Потребности"}, survey.Text{"ky": "Кеңешке"}
	x.Parts[0].Off, x.Parts[1].Title = true, survey.Text{"ky": "Айылдар"}
	x.Parts[2].Columns = append(x.Parts[2].Columns, outline.Column{ID: "own.1", Heading: survey.Text{"ky": "Эскертүү"}}, outline.Column{ID: "own.2", Off: true, Heading: survey.Text{"ru": "Улица"}})
	e, err := outline.Edition{}.Revise("kok-jar", x, "kok-jar/aigul", moment(1))
	must(t, err)
	must(t, db.SaveEdition(ctx, e))
	wantError(t, "by another who was the first too", db.SaveEdition(ctx, e), survey.ErrExists)
	next, err := e.Revise("kok-jar", e.Template, "kok-jar/nurlan", moment(2))
	must(t, err)
	must(t, db.SaveEdition(ctx, next))
	wantError(t, "by somebody who saw what was before", db.SaveEdition(ctx, next), survey.ErrConflict)
	older, err := outline.New(outline.SEDP2018)
	must(t, err)
	second, err := outline.Edition{}.Revise("kok-jar", older, "kok-jar/aigul", moment(3))
	must(t, err)
	must(t, db.SaveEdition(ctx, second))
	theirs, err := outline.Edition{}.Revise("ak-tal", older, "ak-tal/bakyt", moment(3))
	must(t, err)
	must(t, db.SaveEdition(ctx, theirs))
	must(t, db.Close())
	db = Open(t, uri)
	got, err := db.Edition(ctx, id)
	same(t, "the edition", err, got, next)
	all, err := db.EditionsOf(ctx, "kok-jar")
	same(t, "those of a municipality", err, all, []outline.Edition{second, next})
	none, err := db.EditionsOf(ctx, "nowhere")
	same(t, "those of another", err, none, nil)
}
