package dev.ezworks.cli.output;

import dev.ezworks.api.FileInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object a line (NDJSON), with the fields of the API. */
public final class FileJsonPrinter implements FilePrinter {
    private final Console console;

    public FileJsonPrinter(Console console) {
        this.console = console;
    }

    @Override
    public void print(FileInfo file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", file.name());
        json.put("size", file.size());
        json.put("contentType", file.contentType());
        json.put("sha256", file.sha256());
        json.put("version", file.version());
        json.put("uploadedAt", file.uploadedAt().toString());
        json.put("damaged", file.damaged());
        console.json(json);
    }
}
