package dev.ezworks.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.AccountProblems;
import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.account.PasswordRule;
import dev.ezworks.server.account.Passwords;
import dev.ezworks.server.account.ReversingHasher;
import dev.ezworks.server.account.SignUp;
import dev.ezworks.server.account.SignUpEndpoint;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.EndpointServer;
import dev.ezworks.server.web.ProblemTable;
import dev.ezworks.server.web.Routing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.context.SecurityContextServerWebExchangeWebFilter;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccountsOverHttpTest {
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String CHALLENGE = "Bearer realm=\"ezworks\"";
    private static final String INVALID_TOKEN = CHALLENGE + ", error=\"invalid_token\"";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00.123Z"));
    private final Scheduler scheduler = Passwords.scheduler(2, 8);
    private final EndpointServer server = serve(false);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private EndpointServer serve(boolean hideUnknown) {
        InMemoryAccountStore accounts = new InMemoryAccountStore();
        Passwords passwords = new Passwords(new ReversingHasher(), scheduler);
        TokenCodec codec = new TokenCodec(TokenKey.of(TokenAlgorithm.HS256, "x".repeat(32)), clock);
        Sessions sessions = new Sessions(new InMemorySessionStore(), codec, new SecureRandom(), clock);
        LogInRule rule = new LogInRule(LogInRule.DEFAULT_LIFETIME, hideUnknown);
        return new EndpointServer(
                SessionProblems.addTo(AccountProblems.addTo(new ProblemTable())),
                List.of(
                        new BearerAuthentication(sessions),
                        new SecurityContextServerWebExchangeWebFilter(),
                        refuseNobody()),
                List.of(
                        new SignUpEndpoint(new SignUp(accounts, passwords, PasswordRule.ANY, clock)),
                        new LogInEndpoint(new LogIn(accounts, passwords, sessions, rule)),
                        new LogOutEndpoint(sessions),
                        new SessionEndpoint()));
    }

    /** Stands in for the authorization, which goes by the routes. */
    private static WebFilter refuseNobody() {
        return (exchange, chain) -> Routing.access(exchange) == Access.ANYONE
                ? chain.filter(exchange)
                : ReactiveSecurityContextHolder.getContext()
                        .switchIfEmpty(Mono.error(SessionProblems::loginRequired))
                        .then(chain.filter(exchange));
    }

    @AfterEach
    void stop() {
        server.close();
        scheduler.dispose();
    }

    @Test
    void signUpShouldAnswer201WithTheAccount() {
        HttpResponse<String> answer = post("/ops/signup", "username=bo&password=secret");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(contentType(answer)).isEqualTo("application/json");
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(JSON.readTree(
                        "{\"username\":\"bo\",\"role\":\"ops\",\"createdAt\":\"2026-01-01T00:00:00.123Z\"}"));
    }

    @Test
    void takenUsernameShouldAnswer409InItsRoleOnly() {
        post("/ops/signup", "username=bo&password=secret");
        assertProblem(post("/ops/signup", "username=bo&password=other"), 409, "username-taken");
        assertThat(post("/client/signup", "username=bo&password=other").statusCode())
                .isEqualTo(201);
    }

    @Test
    void everyWrongFieldShouldBeListed() {
        JsonNode problem = assertProblem(post("/ops/signup", "username=a%20b&email=x"), 400, "bad-fields");
        assertThat(problem.get("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("username", "password", "email");
    }

    @Test
    void loginShouldAnswerTheTokenAndNothingElse() {
        post("/client/signup", "username=bo&password=secret");
        HttpResponse<String> answer = post("/client/login", "username=bo&password=secret");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(contentType(answer)).startsWith("text/plain");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.body()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
        assertThat(get("/session", answer.body()).statusCode()).isEqualTo(200);
    }

    @Test
    void loginShouldAnswerJsonToWhoeverAcceptsThat() {
        post("/client/signup", "username=bo&password=secret");
        HttpResponse<String> answer =
                send(form("/client/login", "username=bo&password=secret").header("Accept", "application/json"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(contentType(answer)).isEqualTo("application/json");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder("token", "tokenType", "expiresAt", "username", "role");
        assertThat(body.get("tokenType").asString()).isEqualTo("Bearer");
        assertThat(body.get("expiresAt").asString()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(body.get("username").asString()).isEqualTo("bo");
        assertThat(body.get("role").asString()).isEqualTo("client");
        assertThat(get("/session", body.get("token").asString()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-www-form-urlencoded | username=bo&password=secret",
                "application/json | {\"username\":\"bo\",\"password\":\"secret\"}",
                "multipart/form-data; boundary=x | --x~Content-Disposition: form-data; name=\"username\"~~bo~--x~Content-Disposition: form-data; name=\"password\"~~secret~--x--~"
            })
    void everyFormTypeShouldDoForBothMethods(String contentType, String body) {
        String text = body.replace("~", "\r\n");
        for (String method : List.of("POST", "GET")) {
            String role = method.equals("POST") ? "ops" : "client";
            for (Map.Entry<String, Integer> step : List.of(Map.entry("signup", 201), Map.entry("login", 200))) {
                HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/" + role + "/" + step.getKey()))
                        .header("Content-Type", contentType)
                        .method(method, BodyPublishers.ofString(text));
                assertThat(send(request).statusCode()).as(method).isEqualTo(step.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ops/login", "/client/login", "/ops/signup", "/client/signup"})
    void credentialsInTheUrlShouldAnswer400WhateverTheMethod(String path) {
        String query = path + "?username=bo&password=secret";
        assertProblem(get(query), 400, "credentials-in-url");
        assertProblem(post(query, "username=bo&password=secret"), 400, "credentials-in-url");
    }

    @Test
    void wrongPasswordShouldAnswer401WithTheChallenge() {
        post("/ops/signup", "username=bo&password=secret");
        HttpResponse<String> answer = post("/ops/login", "username=bo&password=wrong");
        assertProblem(answer, 401, "wrong-password");
        assertThat(challenge(answer)).containsExactly(CHALLENGE);
    }

    @Test
    void unknownUsernameShouldAnswer404() {
        post("/ops/signup", "username=bo&password=secret");
        assertProblem(post("/client/login", "username=bo&password=secret"), 404, "no-such-user");
    }

    @Test
    void unknownUsernameShouldAnswerLikeAWrongPasswordWhereHidden() {
        try (EndpointServer hiding = serve(true)) {
            send(form(hiding, "/ops/signup", "username=bo&password=secret"));
            HttpResponse<String> wrong = send(form(hiding, "/ops/login", "username=bo&password=wrong"));
            HttpResponse<String> unknown = send(form(hiding, "/ops/login", "username=eve&password=wrong"));
            assertThat(withoutRequestId(unknown)).isEqualTo(withoutRequestId(wrong));
            assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode()).isEqualTo(401);
            assertThat(unknown.headers().map().keySet())
                    .isEqualTo(wrong.headers().map().keySet());
        }
    }

    @Test
    void loginThatAcceptsNeitherTypeShouldAnswer406() {
        post("/ops/signup", "username=bo&password=secret");
        HttpResponse<String> answer =
                send(form("/ops/login", "username=bo&password=secret").header("Accept", "image/png"));
        assertProblem(answer, 406, "not-acceptable");
    }

    @Test
    void logoutShouldEndThisSessionOnly() {
        String token = loggedIn();
        String other = loggedInAgain();
        assertThat(get("/logout", token).statusCode()).isEqualTo(200);
        assertInvalidToken(get("/session", token));
        assertInvalidToken(get("/logout", token));
        assertThat(get("/session", other).statusCode()).isEqualTo(200);
    }

    @Test
    void logoutByPostShouldDoToo() {
        String token = loggedIn();
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.uri("/logout"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertInvalidToken(get("/session", token));
    }

    @Test
    void sessionShouldTellWhoIAm() {
        HttpResponse<String> answer = get("/session", loggedIn());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(JSON.readTree("{\"username\":\"bo\",\"role\":\"ops\","
                        + "\"createdAt\":\"2026-01-01T00:00:00.123Z\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}"));
    }

    @Test
    void noTokenShouldAnswer401WithTheBareChallenge() {
        for (String path : List.of("/session", "/logout")) {
            HttpResponse<String> answer = get(path);
            assertProblem(answer, 401, "login-required");
            assertThat(challenge(answer)).containsExactly(CHALLENGE);
        }
    }

    @Test
    void anotherSchemeShouldCountAsNoToken() {
        HttpResponse<String> answer = authorized("/session", "Basic Ym86c2VjcmV0");
        assertProblem(answer, 401, "login-required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer junk", "Bearer a.b.c", "Bearer  ", "bearer eyJhbGciOiJub25lIn0.e30."})
    void badTokenShouldAnswer401WithoutAParsersWords(String authorization) {
        HttpResponse<String> answer = authorized("/session", authorization);
        assertInvalidToken(answer);
        assertThat(answer.body()).doesNotContainIgnoringCase("base64", "json", "exception", "jws", "header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "BeArEr   "})
    void schemeShouldBeCaseInsensitive(String scheme) {
        assertThat(authorized("/session", scheme + loggedIn()).statusCode()).isEqualTo(200);
    }

    @Test
    void tokenShouldBeRefusedAfterAYear() {
        String token = loggedIn();
        clock.advance(Duration.ofDays(365));
        assertInvalidToken(get("/session", token));
    }

    @Test
    void twoAuthorizationHeadersShouldAnswer400() {
        String token = loggedIn();
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.uri("/session"))
                .header("Authorization", "Bearer " + token)
                .header("Authorization", "Bearer " + token));
        assertProblem(answer, 400, "bad-request");
    }

    @Test
    void tokenInTheUrlShouldNotCount() {
        assertProblem(get("/session?access_token=" + loggedIn()), 401, "login-required");
    }

    @Test
    void staleTokenShouldKeepNobodyFromLoggingIn() {
        String stale = loggedIn();
        get("/logout", stale);
        HttpResponse<String> answer =
                send(form("/ops/login", "username=bo&password=secret").header("Authorization", "Bearer " + stale));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void unknownRoleShouldAnswer404() {
        assertProblem(post("/admin/signup", "username=bo&password=secret"), 404, "not-found");
        assertProblem(post("/OPS/login", "username=bo&password=secret"), 404, "not-found");
    }

    @Test
    void tooLargeABodyShouldAnswer413WithAndWithoutALength() {
        byte[] large = ("username=bo&password=" + "x".repeat(200_000)).getBytes(UTF_8);
        BodyPublisher withoutLength = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        for (BodyPublisher body : List.of(BodyPublishers.ofByteArray(large), withoutLength)) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(server.uri("/ops/login"))
                    .header("Content-Type", URL_ENCODED)
                    .POST(body));
            assertProblem(answer, 413, "body-too-large");
        }
    }

    @Test
    void anotherTypeShouldAnswer415() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.uri("/ops/signup"))
                .header("Content-Type", "application/xml")
                .POST(BodyPublishers.ofString("<username>bo</username>")));
        assertProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void noPasswordShouldEverBeToldBack() {
        for (String body :
                List.of("username=a%20b&password=hunter2", "password=hunter2", "username=eve&password=hunter2")) {
            for (String path : List.of("/ops/login", "/ops/signup")) {
                assertThat(post(path, body).body()).doesNotContain("hunter2");
            }
        }
    }

    private String loggedIn() {
        assertThat(post("/ops/signup", "username=bo&password=secret").statusCode())
                .isEqualTo(201);
        return loggedInAgain();
    }

    private String loggedInAgain() {
        return post("/ops/login", "username=bo&password=secret").body();
    }

    private HttpResponse<String> post(String path, String fields) {
        return send(form(path, fields));
    }

    private HttpRequest.Builder form(String path, String fields) {
        return form(server, path, fields);
    }

    private static HttpRequest.Builder form(EndpointServer server, String path, String fields) {
        return HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", URL_ENCODED)
                .POST(BodyPublishers.ofString(fields));
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(server.uri(path)));
    }

    private HttpResponse<String> get(String path, String token) {
        return authorized(path, "Bearer " + token);
    }

    private HttpResponse<String> authorized(String path, String authorization) {
        return send(HttpRequest.newBuilder(server.uri(path)).header("Authorization", authorization));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void assertInvalidToken(HttpResponse<String> answer) {
        assertProblem(answer, 401, "invalid-token");
        assertThat(challenge(answer)).containsExactly(INVALID_TOKEN);
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(contentType(answer)).isEqualTo("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("code").asString()).isEqualTo(code);
        return problem;
    }

    private static String withoutRequestId(HttpResponse<String> answer) {
        return answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    private static List<String> challenge(HttpResponse<String> answer) {
        return answer.headers().allValues("WWW-Authenticate");
    }

    private static String contentType(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }
}
