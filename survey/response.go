package survey

import "time"

// Response is the one lasting record of an interview that was sent: the valid
// answers to the questions that were asked, and nothing of the way to them. When the
// interview is corrected and sent again, it takes the place of the one before.
type Response struct {
	ID            string       `json:"id" bson:"_id"` // derived from the interview's, so that sending twice stores once
	Municipality  string       `json:"municipality" bson:"municipality"`
	Campaign      string       `json:"campaign" bson:"campaign"`
	Village       string       `json:"village" bson:"village"`
	Questionnaire string       `json:"questionnaire" bson:"questionnaire"`
	Channel       Channel      `json:"channel" bson:"channel"`
	Language      string       `json:"language" bson:"language"`
	Respondent    string       `json:"respondent,omitempty" bson:"respondent"`
	Consent       ConsentGiven `json:"consent" bson:"consent"`
	Begun         time.Time    `json:"begun" bson:"begun"`
	Submitted     time.Time    `json:"submitted" bson:"submitted"` // when it was sent; the last time, if it was corrected
	Receipt       string       `json:"receipt" bson:"receipt"`
	Shared        bool         `json:"shared,omitempty" bson:"shared,omitempty"` // see Interview.Shared
	Edits         int          `json:"edits,omitempty" bson:"edits,omitempty"`   // how often it was corrected after it was first sent
	Answers       []Answer     `json:"answers" bson:"answers"`
	Entry         *Entry       `json:"entry,omitempty" bson:"entry,omitempty"` // where somebody typed it for the respondent
	// What those who run the campaign found of it: never the respondent's.
	Judgement *Judgement `json:"judgement,omitempty" bson:"judgement,omitempty"`
	Coded     []Coding   `json:"coded,omitempty" bson:"coded,omitempty"` // in the order of their questions' names
	Looks     int        `json:"looks,omitempty" bson:"looks,omitempty"` // how often that changed
}

// Stored is a response with when this edit of it came to the store: with its ID, that is its place in the order in which
// responses are stored.
type Stored struct {
	Response
	At time.Time
}

// Respond makes the Response of a finished interview, submitted at this time. When
// a question that is asked has no valid answer, it is a *Problem that names it.
func (iv Interview) Respond(q *Questionnaire, submitted time.Time) (Response, error) {
	r := Response{
		ID: responseID(iv.ID), Receipt: receiptCode(iv.ID),
		Municipality: iv.Municipality, Campaign: iv.Campaign, Village: iv.Village,
		Questionnaire: iv.Questionnaire, Channel: iv.Channel, Language: iv.Language,
		Respondent: iv.Respondent, Shared: iv.Shared, Edits: iv.Edits, Entry: iv.Entry, Consent: iv.Consent, Begun: iv.Begun, Submitted: stamp(submitted),
	}
	if iv.Entry != nil {
		r.Respondent = "" // it is whoever typed it: see Interview.Respondent
	}
	iv.Updated = stamp(submitted)
	w := iv.walk(q)
	defer w.done()
	for i := range w.stops {
		s := &w.stops[i]
		switch {
		case !s.asked || s.question.Kind == Note && s.given:
		case s.question.Kind == End:
			r.Answers = append(r.Answers, Answer{Question: s.question.Name, Value: Value{Text: iv.local(submitted).Format(time.RFC3339)}})
		case s.computed:
			if v := computed(w.values[i]); !v.IsZero() {
				r.Answers = append(r.Answers, Answer{Question: s.question.Name, Value: v})
			}
		case !s.given:
			return Response{}, s.question.problem(Missing)
		default:
			r.Answers = append(r.Answers, Answer{Question: s.question.Name, Value: *s.value})
		}
	}
	return r, nil
}

// Files are the identifiers of the files among the answers.
func (r *Response) Files() []string { return files(r.Answers) }

// Answer returns the value given to the named question, and whether it was asked.
func (r *Response) Answer(question string) (Value, bool) {
	for _, a := range r.Answers {
		if a.Question == question {
			return a.Value, true
		}
	}
	return Value{}, false
}
