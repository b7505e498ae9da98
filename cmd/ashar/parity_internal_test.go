package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/bot/bottest"
	"ashar/survey"
)

// parityFiles are what the guests send: a photo of one point, and a breath.
var parityFiles = map[survey.Kind][]byte{
	survey.Image: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0bIDATx\x9cc\xf8\x0f\x04\x00\x09\xfb\x03\xfd\xfb^k+\x00\x00\x00\x00IEND\xaeB`\x82"),
	survey.Audio: []byte("OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"),
}

// plays are ways through testdata/every-kind.json that together meet every kind of
// question and every branch: what is answered, by question; the rest is skipped.
var plays = map[string]map[string]survey.Value{
	"every kind": {
		"children": {Number: "6"}, "young": {Number: "2"}, "garden": survey.Chosen("no"), "land": {Number: "0,5"}, "hours": {Number: "7.5"},
		"born": {Date: "5.3.1961"}, "side": survey.Chosen("north"), "town": survey.Chosen("talas"),
		"serious": survey.Rated(survey.Level{Choice: "water", Level: 2}, survey.Level{Choice: "roads", Level: 1}, survey.Level{Choice: "school", Level: 2},
			survey.Level{Choice: "light", Level: 2}, survey.Level{Choice: "other", Level: 1}),
		"worst": survey.Chosen("light", "water"), "why": survey.Words("  Суу сары, ӊ жок "),
		"money":   survey.Rated(survey.Level{Choice: "light", Level: 3}, survey.Level{Choice: "water", Level: 6}),
		"compare": survey.Words("by preference"), "others": survey.Chosen("other", "light"), "words": survey.Words("Көпүрө"),
		"spot":  survey.Located(survey.Point{Latitude: 40.5283, Longitude: 72.7985}),
		"photo": survey.Words("a file"), "voice": survey.Words("a file"),
	},
	"nothing but what must be": {"children": {Number: "0"}},
	"the other branches": {
		"children": {Number: "3"}, "garden": survey.Chosen("yes"), "hours": {Number: "24"}, "born": {Date: "2020-01-02"}, "side": survey.Chosen("south"),
		"serious": survey.Rated(survey.Level{Choice: "water", Level: 1}, survey.Level{Choice: "roads", Level: 2}, survey.Level{Choice: "school", Level: 1},
			survey.Level{Choice: "light", Level: 1}, survey.Level{Choice: "other", Level: 2}),
		"worst": survey.Chosen("other", "roads"), "others": survey.Chosen("none"), "voice": survey.Words("a file"),
	},
}

// parityGuest answers by a play. Of two choices the one that comes first in the
// alphabet is better, but other and light are equal.
func parityGuest(play map[string]survey.Value) guest {
	return guest{
		language: "ky",
		answer: func(p survey.Prompt) survey.Value {
			v, given := play[p.Question.Name]
			if !given {
				return survey.Skip()
			}
			return v
		},
		prefers: func(one, other string) string {
			if min(one, other) == "light" && max(one, other) == "other" {
				return ""
			}
			return min(one, other)
		},
		file: func(x *survey.Question) []byte { return parityFiles[x.Kind] },
	}
}

// TestChannelsMakeTheSameResponse lets the same guests answer the same by the web
// form, in a chat with the bot, and in the state machine alone: the Responses are
// the same byte for byte, but for what tells the channels and the interviews apart.
func TestChannelsMakeTheSameResponse(t *testing.T) {
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	d := parityService(t, noon)
	i := 0
	for name, play := range plays {
		i++
		person := bottest.Person{ID: int64(i), FirstName: "Invented", Language: "ky"}
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			g, code, at := parityGuest(play), d.doors[d.place.Villages[0].ID].Code, noon.In(time.FixedZone("", 6*60*60))
			before := d.responses(t)
			if err := g.visitWeb(ctx, http.DefaultClient, d.app.cfg.PublicURL, code, d.form, at); err != nil {
				t.Fatalf("by the web form: %v", err)
			}
			chat := d.telegram.Chat(person)
			if err := g.visitBot(ctx, chat, code, d.form, d.app.words, at); err != nil {
				t.Fatalf("in the chat: %v\n%s", err, chat.Transcript())
			}
			got := map[survey.Channel]string{}
			for id, r := range d.responses(t) {
				if _, old := before[id]; !old {
					got[r.Channel] = alike(t, r)
				}
			}
			want := d.alone(t, g, at)
			for _, channel := range []survey.Channel{survey.Web, survey.Bot} {
				if diff := cmp.Diff(want, got[channel]); diff != "" {
					t.Errorf("by %s the response is another one (-alone +%s):\n%s", channel, channel, diff)
				}
			}
		})
	}
}

// alone is what the guest's response must be like: what the state machine makes of the
// same answers in the first village.
func (d *demonstration) alone(t *testing.T, g guest, at time.Time) string {
	t.Helper()
	s, err := newShadow(d.form, g.language, at)
	if err != nil {
		t.Fatal(err)
	}
	s.iv.Municipality, s.iv.Campaign, s.iv.Village = d.place.ID, demoCampaign, d.place.Villages[0].ID
	for p := s.prompt(); !p.Review; p = s.prompt() {
		if err := s.follow(g, p, g.answer(p)); err != nil {
			t.Fatalf("alone: %v", err)
		}
	}
	r, err := s.iv.Respond(d.form, at)
	if err != nil {
		t.Fatalf("alone: %v", err)
	}
	return alike(t, r)
}

// TestExportOfEveryKind writes what came in by both doors as CSV, with the files.
func TestExportOfEveryKind(t *testing.T) {
	d := parityService(t, time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
	g, code := parityGuest(plays["every kind"]), d.doors[d.place.Villages[0].ID].Code
	if err := g.visitWeb(t.Context(), http.DefaultClient, d.app.cfg.PublicURL, code, d.form, d.Now()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	m := Main{
		Args: []string{"export", "--store", string(d.app.cfg.Store), "--out", filepath.Join(dir, "answers.csv"), "--files", filepath.Join(dir, "files"), "--excel"},
		Out:  t.Output(), Err: t.Output(), Now: d.Now,
	}
	if status := m.Run(t.Context()); status != exitOK {
		t.Fatalf("ashar export: exit code %d", status)
	}
	written, err := os.ReadFile(filepath.Join(dir, "answers.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := readSemicolons(bytes.TrimPrefix(written, []byte("\ufeff")))
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v; want a head and an answer", len(rows), err)
	}
	cells := map[string]string{}
	for i, heading := range rows[0] {
		cells[heading] = rows[1][i]
	}
	for heading, want := range map[string]string{
		"_village": d.place.Villages[0].ID, "_submitted": "2026-11-27T18:00:00+06:00", "children": "6", "serious_water": "yes", "worst/light": "1",
		"money_water": "6", "others": "light other", "spot/latitude": "40,5283", "why": "Суу сары, ӊ жок",
	} {
		if cells[heading] != want {
			t.Errorf("%s is %q, want %q", heading, cells[heading], want)
		}
	}
	for name, want := range map[string][]byte{cells["photo"] + ".png": parityFiles[survey.Image], cells["voice"] + ".ogg": parityFiles[survey.Audio]} {
		if got, err := os.ReadFile(filepath.Join(dir, "files", name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v, %d bytes; want the file that was sent", name, err, len(got))
		}
	}
}

func readSemicolons(written []byte) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(written))
	r.Comma = ';'
	return r.ReadAll()
}

// parityService is the demonstration with the questionnaire of every kind, where
// the time stands still.
func parityService(t *testing.T, now time.Time) *demonstration {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "survey", "testdata", "every-kind.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := survey.ReadQuestionnaire(f)
	if err != nil {
		t.Fatal(err)
	}
	telegram, err := bottest.Start()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &demonstration{
		Main: Main{Out: io.Discard, Err: t.Output(), Now: func() time.Time { return now }}, telegram: telegram, random: seeded(1), form: q,
	}
	if err := d.prepare(t.Context(), t.TempDir(), l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- d.app.serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := d.app.close(); err != nil {
			t.Error(err)
		}
		telegram.Close()
	})
	return d
}

func (d *demonstration) responses(t *testing.T) map[string]survey.Response {
	t.Helper()
	all := map[string]survey.Response{}
	for r, err := range d.app.db.ResponsesSince(t.Context(), demoCampaign, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.ID] = r
	}
	return all
}

// alike is a response as JSON without what tells channels and interviews apart: the
// identifiers, and which pairs came up, on which side.
func alike(t *testing.T, r survey.Response) string {
	t.Helper()
	r.ID, r.Receipt, r.Channel, r.Respondent = "", "", "", ""
	r.Answers = slices.Clone(r.Answers)
	for i := range r.Answers {
		v := &r.Answers[i].Value
		if v.File != nil {
			file := *v.File
			file.ID = ""
			v.File = &file
		}
		v.Pairs = slices.Clone(v.Pairs)
		for j, p := range v.Pairs {
			if want := parityGuest(nil).prefers(p.First, p.Second); p.Better != want {
				t.Errorf("of %s and %s the better one is %q, want %q", p.First, p.Second, p.Better, want)
			}
			v.Pairs[j] = survey.Pair{}
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
