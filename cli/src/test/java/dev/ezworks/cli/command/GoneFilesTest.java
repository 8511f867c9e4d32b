package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.cli.client.PartialNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoneFilesTest extends CommandTest {
    @Test
    void whatIsGoneAlreadyShouldBeNoFailure() throws IOException {
        GoneFiles files = new GoneFiles(folder, Set.of());
        Path file = folder.resolve("sub/file");
        LocalTree tree = new LocalTree(folder, cli.environment());
        for (Path path : List.of(file, PartialNames.of(file).bytes())) {
            Files.createDirectory(file.getParent());
            Files.writeString(path, "");
            Leftover.Gone found = (Leftover.Gone) files.find().get(0);

            assertThat(files.remove(found, tree)).isTrue();
            assertThat(folder).isEmptyDirectory();
            assertThat(files.remove(found, tree)).isTrue();
        }
    }
}
