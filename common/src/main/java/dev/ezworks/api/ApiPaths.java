package dev.ezworks.api;

import java.nio.charset.StandardCharsets;

/** The paths of the HTTP API, and how a name is put into one. */
public final class ApiPaths {
    public static final String LOGOUT = "/logout";
    public static final String SESSION = "/session";
    public static final String UPLOAD = "/ops/upload";
    public static final String UPLOADS = "/ops/uploads";
    public static final String OWN_FILES = "/ops/files";
    public static final String OPERATORS = "/client/ops";
    public static final String OPERATOR_FILES = "/client/files";
    public static final String OPENAPI = "/openapi.json";
    public static final String HEALTH = "/actuator/health";
    public static final String METRICS = "/actuator/prometheus";

    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private ApiPaths() {}

    public static String signup(Role role) {
        return "/" + role.id() + "/signup";
    }

    public static String login(Role role) {
        return "/" + role.id() + "/login";
    }

    /** A resumable upload, by its id. */
    public static String upload(String id) {
        return UPLOADS + "/" + id;
    }

    /** A file of the operator who is logged in. */
    public static String ownFile(FileName name) {
        return OWN_FILES + "/" + encode(name);
    }

    /** The catalog of an operator, as a client sees it. */
    public static String operatorFiles(Username operator) {
        return OPERATOR_FILES + "/" + encodeSegment(operator.value());
    }

    /** A file of an operator, as a client fetches it. */
    public static String operatorFile(Username operator, FileName name) {
        return operatorFiles(operator) + "/" + encode(name);
    }

    private static String encode(FileName name) {
        StringBuilder path = new StringBuilder();
        for (String segment : name.segments()) {
            if (!path.isEmpty()) {
                path.append('/');
            }
            path.append(encodeSegment(segment));
        }
        return path.toString();
    }

    /** Percent-encodes all but the unreserved characters of RFC 3986 section 2.3, as UTF-8. */
    public static String encodeSegment(String segment) {
        StringBuilder out = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return out.toString();
    }
}
