package main

import (
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/skip2/go-qrcode"
	"golang.org/x/sync/errgroup"

	"ashar/bot/bottest"
	"ashar/configs"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/form"
)

// The demonstration's municipality and campaign.
const (
	demoPlace    = "kok-jar"
	demoCampaign = "kok-jar-needs"
)

// demoVisitors is how many simulated residents answer at the same time.
const demoVisitors = 16

// visitTime is far more than any of them needs.
const visitTime = time.Minute

type demoCommand struct {
	Addr      string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve on (${default})."`
	Residents int    `default:"400" help:"Number of simulated residents (${default})."`
	Seed      uint64 `default:"1" help:"Seed of everything that is drawn by lot; the same seed gives the same ranking (${default})."`
	Once      bool   `help:"Do not serve: write the results to --out and end."`
	Out       string `default:"ashar-demo" placeholder:"DIR" help:"Folder for the results of --once (${default})."`
	Keep      string `placeholder:"FILE" help:"Keep the demonstration's database in this new file (it is thrown away)."`
}

// Run shows everything: an invented municipality, its residents answering
// through the real doors, and then the pages, or the files.
func (c demoCommand) Run(ctx context.Context, m Main) error {
	if c.Residents < 0 || c.Residents > 1_000_000 {
		return fmt.Errorf("--residents: %d; give 0 to 1,000,000", c.Residents)
	}
	if c.Once {
		if err := os.MkdirAll(c.Out, 0o755); err != nil {
			return fmt.Errorf("--out: %w", err)
		}
	}
	dir, err := os.MkdirTemp("", "ashar-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is in the system's folder for such things
	telegram, err := bottest.Start()
	if err != nil {
		return err
	}
	defer telegram.Close() //nolint:errcheck // it ends with us
	l, err := c.listen(ctx)
	if err != nil {
		return err
	}
	d := demonstration{Main: m, command: c, telegram: telegram, random: seeded(c.Seed)}
	if err := d.prepare(ctx, dir, l.Addr().String()); err != nil {
		return errors.Join(err, l.Close())
	}
	return errors.Join(d.run(ctx, l), d.app.close())
}

// listen takes the address, or with --once whatever is free.
func (c demoCommand) listen(ctx context.Context) (net.Listener, error) {
	addr := c.Addr
	if c.Once {
		addr = "127.0.0.1:0"
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%w; give another address with --addr", err)
	}
	return l, nil
}

// demonstration is one run of the demo command.
type demonstration struct {
	Main
	command  demoCommand
	telegram *bottest.Server
	random   io.Reader // for codes: drawn from the seed, so that posters stay valid
	app      *app
	place    survey.Municipality
	form     *survey.Questionnaire  // nil: the built-in one
	doors    map[string]survey.Door // by village
}

// prepare makes the service with its store in dir, and sets up the campaign.
func (d *demonstration) prepare(ctx context.Context, dir, addr string) error {
	database := filepath.Join(dir, "demo.db")
	if d.command.Keep != "" {
		if _, err := os.Stat(d.command.Keep); err == nil {
			return fmt.Errorf("--keep: %s is there already; name a new file", d.command.Keep)
		}
		database = d.command.Keep
	}
	cfg, err := configs.Load(configs.Sources{Flags: map[string]string{
		"listen": addr, "store": "file:" + database,
		"telegram.api_endpoint": d.telegram.URL(), "telegram.username": bottest.Username,
	}})
	if err != nil {
		return err
	}
	cfg.Telegram.Token = configs.NewSecret(bottest.Token)
	if d.place, err = readPlace(); err != nil {
		return err
	}
	if d.form == nil {
		if d.form, err = readBuiltin(builtinQuestionnaire); err != nil {
			return err
		}
	}
	log := logger(d.Main, configs.Log{Level: slog.LevelWarn, Format: "text"})
	if d.app, err = newApp(ctx, cfg, log, d.Now, rates{}); err != nil {
		return err
	}
	doors, err := setup{d.place, d.form, newCampaign(&d.place, d.form, demoCampaign), d.random}.store(ctx, d.app.db, d.Now(), false)
	if err != nil {
		return errors.Join(err, d.app.close())
	}
	d.doors = map[string]survey.Door{}
	for _, door := range doors {
		d.doors[door.Village] = door
	}
	return nil
}

// run serves, lets the residents answer, and shows or writes what comes of it.
func (d *demonstration) run(ctx context.Context, l net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error { return d.app.serve(ctx, l) })
	both.Go(func() error {
		if d.command.Once {
			defer stop()
		}
		fmt.Fprintf(d.Err, "%s: a demonstration. Its villages' people, their number and their answers are invented.\n", d.place.Name.In("en"))
		if err := d.answer(ctx); err != nil {
			return err
		}
		if d.command.Once {
			return d.write(ctx)
		}
		return d.invite(ctx)
	})
	return both.Wait()
}

// answer lets all residents answer, several at a time.
func (d *demonstration) answer(ctx context.Context) error {
	people := invent(&d.place, d.form, d.command.Residents, d.command.Seed)
	p := newProgress(d.Err, "Simulated residents answer", len(people))
	client := &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: demoVisitors},
		Timeout:   time.Minute,
	}
	defer client.CloseIdleConnections()
	visits, ctx := errgroup.WithContext(ctx)
	visits.SetLimit(demoVisitors)
	for i, r := range people {
		visits.Go(func() error {
			if err := d.visit(ctx, client, i, r); err != nil {
				return fmt.Errorf("simulated resident %d by %s: %w", i+1, r.channel, err)
			}
			p.add(1)
			return nil
		})
	}
	if err := visits.Wait(); err != nil {
		return err
	}
	p.done("%d", len(people))
	return nil
}

func (d *demonstration) visit(ctx context.Context, client *http.Client, i int, r resident) error {
	ctx, cancel := context.WithTimeout(ctx, visitTime)
	defer cancel()
	code := d.doors[r.village].Code
	if r.channel == survey.Bot {
		chat := d.telegram.Chat(bottest.Person{ID: int64(i) + 1, FirstName: "Invented", Language: r.language})
		return r.guest().visitBot(ctx, chat, code, d.form, d.app.words, d.Now())
	}
	return r.guest().visitWeb(ctx, client, d.app.cfg.PublicURL, code, d.form, d.Now())
}

// invite prints where to look.
func (d *demonstration) invite(ctx context.Context) error {
	account, err := access.NewAccount(d.Now(), d.place.ID, "demo", "Демо", access.Owner)
	if err != nil {
		return err
	}
	in, err := invite(ctx, d.app.db, crand.Reader, account, d.Now())
	if err != nil {
		return err
	}
	base := d.app.cfg.PublicURL
	address := base + form.Path(d.doors[d.place.Villages[0].ID].Code)
	qr, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.Out, `
A resident's form  %s
%s
The desk           %s  (signs you in, once)
The board          %s/board/%s  (after the desk)

Ctrl-C ends it.
`, address, qr.ToSmallString(false), base+in, base, demoCampaign)
	return nil
}

// seeded is a source of random bytes that are the same for the same seed.
func seeded(seed uint64) io.Reader {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return rand.NewChaCha8(key)
}
