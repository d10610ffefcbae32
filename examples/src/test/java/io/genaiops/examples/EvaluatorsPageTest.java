package io.genaiops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.fabrication.FabricationEvaluators;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.ranking.RankingEvaluators;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import io.genaiops.eval.semantic.SemanticEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code docs/choose-an-evaluator.md} against the doors that it lists. */
class EvaluatorsPageTest {

    private static final Pattern TYPED = Pattern.compile("`(\\w+)`");

    /** What a door hands out that is no evaluator. */
    private static final Set<String> OTHERS = Set.of("cache");

    @ParameterizedTest
    @ValueSource(
            classes = {
                TextEvaluators.class,
                OverlapEvaluators.class,
                SemanticEvaluators.class,
                RankingEvaluators.class,
                FabricationEvaluators.class,
                RetrievalEvaluators.class,
                JudgeEvaluators.class,
                PerformanceEvaluators.class
            })
    void the_page_lists_every_evaluator_of_a_door_with_what_it_is_not_to_be_trusted_for(Class<?> door)
            throws IOException {
        Set<String> offered = Arrays.stream(door.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !OTHERS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed(door)).isEqualTo(offered);
    }

    private static Set<String> listed(Class<?> door) throws IOException {
        String page = Files.readString(Repository.ROOT.resolve("docs/choose-an-evaluator.md"));
        String heading = "`" + door.getSimpleName() + ".`\n";
        assertThat(page).contains(heading);
        String section = page.substring(page.indexOf(heading) + heading.length());
        int next = section.indexOf("\n## ");
        Set<String> listed = new TreeSet<>();
        for (String line : (next < 0 ? section : section.substring(0, next)).split("\n", -1)) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                assertThat(cells[cells.length - 2])
                        .as("when not to trust: %s", line)
                        .isNotBlank();
                TYPED.matcher(cells[1])
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(listed::add);
            }
        }
        return listed;
    }
}
