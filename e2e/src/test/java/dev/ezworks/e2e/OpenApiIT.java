package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document that the server hands out is about this server. */
class OpenApiIT extends SharedServerTest {
    OpenApiIT(StoreKind store) {
        super(store);
    }

    @Test
    void everyDocumentedPathShouldHaveTheDocumentedMethods() {
        JsonNode paths = document().path("paths");

        for (String path : paths.propertyNames()) {
            if (path.startsWith("/actuator")) {
                continue;
            }
            String example = path.replace("{ops}", "ada").replace("{name}", "x").replace("{id}", "0".repeat(32));
            Answer options = api.send("OPTIONS", example, BodyPublishers.noBody());

            assertThat(allowed(options)).as("%s", path).isEqualTo(documented(paths.path(path)));
        }
    }

    private JsonNode document() {
        return api.send("GET", "/openapi.json", BodyPublishers.noBody()).json();
    }

    private static Set<String> allowed(Answer options) {
        return new TreeSet<>(Arrays.asList(options.header("Allow").orElseThrow().split(", ?")));
    }

    private static Set<String> documented(JsonNode path) {
        Set<String> methods = new TreeSet<>();
        for (String key : path.propertyNames()) {
            if (!key.equals("parameters")) {
                methods.add(key.toUpperCase(Locale.ROOT));
            }
        }
        return methods;
    }
}
