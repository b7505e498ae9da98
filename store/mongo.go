package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"ashar/survey"
)

const (
	// mongoDatabase is the database's name when the URI gives none.
	mongoDatabase = "ashar"
	// mongoTimeout bounds one operation, its retries included, when neither the
	// caller's context nor the URI's timeoutMS does.
	mongoTimeout = 30 * time.Second
)

// mongoEngine keeps documents in a MongoDB database, or in one that speaks its
// protocol: a collection for each collection. Writes are journaled by a majority
// of the servers before they count, and only such writes are read. It uses no
// more than insert, replace, find and delete of one document, and createIndexes.
type mongoEngine struct {
	client *mongo.Client
	db     *mongo.Database
}

// openMongo connects to the database that the URI names and makes the indexes
// that it lacks.
func openMongo(ctx context.Context, uri string, cs []*collection) (engine, error) {
	// The driver's own errors quote the URI, and the URI may hold a password.
	parsed, err := connstring.Parse(uri)
	if _, dns := errors.AsType[*net.DNSError](err); dns {
		return nil, fmt.Errorf("the name in the MongoDB URI cannot be looked up: %w", survey.ErrUnavailable)
	}
	if err != nil {
		return nil, fmt.Errorf("no MongoDB URI, or wrong options in it: want mongodb://HOST:PORT/DATABASE?OPTIONS: %w", survey.ErrInvalid)
	}
	journaled := true
	opts := options.Client().ApplyURI(uri).
		SetAppName("ashar").
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journaled}).
		SetReadConcern(readconcern.Majority()).
		SetReadPreference(readpref.Primary())
	if opts.Timeout == nil {
		opts.SetTimeout(mongoTimeout)
	}
	client, err := mongo.Connect(opts)
	if err != nil {
		return nil, fmt.Errorf("the MongoDB URI has options that do not go together: %w", survey.ErrInvalid)
	}
	name := parsed.Database
	if name == "" {
		name = mongoDatabase
	}
	e := &mongoEngine{client: client, db: client.Database(name)}
	for _, c := range cs {
		if err := e.createIndexes(ctx, c); err != nil {
			return nil, errors.Join(fmt.Errorf("indexes of %s: %w", c.name, err), e.close())
		}
	}
	return e, nil
}

func (e *mongoEngine) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), mongoTimeout)
	defer cancel()
	return e.client.Disconnect(ctx)
}

// createIndexes makes the collection's indexes, each by a command of its own, which
// all servers understand; those that are there stay.
func (e *mongoEngine) createIndexes(ctx context.Context, c *collection) error {
	for _, x := range c.indexes {
		model := mongo.IndexModel{Keys: mongoKeys(x)}
		if _, err := e.db.Collection(c.name).Indexes().CreateOne(ctx, model); err != nil {
			return mongoKind(ctx, err)
		}
	}
	return nil
}

// mongoKeys is the specification of an index, or of the one that every collection
// has if x is nil.
func mongoKeys(x *index) bson.D {
	var keys bson.D
	if x != nil {
		for _, f := range x.fields {
			keys = append(keys, bson.E{Key: f.name, Value: 1})
		}
	}
	return append(keys, bson.E{Key: "_id", Value: 1})
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
	_, selection := errors.AsType[topology.ServerSelectionError](err)
	if selection || mongo.IsNetworkError(err) || mongo.IsTimeout(err) {
		return fmt.Errorf("%w: %w", survey.ErrUnavailable, err)
	}
	return err
}
