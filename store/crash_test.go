package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ashar/store"
	"ashar/store/storetest"
)

// crashVariable tells the test binary that it is the process to be killed, and
// which store it writes to.
const crashVariable = "ASHAR_TEST_CRASH_URI"

// A process that is killed in the middle of its work loses nothing of what it has
// acknowledged, time after time.
func TestSQLiteSurvivesKill(t *testing.T) {
	uri := "file:" + filepath.Join(t.TempDir(), "ashar.db")
	var acknowledged []string
	for run := range 3 {
		acknowledged = append(acknowledged, killWhileWriting(t, uri, 500)...)
		db := storetest.Open(t, uri)
		for _, id := range acknowledged {
			if _, err := db.Response(t.Context(), id); err != nil {
				t.Errorf("run %d: acknowledged, and then: %v", run, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killWhileWriting has a child process write until it has acknowledged some
// documents, kills it, and returns the ids of all that it had acknowledged.
func killWhileWriting(t *testing.T, uri string, some int) []string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
	child.Env = append(os.Environ(), crashVariable+"="+uri)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // the pipe is read to its end: what is in it was acknowledged, a torn line was not
		}
		if id, ok := strings.CutPrefix(strings.TrimSpace(line), "kept "); ok {
			ids = append(ids, id)
		}
		if len(ids) == some {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); child.ProcessState.Success() {
		t.Fatalf("the child ended by itself: %v", err)
	}
	if len(ids) < some {
		t.Fatalf("the child acknowledged %d documents, want at least %d", len(ids), some)
	}
	return ids
}

// TestCrashChild is the process that TestSQLiteSurvivesKill kills.
func TestCrashChild(t *testing.T) {
	uri := os.Getenv(crashVariable)
	if uri == "" {
		t.Skip("runs only as a child of TestSQLiteSurvivesKill")
	}
	db, err := store.Open(t.Context(), uri, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for w := range 32 {
		writers.Go(func() {
			for n := range 1_000_000 {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, n)
				if err := db.InsertResponse(t.Context(), response(id)); err != nil {
					t.Errorf("insert: %v", err)
					return
				}
				fmt.Printf("kept %s\n", id)
			}
		})
	}
	writers.Wait()
}
