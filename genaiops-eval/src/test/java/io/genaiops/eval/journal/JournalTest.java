package io.genaiops.eval.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.prompt.PromptIdentity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {

    private static final EvaluatorChain CHAIN = EvaluatorChain.of(number("number"));
    private static final Sample ROW = Sample.of("q").withId("s0");
    private static final JournalPlan PLAN =
            new JournalPlan("winter trial", Digest.ofText("rows"), 3, List.of("a", "b"), 2);
    private static final Outcome HALF = Outcome.scored(0.5, Scale.UNIT, Direction.HIGHER_IS_BETTER, "so so");

    @TempDir
    Path folder;

    @Test
    void an_answer_goes_through_its_states() {
        try (Journal journal = open()) {
            assertThat(journal.state(1, 2, 2)).isEqualTo(Journal.State.NOT_ASKED);
            journal.asked(1, 2, 2);
            assertThat(journal.state(1, 2, 2)).isEqualTo(Journal.State.ASKED);
            journal.replied(1, 2, 2, ROW, ROW.answered("boots"));
            assertThat(journal.state(1, 2, 2)).isEqualTo(Journal.State.REPLIED);
            assertThat(journal.reply(1, 2, 2, ROW)).isEqualTo(ROW.answered("boots"));
            journal.evaluated(1, 2, 2, List.of(HALF));
            assertThat(journal.state(1, 2, 2)).isEqualTo(Journal.State.EVALUATED);
            assertThat(journal.entry(1, 2, 2, ROW))
                    .isEqualTo(new JournalEntry(ROW.answered("boots"), "", List.of(HALF)));
            assertThat(journal.state(0, 0, 1)).as("others are as they were").isEqualTo(Journal.State.NOT_ASKED);
        }
    }

    @Test
    void a_later_run_finds_everything() {
        try (Journal journal = open()) {
            journal.asked(0, 0, 1);
            journal.replied(0, 0, 1, ROW, ROW.answered("boots"));
            journal.evaluated(0, 0, 1, List.of(HALF));
            journal.asked(0, 1, 1);
            journal.replied(0, 1, 1, ROW, ROW.answered("maps"));
            journal.asked(1, 0, 1);
            journal.failed(1, 0, 1, "java.io.IOException: reset", List.of(Outcome.errored(new IOException("reset"))));
            journal.asked(1, 1, 1);
        }
        try (Journal journal = open()) {
            assertThat(journal.state(0, 0, 1)).isEqualTo(Journal.State.EVALUATED);
            assertThat(journal.entry(0, 0, 1, ROW).outcomes()).containsExactly(HALF);
            assertThat(journal.state(0, 1, 1)).isEqualTo(Journal.State.REPLIED);
            assertThat(journal.reply(0, 1, 1, ROW)).isEqualTo(ROW.answered("maps"));
            assertThat(journal.state(1, 0, 1)).isEqualTo(Journal.State.FAILED);
            assertThat(journal.entry(1, 0, 1, ROW).error()).isEqualTo("java.io.IOException: reset");
            assertThat(journal.entry(1, 0, 1, ROW).answered()).isEqualTo(ROW);
            assertThat(journal.state(1, 1, 1)).isEqualTo(Journal.State.ASKED);
            assertThat(journal.abandoned()).isEqualTo(1);
        }
    }

    @Test
    void what_was_asked_in_vain_is_counted_over_all_runs() {
        for (int run = 1; run <= 3; run++) {
            try (Journal journal = open()) {
                assertThat(journal.abandoned()).isEqualTo(run - 1);
                journal.asked(0, 0, 1);
            }
        }
        try (Journal journal = open()) {
            journal.asked(0, 0, 1);
            journal.replied(0, 0, 1, ROW, ROW.answered("at last"));
        }
        try (Journal journal = open()) {
            assertThat(journal.abandoned()).isEqualTo(3);
        }
    }

    @Test
    void replies_stay_when_the_evaluators_change() {
        try (Journal journal = open()) {
            journal.asked(0, 0, 1);
            journal.replied(0, 0, 1, ROW, ROW.answered("boots"));
            journal.evaluated(0, 0, 1, List.of(HALF));
            journal.failed(0, 1, 1, "gone", List.of(Outcome.skipped("gone")));
        }
        try (Journal journal = Journal.open(file(), PLAN, EvaluatorChain.of(number("another")))) {
            assertThat(journal.state(0, 0, 1)).isEqualTo(Journal.State.REPLIED);
            assertThat(journal.reply(0, 0, 1, ROW)).isEqualTo(ROW.answered("boots"));
            assertThat(journal.state(0, 1, 1)).isEqualTo(Journal.State.NOT_ASKED);
            journal.evaluated(0, 0, 1, List.of(HALF));
        }
        try (Journal journal = open()) {
            assertThat(journal.state(0, 0, 1)).isEqualTo(Journal.State.REPLIED);
        }
    }

    @Test
    void thresholds_do_not_matter_but_those_of_requirements_do() {
        EvaluatorChain strict = EvaluatorChain.of(number("number").evaluator().atLeast(0.9));
        EvaluatorChain required = EvaluatorChain.of(number("number").required());
        try (Journal journal = open()) {
            journal.replied(0, 0, 1, ROW, ROW.answered("boots"));
            journal.evaluated(0, 0, 1, List.of(HALF));
        }
        try (Journal journal = Journal.open(file(), PLAN, strict)) {
            assertThat(journal.state(0, 0, 1)).isEqualTo(Journal.State.EVALUATED);
        }
        try (Journal journal = Journal.open(file(), PLAN, required)) {
            assertThat(journal.state(0, 0, 1)).isEqualTo(Journal.State.REPLIED);
        }
    }

    @Test
    void a_journal_of_another_run_is_refused_and_left_alone() throws IOException {
        open().close();
        byte[] before = Files.readAllBytes(file());
        JournalPlan other = new JournalPlan("winter trial", Digest.ofText("other rows"), 4, List.of("a", "b"), 2);
        assertThatThrownBy(() -> Journal.open(file(), other, CHAIN))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("is of another run: dataset: expected \"sha256:")
                .hasMessageContaining("items: expected 4, found 3")
                .hasMessageContaining("Give a file of its own to each experiment");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void a_file_that_is_no_journal_is_refused_and_left_alone() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "my notes\n\nmore notes\n");
        assertThatThrownBy(JournalTest.this::open)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("is no journal");
        assertThat(file()).hasContent("my notes\n\nmore notes\n");
    }

    @Test
    void two_runs_at_once_are_refused() {
        try (Journal journal = open()) {
            assertThatThrownBy(JournalTest.this::open)
                    .isInstanceOf(GenAiOpsException.class)
                    .hasMessageContaining("another run writes to it");
            journal.asked(0, 0, 1);
        }
        try (Journal journal = open()) {
            assertThat(journal.state(0, 0, 1)).isEqualTo(Journal.State.ASKED);
        }
    }

    @Test
    void entries_can_be_read_after_the_file_was_let_go() {
        Journal journal = open();
        journal.replied(0, 0, 1, ROW, ROW.answered("boots"));
        journal.evaluated(0, 0, 1, List.of(HALF));
        journal.close();
        try (Journal next = open()) {
            next.asked(1, 1, 1);
            assertThat(journal.entry(0, 0, 1, ROW).outcomes()).containsExactly(HALF);
        }
    }

    @Test
    void an_interrupted_thread_closes_nothing() {
        try (Journal journal = open()) {
            Thread.currentThread().interrupt();
            journal.replied(0, 0, 1, ROW, ROW.answered("boots"));
            assertThat(Thread.interrupted()).isTrue();
            journal.asked(0, 1, 1);
            assertThat(journal.reply(0, 0, 1, ROW)).isEqualTo(ROW.answered("boots"));
        }
    }

    @Test
    void a_journal_cut_at_any_byte_goes_on() throws IOException {
        try (Journal journal = open()) {
            journal.asked(0, 0, 1);
            journal.replied(0, 0, 1, ROW, ROW.answered("boots \n and \u00fc"));
            journal.evaluated(0, 0, 1, List.of(HALF));
        }
        byte[] whole = Files.readAllBytes(file());
        for (int length = whole.length % 5; length <= whole.length; length += 5) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (Journal journal = open()) {
                Journal.State state = journal.state(0, 0, 1);
                assertThat(state == Journal.State.EVALUATED).isEqualTo(length == whole.length);
                journal.replied(0, 0, 1, ROW, ROW.answered("again"));
                assertThat(journal.reply(0, 0, 1, ROW)).isEqualTo(ROW.answered("again"));
            }
            try (Journal journal = open()) {
                assertThat(journal.reply(0, 0, 1, ROW)).isEqualTo(ROW.answered("again"));
            }
        }
    }

    @Test
    void a_damaged_record_amid_others_is_named_and_nothing_is_lost() throws IOException {
        try (Journal journal = open()) {
            journal.asked(0, 0, 1);
            journal.replied(0, 0, 1, ROW, ROW.answered("boots"));
            journal.evaluated(0, 0, 1, List.of(HALF));
        }
        List<String> lines = Files.readAllLines(file());
        String damaged = String.join("\n", lines).replace("boots", "shoes") + "\n";
        Files.writeString(file(), damaged);
        assertThatThrownBy(JournalTest.this::open)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("is damaged on line 4: its checksum does not fit its ");
        assertThat(file()).hasContent(damaged);
    }

    @Test
    void a_record_of_a_newer_version_is_refused() throws IOException {
        open().close();
        String json = "{\"record\":\"dream\",\"answer\":0}";
        CRC32 crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        Files.writeString(file(), String.format("%08x %s%n", crc.getValue(), json), StandardOpenOption.APPEND);
        assertThatThrownBy(JournalTest.this::open)
                .hasMessageContaining("a record that this version does not know: 'dream'");
    }

    static List<Sample> answered() {
        Resolution resolution = new Resolution(
                Digest.ofText("p"), Resolution.Source.STALE, Duration.ofSeconds(3), Label.of("beta"), "treatment");
        Sample full = Sample.of("q")
                .withId("s0")
                .answered("boots")
                .using(new Usage(10L, 5L, 3L, null, 2L))
                .costing(Cost.of(new BigDecimal("0.0123"), Currency.getInstance("USD"), List.of("batch")))
                .startedAt(Instant.parse("2026-11-01T10:00:00.123456789Z"))
                .took(Duration.ofNanos(1_234_567_891L))
                .firstTokenAfter(Duration.ofMillis(12))
                .from("small")
                .promptedBy(new PromptIdentity("guide", Version.parse("1.2.0-rc.1"), resolution));
        return List.of(
                ROW,
                ROW.answered(""),
                ROW.answered("unpaired \ud800 surrogate, \u0000, \u2028, emoji \ud83e\udd7e"),
                ROW.answered("x".repeat(100_000)),
                full,
                ROW.answered("?").costing(Cost.unpriced("no price").ofModel("m")),
                ROW.answered("?")
                        .promptedBy(new PromptIdentity(
                                "guide", Version.of(1, 0, 0), Resolution.fresh(Digest.ofText("p"), null))),
                full.groundedIn(List.of(new Sample.Document("d1", "text")))
                        .tagged("hard", "winter")
                        .expecting("boots", "shoes")
                        .with(
                                "unit",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("a", 1)
                                        .putNull("b"))
                        .withId("other"));
    }

    @ParameterizedTest
    @MethodSource("answered")
    void a_reply_is_read_back_as_it_was(Sample answered) {
        try (Journal journal = open()) {
            journal.replied(0, 0, 1, ROW, answered);
        }
        try (Journal journal = open()) {
            Sample read = journal.reply(0, 0, 1, ROW);
            assertThat(read).isEqualTo(answered);
            assertThat(read.cost().map(Cost::assumptions))
                    .isEqualTo(answered.cost().map(Cost::assumptions));
        }
    }

    @Test
    void many_threads_lose_nothing() throws Exception {
        int items = 400;
        JournalPlan plan = new JournalPlan("e", Digest.ofText("rows"), items, List.of("a"), 1);
        try (Journal journal = Journal.open(file(), plan, CHAIN)) {
            Thread[] threads = new Thread[8];
            for (int t = 0; t < threads.length; t++) {
                int first = t;
                threads[t] = new Thread(() -> {
                    Random random = new Random(first);
                    for (int item = first; item < items; item += threads.length) {
                        journal.asked(0, item, 1);
                        journal.replied(0, item, 1, ROW, ROW.answered("r" + item + "x".repeat(random.nextInt(9_000))));
                        journal.evaluated(0, item, 1, List.of(HALF));
                    }
                });
                threads[t].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        try (Journal journal = Journal.open(file(), plan, CHAIN)) {
            for (int item = 0; item < items; item++) {
                assertThat(journal.entry(0, item, 1, ROW).answered().response().orElseThrow())
                        .matches("r" + item + "x*");
            }
        }
    }

    @Test
    void what_is_not_there_is_said() {
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.reply(0, 0, 1, ROW)).hasMessageContaining("sample 's0' has no reply in ");
            assertThatThrownBy(() -> journal.entry(0, 0, 1, ROW)).hasMessageContaining("has no outcomes in ");
        }
        assertThatThrownBy(() -> new JournalPlan("e", Digest.ofText(""), 0, List.of("a"), 1))
                .hasMessageContaining("found: 0, [a], 1");
    }

    private Path file() {
        return folder.resolve("runs/trial.journal");
    }

    private Journal open() {
        return Journal.open(file(), PLAN, CHAIN);
    }

    private static Check number(String name) {
        return Evaluator.builder(name)
                .scoring(sample -> Double.parseDouble(sample.response().orElse("")))
                .atLeast(0.5);
    }
}
