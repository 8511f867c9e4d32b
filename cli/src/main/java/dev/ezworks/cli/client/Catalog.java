package dev.ezworks.cli.client;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;

/** A catalog of files and where the API has it: an operator's, as clients see it, or one's own. */
public sealed interface Catalog {
    /** The path of the list. */
    String path();

    /** The path of a file. */
    String path(FileName name);

    /** The catalog of the operator who is logged in. */
    static Catalog own() {
        return new Own();
    }

    /** An operator's catalog, for a client. */
    static Catalog of(Username operator) {
        return new Operators(operator);
    }

    /** What {@link #own()} gives. */
    record Own() implements Catalog {
        @Override
        public String path() {
            return ApiPaths.OWN_FILES;
        }

        @Override
        public String path(FileName name) {
            return ApiPaths.ownFile(name);
        }
    }

    /** What {@link #of} gives. */
    record Operators(Username operator) implements Catalog {
        @Override
        public String path() {
            return ApiPaths.operatorFiles(operator);
        }

        @Override
        public String path(FileName name) {
            return ApiPaths.operatorFile(operator, name);
        }
    }
}
