package analysis

import (
	"cmp"
	"fmt"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/hearing"
	"ashar/prioritize/outline"
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
	Services      []prioritize.Opinion // of the same Snapshot as the ranking
	Municipality  *survey.Municipality
	Campaign      survey.Campaign
	Questionnaire *survey.Questionnaire // the version that the ranking names
	Targets       survey.Targets        // the zero Targets mean survey.DefaultTargets
	Made          time.Time             // dates are written in its time zone
	Version       string                // of the program
	// Template lays the Document out; the zero Template means outline.Default as it is shipped.
	Template outline.Template
	// Appraisal is what the working group said of needs, their costs and whose task they are; nil if it said nothing.
	Appraisal *appraisal.Appraisal
	Frozen    *Frozen // nil of a campaign that is not frozen
	// Hearing is the assembly of the whole municipality that has decided; nil if there was none.
	Hearing *hearing.Hearing
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
	Inputs       string      `json:"inputs"`           // the ranking's
	Frozen       *Frozen     `json:"frozen,omitempty"` // nil as long as figures can change
	Template     Style       `json:"template"`
	// Needs and Villages are what is called by codes and identifiers in the tables' statements.
	Needs    map[string]survey.Text `json:"needs"`
	Villages map[string]survey.Text `json:"villages"`
	// Notice stands on every table; it says that the numbers are invented.
	Notice *Phrase `json:"notice,omitempty"`
	Tables []Table `json:"tables"`
}

// Frozen tells that the figures change no more.
type Frozen struct {
	At   time.Time `json:"at"`
	Hash string    `json:"hash"` // SHA-256 of what was counted, in hexadecimal digits; see prioritize.Frozen
}

// Style says by which template the Document is laid out, and what the municipality says before everything else.
type Style struct {
	ID    string      `json:"id"`
	Title survey.Text `json:"title,omitempty"` // none: "report.title"
	Lead  survey.Text `json:"lead,omitempty"`
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
// campaign, municipality or questionnaire, and of a template or a hearing that are not well.
func New(in Input) (Document, error) {
	r := &in.Ranking
	if r.Campaign != in.Campaign.ID || r.Municipality != in.Municipality.ID || r.Questionnaire != in.Questionnaire.Key() {
		return Document{}, fmt.Errorf("analysis: ranking of campaign %s in %s with %s, given %s in %s with %s: %w",
			r.Campaign, r.Municipality, r.Questionnaire, in.Campaign.ID, in.Municipality.ID, in.Questionnaire.Key(), survey.ErrInvalid)
	}
	in.Targets = cmp.Or(in.Targets, survey.DefaultTargets())
	if in.Template.ID == "" {
		shipped, err := outline.New(outline.Default)
		if err != nil {
			return Document{}, fmt.Errorf("analysis: %w", err)
		}
		in.Template = shipped
	}
	if err := in.Template.Check(); err != nil {
		return Document{}, fmt.Errorf("analysis: %w", err)
	}
	decided, err := in.decided()
	if err != nil {
		return Document{}, fmt.Errorf("analysis: %w", err)
	}
	m := in.Municipality
	doc := Document{
		Schema: Schema, Made: in.Made, Version: in.Version, Inputs: r.Inputs,
		Municipality: Place{ID: m.ID, Name: m.Name, District: m.District, Oblast: m.Oblast},
		Campaign: CampaignRef{
			ID: in.Campaign.ID, Title: in.Campaign.Title, Questionnaire: r.Questionnaire,
			Provisional: !in.Campaign.Over(),
		},
		Frozen: in.Frozen, Template: Style{ID: in.Template.ID, Title: in.Template.Title, Lead: in.Template.Lead},
		Needs: map[string]survey.Text{}, Villages: map[string]survey.Text{},
	}
	for _, it := range r.Items {
		doc.Needs[it.Need.Code] = it.Need.Name
	}
	for _, v := range m.Villages {
		doc.Villages[v.ID] = v.Name
	}
	tables := []Table{in.participation(), in.byVillage(), in.byGroup(), in.services(), in.priorities(decided), in.swot(), in.plan(decided), in.monitoring(decided), in.method()}
	in.read(tables)
	in.draw(tables)
	doc.Tables = lay(tables, &in.Template)
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
