package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of a large cassette, and what is left of it when a process ends without closing, or several write. */
class CassetteJournalTest {

    private static final Pattern WRITTEN = Pattern.compile("(\\d+) (?:bytes|characters) to ");
    private static final ScriptedChatModel NOBODY = ScriptedChatModel.builder().build();

    @TempDir
    private Path folder;

    private Path file;
    private Path journal;

    @BeforeEach
    void choose_a_file() {
        file = folder.resolve("large.cassette.json");
        journal = folder.resolve("large.cassette.json.journal");
    }

    @Test
    void five_thousand_recordings_write_a_few_times_what_the_file_holds() throws IOException {
        long half = recorded("half", 2_500);
        long all = recorded("all", 5_000);

        long size = Files.size(folder.resolve("all.cassette.json"));
        assertThat(size).isGreaterThan(2_000_000);
        assertThat(all).as("written for a file of %s", size).isLessThan(5 * size);
        assertThat((double) all / half).as("twice as many recordings").isLessThan(2.5);
    }

    /** Records, closes, and returns how much was written to the disk. */
    private long recorded(String name, int recordings) throws IOException {
        long[] written = {0};
        Cassette cassette = Cassette.of(
                folder.resolve(name + ".cassette.json"),
                null,
                step -> {
                    Matcher amount = WRITTEN.matcher(step);
                    written[0] += amount.find() ? Long.parseLong(amount.group(1)) : 0;
                },
                () -> 0);
        try (Cassette recording = cassette.record()) {
            ask(recording.chatModel(echo()), "", recordings);
        }
        assertThat(folder.resolve(name + ".cassette.json.journal")).doesNotExist();
        try (Cassette strict = Cassette.in(folder, name).strict()) {
            ask(strict.chatModel(NOBODY), "", recordings);
        }
        return written[0];
    }

    @Test
    void a_file_that_grew_by_a_journal_is_the_same_as_one_that_was_recorded_in_another_order() throws IOException {
        try (Cassette recording = cassette().record()) {
            ask(recording.chatModel(echo()), "", 300);
        }
        String text = Files.readString(file);
        Files.delete(file);
        try (Cassette recording = cassette().record()) {
            ChatModel model = recording.chatModel(echo());
            IntStream.range(0, 300).forEach(i -> model.chat("question " + (299 - i)));
        }
        assertThat(file).hasContent(text);
    }

    @Test
    void what_was_not_closed_is_replayed_from_the_journal_and_taken_over_by_the_next_that_writes() throws IOException {
        ask(cassette().record().chatModel(echo()), "", 300);
        assertThat(journal).exists();
        String recorded = Files.readString(file);

        try (Cassette strict = cassette().strict()) {
            ask(strict.chatModel(NOBODY), "", 300);
        }
        assertThat(journal).as("replay writes nothing").exists();
        assertThat(file).hasContent(recorded);

        try (Cassette auto = cassette().auto()) {
            ask(auto.chatModel(NOBODY), "", 300);
        }
        assertThat(journal).doesNotExist();
        try (Cassette strict = cassette().strict()) {
            ask(strict.chatModel(NOBODY), "", 300);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"kind\":\"chat\",\"key", "{", "{}"})
    void half_a_line_of_a_process_that_was_killed_is_passed_over(String half) throws IOException {
        ask(cassette().record().chatModel(echo()), "", 300);
        Files.writeString(journal, half, StandardOpenOption.APPEND);
        assertThat(cassette().replay().chatModel(NOBODY).chat("question 299")).isEqualTo(answer("question 299"));

        ask(cassette().record().chatModel(echo()), "later ", 1);
        assertThat(Files.readString(journal)).doesNotContain(half + "\n").doesNotContain(half + "{");
        try (Cassette strict = cassette().strict()) {
            ChatModel model = strict.chatModel(NOBODY);
            ask(model, "", 300);
            ask(model, "later ", 1);
        }
    }

    @Test
    void a_broken_line_of_the_journal_is_an_error_and_both_stay_as_they_are() throws IOException {
        ask(cassette().record().chatModel(echo()), "", 300);
        String broken = "no JSON\n" + Files.readString(journal);
        Files.writeString(journal, broken);

        assertThatThrownBy(() -> cassette().replay().chatModel(NOBODY))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("or its journal is broken and is left as it is");
        assertThat(journal).hasContent(broken);
    }

    @Test
    void a_journal_whose_file_was_deleted_counts_no_more() throws IOException {
        ask(cassette().record().chatModel(echo()), "", 300);
        Files.delete(file);

        assertThatThrownBy(() -> cassette().replay().chatModel(NOBODY).chat("question 299"))
                .hasMessageContaining("It has no recordings.");
        ask(cassette().record().chatModel(echo()), "new ", 1);
        assertThat(journal).doesNotExist();
        assertThat(cassette().replay().chatModel(NOBODY).chat("new 0")).isEqualTo(answer("new 0"));
    }

    @Test
    void what_is_recorded_anew_replaces_the_line_of_before() {
        ask(cassette().record().chatModel(echo()), "", 300);
        cassette()
                .record()
                .chatModel(ScriptedChatModel.replying("Another answer."))
                .chat("question 299");
        assertThat(journal).exists();
        assertThat(cassette().replay().chatModel(NOBODY).chat("question 299")).isEqualTo("Another answer.");

        Cassette stale = cassette().replay();
        stale.chatModel(NOBODY).chat("question 299");
        stale.removeStale();
        assertThat(journal).doesNotExist();
        try (Cassette strict = cassette().strict()) {
            assertThat(strict.chatModel(NOBODY).chat("question 299")).isEqualTo("Another answer.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "write", "replace", "delete"})
    void a_full_disk_loses_nothing_that_was_recorded(String step) {
        ask(cassette().record().chatModel(echo()), "", 200);
        boolean[] full = {false};
        List<String> failed = new ArrayList<>();
        Consumer<String> disk = next -> {
            if (full[0] && next.startsWith(step)) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        };
        Cassette cassette = Cassette.of(file, null, disk, () -> 0).record();
        ChatModel model = cassette.chatModel(echo());
        full[0] = true;
        for (int i = 0; i < 500; i++) {
            try {
                model.chat("more " + i);
            } catch (GenAiOpsException e) {
                assertThat(e).hasMessageContaining("No space left on device");
                failed.add("more " + i);
            }
        }
        assertThat(failed).isNotEmpty();
        ask(cassette().replay().chatModel(NOBODY), "", 200);

        full[0] = false;
        model.chat("last");
        cassette.close();
        ChatModel replayed = cassette().replay().chatModel(NOBODY);
        ask(replayed, "", 200);
        ask(replayed, "more ", 500);
        assertThat(replayed.chat("last")).isEqualTo(answer("last"));
        assertThat(journal).doesNotExist();
    }

    @Test
    void two_processes_record_into_one_file_and_lose_nothing_of_each_other() throws Exception {
        Process one = start("one ", "close");
        Process other = start("other ", "close");

        assertThat(one.waitFor()).as(errors()).isZero();
        assertThat(other.waitFor()).as(errors()).isZero();
        assertThat(journal).doesNotExist();
        try (Cassette strict = cassette().strict()) {
            ChatModel model = strict.chatModel(NOBODY);
            for (String own : List.of("", "one ", "other ")) {
                ask(model, own, 200);
            }
        }
    }

    @Test
    void a_process_that_is_killed_loses_nothing_that_was_answered() throws Exception {
        Process killed = start("one ", "halt");
        Process other = start("other ", "close");

        assertThat(killed.waitFor()).as(errors()).isEqualTo(Recorder.HALTED);
        assertThat(other.waitFor()).as(errors()).isZero();
        try (Cassette auto = cassette().auto()) {
            ChatModel model = auto.chatModel(NOBODY);
            for (String own : List.of("", "one ", "other ")) {
                ask(model, own, 200);
            }
        }
        assertThat(journal).doesNotExist();
    }

    private Process start(String own, String end) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Recorder.class.getName(),
                        folder.toString(),
                        own,
                        end)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors.txt").toFile()))
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors.txt"));
    }

    /** Records questions of its own and questions that the others ask too, in turn. */
    static final class Recorder {

        static final int HALTED = 7;

        private Recorder() {}

        public static void main(String[] arguments) {
            Cassette cassette = Cassette.in(Path.of(arguments[0]), "large").auto();
            ChatModel model = cassette.chatModel(echo());
            for (int i = 0; i < 200; i++) {
                model.chat(arguments[1] + "question " + i);
                model.chat("question " + i);
            }
            if (arguments[2].equals("halt")) {
                Runtime.getRuntime().halt(HALTED);
            }
            cassette.close();
        }
    }

    private static void ask(ChatModel model, String own, int questions) {
        String word = own.isBlank() || own.equals("one ") || own.equals("other ") ? own + "question " : own;
        Stream.iterate(0, i -> i + 1)
                .limit(questions)
                .forEach(i -> assertThat(model.chat(word + i)).isEqualTo(answer(word + i)));
    }

    private static String answer(String question) {
        return "answer to " + question;
    }

    private static ChatModel echo() {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                String question = ((UserMessage) request.messages().get(0)).singleText();
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from(answer(question)))
                        .build();
            }
        };
    }

    private Cassette cassette() {
        return Cassette.in(folder, "large");
    }
}
