package io.genaiops.delivery;

import static io.genaiops.delivery.FaultyStore.GUIDE;
import static io.genaiops.delivery.Workbench.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.RefusedException;
import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryRevocationTest {

    private static final Duration STALE = Duration.ofSeconds(70);

    @TempDir
    Path disk;

    private final FaultyStore store = FaultyStore.withGuide();
    private final Workbench bench = new Workbench();

    @Test
    void a_label_that_is_gone_is_refused_as_soon_as_the_store_says_so() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.label("production", "1.0.0", null);
        bench.pass(STALE);
        delivery.prompt("guide");
        bench.runBackground();

        assertThatThrownBy(() -> delivery.prompt("guide"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("no label 'production'");
        assertThat(bench.heard).contains("revoked guide@production");
    }

    @Test
    void a_deleted_version_is_refused_by_label_version_and_digest() {
        Delivery delivery = bench.delivery(store).build();
        String digest = delivery.prompt("guide").resolution().digest().value();
        delivery.prompt("guide:1.0.0");
        delivery.prompt("guide#" + digest);
        store.delete("1.0.0");
        delivery.invalidate(GUIDE);

        assertThatThrownBy(() -> delivery.prompt("guide")).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> delivery.prompt("guide:1.0.0"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("version 1.0.0 deleted");
        assertThatThrownBy(() -> delivery.prompt("guide#" + digest)).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void a_refusal_of_the_store_itself_is_a_revocation_too() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.isDown(new RefusedException("this store is closed to you"));
        bench.pass(STALE);
        delivery.prompt("guide");
        bench.runBackground();

        assertThatThrownBy(() -> delivery.prompt("guide"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("this store is closed to you");
    }

    @Test
    void neither_disk_nor_bundle_nor_caller_brings_back_what_was_revoked() {
        Delivery delivery = bench.delivery(store)
                .lastKnownGood(disk)
                .bundle(FaultyStore.withGuide())
                .build();
        delivery.prompt("guide");
        store.label("production", "1.0.0", null);
        delivery.invalidate(GUIDE);
        Prompt own =
                Prompt.builder("guide", Version.of(0, 0, 1), "Stay at home").build();

        assertThatThrownBy(() -> delivery.prompt("guide", () -> own)).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void what_was_revoked_stays_revoked_when_the_store_goes_down() {
        Delivery delivery =
                bench.delivery(store).bundle(FaultyStore.withGuide()).build();
        delivery.prompt("guide");
        store.label("production", "1.0.0", null);
        delivery.invalidate(GUIDE);
        assertThatThrownBy(() -> delivery.prompt("guide")).isInstanceOf(AssetNotFoundException.class);

        store.isDown();
        bench.pass(Duration.ofMinutes(10));
        assertThatThrownBy(() -> delivery.prompt("guide")).isInstanceOf(AssetNotFoundException.class);
        delivery.invalidate(GUIDE);
        assertThatThrownBy(() -> delivery.prompt("guide")).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void what_was_revoked_stays_revoked_after_a_restart_without_the_store() {
        Delivery first = bench.delivery(store).lastKnownGood(disk).build();
        first.prompt("guide");
        store.label("production", "1.0.0", null);
        first.invalidate(GUIDE);
        assertThatThrownBy(() -> first.prompt("guide")).isInstanceOf(AssetNotFoundException.class);
        store.isDown();

        Delivery restarted = bench.delivery(store)
                .lastKnownGood(disk)
                .bundle(FaultyStore.withGuide())
                .build();

        assertThatThrownBy(() -> restarted.prompt("guide"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("no label 'production'")
                .hasMessageEndingWith("(as the store said before it failed)");
    }

    @Test
    void what_was_revoked_comes_back_when_the_store_gives_it_again() {
        Delivery delivery = bench.delivery(store).lastKnownGood(disk).build();
        delivery.prompt("guide");
        store.label("production", "1.0.0", null);
        delivery.invalidate(GUIDE);
        assertThatThrownBy(() -> delivery.prompt("guide")).isInstanceOf(AssetNotFoundException.class);
        store.label("production", null, "2.0.0");
        bench.pass(Duration.ofSeconds(5));

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("2.0.0 FRESH");
        store.isDown();
        assertThat(seen(bench.delivery(store).lastKnownGood(disk).build().prompt("guide")))
                .isEqualTo("2.0.0 LAST_KNOWN_GOOD");
    }

    @Test
    void a_reference_that_was_never_delivered_is_not_revoked() {
        Delivery delivery = bench.delivery(store).lastKnownGood(disk).build();

        assertThatThrownBy(() -> delivery.prompt("guide@beta")).isInstanceOf(AssetNotFoundException.class);

        assertThat(bench.heard).isEmpty();
        assertThat(disk).isEmptyDirectory();
    }
}
