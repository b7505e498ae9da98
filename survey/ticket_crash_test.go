package survey_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
)

// power goes out at a write: of the interview or of its response, before that is kept or
// after, when nobody hears of it any more.
type power struct {
	survey.Interviews
	survey.Responses
	left  atomic.Int64 // writes
	after bool         // the last one is kept
}

func (p *power) write(do func() error) error {
	switch n := p.left.Add(-1); {
	case n > 0:
		return do()
	case n == 0 && p.after:
		_ = do()
	}
	return survey.ErrUnavailable
}

func (p *power) SaveInterview(ctx context.Context, iv survey.Interview) error {
	return p.write(func() error { return p.Interviews.SaveInterview(ctx, iv) })
}

func (p *power) InsertResponse(ctx context.Context, r survey.Response) error {
	return p.write(func() error { return p.Responses.InsertResponse(ctx, r) })
}

// TestACrashLosesNoTicketAndAdmitsNoneTwice has the power go out at every write on the
// way of an answer that comes with a ticket. Afterwards the same ticket, at the same phone
// or another, leads to one answer.
func TestACrashLosesNoTicketAndAdmitsNoneTwice(t *testing.T) {
	for name, way := range map[string]func(hall, string) error{
		"step by step": func(h hall, code string) error { _, err := h.votes(t.Context(), code, ""); return err },
		"held on a phone": func(h hall, code string) error {
			held := h.phone(code)
			held.ID = strings.Repeat("A", 26) // of this phone, each time
			_, err := h.receive(t.Context(), held)
			return err
		},
	} {
		for _, rule := range []survey.Admission{survey.AdmitsCodes, survey.AdmitsSlips} {
			for crash := 1; ; crash++ {
				whole := false
				for _, after := range []bool{false, true} {
					p := &power{after: after}
					h := openHall(t, rule)
					p.Interviews, p.Responses = h.db, h.db
					h.Intake = survey.NewIntake(h.db, p, p, h.db, func() time.Time { return noon }, survey.Told{}).Behind(h.gate)
					code := h.issue(t, 1)[0]
					p.left.Store(int64(crash))
					whole = way(h, code) == nil
					p.left.Store(1000) // it is back
					if err := way(h, code); err != nil && problemOf(err) != survey.TicketUsed {
						t.Errorf("%s, %s, crash at write %d (kept: %t): again: %v", name, rule, crash, after, err)
					}
					if n, used := h.responses(t), h.count(t).Used; n != 1 || used != 1 {
						t.Errorf("%s, %s, crash at write %d (kept: %t): %d responses, %d tickets used; want 1 and 1", name, rule, crash, after, n, used)
					}
				}
				if whole {
					break
				}
			}
		}
	}
}

// ticketsVariable tells the test binary that it is the process to be killed, and its store.
const ticketsVariable = "ASHAR_TEST_KILL_TICKETS"

// TestKillAmongTickets kills a process again and again while many answer with tickets, each
// at two places. In the end every ticket has one answer, and what was acknowledged is there.
func TestKillAmongTickets(t *testing.T) {
	const people = 40
	h := openHall(t, survey.AdmitsSlips)
	codes := h.issue(t, people)
	uri := "file:" + filepath.Join(t.TempDir(), "hall.db")
	db, err := store.Open(t.Context(), uri, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Copy(t.Context(), h.db, db, nil); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	thanked := map[string]bool{}
	for kills := 1; kills <= 4; kills++ {
		for _, line := range killed(t, uri+" "+strings.Join(codes, " "), kills*5) {
			thanked[line] = true
		}
	}
	if h.db, err = store.Open(t.Context(), uri, time.Now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.db.Close() })
	h.Intake = survey.NewIntake(h.db, h.db, h.db, h.db, func() time.Time { return noon }, survey.Told{})
	h.gate = survey.NewGate(h.db, h.db, pseudonyms)
	h.Intake = h.Behind(h.gate)
	if n := h.count(t).Used; n < len(thanked) || len(thanked) == 0 {
		t.Errorf("%d tickets are used, and %d were thanked", n, len(thanked))
	}
	for _, code := range codes {
		switch _, err := h.votes(t.Context(), code, ""); {
		case err == nil && thanked[code]:
			t.Error("a slip that was used admitted again")
		case err != nil && problemOf(err) != survey.TicketUsed:
			t.Errorf("a ticket that a crash had left: %v", err)
		}
	}
	if n, used := h.responses(t), h.count(t).Used; n != people || used != people {
		t.Errorf("%d responses, %d tickets used; want %d each", n, used, people)
	}
}

// killed runs the child until it has thanked so many more, kills it, and returns whom it
// had thanked.
func killed(t *testing.T, settings string, some int) []string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKillAmongTicketsChild$")
	child.Env = append(os.Environ(), ticketsVariable+"="+settings)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var thanked []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if code, ok := strings.CutPrefix(lines.Text(), "thanked "); ok {
			thanked = append(thanked, code)
		}
		if len(thanked) == some {
			_ = child.Process.Kill()
		}
	}
	_ = child.Wait() // killed
	return thanked
}

// TestKillAmongTicketsChild is the process that TestKillAmongTickets kills.
func TestKillAmongTicketsChild(t *testing.T) {
	settings := strings.Fields(os.Getenv(ticketsVariable))
	if len(settings) < 2 {
		t.Skip("runs only as a child of TestKillAmongTickets")
	}
	db, err := store.Open(t.Context(), settings[0], time.Now)
	if err != nil {
		t.Fatal(err)
	}
	h := hall{office: &office{db: db}}
	in := survey.NewIntake(db, db, db, db, func() time.Time { return noon }, survey.Told{})
	h.Intake = in.Behind(survey.NewGate(db, db, pseudonyms))
	var crowd sync.WaitGroup
	for _, code := range settings[1:] {
		for range 2 {
			crowd.Go(func() {
				if _, err := h.votes(t.Context(), code, ""); err == nil {
					fmt.Println("thanked " + code)
				}
			})
		}
	}
	crowd.Wait()
}
