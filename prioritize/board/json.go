package board

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/survey/page"
)

// rankingDocument is a Ranking as it is handed to other programs. Its members are
// added to, never renamed.
type rankingDocument struct {
	GeneratedAt time.Time `json:"generated_at"` // UTC
	Provisional bool      `json:"provisional"`  // answers may still come
	prioritize.Ranking
}

// rankingJSON sends the ranking. The ETag is weak: it stands for what the ranking
// says, not for when it was asked.
func (b *Board) rankingJSON(c echo.Context) error {
	s, err := b.stand(c)
	if err != nil {
		return err
	}
	tag, err := b.etag(&s)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	if page.Matches(c.Request(), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSON(http.StatusOK, rankingDocument{
		GeneratedAt: b.deps.Now().UTC().Truncate(time.Second), Provisional: provisional(&s.campaign), Ranking: s.Ranking,
	})
}

// etag follows from all that the ranking says and by which program: a ranking of few answers does not name what it was
// made of.
func (b *Board) etag(s *standing) (string, error) {
	said, err := json.Marshal(rankingDocument{Provisional: provisional(&s.campaign), Ranking: s.Ranking})
	if err != nil {
		return "", fmt.Errorf("board: ranking of %s: %w", s.campaign.ID, err)
	}
	sum := sha256.Sum256(append(said, b.deps.Version...))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`, nil
}
