package io.genaiops.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommitTest {

    private static List<Integer> tens(List<Integer> items) {
        return items.stream().map(item -> item * 10).toList();
    }

    @Test
    void each_gets_what_was_written_for_it() throws Exception {
        Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(5, group -> {
            List<Integer> items = group.get();
            groups.add(items);
            return tens(items);
        });
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int from = i * 1_000;
            Thread thread = new Thread(() -> {
                for (int n = from; n < from + 500; n++) {
                    if (commit.write(n) != n * 10) {
                        wrong.add("item " + n);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(5));
        assertThat(groups.stream().flatMap(List::stream)).hasSize(6_000).doesNotHaveDuplicates();
    }

    @Test
    void those_who_come_while_one_is_written_are_written_together() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(100, group -> {
            List<Integer> items = group.get();
            groups.add(items);
            writing.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return tens(items);
        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int item = i;
            Thread thread = new Thread(() -> commit.write(item));
            threads.add(thread);
            thread.start();
            if (i == 0) {
                writing.await();
            }
        }
        while (threads.stream().skip(1).anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(groups).hasSize(2);
    }

    @Test
    void a_failure_reaches_all_of_its_group_and_nobody_else() {
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(5, group -> {
            List<Integer> items = group.get();
            if (items.contains(13)) {
                throw new IllegalStateException("no space");
            }
            return tens(items);
        });
        assertThat(commit.write(1)).isEqualTo(10);
        assertThatThrownBy(() -> commit.write(13))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no space");
        assertThat(commit.write(2)).isEqualTo(20);
    }

    /** Starts threads that each write a number, and waits until all but the one that leads wait. */
    private static List<Thread> waiting(int count, IntConsumer write, CountDownLatch leads)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int item = i;
            Thread thread = new Thread(() -> write.accept(item));
            threads.add(thread);
            thread.start();
            leads.await();
        }
        while (threads.stream().skip(1).anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        return threads;
    }

    @Test
    void who_comes_before_the_writer_asks_for_its_group_is_part_of_it() throws Exception {
        CountDownLatch preparing = new CountDownLatch(1);
        CountDownLatch prepared = new CountDownLatch(1);
        Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(100, group -> {
            preparing.countDown();
            await(prepared);
            groups.add(group.get());
            assertThat(group.get()).isEqualTo(group.get());
            return tens(group.get());
        });
        List<Thread> threads = waiting(7, commit::write, preparing);
        prepared.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(groups).singleElement().satisfies(group -> assertThat(group).hasSize(7));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_failure_before_the_group_is_asked_for_reaches_those_who_wait() throws Exception {
        CountDownLatch preparing = new CountDownLatch(1);
        CountDownLatch prepared = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(100, group -> {
            preparing.countDown();
            await(prepared);
            throw new IllegalStateException("no lock");
        });
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = waiting(
                4,
                item -> {
                    try {
                        commit.write(item);
                    } catch (IllegalStateException e) {
                        failures.add(item + " " + e.getMessage());
                    }
                },
                preparing);
        prepared.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).containsExactlyInAnyOrder("0 no lock", "1 no lock", "2 no lock", "3 no lock");
    }

    @Test
    void a_writer_that_forgets_its_group_or_one_of_it_is_told_so() {
        assertThatThrownBy(() -> new GroupCommit<Integer, Integer>(5, group -> List.of(1)).write(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a writer must ask for its group and return something for each; found 1 for a group of 0");
        assertThatThrownBy(() -> new GroupCommit<Integer, Integer>(
                                5, group -> group.get().subList(0, 0))
                        .write(1))
                .hasMessageEndingWith("found 0 for a group of 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65_535, 65_536, 65_537, 200_000})
    void lines_are_cut_where_they_end_however_long_they_are(int length) throws IOException {
        String text = "x".repeat(length) + "\n\n" + "y".repeat(length) + "\nrest";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (LineReader lines = new LineReader(new ByteArrayInputStream(bytes), length)) {
            for (int expected : new int[] {length, 0, length}) {
                assertThat(lines.next()).isTrue();
                assertThat(lines.line()).hasSize(expected);
            }
            assertThat(lines.number()).isEqualTo(3);
            assertThat(lines.next()).isFalse();
            assertThat(new String(lines.line(), StandardCharsets.UTF_8)).isEqualTo("rest");
            assertThat(lines.isTooLong()).isEqualTo(length < 4);
        }
        try (LineReader lines = new LineReader(new ByteArrayInputStream(new byte[1 << 20]), length)) {
            assertThat(lines.next()).isFalse();
            assertThat(lines.isTooLong()).isTrue();
        }
    }
}
