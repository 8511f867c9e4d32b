package dev.ezworks.server.files;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Publishing several files where the store cannot do so in one step. */
public interface PublishOneAtATimeContract extends FileStoreFixture {
    @Test
    default void publishOfSeveralFilesShouldBeRefusedAsAWhole() {
        assertThatThrownBy(() -> done(testee().publish(OLGA, List.of(version("a", "x"), version("b", "y")), NOW)))
                .isInstanceOf(TransactionsNotSupportedException.class);

        assertThat(names(OLGA, FileQuery.ALL)).isEmpty();
    }
}
