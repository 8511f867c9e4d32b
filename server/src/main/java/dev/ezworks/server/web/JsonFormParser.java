package dev.ezworks.server.web;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON object whose values are strings. */
final class JsonFormParser implements FormParser {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public FormBody parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return fields(parser);
        } catch (JacksonException e) {
            throw notAnObject();
        }
    }

    private static FormBody fields(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw notAnObject();
        }
        FormBody.Builder fields = new FormBody.Builder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                fields.value(name, parser.getString());
            } else {
                parser.skipChildren();
                fields.fault(name, "is not a string");
            }
        }
        if (parser.nextToken() != null) {
            throw notAnObject();
        }
        return fields.build();
    }

    private static ProblemException notAnObject() {
        return FormParser.malformed("the body is not one JSON object");
    }
}
