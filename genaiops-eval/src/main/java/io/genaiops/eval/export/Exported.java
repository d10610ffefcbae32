package io.genaiops.eval.export;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was written and what was not.
 *
 * @param file where it is
 * @param rows how many rows it has
 * @param leftOut how many samples are not in it, by the reason
 * @param notCarried how many rows lack something that their samples have, by what it is
 * @since 0.1
 */
public record Exported(Path file, int rows, Map<String, Integer> leftOut, Map<String, Integer> notCarried) {

    /** Copies the maps. */
    public Exported {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        notCarried = Collections.unmodifiableMap(new LinkedHashMap<>(notCarried));
    }
}
