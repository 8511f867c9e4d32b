package dev.ezworks.server.config;

import dev.ezworks.server.maintenance.Finding;
import dev.ezworks.server.maintenance.Scrub;
import dev.ezworks.server.transfers.BufferBudget;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import org.springframework.aot.AotDetector;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.SpringProperties;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Checks the store that the settings choose once, without serving: on the local store only while no server runs. */
public final class ScrubStart {
    /** Beats application.properties, which a call would not. */
    private static final String NO_WEB = "--spring.main.web-application-type=none";

    private ScrubStart() {}

    /**
     * Reads everything, tells of it as lines of JSON (see {@link ScrubReport}), and returns when that is done.
     *
     * @return whether it came to its end, whatever it found; if not, the last line says why
     */
    public static boolean run(OutputStream out) {
        // What was worked out for the jar is the server.
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        SpringApplication application = new SpringApplication(Settings.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.addListeners(new Dotenv());
        ScrubReport report = new ScrubReport(lines, Clock.systemUTC());
        try (ConfigurableApplicationContext context = application.run(NO_WEB)) {
            scrub(context, report);
            return true;
        } catch (Exception e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            report.failed(StartupFailure.reason(cause));
            return false;
        }
    }

    private static void scrub(ConfigurableApplicationContext context, ScrubReport report) {
        EzworksProperties properties = context.getBean(EzworksProperties.class);
        Clock clock = Clock.systemUTC();
        boolean alone = StoreChoice.mongo(context.getEnvironment()).isEmpty();
        Scheduler scheduler = Schedulers.newSingle("scrub", true);
        try (Stores stores = StoreChoice.openExisting(
                properties,
                context.getEnvironment(),
                new BufferBudget(properties.transfer().budgetBytes()),
                clock)) {
            Flux<Finding> findings = new Scrub(
                            stores.files(),
                            stores.contents(),
                            stores.scrub(),
                            clock,
                            properties.scrub().bytesPerSecond(alone),
                            scheduler)
                    .runNow();
            findings.doOnNext(report::found).then().toFuture().join();
            report.completed();
        } finally {
            scheduler.dispose();
        }
    }

    /** Adds the settings in {@code .env}. */
    private static final class Dotenv implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            DotenvPropertySource.addTo(event.getEnvironment());
        }
    }

    /** Only what says where the store is. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(EzworksProperties.class)
    static class Settings {}
}
