package io.genaiops.governance;

import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.registry.AssetRegistry;
import java.util.Optional;

/**
 * Promotes two assets together, rolls them back and promotes again until it is killed; says so after each move has returned.
 * The main class of a second process.
 */
final class EndlessPromoter {

    private static final Actor ROBOT = Actor.asserted("robot");

    private EndlessPromoter() {}

    public static void main(String[] arguments) throws Exception {
        try (AutoCloseable held = GovernedPlace.hold(arguments[0]);
                GovernedPlace place = GovernedPlace.at(arguments[0])) {
            AssetRegistry registry = AssetRegistry.of(place.store());
            Governance governance = place.governance(registry);
            while (held != null) {
                System.out.println("moved " + move(registry, governance));
            }
        }
    }

    private static Version move(AssetRegistry registry, Governance governance) {
        Optional<Version> on = registry.label("trail-guide", "production").version();
        if (on.filter(Version.of(3, 0, 0)::equals).isPresent()) {
            governance
                    .rollback("trail-guide")
                    .and(AssetKind.MODEL, "small")
                    .of("production")
                    .by(ROBOT)
                    .because("back")
                    .submit();
        } else {
            boolean first = on.filter(Version.of(2, 0, 0)::equals).isEmpty();
            governance
                    .promote("trail-guide:" + (first ? "2.0.0" : "3.0.0"))
                    .and(AssetKind.MODEL, first ? "small:1.0.0" : "small:1.1.0")
                    .to("production")
                    .because("on")
                    .by(ROBOT)
                    .submit();
        }
        return registry.label("trail-guide", "production").version().orElseThrow();
    }
}
