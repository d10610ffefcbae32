package io.genaiops.eval.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.review.LintFinding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedPromptsTest {

    private static final Set<String> LISTS = Set.of("judge-claims", "judge-questions", "judge-list-protocol");

    static List<String> shipped() {
        try (AssetRegistry registry = AssetRegistry.classpath("genaiops/claims")) {
            return registry.prompts().stream().map(AssetId::name).toList();
        }
    }

    @Test
    void seven_prompts_are_shipped() {
        assertThat(shipped()).hasSize(7).containsAll(LISTS);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_prompt_is_described_and_free_of_lint(String name) {
        Prompt prompt = Claims.shipped(name);
        assertThat(prompt.metadata().description()).isNotBlank();
        assertThat(prompt.metadata().tags()).contains("judge");
        try (AssetRegistry registry = AssetRegistry.classpath("genaiops/claims")) {
            assertThat(registry.lint(prompt.id(), prompt.version()))
                    .extracting(LintFinding::severity)
                    .doesNotContain(LintFinding.Severity.ERROR, LintFinding.Severity.WARNING);
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_rubric_anchors_each_verdict_of_its_menu(String name) {
        if (!LISTS.contains(name)) {
            Rubric rubric = Rubric.of(Claims.shipped(name));
            List<String> anchored = rubric.criterion()
                    .lines()
                    .filter(line -> line.matches("[\\w/]+ - .+"))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .filter(word -> !word.equals("n/a"))
                    .toList();
            assertThat(anchored).isEqualTo(List.copyOf(rubric.menu().entries().keySet()));
        }
    }

    @Test
    void a_rubric_of_the_host_with_another_menu_is_refused() {
        AssetRegistry registry = AssetRegistry.memory();
        String changed =
                AssetFile.of(Claims.shipped("judge-claim-support")).text().replace("unmentioned", "unknown");
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "file", changed), "host");
        registry.label("judge-claim-support", "production").moveTo("1.0.0", "host", "ours");
        Claims claims = Claims.of(Judge.of(ScriptedJudge.replying()).withRubricsOf(registry));
        assertThatThrownBy(claims::byClaim)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have the menu of the rubric that it replaces: one of \"contradicted\"");
    }
}
