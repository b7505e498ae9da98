package storetest

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Relay stands between a MongoDB client and a server and passes their messages on,
// so that a test can break the connection at a chosen moment.
//
// It lets the server do one update at a time. MongoDB changes a document
// atomically; FerretDB v1 reads and writes it in two steps, between which others may
// write.
type Relay struct {
	server   string
	listener net.Listener
	updates  sync.Mutex
	running  sync.WaitGroup

	mu    sync.Mutex
	cut   string // the command whose next answer is lost
	conns []net.Conn
}

// NewRelay starts a relay to the server at this address. It stops when the test
// ends.
func NewRelay(t testing.TB, server string) *Relay {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("relay: %v", err)
	}
	r := &Relay{server: server, listener: listener}
	r.running.Go(func() { r.accept(t.Context()) })
	t.Cleanup(func() {
		_ = listener.Close()
		r.mu.Lock()
		for _, c := range r.conns {
			_ = c.Close()
		}
		r.mu.Unlock()
		r.running.Wait()
	})
	return r
}

// URI is that of a server behind the relay, with its address replaced.
func (r *Relay) URI(behind string) string {
	return strings.Replace(behind, r.server, r.listener.Addr().String(), 1)
}

// LoseAnswer has the server do the next such command, but loses its answer and
// breaks the connection.
func (r *Relay) LoseAnswer(command string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = command
}

func (r *Relay) accept(ctx context.Context) {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		server, err := new(net.Dialer).DialContext(ctx, "tcp", r.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		r.mu.Lock()
		r.conns = append(r.conns, client, server)
		r.mu.Unlock()
		r.running.Go(func() {
			for r.exchange(client, server) == nil {
			}
			_ = client.Close()
			_ = server.Close()
		})
	}
}

// exchange passes on one request and its answer. An error ends the connection.
func (r *Relay) exchange(client, server net.Conn) error {
	request, err := readMessage(client)
	if err != nil {
		return err
	}
	command := commandOf(request)
	answer, err := r.ask(server, request, command)
	if err != nil {
		return err
	}
	r.mu.Lock()
	lost := command != "" && r.cut == command
	if lost {
		r.cut = ""
	}
	r.mu.Unlock()
	if lost {
		return io.ErrUnexpectedEOF
	}
	_, err = client.Write(answer)
	return err
}

func (r *Relay) ask(server net.Conn, request []byte, command string) ([]byte, error) {
	if command == "update" {
		r.updates.Lock()
		defer r.updates.Unlock()
	}
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return readMessage(server)
}

// maxMessage is the longest message of the protocol, in bytes.
const maxMessage = 48_000_000

// readMessage reads a message of MongoDB's wire protocol, which begins with its
// length.
func readMessage(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n < 16 || n > maxMessage {
		return nil, fmt.Errorf("message of %d bytes", n)
	}
	m := make([]byte, n)
	copy(m, head[:])
	_, err := io.ReadFull(r, m[4:])
	return m, err
}

// commandOf returns the command of a request, which is the first key of its body;
// "" for a message of an old kind.
func commandOf(message []byte) string {
	const opMsg, body = 2013, 21 // the body follows header, flags and the section's kind
	if len(message) <= body || binary.LittleEndian.Uint32(message[12:]) != opMsg || message[body-1] != 0 {
		return ""
	}
	first, err := bson.Raw(message[body:]).IndexErr(0)
	if err != nil {
		return ""
	}
	return first.Key()
}
