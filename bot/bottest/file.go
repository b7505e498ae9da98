package bottest

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// MaxDownload is how large a file may be, in bytes, that Telegram hands to a bot.
const MaxDownload = 20 << 20

// file is one that somebody sent.
type file struct {
	id, path string
	data     []byte
	untold   bool
}

// size is what the bot is told of it before it asks; 0 is not told at all.
func (f *file) size() int {
	if f.untold {
		return 0
	}
	return len(f.data)
}

// keep takes a file in and names it; the server is locked.
func (s *Server) keep(folder, media string, data []byte, untold bool) *file {
	s.lastFile++
	extension := ""
	if known, _ := mime.ExtensionsByType(media); len(known) > 0 {
		extension = known[0]
	}
	f := &file{
		id:     fmt.Sprintf("AgAC-%s-%d", folder, s.lastFile),
		path:   path.Join(folder, "file_"+strconv.Itoa(s.lastFile)+extension),
		data:   data,
		untold: untold,
	}
	s.files[f.id] = f
	return f
}

// getFile says where the bot finds a file, unless it is too large for bots.
func (s *Server) getFile(_ context.Context, p params) (any, error) {
	if p["file_id"] == "" {
		return nil, badRequest("file_id not specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[p["file_id"]]
	switch {
	case f == nil:
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	case len(f.data) > MaxDownload:
		return nil, badRequest("file is too big")
	}
	told := map[string]any{"file_id": f.id, "file_unique_id": "u" + f.id, "file_path": f.path}
	if n := f.size(); n > 0 {
		told["file_size"] = n
	}
	return told, nil
}

// fileRoute is the name under which the handing out of files is counted, refused
// and made to fail.
const fileRoute = "file"

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	if s.fail(w, fileRoute) {
		return
	}
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/file/bot"), "/")
	s.mu.Lock()
	s.calls[fileRoute]++
	var found *file
	for _, f := range s.files {
		if f.path == name {
			found = f
		}
	}
	fault := FileFault("")
	if found != nil && len(s.fileFaults) > 0 {
		fault, s.fileFaults = s.fileFaults[0], s.fileFaults[1:]
	}
	s.mu.Unlock()
	switch {
	case token != Token:
		s.answer(w, fileRoute, nil, refuse(http.StatusUnauthorized, "Unauthorized"))
	case r.Method != http.MethodGet:
		s.answer(w, fileRoute, nil, refuse(http.StatusMethodNotAllowed, "Method Not Allowed"))
	case found == nil:
		s.answer(w, fileRoute, nil, refuse(http.StatusNotFound, "Not Found"))
	default:
		fault.serve(w, r, found.data)
	}
}

// FileFault is what goes wrong while a file is handed out.
type FileFault string

// The faults of a file.
const (
	BrokenOff FileFault = "broken off" // the connection ends in the middle
	Endless   FileFault = "endless"    // it goes on and on, and its length is not said
	Stalled   FileFault = "stalled"    // the first half comes, and then nothing
)

// BreakFiles lets the fault befall the next n files that are handed out.
func (s *Server) BreakFiles(n int, fault FileFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.fileFaults = append(s.fileFaults, fault)
	}
}

func (f FileFault) serve(w http.ResponseWriter, r *http.Request, data []byte) {
	w.Header().Set("Content-Type", "application/octet-stream")
	flush := func() { _ = http.NewResponseController(w).Flush() }
	if f != Endless {
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	}
	half := data
	if f == BrokenOff || f == Stalled {
		half = data[:len(data)/2]
	}
	_, err := w.Write(half) // the caller may be gone; nothing to be done
	flush()
	switch f {
	case BrokenOff:
		panic(http.ErrAbortHandler) // net/http's way to break a connection
	case Stalled:
		<-r.Context().Done()
	case Endless:
		for more := make([]byte, 1<<16); err == nil && r.Context().Err() == nil; {
			_, err = w.Write(more)
		}
	}
}
