package dev.ezworks.server.config;

import dev.ezworks.server.account.AccountProblems;
import dev.ezworks.server.account.PasswordRule;
import dev.ezworks.server.account.Passwords;
import dev.ezworks.server.account.SignUp;
import dev.ezworks.server.account.SignUpEndpoint;
import dev.ezworks.server.files.ContentSender;
import dev.ezworks.server.files.DeleteEndpoint;
import dev.ezworks.server.files.DownloadEndpoint;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.FileProblems;
import dev.ezworks.server.files.ListEndpoint;
import dev.ezworks.server.files.OperatorsEndpoint;
import dev.ezworks.server.maintenance.BackgroundScrub;
import dev.ezworks.server.maintenance.Scrub;
import dev.ezworks.server.maintenance.ScrubFigures;
import dev.ezworks.server.maintenance.Sweep;
import dev.ezworks.server.metrics.ProblemMetrics;
import dev.ezworks.server.metrics.SweepMetrics;
import dev.ezworks.server.metrics.TransferMetrics;
import dev.ezworks.server.session.LogIn;
import dev.ezworks.server.session.LogInEndpoint;
import dev.ezworks.server.session.LogInRule;
import dev.ezworks.server.session.LogOutEndpoint;
import dev.ezworks.server.session.SessionEndpoint;
import dev.ezworks.server.session.SessionProblems;
import dev.ezworks.server.session.Sessions;
import dev.ezworks.server.session.TokenCodec;
import dev.ezworks.server.session.TokenKey;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.transfers.SteadyScheduler;
import dev.ezworks.server.uploads.TusResponseHeaders;
import dev.ezworks.server.uploads.UploadEndpoints;
import dev.ezworks.server.uploads.UploadLimits;
import dev.ezworks.server.uploads.UploadPorts;
import dev.ezworks.server.uploads.UploadProblems;
import dev.ezworks.server.web.HttpFrame;
import dev.ezworks.server.web.OpenApiEndpoint;
import dev.ezworks.server.web.ProblemHandler;
import dev.ezworks.server.web.ProblemTable;
import dev.ezworks.server.web.RequestId;
import dev.ezworks.server.web.RequestListener;
import dev.ezworks.server.web.RouteTable;
import dev.ezworks.server.web.Routing;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Puts the server together: every object and what it is made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EzworksProperties.class)
class ServerConfiguration {
    // Spring Security's own filter has -100; routing comes before it, the request's id before everything.
    private static final int ROUTING_ORDER = -200;

    private static final int WAITING_PASSWORDS_PER_CORE = 32;
    private static final int TRANSFER_THREADS_PER_CORE = 8;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Stores stores(
            EzworksProperties properties,
            Environment environment,
            BufferBudget budget,
            Clock clock,
            MeterRegistry registry) {
        return MonitoringConfiguration.timed(StoreChoice.open(properties, environment, budget, clock), registry);
    }

    @Bean
    ActiveTransfers activeTransfers(Clock clock, TransferMetrics metrics) {
        return new ActiveTransfers(clock, metrics);
    }

    @Bean
    FileCatalog fileCatalog(Stores stores, Clock clock) {
        return new FileCatalog(stores.files(), stores.accounts(), clock);
    }

    @Bean(destroyMethod = "dispose")
    Scheduler passwordScheduler() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Passwords.scheduler(cores, cores * WAITING_PASSWORDS_PER_CORE);
    }

    /** Where bytes are digested and written; more threads than cores, since they wait for the disk. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService transferThreads() {
        int threads = Runtime.getRuntime().availableProcessors() * TRANSFER_THREADS_PER_CORE;
        return Executors.newFixedThreadPool(threads, new CustomizableThreadFactory("transfer-"));
    }

    @Bean
    Passwords passwords(Scheduler passwordScheduler) {
        return new Passwords(new Argon2PasswordHasher(), passwordScheduler);
    }

    @Bean
    Sessions sessions(Stores stores, TokenKey key, Clock clock) {
        return new Sessions(stores.sessions(), new TokenCodec(key, clock), new SecureRandom(), clock);
    }

    @Bean
    TokenKey tokenKey(EzworksProperties properties, Environment environment, Stores stores) {
        return TokenKeyChoice.of(properties, environment);
    }

    @Bean
    SignUpEndpoint signUpEndpoint(Stores stores, Passwords passwords, EzworksProperties properties, Clock clock) {
        PasswordRule rule = checked(() -> new PasswordRule(properties.accounts().minPasswordLength()));
        return new SignUpEndpoint(new SignUp(stores.accounts(), passwords, rule, clock));
    }

    @Bean
    LogInEndpoint logInEndpoint(Stores stores, Passwords passwords, Sessions sessions, EzworksProperties properties) {
        LogInRule rule = checked(() -> new LogInRule(
                properties.sessions().lifetime(), properties.accounts().hideUnknown()));
        return new LogInEndpoint(new LogIn(stores.accounts(), passwords, sessions, rule));
    }

    @Bean
    BufferBudget bufferBudget(EzworksProperties properties) {
        return checked(() -> new BufferBudget(properties.transfer().budgetBytes()));
    }

    @Bean
    UploadLimits uploadLimits(EzworksProperties properties) {
        EzworksProperties.Uploads settings = properties.uploads();
        return checked(() -> new UploadLimits(settings.maxSize().toBytes(), settings.lease(), settings.expiry()));
    }

    @Bean
    UploadEndpoints uploadEndpoints(
            Stores stores,
            FileCatalog catalog,
            ActiveTransfers transfers,
            BufferBudget budget,
            UploadLimits limits,
            ExecutorService transferThreads,
            Clock clock) {
        UploadPorts ports =
                new UploadPorts(stores.contents(), stores.uploads(), catalog, stores.sessions(), stores.accounts());
        return new UploadEndpoints(ports, transfers, budget, limits, new SteadyScheduler(transferThreads), clock);
    }

    /** What a setting's own class refuses is told like every other reason not to start. */
    private static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new StartupException("a setting is out of range: " + e.getMessage(), e);
        }
    }

    @Bean
    RouteTable routeTable(
            SignUpEndpoint signUp,
            LogInEndpoint logIn,
            Sessions sessions,
            UploadEndpoints uploads,
            FileCatalog catalog,
            Stores stores,
            ActiveTransfers transfers,
            JsonMapper json) {
        return new RouteTable(List.of(
                signUp,
                logIn,
                new LogOutEndpoint(sessions),
                new SessionEndpoint(),
                uploads,
                new ListEndpoint(catalog, json),
                new OperatorsEndpoint(catalog),
                new DownloadEndpoint(catalog, new ContentSender(stores.contents(), transfers)),
                new DeleteEndpoint(catalog),
                new OpenApiEndpoint()));
    }

    @Bean
    @Order(ROUTING_ORDER - 1)
    TusResponseHeaders tusResponseHeaders(UploadLimits limits) {
        return new TusResponseHeaders(limits.maxFileSize());
    }

    @Bean
    @Order(ROUTING_ORDER)
    Routing routing(RouteTable table, EzworksProperties properties, Environment environment) {
        return new Routing(table, MonitoringConfiguration.shownOfActuator(properties, environment));
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RequestId requestId() {
        return new RequestId();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ProblemHandler problemHandler(JsonMapper json, ProblemMetrics metrics) {
        ProblemTable table = new ProblemTable();
        AccountProblems.addTo(table);
        SessionProblems.addTo(table);
        FileProblems.addTo(table);
        UploadProblems.addTo(table);
        StoreProblems.addTo(table);
        return new ProblemHandler(table, json, metrics);
    }

    /** Taken by Spring for the server's own address, being what it is. */
    @Bean
    HttpFrame httpFrame(JsonMapper json, Clock clock, EzworksProperties properties, RequestListener listener) {
        return new HttpFrame(
                json,
                clock,
                properties.http().headerTimeout(),
                properties.http().idleTimeout(),
                listener);
    }

    @Bean
    StoreHealth storeHealthIndicator(Stores stores) {
        return new StoreHealth(stores);
    }

    @Bean
    SweepSchedule sweepSchedule(
            Stores stores, ActiveTransfers transfers, Clock clock, EzworksProperties properties, SweepMetrics metrics) {
        Sweep sweep = new Sweep(
                stores.contents(),
                stores.files(),
                stores.uploads(),
                stores.sessions(),
                transfers,
                clock,
                properties.sweep().grace());
        return checked(() -> new SweepSchedule(sweep, properties.sweep().interval(), metrics));
    }

    @Bean
    ScrubFigures scrubFigures() {
        return new ScrubFigures();
    }

    /** Where the scrub waits and computes; one thread, so that it never takes more than one core. */
    @Bean(destroyMethod = "dispose")
    Scheduler scrubScheduler() {
        return Schedulers.newSingle("scrub", true);
    }

    @Bean
    ScrubSchedule scrubSchedule(
            Stores stores, ScrubFigures figures, Scheduler scrubScheduler, Clock clock, EzworksProperties properties) {
        EzworksProperties.Scrub settings = properties.scrub();
        return checked(() -> {
            Scrub scrub = new Scrub(
                    stores.files(),
                    stores.contents(),
                    stores.scrub(),
                    clock,
                    settings.bytesPerSecond(false),
                    scrubScheduler);
            return new ScrubSchedule(new BackgroundScrub(scrub, settings.every(), figures), settings.every());
        });
    }

    @Bean
    RunningRequests runningRequests() {
        return new RunningRequests();
    }

    @Bean
    TransfersShutdown transfersShutdown(ActiveTransfers transfers, RunningRequests requests) {
        return new TransfersShutdown(transfers, requests);
    }

    @Bean
    ReadyAnnouncement readyAnnouncement(Stores stores, TokenKey key) {
        return new ReadyAnnouncement(stores.description(), key);
    }
}
