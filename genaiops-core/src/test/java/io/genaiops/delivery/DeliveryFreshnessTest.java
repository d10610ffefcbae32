package io.genaiops.delivery;

import static io.genaiops.delivery.FaultyStore.GUIDE;
import static io.genaiops.delivery.Workbench.DAY;
import static io.genaiops.delivery.Workbench.SECOND;
import static io.genaiops.delivery.Workbench.TTL;
import static io.genaiops.delivery.Workbench.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeliveryFreshnessTest {

    private final FaultyStore store = FaultyStore.withGuide();
    private final Workbench bench = new Workbench();
    private final Delivery delivery = bench.delivery(store).build();

    @Test
    void the_first_answer_is_fresh_and_says_what_it_is() {
        Prompt prompt = delivery.prompt("guide@production");

        Resolution resolution = prompt.resolution();
        assertThat(prompt.version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(resolution.source()).isEqualTo(Source.FRESH);
        assertThat(resolution.age()).isZero();
        assertThat(resolution.label()).isEqualTo(Label.PRODUCTION);
        assertThat(resolution.arm()).isNull();
        assertThat(resolution.digest())
                .isEqualTo(store.find(GUIDE)
                        .orElseThrow()
                        .published(Version.of(1, 0, 0))
                        .orElseThrow()
                        .resolved());
    }

    @Test
    void an_answer_within_the_time_to_live_does_not_ask_the_store() {
        delivery.prompt("guide");
        int asked = store.finds.get();
        bench.pass(Duration.ofSeconds(50));

        Prompt again = delivery.prompt("guide");

        assertThat(seen(again)).isEqualTo("1.0.0 FRESH");
        assertThat(again.resolution().age()).isEqualTo(Duration.ofSeconds(50));
        assertThat(store.finds).hasValue(asked);
        assertThat(bench.waiting()).isZero();
    }

    @Test
    void an_answer_beyond_the_time_to_live_is_delivered_at_once_and_refreshed_in_the_background() {
        delivery.prompt("guide");
        store.label("production", "1.0.0", "2.0.0");
        int asked = store.finds.get();
        bench.pass(Duration.ofSeconds(70));

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThat(store.finds).as("nobody waited").hasValue(asked);
        assertThat(bench.waiting()).as("one refresh for two calls").isOne();
        assertThat(delivery.health().refreshQueue()).isOne();

        bench.runBackground();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("2.0.0 FRESH");
        assertThat(delivery.health().refreshQueue()).isZero();
        assertThat(bench.heard)
                .containsExactly(
                        "refreshed guide@production 1.0.0",
                        "stale guide@production",
                        "stale guide@production",
                        "refreshed guide@production 2.0.0");
    }

    @Test
    void an_answer_at_the_greatest_age_is_stale_and_beyond_it_a_caller_waits() {
        delivery.prompt("guide");
        store.label("production", "1.0.0", "2.0.0");
        bench.pass(DAY.minusSeconds(1));
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        bench.pass(Duration.ofSeconds(2));

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("2.0.0 FRESH");
    }

    @Test
    void the_greatest_age_counts_from_the_last_refresh() {
        delivery.prompt("guide");
        for (int day = 0; day < 3; day++) {
            bench.pass(DAY.minusSeconds(1));
            assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
            bench.runBackground();
        }
        store.isDown();
        bench.pass(DAY.minusSeconds(1));

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
    }

    @Test
    void the_time_to_live_is_spread_by_at_most_a_tenth() {
        TreeSet<Long> seconds = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            store.publish("guide-" + i, "1.0.0", "Hike");
            delivery.prompt("guide-" + i + ":1.0.0");
        }
        for (int i = 0; i < 200; i++) {
            Workbench own = new Workbench();
            Delivery other = own.delivery(store).build();
            other.prompt("guide-" + i + ":1.0.0");
            long second = 0;
            while (other.prompt("guide-" + i + ":1.0.0").resolution().source() == Source.FRESH) {
                own.pass(SECOND);
                second++;
            }
            seconds.add(second);
        }
        assertThat(seconds.first()).isBetween(54L, 56L);
        assertThat(seconds.last()).isBetween(64L, 67L);
        assertThat(seconds).hasSizeGreaterThan(8);
    }

    @Test
    void all_spellings_of_a_reference_share_one_answer() {
        delivery.prompt("guide");
        int asked = store.finds.get();

        delivery.prompt("guide@production");
        delivery.prompt(AssetRef.parse("guide"));
        delivery.prompt(AssetRef.parse("guide@production"));
        Delivered delivered = delivery.deliver(new AssetReference(AssetKind.PROMPT, AssetRef.parse("guide")));

        assertThat(store.finds).hasValue(asked);
        assertThat(delivered.asset().version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(delivered.resolution().source()).isEqualTo(Source.FRESH);
    }

    @Test
    void every_kind_of_reference_is_followed() {
        String digest = delivery.prompt("guide:2.0.0").resolution().digest().value();

        assertThat(delivery.prompt("guide:^1.0").version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(delivery.prompt("guide@latest").version()).isEqualTo(Version.of(2, 0, 0));
        assertThat(delivery.prompt("guide#" + digest).version()).isEqualTo(Version.of(2, 0, 0));
        assertThat(delivery.prompt("guide#" + digest).resolution().label()).isNull();
    }

    @Test
    void content_is_kept_by_digest_so_that_a_rollback_needs_no_file() {
        delivery.prompt("guide:1.0.0");
        delivery.prompt("guide:2.0.0");
        int files = store.files.get();

        assertThat(delivery.prompt("guide").version()).isEqualTo(Version.of(1, 0, 0));
        store.label("production", "1.0.0", "2.0.0");
        delivery.invalidate(GUIDE);
        assertThat(delivery.prompt("guide").version()).isEqualTo(Version.of(2, 0, 0));

        assertThat(store.files).hasValue(files);
    }

    @Test
    void content_is_bounded_by_its_characters() {
        Delivery small = bench.delivery(store).maxCharacters(1).build();
        small.prompt("guide:1.0.0");
        int files = store.files.get();

        small.prompt("guide@production");

        assertThat(store.files).hasValue(files + 1);
    }

    @Test
    void two_versions_of_the_same_content_keep_their_own_names() {
        store.publish("guide", "2.0.1", "Hike two");

        assertThat(delivery.prompt("guide:2.0.0").version()).isEqualTo(Version.of(2, 0, 0));
        assertThat(delivery.prompt("guide:2.0.1").version()).isEqualTo(Version.of(2, 0, 1));
    }

    @Test
    void not_found_is_kept_for_five_seconds_and_lists_what_is_there() {
        assertThatThrownBy(() -> delivery.prompt("guide@beta"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("no label 'beta'")
                .hasMessageContaining("versions [1.0.0, 2.0.0]")
                .hasMessageContaining("labels [production=1.0.0]");
        int asked = store.finds.get();
        store.label("beta", null, "2.0.0");
        bench.pass(Duration.ofMillis(4_999));
        assertThatThrownBy(() -> delivery.prompt("guide@beta")).isInstanceOf(AssetNotFoundException.class);
        assertThat(store.finds).hasValue(asked);

        bench.pass(Duration.ofMillis(1));

        assertThat(seen(delivery.prompt("guide@beta"))).isEqualTo("2.0.0 FRESH");
    }

    @Test
    void every_refusal_is_an_exception_of_its_own() {
        RuntimeException first = refusal("nobody");
        RuntimeException second = refusal("nobody");

        assertThat(second).isNotSameAs(first).hasMessage(first.getMessage());
        assertThat(first).hasMessageContaining("prompt 'nobody' does not exist; found prompts [guide]");
    }

    private RuntimeException refusal(String reference) {
        try {
            delivery.prompt(reference);
        } catch (AssetNotFoundException e) {
            return e;
        }
        throw new AssertionError("expected a refusal of " + reference);
    }

    @Test
    void a_draft_is_kept_within_the_time_to_live_only() {
        store.draft("3.0.0", "Hike three");
        assertThat(seen(delivery.prompt("guide:3.0.0"))).isEqualTo("3.0.0 FRESH");
        store.draft("3.0.0", "Hike more");
        bench.pass(Duration.ofSeconds(50));
        assertThat(delivery.prompt("guide:3.0.0").render().text()).isEqualTo("Hike three");
        bench.pass(Duration.ofSeconds(20));

        assertThat(delivery.prompt("guide:3.0.0").render().text()).isEqualTo("Hike more");
        assertThat(bench.waiting()).isZero();
    }

    @Test
    void a_draft_is_not_delivered_by_range_and_not_where_the_environment_is_production() {
        store.draft("3.0.0", "Hike three");
        Delivery production = bench.delivery(store).production().build();

        assertThatThrownBy(() -> delivery.prompt("guide:^3.0")).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> production.prompt("guide:3.0.0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is a draft");
        assertThatThrownBy(() -> production.prompt("guide@latest")).isInstanceOf(RefusedException.class);
    }

    @Test
    void without_a_time_to_live_every_call_asks_the_store() {
        Delivery direct = bench.delivery(store).timeToLive(Duration.ZERO).build();
        assertThat(seen(direct.prompt("guide"))).isEqualTo("1.0.0 FRESH");
        assertThatThrownBy(() -> direct.prompt("guide@beta")).isInstanceOf(AssetNotFoundException.class);
        store.label("production", "1.0.0", "2.0.0").label("beta", null, "2.0.0");

        assertThat(seen(direct.prompt("guide"))).isEqualTo("2.0.0 FRESH");
        assertThat(seen(direct.prompt("guide@beta"))).isEqualTo("2.0.0 FRESH");
        assertThat(direct.health().entries()).isZero();
        store.isDown();
        assertThatThrownBy(() -> direct.prompt("guide")).hasMessageContaining("connection refused");
    }

    @Test
    void invalidation_is_seen_by_the_next_call_of_every_spelling_and_by_no_other_asset() {
        store.publish("guide-book", "1.0.0", "Read");
        delivery.prompt("guide");
        delivery.prompt("guide@production");
        delivery.prompt(AssetRef.parse("guide"));
        delivery.prompt("guide-book:1.0.0");
        store.label("production", "1.0.0", "2.0.0");
        int asked = store.finds.get();

        delivery.invalidate(GUIDE);

        assertThat(delivery.prompt("guide-book:1.0.0").name()).isEqualTo("guide-book");
        assertThat(store.finds).as("'guide' is not 'guide-book'").hasValue(asked);
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("2.0.0 FRESH");
        assertThat(seen(delivery.prompt("guide@production"))).isEqualTo("2.0.0 FRESH");
        assertThat(seen(delivery.prompt(AssetRef.parse("guide")))).isEqualTo("2.0.0 FRESH");
    }

    @Test
    void references_are_bounded() {
        Delivery small = bench.delivery(store).maxReferences(2).build();
        for (int i = 0; i < 100; i++) {
            String reference = "guide@beta-" + i;
            assertThatThrownBy(() -> small.prompt(reference)).isInstanceOf(AssetNotFoundException.class);
        }

        assertThat(small.health().entries()).isLessThanOrEqualTo(2);
    }

    @Test
    void health_counts_what_happened() {
        delivery.prompt("guide");
        delivery.prompt("guide");
        bench.pass(TTL.plusSeconds(10));
        store.isDown();
        delivery.prompt("guide");
        bench.runBackground();

        DeliveryHealth health = delivery.health();

        assertThat(health)
                .isEqualTo(new DeliveryHealth(false, FaultyStore.PUBLISHED, health.entries(), 1, 1, 1, 0, 1, 0));
        assertThat(health.entries()).isEqualTo(2);
        assertThat(bench.delivery(store).build().health())
                .isEqualTo(new DeliveryHealth(true, null, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void options_are_validated_where_they_are_set() {
        DeliveryBuilder builder = Delivery.builder(store);

        assertThatThrownBy(() -> builder.timeToLive(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeToLive must be at least zero; found: PT-1S");
        assertThatThrownBy(() -> builder.maxCharacters(0)).hasMessageContaining("maxCharacters must be at least 1");
        assertThatThrownBy(() -> builder.maxReferences(-3)).hasMessageContaining("found: -3");
        assertThatThrownBy(() -> builder.maxStale(SECOND).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("maxStale must be at least timeToLive; found maxStale=PT1S, timeToLive=PT1M");
        assertThatThrownBy(() -> delivery.prompt("guide:1.0.0@beta")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_time_to_live_for_good_does_not_overflow() {
        Delivery forGood = bench.delivery(store)
                .timeToLive(Duration.ofSeconds(Long.MAX_VALUE))
                .maxStale(Duration.ofSeconds(Long.MAX_VALUE))
                .build();
        forGood.prompt("guide");
        bench.pass(Duration.ofDays(3_650));

        assertThat(seen(forGood.prompt("guide"))).isEqualTo("1.0.0 FRESH");
    }
}
