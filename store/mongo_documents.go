package store

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"ashar/survey"
)

func (e *mongoEngine) insert(ctx context.Context, c *collection, r record) error {
	return e.write(ctx, c, r, func() error {
		_, err := e.db.Collection(c.name).InsertOne(ctx, r.doc)
		if mongo.IsDuplicateKeyError(err) && !concernFailed(err) {
			return survey.ErrExists
		}
		return err
	})
}

func (e *mongoEngine) replace(ctx context.Context, c *collection, r record, rev int64) error {
	filter := bson.D{{Key: "_id", Value: r.id}, {Key: "rev", Value: rev}}
	if rev == 0 {
		filter[1] = bson.E{Key: "$or", Value: bson.A{
			bson.D{{Key: "rev", Value: rev}}, bson.D{{Key: "rev", Value: bson.D{{Key: "$exists", Value: false}}}},
		}}
	}
	err := e.write(ctx, c, r, func() error {
		res, err := e.db.Collection(c.name).ReplaceOne(ctx, filter, r.doc)
		if err == nil && res.MatchedCount == 0 {
			return survey.ErrConflict
		}
		return err
	})
	if errors.Is(err, survey.ErrConflict) {
		if _, err := e.get(ctx, c, r.id); err != nil {
			return err // ErrNotFound, most likely
		}
	}
	return err
}

// write does a write that finds out by itself if it comes too late. When the
// connection breaks before the server's answer, the write is done once more, and
// if this then finds the very document that it wanted to write, the first one had
// arrived after all. (The driver does the same inside one call with servers that
// number their retries; not all do.)
func (e *mongoEngine) write(ctx context.Context, c *collection, r record, do func() error) error {
	err := do()
	if !mongo.IsNetworkError(err) || ctx.Err() != nil {
		return mongoKind(ctx, err)
	}
	err = do()
	if errors.Is(err, survey.ErrExists) || errors.Is(err, survey.ErrConflict) {
		there, getErr := e.get(ctx, c, r.id)
		if getErr == nil && bytes.Equal(there, r.doc) {
			return nil
		}
	}
	return mongoKind(ctx, err)
}

func (e *mongoEngine) delete(ctx context.Context, c *collection, id string) error {
	filter := bson.D{{Key: "_id", Value: id}}
	res, err := e.db.Collection(c.name).DeleteOne(ctx, filter)
	retried := mongo.IsNetworkError(err) && ctx.Err() == nil
	if retried {
		res, err = e.db.Collection(c.name).DeleteOne(ctx, filter)
	}
	switch {
	case err != nil:
		return mongoKind(ctx, err)
	case res.DeletedCount == 0 && !retried:
		return survey.ErrNotFound
	}
	return nil
}

func (e *mongoEngine) get(ctx context.Context, c *collection, id string) (bson.Raw, error) {
	doc, err := e.db.Collection(c.name).FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return nil, survey.ErrNotFound
	}
	return doc, mongoKind(ctx, err)
}

func (e *mongoEngine) scan(ctx context.Context, c *collection, q query) iter.Seq2[bson.Raw, error] {
	return func(yield func(bson.Raw, error) bool) {
		filter, sort := mongoQuery(q)
		opts := options.Find().SetSort(sort).SetHint(mongoKeys(q.index)).SetLimit(int64(q.limit))
		cursor, err := e.db.Collection(c.name).Find(ctx, filter, opts)
		if err != nil {
			yield(nil, mongoKind(ctx, err))
			return
		}
		defer func() { _ = cursor.Close(context.WithoutCancel(ctx)) }() // the server drops idle cursors anyway
		for cursor.Next(ctx) {
			if !yield(slices.Clone(cursor.Current), nil) {
				return
			}
		}
		if err := cursor.Err(); err != nil {
			yield(nil, mongoKind(ctx, err))
		}
	}
}

func (e *mongoEngine) count(ctx context.Context, c *collection, q query) (int, error) {
	filter, _ := mongoQuery(q)
	opts := options.Count().SetHint(mongoKeys(q.index))
	if q.limit > 0 {
		opts.SetLimit(int64(q.limit))
	}
	n, err := e.db.Collection(c.name).CountDocuments(ctx, filter, opts)
	return int(n), mongoKind(ctx, err)
}

func (e *mongoEngine) ids(ctx context.Context, c *collection, q query) (ids []string, err error) {
	filter, sort := mongoQuery(q)
	opts := options.Find().SetSort(sort).SetHint(mongoKeys(q.index)).SetLimit(int64(q.limit)).SetProjection(bson.D{{Key: "_id", Value: 1}})
	cursor, err := e.db.Collection(c.name).Find(ctx, filter, opts)
	if err != nil {
		return nil, mongoKind(ctx, err)
	}
	defer func() { _ = cursor.Close(context.WithoutCancel(ctx)) }() // the server drops idle cursors anyway
	for cursor.Next(ctx) {
		id, _ := cursor.Current.Lookup("_id").StringValueOK()
		ids = append(ids, id)
	}
	return ids, mongoKind(ctx, cursor.Err())
}

// mongoQuery writes the query as a filter and an order. The bound on the ordering
// field stands alone beside the alternatives, so that the server enters the index
// at the right place.
func mongoQuery(q query) (filter, sort bson.D) {
	filter = bson.D{}
	for i, v := range q.equal {
		filter = append(filter, bson.E{Key: q.index.fields[i].name, Value: v})
	}
	direction, beyond := 1, "$gt"
	if q.backward {
		direction, beyond = -1, "$lt"
	}
	f, ok := q.ordering()
	if ok {
		sort = append(sort, bson.E{Key: f.name, Value: direction})
	}
	sort = append(sort, bson.E{Key: "_id", Value: direction})
	switch {
	case q.after == nil:
	case !ok:
		filter = append(filter, bson.E{Key: "_id", Value: bson.D{{Key: beyond, Value: q.after.id}}})
	case q.after.id == "" && q.backward:
		filter = append(filter, bson.E{Key: f.name, Value: bson.D{{Key: "$lt", Value: q.after.key}}})
	case q.after.id == "":
		filter = append(filter, bson.E{Key: f.name, Value: bson.D{{Key: "$gte", Value: q.after.key}}})
	default:
		filter = append(filter,
			bson.E{Key: f.name, Value: bson.D{{Key: beyond + "e", Value: q.after.key}}},
			bson.E{Key: "$or", Value: bson.A{
				bson.D{{Key: f.name, Value: bson.D{{Key: beyond, Value: q.after.key}}}},
				bson.D{{Key: f.name, Value: q.after.key}, {Key: "_id", Value: bson.D{{Key: beyond, Value: q.after.id}}}},
			}})
	}
	return filter, sort
}
