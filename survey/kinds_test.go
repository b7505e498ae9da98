package survey_test

import "ashar/survey"

func number(s string) survey.Value { return survey.Value{Number: s} }

func date(s string) survey.Value { return survey.Value{Date: s} }

func photo() survey.Value {
	return survey.Attached(survey.File{ID: "f1", Type: "image/png", Size: 70})
}

func voice() survey.Value {
	return survey.Attached(survey.File{ID: "f2", Type: "audio/ogg", Size: 48})
}

// first says of each pair that its first side is better.
func first(p survey.Prompt) survey.Value {
	return plain(p)
}

// kindScripts are ways through everyKind: every kind of answer and every branch.
func kindScripts() map[string]func(*transcript) {
	return map[string]func(*transcript){
		"kinds-all": func(p *transcript) {
			p.answer("children", number("6"))
			p.answer("young", number("2"))
			p.answer("garden", survey.Chosen("no"))
			p.answer("land", number("0,50"))
			p.answer("hours", number("7.5"))
			p.answer("born", date("5.3.1961"))
			p.answer("elder", survey.Value{})
			p.answer("side", survey.Chosen("north"))
			p.answer("town", survey.Chosen("talas"))
			p.keep("serious", rated("water", 2))
			p.answer("serious", rated("water", 2, "roads", 1, "school", 2, "light", 2, "other", 1))
			p.keep("worst", survey.Chosen("light"))
			p.answer("worst", survey.Chosen("light", "water"))
			p.answer("why", survey.Words("Суу сары, ӊ жок"))
			p.keep("money", rated("water", 4))
			p.answer("money", rated("water", 6, "light", 3))
			p.answer("compare", first(p.iv.Prompt(p.q)))
			p.answer("others", survey.Chosen("other", "light"))
			p.answer("words", survey.Words("Көпүрө"))
			p.answer("spot", survey.Words("40.5283, 72,7985"))
			p.answer("spot", survey.Words("40.52834567; 72.79851234 1012 4.5"))
			p.answer("photo", photo())
			p.answer("voice", voice())
			p.send()
		},
		"kinds-shortest": func(p *transcript) {
			p.answer("children", number("0"))
			p.answer("land", survey.Skip())
			p.answer("hours", survey.Skip())
			p.answer("born", survey.Skip())
			p.answer("side", survey.Skip())
			p.answer("serious", survey.Skip())
			p.answer("money", survey.Skip())
			p.answer("compare", survey.Skip())
			p.answer("others", survey.Skip())
			p.answer("spot", survey.Skip())
			p.answer("photo", survey.Skip())
			p.answer("voice", survey.Skip())
			p.send()
		},
		"kinds-branches-left-and-entered-again": func(p *transcript) {
			p.answer("children", number("3"))
			p.answer("young", number("3"))
			p.answer("garden", survey.Chosen("yes"))
			p.goTo("children")
			p.answer("children", number("0")) // the branch of children is left
			p.goTo("children")
			p.answer("children", number("2")) // and entered again: young are too many now
			p.answer("young", number("2"))
			p.answer("land", survey.Skip())
			p.goTo("children")
			p.answer("children", number("6")) // now land must be told
			p.answer("land", survey.Skip())
			p.answer("land", number("1"))
			p.answer("hours", survey.Skip())
			p.answer("born", survey.Skip())
			p.answer("side", survey.Chosen("south"))
			p.answer("town", survey.Chosen("osh"))
			p.goTo("side")
			p.answer("side", survey.Chosen("north")) // Osh does not lie there
			p.answer("town", survey.Chosen("osh"))
			p.goTo("side")
			p.answer("side", survey.Chosen("south")) // and is there again
			p.answer("serious", rated("water", 2, "roads", 2, "school", 1, "light", 1, "other", 1))
			p.answer("worst", survey.Chosen("roads", "water"))
			p.answer("why", survey.Words("Жок"))
			p.goTo("serious")
			p.answer("serious", rated("water", 1, "roads", 2, "school", 1, "light", 1, "other", 1)) // one is not ranked
			p.answer("money", rated("light", 10))
			p.answer("compare", survey.Skip())
			p.answer("others", survey.Chosen("light"))
			p.goTo("money")
			p.answer("money", rated("water", 10)) // the constraint of others speaks of it
			p.answer("others", survey.Chosen("light"))
			p.answer("others", survey.Chosen("roads"))
			p.answer("spot", survey.Skip())
			p.answer("photo", photo())
			p.answer("photo", survey.Skip())
			p.answer("voice", survey.Skip())
			p.send()
		},
		"kinds-mistakes": func(p *transcript) {
			p.answer("children", survey.Value{})
			p.answer("children", number("көп"))
			p.answer("children", number("2,5"))
			p.answer("children", number("-1"))
			p.answer("children", number("21"))
			p.answer("children", number("1 0"))
			p.answer("children", number(" 10 "))
			p.answer("young", number("11"))
			p.answer("young", number("10"))
			p.answer("garden", survey.Skip())
			p.answer("garden", survey.Chosen("yes"))
			p.answer("land", survey.Value{})
			p.answer("land", number("1e9"))
			p.answer("land", number("0"))
			p.answer("hours", number("25"))
			p.answer("hours", number("1.3"))
			p.answer("hours", number("24"))
			p.answer("born", date("31.2.2000"))
			p.answer("born", date("2026-06-16"))
			p.answer("born", date("2026-06-15"))
			p.answer("side", survey.Chosen("east"))
			p.answer("side", survey.Chosen("south"))
			p.answer("town", survey.Chosen("talas"))
			p.answer("town", survey.Chosen("batken"))
			p.answer("serious", rated("water", 3))
			p.answer("serious", rated("none", 1))
			p.answer("serious", rated("water", 2, "roads", 2, "school", 2, "light", 1, "other", 1))
			p.answer("worst", survey.Chosen("water"))
			p.answer("worst", survey.Chosen("water", "roads", "school"))
			p.answer("worst", survey.Chosen("water", "light"))
			p.answer("worst", survey.Chosen("water", "roads"))
			p.answer("why", survey.Skip())
			p.answer("money", rated("water", 11))
			p.answer("money", rated("water", 6, "roads", 5))
			p.answer("money", rated("none", 1))
			p.answer("money", rated("water", 0))
			p.answer("compare", survey.Compared(survey.Pair{First: "water", Second: "none", Better: "water"}))
			p.answer("compare", survey.Compared(p.iv.Prompt(p.q).Pairs[:1]...))
			p.answer("compare", survey.Skip())
			p.answer("others", survey.Chosen("light"))
			p.answer("others", survey.Skip())
			p.answer("spot", survey.Words("Оштун жанында"))
			p.answer("spot", survey.Words("91 0"))
			p.answer("spot", survey.Skip())
			p.answer("photo", voice())
			p.answer("photo", survey.Words("сүрөт"))
			p.answer("photo", survey.Skip())
			p.answer("voice", survey.Skip())
			p.send()
		},
	}
}
