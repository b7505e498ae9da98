package outline_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/outline"
	"ashar/survey"
)

func TestShippedTemplatesAreWell(t *testing.T) {
	for _, id := range outline.Shipped() {
		x, err := outline.New(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if err := x.Check(); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if len(x.Parts) != len(outline.Tables()) {
			t.Errorf("%s: got %d parts, want every table", id, len(x.Parts))
		}
	}
	if _, err := outline.New("SEDP-1999"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("got %v, want an ErrNotFound", err)
	}
}

func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	long := survey.Text{"ky": strings.Repeat("ү", outline.MaxTitle+1)}
	x := outline.Template{ID: outline.SEDP2024, Title: long, Parts: []outline.Part{
		{Table: "t9"}, {Table: "t1", Columns: []outline.Column{{ID: "village", Off: true}, {ID: "quota"}, {ID: "quota"}, {ID: "own.1"}, {ID: "own.0", Heading: survey.Text{"ky": "x"}}}},
		{Table: "t1"},
	}}
	var got outline.Problems
	if err := x.Check(); !errors.As(err, &got) || !errors.Is(err, survey.ErrInvalid) {
		t.Fatalf("got %v, want Problems", err)
	}
	want := outline.Problems{
		{Reason: outline.TooLong}, {"t9", "", outline.UnknownTable}, {"t1", "village", outline.RowsUntold}, {"t1", "quota", outline.Twice},
		{"t1", "own.1", outline.NoHeading}, {"t1", "own.0", outline.UnknownColumn}, {"t1", "", outline.Twice},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestADocumentHasAtLeastOneTable(t *testing.T) {
	x := outline.Template{ID: outline.SEDP2024}
	for _, table := range outline.Tables() {
		x.Parts = append(x.Parts, outline.Part{Table: table, Off: true})
	}
	if err := x.Check(); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("got %v, want an ErrInvalid", err)
	}
}

func TestWhatATemplateDoesNotNameComesLast(t *testing.T) {
	x := outline.Template{Parts: []outline.Part{{Table: "t5", Columns: []outline.Column{{ID: "place"}}}}}
	all := x.All()
	if all[0].Table != "t5" || all[1].Table != "t1" || len(all) != len(outline.Tables()) {
		t.Errorf("got %v, want T5 and then the others", all)
	}
	if columns := all[0].All(); columns[0].ID != "place" || columns[1].ID != "need" || len(columns) != len(outline.Columns("t5")) {
		t.Errorf("got %v, want the place and then the others", columns)
	}
}

func TestEditionsFollowOneAnother(t *testing.T) {
	x, _ := outline.New(outline.SEDP2018)
	at := time.Date(2026, time.May, 3, 9, 0, 0, 1, time.FixedZone("", 6*3600))
	first, err := outline.Edition{}.Revise("kok-jar", x, "aigul", at)
	if err != nil {
		t.Fatal(err)
	}
	if first.ID != "kok-jar/SEDP-2018" || first.Rev != 1 || !first.At.Equal(at.Truncate(time.Millisecond)) {
		t.Errorf("got %+v", first)
	}
	second, err := first.Revise("kok-jar", x, "nurlan", at)
	if err != nil || second.Rev != 2 || second.By != "nurlan" {
		t.Errorf("got %+v, %v", second, err)
	}
	x.ID = "mine"
	if _, err := second.Revise("kok-jar", x, "nurlan", at); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("got %v, want an ErrNotFound", err)
	}
}
