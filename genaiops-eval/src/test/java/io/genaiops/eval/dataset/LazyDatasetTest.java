package io.genaiops.eval.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Sample;
import io.genaiops.eval.record.DatasetChangedException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LazyDatasetTest {

    private static final DatasetReader ON_DISK = DatasetReader.usual().holding(0);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rows_on_disk_are_those_in_memory(long seed) throws IOException {
        Random random = new Random(seed);
        Path file = file(random(random));
        Dataset held = Dataset.read(file);
        Dataset lazy = ON_DISK.read(file);
        assertThat(lazy.name()).isEqualTo(held.name());
        assertThat(lazy.digest()).isEqualTo(held.digest());
        assertThat(lazy.samples()).isEqualTo(held.samples());
        assertThat(lazy).containsExactlyElementsOf(held);
        for (int i = 0; i < 50; i++) {
            int index = random.nextInt(held.size());
            assertThat(lazy.get(index)).isEqualTo(held.get(index));
        }
        Dataset some = lazy.filter(sample -> sample.id().hashCode() % 3 == 0);
        Dataset same = held.filter(sample -> sample.id().hashCode() % 3 == 0);
        assertThat(some.samples()).isEqualTo(same.samples());
        assertThat(some.digest()).isEqualTo(same.digest());
        int count = random.nextInt(same.size() + 1);
        assertThat(some.sample(count, seed).samples())
                .isEqualTo(same.sample(count, seed).samples());
        assertThat(lazy.tagged("odd").samples()).isEqualTo(held.tagged("odd").samples());
        assertThat(lazy.samples().subList(1, 4)).isEqualTo(held.samples().subList(1, 4));
        assertThat(lazy.samples().stream().map(Sample::id).toList())
                .isEqualTo(held.samples().stream().map(Sample::id).toList());
    }

    @Test
    void faults_are_those_of_rows_in_memory() throws IOException {
        Path file = file(List.of(
                "{\"id\": \"a\", \"input\": \"1\"}",
                "",
                "{\"id\": \"b\", \"input\": \"2\"",
                "{\"id\": \"a\", \"input\": \"3\"}",
                "{\"input\": \"4\", \"big\": 12345678901234567890}",
                "{\"input\": \"\\ud800\"}",
                "{\"input\": \"7\"}",
                "{\"id\": 7, \"input\": \"8\"}"));
        assertThatThrownBy(() -> ON_DISK.read(file))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessage(message(file))
                .hasMessageContaining("has 5 faulty lines")
                .hasMessageContaining("line 3: expected one JSON object; found: Unexpected end-of-input")
                .hasMessageContaining("line 4: expected a unique id; found: 'a' again, first on line 1")
                .hasMessageContaining("line 5: expected a row that has a digest; found: numbers must be exact")
                .hasMessageContaining("line 6: expected a row that has a digest; found: text must be Unicode")
                .hasMessageContaining("line 8: expected a unique id; found: '7' again, first on line 7");
    }

    private static String message(Path file) {
        try {
            Dataset.read(file);
        } catch (InvalidDatasetException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("rows in memory have no fault");
    }

    @Test
    void an_iterator_ends_and_needs_no_closing() throws IOException {
        Path file = file(List.of("{\"input\": \"1\"}"));
        Dataset dataset = ON_DISK.read(file);
        Iterator<Sample> iterator = dataset.iterator();
        assertThat(iterator.next().input()).isEqualTo("1");
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> dataset.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        Files.delete(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void a_file_that_grew_is_refused() throws IOException {
        Path file = file(numbered(10));
        Dataset dataset = ON_DISK.read(file);
        Files.writeString(file, Files.readString(file) + "{\"input\": \"more\"}\n");
        assertThatThrownBy(() -> dataset.get(0))
                .isInstanceOf(DatasetChangedException.class)
                .hasMessageStartingWith("dataset must not change while it is in use")
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith("read the dataset anew, or keep the file as it is");
        assertThatThrownBy(() -> dataset.iterator().next()).isInstanceOf(DatasetChangedException.class);
        assertThatThrownBy(() -> dataset.filter(sample -> true)).isInstanceOf(DatasetChangedException.class);
    }

    @Test
    void a_file_that_was_touched_or_deleted_is_refused() throws IOException {
        Path file = file(numbered(10));
        Dataset dataset = ON_DISK.read(file);
        FileTime time = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, FileTime.from(time.to(TimeUnit.SECONDS) + 9, TimeUnit.SECONDS));
        assertThatThrownBy(() -> dataset.get(0)).isInstanceOf(DatasetChangedException.class);
        Files.setLastModifiedTime(file, time);
        assertThat(dataset.get(0).input()).isEqualTo("question 0");
        Files.delete(file);
        assertThatThrownBy(() -> dataset.get(0)).hasMessageContaining("found: no file");
    }

    @Test
    void another_row_of_the_same_size_and_time_is_refused() throws IOException {
        Path file = file(numbered(10));
        Dataset dataset = ON_DISK.read(file);
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, Files.readString(file).replace("question 7", "question x"));
        Files.setLastModifiedTime(file, time);
        assertThat(dataset.get(6).input()).isEqualTo("question 6");
        assertThatThrownBy(() -> dataset.get(7))
                .isInstanceOf(DatasetChangedException.class)
                .hasMessageContaining("found: another row on line 8");
        assertThatThrownBy(() -> dataset.forEach(sample -> {})).isInstanceOf(DatasetChangedException.class);
    }

    @Test
    void a_row_that_is_too_long_is_a_fault_and_the_next_one_is_read() throws IOException {
        Path file = folder.resolve("long.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("{\"input\": \"");
            String part = "x".repeat(1 << 20);
            for (int i = 0; i < 17; i++) {
                writer.write(part);
            }
            writer.write("\"}\n{\"inputs\": \"typo\"}\n");
        }
        assertThatThrownBy(() -> ON_DISK.read(file))
                .hasMessageContaining("has 2 faulty lines")
                .hasMessageContaining("line 1: expected at most 16777216 bytes in a row; found: more")
                .hasMessageContaining("line 2: expected a field for the input");
    }

    @Test
    void twenty_thousand_rows_are_read_on_demand() throws IOException {
        Path file = file(numbered(20_000));
        Dataset dataset = ON_DISK.read(file);
        assertThat(dataset.size()).isEqualTo(20_000);
        assertThat(dataset.samples()).isNotInstanceOf(ArrayList.class);
        int seen = 0;
        for (Sample sample : dataset) {
            assertThat(sample.input()).isEqualTo("question " + seen++);
        }
        assertThat(seen).isEqualTo(20_000);
        assertThat(dataset.digest()).isEqualTo(Dataset.read(file).digest());
    }

    /** A million rows of some 400 bytes, 6 times what the child may use. */
    @Test
    @Tag("endurance")
    void a_million_rows_need_64_megabytes() throws Exception {
        Path file = folder.resolve("million.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            String filling = "padding ".repeat(45);
            for (int i = 0; i < 1_000_000; i++) {
                writer.write("{\"id\": \"row-" + i + "\", \"input\": \"question " + i + "\", \"filling\": \"" + filling
                        + "\"}\n");
            }
        }
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadingMain.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("1000000 rows, 500000 even, row-999999");
    }

    /** Opens a dataset, goes through it, and takes a part of it. */
    static final class ReadingMain {
        public static void main(String[] args) {
            Dataset dataset = Dataset.read(Path.of(args[0]));
            int count = 0;
            for (Sample sample : dataset) {
                if (!sample.input().equals("question " + count++)) {
                    throw new IllegalStateException("found " + sample.input());
                }
            }
            Dataset even = dataset.filter(sample -> Integer.parseInt(sample.id().substring(4)) % 2 == 0);
            System.out.println(count + " rows, " + even.size() + " even, "
                    + dataset.get(dataset.size() - 1).id());
        }
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"input\": \"question " + i + "\"}")
                .toList();
    }

    private static List<String> random(Random random) {
        List<String> lines = new ArrayList<>();
        String end = random.nextBoolean() ? "\r" : "";
        int rows = 100 + random.nextInt(300);
        for (int i = 0; i < rows; i++) {
            String id = random.nextBoolean() ? "\"id\": \"r" + i + "\", " : "";
            String filling = "é\ud83d\ude00x".repeat(random.nextInt(random.nextInt(100) == 0 ? 60_000 : 50));
            lines.add("{" + id + "\"input\": \"" + filling + "\", \"tags\": [\"" + (i % 2 == 1 ? "odd" : "even")
                    + "\"], \"a\": " + random.nextInt() + "}" + end);
            if (random.nextInt(5) == 0) {
                lines.add(random.nextBoolean() ? "  \t" : "\u3000");
            }
        }
        return lines;
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("rows.jsonl"), (String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
}
