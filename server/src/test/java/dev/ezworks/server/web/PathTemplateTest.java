package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {
    @Test
    void literalPathShouldMatchItselfOnly() {
        PathTemplate template = new PathTemplate("/ops/files");
        assertThat(template.match("/ops/files")).contains(Map.of());
        assertThat(template.match("/ops/files/")).isEmpty();
        assertThat(template.match("/ops")).isEmpty();
        assertThat(template.match("/OPS/files")).isEmpty();
        assertThat(template.match("/ops/%66iles")).isEmpty();
        assertThat(template.match("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/f/bo/a, bo, a",
        "/f/bo/a/b, bo, a/b",
        "/f/bo/a%2Fb;c%25, bo, a%2Fb;c%25",
        "/f/bo/, bo, ''",
        "/f//a, '', a",
        "/f/bo/../../etc, bo, ../../etc",
        "/f/bo//a, bo, /a"
    })
    void variablesShouldBeLeftAsTheyStand(String path, String ops, String name) {
        assertThat(new PathTemplate("/f/{ops}/{*name}").match(path)).contains(Map.of("ops", ops, "name", name));
    }

    @Test
    void openEndShouldNeedItsSlash() {
        assertThat(new PathTemplate("/f/{ops}/{*name}").match("/f/bo")).isEmpty();
    }
}
