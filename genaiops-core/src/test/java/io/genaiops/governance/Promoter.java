package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.GUIDE;

import io.genaiops.ConflictException;
import io.genaiops.approval.Actor;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.registry.AssetRegistry;
import java.util.List;
import java.util.function.Consumer;

/**
 * Promotes and rolls back a label that all promoters move and one that is its own, so many times each, and says of each move
 * which it was. Also the main class of a second process.
 */
final class Promoter {

    static final String SHARED = "production";

    private static final List<Version> VERSIONS =
            List.of(Version.of(1, 0, 0), Version.of(2, 0, 0), Version.of(3, 0, 0));

    private final String name;
    private final AssetRegistry registry;
    private final Governance governance;
    private final Consumer<String> told;

    Promoter(String name, GovernedPlace place, Consumer<String> told) {
        this.name = name;
        this.registry = AssetRegistry.of(place.store());
        this.governance = place.governance(registry, SHARED, name);
        this.told = told;
    }

    public static void main(String[] arguments) throws Exception {
        try (AutoCloseable held = GovernedPlace.hold(arguments[0]);
                GovernedPlace place = GovernedPlace.at(arguments[0])) {
            if (held != null) {
                new Promoter(arguments[1], place, System.out::println).move(Integer.parseInt(arguments[2]));
            }
        }
    }

    /** Moves each label so many times. */
    void move(int times) {
        for (int i = 0; i < times; i++) {
            told(promote(name, next(name)).move().orElseThrow());
            told(contested());
        }
    }

    private void told(LabelMove move) {
        told.accept("moved " + move.authority().entry().orElseThrow());
    }

    /** Tries until it is first: each time somebody else is, it says so. */
    private LabelMove contested() {
        while (true) {
            try {
                return promote(SHARED, next(SHARED)).move().orElseThrow();
            } catch (ConflictException e) {
                told.accept("conflict");
            } catch (NotPromoted e) {
                told.accept("late");
            }
        }
    }

    /** The version that was wanted has the label already. */
    private static final class NotPromoted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPromoted(String why) {
            super(why);
        }
    }

    private Version next(String label) {
        int on = registry.describe(GUIDE)
                .label(Label.of(label))
                .map(state -> VERSIONS.indexOf(state.version()))
                .orElse(0);
        return VERSIONS.get((on + 1) % VERSIONS.size());
    }

    private Promotion promote(String label, Version version) {
        Promotion promotion = governance
                .promote("trail-guide:" + version)
                .to(label)
                .because("its turn")
                .by(Actor.asserted(name))
                .submit();
        if (!promotion.isPromoted()) {
            throw new NotPromoted(promotion.toString());
        }
        return promotion;
    }
}
