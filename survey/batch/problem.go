package batch

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

// Code says what is wrong with a cell or a row, beside what the interview itself finds. The words for it are in the
// locale under "batch.problem.<code>".
type Code string

// The things that can be wrong with a row.
const (
	NoVillage      Code = "no_village"      // neither it nor the serial says which village
	UnknownVillage Code = "unknown_village" // What is none of the campaign's villages
	WrongSerial    Code = "wrong_serial"    // What is no serial
	SerialTwice    Code = "serial_twice"    // it stands in the row Other too
	WrongDay       Code = "wrong_day"       // What is no day, or one outside of the campaign
	NoConsent      Code = "no_consent"      // nobody agreed
	WrongLanguage  Code = "wrong_language"  // What is none of the form's languages
	NotMark        Code = "not_mark"        // What is neither a mark nor none
	NotChoice      Code = "not_choice"      // What is none of Choices
	NotPlaced      Code = "not_placed"      // What is no place from 1 on
	PlaceTwice     Code = "place_twice"     // the place What is given to another thing too
	NotPoints      Code = "not_points"      // What is no whole number
	NotPairs       Code = "not_pairs"       // What is not written as "one>another"
	Contradicts    Code = "contradicts"     // the cell says something else than the columns of its choices
	NotTaken       Code = "not_taken"       // the question is not asked after what was answered before, so the cell is not taken
	Judged         Code = "judged"          // the interview does not accept it; see Problem.Found
	OtherVillage   Code = "other_village"   // the form was printed for the village Other
)

// Codes lists every code but Judged, for those who must have words for each.
func Codes() []Code {
	return []Code{
		NoVillage, UnknownVillage, WrongSerial, SerialTwice, WrongDay, NoConsent, WrongLanguage, NotMark, NotChoice, NotPlaced,
		PlaceTwice, NotPoints, NotPairs, Contradicts, NotTaken, OtherVillage,
	}
}

// Problem is something wrong with a row, and where.
type Problem struct {
	Code    Code
	Line    int             // of the row in the table, from 1
	Column  int             // from 1; 0 where there is no such column, or it is about the whole row
	Heading string          // what the column is called
	What    string          // what stands there
	Other   string          // a row or a village
	Choices []string        // what could be written instead
	Found   *survey.Problem // of Judged
}

// Cell is where it is, as a spreadsheet calls it: "C7"; "" where it is about the whole row.
func (p Problem) Cell() string {
	if p.Column == 0 {
		return ""
	}
	name, err := excelize.CoordinatesToCellName(p.Column, p.Line)
	if err != nil {
		return ""
	}
	return name
}

// mostListed is how many things that could be written are listed.
const mostListed = 12

// longest is how much is shown of what stands in a cell, in runes.
const longest = 60

// Say puts a problem into words: what is wrong, and what to write instead.
func (f *Form) Say(p Problem) string {
	if p.Found != nil {
		return f.found(p.Found)
	}
	listed := p.Choices
	if len(listed) > mostListed {
		listed = append(listed[:mostListed:mostListed], "…")
	}
	what := []rune(p.What)
	if len(what) > longest {
		what = append(what[:longest:longest], '…')
	}
	return f.o.Words.T("batch.problem."+string(p.Code), "What", string(what), "Other", p.Other, "Choices", strings.Join(listed, ", "))
}

// found puts into words what the interview found.
func (f *Form) found(p *survey.Problem) string {
	if p.Message != nil {
		return f.q.Say(p.Message, f.o.Language)
	}
	s, choice := f.o.Words, p.Choice
	if x := f.q.Question(p.Question); x != nil && choice != "" {
		if c := f.q.Choice(f.q.Source(x), choice); c != nil {
			choice = f.q.Say(c.Label, f.o.Language)
		}
	}
	id := "problem." + string(p.Code)
	switch p.Code {
	case survey.Missing:
		id = "batch.problem.missing"
	case survey.UnknownChoice:
		id = "batch.problem.not_offered"
	case survey.NotAPair:
		id = "batch.problem.not_a_pair"
	}
	return s.T(id, "Max", p.Max, "Given", p.Given, "Choice", choice, "Low", s.Digits(p.Low), "High", s.Digits(p.High), "Step", s.Digits(p.Step), "Time", s.DateTime(p.When))
}

// SayWith is Say with the place before it: the cell and the column's heading.
func (f *Form) SayWith(p Problem) string {
	words := f.Say(p)
	switch cell := p.Cell(); {
	case cell != "" && p.Heading != "":
		return cell + " (" + p.Heading + "): " + words
	case p.Heading != "":
		return p.Heading + ": " + words
	}
	return words
}
