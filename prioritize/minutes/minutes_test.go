package minutes_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/hearing"
	"ashar/prioritize/minutes"
	"ashar/survey"
	"ashar/survey/locale"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var languages = []string{locale.Kyrgyz, locale.Russian, locale.English}

func golden(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is another (-want +got); -update rewrites it:\n%s", file, diff)
	}
}

func word(t testing.TB, d *minutes.Document, lang string) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, d.WriteDOCX(&b, speaker(t, lang)))
	return b.Bytes()
}

// words are the texts of a Word document, a line for each paragraph; cells of a table are parted by bars.
func words(t testing.TB, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(t, err)
	f, err := z.Open("word/document.xml")
	must(t, err)
	var b strings.Builder
	cell, said := false, false
	for dec := xml.NewDecoder(f); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		must(t, err)
		switch x := token.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "tr":
				cell = true
			case "t":
				said = true
			case "br":
				b.WriteByte('\n')
			case "tab":
				if len(x.Attr) == 0 { // not where a tab ends, but one
					b.WriteByte('\t')
				}
			}
		case xml.EndElement:
			switch {
			case x.Name.Local == "tr":
				b.WriteByte('\n')
				cell = false
			case x.Name.Local == "tc":
				b.WriteString(" | ")
			case x.Name.Local == "p" && !cell:
				b.WriteByte('\n')
			}
			said = false
		case xml.CharData:
			if said {
				b.Write(x)
			}
		}
	}
}

func plain(t testing.TB, d *minutes.Document, lang string) string {
	t.Helper()
	var b strings.Builder
	must(t, d.WriteText(&b, speaker(t, lang)))
	return b.String()
}

// TestMinutesOfAWholeHearing holds the words of the Word document in every language, of a hearing in which everything
// happens that can.
func TestMinutesOfAWholeHearing(t *testing.T) {
	for _, lang := range languages {
		golden(t, "whole."+lang+".txt", words(t, word(t, made(t, input(t)), lang)))
	}
}

// TestWhatIsNotKnownIsABlank holds the minutes of a hearing that is only announced: they are to be filled in by hand.
func TestWhatIsNotKnownIsABlank(t *testing.T) {
	for _, lang := range languages {
		d := made(t, minutes.Input{Hearing: planned(), Municipality: town()})
		golden(t, "planned."+lang+".txt", words(t, word(t, d, lang)))
	}
}

// TestMinutesOfNothingAtAll writes down an assembly of one village in which nobody said, proposed or decided anything.
func TestMinutesOfNothingAtAll(t *testing.T) {
	h := &hearing.Hearing{ID: "still", Municipality: "bulak", Kind: hearing.Village, Village: "sary", State: hearing.Planned, Place: "Мектеп", Planned: begin, Quorum: 21}
	must(t, h.Begin(begin))
	must(t, h.End(after(5)))
	got := plain(t, made(t, minutes.Input{Hearing: h, Municipality: town()}), "ru")
	for _, want := range []string{
		"ПРОТОКОЛ № ________\nСельский сход\n", "Село: Сары-Озён", "Кворум по уставу местного сообщества: 21 человек. Число присутствовавших ещё не записано.",
		"Предложений не записано.", "Голосования не было.", "Варианты для голосования не записаны.", "Член счётной комиссии ________ ________",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "Арча") {
		t.Errorf("another village is in the minutes of one village's assembly:\n%s", got)
	}
}

// TestQuorum tells whether it was met.
func TestQuorum(t *testing.T) {
	for quorum, want := range map[int]string{0: "Кворум не установлен.", 62: "Кворум по уставу местного сообщества: 62 человека. Присутствовало: 62. Кворум есть.", 70: "Кворума нет."} {
		in := input(t)
		in.Hearing.Quorum = quorum
		if got := plain(t, made(t, in), "ru"); !strings.Contains(got, want) {
			t.Errorf("of a quorum of %d there is no %q", quorum, want)
		}
	}
}

// TestTiesAreTold finds how each was settled: by another round, by an override, by the survey, or not at all.
func TestTiesAreTold(t *testing.T) {
	hands := func(votes ...int) []hearing.Sheet {
		return []hearing.Sheet{{Way: hearing.Hands, Voters: 20, For: votes}}
	}
	vote := func(h *hearing.Hearing, options []string, votes ...int) {
		must(t, h.Call(hearing.Round{Method: hearing.Dots, Options: options, Dots: 1}))
		r := h.Current()
		must(t, r.Open(begin))
		must(t, r.Enter(hands(votes...), nil, "", begin))
		must(t, r.Close(begin))
		must(t, r.Count(nil))
	}
	open := func() *hearing.Hearing {
		h := planned()
		must(t, h.Begin(begin))
		return h
	}
	settled := open()
	vote(settled, []string{"water", "kinder", "roads"}, 7, 7, 1)
	vote(settled, []string{"water", "kinder"}, 3, 9)
	overruled := open()
	vote(overruled, []string{"water", "kinder", "roads"}, 7, 7, 1)
	must(t, overruled.Overrule(hearing.Override{Option: "kinder", Rank: 1, Why: "аялдар көп", At: begin}))
	ordered := open()
	vote(ordered, []string{"water", "kinder", "roads"}, 7, 7, 1)
	undecided := open()
	must(t, undecided.Propose(hearing.Proposal{By: "а", Text: "Көпүрө"}, true))
	must(t, undecided.Propose(hearing.Proposal{By: "б", Text: "Парк"}, true))
	vote(undecided, []string{"floor-1", "floor-2", "water"}, 2, 2, 8)
	for what, x := range map[string]struct {
		h    *hearing.Hearing
		want string
	}{
		"settled":   {settled, "“Drinking water”, “Kindergarten”: the votes were equal, and another vote was held about it (round 2)."},
		"overruled": {overruled, "the place was given by a decision with its reason"},
		"ordered":   {ordered, "“Drinking water”, “Kindergarten”: the votes were equal, and the earlier order was kept"},
		"undecided": {undecided, "“Көпүрө”, “Парк”: their order among themselves follows neither from the votes nor from the survey."},
	} {
		got := plain(t, made(t, minutes.Input{Hearing: x.h, Municipality: town()}), "en")
		if !strings.Contains(got, x.want) || strings.Count(got, "the votes were equal") != 1 {
			t.Errorf("%s: there is no %q, or more than one tie, in:\n%s", what, x.want, got)
		}
	}
}

// TestSexesAreToldOnlyAsTheResultTellsThem leaves out how a few men voted.
func TestSexesAreToldOnlyAsTheResultTellsThem(t *testing.T) {
	h := planned()
	must(t, h.Begin(begin))
	must(t, h.Propose(hearing.Proposal{By: "а", Text: "Көпүрө"}, true))
	must(t, h.Call(hearing.Round{Method: hearing.Dots, Options: []string{"water", "kinder", "roads", "light", "floor-1"}, Dots: 1}))
	r := h.Current()
	must(t, r.Open(begin))
	must(t, r.Close(begin))
	must(t, r.Count(append(casts(9, survey.SexFemale, 1), casts(4, survey.SexMale, 2)...)))
	got := plain(t, made(t, minutes.Input{Hearing: h, Municipality: town()}), "en")
	if !strings.Contains(got, "13 people voted (by slip, in secret: 13).") || strings.Contains(got, "By women") || strings.Contains(got, "Of those who voted") {
		t.Errorf("with four men the votes are told by sex:\n%s", got)
	}
}

// TestMinutesOfAnotherMunicipalityAreRefused, and those of a hearing that makes no sense.
func TestMinutesOfAnotherMunicipalityAreRefused(t *testing.T) {
	in := input(t)
	in.Municipality.ID = "elsewhere"
	if _, err := minutes.New(in); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("of another municipality: %v, want %v", err, survey.ErrInvalid)
	}
	in = input(t)
	in.Hearing.Place = ""
	if _, err := minutes.New(in); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("of a hearing without a place: %v, want %v", err, survey.ErrInvalid)
	}
}

// TestTheSameHearingIsTheSameBytes writes the document twice, and tells when it was made.
func TestTheSameHearingIsTheSameBytes(t *testing.T) {
	if one, other := word(t, made(t, input(t)), "ky"), word(t, made(t, input(t)), "ky"); !bytes.Equal(one, other) {
		t.Error("the same minutes came out as other bytes")
	}
	in := input(t)
	in.Made = in.Made.Add(time.Hour)
	if bytes.Equal(word(t, made(t, in), "ky"), word(t, made(t, input(t)), "ky")) {
		t.Error("when it was made is told nowhere")
	}
}
