// Package xlsform reads a questionnaire from an XLSForm workbook and writes it
// into one. In comes an .xlsx file, out comes a checked survey.Questionnaire, or
// everything that is wrong with the workbook, each thing with its sheet, row and
// column and what to do about it; and the other way round.
//
// What Write writes, Read reads back as the same questionnaire. It is laid out as
// follows, so that other tools that know XLSForm run it too:
//
//	select_one LIST        select_one
//	select_multiple LIST   select_multiple; at most N by the constraint count-selected(.) <= N
//	rank LIST              rank, of the choices given to Q: choice_filter selected(${Q}, name)
//	text                   text; at most N characters by the constraint string-length(.) <= N
//	begin_group            scale, where ashar::of names Q: inside, for each choice of Q's list,
//	                       a select_one of the levels that is relevant if selected(${Q}, 'choice')
//	note                   the consent or the introduction, by its ashar::role
//
// Texts stand in a column per language, as in "label::Кыргызча (ky)"; the
// language is the tag in brackets. A column without one is in the default
// language. These columns and settings are Ashar's own, and other tools pass them
// over:
//
//	survey    ashar::role               what scoring reads in the answer; "consent" and "intro" on notes
//	          ashar::of                 on a group: the question whose choices are rated in it
//	choices   ashar::need, ::sphere, ::issue, and ::competence (names with spaces between)
//	          ashar::exclusive          yes: cannot be chosen beside others
//	settings  ashar::consent_version, and ashar::title by language, since form_title has no languages
//
// Of expressions, only the forms above are known, and those that follow from
// them: that an exclusive choice stands alone, and that there is enough to rank
// or to rate. A cell with any other expression is refused, and so is every
// question type and every column of XLSForm that would ask or say something that
// Ashar cannot. Passed over are columns and sheets that XLSForm does not know, how
// a question looks elsewhere (appearance), and messages for which Ashar has words
// of its own (constraint_message, required_message). A formula counts as the value
// that the spreadsheet program left in its cell; merged cells are refused.
package xlsform
