package batch

import (
	"errors"
	"time"

	"ashar/survey"
)

// Judge leads through the questionnaire with what the row says, as a phone would, and returns the interview as it was
// held, but for its identifier. What the interview does not accept, and what it does not ask, is added to the row's
// Problems and Notes; with Problems there is nothing to send. The campaign is the one that asks; now is the time of the
// table, in the zone in which days begin and end.
//
// A paper is of its day, at noon, as far as that is within the campaign; without a day, of now, or of the last moment of
// a campaign that is closed.
func (f *Form) Judge(r *Row, c *survey.Campaign, now time.Time) survey.Held {
	h := survey.Held{Questionnaire: f.q.Key(), Language: r.Language, Consent: f.q.Consent.Version, Ticket: r.Ticket}
	h.Begun = f.when(r, c, now)
	h.Ended = h.Begun
	if !f.q.Speaks(r.Language) {
		return h
	}
	iv, err := survey.Begin(f.q, survey.Beginning{Door: survey.Door{Campaign: c.ID, Municipality: c.Municipality, Village: r.Village}, Channel: r.Channel, Language: r.Language, Consent: h.Consent}, h.Begun)
	if err != nil {
		return h
	}
	asked := map[string]survey.Value{}
	for range 2 * len(f.q.Questions) {
		x := f.q.Question(iv.At)
		if x == nil {
			break
		}
		v, said := r.given[x.Name]
		if !said || x.Kind == survey.Note {
			v = survey.Skip()
		}
		next, err := iv.Answer(f.q, x.Name, v, h.Ended)
		if err != nil && said {
			f.judged(r, x, err)
			v = survey.Skip()
			next, err = iv.Answer(f.q, x.Name, v, h.Ended)
		} else if err != nil && !r.refused[x.Name] {
			f.judged(r, x, err)
		}
		if err != nil {
			return h // nothing after it is asked
		}
		iv, asked[x.Name] = next, v
	}
	for i := range f.q.Questions {
		x := &f.q.Questions[i]
		v, was := asked[x.Name]
		if was {
			if kept, given := iv.Given(f.q, x.Name); given {
				v = kept // in its normal form
			}
			h.Answers = append(h.Answers, survey.Answer{Question: x.Name, Value: v})
		} else if _, said := r.given[x.Name]; said && !r.unreadable() {
			r.wrong(NotTaken, r.stand[x.Name], func(p *Problem) { p.Heading = f.q.Say(x.Label, f.o.Language) })
		}
	}
	return h
}

// when is the moment of a paper.
func (f *Form) when(r *Row, c *survey.Campaign, now time.Time) time.Time {
	last := now
	if !c.Closes.IsZero() && last.After(c.Closes) {
		last = c.Closes
	}
	if r.Day == "" {
		return last
	}
	of, err := time.ParseInLocation(time.DateOnly, r.Day, now.Location())
	if err != nil || of.After(last) || of.AddDate(0, 0, 1).Before(c.Opens) {
		r.wrong(WrongDay, r.at[Day], func(p *Problem) { p.What = r.Day })
		return last
	}
	if of = of.Add(12 * time.Hour); of.After(last) {
		of = last
	}
	if of.Before(c.Opens) {
		of = c.Opens
	}
	return of
}

// judged notes what the interview does not accept, at the cell that it is about.
func (f *Form) judged(r *Row, x *survey.Question, err error) {
	found, ok := errors.AsType[*survey.Problem](err)
	if !ok {
		found = &survey.Problem{Question: x.Name, Code: survey.Constrained}
	}
	if found.Code == survey.UnknownChoice && r.unreadable() {
		return // it may well be offered once the rest is mended
	}
	at, stands := r.stand[x.Name]
	codes := []string{x.Name}
	if found.Choice != "" {
		codes = []string{x.Name + "/" + found.Choice, survey.RowName(x.Name, found.Choice), x.Name}
	} else if things := f.q.Things(x); !stands && len(things) > 0 {
		codes = append(codes, x.Name+"/"+things[0].Name, survey.RowName(x.Name, things[0].Name))
	}
	for _, code := range codes {
		if p, there := r.at[code]; there && (p.cell != "" || !stands || found.Code == survey.Unfinished) {
			at = p
			break
		}
	}
	if found.Choice == "" || at.heading == "" {
		at.heading = f.q.Say(x.Label, f.o.Language)
	}
	r.wrong(Judged, at, func(p *Problem) { p.Found = found })
}

// unreadable reports whether some answer cannot be read, on which others may depend.
func (r *Row) unreadable() bool {
	for _, refused := range r.refused {
		if refused {
			return true
		}
	}
	return false
}
