package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"github.com/google/go-cmp/cmp"
)

const (
	groupHello = "Саламатсыздарбы. Бул бот айылга эмне керек экенин сурайт. Чатты башкарсаңыз, плакаттагы алты белгиден турган кодду төмөнкүдөй жазып жибериңиз, ошондо сурамжылоонун шилтемеси ушул жерге чыгат: /start@ashar_test_bot КОД||" +
		"Здравствуйте. Этот бот спрашивает, что нужно селу. Если вы ведёте этот чат, напишите код из шести знаков с плаката, как показано ниже, и здесь появится ссылка на опрос: /start@ashar_test_bot КОД"
	groupPoster = "say Айылыңызга эмне керек?|Арча-Булак · Көк-Жар|Алты суроо, үч мүнөт. Атыңызды сурабайбыз.|Жооптор бул чатта эмес, төмөнкү шилтемелер аркылуу кабыл алынат.||" +
		"Что нужно вашему селу?|Арча-Булак · Кок-Жар|Шесть вопросов, три минуты. Имя не спрашиваем.|Ответы принимаются не в этом чате, а по ссылкам ниже. [Telegram] [Веб-форма]"
	groupHelp = "say Бул чатта жооп кабыл алынбайт. Төмөнкү шилтеме менен ботко өтүп же веб-форманы ачып, жеке жооп бериңиз. Жыйынтыгын /results буйругу айтат.||" +
		"В этом чате ответы не принимаются. Перейдите по ссылке ниже к боту или откройте веб-форму и ответьте лично. О результатах расскажет команда /results. [Telegram] [Веб-форма]"
	groupUnknown = "say Мындай код табылган жок. Плакаттагы алты белгини карап, кайра жазып жибериңиз.||" +
		"Такого кода нет. Сверьте шесть знаков с плакатом и пришлите код ещё раз."
)

// groupUpdate is a raw update of a group's message.
func groupUpdate(chat int64, rest string) string {
	kind := "group"
	if chat < -1_000_000_000_000 {
		kind = "supergroup"
	}
	return fmt.Sprintf(`{"update_id": 7, "message": {"message_id": 9, "date": 1767225600, "chat": {"id": %d, "type": %q, "title": "Арча-Булак"}, %s}}`, chat, kind, rest)
}

// groupText is what somebody writes there; a command comes marked as one.
func groupText(chat int64, text string) string {
	rest := `"from": {"id": 42, "is_bot": false, "first_name": "Айгүл", "language_code": "en"}, "text": "` + text + `"`
	if strings.HasPrefix(text, "/") {
		rest += `, "entities": [{"type": "bot_command", "offset": 0, "length": ` + commandLength(text) + `}]`
	}
	return groupUpdate(chat, rest)
}

// groupMember is a raw update of what the bot was in a chat, and what it is now.
func groupMember(chat int64, kind, was, is string) string {
	return fmt.Sprintf(`{"update_id": 7, "my_chat_member": {"chat": {"id": %d, "type": %q}, "from": {"id": 42, "is_bot": false, "first_name": "Айгүл"}, "date": 1767225600,
		"old_chat_member": {"user": {"id": 1}, "status": %s}, "new_chat_member": {"user": {"id": 1}, "status": %s}}}`, chat, kind, was, is)
}

// TestGroupReply hands raw updates of groups to the Conversation, a minute apart.
func TestGroupReply(t *testing.T) {
	const chat, super = -5, -1_000_000_000_005
	told1 := groupText(chat, "/start@ashar_test_bot "+openCode)
	const tap = `{"update_id": 7, "callback_query": {"id": "1", "chat_instance": "3", "data": "b:000000:1:0:0:0", "from": {"id": 42, "is_bot": false, "language_code": "ru"},
		"message": {"message_id": 9, "date": 1, "chat": {"id": -5, "type": %q}}}}`
	for _, tt := range []struct {
		name   string
		before []string
		update string
		want   []string
	}{
		{name: "added", update: groupMember(chat, "group", `"left"`, `"member"`), want: []string{"greet " + groupHello}},
		{name: "added as an administrator", update: groupMember(super, "supergroup", `"kicked"`, `"administrator"`), want: []string{"greet " + groupHello}},
		{name: "added and not allowed to write", update: groupMember(super, "supergroup", `"left"`, `"restricted", "is_member": true`), want: []string{"greet " + groupHello}},
		{name: "got other rights", update: groupMember(super, "supergroup", `"member"`, `"administrator"`)},
		{name: "added where the code is known", before: []string{told1}, update: groupMember(chat, "group", `"left"`, `"member"`)},
		{name: "added to a channel", update: groupMember(super, "channel", `"left"`, `"administrator"`)},
		{name: "blocked by a person", update: groupMember(42, "private", `"member"`, `"kicked"`)},
		{name: "what the group tells of a newcomer", update: groupUpdate(chat, `"from": {"id": 42}, "new_chat_members": [{"id": 1000001, "is_bot": true}]`)},
		{name: "the code by a link", update: told1, want: []string{groupPoster}},
		{name: "the code typed", update: groupText(super, "/start k7p-m4x"), want: []string{groupPoster}},
		{name: "the bot's name in capitals", update: groupText(chat, "/START@Ashar_Test_Bot "+openCode), want: []string{groupPoster}},
		{name: "a command for another bot", update: groupText(chat, "/start@other_bot "+openCode)},
		{name: "from an anonymous administrator", want: []string{groupPoster}, update: groupUpdate(super, `"from": {"id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"},
			"sender_chat": {"id": -1000000000005, "type": "supergroup"}, "text": "/start K7PM4X", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]`)},
		{name: "from nobody", want: []string{groupPoster}, update: groupUpdate(super, `"text": "/start K7PM4X", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]`)},
		{name: "a channel's post that came along by itself", update: groupUpdate(super, `"is_automatic_forward": true, "text": "/start K7PM4X", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]`)},
		{name: "start without a code", update: groupText(chat, "/start"), want: []string{"say " + groupHello}},
		{name: "start where the code is known", before: []string{told1}, update: groupText(chat, "/start"), want: []string{groupPoster}},
		{name: "another village's code", before: []string{told1, groupText(chat, "/start "+secondCode)}, update: groupText(chat, "/start@ashar_test_bot"),
			want: []string{strings.ReplaceAll(groupPoster, "Арча-Булак", "Кең-Төр")}},
		{name: "an unknown code", update: groupText(chat, "/start QQQQQQ"), want: []string{groupUnknown}},
		{name: "no code", update: groupText(chat, "/start айыл"), want: []string{groupUnknown}},
		{name: "an unknown code where another is known", before: []string{told1, groupText(chat, "/start QQQQQQ")}, update: groupText(chat, "/help"), want: []string{groupHelp}},
		{name: "a closed campaign", update: groupText(chat, "/start "+closedCode), want: []string{
			"say «Көк-Жар: old»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот.||" +
				"«Кок-Жар: old»: этот опрос закончился и больше не принимает ответы. О результатах расскажут в айыл окмоту или в инициативной группе."}},
		{name: "help", update: groupText(chat, "/help"), want: []string{"say " + groupHello}},
		{name: "help where the code is known", before: []string{told1}, update: groupText(chat, "/help"), want: []string{groupHelp}},
		{name: "a command that belongs to a private chat", before: []string{told1}, update: groupText(chat, "/status")},
		{name: "words", update: groupText(chat, "Саламатсыздарбы")},
		{name: "a code among words", update: groupText(chat, openCode)},
		{name: "a picture", update: groupUpdate(chat, `"from": {"id": 42}, "photo": [{"file_id": "x", "width": 1, "height": 1}], "caption": "/start K7PM4X", "caption_entities": [{"type": "bot_command", "offset": 0, "length": 6}]`)},
		{name: "a button", update: fmt.Sprintf(tap, "supergroup"), want: []string{"toast В групповом чате эта кнопка не работает. Ответьте в личном чате с ботом."}},
		{name: "a button in a channel", update: fmt.Sprintf(tap, "channel")},
		{name: "thrown out", before: []string{told1, groupMember(chat, "group", `"member"`, `"kicked"`)}, update: groupText(chat, "/help"), want: []string{"say " + groupHello}},
		{name: "thrown out again", before: []string{groupMember(chat, "group", `"member"`, `"kicked"`)}, update: groupMember(chat, "group", `"kicked"`, `"left"`)},
		{name: "silenced for good", before: []string{told1, groupMember(super, "supergroup", `"member"`, `"restricted", "is_member": false`)}, update: groupText(super, "/help"), want: []string{"say " + groupHello}},
		{name: "the old chat tells of the supergroup", before: []string{told1}, update: groupUpdate(chat, `"from": {"id": 42}, "migrate_to_chat_id": -1000000000005`)},
		{name: "a supergroup knows what the group knew", want: []string{groupHelp}, update: groupText(super, "/help"),
			before: []string{told1, groupMember(super, "supergroup", `"left"`, `"member"`), groupUpdate(super, `"from": {"id": 1087968824, "is_bot": true}, "migrate_from_chat_id": -5`)}},
		{name: "moved twice", want: []string{groupHelp}, update: groupText(super, "/help"),
			before: []string{told1, groupUpdate(super, `"migrate_from_chat_id": -5`), groupUpdate(super, `"migrate_from_chat_id": -5`)}},
		{name: "the old chat knows nothing then", before: []string{told1, groupUpdate(super, `"migrate_from_chat_id": -5`)}, update: groupText(chat, "/help"), want: []string{"say " + groupHello}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			for i, raw := range append(tt.before, tt.update) {
				replies, err := r.talk.Reply(t.Context(), decoded(t, raw), noon.Add(time.Duration(i)*time.Minute), nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, reply := range replies {
					checkCard(t, reply.Card)
				}
				if i < len(tt.before) {
					continue
				}
				if diff := cmp.Diff(tt.want, told(replies)); diff != "" {
					t.Errorf("replies (-want +got):\n%s", diff)
				}
			}
			if n := len(r.responses()); n != 0 {
				t.Errorf("%d responses", n)
			}
		})
	}
}

func decoded(t testing.TB, raw string) tgbotapi.Update {
	t.Helper()
	var u tgbotapi.Update
	if err := json.Unmarshal([]byte(raw), &u); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return u
}

// TestGroupHearsItOnce does not say the same again at once, and says it again later.
func TestGroupHearsItOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for _, tt := range []struct {
		after time.Duration
		text  string
		want  int
	}{
		{0, "/help", 1}, {time.Second, "/help@ashar_test_bot", 0}, {2 * time.Second, "/start " + openCode, 1},
		{3 * time.Second, "/start " + secondCode, 1}, {4 * time.Second, "/start " + openCode, 1}, {9 * time.Second, "/help", 0}, {11 * time.Second, "/help", 1},
	} {
		replies, err := r.talk.Reply(t.Context(), decoded(t, groupText(-5, tt.text)), noon.Add(tt.after), nil)
		if err != nil || len(replies) != tt.want {
			t.Errorf("%s after %v: %q, %v; want %d replies", tt.text, tt.after, told(replies), err, tt.want)
		}
	}
}

// TestGroupLinks lead to the village's door, in Telegram and on the web, and say until
// when it is open.
func TestGroupLinks(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	c, err := r.db.Campaign(t.Context(), "needs")
	if err != nil {
		t.Fatal(err)
	}
	c.Rev, c.Closes = 2, noon.AddDate(0, 0, 3).Truncate(24*time.Hour).Add(-6*time.Hour) // midnight there
	if err := r.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	replies, err := r.talk.Reply(t.Context(), decoded(t, groupText(-5, "/start "+openCode)), noon, nil)
	if err != nil || len(replies) != 1 {
		t.Fatalf("%q, %v", told(replies), err)
	}
	card := replies[0].Card
	for i, want := range []string{"https://t.me/ashar_test_bot?start=K7PM4X", "https://ashar.example/f/K7PM4X"} {
		if got := card.Rows[i][0].URL; got != want {
			t.Errorf("button %d leads to %s, want %s", i, got, want)
		}
	}
	for _, want := range []string{"Акыркы күнү: 2026-жылдын 29-ноябры", "Последний день: 29 ноября 2026 года"} {
		if !strings.Contains(card.Text, want) {
			t.Errorf("no %q in\n%s", want, card.Text)
		}
	}
}

// TestGroupIsAPseudonym keeps no identifier of Telegram's.
func TestGroupIsAPseudonym(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	if _, err := r.talk.Reply(t.Context(), decoded(t, groupText(-5, "/start "+openCode)), noon, nil); err != nil {
		t.Fatal(err)
	}
	got, err := r.db.GroupChat(t.Context(), survey.NewPseudonyms(secret).Of("telegram group", "-5"))
	want := survey.GroupChat{ID: got.ID, Rev: 1, Code: openCode, Campaign: "needs", Village: "village-of-" + openCode}
	if err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}
