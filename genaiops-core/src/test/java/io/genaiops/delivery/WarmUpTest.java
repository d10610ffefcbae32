package io.genaiops.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Resolution.Source;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
