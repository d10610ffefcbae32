package io.genaiops.eval.provenance;

import static java.util.Objects.requireNonNull;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetRef;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.review.AssetDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is different between the prompts of two variants, beside the difference of their scores. A prompt is shown only if
 * the registry still holds the text that gave the answers, by its digest. Immutable.
 *
 * @since 0.1
 */
public final class PromptChange {

    private final Comparison comparison;
    private final List<UsedPrompt> first;
    private final List<UsedPrompt> second;
    private final List<AssetDiff> diffs;
    private final List<String> remarks;

    private PromptChange(
            Comparison comparison,
            List<UsedPrompt> first,
            List<UsedPrompt> second,
            List<AssetDiff> diffs,
            List<String> remarks) {
        this.comparison = comparison;
        this.first = List.copyOf(first);
        this.second = List.copyOf(second);
        this.diffs = List.copyOf(diffs);
        this.remarks = List.copyOf(remarks);
    }

    /**
     * Looks up what two variants were asked.
     *
     * @param registry where the prompts are
     * @param comparison the scores of the variants
     * @param first the prompts of the first variant
     * @param second the prompts of the second variant
     */
    public static PromptChange between(
            AssetRegistry registry, Comparison comparison, List<UsedPrompt> first, List<UsedPrompt> second) {
        Finder finder = new Finder(requireNonNull(registry, "registry"));
        if (first.isEmpty() || second.isEmpty()) {
            String unknown = first.isEmpty() ? comparison.first() : comparison.second();
            finder.remarks.add("no answer of " + unknown + " tells which prompt it came from");
        }
        names(first, second).forEach(name -> finder.compare(named(name, first), named(name, second)));
        return new PromptChange(comparison, first, second, finder.diffs, finder.remarks);
    }

    private static List<String> names(List<UsedPrompt> first, List<UsedPrompt> second) {
        return Stream.concat(first.stream(), second.stream())
                .map(UsedPrompt::name)
                .distinct()
                .toList();
    }

    private static List<UsedPrompt> named(String name, List<UsedPrompt> prompts) {
        return prompts.stream().filter(prompt -> prompt.name().equals(name)).toList();
    }

    /** Collects differences, and why there are none. */
    private static final class Finder {

        private final AssetRegistry registry;
        private final List<AssetDiff> diffs = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();

        Finder(AssetRegistry registry) {
            this.registry = registry;
        }

        void compare(List<UsedPrompt> before, List<UsedPrompt> after) {
            if (before.isEmpty() || after.isEmpty()) {
                remarks.add("only one of the variants used " + shown(before.isEmpty() ? after : before));
            } else if (before.size() > 1 || after.size() > 1) {
                remarks.add("several versions answered: " + shown(before) + " and then " + shown(after));
            } else if (before.get(0).digest().equals(after.get(0).digest())) {
                remarks.add("both used " + before.get(0));
            } else {
                Optional<Prompt> one = find(before.get(0));
                Optional<Prompt> other = find(after.get(0));
                one.flatMap(found -> other.map(later -> AssetDiff.between(found, later)))
                        .ifPresent(diffs::add);
            }
        }

        private Optional<Prompt> find(UsedPrompt used) {
            try {
                Prompt held = registry.prompt(AssetRef.of(used.name(), used.version()));
                if (held.identity().digest().equals(used.digest())) {
                    return Optional.of(held);
                }
                remarks.add("the registry holds another text of " + used + " than the one that answered: "
                        + held.identity().digest().abbreviated());
            } catch (AssetNotFoundException e) {
                remarks.add(
                        "the registry does not hold " + used + ": " + Objects.requireNonNullElse(e.getMessage(), ""));
            }
            return Optional.empty();
        }

        private static String shown(List<UsedPrompt> prompts) {
            return String.join(", ", prompts.stream().map(UsedPrompt::toString).toList());
        }
    }

    /** Returns the difference of the scores. */
    public Comparison comparison() {
        return comparison;
    }

    /** Returns the prompts that the first variant's answers came from. */
    public List<UsedPrompt> first() {
        return first;
    }

    /** Returns the prompts that the second variant's answers came from. */
    public List<UsedPrompt> second() {
        return second;
    }

    /** Returns what is different in each prompt that both variants used in one version each, if the registry has both. */
    public List<AssetDiff> diffs() {
        return diffs;
    }

    /** Returns why prompts are not shown: both used the same, only one used it, it is gone or has changed. */
    public List<String> remarks() {
        return remarks;
    }

    /** Returns the sentences on the scores, the remarks, and each difference as text; it shows the text of the prompts. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        parts.add(comparison.describe());
        remarks.forEach(remark -> parts.add(Caveat.mark(remark, comparison.caveats())));
        diffs.forEach(diff -> parts.add(diff.text()));
        return String.join("\n", parts);
    }

    /** Returns the versions and what is different in numbers, without any text of the prompts. */
    @Override
    public String toString() {
        return "PromptChange[" + first + " -> " + second + ", " + diffs + "]";
    }
}
