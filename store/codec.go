package store

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// codec turns values into documents and back. The same value always makes the
// same bytes, so that a document can be compared, hashed and copied as it is.
type codec struct{ registry *bson.Registry }

func newCodec() codec {
	r := bson.NewRegistry()
	r.RegisterKindEncoder(reflect.Map, bson.ValueEncoderFunc(encodeMap))
	return codec{r}
}

func (c codec) encode(v any) (bson.Raw, error) {
	var buf bytes.Buffer
	enc := bson.NewEncoder(bson.NewDocumentWriter(&buf))
	enc.SetRegistry(c.registry)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding %T: %w", v, err)
	}
	return buf.Bytes(), nil
}

func (codec) decode(doc bson.Raw, v any) error {
	if err := bson.Unmarshal(doc, v); err != nil {
		return fmt.Errorf("decoding %T: %w", v, err)
	}
	return nil
}

// encodeMap writes a map's entries in the order of their keys; the driver's own
// encoder writes them in Go's random order.
func encodeMap(ec bson.EncodeContext, vw bson.ValueWriter, m reflect.Value) error {
	if m.Type().Key().Kind() != reflect.String {
		return fmt.Errorf("a map's keys are %s, not strings", m.Type().Key())
	}
	if m.IsNil() {
		return vw.WriteNull()
	}
	encoder, err := ec.LookupEncoder(m.Type().Elem())
	if err != nil {
		return err
	}
	dw, err := vw.WriteDocument()
	if err != nil {
		return err
	}
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, k := range keys {
		ew, err := dw.WriteDocumentElement(k.String())
		if err != nil {
			return err
		}
		if err := encoder.EncodeValue(ec, ew, m.MapIndex(k)); err != nil {
			return err
		}
	}
	return dw.WriteDocumentEnd()
}
