package bot_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// begun leads a person to the first question.
var begun = []string{"/start " + openCode, "[Макулмун]"}

// through leads on from there.
func through(more ...string) []string { return append(slices.Clip(begun), more...) }

const (
	question1 = "1 / 6||Эң керектүү үчөөнү тандаңыз||Тандалды: "
	consentKy = "Айылыңызга эмне керек?|Алты суроо, үч мүнөт.||Атыңызды сурабайбыз.||Жооптор бир жыл сакталат."
	consentRu = "Что нужно вашему селу?|Шесть вопросов, три минуты.||Имени мы не спрашиваем.||Ответы хранятся один год."
	askCode   = "say Саламатсызбы. Айылыңыз кандай аталат? Атын жазып жибериңиз же плакаттагы алты белгиден турган кодду жөнөтүңүз. Плакаттагы QR кодду телефонуңуздун камерасы менен ачсаңыз да болот."
	onTheWeb  = "Сайтта ушул телефондон же башкасынан уланта аласыз. Шилтеме кимде болсо, ошол жоопторуңузду көрө да, уланта да алат: аны башкаларга бербеңиз."
	oldButton = "toast Бул баскыч мурунку кадамдыкы, эч нерсе өзгөргөн жок. Акыркы билдирүүдөн улантыңыз."
	notOurs   = "toast Бул баскычты тааный алган жокпуз, эч нерсе өзгөргөн жок. Акыркы билдирүүдөгү баскычтарды басыңыз."
)

// TestReply hands raw updates to the Conversation, as Telegram sends them.
func TestReply(t *testing.T) {
	message := func(rest string) string {
		return `{"update_id": 7, "message": {"message_id": 9, "date": 1767225600,
			"from": {"id": 42, "is_bot": false, "first_name": "Айгүл", "language_code": "ky"},
			"chat": {"id": 42, "type": "private"}, ` + rest + `}}`
	}
	in := func(language, text string) string {
		raw := message(`"text": "` + text + `", "entities": [{"type": "bot_command", "offset": 0, "length": ` + commandLength(text) + `}]`)
		return strings.Replace(raw, `"language_code": "ky"`, `"language_code": "`+language+`"`, 1)
	}
	tap := func(rest string) string {
		return `{"update_id": 7, "callback_query": {"id": "1", "chat_instance": "3",
			"from": {"id": 42, "is_bot": false, "first_name": "Айгүл", "language_code": "ky"}, ` + rest + `}}`
	}
	tests := []struct {
		name   string
		before []string
		update string // {{[label]}} stands for the data of that button
		want   []string
	}{
		{
			name: "start", update: in("ky", "/start"), want: []string{askCode},
		}, {
			name: "start in Russian", update: in("ru", "/start"),
			want: []string{"say Здравствуйте. Как называется ваше село? Напишите название или пришлите код из шести знаков с плаката. Можно и открыть QR-код на плакате камерой телефона."},
		}, {
			name: "start with a code", update: in("ky", "/start K7PM4X"),
			want: []string{"say " + consentKy + " [Макулмун] [Русский]"},
		}, {
			name: "start with a code in Russian", update: in("ru-KG", "/start K7PM4X"),
			want: []string{"say " + consentRu + " [Я согласен (согласна)] [Кыргызча]"},
		}, {
			name: "start with a code in a language that is not offered", update: in("de", "/start K7PM4X"),
			want: []string{"say Тилди тандаңыз · Выберите язык · Choose a language [Кыргызча][Русский]"},
		}, {
			name: "a code as people type it", update: message(`"text": "k7p-m4x"`),
			want: []string{"say " + consentKy + " [Макулмун] [Русский]"},
		}, {
			name: "an unknown code", update: in("ky", "/start QQQQQQ"),
			want: []string{"say Мындай код табылган жок. Плакаттагы алты белгини карап, кайра жазып жибериңиз."},
		}, {
			name: "a payload that is no code", update: in("ky", "/start айыл"),
			want: []string{"say Мындай код табылган жок. Плакаттагы алты белгини карап, кайра жазып жибериңиз."},
		}, {
			name: "a closed campaign", update: in("ky", "/start Z5FJ6V"),
			want: []string{"say «Көк-Жар: old»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот."},
		}, {
			name: "words before anything", update: message(`"text": "Салам"`), want: []string{askCode},
		}, {
			name: "the village's name", update: message(`"text": "кен тор"`),
			want: []string{"say Кайсынысы сиздин айылыңыз? Ошону басыңыз. [Кең-Төр · Көк-Жар]"},
		}, {
			name: "the aiyl aimak's name in Russian letters", update: message(`"text": "Кок-Жар"`),
			want: []string{"say Кайсынысы сиздин айылыңыз? Ошону басыңыз. [Арча-Булак · Көк-Жар] [Кең-Төр · Көк-Жар] [Мисте-Сай · Көк-Жар] [Сары-Терек · Көк-Жар]"},
		}, {
			name: "a village where the survey has ended", update: message(`"text": "Бел-Жайлоо"`),
			want: []string{"say «Көк-Жар: old»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот."},
		}, {
			name: "a village of which nothing is known", update: message(`"text": "Бишкек"`),
			want: []string{"say Мындай аталган айылда сурамжылоо таппадык. Аты туура жазылганын карап, кайра жөнөтүңүз же плакаттагы алты белгиден турган кодду жазып жибериңиз. Сурамжылоо барбы, жокпу, айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот."},
		}, {
			name: "the button of a village", before: []string{"кен тор"},
			update: tap(`"data": "{{[Кең-Төр · Көк-Жар]}}", "message": {"message_id": 2, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast", "say " + consentKy + " [Макулмун] [Русский]"},
		}, {
			name: "the button of a village that is not there", update: tap(`"data": "E:QQQQQQ"`),
			want: []string{"toast", "say Мындай код табылган жок. Плакаттагы алты белгини карап, кайра жазып жибериңиз."},
		}, {
			name: "asking to be told", before: through("[Эч нерсе керек эмес]", "[Кийинки]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]"),
			update: tap(`"data": "{{[🔔 Жыйынтыгын мага кабарлагыла]}}", "message": {"message_id": 8, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{
				"toast Жыйынтык чыкканда жана коомдук угуу болордо ушул жерге кабарлайбыз. Ал үчүн Telegram дарегиңиз шифрленип сакталды. Токтотуу: /stop (alert)",
				"edit 8 Рахмат. Жообуңуз кабыл алынды. Кодуңуз:||VATGR-PQMNW||Кодду сактап коюңуз: жообуңузду кайтарып алгыңыз келсе, /forget басыңыз же айыл өкмөтүнө ушул кодду айтыңыз. [✅ Жыйынтыгы кабарланат] [Жанымдагы дагы бирөө жооп берет] [Жообумду оңдоо]"},
		}, {
			name: "asking to be told before anything was sent", before: begun, update: tap(`"data": "N:58864f:2:0:1:0"`),
			want: []string{"toast Бул баскычты тааный алган жокпуз, эч нерсе өзгөргөн жок. Акыркы билдирүүдөгү баскычтарды басыңыз."},
		}, {
			name: "ending what was never begun", update: in("ru", "/stop"), want: []string{"say Мы вам ни о чём не сообщаем, прекращать нечего."},
		}, {
			name: "taking back what was begun", before: append(slices.Clip(begun), "/forget"),
			update: tap(`"data": "{{[Ооба, өчүрүлсүн]}}", "message": {"message_id": 4, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast", "edit 4 Өчүрүлдү. Бул жооптон сизге алып баруучу эч нерсе калган жок. Кайра жооп берүү үчүн /start басыңыз."},
		}, {
			name: "taking back what is gone", update: tap(`"data": "F:abcdef:1:0:0:0", "message": {"message_id": 4, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{"toast", "edit 4 Өчүрүлдү. Бул жооптон сизге алып баруучу эч нерсе калган жок. Кайра жооп берүү үчүн /start басыңыз."},
		}, {
			name: "a picture", update: message(`"photo": [{"file_id": "x", "width": 1, "height": 1}], "caption": "K7PM4X"`),
			want: []string{askCode},
		}, {
			name:   "a channel is not listened to",
			update: `{"update_id": 7, "channel_post": {"message_id": 9, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "K7PM4X"}}`,
		}, {
			name: "an update of a kind to come", update: `{"update_id": 7, "telepathy": {"thought": "K7PM4X"}}`,
		}, {
			name: "a message from nobody", update: `{"update_id": 7, "message": {"message_id": 9, "date": 1, "chat": {"id": 42, "type": "private"}, "text": "x"}}`,
		}, {
			name: "consent in another language", before: []string{"/start K7PM4X"},
			update: tap(`"data": "{{[Русский]}}", "message": {"message_id": 2, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast", "edit 2 " + consentRu + " [Я согласен (согласна)] [Кыргызча]"},
		}, {
			name: "consent given", before: []string{"/start K7PM4X"},
			update: tap(`"data": "{{[Макулмун]}}", "message": {"message_id": 2, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{
				"toast",
				"edit 2 " + consentKy + "||✅ Макулмун",
				"say " + question1 + "0 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [Мектеп] [Эч нерсе керек эмес] [Кийинки]",
			},
		}, {
			name: "consent given on a message out of reach", before: []string{"/start K7PM4X"},
			update: tap(`"data": "{{[Макулмун]}}", "message": {"message_id": 2, "date": 0, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast", "say " + question1 + "0 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "consent to a text that was replaced", before: []string{"/start K7PM4X"},
			update: tap(`"data": "A:K7PM4X:ky:00000000", "message": {"message_id": 2, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{
				"toast Макулдук тексти өзгөрдү. Кайра окуп чыгып, макул болсоңуз, басыңыз. (alert)",
				"edit 2 " + consentKy + " [Макулмун] [Русский]",
			},
		}, {
			name: "consent in a language that was never offered", before: []string{"/start K7PM4X"},
			update: tap(`"data": "C:K7PM4X:fr:00000000", "message": {"message_id": 2, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{notOurs},
		}, {
			name:   "consent behind a code that does not exist",
			update: tap(`"data": "A:QQQQQQ:ky:00000000"`),
			want:   []string{notOurs},
		}, {
			name:   "consent to a closed campaign",
			update: tap(`"data": "A:Z5FJ6V:ky:00000000"`),
			want:   []string{"toast «Көк-Жар: old»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот. (alert)"},
		}, {
			name: "consent given a second time", before: through(),
			update: tap(`"data": "A:K7PM4X:ky:00000000", "message": {"message_id": 2, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{oldButton, "strip 2",
				"remind 2 " + question1 + "0 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "a second start goes on", before: through("[Мектеп]"),
			update: in("ky", "/start k7pm4x"),
			want: []string{"say Токтогон жериңизден улантабыз.",
				"say " + question1 + "1 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [✅ Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "another village's door leads to the same interview", before: through("[Мектеп]"),
			update: in("ky", "/start B3QW9R"),
			want: []string{"say Токтогон жериңизден улантабыз.",
				"say " + question1 + "1 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [✅ Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "words where buttons are asked for", before: through(),
			update: message(`"text": "Суу"`),
			want: []string{"say Бул суроого баскычтар менен жооп берилет. Төмөнкү баскычтардын бирин басыңыз.",
				"say " + question1 + "0 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "a word that only looks like a code", before: through(),
			update: message(`"text": "mektep"`),
			want: []string{"say Бул суроого баскычтар менен жооп берилет. Төмөнкү баскычтардын бирин басыңыз.",
				"say " + question1 + "0 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "one too many", before: through("[Таза суу]", "[Ички жолдор]", "[Көчө жарыгы]"),
			update: tap(`"data": "{{[Мектеп]}}", "message": {"message_id": 3, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast Эң көп дегенде 3 тандаса болот. Башкасын тандоо үчүн адегенде бирин алып салыңыз. (alert)"},
		}, {
			name: "none of them beside others", before: through("[Таза суу]", "[Ички жолдор]"),
			update: tap(`"data": "{{[Эч нерсе керек эмес]}}", "message": {"message_id": 3, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast", "edit 3 " + question1 + "1 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [Мектеп] [✅ Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "nothing ticked where something must be", before: through(),
			update: tap(`"data": "{{[Кийинки]}}", "message": {"message_id": 3, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast Бул суроого жооп бериңиз. (alert)"},
		}, {
			name: "one need alone has no order", before: through("[Мектеп]"),
			update: tap(`"data": "{{[Кийинки]}}", "message": {"message_id": 3, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{"toast", "edit 3 Эң керектүү үчөөнү тандаңыз|✅ Мектеп",
				"say 2 / 5||Канчалык оор маселе?||Мектеп [1 · Оор эмес] [2 · Бир аз оор] [3 · Орточо] [4 · Оор] [5 · Өтө оор] [Артка][Өткөрүп жиберүү]"},
		}, {
			name: "the last place fills itself", before: through("[Таза суу]", "[Мектеп]", "[Кийинки]"),
			update: tap(`"data": "{{[Мектеп]}}", "message": {"message_id": 4, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{"toast",
				"edit 4 2 / 6||Кайсынысы биринчи керек?||Ирети ушундай болду. Туура болсо, «Кийинки» баскычын басыңыз. [2. Таза суу][1. Мектеп] [Артка][Кийинки] [Акыркысын алып салуу]"},
		}, {
			name: "words too long", before: through("[Эч нерсе керек эмес]", "[Кийинки]", "[Аял]"),
			update: message(`"text": "` + strings.Repeat("ө", 41) + `"`),
			want: []string{"remind 3 / 4||Бир тилегиңиз|Адамдардын атын жазбаңыз.||Жообуңузду билдирүү кылып жазып жибериңиз. [Артка][Өткөрүп жиберүү]",
				"say Жооп өтө узун: 41 белги. 40 белгиге чейин кыскартыңыз."},
		}, {
			name: "a code where words are asked for is the answer", before: through("[Эч нерсе керек эмес]", "[Кийинки]", "[Аял]"),
			update: message(`"text": "T8HN2C"`),
			want:   []string{"say 4 / 4||Жоопторуңузду карап чыгыңыз|Баары туура болсо, «Жөнөтүү» баскычын басыңыз. Оңдоо үчүн суроонун номерин басыңыз.||1. Эң керектүү үчөөнү тандаңыз|✅ Эч нерсе керек эмес||2. Жынысыңыз|✅ Аял||3. Бир тилегиңиз|«T8HN2C» [Жөнөтүү] [1][2][3] [Артка]"},
		}, {
			name: "sending", before: through("[Эч нерсе керек эмес]", "[Кийинки]", "[Өткөрүп жиберүү]", "[Өткөрүп жиберүү]"),
			update: tap(`"data": "{{[Жөнөтүү]}}", "message": {"message_id": 6, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want: []string{"toast",
				"edit 6 Сиз жөнөткөн жооптор||1. Эң керектүү үчөөнү тандаңыз|✅ Эч нерсе керек эмес||2. Жынысыңыз|Жоопсуз калтырылды||3. Бир тилегиңиз|Жоопсуз калтырылды",
				"say Рахмат. Жообуңуз кабыл алынды. Кодуңуз:||VATGR-PQMNW||Кодду сактап коюңуз: жообуңузду кайтарып алгыңыз келсе, /forget басыңыз же айыл өкмөтүнө ушул кодду айтыңыз. [🔔 Жыйынтыгын мага кабарлагыла] [Жанымдагы дагы бирөө жооп берет] [Жообумду оңдоо]"},
		}, {
			name: "starting after sending shows the same receipt", before: through("[Эч нерсе керек эмес]", "[Кийинки]", "[Өткөрүп жиберүү]", "[Өткөрүп жиберүү]", "[Жөнөтүү]"),
			update: in("ky", "/start K7PM4X"),
			want:   []string{"say Сиз мурда жооп бергенсиз, рахмат. Кодуңуз:||VATGR-PQMNW||Кодду сактап коюңуз: жообуңузду кайтарып алгыңыз келсе, /forget басыңыз же айыл өкмөтүнө ушул кодду айтыңыз. [🔔 Жыйынтыгын мага кабарлагыла] [Жанымдагы дагы бирөө жооп берет] [Жообумду оңдоо]"},
		}, {
			name: "an old button after sending", before: through("[Эч нерсе керек эмес]", "[Кийинки]", "[Өткөрүп жиберүү]", "[Өткөрүп жиберүү]", "[Жөнөтүү]"),
			update: tap(`"data": "b:000000:1:0:0:0"`),
			want: []string{"toast Жообуңуз мурда эле жөнөтүлгөн, рахмат. Ал өзгөргөн жок.",
				"remind Сиз мурда жооп бергенсиз, рахмат. Кодуңуз:||VATGR-PQMNW||Кодду сактап коюңуз: жообуңузду кайтарып алгыңыз келсе, /forget басыңыз же айыл өкмөтүнө ушул кодду айтыңыз. [🔔 Жыйынтыгын мага кабарлагыла] [Жанымдагы дагы бирөө жооп берет] [Жообумду оңдоо]"},
		}, {
			name: "a button without an interview", update: tap(`"data": "b:000000:1:0:0:0"`),
			want: []string{oldButton, askCode},
		}, {
			name: "data that was never ours", before: through(),
			update: tap(`"data": "DROP TABLE interviews"`), want: []string{notOurs},
		}, {
			name: "no data at all", before: through(),
			update: tap(`"game_short_name": "chess"`), want: []string{notOurs},
		}, {
			name: "help", update: in("en", "/help"),
			want: []string{"say This bot asks what your village needs. We do not ask for your name or telephone number.||Write the name of your village, or send the six-character code from the poster. Then answer with the buttons. While the survey is open everything can be corrected, also after it was sent.||/language — change the language|/back — go back to the question before|/cancel — stop|/start — go on|/web — go on with the web form|/status — see how far you are|/results — the results of the survey|/mydata — see what is kept of you|/forget — take an answer back|/stop — end our notices"},
		}, {
			name: "language without an interview", update: in("ky", "/language"),
			want: []string{"say Тилди тандаңыз · Выберите язык · Choose a language [Кыргызча][Русский][English]"},
		}, {
			name: "language of the help", update: tap(`"data": "H:ru", "message": {"message_id": 2, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			before: []string{"/language"},
			want:   []string{"toast", "edit 2 Этот бот спрашивает, что нужно вашему селу. Ни имени, ни телефона мы не спрашиваем.||Напишите название вашего села или код из шести знаков с плаката. Затем отвечайте кнопками. Пока опрос открыт, всё можно исправить, даже после отправки.||/language — сменить язык|/back — вернуться к прошлому вопросу|/cancel — остановиться|/start — продолжить|/web — продолжить на сайте|/status — на каком вы вопросе|/results — результаты опроса|/mydata — что о вас хранится|/forget — отозвать ответ|/stop — прекратить сообщения"},
		}, {
			name: "language within an interview", before: through("[Мектеп]", "/language"),
			update: tap(`"data": "{{[Русский]}}", "message": {"message_id": 5, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast", "edit 5 1 / 6||Выберите три самых нужных||Выбрано: 1 / 3 [Чистая вода] [Дороги] [Уличный свет] [✅ Школа] [Ничего не нужно] [Дальше]"},
		}, {
			name: "back", before: through("[Мектеп]", "[Кийинки]"), update: in("ky", "/back"),
			want: []string{"say " + strings.Replace(question1, "6", "5", 1) + "1 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [✅ Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "cancel", before: through(), update: in("ky", "/cancel"),
			want: []string{"say Токтоттук. Берген жоопторуңуз сакталды, бирок жөнөтүлгөн жок. Каалаган убакта уланта аласыз.||" + onTheWeb + " [Улантуу] [Сайтта улантуу]"},
		}, {
			name: "going on after cancel", before: through("/cancel"),
			update: tap(`"data": "{{[Улантуу]}}", "message": {"message_id": 5, "date": 1, "chat": {"id": 42, "type": "private"}}`),
			want:   []string{"toast", "edit 5 " + question1 + "0 / 3 [Таза суу] [Ички жолдор] [Көчө жарыгы] [Мектеп] [Эч нерсе керек эмес] [Кийинки]"},
		}, {
			name: "a command that is none of ours", before: through(), update: in("ky", "/stats@ashar_bot"),
			want: []string{"say Бул бот айылыңызга эмне керек экенин сурайт. Атыңызды да, телефонуңузду да сурабайбыз.||Айылыңыздын атын же плакаттагы алты белгиден турган кодду жазып жибериңиз. Андан кийин баскычтарды басып жооп бериңиз. Сурамжылоо ачык турганда баарын оңдоого болот, жөнөтүлгөндөн кийин да.||/language — тилди алмаштыруу|/back — мурунку суроого кайтуу|/cancel — токтотуу|/start — улантуу|/web — сайтта улантуу|/status — кайсы суроодо экениңиз|/results — сурамжылоонун жыйынтыгы|/mydata — сиз жөнүндө эмне сакталганы|/forget — жоопту кайтарып алуу|/stop — кабарларды токтотуу"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPhone(t, newRoom(t))
			for _, doing := range tt.before {
				p.do(doing)
			}
			raw := tt.update
			if from, rest, ok := strings.Cut(raw, "{{["); ok {
				label, to, _ := strings.Cut(rest, "]}}")
				_, data := p.find(label)
				raw = from + data + to
			}
			for len(p.messages) < 9 { // the update's own message
				p.messages = append(p.messages, bare)
			}
			if diff := cmp.Diff(tt.want, told(p.update(raw))); diff != "" {
				t.Errorf("replies (-want +got):\n%s", diff)
			}
		})
	}
}
