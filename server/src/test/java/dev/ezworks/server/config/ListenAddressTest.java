package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ListenAddressTest {
    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void withoutASettingItShouldBeTheLoopbackAddress() {
        assertThat(ListenAddress.of(environment).host()).isEqualTo("127.0.0.1");
    }

    @Test
    void emptySettingShouldNotOpenEveryAddress() {
        set(" ");

        ListenAddress.replaceIfBlank(environment);

        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    @Test
    void settingShouldStay() {
        set("0.0.0.0");

        ListenAddress.replaceIfBlank(environment);

        assertThat(ListenAddress.of(environment)).isEqualTo(new ListenAddress("0.0.0.0"));
        assertThat(ListenAddress.of(environment).isLoopback()).isFalse();
    }

    private void set(String address) {
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("server.address", address)));
    }
}
