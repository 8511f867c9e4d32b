package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class FailureTableTest {
    @Test
    void whatMayNotBeReadShouldBeNamed() {
        Failure failure = FailureTable.failure(new AccessDeniedException("dir/closed"));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(failure.reason()).isEqualTo("no permission for dir/closed");
    }
}
