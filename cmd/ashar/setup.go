package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"ashar/configs"
	"ashar/prioritize"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/steward"
)

// builtinQuestionnaire is the questionnaire that campaigns ask unless told otherwise.
const builtinQuestionnaire = "community-needs"

// setup is what a campaign begins with.
type setup struct {
	municipality  survey.Municipality
	questionnaire *survey.Questionnaire
	campaign      survey.Campaign
	random        io.Reader // for the doors' codes
}

// newCampaign is a campaign in the municipality's present villages that opens now and stays open, once it is opened.
func newCampaign(m *survey.Municipality, q *survey.Questionnaire, id string) survey.Campaign {
	return survey.Campaign{
		ID: id, Municipality: m.ID, Title: q.Title, Questionnaire: q.Key(), Status: survey.StatusDraft,
	}
}

// newSteward leads the campaigns of the store; days begin in the zone.
func newSteward(db *store.DB, random io.Reader, zone *time.Location) *steward.Steward {
	return steward.New(db, random, ranked, freezer{db, zone}.Keep)
}

// stewardOf leads the campaigns of the store of a configuration.
func stewardOf(cfg configs.Config, db *store.DB) (*steward.Steward, error) {
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, err
	}
	return newSteward(db, rand.Reader, zone), nil
}

// store keeps it all and returns a door for each village in which the campaign asks. A
// campaign of that name, or another municipality or questionnaire under the same,
// is refused with what to do; nothing of it is kept then. With update, what
// the municipality says holds from now on; see survey.Municipality.Follow.
func (s setup) store(ctx context.Context, db *store.DB, now time.Time, update bool) ([]survey.Door, error) {
	lead := newSteward(db, s.random, time.UTC) // it only opens
	if err := lead.Check(&s.campaign, s.questionnaire); err != nil {
		return nil, err
	}
	switch _, err := db.Campaign(ctx, s.campaign.ID); {
	case err == nil:
		return nil, fmt.Errorf("the store has a campaign %s already; give another name with --id: %w", s.campaign.ID, survey.ErrExists)
	case !errors.Is(err, survey.ErrNotFound):
		return nil, err
	}
	if err := s.storeMunicipality(ctx, db, now, update); err != nil {
		return nil, err
	}
	_, doors, err := lead.Open(ctx, now, access.Terminal(), s.campaign, s.questionnaire)
	return doors, err
}

// ranked refuses a questionnaire out of whose answers, together with those to earlier
// versions, no priorities can be worked out.
func ranked(q *survey.Questionnaire, earlier ...*survey.Questionnaire) error {
	if _, err := prioritize.NewReader(q, earlier...); err != nil {
		return fmt.Errorf("give the question of needs the role need, and its choices their needs: %w", err)
	}
	return nil
}

// storeMunicipality keeps the municipality, and tells the audit trail if it is new or another.
func (s setup) storeMunicipality(ctx context.Context, db *store.DB, now time.Time, update bool) error {
	after := s.municipality
	after.Rev = 1
	var kept survey.Municipality
	err := db.SaveMunicipality(ctx, after)
	if errors.Is(err, survey.ErrExists) {
		if kept, err = db.Municipality(ctx, after.ID); err != nil {
			return err
		}
		after, err = kept.Follow(now.UTC().Truncate(time.Millisecond), after)
		switch {
		case err != nil:
			return err
		case sameMunicipality(kept, after):
			return nil
		case !update:
			return fmt.Errorf("the store has a municipality %s with other villages or numbers; replace it with --update: %w", after.ID, survey.ErrConflict)
		}
		after.Rev++
		err = db.SaveMunicipality(ctx, after)
	}
	if err != nil {
		return err
	}
	_, err = access.NewTrail(db).Write(ctx, now, access.Terminal(), placed(kept, after, now))
	return err
}

// sameMunicipality reports whether two municipalities say the same.
func sameMunicipality(a, b survey.Municipality) bool {
	one, err1 := json.Marshal(a)
	two, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, two)
}

// invite makes the account, or changes the one that is there and lets it in again if it was disabled, and returns the
// path of a one-time sign-in link for it. An account of another municipality is refused. The audit trail tells of it as
// done in the terminal.
func invite(ctx context.Context, db *store.DB, random io.Reader, a access.Account, now time.Time) (path string, err error) {
	by, staff := access.Terminal(), access.NewStaff(access.NewDoor(db, random))
	_, token, err := staff.Invite(ctx, now, by, a.Municipality, a.ID, a.Name, a.Role)
	if err == nil {
		return page.SignInPath(token), nil
	}
	if !errors.Is(err, survey.ErrExists) {
		return "", err
	}
	kept, err := db.Account(ctx, a.ID)
	if err != nil {
		return "", err
	}
	if kept.Municipality != a.Municipality {
		return "", fmt.Errorf("the account %s is of another municipality; choose another identifier: %w", a.ID, survey.ErrExists)
	}
	if err := staff.Enable(ctx, now, by, a.ID); err != nil {
		return "", err
	}
	if _, err := staff.Change(ctx, now, by, a.ID, a.Name, a.Role); err != nil {
		if errors.Is(err, access.ErrLast) {
			err = fmt.Errorf("%s is the only one who looks after the staff of %s; invite another owner first: %w", a.ID, a.Municipality, err)
		}
		return "", err
	}
	if token, err = staff.Link(ctx, now, by, a.ID); err != nil {
		return "", err
	}
	return page.SignInPath(token), nil
}

// readPlace reads the municipality that ships with the program.
func readPlace() (survey.Municipality, error) {
	f, err := configs.Places().Open(demoPlace + ".json")
	if err != nil {
		return survey.Municipality{}, err
	}
	defer f.Close()
	return decodeMunicipality(f)
}

// readMunicipality reads a municipality from a file of that shape.
func readMunicipality(path string) (survey.Municipality, error) {
	f, err := os.Open(path)
	if err != nil {
		return survey.Municipality{}, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	m, err := decodeMunicipality(f)
	if err != nil {
		return m, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func decodeMunicipality(r io.Reader) (survey.Municipality, error) {
	var m survey.Municipality
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, err
	}
	return m, m.Check()
}
