package dev.ezworks.server.config;

import dev.ezworks.server.web.ProblemHandler;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.web.context.reactive.StandardReactiveWebEnvironment;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import reactor.core.publisher.Hooks;

/** Starts Spring with our settings, and tells in one line why if that does not work. */
public final class ServerStart {
    private static final Logger log = LoggerFactory.getLogger(ServerStart.class);

    private ServerStart() {}

    /** Starts the server and returns when it is ready; false if it could not be started, which has been logged. */
    public static boolean start(String... args) {
        Hooks.onErrorDropped(ServerStart::logDropped);
        if (isPackaged() && SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null) {
            SpringProperties.setFlag(AotDetector.AOT_ENABLED);
        }
        try {
            SpringApplication application = new SpringApplication(ServerConfiguration.class, BootConfiguration.class);
            application.setBannerMode(Banner.Mode.OFF);
            application.setLogStartupInfo(false);
            if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
                application.setEnvironment(new OfTheJar());
                application.run("--spring.config.location=classpath:/application.properties");
            } else {
                application.addListeners(new Settings());
                application.run(args);
            }
            return true;
        } catch (AbandonedRunException e) {
            // Asked to stop once everything is in place, or known: by who makes a class-data archive, or the jar.
            throw e;
        } catch (Throwable e) {
            log.error(StartupFailure.explain(e));
            return false;
        }
    }

    /** Whether this is the jar, for which Spring has worked out beforehand which objects to make (docs/adr/0021). */
    private static boolean isPackaged() {
        return ServerStart.class.getPackage().getImplementationVersion() != null;
    }

    /** An error that came when its request had ended already: a second one, most often of a broken connection. */
    private static void logDropped(Throwable error) {
        if (!ProblemHandler.isClientGone(error)) {
            log.warn("an error came too late to be answered: {}", error.toString());
        }
    }

    /** Settings for the making of the jar: those that are in it, and none of whoever makes it. */
    private static final class OfTheJar extends StandardReactiveWebEnvironment {
        @Override
        protected void customizePropertySources(MutablePropertySources sources) {
            // Neither the system's properties nor its environment.
        }
    }

    /** Adds our own sources of settings before anything is read. */
    private static final class Settings implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            ConfigurableEnvironment environment = event.getEnvironment();
            DotenvPropertySource.addTo(environment);
            LogSettings.apply(environment);
            ListenAddress.replaceIfBlank(environment);
            Map<String, Object> tls = TlsSettings.of(environment);
            environment.getPropertySources().addFirst(new MapPropertySource("tls", tls));
        }

        /** After Spring's own, which read application.properties, and before the log is set up by them. */
        @Override
        public int getOrder() {
            return LoggingApplicationListener.DEFAULT_ORDER - 1;
        }
    }
}
