package store

import (
	"time"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"ashar/survey"
)

// decodeResponse reads a response as the driver does, in a fraction of its time: whoever counts a campaign reads all of
// its responses. It reports false for a document in which there is anything that not most of them have. Then the driver
// is to read it.
func decodeResponse(doc []byte, r *survey.Response) bool {
	return eachField(doc, func(name []byte, v bsoncore.Value) bool {
		switch string(name) {
		case "_id":
			return readText(v, &r.ID)
		case "municipality":
			return readText(v, &r.Municipality)
		case "campaign":
			return readText(v, &r.Campaign)
		case "village":
			return readText(v, &r.Village)
		case "questionnaire":
			return readText(v, &r.Questionnaire)
		case "channel":
			return readText(v, &r.Channel)
		case "language":
			return readText(v, &r.Language)
		case "respondent":
			return readText(v, &r.Respondent)
		case "receipt":
			return readText(v, &r.Receipt)
		case "begun":
			return readMoment(v, &r.Begun)
		case "submitted":
			return readMoment(v, &r.Submitted)
		case "edits":
			return readInt(v, &r.Edits)
		case "shared":
			return readBool(v, &r.Shared)
		case "consent":
			return readConsent(v, &r.Consent)
		case "answers":
			return readAnswers(v, &r.Answers)
		case "rev", "stored": // of the document alone
			return true
		}
		return false
	})
}

// decodeTicket does the same with tickets, which are counted too.
func decodeTicket(doc []byte, t *survey.Ticket) bool {
	return eachField(doc, func(name []byte, v bsoncore.Value) bool {
		switch string(name) {
		case "_id":
			return readText(v, &t.ID)
		case "rev":
			return readInt(v, &t.Rev)
		case "municipality":
			return readText(v, &t.Municipality)
		case "campaign":
			return readText(v, &t.Campaign)
		case "village":
			return readText(v, &t.Village)
		case "door":
			return readText(v, &t.Door)
		case "label":
			return readText(v, &t.Label)
		case "from":
			return readMoment(v, &t.From)
		case "until":
			return readMoment(v, &t.Until)
		case "void":
			return readBool(v, &t.Void)
		case "interview":
			return readText(v, &t.Interview)
		case "used":
			return readBool(v, &t.Used)
		}
		return false
	})
}

func readConsent(v bsoncore.Value, c *survey.ConsentGiven) bool {
	return v.Type == bsoncore.TypeEmbeddedDocument && eachField(v.Data, func(name []byte, v bsoncore.Value) bool {
		switch string(name) {
		case "version":
			return readText(v, &c.Version)
		case "language":
			return readText(v, &c.Language)
		case "at":
			return readMoment(v, &c.At)
		}
		return false
	})
}

func readAnswers(v bsoncore.Value, into *[]survey.Answer) bool {
	return readArray(v, into, func(v bsoncore.Value, a *survey.Answer) bool {
		return v.Type == bsoncore.TypeEmbeddedDocument && eachField(v.Data, func(name []byte, v bsoncore.Value) bool {
			switch string(name) {
			case "question":
				return readText(v, &a.Question)
			case "value":
				return v.Type == bsoncore.TypeEmbeddedDocument && readValue(v.Data, &a.Value)
			}
			return false
		})
	})
}

// readValue reads an answer but for places, files and pairs.
func readValue(doc []byte, a *survey.Value) bool {
	return eachField(doc, func(name []byte, v bsoncore.Value) bool {
		switch string(name) {
		case "choices":
			return readArray(v, &a.Choices, readText[string])
		case "levels":
			return readArray(v, &a.Levels, readLevel)
		case "text":
			return readText(v, &a.Text)
		case "key":
			return readText(v, &a.Key)
		case "number":
			return readText(v, &a.Number)
		case "date":
			return readText(v, &a.Date)
		case "skipped":
			return readBool(v, &a.Skipped)
		}
		return false
	})
}

func readLevel(v bsoncore.Value, l *survey.Level) bool {
	return v.Type == bsoncore.TypeEmbeddedDocument && eachField(v.Data, func(name []byte, v bsoncore.Value) bool {
		switch string(name) {
		case "choice":
			return readText(v, &l.Choice)
		case "level":
			return readInt(v, &l.Level)
		}
		return false
	})
}

// eachField goes through a document or an array until read is false, and reports whether it never was.
func eachField(doc []byte, read func(name []byte, v bsoncore.Value) bool) bool {
	length, rest, ok := bsoncore.ReadLength(doc)
	if !ok || int(length) != len(doc) {
		return false
	}
	for len(rest) > 1 {
		kind, after, ok := bsoncore.ReadType(rest)
		if !ok {
			return false
		}
		name, after, ok := bsoncore.ReadKeyBytes(after)
		if !ok {
			return false
		}
		v, after, ok := bsoncore.ReadValue(after, kind)
		if !ok || !read(name, v) {
			return false
		}
		rest = after
	}
	return len(rest) == 1 && rest[0] == 0
}

// readArray reads an array; what was nil is kept as null.
func readArray[T any](v bsoncore.Value, into *[]T, read func(bsoncore.Value, *T) bool) bool {
	if v.Type == bsoncore.TypeNull {
		*into = nil
		return true
	}
	all := make([]T, 0, 4)
	ok := v.Type == bsoncore.TypeArray && eachField(v.Data, func(_ []byte, v bsoncore.Value) bool {
		var one T
		if !read(v, &one) {
			return false
		}
		all = append(all, one)
		return true
	})
	*into = all
	return ok
}

func readText[T ~string](v bsoncore.Value, into *T) bool {
	if v.Type != bsoncore.TypeString {
		return false
	}
	s, _, ok := bsoncore.ReadString(v.Data)
	*into = T(s)
	return ok
}

func readMoment(v bsoncore.Value, into *time.Time) bool {
	if v.Type != bsoncore.TypeDateTime {
		return false
	}
	at, _, ok := bsoncore.ReadDateTime(v.Data)
	*into = time.UnixMilli(at).UTC()
	return ok
}

func readInt[T int | int64](v bsoncore.Value, into *T) bool {
	switch v.Type {
	case bsoncore.TypeInt32:
		n, _, ok := bsoncore.ReadInt32(v.Data)
		*into = T(n)
		return ok
	case bsoncore.TypeInt64:
		n, _, ok := bsoncore.ReadInt64(v.Data)
		*into = T(n)
		return ok
	}
	return false
}

func readBool(v bsoncore.Value, into *bool) bool {
	if v.Type != bsoncore.TypeBoolean {
		return false
	}
	b, _, ok := bsoncore.ReadBoolean(v.Data)
	*into = b
	return ok
}
