package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsAndSessionsIT extends SharedServerTest {
    AccountsAndSessionsIT(StoreKind store) {
        super(store);
    }

    @Test
    void bothRolesMayHaveTheSameUsername() {
        Username name = Api.freshUsername("twin");

        Api.Login operator = api.signUpAndIn(Role.OPS, name);
        Api.Login client = api.signUpAndIn(Role.CLIENT, name);

        assertThat(api.get(operator, "/session").json().path("role").asString()).isEqualTo("ops");
        assertThat(api.get(client, "/session").json().path("role").asString()).isEqualTo("client");
    }

    @Test
    void signUpShouldSayWhatItMade() {
        String name = Api.freshUsername("ada").value();

        Answer answer = api.postForm("/ops/signup", "username=" + name + "&password=x");

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(answer.json().path("username").asString()).isEqualTo(name);
        assertThat(answer.json().path("role").asString()).isEqualTo("ops");
        assertThat(answer.json().path("createdAt").asString()).endsWith("Z");
    }

    @Test
    void signUpShouldTakeAFormAMultipartFormAndJson() {
        String form = Api.freshUsername("form").value();
        String multipart = Api.freshUsername("multipart").value();
        String json = Api.freshUsername("json").value();

        assertThat(api.postForm("/client/signup", "username=" + form + "&password=x")
                        .status())
                .isEqualTo(201);
        assertThat(api.send(
                                "POST",
                                "/client/signup",
                                BodyPublishers.ofString(multipartFields("username", multipart, "password", "x")),
                                "Content-Type",
                                "multipart/form-data; boundary=b")
                        .status())
                .isEqualTo(201);
        assertThat(api.send(
                                "POST",
                                "/client/signup",
                                BodyPublishers.ofString("{\"username\":\"" + json + "\",\"password\":\"x\"}"),
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void loginByGetWithFieldsInTheBodyShouldAnswerTheToken() {
        Username name = Api.freshUsername("old-script");
        api.signUpAndIn(Role.OPS, name);

        Answer answer = api.send(
                "GET",
                "/ops/login",
                BodyPublishers.ofString("username=" + name + "&password=" + Api.PASSWORD.replace(' ', '+')),
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.text()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void signUpShouldNameEveryBadField() {
        Answer answer = api.postForm("/ops/signup", "username=a%20b&password=");

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).contains("bad-fields");
        List<String> fields = new ArrayList<>();
        answer.json()
                .path("errors")
                .forEach(error -> fields.add(error.path("field").asString()));
        assertThat(fields).containsExactlyInAnyOrder("username", "password");
    }

    @Test
    void signUpShouldRefuseATakenUsername() {
        Api.Login operator = api.operator();

        Answer answer = api.postForm("/ops/signup", "username=" + operator.username() + "&password=other");

        assertThat(answer.status()).as("%s", answer).isEqualTo(409);
        assertThat(answer.problemCode()).contains("username-taken");
    }

    @Test
    void signUpShouldRefuseOtherBodyTypesAndLargeBodies() {
        Answer xml =
                api.send("POST", "/ops/signup", BodyPublishers.ofString("<a/>"), "Content-Type", "application/xml");
        Answer large = api.postForm("/ops/signup", "username=a&password=x&name=" + "n".repeat(20_000));

        assertThat(xml.status()).as("%s", xml).isEqualTo(415);
        assertThat(large.status()).as("%s", large).isEqualTo(413);
        assertThat(large.problemCode()).contains("body-too-large");
    }

    @Test
    void loginShouldTellAnUnknownUserFromAWrongPassword() {
        Api.Login operator = api.operator();

        Answer unknown = api.postForm("/ops/login", "username=" + Api.freshUsername("nobody") + "&password=x");
        Answer wrong = api.postForm("/ops/login", "username=" + operator.username() + "&password=wrong");

        assertThat(unknown.status()).as("%s", unknown).isEqualTo(404);
        assertThat(unknown.problemCode()).contains("no-such-user");
        assertThat(wrong.status()).as("%s", wrong).isEqualTo(401);
        assertThat(wrong.problemCode()).contains("wrong-password");
        assertThat(wrong.header("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer realm=\"ezworks\""));
    }

    @Test
    void credentialsInTheQueryStringShouldBeRefused() {
        Answer answer = api.postForm("/ops/login?username=a&password=x", "");

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).contains("credentials-in-url");
    }

    @Test
    void aTokenShouldBeRefusedFromTheFirstRequestAfterLogout() {
        Api.Login client = api.signUpAndIn(Role.CLIENT, Api.freshUsername("leaving"));

        assertThat(api.get(client, "/logout").status()).isEqualTo(200);
        Answer after = api.get(client, "/session");

        assertThat(after.status()).as("%s", after).isEqualTo(401);
        assertThat(after.problemCode()).contains("invalid-token");
        assertThat(after.header("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains("error=\"invalid_token\""));
    }

    @Test
    void logoutShouldEndNoOtherSessionOfTheAccount() {
        Api.Login first = api.operator();
        String fields = "username=" + first.username() + "&password=" + Api.PASSWORD.replace(' ', '+');
        Api.Login second = new Api.Login(
                Role.OPS, first.username(), api.postForm("/ops/login", fields).text());

        api.get(first, "/logout");

        assertThat(api.get(second, "/session").status()).isEqualTo(200);
    }

    @Test
    void sessionShouldSayWhoseItIs() {
        Api.Login operator = api.operator();

        Answer session = api.get(operator, "/session");

        assertThat(session.json().path("username").asString())
                .isEqualTo(operator.username().value());
        assertThat(session.json().path("expiresAt").asString()).endsWith("Z");
    }

    @Test
    void twoAuthorizationHeadersShouldBeRefused() {
        Api.Login operator = api.operator();

        Answer answer = api.get(operator, "/session", "Authorization", operator.bearer());

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    }

    private static String multipartFields(String... namesAndValues) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(namesAndValues[i])
                    .append("\"\r\n\r\n")
                    .append(namesAndValues[i + 1])
                    .append("\r\n");
        }
        return body.append("--b--\r\n").toString();
    }
}
