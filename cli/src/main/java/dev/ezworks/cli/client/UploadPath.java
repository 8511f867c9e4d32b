package dev.ezworks.cli.client;

import dev.ezworks.api.ApiPaths;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a server has a resumable upload: a path of that server and nothing else, whoever names it. A token must not
 * follow an address that came out of an answer, or out of a file, to another server.
 *
 * @param value starts with {@code /}
 */
record UploadPath(String value) {
    private static final Pattern FORM = Pattern.compile(Pattern.quote(ApiPaths.UPLOADS) + "/[A-Za-z0-9_-]{1,128}");

    /** @throws IllegalArgumentException if it is anything else */
    UploadPath {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("this is not the path of an upload");
        }
    }

    /**
     * What a server says in {@code Location}: the path, or the whole address.
     *
     * @throws IllegalArgumentException if no upload of a server can be there
     */
    static UploadPath ofLocation(String location) {
        return new UploadPath(String.valueOf(URI.create(location).getRawPath()));
    }
}
