package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/description"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"ashar/survey"
)

// mongoLabels mark what the driver or the server would have tried again: a
// connection lost, a server that shuts down or is no longer the primary.
var mongoLabels = []string{"NetworkError", "RetryableWriteError", "TransientTransactionError"}

// mongoFailover is the codes of the same, for what comes without labels: reads, and
// writes to servers that set none.
var mongoFailover = []int{
	6,     // HostUnreachable
	7,     // HostNotFound
	89,    // NetworkTimeout
	91,    // ShutdownInProgress
	134,   // ReadConcernMajorityNotAvailableYet
	189,   // PrimarySteppedDown
	262,   // ExceededTimeLimit
	9001,  // SocketException
	10058, // what 10107 was called before MongoDB 4.4
	10107, // NotWritablePrimary
	11600, // InterruptedAtShutdown
	11602, // InterruptedDueToReplStateChange
	13435, // NotPrimaryNoSecondaryOk
	13436, // NotPrimaryOrSecondary
}

// mongoKind gives an error of the driver the kind that callers can act on.
func mongoKind(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	if errors.Is(err, mongo.ErrClientDisconnected) {
		return errClosed
	}
	if e, ok := errors.AsType[topology.ServerSelectionError](err); ok {
		return fmt.Errorf("%w: %s", survey.ErrUnavailable, unreached(e))
	}
	if mongoPasses(err) {
		return fmt.Errorf("%w: %w", survey.ErrUnavailable, err)
	}
	return err
}

// mongoPasses reports whether trying again later may help. What was written is then
// there or not, or there with fewer servers than the majority.
func mongoPasses(err error) bool {
	if mongo.IsTimeout(err) || concernFailed(err) {
		return true
	}
	if e, ok := errors.AsType[mongo.LabeledError](err); ok && slices.ContainsFunc(mongoLabels, e.HasErrorLabel) {
		return true
	}
	e, ok := errors.AsType[mongo.ServerError](err)
	return ok && slices.ContainsFunc(mongoFailover, e.HasErrorCode)
}

// concernFailed reports whether a write, or the document that stood in its way, is
// not known to be with a majority of the servers.
func concernFailed(err error) bool {
	e, ok := errors.AsType[mongo.WriteException](err)
	return ok && e.WriteConcernError != nil
}

// unreached says in one sentence why no server could be chosen. The driver's own
// words hold all that it knows of every server.
func unreached(e topology.ServerSelectionError) string {
	var silent, others []string
	for _, s := range e.Desc.Servers {
		if s.Kind == description.Unknown {
			silent = append(silent, fmt.Sprintf("%s (%s)", s.Addr, reason(s.LastError)))
		} else {
			others = append(others, s.Addr.String())
		}
	}
	switch {
	case e.Desc.CompatibilityErr != nil:
		return e.Desc.CompatibilityErr.Error()
	case len(silent) > 0 && len(others) == 0:
		return "MongoDB is not reached at " + strings.Join(silent, ", ")
	case len(others) > 0:
		return "no primary among the MongoDB servers " + strings.Join(append(others, silent...), ", ")
	}
	return "no MongoDB server belongs to the replica set that is asked for"
}

// reason is the part of a connection's error that is not told already.
func reason(err error) string {
	if err == nil {
		return "no answer"
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}
