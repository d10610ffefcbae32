package io.genaiops.registry;

import io.genaiops.asset.Label;
import io.genaiops.delivery.Delivery;
import io.genaiops.delivery.DeliveryBuilder;
import io.genaiops.store.AssetStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets what is not the rule. Not thread-safe.
 *
 * @since 0.1
 */
public final class AssetRegistryBuilder {

    final AssetStore store;
    private final List<Consumer<DeliveryBuilder>> delivery = new ArrayList<>();
    Clock clock = Clock.systemUTC();
    boolean production;

    @Nullable
    String environment;

    AssetRegistryBuilder(AssetStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /** Sets the clock that dates publications and moves. */
    public AssetRegistryBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Marks the environment as production: drafts and {@code latest} are refused. */
    public AssetRegistryBuilder production() {
        this.production = true;
        return this;
    }

    /**
     * Has the registry read and move the labels of an environment, and no others: {@code production} means
     * {@code production/eu} in {@code eu}, and is not found there if it is only on a version elsewhere. Versions are shared.
     * What an asset refers to by label is fixed when it is published, by the labels of the registry that publishes it. It
     * is not set by the name whether the environment is production; see {@link #production()}.
     *
     * @param environment a name such as {@code eu}, of the form of a label
     */
    public AssetRegistryBuilder environment(String environment) {
        this.environment = Label.PRODUCTION.in(environment).environment().orElseThrow();
        return this;
    }

    /**
     * Sets how long an answer of the store is delivered before it is asked again; zero asks at every call. If not set,
     * memory and directories are asked at every call, so that an edit is seen at once, the class path once, and every
     * other store each minute. What this registry publishes, moves or deletes it sees at once in any case.
     */
    public AssetRegistryBuilder cache(Duration timeToLive) {
        Objects.requireNonNull(timeToLive, "timeToLive");
        return delivery(options -> options.timeToLive(timeToLive));
    }

    /** Sets more of the delivery: the last known good on disk, a bundle, listeners, the greatest age. */
    public AssetRegistryBuilder delivery(Consumer<DeliveryBuilder> options) {
        delivery.add(Objects.requireNonNull(options, "options"));
        return this;
    }

    /** Builds the registry. */
    public AssetRegistry build() {
        return new AssetRegistry(this);
    }

    Delivery delivery() {
        DeliveryBuilder options = Delivery.builder(store).clock(clock);
        if (production) {
            options.production();
        }
        if (environment != null) {
            options.environment(environment);
        }
        delivery.forEach(option -> option.accept(options));
        return options.build();
    }
}
