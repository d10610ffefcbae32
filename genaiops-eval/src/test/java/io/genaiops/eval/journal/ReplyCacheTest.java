package io.genaiops.eval.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.Digest;
import io.genaiops.call.Answers;
import io.genaiops.eval.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyCacheTest {

    private static final Digest KEY = Digest.ofText("key");
    private static final Sample ROW = Sample.of("How far?").withId("r1").expecting("12 km");
    private static final Sample ANSWERED = ROW.answered(Answers.saying("12 km"));

    @TempDir
    Path folder;

    @Test
    void a_reply_is_found_again_by_key_and_repetition() {
        ReplyCache cache = cache();
        cache.keep(KEY, 1, ROW, ANSWERED);
        assertThat(cache().find(KEY, 1, ROW)).hasValue(ANSWERED);
        assertThat(cache().holds(KEY, 1)).isTrue();
        assertThat(cache().find(KEY, 2, ROW)).isEmpty();
        assertThat(cache().holds(KEY, 2)).isFalse();
        assertThat(cache().find(Digest.ofText("other"), 1, ROW)).isEmpty();
    }

    @Test
    void the_reply_is_given_to_the_row_of_now() {
        cache().keep(KEY, 1, ROW, ANSWERED);
        Sample mended = ROW.expecting("12 kilometres");
        assertThat(cache().find(KEY, 1, mended)).hasValue(mended.answered(Answers.saying("12 km")));
    }

    @Test
    void a_row_that_the_variant_changed_comes_back() {
        Sample grounded = ROW.groundedIn("page").answered("12 km");
        cache().keep(KEY, 1, ROW, grounded);
        assertThat(cache().find(KEY, 1, ROW)).hasValue(grounded);
    }

    @Test
    void a_later_reply_replaces_an_earlier_one() {
        cache().keep(KEY, 1, ROW, ANSWERED);
        cache().keep(KEY, 1, ROW, ROW.answered("13 km"));
        assertThat(cache().find(KEY, 1, ROW)).hasValue(ROW.answered("13 km"));
    }

    @Test
    void text_that_is_no_unicode_comes_back() {
        Sample odd = ROW.answered("half \ud83d of a pair");
        cache().keep(KEY, 1, ROW, odd);
        assertThat(cache().find(KEY, 1, ROW)).hasValue(odd);
    }

    @Test
    void a_damaged_file_is_no_reply() throws IOException {
        cache().keep(KEY, 1, ROW, ANSWERED);
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThat(cache().find(KEY, 1, ROW)).as("%d bytes", length).isEmpty();
        }
        Files.write(
                file,
                new String(whole, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("2026-11-23T12:00:00Z", "yesterday")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(cache().find(KEY, 1, ROW)).isEmpty();
        cache().keep(KEY, 1, ROW, ANSWERED);
        assertThat(cache().find(KEY, 1, ROW)).hasValue(ANSWERED);
    }

    @Test
    void a_file_of_another_question_is_no_reply() throws IOException {
        ReplyCache cache = cache();
        cache.keep(KEY, 1, ROW, ANSWERED);
        Path moved = onlyFile();
        Files.move(moved, moved.resolveSibling(moved.getFileName().toString().replace("-1.json", "-2.json")));
        assertThat(cache.find(KEY, 2, ROW)).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_written_to_costs_no_run() throws IOException {
        Path file = Files.writeString(folder.resolve("a file"), "in the way");
        ReplyCache cache = ReplyCache.directory(file);
        cache.keep(KEY, 1, ROW, ANSWERED);
        assertThat(cache.find(KEY, 1, ROW)).isEmpty();
        assertThat(Files.readString(file)).isEqualTo("in the way");
    }

    @Test
    void several_writers_never_leave_half_a_reply() throws Exception {
        String text = "long ".repeat(20_000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> work = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(writer -> threads.submit(() -> {
                        ReplyCache own = cache();
                        for (int i = 0; i < 25; i++) {
                            own.keep(KEY, 1, ROW, ROW.answered(writer + text));
                            String read = own.find(KEY, 1, ROW)
                                    .orElseThrow()
                                    .response()
                                    .orElseThrow();
                            assertThat(read).hasSize(text.length() + 1).endsWith(text);
                        }
                    }))
                    .toList();
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(onlyFile()).exists();
    }

    private ReplyCache cache() {
        return ReplyCache.directory(folder.resolve("replies"));
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("replies"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
