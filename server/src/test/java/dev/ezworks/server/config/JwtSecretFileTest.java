package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
class JwtSecretFileTest {
    @TempDir
    private Path folder;

    @Test
    void secretShouldBeLongEnoughForEveryAlgorithm() {
        assertThat(JwtSecretFile.readOrCreate(folder)).hasSizeGreaterThanOrEqualTo(64);
    }

    @Test
    void secretShouldStayTheSame() {
        String secret = JwtSecretFile.readOrCreate(folder);
        assertThat(JwtSecretFile.readOrCreate(folder)).isEqualTo(secret);
    }

    @Test
    void secretsOfTwoFoldersShouldDiffer(@TempDir Path other) {
        assertThat(JwtSecretFile.readOrCreate(folder)).isNotEqualTo(JwtSecretFile.readOrCreate(other));
    }

    @Test
    void fileShouldBeItsOwnersOnlyAndAloneInTheFolder() throws IOException {
        JwtSecretFile.readOrCreate(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(filesInFolder()).containsExactly(file());
    }

    @Test
    void fileOfTheAdministratorShouldBeRead() throws IOException {
        write("chosen by hand\n", "r--------");
        assertThat(JwtSecretFile.readOrCreate(folder)).isEqualTo("chosen by hand");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void fileThatIsNotItsOwnersOnlyShouldBeRefusedWithTheMend(String permissions) throws IOException {
        write("secret", permissions);
        assertThatIllegalStateException()
                .isThrownBy(() -> JwtSecretFile.readOrCreate(folder))
                .withMessageContaining("chmod 600 " + file());
    }

    @Test
    void emptyFileShouldBeRefused() throws IOException {
        write("\n", "rw-------");
        assertThatIllegalStateException()
                .isThrownBy(() -> JwtSecretFile.readOrCreate(folder))
                .withMessageContaining("delete it");
    }

    @Test
    void folderThatDoesNotExistShouldBeTold() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> JwtSecretFile.readOrCreate(folder.resolve("missing")))
                .withMessageContaining("missing");
    }

    private Path file() {
        return folder.resolve("jwt-secret");
    }

    private void write(String content, String permissions) throws IOException {
        Files.writeString(file(), content);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
    }

    private List<Path> filesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
