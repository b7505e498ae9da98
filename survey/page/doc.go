// Package page is what every web page of Ashar shares: layouts, styles, icons and the ornament, rendering, headers,
// failures, and the door through which staff come in.
//
// A room (residents' forms, the desk, the board) brings its templates and gives each page a struct that embeds Page;
// what goes out is HTML that needs no script, under a Content-Security-Policy that allows no inline script and no
// inline style. Handlers stay short: they parse, call the domain, and return Room.Render or an error. An error is
// turned into words and a status in one place, Pages.Fail.
//
// The class names and the markup of the shared components are described at the top of assets/base.css.
package page
