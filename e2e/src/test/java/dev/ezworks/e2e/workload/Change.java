package dev.ezworks.e2e.workload;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.MultipartBody;
import dev.ezworks.e2e.harness.TusUpload;
import java.util.HashMap;
import java.util.Map;

/** One request that changes a catalog, or a few that do so together: all of it happens, or nothing. */
sealed interface Change {
    /** Asks for it; returns the last answer. */
    Answer send(Api api, Api.Login operator);

    /** Whether this answer, the last one to who asks for the first time, says that it has happened. */
    boolean isDoneBy(Answer answer);

    /** The same for an answer to who asks again, when it may have happened before. */
    default boolean isDoneAtLastBy(Answer answer) {
        return isDoneBy(answer);
    }

    /** What a catalog, as names and digests, becomes by it. */
    Map<String, Sha256> applyTo(Map<String, Sha256> catalog);

    /** A file as a raw body. */
    record Put(String name, Bytes content) implements Change {
        @Override
        public Answer send(Api api, Api.Login operator) {
            return api.put(operator, name, content);
        }

        @Override
        public boolean isDoneBy(Answer answer) {
            return answer.status() == 201 || answer.status() == 200;
        }

        @Override
        public Map<String, Sha256> applyTo(Map<String, Sha256> catalog) {
            Map<String, Sha256> changed = new HashMap<>(catalog);
            changed.put(name, content.sha256());
            return changed;
        }
    }

    /** Files as the parts of a form. */
    record Form(Map<String, Bytes> files) implements Change {
        @Override
        public Answer send(Api api, Api.Login operator) {
            MultipartBody body = new MultipartBody();
            files.forEach((name, content) -> body.file(name, content.array()));
            return api.upload(operator, body);
        }

        @Override
        public boolean isDoneBy(Answer answer) {
            return answer.status() == 201;
        }

        @Override
        public Map<String, Sha256> applyTo(Map<String, Sha256> catalog) {
            Map<String, Sha256> changed = new HashMap<>(catalog);
            files.forEach((name, content) -> changed.put(name, content.sha256()));
            return changed;
        }
    }

    /** A file as a resumable upload of two pieces: it appears with the second. */
    record Pieces(String name, Bytes content, int cut) implements Change {
        @Override
        public Answer send(Api api, Api.Login operator) {
            Answer created = TusUpload.create(api, operator, name, content.length());
            if (created.status() != 201) {
                return created;
            }
            TusUpload upload = TusUpload.of(api, operator, created);
            Answer first = upload.patch(0, content.slice(0, cut));
            return first.status() == 204 ? upload.patch(cut, content.slice(cut, (int) content.length())) : first;
        }

        @Override
        public boolean isDoneBy(Answer answer) {
            return answer.status() == 204;
        }

        @Override
        public Map<String, Sha256> applyTo(Map<String, Sha256> catalog) {
            Map<String, Sha256> changed = new HashMap<>(catalog);
            changed.put(name, content.sha256());
            return changed;
        }
    }

    /** A file less. */
    record Delete(String name) implements Change {
        @Override
        public Answer send(Api api, Api.Login operator) {
            return api.delete(operator, Api.ownPath(name));
        }

        @Override
        public boolean isDoneBy(Answer answer) {
            return answer.status() == 204;
        }

        @Override
        public boolean isDoneAtLastBy(Answer answer) {
            return isDoneBy(answer) || answer.status() == 404;
        }

        @Override
        public Map<String, Sha256> applyTo(Map<String, Sha256> catalog) {
            Map<String, Sha256> changed = new HashMap<>(catalog);
            changed.remove(name);
            return changed;
        }
    }
}
