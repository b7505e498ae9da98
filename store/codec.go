package store

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

// codec turns values into documents and back. The same value always makes the
// same bytes, so that a document can be compared, hashed and copied as it is.
type codec struct{ registry *bson.Registry }

func newCodec() codec {
	r := bson.NewRegistry()
	r.RegisterKindEncoder(reflect.Map, bson.ValueEncoderFunc(encodeMap))
	r.RegisterTypeEncoder(columns, bson.ValueEncoderFunc(encodeColumns))
	r.RegisterTypeDecoder(columns, bson.ValueDecoderFunc(decodeColumns))
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

// decode reads a document into v. Of all documents only questionnaires have columns,
// and without a registry of ours the driver reads faster.
func (c codec) decode(doc bson.Raw, v any) error {
	var err error
	switch v := v.(type) { // of these there are many; what was read by half is read anew
	case *survey.Response:
		if decodeResponse(doc, v) {
			return nil
		}
		*v = survey.Response{}
	case *survey.Ticket:
		if decodeTicket(doc, v) {
			return nil
		}
		*v = survey.Ticket{}
	}
	if _, authored := v.(*questionnaireDocument); authored {
		dec := bson.NewDecoder(bson.NewDocumentReader(bytes.NewReader(doc)))
		dec.SetRegistry(c.registry)
		err = dec.Decode(v)
	} else {
		err = bson.Unmarshal(doc, v)
	}
	if err != nil {
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

var columns = reflect.TypeFor[survey.Columns]()

// The headings of columns are their authors' words, and not every server takes a
// full stop or a dollar in the name of a field.
var (
	escapeHeading   = strings.NewReplacer("%", "%25", ".", "%2E", "$", "%24", "\x00", "%00")
	unescapeHeading = strings.NewReplacer("%25", "%", "%2E", ".", "%24", "$", "%00", "\x00")
)

func encodeColumns(ec bson.EncodeContext, vw bson.ValueWriter, v reflect.Value) error {
	if v.IsNil() {
		return vw.WriteNull()
	}
	escaped := make(map[string]string, v.Len())
	for heading, cell := range v.Seq2() {
		escaped[escapeHeading.Replace(heading.String())] = cell.String()
	}
	return encodeMap(ec, vw, reflect.ValueOf(escaped))
}

func decodeColumns(dc bson.DecodeContext, vr bson.ValueReader, v reflect.Value) error {
	decoder, err := dc.LookupDecoder(reflect.TypeFor[map[string]string]())
	if err != nil {
		return err
	}
	var escaped map[string]string
	if err := decoder.DecodeValue(dc, vr, reflect.ValueOf(&escaped).Elem()); err != nil || escaped == nil {
		return err
	}
	plain := make(survey.Columns, len(escaped))
	for heading, cell := range escaped {
		plain[unescapeHeading.Replace(heading)] = cell
	}
	v.Set(reflect.ValueOf(plain))
	return nil
}
