package bottest

import (
	"errors"
	"fmt"
	"net/http"
)

// refused is a call's failure as Telegram words it.
type refused struct {
	code        int
	description string
	retryAfter  int   // seconds; 0 if not said
	migratedTo  int64 // a chat's new identifier; 0 if not said
}

func (e *refused) Error() string { return fmt.Sprintf("%d %s", e.code, e.description) }

func refuse(code int, description string) error {
	return &refused{code: code, description: description}
}

func badRequest(format string, args ...any) error {
	return refuse(http.StatusBadRequest, "Bad Request: "+fmt.Sprintf(format, args...))
}

// Descriptions that more than one method gives.
var (
	errChatNotFound = badRequest("chat not found")
	errNotModified  = badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	errBlocked      = refuse(http.StatusForbidden, "Forbidden: bot was blocked by the user")
	errMuted        = badRequest("not enough rights to send text messages to the chat")
	errUninvited    = refuse(http.StatusForbidden, "Forbidden: bot can't initiate conversation with a user")
)

func asRefused(err error) *refused {
	if r, ok := errors.AsType[*refused](err); ok {
		return r
	}
	return &refused{code: http.StatusInternalServerError, description: "Internal Server Error: " + err.Error()}
}
