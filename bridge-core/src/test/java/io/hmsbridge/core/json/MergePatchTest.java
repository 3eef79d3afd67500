package io.hmsbridge.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1,"b":2}           | {"b":3}            | {"a":1,"b":3}                 | {"a":1}           | {"b":3}
            {"a":1}                 | {"a":null}         | {"a":null}                    | {}                | {"a":null}
            {"a":null,"b":1}        | {"b":2}            | {"a":null,"b":2}              | {"a":null}        | {"b":2}
            {"a":{"x":1,"y":2}}     | {"a":{"y":3,"z":4}} | {"a":{"x":1,"y":3,"z":4}}    | {"a":{"x":1}}     | {"a":{"y":3}}
            {"a":{"x":1}}           | {"a":5}            | {"a":5}                       | {}                | {"a":5}
            {"a":5}                 | {"a":{"x":1}}      | {"a":{"x":1}}                 | {}                | {"a":{"x":1}}
            {"a":[1,2]}             | {"a":[3]}          | {"a":[3]}                     | {}                | {"a":[3]}
            {"a":1}                 | {"b":2}            | {"a":1,"b":2}                 | {"a":1}           | {}
            """)
    void laysOnePacketOverTheOther(String older, String newer, String merged, String untouched, String touching) {
        assertThat(MergePatch.merged(map(older), map(newer))).isEqualTo(map(merged));
        assertThat(MergePatch.untouched(map(older), map(newer))).isEqualTo(map(untouched));
        assertThat(MergePatch.touching(map(older), map(newer))).isEqualTo(map(touching));
    }

    @SuppressWarnings("unchecked") // these are objects
    private static Map<String, Object> map(String json) {
        return (Map<String, Object>) ExactJson.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
