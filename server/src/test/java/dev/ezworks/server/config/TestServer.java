package dev.ezworks.server.config;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.maintenance.InMemoryScrubStore;
import dev.ezworks.server.session.InMemorySessionStore;
import dev.ezworks.server.session.LoggedIn;
import dev.ezworks.server.session.Sessions;
import dev.ezworks.server.uploads.InMemoryUploadStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Mono;

/** The whole server on a free port, on stores in memory or a local one: for tests through the public door. */
public final class TestServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private TestServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * On stores in memory.
     *
     * @param settings such as {@code ezworks.uploads.max-size}
     */
    public static TestServer start(Map<String, String> settings) {
        return start(
                new SpringApplication(
                        OwnThreads.class, InMemoryStores.class, ServerConfiguration.class, BootConfiguration.class),
                settings);
    }

    /** On a local store in this folder, which sends files by {@code sendfile}. */
    public static TestServer startOnDisk(Path folder, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("ezworks.data", folder.toString());
        // Whatever the environment of the tests says.
        all.put("MONGO_CONNECTION_STRING", "");
        return start(new SpringApplication(OwnThreads.class, ServerConfiguration.class, BootConfiguration.class), all);
    }

    private static TestServer start(SpringApplication application, Map<String, String> settings) {
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
        WebServer server = ((WebServerApplicationContext) context).getWebServer();
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(server).getPort());
    }

    /** An object of the server. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The store of the bytes. */
    public ContentStore contents() {
        return bean(Stores.class).contents();
    }

    /** The store of the catalogs. */
    public FileStore files() {
        return bean(Stores.class).files();
    }

    /** Makes an account and logs it in; gives the token. */
    public String logIn(Role role, String name) {
        Username username = new Username(name);
        Account account = new Account(role, username, "no password", null, null, Instant.EPOCH);
        Await.done(bean(Stores.class).accounts().create(account));
        return LoggedIn.token(bean(Sessions.class), role, username);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Reactor Netty's threads are shared in a JVM unless told otherwise, and end with the first server that closes. */
    @Configuration(proxyBeanMethods = false)
    static class OwnThreads {
        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InMemoryStores {
        @Bean
        Stores stores() {
            return new Stores(
                    "memory",
                    new InMemoryContentStore(Clock.systemUTC()),
                    new InMemoryFileStore(),
                    new InMemoryUploadStore(),
                    new InMemoryAccountStore(),
                    new InMemorySessionStore(),
                    new InMemoryScrubStore(Clock.systemUTC()),
                    Mono::empty,
                    () -> {});
        }
    }
}
