package telegram

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"ashar/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// fileTime is how long a file may take beyond callTime, on a slow line.
const fileTime = 30 * time.Second

// File gets a file that somebody sent. Its size is held to most by what Telegram
// says of it, by what the answer's head says, and while it is being read.
func (t botAPI) File(ctx context.Context, id string, most int) ([]byte, error) {
	t = t.until(ctx, fileTime)
	file, err := t.api.GetFile(tgbotapi.FileConfig{FileID: id})
	err = classify(err)
	switch {
	case said(err, http.StatusBadRequest, "file is too big"):
		return nil, bot.ErrTooLarge
	case err != nil:
		return nil, err
	case file.FileSize > most:
		return nil, bot.ErrTooLarge
	}
	address := fmt.Sprintf("%s/file/bot%s/%s", t.server, t.api.Token, (&url.URL{Path: file.FilePath}).EscapedPath())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, classify(err)
	}
	response, err := t.api.Client.Do(request)
	if err != nil {
		return nil, classify(err)
	}
	defer func() { _ = response.Body.Close() }()
	switch {
	case response.StatusCode != http.StatusOK:
		return nil, &failure{code: response.StatusCode, words: "file not handed out"}
	case response.ContentLength > int64(most):
		return nil, bot.ErrTooLarge
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, int64(most)+1))
	switch {
	case err != nil:
		return nil, classify(err)
	case len(data) > most:
		return nil, bot.ErrTooLarge
	}
	return data, nil
}
