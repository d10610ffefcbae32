package io.genaiops.delivery;

import static io.genaiops.delivery.FaultyStore.GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.prompt.Prompt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random moves, deletions, outages, lies, invalidations, restarts and time, against what must hold of every answer. */
class DeliveryChaosTest {

    private static final List<String> VERSIONS = List.of("1.0.0", "2.0.0", "3.0.0", "4.0.0");
    private static final Duration LONGEST_FRESH = Duration.ofSeconds(66);

    @TempDir
    Path disk;

    @Test
    void what_must_hold_holds_in_every_history() {
        for (int seed = 0; seed < 60; seed++) {
            new History(seed, disk.resolve("history-" + seed)).run(150);
        }
    }

    @Test
    @Tag("endurance")
    void what_must_hold_holds_in_many_long_histories() {
        for (int seed = 1_000; seed < 1_300; seed++) {
            new History(seed, disk.resolve("history-" + seed)).run(500);
        }
    }

    private static final class History {

        private final Random random;
        private final String name;
        private final Path directory;
        private final FaultyStore store = FaultyStore.withGuide();
        private final Workbench bench = new Workbench();
        private final Map<Version, Digest> digests = new HashMap<>();
        private final TreeMap<Version, Boolean> lies = new TreeMap<>();
        private final List<String> steps = new ArrayList<>();
        private Delivery delivery;
        private boolean down;
        /** Whether the store itself refused the label when it was last heard, so that nothing may bring it back. */
        private boolean refused;
        /** Whether anything good was delivered and not taken back since. */
        private boolean good;

        History(int seed, Path directory) {
            this.random = new Random(seed);
            this.name = "seed " + seed;
            this.directory = directory;
            store.publish("guide", "3.0.0", "Hike three").publish("guide", "4.0.0", "Hike four");
            for (String version : VERSIONS) {
                Version parsed = Version.parse(version);
                digests.put(
                        parsed, store.file(GUIDE, parsed).orElseThrow().asset().sourceDigest());
            }
            this.delivery = started();
        }

        private Delivery started() {
            return bench.delivery(store).lastKnownGood(directory).build();
        }

        void run(int length) {
            for (int i = 0; i < length; i++) {
                step();
                call();
            }
            store.isUp();
            store.beHonest();
            bench.pass(Duration.ofSeconds(5));
            delivery.invalidate(GUIDE);
            assertThat(outcome()).as(describe()).isEqualTo(truth());
        }

        private void step() {
            int kind = random.nextInt(9);
            switch (kind) {
                case 0 -> move(VERSIONS.get(random.nextInt(VERSIONS.size())));
                case 1 -> move(null);
                case 2 -> setDown(true);
                case 3, 4 -> setDown(false);
                case 5 -> lie(VERSIONS.get(random.nextInt(VERSIONS.size())));
                case 6 -> {
                    delivery.invalidate(GUIDE);
                    steps.add("invalidate");
                }
                case 7 -> {
                    background();
                    delivery = started();
                    steps.add("restart");
                }
                default -> {
                    Duration time = Duration.ofSeconds(1L << random.nextInt(18));
                    bench.pass(time);
                    steps.add("pass " + time);
                }
            }
            if (random.nextBoolean()) {
                background();
            }
        }

        private void setDown(boolean now) {
            down = now;
            if (now) {
                store.isDown();
            } else {
                store.isUp();
            }
            steps.add(now ? "down" : "up");
        }

        private void move(String to) {
            StoredAsset asset = view();
            String from = asset.label(Label.PRODUCTION)
                    .map(LabelState::version)
                    .map(Version::toString)
                    .orElse(null);
            if (from != null || to != null) {
                store.label("production", from, to);
                steps.add("move to " + to);
            }
        }

        private void lie(String version) {
            Version parsed = Version.parse(version);
            if (lies.remove(parsed) == null) {
                lies.put(parsed, true);
            }
            store.beHonest();
            lies.keySet().forEach(each -> store.lie(each.toString(), "Jump " + each));
            steps.add("lies " + lies.keySet());
        }

        /** Looks at the store behind its faults. */
        private StoredAsset view() {
            store.isUp();
            StoredAsset asset = store.find(GUIDE).orElseThrow();
            if (down) {
                store.isDown();
            }
            return asset;
        }

        private String truth() {
            return view().label(Label.PRODUCTION)
                    .map(state -> state.version().toString())
                    .orElse("nothing");
        }

        private void background() {
            boolean nothing = truth().equals("nothing");
            int asked = store.finds.get();
            bench.runBackground();
            if (!down && store.finds.get() > asked) {
                refused = nothing;
                good = !nothing && (good || lies.isEmpty());
            }
        }

        private String outcome() {
            try {
                return delivery.prompt("guide").version().toString();
            } catch (AssetNotFoundException e) {
                return "nothing";
            }
        }

        private void call() {
            boolean nothing = truth().equals("nothing");
            int asked = store.finds.get();
            Prompt prompt;
            try {
                prompt = delivery.prompt("guide");
            } catch (AssetNotFoundException e) {
                refused = true;
                good = false;
                return;
            } catch (GenAiOpsException e) {
                assertThat(good)
                        .as("failed, yet there was something good: %s", describe())
                        .isFalse();
                assertThat(down || !lies.isEmpty() || store.finds.get() == asked)
                        .as(describe())
                        .isTrue();
                return;
            }
            if (!down && store.finds.get() > asked) {
                refused = nothing;
            }
            good = true;
            check(prompt);
        }

        private void check(Prompt prompt) {
            Resolution resolution = prompt.resolution();
            assertThat(refused).as("revoked, yet delivered: %s", describe()).isFalse();
            assertThat(prompt.sourceDigest()).as(describe()).isEqualTo(digests.get(prompt.version()));
            assertThat(prompt.render().text()).as(describe()).startsWith("Hike");
            switch (resolution.source()) {
                case FRESH -> assertThat(resolution.age()).as(describe()).isLessThanOrEqualTo(LONGEST_FRESH);
                case STALE -> assertThat(resolution.age()).as(describe()).isLessThanOrEqualTo(Workbench.DAY);
                case LAST_KNOWN_GOOD ->
                    assertThat(resolution.age()).as(describe()).matches(age -> !age.isNegative());
                case BUNDLED, FALLBACK -> throw new AssertionError("there is none: " + describe());
            }
        }

        private String describe() {
            return name + " " + steps;
        }
    }
}
