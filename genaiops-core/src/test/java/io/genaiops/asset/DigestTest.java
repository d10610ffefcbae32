package io.genaiops.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values were computed once, outside of Java, over the canonical JSON that stands beside them. */
class DigestTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** FIPS 180-2, appendix B.1. */
    @Test
    void bytes_and_text_give_plain_sha_256() {
        String abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Digest.ofBytes("abc".getBytes(StandardCharsets.UTF_8))).hasToString(abc);
        assertThat(Digest.ofText("abc")).isEqualTo(Digest.parse(abc));
        assertThat(Digest.parse(abc).abbreviated()).isEqualTo("ba7816bf8f01");
    }

    /**
     * The example of RFC 8785, section 3.2.2; canonical:
     * {@code {"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],
     * "string":"€$\u000f\nA'B\"\\\\\"/"}}.
     */
    @Test
    void json_is_digested_in_its_canonical_form() throws Exception {
        JsonNode json = new ObjectMapper().readTree("""
                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}
                """);

        assertThat(Digest.ofJson(json))
                .hasToString("sha256:2d5e01a318d0f0879ab568c4be289c8b1f64ef8921a53c6277d5e069978baacb");
    }

    /** The keys of RFC 8785, section 3.2.3, are sorted by UTF-16 units: {@code \r 1 \u0080 ö € 😀 \ufb33}. */
    @Test
    void keys_are_sorted_by_utf_16_units() {
        JsonNode json = JSON.objectNode()
                .put("\u20ac", 5)
                .put("\r", 1)
                .put("\ufb33", 7)
                .put("1", 2)
                .put("\ud83d\ude00", 6)
                .put("\u0080", 3)
                .put("\u00f6", 4);

        assertThat(Digest.ofJson(json))
                .hasToString("sha256:4bd52d82f332c2e5c7206abd57c74b45dd4f0fef63ab7af87b8bde4481e450e7");
    }

    @Test
    void a_number_has_one_digest_whatever_its_java_type() {
        Digest one = Digest.ofJson(JSON.arrayNode().add(1));
        assertThat(Digest.ofJson(JSON.arrayNode().add(1L))).isEqualTo(one);
        assertThat(Digest.ofJson(JSON.arrayNode().add(1.0))).isEqualTo(one);
        assertThat(Digest.ofJson(JSON.arrayNode().add(1.0f))).isEqualTo(one);
        assertThat(Digest.ofJson(JSON.arrayNode().add(BigInteger.ONE))).isEqualTo(one);
        assertThat(Digest.ofJson(JSON.arrayNode().add(new BigDecimal("1.000")))).isEqualTo(one);
        assertThat(Digest.ofJson(JSON.arrayNode().add(-0.0)))
                .isEqualTo(Digest.ofJson(JSON.arrayNode().add(0)));
        assertThat(Digest.ofJson(JSON.arrayNode().add(new BigDecimal("0.1"))))
                .isEqualTo(Digest.ofJson(JSON.arrayNode().add(0.1)));
    }

    @Test
    void a_number_that_a_double_cannot_hold_has_no_digest() {
        long largest = 1L << 53;
        assertThat(Digest.ofJson(JSON.arrayNode().add(largest)))
                .isNotEqualTo(Digest.ofJson(JSON.arrayNode().add(largest - 1)));
        for (JsonNode number : new JsonNode[] {
            JSON.numberNode(largest + 1),
            JSON.numberNode(-largest - 1),
            JSON.numberNode(BigInteger.TEN.pow(400)),
            JSON.numberNode(new BigDecimal("0.10000000000000000001")),
            JSON.numberNode(new BigDecimal("1e400"))
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Digest.ofJson(
                            JSON.objectNode().set("deep", JSON.arrayNode().add(number))))
                    .withMessageContaining("exact as a double");
        }
    }

    @Test
    void infinity_and_scalars_have_no_canonical_form() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digest.ofJson(JSON.arrayNode().add(Double.NaN)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digest.ofJson(JSON.numberNode(5)))
                .withMessageContaining("RFC 8785 needs an object or array at the top");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7})
    void an_array_has_one_digest_whole_and_by_element(int size) {
        ArrayNode whole = JSON.arrayNode();
        Digest.JsonArray byElement = Digest.ofJsonArray();
        for (int i = 0; i < size; i++) {
            JsonNode element = i % 3 == 0
                    ? JSON.objectNode().put("z", "\u20ac").put("a", 1.0)
                    : i % 3 == 1 ? JSON.textNode("\"],[\"") : JSON.arrayNode().add(i);
            whole.add(element);
            byElement.add(element);
            assertThat(byElement.digest()).isEqualTo(Digest.ofJson(whole));
        }
        assertThat(byElement.digest()).isEqualTo(Digest.ofJson(whole));
    }

    @Test
    void an_element_that_has_no_digest_leaves_the_array_as_it_was() {
        Digest.JsonArray array = Digest.ofJsonArray().add(JSON.numberNode(1));
        assertThatIllegalArgumentException().isThrownBy(() -> array.add(JSON.textNode("\ud800")));
        assertThatIllegalArgumentException().isThrownBy(() -> array.add(JSON.numberNode(Double.NaN)));
        assertThat(array.digest()).isEqualTo(Digest.ofJson(JSON.arrayNode().add(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\udbffb", "\udc00\ud800"})
    void an_unpaired_surrogate_has_no_digest(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digest.ofText(text))
                .withMessage("text must be Unicode; found an unpaired surrogate, which has no UTF-8 form");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digest.ofJson(JSON.objectNode().put("a", text)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digest.ofJson(JSON.objectNode().put(text, 1)));
    }

    /** Canonical: {@code {"lock":{"model small@production":"sha256:0…0"},"source":"sha256:b6a4…01f1"}}. */
    @Test
    void the_resolved_digest_covers_source_and_lock() {
        Digest source = Digest.parse("sha256:b6a40c6f79cf4ae224cab0afca94a7f6336377d3a504b4cd6bf28bca410101f1");
        TreeMap<String, Digest> lock = new TreeMap<>();
        assertThat(Digest.resolved(source, lock))
                .hasToString("sha256:87d319b1e1503dec53c6b1aaa7557517b06c38f9b8cf0fa3f5b2c9d46b8ddd98");

        lock.put("model small@production", Digest.parse("sha256:" + "0".repeat(64)));
        assertThat(Digest.resolved(source, lock))
                .hasToString("sha256:8a93700ec41506f1db35aac1958d85e9b18fd97f020d69b8643b702846b18463");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "md5:00", "sha256:00"})
    void what_is_no_digest_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digest.parse(text))
                .withMessageContaining("found: '" + text + "'");
    }
}
