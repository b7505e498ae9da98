// Package minutes writes down what happened in a public hearing: the protocol that its chair, its secretary and its
// counting commission sign.
//
// In come a hearing, who attended it and the names of places; out come Sections of headings, texts, lists and tables in
// one language, which are written as a Word document, shown on a page, or told as plain text. All three say the same.
// What was not filled in is a blank to write on by hand: nothing is made up.
package minutes
