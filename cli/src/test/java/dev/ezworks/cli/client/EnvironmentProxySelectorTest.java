package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.cli.CliException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxySelectorTest {
    @Test
    void thereShouldBeNoProxyWithoutVariables() {
        assertThat(select(Map.of(), "http://files.example.org")).isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void eachSchemeShouldHaveItsProxy() {
        Map<String, String> variables = Map.of("http_proxy", "http://plain:3128", "https_proxy", "tls:3129/");

        assertThat(address(select(variables, "http://files.example.org"))).isEqualTo("plain:3128");
        assertThat(address(select(variables, "https://files.example.org"))).isEqualTo("tls:3129");
    }

    @Test
    void allProxyShouldServeWhereNothingElseIsSet() {
        Map<String, String> variables = Map.of("ALL_PROXY", "http://any:8080", "http_proxy", "");

        assertThat(address(select(variables, "http://files.example.org"))).isEqualTo("any:8080");
    }

    @Test
    void httpProxyInCapitalsShouldNotBeRead() {
        assertThat(select(Map.of("HTTP_PROXY", "http://injected:80"), "http://files.example.org"))
                .isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void thisMachineShouldBeReachedWithoutProxy() {
        Map<String, String> variables = Map.of("http_proxy", "http://plain:3128");

        assertThat(select(variables, "http://127.0.0.1:5000")).isEqualTo(Proxy.NO_PROXY);
        assertThat(select(variables, "http://localhost:5000")).isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, true",
        ".example.org, true",
        "files.example.org, true",
        "files.example.org:5000, true",
        "files.example.org:5001, false",
        "*, true",
        "ample.org, false",
        "'other.org, EXAMPLE.ORG', true",
        "other.org, false"
    })
    void noProxyShouldExemptHostsAndTheirDomains(String exceptions, boolean exempt) {
        Map<String, String> variables = Map.of("http_proxy", "http://plain:3128", "no_proxy", exceptions);

        assertThat(select(variables, "http://files.example.org:5000").equals(Proxy.NO_PROXY))
                .isEqualTo(exempt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://user:sec ret@proxy:3128", "user:secret@", "user:secret@proxy:70000", "user:secret@a_b"})
    void whatIsNoAddressShouldBeNamedAndNotShown(String value) {
        assertThatThrownBy(() -> select(Map.of("https_proxy", value), "https://files.example.org"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("https_proxy does not hold the address of a proxy")
                .hasMessageNotContaining("sec")
                .hasNoCause();
    }

    private static Proxy select(Map<String, String> variables, String uri) {
        return new EnvironmentProxySelector(variables).select(URI.create(uri)).get(0);
    }

    private static String address(Proxy proxy) {
        InetSocketAddress address = (InetSocketAddress) proxy.address();
        return address.getHostString() + ":" + address.getPort();
    }
}
