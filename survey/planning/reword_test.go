package planning_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ashar/survey/locale"
)

// spoken are the sentences of the reader of workbooks, and of what it asks, with something in the place of what they
// speak of: found in the sources, wherever something wrong is said or what to do about it.
func spoken(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"../xlsform/*.go", "../check*.go", "../expression/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "write") || name == "sheet.go" { // these write workbooks
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				all = append(all, saidBy(n)...)
				return true
			})
		}
	}
	return all
}

// says are the functions to which sentences are given.
var says = map[string]bool{"say": true, "empty": true, "wrong": true}

// tables are the variables that hold sentences.
var tables = map[string]bool{"instead": true, "elsewhere": true, "layouts": true, "mistakes": true, "do": true, "wrong": true}

// saidBy are the sentences that a piece of a program says.
func saidBy(n ast.Node) []string {
	var all []string
	take := func(x ast.Expr) {
		if s := sample(x); strings.Contains(s, " ") && s != "x x" && s != "x: x" {
			all = append(all, s)
		}
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		called := ""
		switch f := n.Fun.(type) {
		case *ast.SelectorExpr:
			called = f.Sel.Name
		case *ast.Ident:
			called = f.Name
		}
		if says[called] {
			for _, arg := range n.Args {
				take(arg)
			}
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if name, ok := left.(*ast.Ident); ok && tables[name.Name] && i < len(n.Rhs) {
				take(n.Rhs[i])
			}
		}
	case *ast.ValueSpec:
		for _, name := range n.Names {
			if !tables[name.Name] && !(len(n.Values) == 1 && strings.HasPrefix(name.Name, "no") || name.Name == "supported" || name.Name == "useConsent") {
				continue
			}
			for _, value := range n.Values {
				ast.Inspect(value, func(n ast.Node) bool {
					if x, ok := n.(*ast.BasicLit); ok {
						take(x)
					}
					return true
				})
			}
		}
	}
	return all
}

// verb is a place for a value in a format.
var verb = regexp.MustCompile(`%[sdvq]`)

// sample is what an expression may come to: x, or 7, for what is not written out.
func sample(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		if err != nil {
			return "x"
		}
		return verb.ReplaceAllStringFunc(s, func(v string) string {
			return map[string]string{"%s": "x", "%v": "x", "%d": "7", "%q": `"x"`}[v]
		})
	case *ast.BinaryExpr:
		return sample(x.X) + sample(x.Y)
	case *ast.ParenExpr:
		return sample(x.X)
	case *ast.CallExpr:
		if f, ok := x.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
			return sample(x.Args[0])
		}
	}
	return "x"
}

// TestWorkbooksAreJudgedInTheReadersLanguage has words in every language for whatever can be wrong with a workbook, and
// for what is to be done about it.
func TestWorkbooksAreJudgedInTheReadersLanguage(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := spoken(t)
	if len(all) < 250 {
		t.Errorf("only %d sentences were found in the sources", len(all))
	}
	for _, lang := range []string{"ky", "ru"} {
		s := words.For(lang)
		for _, said := range all {
			got, ok := s.Reword("workbook.", said)
			if !ok || got == said {
				t.Errorf("%s: no words for %q (%q)", lang, said, got)
			}
		}
	}
	for said, want := range map[string]string{
		"question water, relevant: at character 5: there is no question ${ag}; did you mean ${age}?":                     "вопрос water, relevant: знак 5: нет вопроса ${ag}; может быть, ${age}?",
		`question sex: the choices of sex are "female" and "male", not "f"; who would rather not say skips the question`: "вопрос sex: варианты пола «female» и «male», а не «f»; кто не хочет говорить, пропускает вопрос",
		"list needs, choice water: given twice": "список needs, вариант water: дано дважды",
		"something else altogether":             "something else altogether",
	} {
		if got, _ := words.For("ru").Reword("workbook.", said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
	if got, ok := words.For("en").Reword("workbook.", "add it"); !ok || got != "add it" {
		t.Errorf("in English: %q, %v", got, ok)
	}
}
