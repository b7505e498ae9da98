package analysis

// For the check of the page's template against what it is filled with.
var PageTemplate = newPage

func PageView() any { return page{} }
