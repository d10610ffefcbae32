package io.genaiops.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.0",
                "1.0.0.0",
                "01.0.0",
                "1.0.0-",
                "1.0.0-01",
                "1.0.0-a..b",
                "1.0.0+build",
                "v1.0.0",
                "=1.0.0",
                " 1.0.0",
                "1.0.0 ",
                "1.0.0\n",
                "-1.0.0",
                "1.0.x",
                "2147483648.0.0",
                "1.0.0-99999999999999999999",
                "1.0.0-ä",
                "１.0.0"
            })
    void what_is_no_semantic_version_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Version.parse(text))
                .withMessage("version must be major.minor.patch with an optional pre-release, such as 1.4.2 or"
                        + " 2.0.0-rc.1; found: '" + text + "'");
    }

    @Test
    void a_long_text_is_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> Version.parse("1.0.0-" + "a.".repeat(100_000) + "a"));
    }

    /** The order that Semantic Versioning 2.0.0, section 11, gives as its example. */
    @Test
    void versions_are_ordered_by_precedence() {
        List<String> order = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "2.0.0",
                "2.1.0",
                "2.1.1",
                "2.10.0");
        List<Version> shuffled =
                new ArrayList<>(order.stream().map(Version::parse).toList());
        Collections.shuffle(shuffled, new Random(7));

        assertThat(shuffled.stream().sorted().map(Version::toString)).isEqualTo(order);
    }

    @Test
    void times_as_pre_releases_are_compared_as_numbers() {
        assertThat(Version.parse("1.0.0-20260131120000"))
                .isLessThan(Version.parse("1.0.0-20260131120001"))
                .isGreaterThan(Version.parse("1.0.0-999999999"));
    }

    @Test
    void equal_versions_are_one_key() {
        assertThat(Version.parse("1.4.2")).isEqualTo(Version.of(1, 4, 2)).hasSameHashCodeAs(Version.of(1, 4, 2));
        assertThat(Version.parse("1.4.2-rc.1")).isNotEqualTo(Version.of(1, 4, 2));
    }

    @Test
    void a_range_holds_pre_releases_only_where_it_names_them() {
        assertThat(Version.parse("1.5.0").satisfies("^1.4")).isTrue();
        assertThat(Version.parse("2.0.0").satisfies("^1.4")).isFalse();
        assertThat(Version.parse("1.5.0-rc.1").satisfies("^1.4")).isFalse();
        assertThat(Version.parse("2.0.0-rc.1").satisfies(">=1.0")).isFalse();
        assertThat(Version.parse("2.0.0-rc.2").satisfies("^2.0.0-rc.1")).isTrue();
    }

    @Test
    void the_next_versions_count_up_one_place() {
        Version version = Version.of(1, 4, 2);
        assertThat(version.nextPatch()).hasToString("1.4.3");
        assertThat(version.nextMinor()).hasToString("1.5.0");
        assertThat(version.nextMajor()).hasToString("2.0.0");
        assertThat(Version.parse("2.0.0-rc.1").nextPatch()).hasToString("2.0.0");
        assertThat(Version.parse("2.0.0-rc.1").isPreRelease()).isTrue();
    }
}
