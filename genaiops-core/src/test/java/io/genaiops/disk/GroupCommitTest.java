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
