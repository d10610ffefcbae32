package io.genaiops.eval.judge;

import dev.langchain4j.data.message.ChatMessage;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Scale;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.List;
import java.util.Map;

/** A versioned prompt for a judge, and the menu of whole grades that a verdict is on. */
record Rubric(Prompt prompt, int lowest, int highest) {

    /** Returns the rubric that genaiops ships, by its exact version. */
    static Rubric shipped(String reference, int lowest, int highest) {
        try (AssetRegistry registry = AssetRegistry.classpath("genaiops/judges")) {
            return new Rubric(registry.prompt(reference), lowest, highest);
        }
    }

    String version() {
        return prompt.version().toString();
    }

    Digest digest() {
        return prompt.identity().digest();
    }

    Scale scale() {
        return Scale.of(lowest, highest);
    }

    boolean offers(long grade) {
        return grade >= lowest && grade <= highest;
    }

    List<ChatMessage> render(Map<String, String> inputs) {
        return prompt.with(inputs).render().messages();
    }
}
