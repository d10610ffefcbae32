package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Scale;
import io.genaiops.eval.trial.ItemResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes that run a journaled experiment, again and again, until it is through. */
@Tag("processes")
class KilledRunTest {

    private static final int AT_ONCE = 8;
    private static final Set<String> ASKED_NOW = ConcurrentHashMap.newKeySet();

    @TempDir
    Path folder;

    @Test
    void ten_kills_lose_and_repeat_nothing() throws Exception {
        survives(10, 600);
    }

    @Test
    @Tag("endurance")
    void two_hundred_kills_lose_and_repeat_nothing() throws Exception {
        survives(200, 20_000);
    }

    private void survives(int kills, int items) throws Exception {
        Random random = new Random(42);
        Set<String> replied = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            Map<String, Integer> before = asked();
            killAfterAnAcknowledgedReply(items, random);
            Map<String, Integer> after = asked();
            for (String key : replied) {
                assertThat(after.get(key)).as("times %s was asked", key).isEqualTo(before.get(key));
            }
            int known = replied.size();
            replied.addAll(repliesInJournal());
            assertThat(replied.size()).as("replies after kill %s", kill).isGreaterThan(known);
        }
        ExperimentResult result = experiment(items, folder).run();
        assertThat(result.stopped()).isEmpty();
        for (VariantResult variant : result.variants()) {
            List<String> ids = new ArrayList<>();
            for (ItemResult item : variant.items()) {
                ids.add(item.sample().id());
                assertThat(item.trials())
                        .singleElement()
                        .satisfies(trial -> assertThat(
                                        trial.evaluation().sample().response())
                                .hasValue(answer(variant.name(), item.sample().id())));
            }
            assertThat(ids).hasSize(items).doesNotHaveDuplicates();
            assertThat(variant.measurements().get(0).aggregate().size()).isEqualTo(items);
            assertThat(variant.measurements().get(0).scoredItems()).isEqualTo(items);
        }
        int again = asked().values().stream().mapToInt(times -> times - 1).sum();
        assertThat(again).as("asked again").isLessThanOrEqualTo(result.abandoned());
        assertThat(result.abandoned()).isLessThanOrEqualTo(kills * AT_ONCE);
        assertThat(result.abandoned()).as("kills hit answers under way").isPositive();
        System.out.printf(
                "%d kills, %d answers, %d abandoned, %d asked again%n", kills, 2 * items, result.abandoned(), again);
    }

    private void killAfterAnAcknowledgedReply(int items, Random random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRunTest.class.getName(),
                        Integer.toString(items),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.equals("acknowledged")) {
                line = output.readLine();
            }
            assertThat(line).as("a reply was acknowledged before the kill").isNotNull();
            assertThat(process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS))
                    .as("killed before the end")
                    .isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Returns how often each answer was asked for, from a file that each question is appended to before it is asked. */
    private Map<String, Integer> asked() throws IOException {
        Map<String, Integer> times = new HashMap<>();
        Path file = folder.resolve("asked");
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                times.merge(line, 1, Integer::sum);
            }
        }
        return times;
    }

    /** Returns the answers whose replies are in the journal, as any reader of its lines would find them. */
    private Set<String> repliesInJournal() throws IOException {
        Set<String> replies = new HashSet<>();
        byte[] bytes = Files.readAllBytes(folder.resolve("trial.journal"));
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            if (line.contains("\"record\":\"reply\"")) {
                int from = line.indexOf("\"text\":\"") + 8;
                replies.add(line.substring(from, line.indexOf('"', from)));
            }
        }
        return replies;
    }

    /** Runs the experiment and says on standard output when the first answer that was asked for now is through. */
    public static void main(String[] arguments) throws InterruptedException {
        Experiment experiment = experiment(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
        experiment
                .reporting(progress -> {
                    if (ASKED_NOW.contains(
                            progress.evaluation().sample().response().orElseThrow())) {
                        System.out.println("acknowledged");
                    }
                })
                .run();
    }

    private static Experiment experiment(int items, Path folder) {
        return Experiment.named("winter trial")
                .over(BrokenScoreTest.numbered(items))
                .textVariant("a", sample -> ask(folder, "a", sample.id()))
                .textVariant("b", sample -> ask(folder, "b", sample.id()))
                .evaluatedBy(EvaluatorChain.of(Evaluator.builder("length")
                        .scale(Scale.AMOUNT)
                        .scoring(sample -> sample.response().orElse("").length())
                        .atLeast(2)))
                .concurrency(AT_ONCE)
                .journal(folder.resolve("trial.journal"));
    }

    private static String ask(Path folder, String variant, String id) throws InterruptedException {
        ASKED_NOW.add(answer(variant, id));
        try {
            Files.writeString(
                    folder.resolve("asked"),
                    answer(variant, id) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TimeUnit.MILLISECONDS.sleep(10);
        return answer(variant, id);
    }

    private static String answer(String variant, String id) {
        return variant + "-" + id;
    }
}
