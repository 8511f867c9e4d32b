package dev.ezworks.server.files;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Catalogs in one line each. */
public interface SummaryContract extends FileStoreFixture {
    @Test
    default void summarizeShouldCountFilesInTheOrderGiven() {
        Instant later = NOW.plusSeconds(5);
        done(testee().publish(OLGA, List.of(version("a", "1")), later));
        publish(OLGA, "b");
        publish(OLGA, "b");
        publish(OLEG, "c");
        Username none = new Username("nobody");

        assertThat(all(testee().summarize(Flux.just(OLGA, none, OLEG))))
                .containsExactly(
                        new OperatorSummary(OLGA, 2, later),
                        new OperatorSummary(none, 0, null),
                        new OperatorSummary(OLEG, 1, NOW));
    }

    @Test
    default void summarizeShouldNotCountRemovedFiles() {
        publish(OLGA, "a");
        done(testee().remove(OLGA, FileName.of("a"), Precondition.NONE, NOW));

        assertThat(all(testee().summarize(Flux.just(OLGA)))).containsExactly(new OperatorSummary(OLGA, 0, null));
    }

    @Test
    default void summarizeShouldBeEmptyForNoOperators() {
        assertThat(all(testee().summarize(Flux.empty()))).isEmpty();
    }

    @Test
    default void summarizeShouldDoForManyOperators() {
        List<Username> operators = IntStream.range(0, 700)
                .mapToObj(i -> new Username("operator" + i))
                .toList();
        publish(operators.get(699), "a");

        List<OperatorSummary> summaries = all(testee().summarize(Flux.fromIterable(operators)));

        assertThat(summaries).extracting(OperatorSummary::operator).containsExactlyElementsOf(operators);
        assertThat(summaries.get(699).files()).isEqualTo(1);
    }
}
