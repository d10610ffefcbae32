package io.genaiops.governance;

import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Authentication;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.audit.MoveRecord;
import io.genaiops.gate.FreezeWindow;
import io.genaiops.gate.Gate;
import io.genaiops.policy.Policy;
import io.genaiops.registry.AssetRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets the gates of labels, and who vouches for whom. Not thread-safe.
 *
 * @since 0.1
 */
public final class GovernanceBuilder {

    final AssetRegistry registry;
    final GateBook book = new GateBook();
    private final Set<Digest> datasets = new HashSet<>();
    private final SortedMap<String, Digest> evaluators = new TreeMap<>();
    private @Nullable Duration evidenceExpiresAfter;
    final List<Policy> policies = new ArrayList<>();
    Clock clock = Clock.systemUTC();
    MoveRecord record = MoveRecord.memory();
    Authentication authentication = Authentication.none();
    ActorKeys keys = ActorKeys.none();

    GovernanceBuilder(AssetRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    /**
     * Puts a gate before a label. In a registry of an environment it is the label there. In one without, a label that
     * names no environment is governed in all of them, and its gate decides where an environment has none of its own.
     *
     * @throws IllegalArgumentException if the label has a gate already; combine them with {@link Gate#allOf}
     */
    public GovernanceBuilder gate(String label, Gate gate) {
        book.add(registry.here(Label.of(label)), null, Objects.requireNonNull(gate, "gate"));
        return this;
    }

    /** Puts a gate before a label for one kind of assets; the one of all kinds does not decide on them then. */
    public GovernanceBuilder gate(String label, AssetKind kind, Gate gate) {
        book.add(
                registry.here(Label.of(label)),
                Objects.requireNonNull(kind, "kind"),
                Objects.requireNonNull(gate, "gate"));
        return this;
    }

    /** Keeps a label where it is within a time, also from going back; {@code breakGlass} alone moves it then. */
    public GovernanceBuilder freeze(String label, FreezeWindow window) {
        book.freeze(registry.here(Label.of(label)), Objects.requireNonNull(window, "window"));
        return this;
    }

    /**
     * Asks a policy at every promotion, beside the gate of the label. May be called for several; one that is tried, see {@link
     * Policy.Builder#dryRun}, refuses nothing. It is told asset, label, the evidence that counts, and of each model that may
     * answer its name and what its definition states.
     */
    public GovernanceBuilder policy(Policy policy) {
        policies.add(Objects.requireNonNull(policy, "policy"));
        return this;
    }

    /** Sets where moves and approvals are kept; in memory unless it is set, and then they end with the process. */
    public GovernanceBuilder record(MoveRecord record) {
        this.record = Objects.requireNonNull(record, "record");
        return this;
    }

    /** Sets who vouches for actors that claim to be authenticated; nobody unless it is set. */
    public GovernanceBuilder authentication(Authentication authentication) {
        this.authentication = Objects.requireNonNull(authentication, "authentication");
        return this;
    }

    /** Sets the keys of actors that sign. */
    public GovernanceBuilder keys(ActorKeys keys) {
        this.keys = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /** Has evidence on other datasets be void. May be called for several. */
    public GovernanceBuilder dataset(Digest rows) {
        datasets.add(Objects.requireNonNull(rows, "rows"));
        return this;
    }

    /** Has evidence be void that an evaluator of this name gave in another configuration. */
    public GovernanceBuilder evaluator(String name, Digest configuration) {
        evaluators.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(configuration, "configuration"));
        return this;
    }

    /** Has evidence be void that is older. */
    public GovernanceBuilder evidenceExpiresAfter(Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("the age of evidence must be above zero; found: " + age);
        }
        this.evidenceExpiresAfter = age;
        return this;
    }

    /** Sets the clock that dates promotions. */
    public GovernanceBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    Candidates.Terms terms() {
        return new Candidates.Terms(Set.copyOf(datasets), new TreeMap<>(evaluators), evidenceExpiresAfter);
    }

    /**
     * Builds the governance, marks its labels as governed in the store, keeps where they are now, and completes what a
     * process left undone.
     *
     * @throws IllegalStateException if there is no gate, or a label is frozen that has none
     */
    public Governance build() {
        if (book.labels().isEmpty()) {
            throw new IllegalStateException("governance needs at least one gate: gate(\"production\", gate)");
        }
        if (!book.frozenWithoutGate().isEmpty()) {
            throw new IllegalStateException(
                    "a label that is frozen at times needs a gate; found none for " + book.frozenWithoutGate());
        }
        book.labels().forEach(registry::govern);
        Governance governance = new Governance(this);
        Reconciliation.begin(registry, book.labels(), record, clock.instant());
        governance.recover();
        return governance;
    }
}
