package dev.ezworks.e2e.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who changes their own catalog, one change after the other, and remembers what they were told. So at any time
 * there are at most two catalogs that may be found: the one with the change that was asked for and never answered, and
 * the one without it.
 */
final class Operator {
    private final Api.Login login;
    private final RandomChanges changes;
    private final Tally tally;
    private Map<String, Sha256> catalog = Map.of();
    private Optional<Change> open = Optional.empty();

    Operator(Api.Login login, RandomChanges changes, Tally tally) {
        this.login = login;
        this.changes = changes;
        this.tally = tally;
    }

    /** Asks for a change. If this fails, or is answered otherwise, it may have happened or not. */
    Answer change(Api api) {
        Change change = changes.next(catalog.keySet());
        open = Optional.of(change);
        Answer answer = change.send(api, login);
        if (change.isDoneBy(answer)) {
            acknowledge(change);
        }
        return answer;
    }

    /** Asks again for a change that was not acknowledged. */
    Answer changeAgain(Api api) {
        Change change = open.orElseThrow();
        Answer answer = change.send(api, login);
        if (change.isDoneAtLastBy(answer)) {
            acknowledge(change);
        }
        return answer;
    }

    /** Whether the last change was not acknowledged. */
    boolean isOpen() {
        return open.isPresent();
    }

    private void acknowledge(Change change) {
        catalog = change.applyTo(catalog);
        open = Optional.empty();
        tally.acknowledge(change);
    }

    /** Fails unless the catalog is one that may be found, with every file whole. */
    void check(Api api) {
        Map<String, Sha256> found = listed(api);
        Optional<Change> unanswered = open;
        learn(found);
        assertThat(found)
                .as("the catalog of %s, without or with %s", login.username(), unanswered)
                .isEqualTo(catalog);
        found.forEach((name, digest) -> {
            Answer answer = api.get(login, Api.ownPath(name));
            assertThat(answer.status()).as("%s of %s", name, login.username()).isEqualTo(200);
            assertThat(Sha256.of(answer.body()))
                    .as("the bytes of %s of %s", name, login.username())
                    .isEqualTo(digest);
        });
    }

    /** The catalog tells whether a change that was not answered has happened. */
    private void learn(Map<String, Sha256> found) {
        open.ifPresent(change -> {
            Map<String, Sha256> changed = change.applyTo(catalog);
            if (found.equals(changed)) {
                catalog = changed;
                tally.unansweredButDone().increment();
            } else {
                tally.undone().increment();
            }
        });
        open = Optional.empty();
    }

    private Map<String, Sha256> listed(Api api) {
        Answer answer = api.get(login, "/ops/files");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        Map<String, Sha256> found = new HashMap<>();
        answer.json()
                .path("files")
                .forEach(file -> found.put(
                        file.path("name").asString(),
                        Sha256.ofHex(file.path("sha256").asString())));
        return found;
    }
}
