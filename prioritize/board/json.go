package board

import (
	"crypto/sha256"
	"encoding/hex"
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
	tag := b.etag(&s)
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

// etag follows from what the ranking was made of and by which program.
func (b *Board) etag(s *standing) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s\x00%t\x00%s", s.Ranking.Inputs, s.Ranking.Count, s.Ranking.Rule, provisional(&s.campaign), b.deps.Version))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}
