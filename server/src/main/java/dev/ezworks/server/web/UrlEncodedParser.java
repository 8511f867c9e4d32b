package dev.ezworks.server.web;

import dev.ezworks.api.InvalidNameException;

/** Reads {@code application/x-www-form-urlencoded} (WHATWG URL section 5.1), but refuses what does not decode. */
final class UrlEncodedParser implements FormParser {
    @Override
    public FormBody parse(String text) {
        FormBody.Builder fields = new FormBody.Builder();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.value(decode(name), decode(value));
            }
        }
        return fields.build();
    }

    /** @throws ProblemException with {@code bad-request} if an escape is cut short or the bytes are no UTF-8 */
    private static String decode(String encoded) {
        try {
            return PercentEncoding.decode(encoded.replace('+', ' '));
        } catch (InvalidNameException e) {
            throw FormParser.malformed("the fields are not percent-encoded UTF-8");
        }
    }
}
