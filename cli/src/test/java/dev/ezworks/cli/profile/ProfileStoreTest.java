package dev.ezworks.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.client.ServerUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileStoreTest {
    private static final Instant MORNING = Instant.parse("2026-01-31T09:00:00Z");

    @TempDir
    Path parent;

    private Path folder;
    private ProfileStore store;

    @BeforeEach
    void openStore() {
        folder = parent.resolve("config/ezworks");
        store = new ProfileStore(folder);
    }

    @Test
    void thereShouldBeNoProfilesAtFirst() {
        assertThat(store.load().all()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aProfileShouldComeBackAsItWasSaved() {
        Profile saved = new Profile(
                "work",
                ServerUrl.parse("https://files.example.org"),
                Role.OPS,
                new Username("zoë"),
                "the-token",
                MORNING.plusSeconds(1),
                MORNING,
                Path.of("/etc/ssl/own ca.pem"));
        store.update(profiles -> profiles.with(saved));

        assertThat(new ProfileStore(folder).load().all()).containsExactly(saved);
    }

    @Test
    void onlyTheOwnerShouldReadFileAndFolder() throws IOException {
        store.update(profiles -> profiles.with(profile("a", Role.OPS, "alice", 0)));

        assertThat(permissions(folder)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(ProfileStoreTest::permissions)).isNotEmpty().containsOnly("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
    void aFileThatOthersCanReadShouldBeRefusedWithTheMendingCommand(String permissions) throws IOException {
        store.update(profiles -> profiles.with(profile("a", Role.OPS, "alice", 0)));
        Path file = folder.resolve("profiles.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(store::load)
                .isInstanceOf(CliException.class)
                .hasMessageContaining("chmod 600 '" + file + "'");
    }

    @Test
    void aDamagedFileShouldBeNamed() throws IOException {
        store.update(profiles -> profiles.with(profile("a", Role.OPS, "alice", 0)));
        Path file = folder.resolve("profiles.json");
        Files.writeString(file, "{\"profiles\":[{\"name\":1}]}");

        assertThatThrownBy(store::load)
                .isInstanceOf(CliException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("log in again");
    }

    @Test
    void aNewLoginShouldReplaceTheOldOneOfTheSameUser() {
        store.update(profiles -> profiles.with(profile("a", Role.OPS, "alice", 0)));
        store.update(profiles -> profiles.with(profile("b", Role.OPS, "alice", 1)));

        assertThat(store.load().all()).extracting(Profile::name).containsExactly("b");
    }

    @Test
    void theNewestLoginShouldBeCurrent() {
        Profiles profiles = new Profiles(List.of())
                .with(profile("a", Role.OPS, "alice", 2))
                .with(profile("b", Role.CLIENT, "alice", 1))
                .with(profile("c", Role.CLIENT, "bob", 0));

        assertThat(name(profiles, null, null)).isEqualTo("a");
        assertThat(name(profiles, null, Role.CLIENT)).isEqualTo("b");
        assertThat(name(profiles, "c", null)).isEqualTo("c");
        assertThat(profiles.newest(new ProfileFilter("c", null, Role.OPS))).isEmpty();
        assertThat(profiles.newest(new ProfileFilter(null, ServerUrl.parse("http://other"), null)))
                .isEmpty();
    }

    @Test
    void aTokenShouldNotShowInText() {
        assertThat(profile("a", Role.OPS, "alice", 0).toString()).doesNotContain("token-of");
    }

    private static String name(Profiles profiles, @Nullable String name, @Nullable Role role) {
        return profiles.newest(new ProfileFilter(name, null, role))
                .orElseThrow()
                .name();
    }

    private static Profile profile(String name, Role role, String user, int hour) {
        return new Profile(
                name,
                ServerUrl.DEFAULT,
                role,
                new Username(user),
                "token-of-" + name,
                MORNING.plusSeconds(86_400),
                MORNING.plusSeconds(3600L * hour),
                null);
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
