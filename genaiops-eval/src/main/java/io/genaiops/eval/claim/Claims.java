package io.genaiops.eval.claim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorBuilder;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Inquiry;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.language.WordSplitter;
import io.genaiops.eval.rubric.Verdict;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Takes texts apart into claims and holds each against a source, by a judge:
 *
 * <pre>{@code
 * ClaimCheck check = Claims.of(judge).bySentence();
 * EvaluatorChain chain = EvaluatorChain.of(check.groundedness().atLeast(0.9), check.contradiction().atMost(0));
 * }</pre>
 *
 * Several claims are verified in one call. Its prompts are {@code judge-claims}, {@code judge-claim-support}, {@code
 * judge-sentence-support} and {@code judge-list-protocol}; a host can replace them, see {@link Judge#withRubricsOf}. They work
 * in every language that the judge reads. Immutable, as thread-safe as the judge.
 *
 * @since 0.1
 */
public final class Claims {

    private static final String ASSETS = "genaiops/claims";
    private static final String VERSION = ":1.0.0";
    private static final int USUAL_PER_CALL = 10;
    private static final int USUALLY_AT_MOST = 300;

    private final Judge judge;
    private final int perCall;
    private final int most;

    private Claims(Judge judge, int perCall, int most) {
        this.judge = judge;
        this.perCall = perCall;
        this.most = most;
    }

    /** Returns claims verified by this judge, 10 in a call and 300 of a text at most. */
    public static Claims of(Judge judge) {
        return new Claims(requireNonNull(judge, "judge"), USUAL_PER_CALL, USUALLY_AT_MOST);
    }

    /** Returns a copy that verifies so many claims in one call, 1 to 50. Fewer colour each other less, and cost more. */
    public Claims perCall(int claims) {
        if (claims < 1 || claims > 50) {
            throw new IllegalArgumentException("claims in a call must be 1 to 50; found: " + claims);
        }
        return new Claims(judge, claims, most);
    }

    /**
     * Returns a copy that verifies so many claims of a text, 1 to 10,000. A text with more gets no score: none of them is left
     * out silently.
     */
    public Claims atMost(int claims) {
        if (claims < 1 || claims > 10_000) {
            throw new IllegalArgumentException("claims of a text must be 1 to 10,000; found: " + claims);
        }
        return new Claims(judge, perCall, claims);
    }

    /**
     * Returns a check of the response against the context, sentence by sentence: those that the context states almost word by
     * word pass without the judge, and the judge is asked about the others. Usually the cheapest.
     */
    public ClaimCheck bySentence() {
        return new ClaimCheck(this, true, true);
    }

    /** Returns a check of the response against the context in which the judge is asked about every sentence. */
    public ClaimCheck byJudgedSentence() {
        return new ClaimCheck(this, true, false);
    }

    /**
     * Returns a check of the response against the context, claim by claim: the judge lists the claims of the response, then
     * verifies each. One call more than by sentence, and finer where sentences hold several facts.
     */
    public ClaimCheck byClaim() {
        return new ClaimCheck(this, false, false);
    }

    /** Returns a check of the response against the references, claim by claim in both directions. */
    public AnswerCheck againstReference() {
        return new AnswerCheck(this, null, 1);
    }

    /** Returns the share of the reference's claims that the context supports, 0 to 1; see {@code RetrievalEvaluators}. */
    public Evaluator contextRecall() {
        return ContextCheck.recall(this);
    }

    /**
     * Returns the share of the response's claims that are wrong by the reference and supported by the context, 0 to 1, lower
     * is better; see {@code RetrievalEvaluators}.
     */
    public Evaluator noiseSensitivity() {
        return ContextCheck.noise(this);
    }

    /** Returns the share of the response's n-grams of this length that occur in the context; asks no judge. */
    public static Evaluator extractive(int length) {
        return ExtractiveGroundedness.evaluator(length);
    }

    /**
     * Returns the cosine of the embedding of a text with that of each other one, -1 to 1.
     *
     * @throws IllegalStateException if an embedding is missing, or has no direction and so no cosine
     */
    public static List<Double> cosines(EmbeddingModel embeddings, String text, List<String> others) {
        List<TextSegment> segments = Stream.concat(Stream.of(text), others.stream())
                .map(TextSegment::from)
                .toList();
        List<Embedding> vectors = embeddings.embedAll(segments).content();
        if (vectors.size() != segments.size()) {
            throw new IllegalStateException("the embedding model was given " + segments.size() + " texts and returned "
                    + vectors.size() + " embeddings");
        }
        return vectors.stream()
                .skip(1)
                .map(vector -> cosine(vectors.get(0), vector))
                .toList();
    }

    private static double cosine(Embedding some, Embedding other) {
        double cosine = CosineSimilarity.between(some, other);
        if (!Double.isFinite(cosine) || isNothing(some) || isNothing(other)) {
            throw new IllegalStateException(
                    "the embedding model gave a vector without a direction: all 0, or with NaN or an infinity");
        }
        return Math.max(-1, Math.min(1, cosine));
    }

    private static boolean isNothing(Embedding embedding) {
        for (float element : embedding.vector()) {
            if (element != 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a text is a short refusal or a "don't know" in English, German, French or Spanish. */
    public static boolean isRefusal(String text) {
        return Refusal.is(WordSplitter.words(text));
    }

    /** Returns a prompt that genaiops ships for claims and documents, for example {@code judge-claims}. */
    public static Prompt shipped(String name) {
        try (AssetRegistry registry = AssetRegistry.classpath(ASSETS)) {
            return registry.prompt(name + VERSION);
        }
    }

    /**
     * Returns verdicts on several items by a rubric, or by the host's of the same name, as many in a call as claims.
     *
     * @throws IllegalArgumentException if the prompt is no rubric, or the host's has another menu
     */
    public Verdicts verdicts(Prompt rubric) {
        return Verdicts.of(judge, rubric, perCall);
    }

    Judge judge() {
        return judge;
    }

    int most() {
        return most;
    }

    Listing listing() {
        return new Listing(judge, most);
    }

    Verdicts verdicts(String prompt) {
        return verdicts(shipped(prompt));
    }

    ObjectNode identity(String method, Listing listing, Verdicts verdicts) {
        ObjectNode json = judge.identity().put("method", method);
        json.set("listing", listing.identity());
        json.set("verdicts", verdicts.identity());
        return json;
    }

    /** Verifies claims against texts by {@code judge-claim-support}. */
    static ClaimReport verify(Verdicts verdicts, Inquiry inquiry, List<String> claims, Map<String, String> source) {
        return claims.isEmpty()
                ? new ClaimReport(List.of(), null)
                : report(
                        claims,
                        verdicts.ask(
                                inquiry.showing("source", source), new Verdicts.Items("claims", "c", claims, false)));
    }

    /** Begins what is asked, with the question if there is one. */
    static Inquiry inquiry(Verdicts verdicts, String evaluator, Sample sample) {
        return sample.input().isBlank()
                ? verdicts.inquiry(evaluator, sample)
                : verdicts.inquiry(evaluator, sample).showing("question", sample.input());
    }

    static ClaimReport report(List<String> texts, Verdicts.Result result) {
        List<ClaimReport.Claim> claims = new ArrayList<>();
        for (String text : texts) {
            boolean decided = claims.size() < result.verdicts().size();
            claims.add(
                    decided
                            ? claim(text, result.verdicts().get(claims.size()))
                            : new ClaimReport.Claim(text, ClaimReport.Support.UNDECIDED, "no verdict", false));
        }
        return new ClaimReport(claims, result.failure());
    }

    private static ClaimReport.Claim claim(String text, Verdict verdict) {
        ClaimReport.Support support = switch (verdict.word()) {
            case "supported" -> ClaimReport.Support.SUPPORTED;
            case "contradicted" -> ClaimReport.Support.CONTRADICTED;
            case "unmentioned" -> ClaimReport.Support.UNMENTIONED;
            default -> ClaimReport.Support.NO_CLAIM;
        };
        return new ClaimReport.Claim(text, support, verdict.text(), true);
    }

    /** Begins a member of a group of this room: a share of claims, decided by the judge. */
    static EvaluatorBuilder member(String name, Direction direction, ObjectNode configuration) {
        return Evaluator.builder(name)
                .direction(direction)
                .effort(Evaluator.Effort.MODEL)
                .configuration(configuration);
    }

    /** Returns the documents that have text, each under a name of its own. */
    static Map<String, String> sources(Sample sample) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Sample.Document document : sample.context()) {
            if (!document.text().isBlank()) {
                sources.put("document " + (sources.size() + 1), document.text());
            }
        }
        return sources;
    }

    /** Returns the response, or why it cannot be taken apart. */
    static String response(Sample sample) {
        return sample.response().filter(text -> !text.isBlank()).orElse("");
    }

    static Outcome noResponse() {
        return Outcome.notApplicable("the sample has no response");
    }

    static Outcome refusal() {
        return Outcome.notApplicable("the response refuses or knows nothing, so that it claims nothing");
    }

    static Outcome noContext() {
        return Outcome.notApplicable("the sample has no context");
    }

    @Override
    public String toString() {
        return "Claims[" + judge + ", " + perCall + " in a call, at most " + most + "]";
    }
}
