package io.genaiops.eval.provenance;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.eval.Sample;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import io.genaiops.prompt.PromptIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A prompt that answers of a variant came from.
 *
 * @param name the prompt's name
 * @param version its version
 * @param digest its resolved digest
 * @param answers how many answers came from it
 * @since 0.1
 */
public record UsedPrompt(String name, Version version, Digest digest, int answers) {

    /** Requires name, version and digest. */
    public UsedPrompt {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(digest, "digest");
    }

    /** Returns the prompts that answers came from, in the order of their first answers; goes through all items. */
    public static List<UsedPrompt> in(Iterable<ItemResult> items) {
        Map<UsedPrompt, Integer> counts = new LinkedHashMap<>();
        for (ItemResult item : items) {
            for (Trial trial : item.trials()) {
                Sample sample = trial.evaluation().sample();
                if (trial.isAnswered()) {
                    sample.prompt().ifPresent(prompt -> counts.merge(of(prompt), 1, Integer::sum));
                }
            }
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getKey().with(entry.getValue()))
                .toList();
    }

    private static UsedPrompt of(PromptIdentity prompt) {
        return new UsedPrompt(prompt.name(), prompt.version(), prompt.digest(), 0);
    }

    private UsedPrompt with(int count) {
        return new UsedPrompt(name, version, digest, count);
    }

    /** Returns name, version and digest, such as {@code trail-guide:1.1.0 (3f2a…)}. */
    @Override
    public String toString() {
        return name + ":" + version + " (" + digest.abbreviated() + ")";
    }
}
