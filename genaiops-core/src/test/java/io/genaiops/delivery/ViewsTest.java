package io.genaiops.delivery;

import static io.genaiops.delivery.FaultyStore.GUIDE;
import static io.genaiops.delivery.Workbench.DAY;
import static io.genaiops.delivery.Workbench.SECOND;
import static io.genaiops.delivery.Workbench.TTL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.catalog.StoredAsset;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How one view of all assets is kept. */
class ViewsTest {

    private final FaultyStore store = FaultyStore.withGuide();
    private final Workbench bench = new Workbench();
    private final Delivery delivery =
            bench.delivery(store).timeToLive(TTL).maxStale(DAY).build();

    private String seen() {
        return on(delivery.view(view -> true));
    }

    private static String on(SortedMap<AssetId, StoredAsset> view) {
        StoredAsset guide = view.get(GUIDE);
        return guide == null
                ? "nothing"
                : guide.label(Label.PRODUCTION).orElseThrow().version().toString();
    }

    @Test
    void a_view_within_the_time_to_live_does_not_ask_the_store() {
        assertThat(seen()).isEqualTo("1.0.0");
        int asked = store.finds.get();
        store.label("production", "1.0.0", "2.0.0");
        bench.pass(TTL);
        assertThat(seen()).isEqualTo("1.0.0");
        assertThat(store.finds).hasValue(asked);
        assertThat(bench.waiting()).isZero();
    }

    @Test
    void an_older_view_is_given_at_once_and_refreshed_in_the_background_by_one_question() {
        seen();
        store.label("production", "1.0.0", "2.0.0");
        bench.pass(TTL.plus(SECOND));
        assertThat(seen()).isEqualTo("1.0.0");
        assertThat(seen()).isEqualTo("1.0.0");
        assertThat(bench.waiting()).isEqualTo(1);
        bench.runBackground();
        assertThat(seen()).isEqualTo("2.0.0");
    }

    @Test
    void a_view_beyond_the_greatest_age_is_asked_for_anew() {
        seen();
        store.label("production", "1.0.0", "2.0.0");
        bench.pass(DAY.plus(SECOND));
        assertThat(seen()).isEqualTo("2.0.0");
    }

    @Test
    void after_an_invalidation_the_store_is_asked_first() {
        seen();
        store.label("production", "1.0.0", "2.0.0");
        delivery.invalidate(GUIDE);
        assertThat(seen()).isEqualTo("2.0.0");
        store.label("production", "2.0.0", "1.0.0");
        delivery.invalidateAll();
        assertThat(seen()).isEqualTo("1.0.0");
    }

    @Test
    void a_store_that_fails_leaves_the_view_that_is_kept_and_is_left_alone_for_a_second() {
        seen();
        store.isDown();
        delivery.invalidateAll();
        assertThat(seen()).isEqualTo("1.0.0");
        store.isUp();
        store.label("production", "1.0.0", "2.0.0");
        assertThat(seen()).as("within the pause").isEqualTo("1.0.0");
        bench.pass(SECOND.plusNanos(1));
        seen();
        bench.runBackground();
        assertThat(seen()).isEqualTo("2.0.0");
    }

    @Test
    void without_a_view_a_store_that_fails_is_an_error_until_it_answers() {
        store.isDown();
        assertThatThrownBy(this::seen)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage(
                        "the store gives no view of its assets: java.lang.IllegalStateException: connection refused");
        store.isUp();
        assertThatThrownBy(this::seen).as("within the pause").isInstanceOf(GenAiOpsException.class);
        bench.pass(SECOND);
        assertThat(seen()).isEqualTo("1.0.0");
        store.isDown(new IllegalStateException("again"));
        bench.pass(DAY.plus(SECOND));
        assertThatThrownBy(this::seen).hasMessageContaining("again");
    }

    @Test
    void an_error_of_the_machine_is_not_swallowed() {
        store.first(() -> {
            throw new StackOverflowError("deep");
        });
        assertThatThrownBy(this::seen).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void a_view_that_lacks_something_is_asked_for_anew_at_most_every_five_seconds() {
        seen();
        int asked = store.finds.get();
        bench.pass(Duration.ofSeconds(5));
        delivery.view(view -> false);
        assertThat(store.finds).hasValue(asked);
        store.label("production", "1.0.0", "2.0.0");
        bench.pass(SECOND);
        assertThat(on(delivery.view(view -> false))).isEqualTo("2.0.0");
    }

    @Test
    void without_a_time_to_live_every_view_is_asked_for() {
        Delivery asking = bench.delivery(store).timeToLive(Duration.ZERO).build();
        assertThat(on(asking.view(view -> true))).isEqualTo("1.0.0");
        store.label("production", "1.0.0", "2.0.0");
        assertThat(on(asking.view(view -> true))).isEqualTo("2.0.0");
        store.isDown();
        assertThatThrownBy(() -> asking.view(view -> true)).isInstanceOf(GenAiOpsException.class);
    }

    @Test
    void a_store_that_hangs_keeps_nobody_waiting_longer_than_its_patience() {
        Delivery impatient = Delivery.builder(store)
                .timeToLive(TTL)
                .maxStale(DAY)
                .patience(Duration.ofMillis(20))
                .build();
        CountDownLatch release = new CountDownLatch(1);
        store.first(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> impatient.view(view -> true))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("no answer within PT0.02S");
        release.countDown();
        impatient.close();
    }
}
