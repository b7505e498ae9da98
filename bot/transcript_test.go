package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestTranscripts holds whole conversations, as a resident sees them on the
// phone, against golden files.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file   string
		doings []string
	}{
		{"interview.ky.txt", []string{
			"/start K7PM4X", "[Макулмун]",
			"[Таза суу]", "[Ички жолдор]", "[Көчө жарыгы]", "[Мектеп]", "[✅ Көчө жарыгы]", "[Мектеп]", "[Кийинки]",
			"[Мектеп]", "[Акыркысын алып салуу]", "[Ички жолдор]", "[Таза суу]", "[Кийинки]",
			"[4 · Оор]", "[5 · Өтө оор]", "[Акыркысын алып салуу]", "[3 · Орточо]", "[5 · Өтө оор]",
			"[Аял]", "Көпүрөнү оңдоп бериңиздерчи", "[Жөнөтүү]",
			"/start K7PM4X", "Рахмат",
		}},
		{"corrections.ky.txt", []string{
			"/start", "t8hn-2c", "[Макулмун]", "Саламатсызбы",
			"[Эч нерсе керек эмес]", "[Таза суу]", "[Кийинки]", "[Артка]", "[Мектеп]", "[Кийинки]", "[Таза суу]", "[Кийинки]",
			"[Өткөрүп жиберүү]", "/back", "[5 · Өтө оор]", "/cancel", "[Улантуу]", "[1 · Оор эмес]", "[Эркек]",
			"Бул тилек өтө узун болуп кетти, кыскартуу керек болот го", "[Өткөрүп жиберүү]",
			"[4]", "[Аял]", "/language", "[Русский]", "[Назад]", "[Пропустить]", "[Отправить]",
		}},
		{"village.ru.txt", []string{
			"/start", "Бишкек", "kok jar", "[Кең-Төр · Көк-Жар]", "[Русский]", "[Я согласен (согласна)]",
			"кен-тор",
		}},
		{"kept.ky.txt", []string{
			"/status", "/mydata", "/forget", "/start K7PM4X", "[Макулмун]", "[Мектеп]", "[Кийинки]", "/status", "[Улантуу]",
			"[5 · Өтө оор]", "[Аял]", "/status", "/mydata", "[Улантуу]", "Көпүрөнү оңдоп бериңиздерчи", "[Жөнөтүү]", "/status", "/mydata", "[Бул жоопту кайтарып алуу]",
			"[Жок, калсын]", "/forget", "[Ооба, өчүрүлсүн]", "/status", "/start K7PM4X", "[Макулмун]", "/start T8HN2C", "[Макулмун]", "/status", "/forget",
		}},
		{"every-kind.ky.txt", everyKind("[Жөнөтүү]")},
		{"branches.ru.txt", []string{
			"/start " + everyCode, "[Русский]", "[Я согласен (согласна)]",
			"Что?", "[Дальше]", "трое", "3,5", "99", "4", "[Скота нет]", "[Дальше]",
			"[Колодец]", "[Назад]", "[Другое]", "Родник", "[0]", "[Назад]", "[10]", "200", "7", "15",
			"вчера", "01.01.2030", "[Вчера, 26.11.2026]", "[Назад]", "[Сегодня, 27.11.2026]",
			"[Медпункт]", "[Дороги]", "[Убрать последнее]", "[Школа]", "[Чистая вода]", "[Уличный свет]", "[Дальше]",
			"[3 · Хорошо]", "[1 · Плохо]", "[Убрать последнее]", "[Пропустить]",
			"[➕ Школа]", "[➕ Школа]", "[➕ Дороги]", "[➕ Дороги]", "[➕ Дороги]", "[➕ Дороги]", "[➖ Школа]", "[➕ Медпункт]", "[Дальше]",
			"[Одинаково]", "[Убрать последнее]", "[Одинаково]", "[Одинаково]", "[Одинаково]",
			"91 0", "Где-то там", "40.2654, 72.6112", "Нет фото", "🎤", "📷 1", "📍 40 72", "[Пропустить]", "📷 2", "🎤", "[Назад]", "[Дальше]",
			"[Нет]", "Позвоните мне", "[3]", "2", "[Назад]",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			r, s := newRoom(t), fake(t)
			serve(t, r, s)
			person := newResident(t, s, 42)
			person.does(tt.doings...)
			refusedNothing(t, s)
			golden(t, tt.file, person.chat.Transcript())
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
