// Package xlsform reads a questionnaire from an XLSForm workbook and writes it
// into one. In comes an .xlsx file, out comes a checked survey.Questionnaire, or
// everything that is wrong with the workbook, each thing with its sheet, row and
// column and what to do about it; and the other way round.
//
// What Write writes, Read reads back as the same questionnaire. It is laid out as
// follows, so that other tools that know XLSForm run it too.
//
// # Rows of the sheet survey
//
//	note                   the consent or the introduction, by its ashar::role;
//	                       without one, words to read between the questions
//	select_one LIST        select_one; pairwise, where ashar::pairs says how many pairs
//	select_multiple LIST   select_multiple
//	rank LIST              rank
//	integer, decimal, text, date, geopoint, image, audio, calculate, start, end, today
//	range                  range, by the parameters start, end and step (1, 10 and 1 if not given)
//	begin_group            a group; or a scale, where ashar::of or ashar::items says what is
//	                       rated; or points, where ashar::points says how many
//	end_group
//
// Inside a scale stand select_one rows of its levels, and inside points integer
// rows, one for each choice, of which no other tool knows that they belong
// together. A row has the choice's label, is named survey.RowName, which is how
// expressions know it, and is relevant under the condition under which Ashar asks
// for it: that the choice was chosen (or rated highest) in the question that
// ashar::of names, and that it passes the group's choice_filter, with the choice's
// name and columns put in as texts. A row that an author named otherwise is known
// by its condition or its label, as long as no expression names it.
//
// # Columns
//
// Texts (label, hint, required_message, constraint_message) stand in a column per
// language, as in "label::Кыргызча (ky)"; the language is the tag in brackets. A
// column without one is in the default language, which the settings name, unless
// the headings name just one. These columns are Ashar's own; ashar_need is read like
// ashar::need, and so on:
//
//	survey    ashar::role      what scoring reads in the answer; "consent" and "intro" on notes
//	          ashar::of        the earlier question whose choices are ranked, rated, given
//	                           points or compared; of a select_multiple, rank needs none that
//	                           has the choice_filter selected(${Q}, name)
//	          ashar::items     on a group: the list of what is rated or given points
//	          ashar::points    on a group: how many points there are
//	          ashar::pairs     on a select_one: how many pairs are compared
//	          ashar::max       on a rank: how many places there are, where it is not all, which
//	                           other tools ask for; on a select_multiple or a text, the limit
//	                           that is otherwise in its constraint; 0 is none
//	choices   ashar::need, ::sphere, ::issue, and ::competence (names with spaces between)
//	          ashar::exclusive yes: cannot be chosen beside others
//	settings  ashar::consent_version, and ashar::title by language, since form_title has no languages
//
// Of the parameters, randomize and seed (a number or ${name}) are read where there
// are choices.
//
// # Expressions
//
// What Ashar has as a member, other tools need as an expression. Such limits stand
// first in their cell, joined by "and", and what the author says besides follows in
// parentheses:
//
//	constraint     of select_multiple: count-selected(.) <= MAX
//	                 (not(selected(., 'EXCLUSIVE')) or count-selected(.) = 1)
//	               of text: string-length(.) <= MAX
//	               of points: . >= 0 and . <= POINTS, and in the last row that the sum is no greater
//	relevant       of what follows Q: count-selected(${Q}) >= 2 (to rank or to compare) or >= 1,
//	                 not(selected(${Q}, 'EXCLUSIVE'))
//	               of what follows a scale: the like, by its rows
//	choice_filter  of rank and pairs that follow Q: selected(${Q}, name)
//	               of those that follow a scale: (name = 'A' and ${Q_A} = 'TOP') or ...
//	               of those that do not: name != 'EXCLUSIVE'
//
// Read takes them out of a cell wherever they stand in it, each once and however
// they are typed, and keeps the rest as the author typed it. Where a limit is too
// long for an expression, Write leaves it out, since Ashar knows of it anyway.
//
// # What is not Ashar's
//
// Every other column is kept as it is, by its heading, in the Columns of the
// question, group, choice or settings, and written again, after the others and in
// the order of their headings: appearance (save for the table-list of a scale, which
// is Write's own), parameters of other tools, style, instance_name, an author's
// notes. What stands in them in the row of the consent, of an end_group or of one
// thing of a scale is not kept, nor are rows with nothing else, and other sheets.
//
// Refused are the question types and columns that would ask or say something that
// Ashar cannot, such as repeats, media and defaults, once there is something in
// them. A formula counts as the value that the spreadsheet program left in its
// cell; merged cells, dates in place of texts, formulas without a value and errors
// are refused. Stray and invisible space is forgiven everywhere but in texts.
package xlsform
