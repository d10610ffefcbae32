package io.genaiops.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.definition.SuiteLimit.Bound;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteDefinitionTest {

    private static final Version V1 = Version.of(1, 0, 0);
    private static final SuiteLimit HALF = SuiteLimit.of(Bound.AT_LEAST, Quantity.of(0.5));

    private static JsonNode list(String... texts) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (String text : texts) {
            list.add(text);
        }
        return list;
    }

    private static SuiteDefinition.Builder full() {
        return SuiteDefinition.builder("trail-guide-quality", V1)
                .judge(AssetRef.parse("large"))
                .embeddings(AssetRef.parse("minilm:1.0.0"))
                .check(SuiteCheck.builder("text.contains_none")
                        .with("phrases", list("as an AI"))
                        .with("ignoringCase", BooleanNode.TRUE)
                        .named("no small talk – ☀")
                        .required()
                        .limit(SuiteLimit.of(Bound.AT_LEAST, Quantity.of(1)))
                        .build())
                .check(SuiteCheck.builder("judge.rubric")
                        .judge(AssetRef.parse("small@beta"))
                        .rubrics(AssetRef.parse("brand-voice"))
                        .limit(new SuiteLimit(Bound.BETWEEN, List.of(Quantity.of(2), Quantity.of(4.5))))
                        .build())
                .check(SuiteCheck.builder("performance.latency")
                        .limit(SuiteLimit.of(Bound.BELOW, Quantity.parse("2s")))
                        .build())
                .check(SuiteCheck.builder("performance.cost")
                        .limit(SuiteLimit.of(Bound.AT_MOST, Quantity.parse("0.010 USD")))
                        .build())
                .check(SuiteCheck.builder("combined.weighted_mean")
                        .members(
                                SuiteCheck.builder("overlap.token_f1").weight(2).build(),
                                SuiteCheck.builder("judge.refusal")
                                        .negated()
                                        .weight(0.5)
                                        .build())
                        .limit(SuiteLimit.of(Bound.ABOVE, Quantity.of(0.25)))
                        .build())
                .measure(SuiteCheck.builder("performance.latency_percentile")
                        .with("percentile", DoubleNode.valueOf(0.95))
                        .build());
    }

    // Computed outside of Java: SHA-256 over JSON with sorted keys and without blanks.
    @Test
    void the_digest_is_the_same_everywhere() {
        assertThat(full().build().sourceDigest())
                .hasToString("sha256:427a3281631af4ccf5fd6e18ffbbd14c8ef3ac5c3ea30035001cebb8311f6b79");
    }

    @Test
    void every_field_can_be_read_back() {
        SuiteDefinition suite = full().build();

        assertThat(suite).hasToString("suite 'trail-guide-quality' 1.0.0");
        assertThat(suite.judge()).contains(AssetRef.parse("large"));
        assertThat(suite.embeddings()).contains(AssetRef.parse("minilm:1.0.0"));
        assertThat(suite.checks())
                .extracting(Object::toString)
                .containsExactly(
                        "text.contains_none 'no small talk – ☀' atLeast 1",
                        "judge.rubric between [2, 4.5]",
                        "performance.latency below 2 s",
                        "performance.cost atMost 0.01 USD",
                        "combined.weighted_mean above 0.25");
        assertThat(suite.checks().get(0).isRequired()).isTrue();
        assertThat(suite.checks().get(0).parameters())
                .hasToString("{\"phrases\":[\"as an AI\"],\"ignoringCase\":true}");
        assertThat(suite.checks().get(1).limit().orElseThrow().unit()).isEmpty();
        assertThat(suite.checks().get(1).judge()).contains(AssetRef.parse("small@beta"));
        assertThat(suite.checks().get(4).members().get(1).isNegated()).isTrue();
        assertThat(suite.checks().get(4).members().get(1).weight()).hasValue(0.5);
        assertThat(suite.measures())
                .extracting(SuiteCheck::evaluator)
                .containsExactly("performance.latency_percentile");
        assertThat(suite.references())
                .extracting(Object::toString)
                .containsExactly(
                        "model large@production",
                        "model minilm:1.0.0",
                        "model small@beta",
                        "prompt brand-voice@production");
    }

    @Test
    void what_is_handed_out_cannot_change_it() {
        SuiteDefinition suite = full().build();
        suite.checks().get(0).parameters().removeAll();

        assertThat(suite.checks().get(0).parameters()).hasSize(2);
        assertThatThrownBy(() -> suite.checks().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void the_digest_follows_every_field_of_a_check_and_the_order_and_nothing_else() {
        SuiteCheck plain = SuiteCheck.builder("text.words").build();
        List<UnaryOperator<SuiteCheck.Builder>> changes = List.of(
                b -> b.with("a", BooleanNode.TRUE),
                b -> b.judge(AssetRef.parse("large")),
                b -> b.embeddings(AssetRef.parse("large")),
                b -> b.rubrics(AssetRef.parse("voice")),
                b -> b.members(plain),
                b -> b.named("words"),
                SuiteCheck.Builder::negated,
                b -> b.limit(HALF),
                b -> b.limit(SuiteLimit.of(Bound.ABOVE, Quantity.of(0.5))),
                b -> b.limit(SuiteLimit.of(Bound.AT_LEAST, Quantity.of(0.6))),
                b -> b.limit(SuiteLimit.of(Bound.AT_LEAST, Quantity.parse("0.5 s"))),
                b -> b.limit(HALF).required());
        assertThat(changes)
                .extracting(change -> SuiteDefinition.builder("a", V1)
                        .check(change.apply(SuiteCheck.builder("text.length")).build())
                        .build()
                        .sourceDigest())
                .doesNotHaveDuplicates()
                .doesNotContain(SuiteDefinition.builder("a", V1)
                        .check(SuiteCheck.builder("text.length").build())
                        .build()
                        .sourceDigest());

        SuiteCheck other = SuiteCheck.builder("text.length").build();
        SuiteDefinition suite =
                SuiteDefinition.builder("a", V1).check(plain).check(other).build();
        assertThat(SuiteDefinition.builder("a", V1)
                        .check(other)
                        .check(plain)
                        .build()
                        .sourceDigest())
                .isNotEqualTo(suite.sourceDigest());
        assertThat(SuiteDefinition.builder("b", Version.of(2, 0, 0))
                        .check(plain)
                        .check(other)
                        .metadata(Metadata.describedAs("words"))
                        .build()
                        .sourceDigest())
                .isEqualTo(suite.sourceDigest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "length",
                "Text.length",
                "text.",
                ".length",
                "text..length",
                "text.Length",
                "text length",
                "1.a"
            })
    void an_evaluator_has_the_name_of_its_room_and_its_own(String name) {
        assertThatThrownBy(() -> SuiteCheck.builder(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("evaluator must match ")
                .hasMessageEndingWith("found: '" + name + "'");
    }

    @Test
    void what_is_missing_or_impossible_is_named() {
        SuiteCheck.Builder check = SuiteCheck.builder("text.length");
        SuiteCheck length = check.build();

        assertThatThrownBy(() -> SuiteDefinition.builder("a", V1).build())
                .hasMessage("suite 'a' 1.0.0 needs at least one of checks; set it before build()");
        assertThatThrownBy(() -> SuiteDefinition.builder("a", V1).check(length).check(length))
                .hasMessage("checks must differ; found twice: 'text.length'");
        assertThatThrownBy(
                        () -> SuiteDefinition.builder("a", V1).measure(length).measure(length))
                .hasMessage("measures must differ; found twice: 'text.length'");
        assertThatThrownBy(() -> SuiteDefinition.builder("a", V1)
                        .measure(SuiteCheck.builder("text.length").limit(HALF).build()))
                .hasMessageStartingWith("a measure of a run must have an evaluator and parameters alone");
        assertThatThrownBy(() -> SuiteDefinition.builder("a", V1)
                        .check(SuiteCheck.builder("text.length").weight(2).build()))
                .hasMessageStartingWith("weight must be said of a member of a mean");
        assertThatThrownBy(() -> SuiteCheck.builder("text.length").required().build())
                .hasMessage(
                        "a required check must have a limit such as atLeast; without one 'text.length' cannot fail");
        assertThatThrownBy(() -> check.limit(HALF).limit(SuiteLimit.of(Bound.BELOW, Quantity.of(1))))
                .hasMessage(
                        "a check must have one of [atLeast, atMost, above, below, between]; found atLeast and below;"
                                + " use between for two ends");
        assertThatThrownBy(() -> check.with("a b", BooleanNode.TRUE)).hasMessageStartingWith("parameter must match");
        assertThatThrownBy(() -> check.with("a", NullNode.getInstance()))
                .hasMessage("parameter 'a' must have a value; found: nothing");
        assertThatThrownBy(() -> check.with("a", DoubleNode.valueOf(Double.NaN)))
                .hasMessageContaining("must be finite");
        assertThatThrownBy(() -> check.with("a", BooleanNode.TRUE).with("a", BooleanNode.TRUE))
                .hasMessage("parameter 'a' must be set once; found a second value");
        assertThatThrownBy(() -> check.named(" ")).hasMessageStartingWith("named must be 1 to 120 characters");
        assertThatThrownBy(() -> check.named("a\nb")).hasMessageStartingWith("named must be 1 to 120 characters");
        assertThatThrownBy(() -> check.weight(0)).hasMessage("weight must be over 0 and finite; found: 0.0");
        assertThatThrownBy(() -> check.members(length, length))
                .hasMessage("members must differ; found twice: 'text.length'");
        assertThatThrownBy(() -> check.members(
                        SuiteCheck.builder("text.words").limit(HALF).required().build()))
                .hasMessageStartingWith("required must be said of a check of the suite");
        assertThatThrownBy(() -> check.rubrics(AssetRef.parse("a"), AssetRef.parse("a@production")))
                .hasMessage("rubric 'a@production' must be named once; found it again");
    }

    @Test
    void a_limit_leaves_room_and_has_one_unit() {
        assertThatThrownBy(() -> new SuiteLimit(Bound.AT_LEAST, List.of()))
                .hasMessage("atLeast must have one value; found: 0");
        assertThatThrownBy(() -> new SuiteLimit(Bound.BETWEEN, List.of(Quantity.of(1))))
                .hasMessage("between must have two values, as [0.2, 0.6]; found: 1");
        assertThatThrownBy(() -> new SuiteLimit(Bound.BETWEEN, List.of(Quantity.of(2), Quantity.of(1))))
                .hasMessage("between must go from the lower value to the higher one, both of one unit; found: [2, 1]");
        assertThatThrownBy(
                        () -> new SuiteLimit(Bound.BETWEEN, List.of(Quantity.parse("1 s"), Quantity.parse("900 ms"))))
                .hasMessageEndingWith("found: [1 s, 900 ms]");
    }
}
