package io.genaiops.eval.synthesis;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.claim.Claims;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.dataset.Deduplication;
import io.genaiops.eval.judge.Inquiry;
import io.genaiops.eval.judge.Judge;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lets a model write questions that documents answer. A question counts only if the words that are to prove its answer are
 * in the passage; the passage stays with it as context, the answer as reference. Immutable, as thread-safe as the model.
 *
 * <pre>{@code
 * Dataset handbook = Dataset.reader().texts(folder, FieldMapping.Field.CONTEXT);
 * Synthesized made = Synthesis.of(Judge.of(models.chat("large"))).perPassage(2).questions(handbook);
 * made.dataset(); // read it before you believe it
 * made.reasons(); // {the evidence is not in the passage=3}
 * }</pre>
 *
 * @since 0.1
 */
public final class Synthesis {

    /** The tag of every sample that was made. */
    public static final String TAG = "synthetic";

    /** From which similarity of words two questions are one; see {@link Dataset#withoutNearDuplicates}. */
    public static final double SAME_QUESTION = 0.8;

    private static final String ASSETS = "genaiops/synthesis";

    private record Plan(int perPassage, int longestPassage, int mostPassages, long seed, int inFlight) {}

    /** What came of one passage. */
    private record Reply(
            Sample.Document passage,
            List<Proposal> proposals,
            @Nullable Outcome failure) {}

    private final Judge judge;
    private final Prompt prompt;
    private final Prompt protocol;
    private final Plan plan;

    private Synthesis(Judge judge, Plan plan) {
        this.judge = requireNonNull(judge, "judge");
        this.plan = plan;
        this.prompt = judge.prompt(shipped());
        this.protocol = judge.prompt(Claims.shipped("judge-list-protocol"));
    }

    /**
     * Returns a synthesis by the model of this judge: 3 questions at most for each passage of 1,500 characters, of all
     * passages, 4 calls at a time. Where the judge's registry lists a prompt {@code synthesis-questions}, that one asks.
     */
    public static Synthesis of(Judge judge) {
        return new Synthesis(judge, new Plan(3, 1_500, Integer.MAX_VALUE, 0, 4));
    }

    /** Returns the prompt that genaiops ships for it. */
    public static Prompt shipped() {
        try (AssetRegistry registry = AssetRegistry.classpath(ASSETS)) {
            return registry.prompt("synthesis-questions:1.0.0");
        }
    }

    /** Returns a synthesis of at most so many questions for each passage, 1 to 20. */
    public Synthesis perPassage(int questions) {
        requireRange("questions for each passage", questions, 1, 20);
        return new Synthesis(
                judge, new Plan(questions, plan.longestPassage, plan.mostPassages, plan.seed, plan.inFlight));
    }

    /** Returns a synthesis that cuts documents into passages of at most so many characters, 200 to 20,000. */
    public Synthesis passagesOf(int characters) {
        requireRange("characters of a passage", characters, 200, 20_000);
        return new Synthesis(judge, new Plan(plan.perPassage, characters, plan.mostPassages, plan.seed, plan.inFlight));
    }

    /** Returns a synthesis of at most so many passages, drawn by the seed. */
    public Synthesis atMost(int passages, long seed) {
        requireRange("passages", passages, 1, Integer.MAX_VALUE);
        return new Synthesis(judge, new Plan(plan.perPassage, plan.longestPassage, passages, seed, plan.inFlight));
    }

    /** Returns a synthesis with so many calls at a time, 1 to 256. */
    public Synthesis inFlight(int calls) {
        requireRange("calls at a time", calls, 1, 256);
        return new Synthesis(
                judge, new Plan(plan.perPassage, plan.longestPassage, plan.mostPassages, plan.seed, calls));
    }

    private static void requireRange(String what, int value, int from, int to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(what + " must be " + from + " to " + to + "; found: " + value);
        }
    }

    /** Returns how many passages would be asked about: as many calls, and up to three times as many where replies fail. */
    public int passages(Dataset documents) {
        return drawn(documents).size();
    }

    /**
     * Asks for questions on each passage of the context of each sample.
     *
     * @throws GenAiOpsException if the samples have no context to ask about
     */
    public Synthesized questions(Dataset documents) {
        List<Sample.Document> passages = drawn(documents);
        if (passages.isEmpty()) {
            throw new GenAiOpsException("dataset '" + documents.name()
                    + "' must have documents in the context of its samples to ask about; found none in "
                    + documents.size()
                    + " samples");
        }
        return gathered(documents.name(), replies(passages));
    }

    private List<Sample.Document> drawn(Dataset documents) {
        List<Sample.Document> all = new Passages(plan.longestPassage).of(documents);
        if (all.size() <= plan.mostPassages) {
            return all;
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(plan.seed));
        return places.stream().limit(plan.mostPassages).sorted().map(all::get).toList();
    }

    private List<Reply> replies(List<Sample.Document> passages) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(plan.inFlight, passages.size()), task -> {
            Thread thread = new Thread(task, "genaiops-synthesis");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> reply : threads.invokeAll(passages.stream()
                    .map(passage -> (Callable<Reply>) () -> ask(passage))
                    .toList())) {
                replies.add(reply.get());
            }
            return replies;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GenAiOpsException("asking for questions was interrupted", e);
        } catch (ExecutionException e) {
            throw new GenAiOpsException("asking for questions failed: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Reply ask(Sample.Document passage) {
        Sample shown = Sample.of("").withId(passage.id()).groundedIn(List.of(passage));
        Inquiry inquiry = judge.inquiry("synthesis", shown, prompt)
                .by(protocol)
                .showing("passage", passage.text())
                .replying(Proposal.form(plan.perPassage), Proposal.SCHEMA);
        Inquiry.Result<List<Proposal>> result = inquiry.ask(reply -> Proposal.read(reply, inquiry.shown()));
        List<Proposal> proposals =
                result.failure() == null ? requireNonNull(result.reading()).value() : List.of();
        return new Reply(passage, proposals, result.failure());
    }

    private Synthesized gathered(String name, List<Reply> replies) {
        List<Sample> samples = new ArrayList<>();
        List<Synthesized.Rejected> rejected = new ArrayList<>();
        List<Synthesized.Failed> failed = new ArrayList<>();
        for (Reply reply : replies) {
            if (reply.failure != null) {
                failed.add(new Synthesized.Failed(reply.passage.id(), reply.failure.explanation()));
            }
            int number = 0;
            for (Proposal proposal : reply.proposals) {
                number++;
                Optional<String> objection = number > plan.perPassage
                        ? Optional.of("more questions than asked for")
                        : proposal.objection(reply.passage.text());
                if (objection.isPresent()) {
                    rejected.add(new Synthesized.Rejected(reply.passage.id(), proposal.question(), objection.get()));
                } else {
                    samples.add(sample(reply.passage, number, proposal));
                }
            }
        }
        Dataset all = Dataset.of(name + " questions", samples);
        Deduplication without = all.withoutNearDuplicates(SAME_QUESTION);
        Map<String, Sample> byId = new HashMap<>();
        samples.forEach(sample -> byId.put(sample.id(), sample));
        without.dropped().forEach(dropped -> {
            Sample sample = requireNonNull(byId.get(dropped.id()));
            String passage = sample.context().get(0).id();
            rejected.add(new Synthesized.Rejected(passage, sample.input(), "asked before in nearly the same words"));
        });
        return new Synthesized(without.dataset(), rejected, failed, replies.size());
    }

    private Sample sample(Sample.Document passage, int number, Proposal proposal) {
        return Sample.of(proposal.question())
                .withId(passage.id() + "/" + number)
                .expecting(proposal.answer())
                .groundedIn(List.of(passage))
                .tagged(TAG)
                .with("source", TextNode.valueOf(passage.id()))
                .with("evidence", TextNode.valueOf(proposal.evidence()))
                .with("writer", TextNode.valueOf(judge.name()))
                .with("prompt", TextNode.valueOf(prompt.identity().digest().value()));
    }

    /** Returns the judge and how many questions are asked for. */
    @Override
    public String toString() {
        return "Synthesis[" + judge.name() + ", " + plan.perPassage + " for each passage]";
    }
}
