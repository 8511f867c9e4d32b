package dev.ezworks.cli.client;

import java.net.http.HttpResponse.ResponseInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server says of the bytes that follow.
 *
 * @param file the whole file
 * @param offset which of its bytes the first one is
 */
record DownloadAnswer(RemoteFile file, long offset) {
    private static final int PARTIAL_CONTENT = 206;
    // RFC 9110 section 14.4, with the length known; short enough for a long.
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

    /**
     * Reads an answer.
     *
     * @param target what was asked to be continued
     * @throws UnexpectedAnswerException if it is no answer to that
     */
    static DownloadAnswer of(ResponseInfo info, DownloadTarget target) {
        return info.statusCode() == PARTIAL_CONTENT
                ? rest(info, target)
                : new DownloadAnswer(RemoteFile.of(info.headers()), 0);
    }

    private static DownloadAnswer rest(ResponseInfo info, DownloadTarget target) {
        Matcher range =
                CONTENT_RANGE.matcher(info.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches()) {
            throw new UnexpectedAnswerException("the answer does not say which bytes follow");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long size = Long.parseLong(range.group(3));
        RemoteFile file = new RemoteFile(size, RemoteFile.digest(info.headers()));
        boolean asAsked = first == target.length()
                && last == size - 1
                && target.version().filter(file.sha256()::equals).isPresent();
        if (!asAsked) {
            throw new UnexpectedAnswerException("other bytes follow than were asked for");
        }
        return new DownloadAnswer(file, first);
    }
}
