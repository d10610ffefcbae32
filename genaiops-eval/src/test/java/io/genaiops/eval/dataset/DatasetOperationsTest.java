package io.genaiops.eval.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Deduplication.Dropped;
import io.genaiops.eval.language.WordSplitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetOperationsTest {

    @TempDir
    Path folder;

    /** What is done with rows in memory and on disk gives the same samples in the same order, and one digest. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void every_operation_is_the_same_on_disk(long seed) throws IOException {
        Dataset held = random(seed, 300);
        Dataset disk = onDisk("rows", held);
        Dataset other = onDisk("other", held.map(sample -> sample.withId("other " + sample.id())));
        List<Function<Dataset, Dataset>> operations = List.of(
                all -> all.shuffled(seed),
                all -> all.slice(10, 40),
                all -> all.split(seed, 0.7, 0.3).get(1),
                all -> all.splitByTags(seed, 0.2, 0.3, 0.5).get(2),
                all -> all.shuffled(seed)
                        .filter(sample -> sample.input().length() > 8)
                        .slice(0, 9),
                all -> all.withoutDuplicates().dataset(),
                all -> all.withoutNearDuplicates(0.6).dataset(),
                all -> all.map(sample -> sample.tagged("more").withId("m" + sample.id())),
                all -> all.and(other).filter(sample -> sample.id().endsWith("1")),
                all -> all.and(other)
                        .shuffled(seed)
                        .map(sample -> sample.expecting("r"))
                        .sample(50, seed));
        for (Function<Dataset, Dataset> operation : operations) {
            Dataset one = operation.apply(held);
            Dataset same = operation.apply(disk);
            assertThat(same.samples()).isEqualTo(one.samples()).isNotEmpty();
            assertThat(same).containsExactlyElementsOf(one);
            assertThat(same.digest()).isEqualTo(one.digest());
            assertThat(same.name().replace("rows", "random")).isEqualTo(one.name());
        }
        assertThat(disk.withoutDuplicates().dropped())
                .isEqualTo(held.withoutDuplicates().dropped());
        assertThat(disk.withoutNearDuplicates(0.6).dropped())
                .isEqualTo(held.withoutNearDuplicates(0.6).dropped());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_split_has_each_sample_once_and_more_samples_move_none(long seed) {
        Dataset all = random(seed, 1000);
        List<Dataset> parts = all.split(seed, 0.6, 0.3, 0.1);
        assertThat(parts).extracting(Dataset::name).containsExactly("random 1/3", "random 2/3", "random 3/3");
        assertThat(ids(parts.get(0).and(parts.get(1), parts.get(2)))).isEqualTo(ids(all));
        // Four standard deviations of a binomial share.
        assertThat(parts.get(0).size()).isBetween(538, 662);
        assertThat(parts.get(2).size()).isBetween(62, 138);
        List<Dataset> ofSome = all.shuffled(seed).slice(0, 500).split(seed, 0.6, 0.3, 0.1);
        for (int i = 0; i < 3; i++) {
            assertThat(ids(parts.get(i))).containsAll(ids(ofSome.get(i)));
        }
        assertThat(ids(all.split(seed + 1, 0.6, 0.4).get(0)))
                .isNotEqualTo(ids(all.split(seed, 0.6, 0.4).get(0)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_stratified_split_has_its_share_of_every_set_of_tags(long seed) {
        Dataset all = random(seed, 777);
        List<Dataset> parts = all.splitByTags(seed, 0.25, 0.5, 0.25);
        assertThat(ids(parts.get(0).and(parts.get(1), parts.get(2)))).isEqualTo(ids(all));
        Map<Set<String>, Integer> whole = counts(all);
        Map<Set<String>, Integer> half = counts(parts.get(1));
        whole.forEach(
                (tags, count) -> assertThat(half.getOrDefault(tags, 0)).isBetween((count - 1) / 2, (count + 2) / 2));
        assertThat(parts.get(0).samples())
                .isEqualTo(all.splitByTags(seed, 0.25, 0.5, 0.25).get(0).samples());
        assertThat(parts.get(0).samples())
                .isNotEqualTo(all.splitByTags(seed + 1, 0.25, 0.5, 0.25).get(0).samples());
    }

    private static Map<Set<String>, Integer> counts(Dataset dataset) {
        Map<Set<String>, Integer> counts = new HashMap<>();
        dataset.forEach(sample -> counts.merge(new TreeSet<>(sample.tags()), 1, Integer::sum));
        return counts;
    }

    @Test
    void shares_that_make_no_whole_are_refused() {
        Dataset all = random(1, 10);
        for (double[] shares : new double[][] {{}, {1}, {0.5, 0.4}, {1.2, -0.2}, {Double.NaN, 1}, {0, 1}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> all.split(1, shares))
                    .withMessageStartingWith("shares must be at least two, each over 0, together 1; found: [");
        }
        assertThat(all.split(1, 0.1, 0.2, 0.7)).hasSize(3);
    }

    @Test
    void a_shuffle_keeps_every_sample() {
        Dataset all = random(1, 100);
        assertThat(all.shuffled(7).samples())
                .isNotEqualTo(all.samples())
                .isEqualTo(all.shuffled(7).samples());
        assertThat(all.shuffled(8).samples()).isNotEqualTo(all.shuffled(7).samples());
        assertThat(ids(all.shuffled(7))).isEqualTo(ids(all));
        assertThatThrownBy(() -> all.slice(5, 101)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void one_id_twice_is_refused() throws IOException {
        Dataset all = random(1, 10);
        for (Dataset each : new Dataset[] {all, onDisk("rows", all)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> each.and(each))
                    .withMessageContaining("must be unique");
            assertThatIllegalArgumentException().isThrownBy(() -> each.map(sample -> sample.withId("one")));
        }
    }

    @Test
    void duplicates_are_told_with_what_was_kept() {
        Dataset all = Dataset.of(
                "d",
                List.of(
                        Sample.of("How long is it?").withId("a"),
                        Sample.of("  how LONG\u00a0is\n it? ").withId("b"),
                        Sample.of("How long is it").withId("c"),
                        Sample.of("\uff28ow long is it?").withId("d")));
        Deduplication without = all.withoutDuplicates();
        assertThat(ids(without.dataset())).containsExactly("a", "c");
        assertThat(without.dropped()).containsExactly(new Dropped("b", "a", 1), new Dropped("d", "a", 1));
    }

    @Test
    void near_duplicates_are_told_with_their_similarity() {
        Dataset all = Dataset.of(
                "d",
                List.of(
                        Sample.of("one two three four five six").withId("a"),
                        Sample.of("One, two: three four five SIX!").withId("b"),
                        Sample.of("one two three four five seven").withId("c"),
                        Sample.of("yes").withId("d"),
                        Sample.of("Yes.").withId("e"),
                        Sample.of("?!").withId("f"),
                        Sample.of("!?").withId("g")));
        Deduplication without = all.withoutNearDuplicates(0.6);
        assertThat(ids(without.dataset())).containsExactly("a", "d", "f", "g");
        assertThat(without.dropped())
                .containsExactly(new Dropped("b", "a", 1), new Dropped("c", "a", 0.6), new Dropped("e", "d", 1));
        assertThat(ids(all.withoutNearDuplicates(0.61).dataset())).containsExactly("a", "c", "d", "f", "g");
        for (double wrong : new double[] {0.49, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> all.withoutNearDuplicates(wrong));
        }
    }

    /** Held against every pair, without an index. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.6, 0.75, 0.8, 1})
    void near_duplicates_are_those_that_comparing_all_pairs_finds(double threshold) {
        Random random = new Random((long) (threshold * 100));
        List<Set<List<String>>> kept = new ArrayList<>();
        NearDuplicates found = new NearDuplicates(threshold);
        for (int i = 0; i < 600; i++) {
            String text = String.join(
                    " ",
                    IntStream.range(0, 3 + random.nextInt(9))
                            .mapToObj(n -> "w" + random.nextInt(3))
                            .toList());
            Set<List<String>> shingles = shingles(WordSplitter.words(text));
            double best = kept.stream()
                    .map(other -> jaccard(shingles, other))
                    .max(Comparator.naturalOrder())
                    .orElse(0.0);
            double nearest = found.add(text).similarity();
            if (best >= threshold) {
                assertThat(nearest).isEqualTo(best);
            } else {
                assertThat(nearest).isLessThan(threshold);
                kept.add(shingles);
            }
            assertThat(found.size()).isEqualTo(kept.size());
        }
    }

    private static Set<List<String>> shingles(List<String> words) {
        Set<List<String>> shingles = new HashSet<>();
        for (int i = 0; i + 3 <= words.size(); i++) {
            shingles.add(words.subList(i, i + 3));
        }
        return shingles;
    }

    private static double jaccard(Set<List<String>> one, Set<List<String>> other) {
        Set<List<String>> common = new HashSet<>(one);
        common.retainAll(other);
        return common.size() / (double) (one.size() + other.size() - common.size());
    }

    private static Set<String> ids(Dataset dataset) {
        Set<String> ids = new TreeSet<>();
        dataset.forEach(sample -> ids.add(sample.id()));
        return ids;
    }

    private static Dataset random(long seed, int count) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String input = String.join(
                    " ",
                    IntStream.range(0, 1 + random.nextInt(5))
                            .mapToObj(n -> "Wort".substring(random.nextInt(3)))
                            .toList());
            Sample sample = Sample.of(input).withId("r" + i);
            sample = random.nextBoolean() ? sample.tagged("winter") : sample;
            samples.add(random.nextInt(3) == 0 ? sample.tagged("hard") : sample);
        }
        return Dataset.of("random", samples);
    }

    private Dataset onDisk(String name, Dataset held) throws IOException {
        StringBuilder lines = new StringBuilder();
        held.forEach(sample -> lines.append(RowMapper.row(sample)).append('\n'));
        Path file = Files.write(
                folder.resolve(name + ".jsonl"),
                lines.toString().replace("\"attributes\":{}", "\"_\":null").getBytes(UTF_8));
        return Dataset.reader().holding(0).read(file).map(DatasetOperationsTest::withoutFiller);
    }

    private static Sample withoutFiller(Sample sample) {
        return Sample.of(sample.input())
                .withId(sample.id())
                .tagged(sample.tags().toArray(String[]::new))
                .expecting(sample.references());
    }
}
