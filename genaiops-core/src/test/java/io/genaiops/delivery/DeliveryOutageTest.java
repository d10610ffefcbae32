package io.genaiops.delivery;

import static io.genaiops.delivery.FaultyStore.GUIDE;
import static io.genaiops.delivery.Workbench.DAY;
import static io.genaiops.delivery.Workbench.SECOND;
import static io.genaiops.delivery.Workbench.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryOutageTest {

    @TempDir
    Path disk;

    private final FaultyStore store = FaultyStore.withGuide();
    private final Workbench bench = new Workbench();

    @Test
    void a_store_that_is_down_does_not_stop_what_is_kept() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.isDown();
        for (int hour = 0; hour < 23; hour++) {
            bench.pass(Duration.ofHours(1));
            Prompt prompt = delivery.prompt("guide");
            assertThat(seen(prompt)).isEqualTo("1.0.0 STALE");
            assertThat(prompt.resolution().age()).isEqualTo(Duration.ofHours(hour + 1));
            bench.runBackground();
        }
        assertThat(delivery.health().storeReachable()).isFalse();
        assertThat(delivery.health().failures()).isEqualTo(23);

        store.isUp();
        bench.pass(SECOND);
        delivery.prompt("guide");
        bench.runBackground();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 FRESH");
        assertThat(delivery.health().storeReachable()).isTrue();
    }

    @Test
    void beyond_the_greatest_age_nothing_old_is_delivered() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.isDown();
        bench.pass(DAY.plusSeconds(1));

        assertThatThrownBy(() -> delivery.prompt("guide"))
                .isInstanceOf(GenAiOpsException.class)
                .isNotInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt guide@production cannot be delivered: the store failed"
                        + " (java.lang.IllegalStateException: connection refused); no fallback was given")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_store_that_failed_is_left_alone_for_a_second() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.isDown();
        bench.pass(Duration.ofSeconds(70));
        delivery.prompt("guide");
        bench.runBackground();
        int asked = store.finds.get();

        bench.pass(Duration.ofMillis(999));
        delivery.prompt("guide");
        assertThat(bench.waiting()).isZero();
        assertThatThrownBy(() -> delivery.prompt("guide@beta")).hasMessageContaining("connection refused");
        assertThatThrownBy(() -> delivery.prompt("guide@beta")).hasMessageContaining("connection refused");
        assertThat(store.finds).as("one for guide@beta").hasValue(asked + 1);

        bench.pass(Duration.ofMillis(1));
        delivery.prompt("guide");
        assertThat(bench.waiting()).isOne();
    }

    @Test
    void a_flapping_store_never_fails_a_caller_that_had_an_answer() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        AtomicInteger calls = new AtomicInteger();
        store.first(() -> {
            if (calls.incrementAndGet() % 3 != 0) {
                throw new IllegalStateException("flapping");
            }
        });
        String version = "1.0.0";
        int fresh = 0;
        for (int i = 0; i < 300; i++) {
            String next = i % 20 == 0 ? (version.equals("1.0.0") ? "2.0.0" : "1.0.0") : version;
            if (!next.equals(version)) {
                store.label("production", version, next);
                version = next;
            }
            bench.pass(Duration.ofSeconds(30));
            Prompt prompt = delivery.prompt("guide");
            fresh += prompt.resolution().source() == Source.FRESH ? 1 : 0;
            assertThat(prompt.resolution().age()).isLessThan(Duration.ofMinutes(20));
            bench.runBackground();
        }
        assertThat(fresh).isBetween(10, 290);
        assertThat(delivery.health().failures()).isPositive();
    }

    @Test
    void a_first_call_while_the_store_is_down_finds_the_last_known_good_of_an_earlier_process() {
        bench.delivery(store).lastKnownGood(disk).build().prompt("guide");
        store.isDown();
        bench.pass(Duration.ofHours(30));
        Delivery restarted = bench.delivery(store).lastKnownGood(disk).build();

        Prompt prompt = restarted.prompt("guide");

        assertThat(seen(prompt)).isEqualTo("1.0.0 LAST_KNOWN_GOOD");
        assertThat(prompt.resolution().age()).isEqualTo(Duration.ofHours(30));
        assertThat(prompt.resolution().label()).isEqualTo(Label.PRODUCTION);
        assertThat(prompt.render().text()).isEqualTo("Hike one");
        assertThat(bench.heard).contains("fallback guide@production LAST_KNOWN_GOOD");
        assertThat(restarted.health().fallbacksUsed()).isOne();
    }

    @Test
    void the_last_known_good_is_delivered_without_waiting_until_the_store_is_back() {
        bench.delivery(store).lastKnownGood(disk).build().prompt("guide");
        store.isDown();
        Delivery restarted = bench.delivery(store).lastKnownGood(disk).build();
        restarted.prompt("guide");
        int asked = store.finds.get();
        bench.pass(Duration.ofSeconds(5));
        assertThat(seen(restarted.prompt("guide"))).isEqualTo("1.0.0 LAST_KNOWN_GOOD");
        assertThat(store.finds).hasValue(asked);

        store.isUp();
        store.label("production", "1.0.0", "2.0.0");
        bench.runBackground();

        assertThat(seen(restarted.prompt("guide"))).isEqualTo("2.0.0 FRESH");
    }

    @Test
    void the_bundle_comes_after_the_last_known_good() {
        FaultyStore bundle = FaultyStore.withGuide().label("beta", null, "2.0.0");
        bench.delivery(store).lastKnownGood(disk).build().prompt("guide");
        store.isDown();
        Delivery delivery =
                bench.delivery(store).lastKnownGood(disk).bundle(bundle).build();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 LAST_KNOWN_GOOD");
        Prompt bundled = delivery.prompt("guide@beta");
        assertThat(seen(bundled)).isEqualTo("2.0.0 BUNDLED");
        assertThat(bundled.resolution().age()).isZero();
        bench.pass(SECOND);
        assertThat(delivery.prompt("guide@beta").resolution().age()).isZero();
    }

    @Test
    void the_callers_prompt_comes_last_and_is_made_only_when_it_is_needed() {
        Delivery delivery = bench.delivery(store).build();
        AtomicInteger made = new AtomicInteger();
        Prompt own =
                Prompt.builder("guide", Version.of(0, 0, 1), "Stay at home").build();

        assertThat(seen(delivery.prompt("guide", () -> {
                    made.incrementAndGet();
                    return own;
                })))
                .isEqualTo("1.0.0 FRESH");
        assertThat(made).hasValue(0);
        store.isDown();
        Resolution resolution = delivery.prompt("guide@beta", () -> own).resolution();

        assertThat(resolution)
                .isEqualTo(new Resolution(
                        own.resolution().digest(), Source.FALLBACK, Duration.ZERO, Label.of("beta"), null));
        assertThat(bench.heard).contains("fallback guide@beta FALLBACK");
    }

    @Test
    void a_failing_fallback_says_what_failed_before() {
        Delivery delivery = bench.delivery(store).build();
        store.isDown();

        assertThatThrownBy(() -> delivery.prompt("guide", () -> {
                    throw new IllegalArgumentException("no idea");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("connection refused"));
        assertThatThrownBy(() -> delivery.prompt("guide", () -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the fallback for prompt guide@production gave null");
    }

    @Test
    void an_error_names_everything_that_was_tried() {
        FaultyStore bundle = FaultyStore.withGuide();
        store.isDown();
        Delivery delivery =
                bench.delivery(store).lastKnownGood(disk).bundle(bundle).build();

        assertThatThrownBy(() -> delivery.prompt("guide@beta"))
                .hasMessageContaining("prompt guide@beta cannot be delivered")
                .hasMessageContaining("the store failed (java.lang.IllegalStateException: connection refused)")
                .hasMessageContaining("the last known good in " + disk + " (nothing there)")
                .hasMessageContaining("the bundle (prompt 'guide' has no label 'beta'")
                .hasMessageContaining("no fallback was given");
    }

    @Test
    void a_lying_store_is_refused_with_both_digests_and_the_ways_out() {
        Delivery delivery = bench.delivery(store).build();
        store.lie("1.0.0", "Jump");

        assertThatThrownBy(() -> delivery.prompt("guide"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("published with source digest sha256:")
                .hasMessageContaining("its file now has sha256:")
                .hasMessageContaining("restore the file, or publish the new content under another version");
        assertThat(bench.heard).containsExactly("mismatch guide@production");
        assertThat(delivery.health().storeReachable())
                .as("it answers, if wrongly")
                .isTrue();
        assertThat(delivery.health().failures()).isOne();

        store.beHonest();
        bench.pass(SECOND);
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 FRESH");
    }

    @Test
    void a_lie_about_a_new_version_leaves_the_old_one_in_place() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.label("production", "1.0.0", "2.0.0");
        store.lie("2.0.0", "Jump");
        bench.pass(Duration.ofSeconds(70));
        delivery.prompt("guide");
        bench.runBackground();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThat(bench.heard).contains("mismatch guide@production");
    }

    @Test
    void a_lie_about_a_new_version_does_not_keep_an_old_one_that_was_deleted() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.label("production", "1.0.0", "2.0.0");
        store.lie("2.0.0", "Jump");
        store.delete("1.0.0");
        delivery.invalidate(GUIDE);

        assertThatThrownBy(() -> delivery.prompt("guide")).isInstanceOf(InvalidAssetException.class);
    }

    @Test
    void content_of_the_right_digest_is_taken_from_disk_or_bundle() {
        bench.delivery(store).lastKnownGood(disk).build().prompt("guide:1.0.0");
        store.lie("1.0.0", "Jump");
        store.lose("2.0.0");
        Delivery delivery = bench.delivery(store)
                .lastKnownGood(disk)
                .bundle(FaultyStore.withGuide())
                .build();

        Prompt fromDisk = delivery.prompt("guide");
        Prompt fromBundle = delivery.prompt("guide:2.0.0");

        assertThat(seen(fromDisk)).isEqualTo("1.0.0 LAST_KNOWN_GOOD");
        assertThat(fromDisk.render().text()).isEqualTo("Hike one");
        assertThat(seen(fromBundle)).isEqualTo("2.0.0 BUNDLED");
        assertThat(fromBundle.render().text()).isEqualTo("Hike two");
        assertThat(bench.heard).contains("mismatch guide@production", "damaged guide:2.0.0");
    }

    @Test
    void a_bundle_that_lies_as_well_is_refused_too() {
        FaultyStore bundle = FaultyStore.withGuide();
        bundle.lie("1.0.0", "Jump higher");
        store.lie("1.0.0", "Jump");
        Delivery delivery = bench.delivery(store).bundle(bundle).build();

        assertThatThrownBy(() -> delivery.prompt("guide"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("; tried instead: the bundle (prompt 'guide' 1.0.0 was published with");
    }

    @Test
    void a_lost_file_is_not_a_revocation() {
        Delivery delivery = bench.delivery(store).maxCharacters(1).build();
        delivery.prompt("guide");
        store.lose("1.0.0");
        delivery.invalidate(GUIDE);

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThatThrownBy(() -> delivery.prompt("guide:1.0.0"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'guide' 1.0.0 is published, but its file is missing; restore it");
    }

    @Test
    void a_store_that_answers_something_unreadable_is_damaged_and_not_down() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.isDown(new InvalidAssetException("versions.yaml:3: expected a map"));
        bench.pass(Duration.ofSeconds(70));
        delivery.prompt("guide");
        bench.runBackground();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThat(bench.heard).contains("damaged guide@production");
        assertThat(delivery.health().storeReachable()).isTrue();
        assertThatThrownBy(() -> delivery.prompt("guide@beta"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage("versions.yaml:3: expected a map");
        Prompt own =
                Prompt.builder("guide", Version.of(0, 0, 1), "Stay at home").build();
        assertThat(seen(delivery.prompt("guide@beta", () -> own))).isEqualTo("0.0.1 FALLBACK");
    }

    @Test
    void a_store_that_fails_between_entry_and_file_still_has_its_content_found() {
        bench.delivery(store).lastKnownGood(disk).build().prompt("guide:1.0.0");
        store.firstForFiles(() -> {
            throw new IllegalStateException("half down");
        });
        Delivery delivery = bench.delivery(store).lastKnownGood(disk).build();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 LAST_KNOWN_GOOD");
        assertThat(bench.heard).contains("unreachable guide@production");
        assertThat(delivery.health().storeReachable()).isFalse();
    }

    @Test
    void an_invalidation_while_the_store_is_down_loses_nothing() {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        store.isDown();
        delivery.invalidate(GUIDE);

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThat(delivery.health().misses()).as("only the first call waited").isEqualTo(2);
    }

    @Test
    void a_draft_is_not_delivered_beyond_its_time_and_not_kept_on_disk() {
        store.draft("3.0.0", "Hike three");
        Delivery delivery = bench.delivery(store).lastKnownGood(disk).build();
        delivery.prompt("guide:3.0.0");
        store.isDown();
        delivery.invalidate(GUIDE);

        assertThatThrownBy(() -> delivery.prompt("guide:3.0.0")).hasMessageContaining("connection refused");
        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void a_throwing_listener_never_reaches_the_call() {
        DeliveryListener broken = new DeliveryListener() {
            @Override
            public void refreshed(AssetReference reference, Version version) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void staleServed(AssetReference reference, Resolution resolution) {
                throw new IllegalStateException("listener");
            }
        };
        Workbench other = new Workbench();
        Delivery delivery = Delivery.builder(store)
                .listener(broken)
                .listener(other)
                .nanoTime(() -> bench.instant().toEpochMilli() * 1_000_000)
                .patience(Duration.ZERO)
                .executor(Runnable::run)
                .build();

        delivery.prompt("guide");
        bench.pass(Duration.ofSeconds(70));
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");

        assertThat(other.heard)
                .containsExactly(
                        "refreshed guide@production 1.0.0",
                        "refreshed guide@production 1.0.0",
                        "stale guide@production");
    }

    @Test
    void a_listener_that_overrides_nothing_hears_nothing() {
        DeliveryListener silent = new DeliveryListener() {};
        store.isDown();
        Delivery delivery = bench.delivery(store)
                .listener(silent)
                .bundle(FaultyStore.withGuide())
                .build();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 BUNDLED");
    }
}
