package dev.ezworks.server.maintenance;

import dev.ezworks.server.files.StoredFile;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The scrub that a running server does by itself, logged and counted. */
public final class BackgroundScrub {
    private static final Logger log = LoggerFactory.getLogger(BackgroundScrub.class);

    private final Scrub scrub;
    private final Duration interval;
    private final ScrubFigures figures;

    /** @param interval from the end of one scrub to the beginning of the next */
    public BackgroundScrub(Scrub scrub, Duration interval, ScrubFigures figures) {
        this.scrub = scrub;
        this.interval = interval;
        this.figures = figures;
    }

    /** Scrubs if it is time to. What fails is logged; a scrub that was interrupted goes on the next time. */
    public Mono<Void> runIfDue() {
        return scrub.runIfDue(interval)
                .doOnNext(figures::add)
                .doOnNext(BackgroundScrub::report)
                .count()
                .doOnNext(this::reportEnd)
                .then()
                .onErrorResume(ScrubTakenOverException.class, e -> Mono.empty())
                .onErrorResume(error -> {
                    log.warn("the scrub did not get through, it will go on where it is: {}", error.toString());
                    return Mono.empty();
                });
    }

    private static void report(Finding finding) {
        StoredFile file = finding.file();
        switch (finding.state()) {
            case DAMAGED ->
                log.error(
                        "version {} of {} of {} is damaged, content {}: {}; upload the file again or restore its content",
                        file.version(),
                        file.name(),
                        file.owner(),
                        file.content(),
                        finding.detail());
            case UNCHECKED ->
                log.warn(
                        "version {} of {} of {} could not be checked, content {}: {}",
                        file.version(),
                        file.name(),
                        file.owner(),
                        file.content(),
                        finding.detail());
            case WHOLE -> {
                if (finding.mended()) {
                    log.info("version {} of {} of {} is whole again", file.version(), file.name(), file.owner());
                }
            }
        }
    }

    /** Nothing is said of a look that found nothing to do. */
    private void reportEnd(long count) {
        if (count > 0) {
            figures.addCompleted();
            log.info("the scrub has come to its end; {} versions since it last began or went on", count);
        }
    }
}
