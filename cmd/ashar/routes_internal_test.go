package main

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ashar/configs"
	"ashar/survey/access"
)

// routes says who may call which route: a method, a path, the one action that it asks for ("anybody" for what is open to
// all, "a_token" for what is open to who shows a token in place of a session), and the status that whoever may is answered here, to an empty form. Which role may which action is the table in
// package access. A route that is not here fails the test.
const routes = `
GET   /                                     anybody                303
GET   /favicon.ico                          anybody                302
GET   /a/:file                              anybody                404
GET   /f                                    anybody                200
GET   /f/                                   anybody                200
GET   /f/sw.js                              anybody                200
GET   /f/:code                              anybody                200
GET   /f/:code/                             anybody                200
POST  /f/:code                              anybody                422
GET   /f/:code/form.json                    anybody                200
POST  /f/:code/answers                      anybody                415
POST  /f/:code/answers/:id/:question        anybody                404
GET   /f/:code/:id                          anybody                404
POST  /f/:code/:id                          anybody                404
GET   /f/:code/:id/_forget                  anybody                200
POST  /f/:code/:id/_forget                  anybody                200
GET   /f/:code/:id/:question                anybody                404
POST  /f/:code/:id/:question                anybody                404
GET   /r                                    anybody                200
GET   /r/                                   anybody                200
GET   /r/:code                              anybody                404
GET   /r/:code/                             anybody                404
GET   /v                                    anybody                200
GET   /v/                                   anybody                200
GET   /v/:slip                              anybody                422
GET   /v/:slip/                             anybody                422
POST  /v/:slip                              anybody                422
GET   /h/:hearing                           anybody                404
GET   /h/:hearing/live                      anybody                404
GET   /h/:hearing/now                       anybody                404
GET   /in                                   anybody                200
POST  /in                                   anybody                422
GET   /in/code                              anybody                303
POST  /in/code                              anybody                422
GET   /in/forgot                            anybody                200
GET   /in/:token                            anybody                401
POST  /in/:token                            anybody                401
GET   /out                                  anybody                200
POST  /out                                  anybody                303

GET   /api                                  anybody                200
GET   /api/v1                               a_token                401
GET   /api/v1/openapi.json                  anybody                200
GET   /api/v1/places                        a_token                401
GET   /api/v1/campaigns                     a_token                401
GET   /api/v1/campaigns/:campaign           a_token                401
GET   /api/v1/campaigns/:campaign/questionnaire a_token            401
GET   /api/v1/campaigns/:campaign/coverage  a_token                401
GET   /api/v1/campaigns/:campaign/ranking   a_token                401
GET   /api/v1/campaigns/:campaign/snapshots a_token                401
GET   /api/v1/campaigns/:campaign/snapshots/:snapshot a_token      401
GET   /api/v1/campaigns/:campaign/analysis  a_token                401
GET   /api/v1/campaigns/:campaign/answers   a_token                401

GET   /me                                   own_account            200
GET   /me/password                          own_account            200
POST  /me/password                          own_account            422
POST  /me/codes                             own_account            303
POST  /me/codes/on                          own_account            422
POST  /me/codes/off                         own_account            422
POST  /me/language                          own_account            422
POST  /me/out                               own_account            303

GET   /desk                                 see_desk               200
GET   /desk/:campaign                       see_coverage           200
GET   /desk/:campaign/coverage              see_coverage           200
GET   /desk/:campaign/questionnaire.xlsx    see_coverage           200
GET   /desk/:campaign/links                 run_campaigns          200
POST  /desk/:campaign/links                 run_campaigns          422
GET   /desk/:campaign/links/posters.pdf     run_campaigns          200
GET   /desk/:campaign/links/:code           run_campaigns          200
POST  /desk/:campaign/links/:code           run_campaigns          422
GET   /desk/:campaign/links/:code/:file     run_campaigns          404
GET   /desk/:campaign/codes                 run_campaigns          200
POST  /desk/:campaign/codes                 run_campaigns          422
POST  /desk/:campaign/codes/void            run_campaigns          422
GET   /desk/:campaign/groups                   see_coverage        200
GET   /desk/:campaign/groups.csv               see_coverage        200
GET   /desk/:campaign/groups.xlsx              see_coverage        200
GET   /desk/:campaign/groups/_new              run_campaigns       200
POST  /desk/:campaign/groups                   run_campaigns       422
GET   /desk/:campaign/groups/:group            see_coverage        404
GET   /desk/:campaign/groups/:group/edit       run_campaigns       404
POST  /desk/:campaign/groups/:group            run_campaigns       404
POST  /desk/:campaign/groups/:group/strike     run_campaigns       404
GET   /desk/:campaign/papers                   run_campaigns       200
POST  /desk/:campaign/papers                   run_campaigns       422
POST  /desk/:campaign/papers/spoiled           run_campaigns       422
POST  /desk/:campaign/papers/:first            run_campaigns       404
GET   /desk/:campaign/papers/:first/forms.pdf  run_campaigns       404
GET   /desk/:campaign/batch                    run_campaigns       200
POST  /desk/:campaign/batch                    run_campaigns       422
GET   /desk/:campaign/batch/template.xlsx      run_campaigns       200
GET   /desk/:campaign/batch/:table             run_campaigns       404
POST  /desk/:campaign/batch/:table             run_campaigns       404
POST  /desk/:campaign/batch/:table/remove      run_campaigns       404
GET   /desk/:campaign/batch/:table/refused.xlsx run_campaigns      404
GET   /desk/:campaign/batch/:table/report.csv  run_campaigns       404

GET   /desk/:campaign/quality               review_answers         200
POST  /desk/:campaign/quality               review_answers         422

GET   /desk/:campaign/words                 code_answers           200
POST  /desk/:campaign/words                 code_answers           422
POST  /desk/:campaign/words/undo            code_answers           422
POST  /desk/:campaign/words/needs           code_answers           422
GET   /desk/:campaign/words/second          code_answers           200
POST  /desk/:campaign/words/second          code_answers           422
GET   /desk/:campaign/words/agreement       code_answers           200
POST  /desk/:campaign/words/agreement       code_answers           422

GET   /desk/_new                            run_campaigns          200
POST  /desk/_new                            run_campaigns          422
GET   /desk/:campaign/plan                  see_coverage           200
GET   /desk/:campaign/settings              run_campaigns          200
POST  /desk/:campaign/settings              run_campaigns          422
GET   /desk/:campaign/questions             run_campaigns          200
POST  /desk/:campaign/questions             run_campaigns          422
GET   /desk/:campaign/preview               run_campaigns          200
GET   /desk/:campaign/open                  run_campaigns          200
POST  /desk/:campaign/open                  run_campaigns          409
GET   /desk/:campaign/discard               run_campaigns          200
POST  /desk/:campaign/discard               run_campaigns          409
GET   /desk/:campaign/close                 run_campaigns          200
POST  /desk/:campaign/close                 run_campaigns          409
GET   /desk/:campaign/freeze                decide_results         200
POST  /desk/:campaign/freeze                decide_results         409
GET   /desk/:campaign/publish               decide_results         200
POST  /desk/:campaign/publish               decide_results         409
GET   /desk/:campaign/phone/:code                     run_campaigns 200
POST  /desk/:campaign/phone/:code                     run_campaigns 422
GET   /desk/:campaign/phone/:code/:id                 run_campaigns 404
POST  /desk/:campaign/phone/:code/:id                 run_campaigns 404
GET   /desk/:campaign/phone/:code/:id/_forget         run_campaigns 200
POST  /desk/:campaign/phone/:code/:id/_forget         run_campaigns 200
GET   /desk/:campaign/phone/:code/:id/:question       run_campaigns 404
POST  /desk/:campaign/phone/:code/:id/:question       run_campaigns 404

GET   /desk/_enter.js                       anybody                200
GET   /desk/:campaign/enter                 enter_answers          200
POST  /desk/:campaign/enter                 enter_answers          409
GET   /desk/:campaign/enter/own             enter_answers          200
GET   /desk/:campaign/enter/own/:id         enter_answers          404
POST  /desk/:campaign/enter/own/:id         enter_answers          404
GET   /desk/:campaign/enter/twice           enter_answers          200
POST  /desk/:campaign/enter/twice           run_campaigns          422
GET   /desk/:campaign/enter/twice/:serial   enter_answers          404
POST  /desk/:campaign/enter/twice/:serial   enter_answers          404

GET   /answers/:campaign                    export_results         200
POST  /answers/:campaign                    export_results         422

GET   /board/:campaign                      see_results            200
GET   /board/:campaign/live                 see_results            200
GET   /board/:campaign/ranking.json         see_results            200
GET   /board/:campaign/evidence.zip         export_results         409
GET   /report/:campaign                     see_results            200
GET   /report/:campaign/analysis.docx       export_results         200
GET   /report/:campaign/analysis.xlsx       export_results         200
GET   /report/:campaign/analysis.zip        export_results         200
GET   /report/:campaign/analysis.json       export_results         200
GET   /report/:campaign/analysis.html       export_results         200
GET   /report/:campaign/template/:id        decide_results         404
POST  /report/:campaign/template/:id        decide_results         404
GET   /report/:campaign/template/:id/:table decide_results         404
POST  /report/:campaign/template/:id/:table decide_results         404
GET   /verify                               see_results            200
POST  /verify                               see_results            422

GET   /board/:campaign/criteria             see_results            200
POST  /board/:campaign/criteria             decide_results         303
GET   /board/:campaign/criteria.csv         export_results         200
GET   /board/:campaign/budget               see_results            200
POST  /board/:campaign/budget               decide_results         303
GET   /board/:campaign/budget.csv           export_results         404
GET   /board/:campaign/budget-left-out.csv  export_results         404
GET   /board/:campaign/budget.pb            export_results         404

GET   /hearings/:campaign/:hearing/screen       see_results        404
GET   /hearings/:campaign/:hearing/screen/live  see_results        404
GET   /hearings/:campaign                             see_results   200
GET   /hearings/:campaign/_new                        run_hearings  303
GET   /hearings/:campaign/_door                       count_people  200
POST  /hearings/:campaign                             run_hearings  303
GET   /hearings/:campaign/:hearing                    see_results   404
GET   /hearings/:campaign/:hearing/plan               run_hearings  404
POST  /hearings/:campaign/:hearing/plan               run_hearings  404
GET   /hearings/:campaign/:hearing/notice             see_results   404
POST  /hearings/:campaign/:hearing/begin              run_hearings  404
POST  /hearings/:campaign/:hearing/end                run_hearings  404
POST  /hearings/:campaign/:hearing/address            run_hearings  404
GET   /hearings/:campaign/:hearing/door               count_people  404
POST  /hearings/:campaign/:hearing/door               count_people  404
POST  /hearings/:campaign/:hearing/door/list          count_people  404
POST  /hearings/:campaign/:hearing/door/slip          count_people  404
GET   /hearings/:campaign/:hearing/there              see_results   404
GET   /hearings/:campaign/:hearing/door/there         count_people  404
GET   /hearings/:campaign/:hearing/slips              run_hearings  404
GET   /hearings/:campaign/:hearing/slips.pdf          run_hearings  404
POST  /hearings/:campaign/:hearing/slips              run_hearings  404
POST  /hearings/:campaign/:hearing/slips/out          run_hearings  404
POST  /hearings/:campaign/:hearing/slips/lost         run_hearings  404
GET   /hearings/:campaign/:hearing/rounds/_new        run_hearings  404
POST  /hearings/:campaign/:hearing/rounds             run_hearings  404
GET   /hearings/:campaign/:hearing/rounds/:round      see_results   404
GET   /hearings/:campaign/:hearing/rounds/:round/turnout see_results 404
POST  /hearings/:campaign/:hearing/rounds/:round/open run_hearings  404
POST  /hearings/:campaign/:hearing/rounds/:round/close run_hearings  404
POST  /hearings/:campaign/:hearing/rounds/:round/hands run_hearings  404
POST  /hearings/:campaign/:hearing/rounds/:round/annul run_hearings  404
GET   /hearings/:campaign/:hearing/floor              see_results   404
POST  /hearings/:campaign/:hearing/floor/:kind        run_hearings  404
GET   /hearings/:campaign/:hearing/outcome            see_results   404
POST  /hearings/:campaign/:hearing/outcome            decide_results 404
POST  /hearings/:campaign/:hearing/publish            decide_results 404
GET   /hearings/:campaign/:hearing/minutes            see_results   404
GET   /hearings/:campaign/:hearing/minutes.docx       see_results   404
POST  /hearings/:campaign/:hearing/sign               decide_results 404
GET   /hearings/:campaign/:hearing/sheets             see_results   404

GET   /desk/_requests                       answer_requests        200
POST  /desk/_requests                       answer_requests        422
POST  /desk/_requests/file                  answer_requests        422
POST  /desk/_requests/withdraw              answer_requests        422
POST  /desk/_requests/register              answer_requests        422
POST  /desk/_requests/answered              answer_requests        404
GET   /desk/_retention                      keep_answers           200
POST  /desk/_retention                      keep_answers           200

GET   /staff                                manage_staff           200
POST  /staff                                manage_staff           422
GET   /staff/:account                       manage_staff           200
POST  /staff/:account                       manage_staff           422
POST  /staff/:account/link                  manage_staff           200
POST  /staff/:account/disable               manage_staff           303
POST  /staff/:account/enable                manage_staff           303
POST  /staff/:account/codes                 manage_staff           303
GET   /audit                                read_audit             200

GET   /tokens                               manage_tokens          200
POST  /tokens                               manage_tokens          422
POST  /tokens/:token/end                    manage_tokens          404

GET   /place                                manage_places          200
POST  /place                                manage_places          422
POST  /place/villages                       manage_places          422
GET   /place/villages/:village              manage_places          200
POST  /place/villages/:village              manage_places          422
GET   /place/change                         manage_places          200
POST  /place/change                         manage_places          422
GET   /place/table                          manage_places          200
POST  /place/table                          manage_places          422
POST  /place/table/back                     manage_places          200
POST  /place/table/save                     manage_places          422
GET   /place/table.csv                      manage_places          200
GET   /place/table.xlsx                     manage_places          200

GET   /places                               manage_municipalities  200
POST  /places                               manage_municipalities  422
`

// route is a line of routes.
type route struct {
	method, path string
	action       access.Action // "" for anybody, and for tokens
	status       int
}

func readRoutes(t testing.TB) map[string]route {
	t.Helper()
	table := map[string]route{}
	for line := range strings.Lines(routes) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		status, err := strconv.Atoi(f[3])
		if err != nil {
			t.Fatal(err)
		}
		r := route{f[0], f[1], access.Action(f[2]), status}
		if r.action == "anybody" || r.action == "a_token" {
			r.action = ""
		} else if !slices.Contains(access.Actions(), r.action) {
			t.Fatalf("%s %s asks for %q, which is no action", r.method, r.path, r.action)
		}
		table[r.method+" "+r.path] = r
	}
	return table
}

// premises are the whole service, with a campaign in each of two municipalities.
type premises struct {
	t     testing.TB
	app   *app
	door  *access.Door
	codes map[string]string // by campaign: of its first door
	n     int               // accounts so far
}

func newPremises(t *testing.T) *premises {
	t.Helper()
	cfg, err := configs.Load(configs.Sources{Flags: map[string]string{
		"store": "file:" + filepath.Join(t.TempDir(), "ashar.db"), "public_url": "https://ashar.test",
	}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(t.Context(), cfg, slog.New(slog.DiscardHandler), time.Now, rates{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
	p := &premises{t: t, app: a, door: access.NewDoor(a.db, rand.Reader), codes: map[string]string{}}
	for campaign, municipality := range map[string]string{"ours": "kok-jar", "theirs": "ak-tal"} {
		place, err := readPlace()
		if err != nil {
			t.Fatal(err)
		}
		place.ID = municipality
		form, err := readBuiltin(builtinQuestionnaire)
		if err != nil {
			t.Fatal(err)
		}
		doors, err := setup{place, form, newCampaign(&place, form, campaign), rand.Reader}.store(t.Context(), a.db, time.Now(), false)
		if err != nil {
			t.Fatal(err)
		}
		p.codes[campaign] = doors[0].Code
	}
	return p
}

// account makes a new account.
func (p *premises) account(municipality string, role access.Role) string {
	p.t.Helper()
	p.n++
	if role == access.Administrator {
		municipality = access.Instance
	}
	a, err := access.NewAccount(time.Now(), municipality, fmt.Sprintf("%s-%d", role, p.n), "Аты", role)
	if err == nil {
		err = p.app.db.AddAccount(p.t.Context(), a)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return a.ID
}

// session signs a new account in.
func (p *premises) session(municipality string, role access.Role) string {
	p.t.Helper()
	token, err := p.door.Invite(p.t.Context(), time.Now(), p.account(municipality, role), 0)
	if err != nil {
		p.t.Fatal(err)
	}
	_, session, err := p.door.SignIn(p.t.Context(), time.Now(), token)
	if err != nil {
		p.t.Fatal(err)
	}
	return session
}

// path fills a route's path in: with what is kok-jar's, or with what is nobody's.
func (p *premises) path(r route, there bool) string {
	campaign, code, account := "ours", p.codes["ours"], "nobody"
	if !there {
		campaign = "nosuch"
	}
	if there && strings.Contains(r.path, ":account") {
		account = p.account("kok-jar", access.Organiser)
	}
	return strings.NewReplacer(":campaign", campaign, ":code", code, ":account", account, ":village", "archa-bulak",
		":file", "x.css", ":id", "NOSUCH", ":question", "needs", ":token", strings.Repeat("A", 43)).Replace(r.path)
}

// call asks as a browser does; without a session if that is "".
func (p *premises) call(r route, path, session string, headers ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	req := httptest.NewRequestWithContext(p.t.Context(), r.method, path, strings.NewReader(""))
	req.Header.Set("Accept", "text/html")
	if r.method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if session != "" {
		req.Header.Set("Cookie", "__Host-session="+session)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.app.handle(w, req)
	return w
}

// failureCode differs from one failure page to the next.
var failureCode = regexp.MustCompile(`[A-Z2-7]{12}`)

// TestEveryRouteIsForThoseOfTheTable walks every route of the service, with every role and with none, from the
// municipality and from another.
func TestEveryRouteIsForThoseOfTheTable(t *testing.T) {
	p, table := newPremises(t), readRoutes(t)
	found := map[string]bool{}
	for _, r := range p.app.echo.Routes() {
		if r.Method == http.MethodHead || r.Method == "echo_route_not_found" {
			continue // of a GET that is here
		}
		found[r.Method+" "+r.Path] = true
		if _, ok := table[r.Method+" "+r.Path]; !ok {
			t.Errorf("%s %s is not in the table: say who may call it", r.Method, r.Path)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		r := table[name]
		if !found[name] {
			t.Errorf("%s is in the table, and there is no such route", name)
			continue
		}
		if r.action == "" {
			if got := p.call(r, p.path(r, true), "").Code; got != r.status {
				t.Errorf("%s by anybody: got %d, want %d", name, got, r.status)
			}
			continue
		}
		p.knock(name, r)
	}
}

// knock calls a route of the staff with every role, with none, and from elsewhere.
func (p *premises) knock(name string, r route) {
	p.t.Helper()
	for who, session := range map[string]string{"nobody": "", "a forged session": strings.Repeat("A", 43), "one who was disabled": p.disabled()} {
		if got := p.call(r, p.path(r, true), session).Code; got != http.StatusUnauthorized {
			p.t.Errorf("%s by %s: got %d, want 401", name, who, got)
		}
	}
	hasThing := strings.Contains(r.path, ":campaign") || strings.Contains(r.path, ":account")
	for _, role := range access.Roles() {
		want, path := http.StatusForbidden, p.path(r, true)
		if role.May(r.action) {
			want = r.status
		}
		w := p.call(r, path, p.session("kok-jar", role))
		if w.Code != want {
			p.t.Errorf("%s by %s: got %d, want %d", name, role, w.Code, want)
		}
		if got := w.Header().Get("Cache-Control"); strings.Contains(got, "public") || got == "" {
			p.t.Errorf("%s by %s: got Cache-Control %q, want it kept by nobody else", name, role, got)
		}
		if role == access.Administrator || !hasThing {
			continue
		}
		// From another municipality it is as if it were not there.
		session := p.session("ak-tal", role)
		theirs, none := p.call(r, path, session), p.call(r, p.path(r, false), session)
		if role.May(r.action) {
			want = http.StatusNotFound
		}
		if theirs.Code != want || none.Code != want {
			p.t.Errorf("%s by %s of another municipality: got %d, and %d for what is not there; want %d", name, role, theirs.Code, none.Code, want)
		}
		if a, b := anonymous(theirs), anonymous(none); a != b {
			p.t.Errorf("%s by %s of another municipality: what is there is told from what is not:\n%s\n%s", name, role, a, b)
		}
	}
}

// anonymous is an answer without what differs from one to the next.
func anonymous(w *httptest.ResponseRecorder) string {
	return failureCode.ReplaceAllString(w.Body.String(), "")
}

// disabled is the session of an owner who was disabled.
func (p *premises) disabled() string {
	p.t.Helper()
	session := p.session("kok-jar", access.Owner)
	a, err := p.app.db.Account(p.t.Context(), fmt.Sprintf("owner-%d", p.n))
	if err == nil {
		a.Disabled = true
		err = p.app.db.ReplaceAccount(p.t.Context(), a)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return session
}

// TestNoOtherSiteCanSendOurForms sends every form as a browser does for another site's page.
func TestNoOtherSiteCanSendOurForms(t *testing.T) {
	p := newPremises(t)
	for name, r := range readRoutes(t) {
		if r.method != http.MethodPost {
			continue
		}
		session, path := p.session("kok-jar", access.Owner), p.path(r, true)
		for _, headers := range [][]string{
			{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
			{"Sec-Fetch-Site", "", "Origin", "null"},
		} {
			if got := p.call(r, path, session, headers...).Code; got != http.StatusForbidden {
				t.Errorf("%s with %q: got %d, want 403", name, headers, got)
			}
		}
	}
}

// TestEveryAnswerKeepsBrowsersInBounds looks at the headers of every route's answer, to those who may and who may not.
func TestEveryAnswerKeepsBrowsersInBounds(t *testing.T) {
	p := newPremises(t)
	for name, r := range readRoutes(t) {
		for _, session := range []string{"", p.session("kok-jar", access.Owner)} {
			answer := p.call(r, p.path(r, true), session)
			h, leadsOn := answer.Header(), answer.Code >= 300 && answer.Code < 400
			ancestors := "frame-ancestors 'none'"
			if strings.Contains(r.path, "/phone/") && answer.Code != http.StatusUnauthorized { // it stands in a frame of the preview
				ancestors = "frame-ancestors 'self'"
			}
			for header, want := range map[string]string{
				"Content-Security-Policy": ancestors, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
				"Strict-Transport-Security": "max-age=", "Cross-Origin-Opener-Policy": "same-origin",
			} {
				if leadsOn && header == "Content-Security-Policy" { // there is no page to hold to it
					continue
				}
				if !strings.Contains(h.Get(header), want) {
					t.Errorf("%s: got %s %q, want %q in it", name, header, h.Get(header), want)
				}
			}
			if got := h.Get("Content-Security-Policy"); strings.Contains(got, "unsafe") {
				t.Errorf("%s: got %q, which allows what is inline", name, got)
			}
			for _, c := range h.Values("Set-Cookie") {
				if strings.Contains(c, "session") && !(strings.HasPrefix(c, "__Host-session=") && strings.Contains(c, "; Secure") && strings.Contains(c, "; HttpOnly") && strings.Contains(c, "; SameSite=Lax")) {
					t.Errorf("%s sets %q", name, c)
				}
			}
		}
	}
}

// TestNobodyIsInTwoMunicipalities holds that a campaign's own municipality decides, not what its address is like.
func TestNobodyIsInTwoMunicipalities(t *testing.T) {
	p := newPremises(t)
	r := route{method: http.MethodGet}
	session := p.session("kok-jar", access.Owner)
	if got := p.call(r, "/desk/ours/links/"+p.codes["theirs"], session).Code; got != http.StatusNotFound {
		t.Errorf("another municipality's door at our campaign: got %d, want 404", got)
	}
	if body := p.call(r, "/desk", session).Body.String(); strings.Contains(body, "/desk/theirs") || !strings.Contains(body, "/desk/ours") {
		t.Error("the desk lists another municipality's campaign, or not our own")
	}
}
