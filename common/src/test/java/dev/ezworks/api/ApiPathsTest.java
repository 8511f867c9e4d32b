package dev.ezworks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPathsTest {
    @Test
    void pathsShouldBeThoseOfTheApi() {
        assertThat(ApiPaths.signup(Role.OPS)).isEqualTo("/ops/signup");
        assertThat(ApiPaths.login(Role.CLIENT)).isEqualTo("/client/login");
        assertThat(ApiPaths.ownFile(FileName.of("a/b.txt"))).isEqualTo("/ops/files/a/b.txt");
        assertThat(ApiPaths.operatorFiles(new Username("bo@x"))).isEqualTo("/client/files/bo%40x");
        assertThat(ApiPaths.operatorFile(new Username("bo"), FileName.of("a b")))
                .isEqualTo("/client/files/bo/a%20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "a;b=c", "a?b#c", "a+b", "\"<>\"", "é", "\uD83D\uDE00", "a%2Fb", "~-._"})
    void nameShouldSurviveTheWayThroughAUri(String name) {
        URI uri = URI.create("http://h" + ApiPaths.ownFile(FileName.of("x/" + name)));
        assertThat(uri.getPath()).isEqualTo("/ops/files/x/" + name);
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
    }
}
