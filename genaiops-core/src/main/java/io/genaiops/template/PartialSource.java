package io.genaiops.template;

import java.util.Map;
import java.util.Optional;

/**
 * Finds the source of a partial by the name in its tag. The name is passed as written, so that it may be an asset
 * reference: <code>{{&gt; tone@production}}</code> asks for {@code tone@production}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface PartialSource {

    /** Returns the source of the partial, or nothing if there is none of this name. */
    Optional<String> source(String name);

    /** Returns a source that knows no partial. */
    static PartialSource none() {
        return name -> Optional.empty();
    }

    /** Returns a source that knows the partials of a map from name to source; the map is copied. */
    static PartialSource of(Map<String, String> partials) {
        Map<String, String> copy = Map.copyOf(partials);
        return name -> Optional.ofNullable(copy.get(name));
    }
}
