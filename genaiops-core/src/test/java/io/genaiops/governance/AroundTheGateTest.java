package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.CLOCK;
import static io.genaiops.governance.GovernedStore.GUIDE;
import static io.genaiops.governance.GovernedStore.NOW;
import static io.genaiops.governance.GovernedStore.QUALITY;
import static io.genaiops.governance.GovernedStore.SMALL;
import static io.genaiops.governance.GovernedStore.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.Authority;
import io.genaiops.catalog.LabelMove;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.Released;
import io.genaiops.store.AssetStore;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A governed label cannot be moved around the gate through any store and by no public way. */
class AroundTheGateTest {

    private static final Version ONE = Version.of(1, 0, 0);
    private static final Version TWO = Version.of(2, 0, 0);
    private static final Actor ADA = Actor.asserted("ada");

    @TempDir
    private Path folder;

    @Test
    void an_authority_that_a_store_was_handed_moves_nothing_afterwards() {
        AtomicReference<Authority> seen = new AtomicReference<>();
        AssetStore memory = AssetStore.memory();
        AssetStore curious = (AssetStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AssetStore.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[arguments.length - 1] instanceof LabelMove move) {
                        seen.set(move.authority());
                    }
                    if (arguments != null && arguments[0] instanceof SortedMap<?, ?> moves) {
                        seen.set(((LabelMove) moves.values().iterator().next()).authority());
                    }
                    return method.invoke(memory, arguments);
                });
        AssetRegistry registry = GovernedStore.fill(curious);
        Governance.builder(registry)
                .gate("production", QUALITY)
                .clock(CLOCK)
                .build()
                .promote("trail-guide:2.0.0")
                .to("production")
                .with(evidence(registry, "2.0.0", 0.9))
                .because("better")
                .by(ADA)
                .submit();

        assertThat(seen.get()).isNotNull();
        refused(() -> memory.move(GUIDE, move(TWO, Version.of(3, 0, 0), seen.get())));
        assertThat(registry.prompt("trail-guide@production").version()).isEqualTo(TWO);
    }

    @ParameterizedTest
    @EnumSource
    void no_public_way_moves_a_governed_label(GovernedStore.Kind kind) {
        AssetStore store = kind.open(folder);
        AssetRegistry registry = GovernedStore.fill(store);
        Released before = registry.release("production")
                .prompt("trail-guide", "3.0.0")
                .by("ada")
                .because("before it was governed")
                .submit();
        Governance governance = Governance.builder(registry)
                .gate("production", QUALITY)
                .clock(CLOCK)
                .build();
        Promotion promotion = governance
                .promote("trail-guide:2.0.0")
                .to("production")
                .with(evidence(registry, "2.0.0", 0.9))
                .because("better")
                .by(ADA)
                .submit();
        LabelMove made = promotion.move().orElseThrow();
        LabelMove inHistory = last(registry);
        promotion.rollback(ADA, "to try to go there again");
        Version three = Version.of(3, 0, 0);

        refused(() -> registry.label("trail-guide", "production").moveTo("2.0.0", "eve", "hurry"));
        refused(() -> registry.label("trail-guide", "production").remove("eve", "hurry"));
        refused(() -> registry.label("trail-guide", "production").freeze("eve", "hurry"));
        refused(() -> registry.move(GUIDE, move(three, TWO, null)));
        refused(() -> registry.move(new TreeMap<>(Map.of(GUIDE, move(three, TWO, null)))));
        refused(() -> store.move(GUIDE, move(three, TWO, null)));
        refused(() -> store.move(new TreeMap<>(Map.of(GUIDE, move(three, TWO, null), SMALL, move(null, ONE, null)))));
        refused(() -> registry.release("production")
                .prompt("trail-guide", "2.0.0")
                .model("small", "1.0.0")
                .by("eve")
                .because("hurry")
                .submit());
        refused(() -> before.rollback("eve", "hurry"));
        refused(() -> AssetRegistry.builder(store)
                .environment("eu")
                .build()
                .label("trail-guide", "production")
                .moveTo("2.0.0", "eve", "hurry"));

        Authority words = Authority.recorded("gate passed: trust me [entry " + "0".repeat(32) + "]");
        refused(() -> store.move(GUIDE, move(three, TWO, words)));
        refused(() -> store.move(GUIDE, made));
        refused(() -> store.move(GUIDE, inHistory));
        refused(() -> store.move(GUIDE, move(three, TWO, made.authority())));
        refused(() -> store.move(GUIDE, move(three, TWO, inHistory.authority())));
        refused(() ->
                store.move(GUIDE, move(three, three, inHistory.authority()).freezing()));

        assertThat(registry.label("trail-guide", "production").version()).contains(three);
        assertThat(registry.describe(SMALL).labels()).isEmpty();
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void nobody_else_is_granted_authority() {
        assertThatThrownBy(() -> Authority.granted(MethodHandles.lookup(), "gate passed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("authority is granted by Governance alone")
                .hasMessageContaining("AroundTheGateTest");
        assertThatThrownBy(() -> Authority.granted(MethodHandles.lookup().in(LabelMover.class), "gate passed"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Authority.granted(MethodHandles.publicLookup().in(Governance.class), "gate passed"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_store_of_the_hosts_own_keeps_no_right_to_move() {
        AssetStore store = AssetStore.memory();
        AssetRegistry registry = GovernedStore.fill(store);
        Governance governance = Governance.builder(registry)
                .gate("production", QUALITY)
                .clock(CLOCK)
                .build();
        governance.promote("trail-guide:2.0.0").to("production").by(ADA).breakGlass("to see what is left");

        assertThat(store.find(GUIDE).orElseThrow().history())
                .allSatisfy(move -> assertThat(
                                move.authority() != null && move.authority().isGranted())
                        .isFalse());
    }

    @Test
    void a_gate_of_an_environment_stands_also_where_the_move_is_of_several_assets() {
        AssetStore store = AssetStore.memory();
        AssetRegistry eu = AssetRegistry.builder(store).environment("eu").build();
        GovernedStore.fill(store);
        Governance.builder(eu).gate("production", QUALITY).clock(CLOCK).build();

        refused(() ->
                store.move(GUIDE, new LabelMove(Label.of("production/eu"), null, TWO, NOW, "eve", "hurry", null)));
        store.move(GUIDE, move(ONE, TWO, null));
        assertThat(store.governed()).containsExactly(Label.of("production/eu"));
    }

    private static LabelMove last(AssetRegistry registry) {
        List<LabelMove> history = registry.describe(GUIDE).history();
        return history.get(history.size() - 1);
    }

    private static LabelMove move(@Nullable Version from, Version to, @Nullable Authority authority) {
        return new LabelMove(Label.PRODUCTION, from, to, NOW, "eve", "hurry", authority);
    }

    private static void refused(ThrowingCallable way) {
        assertThatThrownBy(way).isInstanceOf(RefusedException.class).hasMessageContaining("is governed");
    }
}
