package io.genaiops.delivery;

import static io.genaiops.delivery.Workbench.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of a delivery, and how they end. */
@Timeout(60)
class DeliveryCloseTest {

    private static final Duration AN_INSTANT = Duration.ofMillis(1);
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final FaultyStore store = FaultyStore.withGuide();
    private final Workbench bench = new Workbench();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void end() {
        released.countDown();
    }

    @Test
    void work_runs_on_named_daemon_threads() throws Exception {
        Set<String> names = ConcurrentHashMap.newKeySet();
        Set<Boolean> daemons = ConcurrentHashMap.newKeySet();
        CountDownLatch twice = new CountDownLatch(2);
        store.first(() -> {
            names.add(Thread.currentThread().getName().replaceAll("\\d+$", ""));
            daemons.add(Thread.currentThread().isDaemon());
        });
        Delivery delivery = Delivery.builder(store)
                .nanoTime(() -> bench.instant().toEpochMilli() * 1_000_000)
                .listener(new DeliveryListener() {
                    @Override
                    public void refreshed(AssetReference reference, Version version) {
                        twice.countDown();
                    }
                })
                .build();
        delivery.prompt("guide");
        bench.pass(Duration.ofSeconds(70));
        delivery.prompt("guide");
        twice.await();

        assertThat(names).containsExactlyInAnyOrder("genaiops-delivery-load-", "genaiops-delivery-refresh-");
        assertThat(daemons).containsExactly(true);
    }

    @Test
    void closing_interrupts_what_hangs_and_delivers_on_what_is_kept() throws Exception {
        Delivery delivery = Delivery.builder(store)
                .nanoTime(() -> bench.instant().toEpochMilli() * 1_000_000)
                .build();
        delivery.prompt("guide");
        CountDownLatch interrupted = new CountDownLatch(1);
        store.first(() -> {
            arrived.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException("interrupted", e);
            }
        });
        bench.pass(Duration.ofSeconds(70));
        delivery.prompt("guide");
        arrived.await();

        delivery.close(AN_INSTANT);

        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        store.isUp();
        Prompt kept = delivery.prompt("guide");
        assertThat(kept.resolution().source()).isEqualTo(Source.STALE);
        assertThat(seen(delivery.prompt("guide:2.0.0"))).as("on this thread").isEqualTo("2.0.0 FRESH");
        delivery.close();
    }

    @Test
    void closing_ends_every_thread() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch twice = new CountDownLatch(2);
        store.first(() -> threads.add(Thread.currentThread()));
        Delivery delivery = Delivery.builder(store)
                .nanoTime(() -> bench.instant().toEpochMilli() * 1_000_000)
                .listener(new DeliveryListener() {
                    @Override
                    public void refreshed(AssetReference reference, Version version) {
                        twice.countDown();
                    }
                })
                .build();
        delivery.prompt("guide");
        bench.pass(Duration.ofSeconds(70));
        delivery.prompt("guide");
        twice.await();

        delivery.close(FOR_EVER);

        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
        for (Thread thread : threads) {
            thread.join();
        }
        bench.pass(Duration.ofSeconds(70));
        assertThat(seen(delivery.prompt("guide"))).as("kept").isEqualTo("1.0.0 STALE");
        assertThat(delivery.health().refreshQueue()).isZero();
    }
}
