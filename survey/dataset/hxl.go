package dataset

import (
	"cmp"
	"strings"

	"ashar/survey"
)

// The Humanitarian Exchange Language, https://hxlstandard.org/standard/1-1final/: a row of tags under the headings, by
// which other tools know what a column holds. In front stand columns that say where all of it is.

// hxlPlace is what stands in them: oblast, district, municipality and its SOATE code.
func hxlPlace(m *survey.Municipality, language string) []string {
	say := func(t survey.Text) string { return t.In(cmp.Or(language, "ky"), "ky", "ru") }
	return []string{say(m.Oblast), say(m.District), say(m.Name), m.SOATE}
}

func (l *Layout) hxlHead() []string {
	head := []string{"_oblast", "_district", "_municipality", "_soate"}
	if l.shape.Labels != "" {
		for i, name := range head {
			head[i] = l.say.T("dataset.column." + name[1:])
		}
	}
	return head
}

func (l *Layout) hxlTags() []string {
	all := []string{"#adm1+name", "#adm2+name", "#adm3+name", "#adm3+code+v_soate"}
	for i := range l.columns {
		all = append(all, l.hxlTag(&l.columns[i]))
	}
	return all
}

// hxlTag is the tag of a column: of a question, with its name and choice as attributes, so that no two are alike.
func (l *Layout) hxlTag(c *Column) string {
	switch c.Name {
	case "_id":
		return "#meta+id"
	case "_questionnaire":
		return "#meta+form"
	case "_version":
		return "#meta+form+version"
	case "_village":
		return "#loc+code"
	case "_village_name":
		return "#loc+name"
	case "_submitted":
		return "#date+reported"
	case "_begun":
		return "#date+start"
	case "_edits":
		return "#meta+count+edits"
	}
	if c.Question == "" {
		return "#meta" + attribute("", c.Name)
	}
	tag := l.hxlMeaning(c) + attribute("q_", c.Question)
	if c.Choice != "" {
		tag += attribute("c_", c.Choice)
	}
	return tag
}

func (l *Layout) hxlMeaning(c *Column) string {
	coded := "+code"
	if l.shape.Labels != "" {
		coded = "+name"
	}
	switch c.Role {
	case survey.RoleSex:
		return "#respondee+sex" + coded
	case survey.RoleAge:
		return "#respondee+age" + coded
	case survey.RoleGroup:
		return "#respondee+group" + coded
	}
	if c.Choice == partCoded && c.Kind == survey.TextAnswer {
		return "#indicator+need+code"
	}
	base := "#indicator"
	if c.Role != "" {
		base += attribute("", string(c.Role))
	}
	switch c.Type {
	case Code, Codes:
		return base + coded
	case Number:
		if c.Kind == survey.Geopoint {
			return map[string]string{partLatitude: "#geo+lat", partLongitude: "#geo+lon"}[c.Choice]
		}
		return base + "+num"
	case Boolean:
		return base + "+bool"
	case Day:
		return "#date"
	case Moment:
		return "#date+time"
	case Mixed:
		return base + "+calculated"
	}
	switch {
	case c.Kind == survey.Geopoint:
		return "#geo+coord"
	case c.Kind.Stored():
		return "#meta+id+file"
	}
	return "#description"
}

// attribute is a name as an HXL attribute may be: small Latin letters, digits and lines.
func attribute(prefix, name string) string {
	safe := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '_'
	}, name)
	if prefix == "" {
		safe = strings.TrimLeft(safe, "_0123456789")
	}
	return "+" + prefix + safe
}
