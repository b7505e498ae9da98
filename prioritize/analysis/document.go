package analysis

import (
	"cmp"
	"fmt"
	"time"

	"ashar/prioritize"
	"ashar/survey"
)

// Schema is the version of the Document as JSON: members may be added to it,
// never renamed or given another meaning.
const Schema = "ashar.analysis/1"

// Input is what a Document is made of.
type Input struct {
	Ranking prioritize.Ranking
	// Villages and Whole tell who answered, in plain counts; the Document
	// suppresses what must not be shown.
	Villages      []survey.Turnout
	Whole         survey.Turnout
	Municipality  *survey.Municipality
	Campaign      survey.Campaign
	Questionnaire *survey.Questionnaire // the version that the ranking names
	Targets       survey.Targets        // the zero Targets mean survey.DefaultTargets
	Made          time.Time             // dates are written in its time zone
	Version       string                // of the program
}

// Document is the residents' part of a situation analysis. It holds numbers,
// phrases in all their languages and the ids of messages, and is put into words
// only when it is written.
type Document struct {
	Schema       string      `json:"schema"`
	Made         time.Time   `json:"generated_at"`
	Version      string      `json:"code_version"`
	Municipality Place       `json:"municipality"`
	Campaign     CampaignRef `json:"campaign"`
	Inputs       string      `json:"inputs"` // the ranking's
	// Notice stands on every table; it says that the numbers are invented.
	Notice *Phrase `json:"notice,omitempty"`
	Tables []Table `json:"tables"`
}

// Place names the municipality.
type Place struct {
	ID       string      `json:"id"`
	Name     survey.Text `json:"name"`
	District survey.Text `json:"district,omitempty"`
	Oblast   survey.Text `json:"oblast,omitempty"`
}

// CampaignRef names the campaign.
type CampaignRef struct {
	ID            string      `json:"id"`
	Title         survey.Text `json:"title"`
	Questionnaire string      `json:"questionnaire"`
	Provisional   bool        `json:"provisional"` // it is still open
}

// New makes the Document. It is an ErrInvalid when the ranking is not of this
// campaign, municipality or questionnaire.
func New(in Input) (Document, error) {
	r := &in.Ranking
	if r.Campaign != in.Campaign.ID || r.Municipality != in.Municipality.ID || r.Questionnaire != in.Questionnaire.Key() {
		return Document{}, fmt.Errorf("analysis: ranking of campaign %s in %s with %s, given %s in %s with %s: %w",
			r.Campaign, r.Municipality, r.Questionnaire, in.Campaign.ID, in.Municipality.ID, in.Questionnaire.Key(), survey.ErrInvalid)
	}
	in.Targets = cmp.Or(in.Targets, survey.DefaultTargets())
	m := in.Municipality
	doc := Document{
		Schema: Schema, Made: in.Made, Version: in.Version, Inputs: r.Inputs,
		Municipality: Place{ID: m.ID, Name: m.Name, District: m.District, Oblast: m.Oblast},
		Campaign: CampaignRef{
			ID: in.Campaign.ID, Title: in.Campaign.Title, Questionnaire: r.Questionnaire,
			Provisional: !in.Campaign.Over(),
		},
		Tables: []Table{in.participation(), in.byVillage(), in.byGroup(), in.priorities(), in.method()},
	}
	if m.Invented {
		doc.Notice = &Phrase{ID: "report.notice.invented"}
	}
	return doc, nil
}

// ranked adds to a table of needs what must be said of all such tables.
func (in Input) ranked(t *Table) {
	if len(in.Ranking.Items) == 0 {
		t.Notes = append(t.Notes, phrase("report.note.nothing"))
	}
	if !in.Campaign.Over() {
		t.Notes = append(t.Notes, phrase("report.note.provisional"))
	}
	t.Notes = append(t.Notes, phrase("report.basis."+string(in.Ranking.Weighting.Basis)), phrase("report.note.sampling"))
}

// sphere and name are how a need is called.
func sphere(n prioritize.Need) Cell { return term(n.Sphere) }

func term(t prioritize.Term) Cell {
	if len(t.Name) == 0 {
		return Cell{Plain: t.Code}
	}
	return text(t.Name)
}
