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
// so that a test can break the connection, or answer by itself, at a chosen moment.
//
// It lets the server do one update at a time. MongoDB changes a document
// atomically; FerretDB v1 reads and writes it in two steps, between which others may
// write.
type Relay struct {
	server   string
	listener net.Listener
	updates  sync.Mutex
	running  sync.WaitGroup

	mu      sync.Mutex
	cut     string            // the command whose next answer is lost
	answers map[string]bson.D // by command: what is answered next in the server's place
	conns   []net.Conn
}

// NewRelay starts a relay to the server at this address. It stops when the test
// ends.
func NewRelay(t testing.TB, server string) *Relay {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("relay: %v", err)
	}
	r := &Relay{server: server, listener: listener, answers: map[string]bson.D{}}
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

// Answer answers the next such command without asking the server.
func (r *Relay) Answer(command string, answer bson.D) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers[command] = answer
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
	made, lost := r.plan(command)
	var answer []byte
	if made != nil {
		answer, err = answerTo(request, made)
	} else {
		answer, err = r.ask(server, request, command)
	}
	switch {
	case err != nil:
		return err
	case lost:
		return io.ErrUnexpectedEOF
	}
	_, err = client.Write(answer)
	return err
}

// plan takes what is to be done, once, with such a command.
func (r *Relay) plan(command string) (answer bson.D, lost bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	answer = r.answers[command]
	delete(r.answers, command)
	lost = command != "" && r.cut == command
	if lost {
		r.cut = ""
	}
	return answer, lost
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

// opMsg is the code of the kind of message that requests and answers are.
const opMsg = 2013

// answerTo makes the message with this body that answers a request.
func answerTo(request []byte, body bson.D) ([]byte, error) {
	const head = 21 // length, id, id of the request, code, flags, and the section's kind
	doc, err := bson.Marshal(body)
	if err != nil {
		return nil, err
	}
	m := make([]byte, head, head+len(doc))
	binary.LittleEndian.PutUint32(m, uint32(head+len(doc)))
	copy(m[8:12], request[4:8])
	binary.LittleEndian.PutUint32(m[12:], opMsg)
	return append(m, doc...), nil
}

// commandOf returns the command of a request, which is the first key of its body;
// "" for a message of an old kind.
func commandOf(message []byte) string {
	const body = 21 // it follows header, flags and the section's kind
	if len(message) <= body || binary.LittleEndian.Uint32(message[12:]) != opMsg || message[body-1] != 0 {
		return ""
	}
	first, err := bson.Raw(message[body:]).IndexErr(0)
	if err != nil {
		return ""
	}
	return first.Key()
}
