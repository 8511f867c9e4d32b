package dev.ezworks.server.config;

import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.session.InMemorySessionStore;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The whole server on a free port, on stores in memory: for tests through the public door. */
public final class TestServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private TestServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param settings such as {@code ezworks.uploads.max-size} */
    public static TestServer start(Map<String, String> settings) {
        SpringApplication application =
                new SpringApplication(InMemoryStores.class, ServerConfiguration.class, BootConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        Map<String, String> all = new HashMap<>(Map.of(
                "server.port", "0",
                "server.shutdown", "immediate",
                "JWT_SECRET", "0123456789abcdef0123456789abcdef"));
        all.putAll(settings);
        String[] args = all.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new TestServer(application.run(args));
    }

    /** Where it listens. */
    public URI uri() {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** An object of the server. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class InMemoryStores {
        @Bean
        Stores stores() {
            return new Stores(
                    "memory",
                    new InMemoryContentStore(Clock.systemUTC()),
                    new InMemoryFileStore(),
                    new InMemoryAccountStore(),
                    new InMemorySessionStore(),
                    Mono::empty,
                    () -> {});
        }
    }
}
