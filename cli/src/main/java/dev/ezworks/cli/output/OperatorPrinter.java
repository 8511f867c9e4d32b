package dev.ezworks.cli.output;

import dev.ezworks.cli.client.OperatorInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the operators. */
public final class OperatorPrinter {
    private static final String ROW = "%10s  %-20s  %s";

    private final Console console;

    public OperatorPrinter(Console console) {
        this.console = console;
    }

    /** A username a line. */
    public void names(List<OperatorInfo> operators) {
        operators.forEach(operator -> console.data(DisplayText.escape(operator.username())));
    }

    /** Number of files, time of the newest upload (UTC) and username on a line. */
    public void table(List<OperatorInfo> operators) {
        console.data(String.format(Locale.ROOT, ROW, "FILES", "NEWEST UPLOAD", "OPERATOR"));
        for (OperatorInfo operator : operators) {
            Instant newest = operator.newestUpload();
            console.data(String.format(
                    Locale.ROOT,
                    ROW,
                    operator.files(),
                    newest == null ? "-" : newest.truncatedTo(ChronoUnit.SECONDS),
                    DisplayText.escape(operator.username())));
        }
    }

    /** An object a line (NDJSON), with the fields of the API. */
    public void json(List<OperatorInfo> operators) {
        for (OperatorInfo operator : operators) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("username", operator.username());
            json.put("files", operator.files());
            putIfPresent(json, operator.newestUpload());
            console.json(json);
        }
    }

    private static void putIfPresent(Map<String, Object> json, @Nullable Instant newestUpload) {
        if (newestUpload != null) {
            json.put("newestUpload", newestUpload.toString());
        }
    }
}
