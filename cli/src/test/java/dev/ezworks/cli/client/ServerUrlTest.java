package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:5000, http://127.0.0.1:5000",
        "http://127.0.0.1:5000/, http://127.0.0.1:5000",
        "HTTPS://Files.Example.ORG, https://files.example.org",
        "https://files.example.org:443, https://files.example.org",
        "http://files.example.org:80, http://files.example.org",
        "localhost:5000, http://localhost:5000",
        "http://[::1]:5000, http://[::1]:5000",
    })
    void parseShouldBringAnAddressToOneForm(String given, String expected) {
        assertThat(ServerUrl.parse(given)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://",
                "ftp://files.example.org",
                "http://files.example.org/base",
                "http://files.example.org?x=1",
                "http://alice:secret@files.example.org",
                "http://files.example.org:0",
                "http://files.example.org:70000",
                "http://exa mple.org",
            })
    void parseShouldRefuseWhatIsNotSchemeHostAndPort(String given) {
        assertThatThrownBy(() -> ServerUrl.parse(given)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherPortOrSchemeShouldBeAnotherServer() {
        ServerUrl server = ServerUrl.parse("http://files.example.org");

        assertThat(ServerUrl.parse("http://files.example.org:80")).isEqualTo(server);
        assertThat(ServerUrl.parse("http://files.example.org:81")).isNotEqualTo(server);
        assertThat(ServerUrl.parse("https://files.example.org:80")).isNotEqualTo(server);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1, true",
        "http://127.1.2.3, true",
        "http://localhost, true",
        "http://[::1], true",
        "http://127.evil.example, false",
        "http://files.example.org, false"
    })
    void loopbackShouldBeToldFromTheAddress(String given, boolean loopback) {
        assertThat(ServerUrl.parse(given).loopback()).isEqualTo(loopback);
    }

    @Test
    void resolveShouldKeepPercentEncodingAsItIs() {
        assertThat(ServerUrl.DEFAULT.resolve("/ops/files/a%2Fb%25?prefix=%20"))
                .hasToString("http://127.0.0.1:5000/ops/files/a%2Fb%25?prefix=%20");
    }
}
