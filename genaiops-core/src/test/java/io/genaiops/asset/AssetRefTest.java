package io.genaiops.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetRefTest {

    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    @Test
    void a_name_alone_means_its_label_production() {
        assertThat(AssetRef.parse("trail-guide"))
                .isEqualTo(AssetRef.of("trail-guide", Label.PRODUCTION))
                .hasToString("trail-guide@production");
    }

    @Test
    void the_four_other_forms_keep_what_they_say() {
        assertThat(AssetRef.parse("trail-guide@beta")).isEqualTo(AssetRef.of("trail-guide", Label.of("beta")));
        assertThat(AssetRef.parse("trail-guide:1.4.2")).isEqualTo(AssetRef.of("trail-guide", Version.of(1, 4, 2)));
        assertThat(AssetRef.parse("trail-guide:^1.4").selector()).isEqualTo(new Selector.ByRange("^1.4"));
        assertThat(AssetRef.parse("trail-guide#" + DIGEST).selector())
                .isEqualTo(new Selector.ByDigest(Digest.parse(DIGEST)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@production", "a:1.4.2", "a:2.0.0-rc.1", "a:^1.4", "a:>=1.2 <2", "a:1.4.x"})
    void what_is_printed_is_parsed_again(String text) {
        assertThat(AssetRef.parse(text)).hasToString(text);
        assertThat(AssetRef.parse(AssetRef.parse(text).toString())).isEqualTo(AssetRef.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^1.4",
                "~1.4.2",
                "1.4",
                "1.4.x",
                "1.4.*",
                "1",
                ">=1.2 <2",
                ">= 1.2",
                "1.2.3 - 1.4",
                "1.2.3||^2.0",
                "1.2.3 || ^2.0",
                "<=1.4 !=1.2.0",
                "^2.0.0-rc.1",
                "=1.2.3"
            })
    void every_usual_range_is_read(String range) {
        // '1.2.3||^2.0' needs blanks around its bars.
        if (range.contains("||") && !range.contains(" ")) {
            assertThatIllegalArgumentException().isThrownBy(() -> AssetRef.parse("a:" + range));
        } else {
            assertThat(AssetRef.parse("a:" + range).selector()).isEqualTo(new Selector.ByRange(range));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest",
                "latest.integration",
                "*",
                "x",
                "",
                " ",
                "foo",
                "v1.4",
                "[1.0,2.0)",
                "^",
                ">=",
                "1.4.2+build",
                "01.0.0.0",
                "^99999999999",
                "^1.4 foo",
                "1.4.2\n",
                " 1.4.2"
            })
    void what_is_no_range_is_refused_instead_of_read_as_another(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetRef.parse("trail-guide:" + range))
                .withMessageContaining("range must be such as ^1.4")
                .withMessageContaining("'" + range + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trail-guide:1.0.0@beta", "trail-guide@beta:1.0.0"})
    void a_version_and_a_label_together_are_an_error(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetRef.parse(text))
                .withMessage("reference '" + text
                        + "' has both a version and a label; keep one: name:version or name@label");
    }

    @Test
    void a_digest_stands_alone_too() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetRef.parse("trail-guide@beta#" + DIGEST))
                .withMessageContaining("has a digest and a version or label");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetRef.parse("trail-guide#" + DIGEST.toUpperCase(java.util.Locale.ROOT)))
                .withMessageContaining("64 lower-case hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Trail", "../etc", "a/b", "-a", ".hidden", "a b", "a\n"})
    void a_name_that_is_no_name_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetRef.parse(name + "@beta"))
                .withMessageStartingWith("asset name must match");
        assertThat(AssetId.isName(name)).isFalse();
    }

    @Test
    void names_and_labels_end_at_63_characters() {
        assertThat(AssetId.prompt("a".repeat(63)).name()).hasSize(63);
        assertThat(Label.of("a".repeat(63)).name()).hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> AssetId.prompt("a".repeat(64)));
        assertThatIllegalArgumentException().isThrownBy(() -> Label.of("a".repeat(64)));
    }

    @Test
    void every_selector_answers_its_own_function() {
        for (String text : new String[] {"a@beta", "a:1.0.0", "a:^1.0", "a#" + DIGEST}) {
            String leaf = AssetRef.parse(text).selector().fold(l -> "@", v -> ":v", r -> ":r", d -> "#");
            assertThat(text).contains(leaf.substring(0, 1));
        }
        assertThat(new AssetReference(AssetKind.MODEL, AssetRef.parse("small")))
                .hasToString("model small@production")
                .extracting(AssetReference::id)
                .isEqualTo(new AssetId(AssetKind.MODEL, "small"));
    }
}
