import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.workos.WorkOS;
import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.exceptions.RateLimitException;
import com.workos.common.exceptions.UnauthorizedException;
import com.workos.common.exceptions.UnprocessableEntityException;
import com.workos.common.http.RetryConfig;
import com.workos.models.AuthenticateResponse;
import com.workos.session.AuthenticateSessionResult;
import com.workos.session.RefreshSessionResult;
import com.workos.session.SessionCookie;
import com.workos.session.SessionKt;
import com.workos.usermanagement.AuthKitAuthUrlsKt;
import com.workos.usermanagement.AuthKitLogoutUrlOptions;
import com.workos.usermanagement.UserManagement;
import com.workos.webhooks.Webhook;
import java.io.File;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import okhttp3.OkHttpClient;

/** The conformance script in Java. Prints a line for each check: outcome, name, detail. */
class Driver {
  interface Act {
    String run() throws Exception;
  }

  interface Attempt {
    void run() throws Exception;
  }

  static JsonNode plan;
  static WorkOS workos;
  static UserManagement users;

  public static void main(String[] arguments) throws Exception {
    plan = new ObjectMapper().readTree(new File(System.getenv("GATEHOUSE_PLAN")));
    workos = connect(given("apiKey"));
    users = workos.getUserManagement();
    String email = given("email");

    check("password", () -> {
      AuthenticateResponse answer = signIn();
      expect(answer.getUser().getEmail(), email);
      return answer.getRefreshToken().isEmpty() ? null : "";
    });
    check("code", () -> {
      expect(users.authenticateWithCode(given("code")).getUser().getEmail(), email);
      return "";
    });
    check("verify-token", Driver::verifyToken);
    check("sealed-session", () -> {
      expect(authenticate(signIn()).getUser().getEmail(), email);
      return "";
    });
    check("refresh", Driver::refresh);
    check("list-sessions", Driver::listSessions);
    check("logout-url", () -> logoutUrl(null));
    check("logout-url-with-return-to", () -> logoutUrl(given("returnTo")));
    check("logout-url-missing-id", () -> {
      expect(follow(logoutUrlOf("", null)).statusCode(), 422);
      return "422 when followed";
    });
    check("follow-logout-url", Driver::followLogoutUrl);
    check("refresh-refused", () -> {
      AuthenticateResponse answer = signIn();
      follow(logoutUrlOf(sessionId(answer), null));
      return refused(BadRequestException.class, () -> users.authenticateWithRefreshToken(answer.getRefreshToken()));
    });
    check("revoke", Driver::revoke);
    check("paging", Driver::paging);
    check("error-400", () -> refused(BadRequestException.class,
        () -> users.authenticateWithPassword(email, "not the password")));
    check("error-401", () -> refused(UnauthorizedException.class, () -> connect("sk_wrong").getUserManagement().list()));
    check("error-404", () -> refused(NotFoundException.class, () -> users.get("user_unknown")));
    check("error-422", () -> refused(UnprocessableEntityException.class, () -> users.create("no address")));
    check("error-429", () -> refused(RateLimitException.class, () -> {
      for (int i = 0; i < 10; i++) users.resetPassword(email);
    }));
    check("webhook", Driver::webhook);
    System.exit(0);
  }

  /** Without retries: what the server answers at once is what is checked. */
  static WorkOS connect(String apiKey) {
    return new WorkOS(apiKey, given("clientId"), given("baseUrl"), new OkHttpClient(), RetryConfig.DISABLED);
  }

  static String given(String name) {
    return plan.get(name).asText();
  }

  static void check(String name, Act act) {
    try {
      System.out.println("ok\t" + name + "\t" + Objects.requireNonNull(act.run()));
    } catch (Throwable error) {
      System.out.println("fail\t" + name + "\t" + error.toString().replace('\n', ' '));
    }
  }

  static void expect(Object actual, Object wanted) {
    if (!Objects.equals(actual, wanted)) throw new AssertionError(actual + " is not " + wanted);
  }

  static String refused(Class<? extends Exception> kind, Attempt attempt) throws Exception {
    try {
      attempt.run();
    } catch (Exception error) {
      if (kind.isInstance(error)) return error.getClass().getSimpleName();
      throw error;
    }
    throw new AssertionError("it was not refused");
  }

  /** As a browser does, one step. */
  static HttpResponse<Void> follow(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding());
  }

  static AuthenticateResponse signIn() {
    return users.authenticateWithPassword(given("email"), given("password"));
  }

  static SessionCookie sealed(AuthenticateResponse answer) {
    var sessions = SessionKt.getSession(workos);
    return sessions.loadSealedSession(
        sessions.sealAuthResponse(answer, given("cookiePassword")), given("cookiePassword"));
  }

  static AuthenticateSessionResult.Success authenticate(AuthenticateResponse answer) {
    AuthenticateSessionResult result = sealed(answer).authenticate();
    if (result instanceof AuthenticateSessionResult.Success success) return success;
    throw new AssertionError(result.toString());
  }

  static String sessionId(AuthenticateResponse answer) throws Exception {
    byte[] payload = Base64.getUrlDecoder().decode(answer.getAccessToken().split("\\.")[1]);
    return new ObjectMapper().readTree(payload).get("sid").asText();
  }

  static String verifyToken() throws Exception {
    AuthenticateResponse answer = signIn();
    expect(authenticate(answer).getSessionId(), sessionId(answer));
    String token = answer.getAccessToken();
    String forged = token.substring(0, token.lastIndexOf('.') + 1)
        + new StringBuilder(token.substring(token.lastIndexOf('.') + 1)).reverse();
    var sessions = SessionKt.getSession(workos);
    Map<String, String> content = Map.of("accessToken", forged, "refreshToken", answer.getRefreshToken());
    String data = sessions.sealData(content, given("cookiePassword"));
    var result = sessions.authenticateWithSessionCookie(data, given("cookiePassword"));
    if (!(result instanceof AuthenticateSessionResult.Failure failure)) throw new AssertionError("it was accepted");
    expect(failure.getReason().name().toLowerCase(), "invalid_jwt");
    return "a forged token is refused";
  }

  static String refresh() throws Exception {
    AuthenticateResponse answer = signIn();
    RefreshSessionResult result = sealed(answer).refresh();
    if (!(result instanceof RefreshSessionResult.Success success)) throw new AssertionError(result.toString());
    expect(success.getSessionId(), sessionId(answer));
    return "";
  }

  static String listSessions() throws Exception {
    AuthenticateResponse answer = signIn();
    for (var session : users.listSessions(answer.getUser().getId()).autoPagingIterable()) {
      if (session.getId().equals(sessionId(answer))) return "";
    }
    throw new AssertionError("the session is not listed");
  }

  static String logoutUrlOf(String sessionId, String returnTo) {
    return AuthKitAuthUrlsKt.getLogoutUrl(users, new AuthKitLogoutUrlOptions(sessionId, returnTo));
  }

  static String logoutUrl(String returnTo) {
    String url = logoutUrlOf("session_x", returnTo);
    Map<String, String> wanted = new TreeMap<>(Map.of("session_id", "session_x"));
    if (returnTo != null) wanted.put("return_to", returnTo);
    Map<String, String> found = new TreeMap<>();
    for (String pair : URI.create(url).getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      found.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    expect(found, wanted);
    return url;
  }

  static String followLogoutUrl() throws Exception {
    String ended = sessionId(signIn());
    HttpResponse<Void> answer = follow(logoutUrlOf(ended, given("returnTo")));
    expect(answer.statusCode(), 302);
    expect(answer.headers().firstValue("location").orElse(""), given("returnTo"));
    return ended;
  }

  static String revoke() throws Exception {
    AuthenticateResponse answer = signIn();
    users.revokeSession(sessionId(answer));
    refused(BadRequestException.class, () -> users.authenticateWithRefreshToken(answer.getRefreshToken()));
    return sessionId(answer);
  }

  static String paging() {
    var first = users.list(null, null, 2);
    expect(first.data.size(), 2);
    var found = new HashSet<String>();
    for (var user : first.autoPagingIterable()) found.add(user.getId());
    expect(found.size(), plan.get("people").asInt());
    return "";
  }

  static String webhook() throws Exception {
    var webhook = new Webhook();
    var event = webhook.constructEvent(given("webhookBody"), given("webhookHeader"), given("webhookSecret"));
    expect(event.get("event").asText(), "session.revoked");
    return refused(SignatureException.class,
        () -> webhook.verifyHeader(given("webhookBody") + " ", given("webhookHeader"), given("webhookSecret"), 180_000));
  }
}
