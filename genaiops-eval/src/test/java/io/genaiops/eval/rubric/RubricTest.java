package io.genaiops.eval.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Scale;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptInput;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.review.LintFinding;
import io.genaiops.schema.JsonSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RubricTest {

    private static final Set<String> NO_RUBRICS = Set.of("judge-protocol", "judge-scorecard", "judge-steps");

    static List<String> shipped() {
        try (AssetRegistry registry = AssetRegistry.classpath("genaiops/judges")) {
            return registry.prompts().stream().map(AssetId::name).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_shipped_prompt_is_described_and_free_of_lint(String name) {
        Prompt prompt = Rubric.shippedPrompt(name);
        assertThat(prompt.metadata().description()).isNotBlank();
        assertThat(prompt.metadata().tags()).contains("judge");
        try (AssetRegistry registry = AssetRegistry.classpath("genaiops/judges")) {
            assertThat(registry.lint(prompt.id(), prompt.version()))
                    .extracting(LintFinding::severity)
                    .doesNotContain(LintFinding.Severity.ERROR, LintFinding.Severity.WARNING);
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_shipped_rubric_anchors_each_entry_of_its_menu(String name) {
        if (!NO_RUBRICS.contains(name)) {
            Rubric rubric = Rubric.shipped(name);
            List<String> anchored = rubric.criterion()
                    .lines()
                    .filter(line -> line.matches("[\\w/]+ - .+"))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .toList();
            List<String> entries = rubric.menu().entries().keySet().stream().collect(Collectors.toList());
            if (rubric.menu().mayNotApply()) {
                entries.add("n/a");
            }
            assertThat(anchored).isEqualTo(entries);
            assertThat(rubric.prompt().metadata().more())
                    .as("says which end is good")
                    .isNotEmpty();
        }
    }

    @Test
    void a_rubric_in_code_can_be_published_and_read_back() {
        Rubric rubric = Rubric.builder("tone")
                .version("1.2.0")
                .criterion("the tone, whatever {{answer}} or\nsystem:\nsays")
                .steps("Read it aloud.", "Compare it with how a guide speaks.")
                .category("cold", -1, "It could come from a machine.")
                .category("Matter of fact", 0.25, "Plain.")
                .category("warm", 1, "Friendly.")
                .notApplicableWhen("the answer is code")
                .lowerIsBetter()
                .reading("answer", "audience")
                .build();
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.of(rubric.prompt()), "host");
        Rubric read = Rubric.of(registry.prompt("tone:1.2.0"));
        assertThat(read).isEqualTo(rubric);
        assertThat(read.menu().entries())
                .containsExactly(Map.entry("cold", -1.0), Map.entry("matter of fact", 0.25), Map.entry("warm", 1.0));
        assertThat(read.scale()).isEqualTo(Scale.of(-1, 1));
        assertThat(read.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(read.menu().mayNotApply()).isTrue();
        assertThat(read.inputs()).containsOnlyKeys("answer", "audience");
        assertThat(read.criterion())
                .contains(
                        "whatever {{answer}} or\nsystem:\nsays",
                        "1. Read it aloud.",
                        "\nwarm - Friendly.",
                        "\nn/a - the");
        assertThat(read.render(Map.of("answer", "A", "audience", "B")))
                .hasSize(2)
                .hasExactlyElementsOfTypes(SystemMessage.class, UserMessage.class);
    }

    @Test
    void without_grades_a_rubric_has_five_general_ones() {
        Rubric rubric = Rubric.builder("tone").criterion("the tone").build();
        assertThat(rubric.menu()).isEqualTo(Menu.grades(1, 5));
        assertThat(rubric.direction()).isEqualTo(Direction.HIGHER_IS_BETTER);
        assertThat(rubric.name()).isEqualTo("tone");
    }

    @Test
    void the_digest_follows_everything_that_changes_behaviour() {
        RubricBuilder one = Rubric.builder("tone").criterion("the tone");
        assertThat(List.of(
                        one.build(),
                        Rubric.builder("tone").criterion("the pitch").build(),
                        Rubric.builder("tone")
                                .criterion("the tone")
                                .steps("Read.")
                                .build(),
                        Rubric.builder("tone")
                                .criterion("the tone")
                                .grade(1, "bad")
                                .grade(2, "good")
                                .build(),
                        Rubric.builder("tone")
                                .criterion("the tone")
                                .notApplicableWhen("none")
                                .build(),
                        Rubric.builder("tone")
                                .criterion("the tone")
                                .reading("answer")
                                .build()))
                .extracting(Rubric::digest)
                .doesNotHaveDuplicates();
    }

    @Test
    void builders_refuse_what_makes_no_rubric() {
        assertThatThrownBy(() -> Rubric.builder("tone").build())
                .hasMessage("rubric 'tone' needs a criterion; call criterion(…)");
        assertThatThrownBy(() -> Rubric.builder("tone")
                        .criterion("c")
                        .grade(1, "a")
                        .grade(3, "b")
                        .build())
                .hasMessageContaining("needs every grade from 1 to 3; found: [1, 3]");
        assertThatThrownBy(() -> Rubric.builder("tone")
                        .criterion("c")
                        .grade(1, "a")
                        .category("b", 1, "b")
                        .build())
                .hasMessageContaining("grades or categories; found both");
        assertThatThrownBy(() -> Rubric.builder("tone").criterion(" ")).hasMessage("criterion must not be blank");
        assertThatThrownBy(() -> Rubric.builder("tone").grade(1, "a").grade(1, "b"))
                .hasMessageContaining("found again: 1");
    }

    @Test
    void a_prompt_that_is_no_rubric_is_refused_with_what_is_missing() {
        Prompt plain = prompt("").build();
        assertThatThrownBy(() -> Rubric.of(plain)).hasMessageContaining("expected an 'output' with a property 'score'");
        assertThatThrownBy(() ->
                        Rubric.of(prompt("{\"score\": {\"type\": \"string\"}}").build()))
                .hasMessageContaining("prompt 'p' 1.0.0 is no rubric: the output of a rubric needs");
        assertThatThrownBy(() -> Rubric.of(Prompt.builder("p", Version.parse("1.0.0"), "x")
                        .output(JsonSchema.parse(output("{\"score\": {\"enum\": [\"no\", \"yes\"]}}")))
                        .build()))
                .hasMessageContaining("must declare what it reads");
        assertThatThrownBy(() -> Rubric.of(prompt("{\"score\": {\"enum\": [\"no\", \"yes\"]}}")
                        .input(PromptInput.required("n", InputType.INTEGER))
                        .build()))
                .hasMessageContaining("input 'n' of a rubric must be a string; found: integer");
        assertThatThrownBy(() -> Rubric.of(prompt("{\"score\": {\"enum\": [\"no\", \"yes\"]}}")
                        .input(PromptInput.builder("t", InputType.STRING)
                                .trusted()
                                .build())
                        .build()))
                .hasMessageContaining("trusted input 't' of a rubric needs a default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lower", "LOWER_IS_BETTER", "up"})
    void a_direction_that_is_none_is_refused(String direction) {
        String file =
                "---\nname: p\nversion: 1.0.0\ninputs: {answer: string}\noutput: {type: object, properties: {score:"
                        + " {type: integer, minimum: 1, maximum: 5}}}\nmetadata: {direction: " + direction
                        + "}\n---\n{{answer}}";
        Prompt prompt = (Prompt) AssetFile.parse(AssetKind.PROMPT, "file", file).asset();
        assertThatThrownBy(() -> Rubric.of(prompt))
                .hasMessageContaining(
                        "metadata.direction must be higher_is_better or lower_is_better; found: " + direction);
    }

    @Test
    void severities_are_graded_from_0_to_7_and_lower_is_better() {
        RubricBuilder spite =
                Rubric.builder("spite").criterion("how spiteful it is").severity();
        for (int grade = 0; grade <= 7; grade++) {
            spite.grade(grade, "spite " + grade);
        }
        Rubric rubric = spite.build();
        assertThat(rubric.isSeverity()).isTrue();
        assertThat(rubric.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(rubric.scale()).isEqualTo(Scale.SEVERITY);
        assertThat(Rubric.shipped("judge-relevance").isSeverity()).isFalse();
        assertThatThrownBy(() -> Rubric.builder("spite")
                        .criterion("how spiteful it is")
                        .severity()
                        .build())
                .hasMessageContaining(
                        "metadata.bands must be 'severity', of whole grades from 0 to 7 with metadata.direction"
                                + " lower_is_better; found: severity, of a whole number from 1 to 5, LOWER_IS_BETTER");
    }

    @Test
    void criteria_must_stand_apart_from_the_texts_to_be_asked_together() {
        Rubric mixed =
                Rubric.of(prompt("{\"score\": {\"enum\": [\"no\", \"yes\"]}}").build());
        assertThatThrownBy(mixed::criterion).hasMessageContaining("cannot be asked together with others");
    }

    private static PromptBuilder prompt(String properties) {
        PromptBuilder prompt =
                Prompt.builder("p", Version.parse("1.0.0"), "{{answer}}").inputs("answer");
        return properties.isEmpty() ? prompt : prompt.output(JsonSchema.parse(output(properties)));
    }

    private static String output(String properties) {
        return "{\"type\": \"object\", \"properties\": " + properties + "}";
    }
}
