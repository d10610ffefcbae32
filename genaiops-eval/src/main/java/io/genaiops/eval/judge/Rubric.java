package io.genaiops.eval.judge;

import dev.langchain4j.data.message.ChatMessage;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.Map;

/** A versioned prompt for a judge, and the menu of whole grades that a verdict is on. */
record Rubric(RubricPrompt prompt, String version, int lowest, int highest) {

    static Rubric load(String name, String version, int lowest, int highest) {
        return new Rubric(RubricPrompt.load(name, version), version, lowest, highest);
    }

    Digest digest() {
        return prompt.digest();
    }

    Scale scale() {
        return Scale.of(lowest, highest);
    }

    boolean offers(long grade) {
        return grade >= lowest && grade <= highest;
    }

    List<ChatMessage> render(Map<String, String> inputs) {
        return prompt.render(inputs);
    }
}
