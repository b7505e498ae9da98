package board

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/evidence"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// Evidence is what campaigns that are frozen are proved by.
type Evidence interface {
	// Sealed is the hash that the campaign was frozen under, and whether its ballots are kept, without which there is no pack.
	Sealed(ctx context.Context, c survey.Campaign) (hash string, ballots bool, err error)
	// Pack makes the pack of a campaign that is frozen, for somebody who may have it; the audit trail is told.
	Pack(ctx context.Context, by access.Account, campaign string) (*evidence.Pack, error)
}

// proof is what the page says of how a result can be checked.
type proof struct {
	Fingerprint string
	Hash        string // all of it, in groups
	Download    string // the path of the pack; "" for those who may not have it, and where there is none
	Missing     string // why there is none, for those who might have it; "" where there is one
	Command     string
}

// evidenceView is the page that says why there is no pack.
type evidenceView struct {
	page.Page
	Why  string
	Back page.Link
}

// verifying is what is typed to verify a pack.
const verifying = "ashar verify"

// proof is nil of a campaign that is not frozen. Of few answers the hash is told only to those who may export them: all that
// these can have been could be tried against it, as against the hash of a ranking's inputs.
func (b *Board) proof(c echo.Context, s *standing) (*proof, error) {
	by, _ := page.AccountOf(c)
	may := by.May(access.ExportResults, s.campaign.Municipality)
	if b.deps.Evidence == nil || !s.campaign.Frozen() || !may && s.Ranking.Inputs == "" {
		return nil, nil //nolint:nilnil // there is nothing to say
	}
	hash, ballots, err := b.deps.Evidence.Sealed(c.Request().Context(), s.campaign)
	if err != nil {
		return nil, fmt.Errorf("board: what %s was frozen under: %w", s.campaign.ID, err)
	}
	p := &proof{Fingerprint: prioritize.Fingerprint(hash), Hash: groups(hash), Command: verifying + " " + packName(&s.campaign)}
	switch {
	case may && ballots:
		p.Download = home + s.campaign.ID + "/evidence.zip"
	case may:
		p.Missing = missing(&s.campaign)
	}
	return p, nil
}

// groups parts a hash into groups of four digits, between which a line can break.
func groups(hash string) string {
	var all []string
	for len(hash) > 4 {
		all, hash = append(all, hash[:4]), hash[4:]
	}
	return strings.Join(append(all, hash), " ")
}

func packName(c *survey.Campaign) string { return c.ID + "-evidence.zip" }

// missing is the id of why a frozen campaign has no pack.
func missing(c *survey.Campaign) string {
	if !c.Cleared.IsZero() {
		return "evidence.cleared"
	}
	return "evidence.without"
}

// evidence sends the pack of a campaign that is frozen. It is made in full before anything is sent.
func (b *Board) evidence(c echo.Context) error {
	ctx := c.Request().Context()
	campaign, _, err := page.CampaignOf(c, b.deps.Catalogue, b.deps.Catalogue)
	if err != nil {
		return err
	}
	if b.deps.Evidence == nil {
		return fmt.Errorf("board: evidence of %s: %w", campaign.ID, survey.ErrNotFound)
	}
	if !campaign.Frozen() {
		return b.withoutEvidence(c, &campaign, "evidence.not_frozen")
	}
	_, ballots, err := b.deps.Evidence.Sealed(ctx, campaign)
	if err != nil {
		return fmt.Errorf("board: what %s was frozen under: %w", campaign.ID, err)
	}
	if !ballots {
		return b.withoutEvidence(c, &campaign, missing(&campaign))
	}
	by, _ := page.AccountOf(c)
	pack, err := b.deps.Evidence.Pack(ctx, by, campaign.ID)
	if err != nil {
		return fmt.Errorf("board: evidence of %s: %w", campaign.ID, err)
	}
	var out bytes.Buffer
	if _, err := pack.WriteTo(&out); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", packName(&campaign)))
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "application/zip", out.Bytes())
}

// withoutEvidence says why there is no pack.
func (b *Board) withoutEvidence(c echo.Context, campaign *survey.Campaign, why string) error {
	v := evidenceView{Page: b.deps.Pages.Page(c, "")}
	v.Title, v.Why, v.Home, v.Languages = v.T("evidence.title"), v.T(why), desk, b.deps.Words.Languages()
	v.Back = page.Link{Href: home + campaign.ID, Text: v.T("evidence.back")}
	return b.room.Render(c, http.StatusConflict, "evidence", v)
}
