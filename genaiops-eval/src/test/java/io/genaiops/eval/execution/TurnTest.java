package io.genaiops.eval.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a pace, under which one task may begin in a day, does to tasks that need no turn. */
class TurnTest {

    private static final Pace DAILY = new Pace(1, Duration.ofDays(1));

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void tasks_that_take_no_turn_do_not_wait() throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            tasks.add(new Step("known", false, true));
        }
        tasks.add(500, new Step("asked", true, true));
        run(Workers.callingThread().pacedBy(DAILY), tasks);
        assertThat(events.stream().filter("known"::equals)).hasSize(1000);
        assertThat(events.stream().filter("asked"::equals)).hasSize(1);
    }

    @Test
    void a_task_gets_ready_before_it_waits() throws InterruptedException {
        run(Workers.callingThread().pacedBy(DAILY), List.of(new Step("asked", true, true)));
        assertThat(events).containsExactly("ready", "asked");
    }

    @Test
    void what_is_no_longer_wanted_when_its_turn_comes_is_not_run() throws InterruptedException {
        run(Workers.callingThread().pacedBy(DAILY), List.of(new Step("asked", true, false)));
        assertThat(events).containsExactly("ready");
    }

    @Test
    void getting_ready_is_watched_too() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Task late = new Task() {
            @Override
            public void prepare() {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    events.add("interrupted");
                }
            }

            @Override
            public void run() {
                events.add("run");
            }

            @Override
            public void giveUp(Duration limit) {
                events.add("given up");
            }
        };
        run(Workers.callingThread().within(Duration.ofMillis(20)), List.of(late, new Step("next", true, true)));
        assertThat(events).containsExactly("given up", "interrupted", "ready", "next");
    }

    @Test
    void what_fails_while_it_gets_ready_ends_the_run() {
        Task broken = new Step("never", true, true) {
            @Override
            public void prepare() {
                throw new IllegalStateException("planted by a test");
            }
        };
        assertThatThrownBy(() -> run(Workers.callingThread(), List.of(broken, new Step("next", true, true))))
                .hasMessage("planted by a test");
        assertThat(events).isEmpty();
    }

    @Test
    void what_fails_while_it_is_given_up_ends_the_run() {
        Task broken = new Step("late", false, true) {
            @Override
            public void run() {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    events.add("interrupted");
                }
            }

            @Override
            public void giveUp(Duration limit) {
                throw new IllegalStateException("planted by a test");
            }
        };
        Workers workers = Workers.callingThread().atOnce(2).within(Duration.ofMillis(20));
        assertThatThrownBy(() -> run(workers, List.of(broken))).hasMessage("planted by a test");
    }

    private static void run(Workers workers, List<Task> tasks) throws InterruptedException {
        Iterator<Task> each = tasks.iterator();
        workers.run(() -> each.hasNext() ? each.next() : null);
    }

    private class Step implements Task {

        private final String name;
        private final boolean takesTurn;
        private final boolean wanted;

        Step(String name, boolean takesTurn, boolean wanted) {
            this.name = name;
            this.takesTurn = takesTurn;
            this.wanted = wanted;
        }

        @Override
        public void prepare() {
            if (takesTurn) {
                events.add("ready");
            }
        }

        @Override
        public boolean takesTurn() {
            return takesTurn;
        }

        @Override
        public boolean isWanted() {
            return wanted;
        }

        @Override
        public void run() {
            events.add(name);
        }

        @Override
        public void giveUp(Duration limit) {
            events.add("given up");
        }
    }
}
