package page

import (
	"context"
	"fmt"

	"github.com/labstack/echo/v4"

	"ashar/survey"
)

// Campaigns finds campaigns; one that is not there is a survey.ErrNotFound.
type Campaigns interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
}

// Municipalities finds municipalities; one that is not there is a survey.ErrNotFound.
type Municipalities interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
}

// CampaignOf returns the campaign that the path of a route behind Door.Require names as :campaign, and its
// municipality as the campaign knows it, if the account may do there what the route is for. Another municipality's campaign is a
// survey.ErrNotFound, as if it were not there.
func CampaignOf(c echo.Context, campaigns Campaigns, places Municipalities) (survey.Campaign, survey.Municipality, error) {
	ctx := c.Request().Context()
	account, _ := AccountOf(c)
	campaign, err := campaigns.Campaign(ctx, c.Param("campaign"))
	if err != nil {
		return survey.Campaign{}, survey.Municipality{}, fmt.Errorf("page: campaign: %w", err)
	}
	if !account.May(actionOf(c), campaign.Municipality) {
		return survey.Campaign{}, survey.Municipality{}, fmt.Errorf("page: campaign %s is another municipality's: %w", campaign.ID, survey.ErrNotFound)
	}
	m, err := places.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return survey.Campaign{}, survey.Municipality{}, fmt.Errorf("page: municipality: %w", err)
	}
	return campaign, m.For(&campaign), nil
}
