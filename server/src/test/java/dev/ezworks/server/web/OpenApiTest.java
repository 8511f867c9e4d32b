package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hand-written document says what the route table does. */
class OpenApiTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory();

    private static final String ACTUATOR = "/actuator";

    private final JsonNode document = read();

    @Test
    void theDocumentShouldHaveEveryRouteAndNoOther() {
        Map<String, Access> routes = new TreeMap<>();
        for (Route route : SERVER.server().bean(RouteTable.class).routes()) {
            String path = route.path().replace("{*", "{");
            routes.put(route.method() + " " + path, route.access());
            routes.put(HttpMethod.OPTIONS + " " + path, Access.ANYONE);
        }

        assertThat(operations().keySet()).isEqualTo(routes.keySet());
        operations()
                .forEach((operation, details) -> assertThat(needsToken(details))
                        .as("%s wants a token", operation)
                        .isEqualTo(routes.get(operation) != Access.ANYONE));
    }

    @Test
    void theDocumentShouldHaveEveryProblemCode() {
        Set<String> documented = document.at("/components/schemas/ProblemCode/enum")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());

        assertThat(documented)
                .isEqualTo(
                        Stream.of(ProblemCode.values()).map(ProblemCode::slug).collect(Collectors.toSet()));
    }

    @Test
    void everyOperationShouldHaveANameOfItsOwn() {
        Map<String, JsonNode> operations = operations();

        assertThat(operations.values().stream()
                        .map(details -> details.path("operationId").asString()))
                .hasSize(operations.size())
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    /** What is documented, as {@code METHOD path}; Spring's own paths left out. */
    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths").forEachEntry((path, methods) -> {
            Set<String> names = new TreeSet<>(methods.propertyNames());
            names.remove("parameters");
            if (!path.startsWith(ACTUATOR)) {
                names.forEach(name -> operations.put(name.toUpperCase(Locale.ROOT) + " " + path, methods.path(name)));
            }
        });
        return operations;
    }

    /** The document asks for a token everywhere but where it says {@code "security": []}. */
    private static boolean needsToken(JsonNode details) {
        return details.path("security").isMissingNode();
    }

    private static JsonNode read() {
        try (InputStream in = new ClassPathResource("openapi.json").getInputStream()) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError("the document is missing", e);
        }
    }
}
