package bot_test

import (
	"slices"
	"strings"
	"testing"

	"ashar/survey"
)

// TestFull lets one person answer where no more are taken, while another is in the middle:
// nobody new comes in by any way, and is told what to do; the other finishes.
func TestFull(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	c, err := r.db.Campaign(t.Context(), "needs")
	if err != nil {
		t.Fatal(err)
	}
	c.Rev, c.Limit = c.Rev+1, 1
	if err := r.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	first, begun, late := newPhone(t, r), newPhone(t, r), newPhone(t, r)
	begun.person, late.person = 43, 44
	for _, doing := range whole[:4] {
		begun.do(doing)
	}
	late.do("/start " + openCode)
	for _, doing := range whole {
		first.do(doing)
	}
	const full = "«Көк-Жар: needs»: рахмат, керектүү сандагы жооп топтолду, эми жаңысын кабыл албайбыз. Сөзүңүздү коомдук угууда айтыңыз; качан болорун демилгелүү топтон сураңыз."
	for _, c := range []struct {
		who         *phone
		doing, want string
	}{
		{late, "[Макулмун]", "toast " + full + " (alert)"}, // who had read the consent
		{late, "/start " + openCode, "say " + full},
		{late, strings.ToLower(secondCode), "say " + full},
		{late, "Арча-Булак", "say " + full},
		{first, "[Жанымдагы дагы бирөө жооп берет]", "toast " + full + " (alert)"},
	} {
		if got := told(c.who.do(c.doing)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: got %q, want %q", c.doing, got, c.want)
		}
	}
	if ways := strings.Join(told(late.do("kok jar")), ""); strings.Contains(ways, "Арча-Булак") || !strings.Contains(ways, "Мисте-Сай") {
		t.Errorf("suggested: %q, want villages of campaigns that take answers and no others", ways)
	}
	if first.do("[Жообумду оңдоо]"); !r.latest(t, first.person).Reopened {
		t.Error("what was sent cannot be corrected")
	}
	for _, doing := range whole[4:] {
		begun.do(doing)
	}
	if got := len(r.responses()); got != 2 {
		t.Errorf("%d responses, want 2: who had begun may finish", got)
	}
}

// TestADoorThatEnded is told from a campaign that has closed, and the
// village's name leads in by the village's own door alone.
func TestADoorThatEnded(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	door := survey.Door{Code: "SCH222", Campaign: "needs", Municipality: "kok-jar", Village: "village-of-" + openCode, Label: "мектеп"}
	if err := door.End(noon); err != nil {
		t.Fatal(err)
	}
	if err := r.db.InsertDoor(t.Context(), door); err != nil {
		t.Fatal(err)
	}
	const ended = "«Көк-Жар: needs»: бул код мындан ары колдонулбайт. Айылыңыздын атын жазсаңыз, жолду көрсөтөм."
	p := newPhone(t, r)
	if got := told(p.do("/start " + door.Code)); !slices.Equal(got, []string{"say " + ended}) {
		t.Errorf("the code that ended: got %q, want %q", got, ended)
	}
	const way = "say Кайсынысы сиздин айылыңыз? Ошону басыңыз. [Арча-Булак · Көк-Жар]"
	if got := told(p.do("Арча-Булак")); !slices.Equal(got, []string{way}) {
		t.Errorf("the village's name: got %q, want its own door: %q", got, way)
	}
	if got := strings.Join(told(p.do("[Арча-Булак · Көк-Жар]")), ""); !strings.Contains(got, "Макулмун") {
		t.Errorf("the village's own door: got %q, want the consent", got)
	}
}

// TestFullWithALongTitle says all of what to do to who presses a button, also where it is
// more than flashes up.
func TestFullWithALongTitle(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	c, err := r.db.Campaign(t.Context(), "needs")
	if err != nil {
		t.Fatal(err)
	}
	c.Rev, c.Limit = c.Rev+1, 1
	c.Title = survey.Text{"ky": strings.Repeat("Көк-Жар айыл аймагы ", 5)}
	if err := r.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	first, late := newPhone(t, r), newPhone(t, r)
	late.person = 44
	late.do("/start " + openCode)
	for _, doing := range whole {
		first.do(doing)
	}
	for doing, who := range map[string]*phone{"[Макулмун]": late, "[Жанымдагы дагы бирөө жооп берет]": first} {
		if got := told(who.do(doing)); !strings.HasSuffix(got[len(got)-1], "качан болорун демилгелүү топтон сураңыз.") {
			t.Errorf("%s: got %q, want what to do", doing, got)
		}
	}
}
