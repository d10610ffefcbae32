package io.genaiops.impact;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.registry.AssetRegistry;
import java.util.List;
import java.util.Set;

/**
 * Whom the move of a label reaches beside the asset whose label it is.
 *
 * @param consumers who refers to it by the label
 * @param unread the versions that could not be read when they were looked for, and why
 * @since 0.1
 */
public record Impact(List<Consumer> consumers, List<String> unread) {

    /** Copies the lists. */
    public Impact {
        consumers = List.copyOf(consumers);
        unread = List.copyOf(unread);
    }

    /** Looks through every version of every asset. */
    public static Impact of(AssetRegistry registry, Set<AssetId> moved, Label label) {
        return new ConsumerSearch(registry, moved, label).look();
    }

    /** Returns a line for each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        consumers.forEach(consumer -> text.append("consumer: ").append(consumer).append('\n'));
        unread.forEach(line -> text.append("not read: ").append(line).append('\n'));
        return text.toString();
    }
}
