// The conformance script in Go. Prints a line for each check: outcome, name, detail.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/workos/workos-go/v10"
)

var plan struct {
	BaseURL        string `json:"baseUrl"`
	APIKey         string `json:"apiKey"`
	ClientID       string `json:"clientId"`
	Email          string `json:"email"`
	Password       string `json:"password"`
	Code           string `json:"code"`
	CookiePassword string `json:"cookiePassword"`
	ReturnTo       string `json:"returnTo"`
	People         int    `json:"people"`
	WebhookBody    string `json:"webhookBody"`
	WebhookHeader  string `json:"webhookHeader"`
	WebhookSecret  string `json:"webhookSecret"`
}

var ctx = context.Background()
var client *workos.Client
var users *workos.UserManagementService

func main() {
	text, err := os.ReadFile(os.Getenv("GATEHOUSE_PLAN"))
	must(err)
	must(json.Unmarshal(text, &plan))
	client = connect(plan.APIKey)
	users = client.UserManagement()

	check("password", byPassword)
	check("code", byCode)
	fmt.Println("skip\tverify-token\tthe SDK reads the token of a sealed session without checking its signature")
	check("sealed-session", sealedSession)
	check("refresh", refresh)
	check("list-sessions", listSessions)
	check("logout-url", func() string { return logoutURL(nil) })
	check("logout-url-with-return-to", func() string { return logoutURL(&plan.ReturnTo) })
	check("logout-url-missing-id", logoutURLMissingID)
	check("follow-logout-url", followLogoutURL)
	check("refresh-refused", refreshRefused)
	check("revoke", revoke)
	check("paging", paging)
	check("error-400", func() string { return refused(400, signInWith("not the password")) })
	check("error-401", func() string { return refusedAs[*workos.AuthenticationError](firstUser(connect("sk_wrong"))) })
	check("error-404", func() string { return refusedAs[*workos.NotFoundError](getUnknownUser()) })
	check("error-422", func() string { return refusedAs[*workos.UnprocessableEntityError](createBadUser()) })
	check("error-429", func() string { return refusedAs[*workos.RateLimitExceededError](resetTooOften()) })
	check("webhook", webhook)
}

// Without retries: what the server answers at once is what is checked.
func connect(apiKey string) *workos.Client {
	return workos.NewClient(apiKey, workos.WithBaseURL(plan.BaseURL), workos.WithClientID(plan.ClientID), workos.WithMaxRetries(0))
}

func check(name string, act func() string) {
	defer func() {
		if problem := recover(); problem != nil {
			fmt.Printf("fail\t%s\t%s\n", name, strings.ReplaceAll(fmt.Sprint(problem), "\n", " "))
		}
	}()
	detail := act()
	fmt.Printf("ok\t%s\t%s\n", name, detail)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func expect(actual, wanted any) {
	if actual != wanted {
		panic(fmt.Sprintf("%v is not %v", actual, wanted))
	}
}

// refused is for statuses that have no type of their own.
func refused(status int, err error) string {
	var apiError *workos.APIError
	if !errors.As(err, &apiError) {
		panic(fmt.Sprintf("it was refused with %v", err))
	}
	expect(apiError.StatusCode, status)
	return fmt.Sprintf("APIError %d", status)
}

func refusedAs[Kind error](err error) string {
	var kind Kind
	if !errors.As(err, &kind) {
		panic(fmt.Sprintf("it was refused with %v", err))
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", kind), "*workos.")
}

// follow does as a browser does, one step: the status and where it leads.
func follow(address string) (int, string) {
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := browser.Get(address)
	must(err)
	answer.Body.Close()
	return answer.StatusCode, answer.Header.Get("Location")
}

func signIn() *workos.AuthenticateResponse {
	answer, err := users.AuthenticateWithPassword(ctx, &workos.UserManagementAuthenticateWithPasswordParams{Email: plan.Email, Password: plan.Password})
	must(err)
	return answer
}

func signInWith(password string) error {
	_, err := users.AuthenticateWithPassword(ctx, &workos.UserManagementAuthenticateWithPasswordParams{Email: plan.Email, Password: password})
	return err
}

func sealed(answer *workos.AuthenticateResponse) *workos.Session {
	data, err := workos.SealSessionFromAuthResponse(answer.AccessToken, answer.RefreshToken, answer.User, nil, plan.CookiePassword)
	must(err)
	return workos.NewSession(client, data, plan.CookiePassword)
}

func sessionID(token string) string {
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	must(err)
	var claims workos.JWTClaims
	must(json.Unmarshal(payload, &claims))
	return claims.SessionID
}

func byPassword() string {
	answer := signIn()
	expect(answer.User.Email, plan.Email)
	expect(answer.AccessToken != "" && answer.RefreshToken != "", true)
	return ""
}

func byCode() string {
	answer, err := users.AuthenticateWithCode(ctx, &workos.UserManagementAuthenticateWithCodeParams{Code: plan.Code})
	must(err)
	expect(answer.User.Email, plan.Email)
	return ""
}

func sealedSession() string {
	answer := signIn()
	result, err := sealed(answer).Authenticate()
	must(err)
	expect(result.Authenticated, true)
	expect(result.SessionID, sessionID(answer.AccessToken))
	expect(result.User.Email, plan.Email)
	return ""
}

func refresh() string {
	answer := signIn()
	result, err := sealed(answer).Refresh(ctx)
	must(err)
	expect(result.Authenticated, true)
	expect(sessionID(result.Session.AccessToken), sessionID(answer.AccessToken))
	return ""
}

func listSessions() string {
	answer := signIn()
	sessions := users.ListSessions(ctx, answer.User.ID, &workos.UserManagementListSessionsParams{})
	for sessions.Next() {
		if sessions.Current().ID == sessionID(answer.AccessToken) {
			return ""
		}
	}
	panic(fmt.Sprintf("the session is not listed: %v", sessions.Err()))
}

func logoutURL(returnTo *string) string {
	address := users.GetLogoutURL(&workos.UserManagementGetLogoutURLParams{SessionID: "session_x", ReturnTo: returnTo})
	parsed, err := url.Parse(address)
	must(err)
	expect(parsed.Query().Get("session_id"), "session_x")
	if returnTo == nil {
		expect(parsed.Query().Has("return_to"), false)
	} else {
		expect(parsed.Query().Get("return_to"), *returnTo)
	}
	return address
}

func logoutURLMissingID() string {
	status, _ := follow(users.GetLogoutURL(&workos.UserManagementGetLogoutURLParams{}))
	expect(status, 422)
	return "422 when followed"
}

func followLogoutURL() string {
	ended := sessionID(signIn().AccessToken)
	status, location := follow(users.GetLogoutURL(&workos.UserManagementGetLogoutURLParams{SessionID: ended, ReturnTo: &plan.ReturnTo}))
	expect(status, 302)
	expect(location, plan.ReturnTo)
	return ended
}

func refreshWith(token string) error {
	_, err := users.AuthenticateWithRefreshToken(ctx, &workos.UserManagementAuthenticateWithRefreshTokenParams{RefreshToken: token})
	return err
}

func refreshRefused() string {
	answer := signIn()
	follow(users.GetLogoutURL(&workos.UserManagementGetLogoutURLParams{SessionID: sessionID(answer.AccessToken)}))
	return refused(400, refreshWith(answer.RefreshToken))
}

func revoke() string {
	answer := signIn()
	ended := sessionID(answer.AccessToken)
	must(users.RevokeSession(ctx, &workos.UserManagementRevokeSessionParams{SessionID: ended}))
	refused(400, refreshWith(answer.RefreshToken))
	return ended
}

func paging() string {
	limit := 2
	found := map[string]bool{}
	list := users.List(ctx, &workos.UserManagementListParams{PaginationParams: workos.PaginationParams{Limit: &limit}})
	for list.Next() {
		found[list.Current().ID] = true
	}
	must(list.Err())
	expect(len(found), plan.People)
	return ""
}

func firstUser(client *workos.Client) error {
	list := client.UserManagement().List(ctx, &workos.UserManagementListParams{})
	list.Next()
	return list.Err()
}

func getUnknownUser() error {
	_, err := users.Get(ctx, "user_unknown")
	return err
}

func createBadUser() error {
	_, err := users.Create(ctx, &workos.UserManagementCreateParams{Email: "no address"})
	return err
}

func resetTooOften() error {
	for range 10 {
		if _, err := users.ResetPassword(ctx, &workos.UserManagementResetPasswordParams{Email: plan.Email}); err != nil {
			return err
		}
	}
	return nil
}

func webhook() string {
	verifier := workos.NewWebhookVerifier(plan.WebhookSecret)
	event, err := verifier.ConstructEvent(plan.WebhookHeader, plan.WebhookBody)
	must(err)
	expect(fmt.Sprint(event.Event), "session.revoked")
	if _, err = verifier.VerifyPayload(plan.WebhookHeader, plan.WebhookBody+" "); err == nil {
		panic("a changed body was accepted")
	}
	return "a changed body is refused"
}
