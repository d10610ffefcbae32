package io.genaiops.ledger;

import static io.genaiops.ledger.Entries.ADA;
import static io.genaiops.ledger.Entries.append;
import static io.genaiops.ledger.Entries.draft;
import static io.genaiops.ledger.Entries.settings;
import static io.genaiops.ledger.Entries.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ledger in a directory survives. */
class DirectoryLedgerTest {

    /** The end of the process at a step: nothing is done after it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    private Path temp;

    private final SigningKey key = SigningKey.generate("key-1");

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    private static List<LedgerEntry> all(Ledger ledger) {
        try (Stream<LedgerEntry> entries = ledger.entries(LedgerQuery.all())) {
            return entries.toList();
        }
    }

    @Test
    void a_write_that_ended_at_any_byte_is_cut_off_and_recorded() throws IOException {
        try (Ledger ledger = Ledger.directory(temp, fixed())) {
            append(ledger, 2);
        }
        Path file = files(temp).get(0);
        byte[] before = Files.readAllBytes(file);
        try (Ledger ledger = Ledger.directory(temp, fixed())) {
            ledger.append(draft(7));
        }
        byte[] after = Files.readAllBytes(file);
        for (int end = before.length + 1; end < after.length; end += 3) {
            Files.write(file, Arrays.copyOf(after, end));
            byte[] torn = Arrays.copyOfRange(after, before.length, end);
            try (Ledger ledger = Ledger.directory(temp, fixed())) {
                assertThat(ledger.verify().isIntact()).isTrue();
                assertThat(ledger.verify().notes()).singleElement().asString().contains(torn.length + " bytes");
                assertThat(ledger.append(draft(8)).sequence()).isEqualTo(5);
                assertThat(ledger.verify().firstBreak()).isEmpty();
                assertThat(ledger.verify().notes()).isEmpty();
                assertThat(ledger.entries(EntryKind.RECOVERED)).singleElement().satisfies(entry -> {
                    assertThat(entry.data()).containsEntry("bytes", Integer.toString(torn.length));
                    assertThat(entry.digests()).containsEntry("cut", Digest.ofBytes(torn));
                });
            }
        }
    }

    @Test
    void zeros_that_a_disk_without_power_left_are_cut_off() throws IOException {
        try (Ledger ledger = Ledger.directory(temp, settings().build())) {
            append(ledger, 2);
            Files.write(files(temp).get(0), new byte[200_000], StandardOpenOption.APPEND);
            append(ledger, 2);
            assertThat(ledger.verify().firstBreak()).isEmpty();
            assertThat(ledger.entries(EntryKind.RECOVERED)).hasSize(1);
        }
    }

    @Test
    void a_crash_at_any_step_loses_no_acknowledged_entry() throws IOException {
        for (int last = 0; last < 400; last++) {
            Path folder = temp.resolve("crash-" + last);
            AtomicInteger steps = new AtomicInteger(last);
            List<LedgerEntry> acknowledged = new ArrayList<>();
            boolean crashed = false;
            try (Ledger ledger = new DirectoryLedger(folder, small(), step -> {
                if (steps.decrementAndGet() < 0) {
                    throw new Crash();
                }
            })) {
                for (int i = 0; i < 12; i++) {
                    acknowledged.add(ledger.append(draft(i)));
                }
                acknowledged.clear();
                LedgerEntry dropped = ledger.drop(6, ADA, "old");
                acknowledged.add(dropped);
            } catch (Crash e) {
                crashed = true;
            }
            try (Ledger ledger = Ledger.directory(folder, small())) {
                assertThat(ledger.verify().firstBreak())
                        .as("crash at step %s", last)
                        .isEmpty();
                assertThat(all(ledger)).containsAll(acknowledged);
                ledger.append(draft(99));
                assertThat(ledger.verify().firstBreak())
                        .as("after step %s", last)
                        .isEmpty();
                if (ledger.verify().notes().stream().anyMatch(note -> note.contains("drop them again"))) {
                    ledger.drop(6, ADA, "again");
                    assertThat(ledger.verify().first()).isEqualTo(7);
                    assertThat(ledger.verify().firstBreak()).isEmpty();
                }
            }
            if (!crashed) {
                assertThat(last).as("steps seen").isGreaterThan(40);
                return;
            }
        }
        throw new AssertionError("expected an end of the steps");
    }

    private static LedgerSettings fixed() {
        return LedgerSettings.builder()
                .clock(Clock.fixed(Entries.START, ZoneOffset.UTC))
                .build();
    }

    private LedgerSettings small() {
        return settings().signedBy(key).checkpointEvery(4).segmentBytes(1_500).build();
    }

    @Test
    void a_disk_that_fails_says_so_and_the_ledger_goes_on_when_it_works_again() throws IOException {
        for (String failing : List.of("write ", "force ")) {
            Path folder = temp.resolve(failing.strip());
            AtomicBoolean broken = new AtomicBoolean();
            try (Ledger ledger = new DirectoryLedger(folder, small(), step -> {
                if (broken.get() && step.startsWith(failing)) {
                    throw new UncheckedIOException(new IOException("no space left on device"));
                }
            })) {
                append(ledger, 2);
                broken.set(true);
                assertThatThrownBy(() -> ledger.append(draft(3))).hasStackTraceContaining("no space left on device");
                broken.set(false);
                ledger.append(draft(4));
                assertThat(ledger.verify().firstBreak()).isEmpty();
                assertThat(all(ledger).stream().map(LedgerEntry::version).flatMap(Optional::stream))
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void threads_share_one_force_of_the_disk() throws Exception {
        AtomicInteger forces = new AtomicInteger();
        Set<Long> numbers = new ConcurrentSkipListSet<>();
        LedgerSettings settings = LedgerSettings.builder().build();
        try (Ledger ledger = new DirectoryLedger(temp, settings, step -> {
            if (step.startsWith("force ") && step.endsWith(".jsonl")) {
                forces.incrementAndGet();
                LockSupport.parkNanos(2_000_000);
            }
        })) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 100; n++) {
                        numbers.add(ledger.append(draft(n)).sequence());
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(numbers).hasSize(800);
            assertThat(ledger.verify().firstBreak()).isEmpty();
        }
        assertThat(forces).as("of 800 entries by 8 threads").hasValueLessThan(250);
    }

    @Test
    void a_thread_that_is_interrupted_still_writes_and_stays_interrupted() {
        try (Ledger ledger = Ledger.directory(temp, settings().build())) {
            Thread.currentThread().interrupt();
            ledger.append(draft(1));
            assertThat(Thread.interrupted()).isTrue();
            ledger.append(draft(2));
            assertThat(ledger.verify().last()).isEqualTo(3);
        }
    }

    @Test
    void two_ledgers_of_one_process_see_each_other_across_segments_and_drops() throws IOException {
        try (Ledger one = Ledger.directory(temp, small());
                Ledger other = Ledger.directory(temp, small())) {
            append(one, 1);
            append(other, 20);
            append(one, 1);
            other.drop(15, ADA, "old");
            append(one, 20);
            other.drop(35, ADA, "old");
            append(one, 3);
            append(other, 3);
            assertThat(one.verify().firstBreak()).isEmpty();
            assertThat(one.verify().first()).isEqualTo(36);
            assertThat(files(temp)).hasSizeGreaterThan(3);
        }
    }

    @Test
    void nothing_is_dropped_from_a_ledger_that_is_broken() throws IOException {
        try (Ledger ledger = Ledger.directory(temp, small())) {
            append(ledger, 12);
            Path first = files(temp).get(0);
            Files.writeString(first, Files.readString(first).replaceFirst("beats", "loses to"));
            assertThatThrownBy(() -> ledger.drop(6, ADA, "old"))
                    .isExactlyInstanceOf(GenAiOpsException.class)
                    .hasMessageStartingWith(
                            "entries of a broken ledger are not dropped: they are evidence. Found: entry ");
            assertThat(first).exists();
        }
    }

    @Test
    void reading_names_the_line_that_is_no_entry() throws IOException {
        try (Ledger ledger = Ledger.directory(temp, settings().build())) {
            append(ledger, 3);
            Path file = files(temp).get(0);
            String text = Files.readString(file);
            for (String edit : List.of("{\"seq\":2}", "not JSON", "[".repeat(5_000), "{\"seq\":2,\"seq\":2}")) {
                List<String> lines = new ArrayList<>(text.lines().toList());
                lines.set(1, edit);
                Files.writeString(file, String.join("\n", lines) + "\n");
                assertThatThrownBy(() -> all(ledger))
                        .isExactlyInstanceOf(GenAiOpsException.class)
                        .hasMessageStartingWith("line 2 of 0000000000000000001.jsonl is no entry");
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            bytes[text.indexOf("beats")] = (byte) 0xff;
            Files.write(file, bytes);
            assertThatThrownBy(() -> all(ledger)).hasMessageContaining("is no entry as the ledger writes them");
        }
    }

    @Test
    void to_verify_and_read_a_directory_makes_nothing_there() {
        Path absent = temp.resolve("absent");
        try (Ledger ledger = Ledger.directory(absent)) {
            assertThat(ledger.verify().entries()).isZero();
            assertThat(all(ledger)).isEmpty();
            assertThat(ledger.export(OutputStream.nullOutputStream())).isZero();
        }
        assertThat(absent).doesNotExist();
    }

    @Test
    void many_entries_are_read_and_verified_in_little_memory() throws Exception {
        readInLittleMemory(120_000);
    }

    @Test
    @Tag("endurance")
    void a_million_entries_are_read_and_verified_in_little_memory() throws Exception {
        readInLittleMemory(1_000_000);
    }

    private void readInLittleMemory(int count) throws Exception {
        Path folder = temp.resolve("long");
        try (Ledger ledger = Ledger.directory(
                folder, LedgerSettings.builder().segmentBytes(1L << 30).build())) {
            append(ledger, 1);
        }
        Path file = files(folder).get(0);
        List<String> lines = Files.readAllLines(file);
        EntryLine.Head head = new EntryLine.Head("", "", 2, EntryLine.hashOf(lines.get(1)));
        try (OutputStream out =
                new java.io.BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND))) {
            for (int i = 0; i < count; i++) {
                EntryLine line = head.next(Entries.START, draft(1));
                out.write(line.bytes());
                out.write('\n');
                head = head.after(line);
            }
        }
        assertThat(Files.size(file)).isGreaterThan(40L << 20); // more than the heap of the child
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerReader.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .last()
                .isEqualTo((count + 2) + " " + (count + 2) + " true");
    }

    @Test
    void values_with_ends_of_lines_stay_on_one_line() throws IOException {
        String value = "a\nb\rc\u0000d\u2028e\u0085f\u007fg\t\"\\ \ud83d\ude00";
        try (Ledger ledger = Ledger.directory(temp, settings().build())) {
            assertThat(ledger.append(LedgerDraft.of("note").with("text", value)).data())
                    .containsEntry("text", value);
            assertThat(all(ledger).get(1).data()).containsEntry("text", value);
            assertThat(Files.readString(files(temp).get(0)).lines()).hasSize(2);
            assertThat(ledger.verify().firstBreak()).isEmpty();
        }
    }

    @Test
    void what_is_too_much_is_refused_before_it_is_written() {
        try (Ledger ledger = Ledger.directory(temp, settings().build())) {
            LedgerDraft note = LedgerDraft.of("note");
            assertThatThrownBy(() -> note.with("text", "x".repeat(2_001)))
                    .hasMessageContaining("at most 2000 characters; found 2001");
            assertThatThrownBy(() -> note.with("text", "\ud83d")).hasMessageContaining("unpaired surrogate");
            assertThatThrownBy(() -> note.with("a b", "x")).hasMessageContaining("found: 'a b'");
            assertThatThrownBy(() -> LedgerDraft.of("ledger.checkpoint")).hasMessageContaining("by the ledger alone");
            assertThatThrownBy(() -> LedgerDraft.of("Kind")).hasMessageContaining("found: 'Kind'");
            LedgerDraft huge = note;
            for (int i = 0; i < LedgerDraft.MOST; i++) {
                huge = huge.with("text" + i, "\u0001".repeat(2_000));
            }
            LedgerDraft most = huge;
            assertThatThrownBy(() -> most.with("more", "x")).hasMessageContaining("at most 32");
            assertThatThrownBy(() -> ledger.append(most))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 32768 bytes as a line");
            assertThatCode(() -> ledger.append(note)).doesNotThrowAnyException();
            assertThat(ledger.verify().last()).isEqualTo(2);
        }
    }

    @Test
    void an_unsigned_ledger_says_that_no_signature_was_checked() {
        try (Ledger ledger = Ledger.directory(temp, settings().build())) {
            append(ledger, 200);
            assertThat(ledger.verify().toString()).contains("no signature checked");
        }
        try (Ledger ledger = Ledger.directory(temp, signed(key, 100))) {
            assertThat(ledger.verify().firstBreak().orElseThrow().problem())
                    .contains("expected a checkpoint by one of [key-1] every 100 entries; found none");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65, 500})
    void a_line_whose_hash_before_is_too_short_or_too_long_is_no_entry(int digits) {
        String line = new EntryLine.Head("", "", 1, EntryLine.Head.NOTHING)
                .next(Entries.START, draft(1))
                .entry()
                .line()
                .replace(EntryLine.Head.NOTHING, "0".repeat(digits));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryLine.parse(line.getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("expected the line {\"seq\":2,");
    }
}
