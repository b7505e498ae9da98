package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"
	"pgregory.net/rapid"

	"ashar/survey"
)

// drawResponse draws a response of what most of them have, and of what few have.
func drawResponse(t *rapid.T, rare bool) survey.Response {
	text := rapid.SampledFrom([]string{"", "kok-jar", "ң ө ү", "a\x00b"})
	at := rapid.Custom(func(t *rapid.T) time.Time {
		return time.UnixMilli(rapid.Int64Range(-62135596800000, 4102444800000).Draw(t, "at")).UTC()
	})
	value := rapid.Custom(func(t *rapid.T) survey.Value {
		v := survey.Value{Text: text.Draw(t, "text"), Key: text.Draw(t, "key"), Number: text.Draw(t, "number"), Date: text.Draw(t, "date"), Skipped: rapid.Bool().Draw(t, "skipped")}
		v.Choices = rapid.SampledFrom([][]string{nil, {"water"}, {"water", "roads", "ң"}, make([]string, 7)}).Draw(t, "choices")
		v.Levels = rapid.SampledFrom([][]survey.Level{nil, {{Choice: "water", Level: 5}, {Choice: "roads", Level: 1 << 40}}}).Draw(t, "levels")
		if rare {
			v.Pairs = rapid.SampledFrom([][]survey.Pair{nil, {{First: "a", Second: "b", Better: "a"}}}).Draw(t, "pairs")
			v.Point = rapid.SampledFrom([]*survey.Point{nil, {Latitude: 41.1, Longitude: 75.9}}).Draw(t, "point")
			v.File = rapid.SampledFrom([]*survey.File{nil, {ID: "f", Type: "image/jpeg", Size: 9}}).Draw(t, "file")
		}
		return v
	})
	r := survey.Response{
		ID: text.Draw(t, "id"), Municipality: text.Draw(t, "municipality"), Campaign: text.Draw(t, "campaign"), Village: text.Draw(t, "village"),
		Questionnaire: text.Draw(t, "questionnaire"), Channel: survey.Web, Language: "ky", Respondent: text.Draw(t, "respondent"),
		Consent: survey.ConsentGiven{Version: text.Draw(t, "version"), Language: "ru", At: at.Draw(t, "agreed")},
		Begun:   at.Draw(t, "begun"), Submitted: at.Draw(t, "submitted"), Receipt: text.Draw(t, "receipt"),
		Shared: rapid.Bool().Draw(t, "shared"), Edits: rapid.IntRange(0, 3).Draw(t, "edits"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "answers") {
		r.Answers = append(r.Answers, survey.Answer{Question: text.Draw(t, "question"), Value: value.Draw(t, "value")})
	}
	if rare {
		r.Looks = rapid.IntRange(0, 2).Draw(t, "looks")
		r.Entry = rapid.SampledFrom([]*survey.Entry{nil, {By: "aigul", Serial: "0001"}}).Draw(t, "entry")
		r.Judgement = rapid.SampledFrom([]*survey.Judgement{nil, {Verdict: survey.Excluded, Why: "twice", By: "aigul"}}).Draw(t, "judgement")
		r.Coded = rapid.SampledFrom([][]survey.Coding{nil, {{Question: "wish", Needs: []string{"water"}}}}).Draw(t, "coded")
	}
	return r
}

// What is read fast is what the driver reads, to the bit; and what few responses have is read too.
func TestAResponseIsReadAsTheDriverReadsIt(t *testing.T) {
	for _, rare := range []bool{false, true} {
		rapid.Check(t, func(t *rapid.T) {
			c, r := newCodec(), drawResponse(t, rare)
			doc, err := c.encode(responseDocument{Response: r, Rev: rapid.Int64Range(0, 2).Draw(t, "rev"), Stored: 1})
			if err != nil {
				t.Fatal(err)
			}
			var want, got, fast survey.Response
			if err := bson.Unmarshal(doc, &want); err != nil {
				t.Fatal(err)
			}
			if err := c.decode(doc, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("(-driver +ours):\n%s", diff)
			}
			if !decodeResponse(doc, &fast) && !rare {
				t.Fatal("a response like most is left to the driver")
			}
		})
	}
}

func TestATicketIsReadAsTheDriverReadsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "kok-jar", "ң ө ү"})
		moment := rapid.SampledFrom([]time.Time{{}, time.UnixMilli(1764336000123).UTC()})
		ticket := survey.Ticket{
			ID: text.Draw(t, "id"), Rev: rapid.Int64().Draw(t, "rev"), Municipality: text.Draw(t, "municipality"), Campaign: text.Draw(t, "campaign"),
			Village: text.Draw(t, "village"), Door: text.Draw(t, "door"), Label: text.Draw(t, "label"), From: moment.Draw(t, "from"), Until: moment.Draw(t, "until"),
			Void: rapid.Bool().Draw(t, "void"), Interview: text.Draw(t, "interview"), Used: rapid.Bool().Draw(t, "used"),
		}
		doc, err := newCodec().encode(ticket)
		if err != nil {
			t.Fatal(err)
		}
		var want, got survey.Ticket
		if err := bson.Unmarshal(doc, &want); err != nil {
			t.Fatal(err)
		}
		if !decodeTicket(doc, &got) {
			t.Fatal("a ticket is left to the driver")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-driver +ours):\n%s", diff)
		}
	})
}

// What is no response is not read.
func TestWhatIsBrokenIsLeftToTheDriver(t *testing.T) {
	doc, err := newCodec().encode(responseDocument{Response: survey.Response{ID: "a", Answers: []survey.Answer{{Question: "needs", Value: survey.Chosen("water")}}}})
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(doc) {
		if decodeResponse(doc[:n], new(survey.Response)) {
			t.Errorf("the first %d of %d bytes were read", n, len(doc))
		}
	}
	for i := range doc {
		broken := append([]byte(nil), doc...)
		broken[i] ^= 0xff
		decodeResponse(broken, new(survey.Response)) // it must not panic
	}
}

func BenchmarkDecodeResponse(b *testing.B) {
	r := survey.Response{
		ID: "0123456789abcdef0123456789abcdef", Municipality: "kok-jar", Campaign: "needs", Village: "archa-bulak", Questionnaire: "community-needs@1",
		Channel: survey.Web, Language: "ky", Receipt: "ABCDE-FGHJK", Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("water", "roads", "kinder")}, {Question: "order", Value: survey.Chosen("roads", "water", "kinder")},
			{Question: "severity", Value: survey.Rated(survey.Level{Choice: "water", Level: 4}, survey.Level{Choice: "roads", Level: 5})},
			{Question: "sex", Value: survey.Chosen("female")}, {Question: "age", Value: survey.Chosen("29-44")},
		},
	}
	c := newCodec()
	doc, err := c.encode(responseDocument{Response: r, Stored: 1})
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	for range 2000 {
		if err := bson.Unmarshal(doc, new(survey.Response)); err != nil {
			b.Fatal(err)
		}
	}
	driver := time.Since(began).Seconds() / 2000
	for b.Loop() {
		if err := c.decode(doc, new(survey.Response)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/driver, "of-driver")
}
