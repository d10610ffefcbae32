package io.genaiops.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Resolution.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

    @TempDir
    Path disk;

    private final FaultyStore store = FaultyStore.withGuide().label("beta", null, "2.0.0");
    private final Workbench bench = new Workbench();

    private static AssetReference reference(String text) {
        return new AssetReference(AssetKind.PROMPT, AssetRef.parse(text));
    }

    @Test
    void everything_that_a_label_is_on_is_delivered_once() {
        Delivery delivery = bench.delivery(store).build();

        WarmUp warm = delivery.warmUp();

        assertThat(warm.isComplete()).isTrue();
        assertThat(warm.ready()).containsOnlyKeys(reference("guide@beta"), reference("guide@production"));
        store.isDown();
        assertThat(delivery.prompt("guide").resolution().source()).isEqualTo(Source.FRESH);
        assertThat(delivery.health().misses()).isEqualTo(2);
    }

    @Test
    void what_fails_is_a_value_and_does_not_stop_the_rest() {
        Delivery delivery = bench.delivery(store).build();

        WarmUp warm = delivery.warmUp(List.of(reference("guide@gamma"), reference("guide:2.0.0")));

        assertThat(warm.isComplete()).isFalse();
        assertThat(warm.failed().get(reference("guide@gamma"))).contains("no label 'gamma'");
        assertThat(warm.ready()).containsOnlyKeys(reference("guide:2.0.0"));
    }

    @Test
    void without_the_store_it_delivers_what_is_on_disk() {
        bench.delivery(store).lastKnownGood(disk).build().warmUp();
        store.isDown();

        WarmUp warm = bench.delivery(store).lastKnownGood(disk).build().warmUp();

        assertThat(warm.ready()).hasSize(2);
        assertThat(warm.ready().values()).allMatch(each -> each.source() == Source.LAST_KNOWN_GOOD);
    }

    @Test
    void without_store_and_disk_it_says_so() {
        store.isDown();
        Delivery delivery = bench.delivery(store).build();

        assertThatThrownBy(delivery::warmUp)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("nothing is kept on disk")
                .hasMessageContaining("connection refused");
    }

    private List<AssetReference> many(int count) {
        List<AssetReference> references = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            store.publish("guide-" + i, "1.0.0", "Hike " + i);
            references.add(reference("guide-" + i + ":1.0.0"));
        }
        return references;
    }

    @Test
    @Timeout(60)
    void it_asks_on_the_deliverys_threads_eight_questions_at_a_time() {
        List<AssetReference> references = many(30);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch eight = new CountDownLatch(8);
        store.first(() -> {
            threads.add(Thread.currentThread().getName().replaceAll("\\d+$", ""));
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            eight.countDown();
            await(eight);
            running.decrementAndGet();
        });
        Delivery delivery = bench.delivery(store).patience(Duration.ofHours(1)).build();

        WarmUp warm = delivery.warmUp(references);

        assertThat(warm.ready().keySet()).containsExactlyElementsOf(references);
        assertThat(most).hasValue(8);
        assertThat(threads).containsExactly("genaiops-delivery-load-");
        assertThat(delivery.health().misses()).isEqualTo(30);
        delivery.close();
    }

    @Test
    @Timeout(60)
    void a_store_that_hangs_ends_it_after_the_patience_of_each_eight() {
        List<AssetReference> references = many(40);
        FaultyStore bundle = new FaultyStore();
        bundle.publish("guide-39", "1.0.0", "Hike 39");
        CountDownLatch released = new CountDownLatch(1);
        store.first(() -> await(released));
        Delivery delivery = bench.delivery(store)
                .patience(Duration.ofMillis(1))
                .bundle(bundle)
                .build();

        WarmUp warm = delivery.warmUp(references);

        assertThat(warm.ready()).containsOnlyKeys(references.get(39));
        assertThat(warm.failed()).hasSize(39);
        assertThat(warm.failed().get(references.get(0))).contains("no answer within PT0.001S");
        released.countDown();
        delivery.close();
    }

    @Test
    void a_reference_named_twice_is_asked_for_once_and_one_that_is_kept_not_at_all() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        int asked = store.finds.get();

        WarmUp warm = delivery.warmUp(List.of(reference("guide@beta"), reference("guide"), reference("guide@beta")));

        assertThat(warm.ready().keySet()).containsExactly(reference("guide@beta"), reference("guide"));
        assertThat(store.finds).hasValue(asked + 1);
    }

    @Test
    void without_a_cache_or_after_the_end_it_asks_on_the_thread_of_the_caller() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        store.first(() -> threads.add(Thread.currentThread()));
        Delivery direct = bench.delivery(store).timeToLive(Duration.ZERO).build();
        Delivery closed = bench.delivery(store).patience(Duration.ofHours(1)).build();
        closed.close();

        assertThat(direct.warmUp().isComplete()).isTrue();
        assertThat(closed.warmUp().isComplete()).isTrue();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
