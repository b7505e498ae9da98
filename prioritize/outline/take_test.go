package outline_test

import (
	"errors"
	"slices"
	"testing"

	"ashar/prioritize/outline"
	"ashar/survey"
)

func shipped(t *testing.T) outline.Template {
	t.Helper()
	x, err := outline.New(outline.SEDP2024)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// part is a table of a template, to be changed.
func part(t *testing.T, x *outline.Template, table string) *outline.Part {
	t.Helper()
	i := slices.IndexFunc(x.Parts, func(p outline.Part) bool { return p.Table == table })
	if i < 0 {
		t.Fatalf("there is no %s", table)
	}
	return &x.Parts[i]
}

func TestTwoWhoChangeDifferentPlacesLoseNothing(t *testing.T) {
	began := shipped(t)
	mine, theirs := began.Plain(), began.Plain()
	part(t, &mine, "t5").Title = survey.Text{"ky": " Биринчи кезекте \r\n"}
	theirs.Title = survey.Text{"ru": "Потребности"}
	slices.Reverse(theirs.Parts)
	part(t, &theirs, "t1").Off = true
	now, err := began.Take(outline.Head, theirs, began.Mark(outline.Head))
	if err != nil {
		t.Fatal(err)
	}
	if now, err = now.Take("t5", mine, began.Mark("t5")); err != nil {
		t.Fatal(err)
	}
	if now, err = now.Take("t1", mine, began.Mark("t1")); err != nil { // sent as it was
		t.Fatal(err)
	}
	if got := part(t, &now, "t5").Title["ky"]; got != "Биринчи кезекте" {
		t.Errorf("got the title %q", got)
	}
	if now.Title["ru"] != "Потребности" || now.Parts[0].Table != outline.Method || !part(t, &now, "t1").Off {
		t.Errorf("got %+v, want the other's title and order too", now)
	}
	if !now.Changed() || began.Changed() {
		t.Error("a template is changed once it differs from what is shipped, and not before")
	}
}

func TestTwoWhoChangeOnePlaceAreTold(t *testing.T) {
	began := shipped(t)
	seen := began.Mark("t5")
	mine, theirs := began.Plain(), began.Plain()
	part(t, &mine, "t5").Columns[3].Off = true
	part(t, &theirs, "t5").Columns[4].Off = true
	now, err := began.Take("t5", theirs, seen)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := now.Take("t5", mine, seen); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("got %v, want an ErrConflict", err)
	}
	if _, err := now.Take("t5", theirs, seen); err != nil {
		t.Errorf("who wants the same: got %v", err)
	}
	if _, err := now.Take("t5", mine, now.Mark("t5")); err != nil {
		t.Errorf("who has seen it since: got %v", err)
	}
}

func TestOwnColumnsHaveNumbersOfTheirOwn(t *testing.T) {
	x := shipped(t)
	p := part(t, &x, "t1")
	first, second := p.AddOwn(survey.Text{"ky": "Мектеп"}), p.AddOwn(survey.Text{"ky": "Окуучу"})
	p.Columns = slices.DeleteFunc(p.Columns, func(c outline.Column) bool { return c.ID == first.ID })
	if third := p.AddOwn(survey.Text{"ky": "Мугалим"}); first.ID != "own.1" || second.ID != "own.2" || third.ID != "own.3" {
		t.Errorf("got %s, %s, %s", first.ID, second.ID, third.ID)
	}
	if err := x.Check(); err != nil {
		t.Error(err)
	}
}
