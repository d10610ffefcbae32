package io.genaiops.eval.junit;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.dataset.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the dataset that an annotation names, and refuses an empty one: a test that never runs must not be green. */
final class Datasets {

    private static final String CLASSPATH = "classpath:";

    private Datasets() {}

    static Dataset find(String place, ExtensionContext context, String... tags) {
        Map<String, Dataset> named =
                GenAiOps.of(context).map(GenAiOps::datasets).orElse(Map.of());
        Dataset found = find(place, named);
        for (String tag : tags) {
            found = found.tagged(tag).named(found.name() + ", tag " + tag);
        }
        return found.requireSamples();
    }

    private static Dataset find(String place, Map<String, Dataset> named) {
        Dataset registered = named.get(place);
        if (registered != null) {
            return registered;
        }
        if (place.startsWith(CLASSPATH)) {
            return Dataset.classpath(place.substring(CLASSPATH.length()));
        }
        Path file = Path.of(place);
        if (!Files.isRegularFile(file)) {
            throw new GenAiOpsException("dataset must be classpath: and a resource, a name given to"
                    + " GenAiOps.testing().dataset(name, …) or the path of a file; found: '" + place
                    + "', given names are " + named.keySet() + " and there is no file " + file.toAbsolutePath());
        }
        return Dataset.read(file);
    }
}
