package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/description"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"ashar/survey"
)

// What a replica set answers while it has no primary, or cannot reach a majority, is
// worth trying again; what is wrong with a command or its rights is not.
func TestMongoErrorsHaveAKind(t *testing.T) {
	dup := mongo.WriteErrors{{Code: 11000, Message: "E11000 duplicate key error"}}
	concern := &mongo.WriteConcernError{Code: 64, Name: "WriteConcernTimeout", Message: "waiting for replication timed out"}
	for what, c := range map[string]struct {
		err  error
		want error // nil: no kind
	}{
		"not primary":            {mongo.CommandError{Code: 10107, Name: "NotWritablePrimary"}, survey.ErrUnavailable},
		"stepped down":           {mongo.CommandError{Code: 189, Name: "PrimarySteppedDown"}, survey.ErrUnavailable},
		"shutting down":          {mongo.CommandError{Code: 91, Name: "ShutdownInProgress"}, survey.ErrUnavailable},
		"interrupted":            {mongo.CommandError{Code: 11602, Name: "InterruptedDueToReplStateChange"}, survey.ErrUnavailable},
		"not primary for a read": {mongo.CommandError{Code: 13435, Name: "NotPrimaryNoSecondaryOk"}, survey.ErrUnavailable},
		"connection lost":        {mongo.CommandError{Labels: []string{"NetworkError"}, Wrapped: io.ErrUnexpectedEOF}, survey.ErrUnavailable},
		"labelled":               {mongo.CommandError{Code: 1, Labels: []string{"RetryableWriteError"}}, survey.ErrUnavailable},
		"labelled for a transaction": {
			mongo.WriteException{Labels: []string{"TransientTransactionError"}}, survey.ErrUnavailable},
		"no majority":             {mongo.WriteException{WriteConcernError: concern}, survey.ErrUnavailable},
		"there, with no majority": {mongo.WriteException{WriteErrors: dup, WriteConcernError: concern}, survey.ErrUnavailable},
		"time is over":            {mongo.CommandError{Code: 50, Name: "MaxTimeMSExpired"}, survey.ErrUnavailable},
		"deadline of the client":  {fmt.Errorf("find: %w", context.DeadlineExceeded), survey.ErrUnavailable},
		"closed":                  {mongo.ErrClientDisconnected, survey.ErrUnavailable},
		"not allowed":             {mongo.CommandError{Code: 13, Name: "Unauthorized"}, nil},
		"too large":               {mongo.WriteException{WriteErrors: mongo.WriteErrors{{Code: 10334}}}, nil},
	} {
		got := mongoKind(t.Context(), c.err)
		if c.want != nil && !errors.Is(got, c.want) || c.want == nil && errors.Is(got, survey.ErrUnavailable) {
			t.Errorf("%s: got %v, want %v", what, got, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := mongoKind(ctx, mongo.CommandError{Code: 10107}); !errors.Is(got, context.Canceled) || errors.Is(got, survey.ErrUnavailable) {
		t.Errorf("cancelled by the caller: got %v, want %v", got, context.Canceled)
	}
}

func TestMongoUnreachedIsOneSentence(t *testing.T) {
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	unknown := &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "c"}}
	for want, servers := range map[string][]description.Server{
		"MongoDB is not reached at a:27017 (connection refused), b:27017 (no answer), c:27017 (no such host)": {
			{Addr: "a", LastError: topology.ConnectionError{Wrapped: refused}}, {Addr: "b"}, {Addr: "c", LastError: unknown},
		},
		"no primary among the MongoDB servers a:27017, b:27017 (connection refused)": {
			{Addr: "a", Kind: description.ServerKindRSSecondary}, {Addr: "b", LastError: refused},
		},
		"no MongoDB server belongs to the replica set that is asked for": nil,
	} {
		if got := unreached(topology.ServerSelectionError{Desc: description.Topology{Servers: servers}}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
