package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/address"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"

	"ashar/survey"
)

const (
	// mongoDatabase is the database's name when the URI gives none.
	mongoDatabase = "ashar"
	// mongoTimeout bounds one operation, its retries included, when neither the
	// caller's context nor the URI's timeoutMS does.
	mongoTimeout = 30 * time.Second
	// mongoOpening bounds the search for a server when a store is opened, unless the
	// URI's serverSelectionTimeoutMS ends it earlier: somebody may be waiting at a
	// terminal. Later a new primary is given longer to be elected.
	mongoOpening = 10 * time.Second
)

// mongoEngine keeps documents in a MongoDB database, or in one that speaks its
// protocol: a collection for each collection. Writes are journaled by a majority
// of the servers before they count, and only such writes are read. It uses no
// more than insert, replace, find and delete of one document, createIndexes, ping and
// listCollections.
type mongoEngine struct {
	client  *mongo.Client
	db      *mongo.Database
	servers []address.Address // that the URI names
}

// openMongo connects to the database that the URI names and makes the indexes
// that it lacks. Unless it may create, one of the collections must be there.
func openMongo(ctx context.Context, uri string, cs []*collection, create bool) (engine, error) {
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
	for _, host := range parsed.Hosts {
		e.servers = append(e.servers, address.Address(host).Canonicalize())
	}
	if err := e.prepare(ctx, cs, create); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func (e *mongoEngine) prepare(ctx context.Context, cs []*collection, create bool) error {
	if err := e.reach(ctx); err != nil {
		return err
	}
	if !create {
		if err := e.find(ctx, cs); err != nil {
			return err
		}
	}
	for _, c := range cs {
		if err := e.createIndexes(ctx, c); err != nil {
			return fmt.Errorf("indexes of %s: %w", c.name, err)
		}
	}
	return nil
}

// reach finds a server that takes writes.
func (e *mongoEngine) reach(ctx context.Context) error {
	opening, cancel := context.WithTimeout(ctx, mongoOpening)
	defer cancel()
	return mongoKind(ctx, e.client.Ping(opening, readpref.Primary()))
}

// find looks for one of the collections. ErrNotFound: the database has none.
func (e *mongoEngine) find(ctx context.Context, cs []*collection) error {
	var names bson.A
	for _, c := range cs {
		names = append(names, c.name)
	}
	filter := bson.D{{Key: "name", Value: bson.D{{Key: "$in", Value: names}}}}
	there, err := e.db.ListCollectionNames(ctx, filter)
	switch {
	case err != nil:
		return mongoKind(ctx, err)
	case len(there) == 0:
		return fmt.Errorf("no store in the MongoDB database %q: %w", e.db.Name(), survey.ErrNotFound)
	}
	return nil
}

func (e *mongoEngine) same(other engine) bool {
	o, ok := other.(*mongoEngine)
	return ok && e.db.Name() == o.db.Name() &&
		slices.ContainsFunc(e.servers, func(s address.Address) bool { return slices.Contains(o.servers, s) })
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
