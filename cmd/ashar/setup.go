package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
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

// newCampaign is a campaign of the municipality that opens now and stays open.
func newCampaign(m *survey.Municipality, q *survey.Questionnaire, id string, now time.Time) survey.Campaign {
	return survey.Campaign{
		ID: id, Rev: 1, Municipality: m.ID, Title: q.Title, Questionnaire: q.Key(),
		Status: survey.StatusOpen, Opens: now.UTC().Truncate(time.Millisecond),
	}
}

// store keeps it all and returns a door for each village, in their order. What
// is there already stays as it is; a campaign that is there is an ErrExists.
func (s setup) store(ctx context.Context, db *store.DB) ([]survey.Door, error) {
	s.municipality.Rev = 1
	if err := db.SaveMunicipality(ctx, s.municipality); err != nil && !errors.Is(err, survey.ErrExists) {
		return nil, err
	}
	if err := db.InsertQuestionnaire(ctx, s.questionnaire); err != nil && !errors.Is(err, survey.ErrExists) {
		return nil, err
	}
	if err := db.SaveCampaign(ctx, s.campaign); err != nil {
		return nil, err
	}
	var doors []survey.Door
	for _, v := range s.municipality.Villages {
		d, err := s.openDoor(ctx, db, v.ID)
		if err != nil {
			return nil, err
		}
		doors = append(doors, d)
	}
	return doors, nil
}

// openDoor draws codes until one is free.
func (s setup) openDoor(ctx context.Context, db *store.DB, village string) (survey.Door, error) {
	for {
		code, err := survey.NewCode(s.random)
		if err != nil {
			return survey.Door{}, err
		}
		d := survey.Door{Code: code, Campaign: s.campaign.ID, Municipality: s.municipality.ID, Village: village}
		if err := db.InsertDoor(ctx, d); !errors.Is(err, survey.ErrExists) {
			return d, err
		}
	}
}

// invite makes sure that the account is there and returns the path of a one-time
// sign-in link for it.
func invite(ctx context.Context, db *store.DB, random io.Reader, a access.Account, now time.Time) (path string, err error) {
	if err := db.AddAccount(ctx, a); err != nil && !errors.Is(err, survey.ErrExists) {
		return "", err
	}
	token, err := access.NewDoor(db, random).Invite(ctx, now, a.ID, 0)
	if err != nil {
		return "", err
	}
	return page.SignInPath(token), nil
}

// readBuiltin reads a questionnaire that ships with the program.
func readBuiltin(id string) (*survey.Questionnaire, error) {
	f, err := configs.Questionnaires().Open(id + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no built-in questionnaire is called %q", id)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return survey.ReadQuestionnaire(f)
}

// readPlace reads a municipality that ships with the program.
func readPlace(id string) (survey.Municipality, error) {
	f, err := configs.Places().Open(id + ".json")
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
	defer f.Close()
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
