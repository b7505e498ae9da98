package bot_test

import (
	"slices"
	"strings"
	"testing"
)

// TestManyOnOnePhone has more people answer on one phone than are shown at once: each can
// still see, correct and take back what they said, by the code that they were given.
func TestManyOnOnePhone(t *testing.T) {
	t.Parallel()
	const people = 7
	r := newRoom(t)
	p := newPhone(t, r)
	doings := slices.Clone(whole)
	for range people - 1 {
		doings = append(append(doings, "[Жанымдагы дагы бирөө жооп берет]", "[Макулмун]"), whole[len(begun):]...)
	}
	for _, doing := range doings {
		p.do(doing)
	}
	held := r.held(t, p.person)
	if len(held) != people {
		t.Fatalf("%d answered, want %d", len(held), people)
	}
	first := held[people-1]
	for _, command := range []string{"/status", "/mydata", "/forget"} {
		got := strings.Join(told(p.do(command)), "\n")
		if !strings.Contains(got, "Бул жерде 7 жооптун акыркы 5 гана.") || !strings.Contains(got, command+" КОД") {
			t.Errorf("%s: got %q, want that others are met by their codes", command, got)
		}
	}
	if p.do("/mydata " + first.Receipt()); !slices.ContainsFunc(p.buttons(), func(b shownButton) bool { return b.label == "Бул жоопту кайтарып алуу" }) {
		t.Error("nothing to take back by its code")
	}
	p.do("/status " + strings.ToLower(first.Receipt()))
	if p.do("[Жообумду оңдоо]"); r.latest(t, p.person).ID != first.ID {
		t.Error("another answer is corrected than the one whose code was written")
	}
	p.do("[Мурунку бойдон калсын]")
	p.do("/forget " + first.Receipt())
	p.do("[Ооба, өчүрүлсүн]")
	for _, s := range r.held(t, p.person) {
		if s.ID == first.ID {
			t.Error("it is still there")
		}
	}
	if got := len(r.held(t, p.person)); got != people-1 {
		t.Errorf("%d are left, want %d", got, people-1)
	}
}
