package coding

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ashar/survey"
)

// Latin letters that look like Cyrillic ones, in words that have both; and words typed in Latin letters throughout, by
// their sound.
var (
	looksLike  = strings.NewReplacer("a", "а", "b", "в", "c", "с", "e", "е", "h", "н", "k", "к", "m", "м", "o", "о", "p", "р", "t", "т", "x", "х", "y", "у")
	soundsLike = strings.NewReplacer(
		"shch", "щ", "sh", "ш", "ch", "ч", "zh", "ж", "kh", "х", "ts", "ц", "ya", "я", "yu", "ю", "yo", "е", "ng", "н",
		"a", "а", "b", "б", "c", "к", "d", "д", "e", "е", "f", "ф", "g", "г", "h", "х", "i", "и", "j", "ж", "k", "к", "l", "л", "m", "м",
		"n", "н", "o", "о", "p", "п", "q", "к", "r", "р", "s", "с", "t", "т", "u", "у", "v", "в", "w", "в", "x", "х", "y", "ы", "z", "з",
	)
)

// tokens are the words of a text as they are compared: see survey.SearchKey; all of them in Cyrillic letters.
func tokens(text string) []string {
	words := strings.Fields(survey.SearchKey(text))
	for i, w := range words {
		latin, cyrillic := false, false
		for _, r := range w {
			latin = latin || unicode.Is(unicode.Latin, r)
			cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
		}
		switch {
		case latin && cyrillic:
			words[i] = looksLike.Replace(w)
		case latin:
			words[i] = soundsLike.Replace(w)
		}
	}
	return words
}

// The endings of Kyrgyz and Russian words in the letters of search keys (о for ө, у for ү, н for ң), the longer ones first:
// plural, case, possession and the like. Russian ones are longer by themselves, and leave a longer word.
var (
	endings = longestFirst(`
		лар лер лор дар дер дор тар тер тор нын нин нун дын дин дун тын тин тун дан ден дон тан тен тон нан нен нон
		га ге го ка ке ко на не но ны ни ну ды ди ду ты ти ту да де до та те то сы си су
		сын син сун ыбыз ибиз убуз обуз быз биз буз ыныз иниз унуз ныз низ нуз ым им ум ын ин ун`)
	russian = longestFirst(`ами ями ого его ому ему ыми ими ая яя ое ее ие ые ой ый ий ых их ую юю ов ев ам ям ах ях ом ем ей ия ию ии`)
	vowels  = longestFirst(`а я ы и о е у ю`)
)

func longestFirst(list string) []string {
	all := strings.Fields(list)
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}

// How many letters a word keeps.
const (
	leastStem    = 3
	leastRussian = 4
)

// stem is a word without its endings, and with one letter for those that take turns at the end of one: жолдорду and
// жолубуз are жол, жарыгы is жарык, школы is школ. It is for comparing alone.
func stem(word string) string {
	for {
		rest, ok := without(word, endings, leastStem)
		if !ok {
			break
		}
		word = rest
	}
	if rest, ok := without(word, russian, leastRussian); ok {
		word = rest
	} else if rest, ok = without(word, vowels, leastStem); ok {
		word = rest
	}
	if rest, ok := strings.CutSuffix(word, "г"); ok {
		return rest + "к"
	}
	if rest, ok := strings.CutSuffix(word, "б"); ok {
		return rest + "п"
	}
	return word
}

// without is a word without the first of the endings that it has, if that leaves so many letters.
func without(word string, endings []string, least int) (string, bool) {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(word, e); ok && letters(rest) >= least {
			return rest, true
		}
	}
	return word, false
}

func letters(s string) int { return utf8.RuneCountInString(s) }

// idle are words that say nothing of what is needed, by their stems.
var idle = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(`
		керек керектүү болсо болсун болот болуп эле жана менен үчүн бизге биздин айыл айылда айылга айылдын айылыбыз айылыбызда ушул сураныч
		суранам суранабыз өтө абдан эң биринчи дагы бар жок жакшы начар маселе көйгөй муктаждык кылып кылса кылсаңыздар берсе бериңиздер
		берсеңиздер жасап жасаш жасаса калды экен деп мен биз менин эч такыр оң көп аз жер
		нужно надо нужна нужен нужны хотим хочу чтобы было была были бы в во на и или с со по у к от до за из о об нас нам наш наша наше нашем нашей
		селе село села сельский очень просим прошу пожалуйста для нет есть не но а сделать сделайте сделали проблема проблемы проблем
		плохо плохая плохие плохой хорошая хороший хорошо это как что все всё всех мы я
		the a an we our us need needs needed village please and or in of to for is are no not good bad very`) {
		for _, t := range tokens(w) {
			all[stem(t)] = true
		}
	}
	return all
}()

// stems are those of a text's words, each once and in their order: of those that say something, or of all where none does.
func stems(text string) []string {
	words := tokens(text)
	var said, all []string
	for _, w := range words {
		s := stem(w)
		if !slices.Contains(all, s) {
			all = append(all, s)
			if !idle[s] {
				said = append(said, s)
			}
		}
	}
	if len(said) == 0 {
		return all
	}
	return said
}
