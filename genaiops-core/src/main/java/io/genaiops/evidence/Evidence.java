package io.genaiops.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found of exactly one version on exactly one dataset with one model. It says nothing of any other
 * digest. A {@linkplain #write file} carries it from the job that measured to the one that decides.
 *
 * @param id the asset
 * @param version the version that was evaluated
 * @param digest its resolved digest then
 * @param dataset the digest of the rows
 * @param model the model that answered, by the host's name
 * @param modelDigest the resolved digest of the asset that defined the model then, or {@code null} if none did
 * @param figures what was computed
 * @param at when
 * @since 0.1
 */
public record Evidence(
        AssetId id,
        Version version,
        Digest digest,
        Digest dataset,
        String model,
        @Nullable Digest modelDigest,
        List<Figure> figures,
        Instant at) {

    /** Requires every part but the digest of the model and copies the figures. */
    public Evidence {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(at, "at");
        figures = List.copyOf(figures);
    }

    /** Creates evidence with a model that no asset defines. */
    public Evidence(
            AssetId id,
            Version version,
            Digest digest,
            Digest dataset,
            String model,
            List<Figure> figures,
            Instant at) {
        this(id, version, digest, dataset, model, null, figures, at);
    }

    /** Returns the same evidence, which says that this was the definition of the model. */
    public Evidence withModel(Digest definition) {
        return withModel(model, definition);
    }

    /**
     * Returns the same evidence by the name under which prompts ask for the model that answered: the host alone knows that
     * two of its names are one model.
     */
    public Evidence withModel(String name, Digest definition) {
        return new Evidence(id, version, digest, dataset, name, definition, figures, at);
    }

    /** Returns the figure of an evaluator, if the evaluation computed it. */
    public Optional<Figure> figure(String evaluator, Figure.Kind kind) {
        return figures.stream()
                .filter(figure -> figure.name().equals(evaluator) && figure.kind() == kind)
                .findFirst();
    }

    /**
     * Returns the figure that a target of quality means: the mean of the evaluator of that name, or its pass rate if {@code
     * pass rate} stands behind the name.
     */
    public Optional<Figure> quality(String measure) {
        String passRate = " " + Figure.Kind.PASS_RATE;
        return measure.endsWith(passRate)
                ? figure(measure.substring(0, measure.length() - passRate.length()), Figure.Kind.PASS_RATE)
                : figure(measure, Figure.Kind.MEAN);
    }

    /**
     * Returns the figure that a target of cost or latency means: the amount of that name, with or without the concern before.
     *
     * @param concern {@code cost} or {@code latency}
     */
    public Optional<Figure> amount(String concern, String measure) {
        return figure(measure, Figure.Kind.AMOUNT).or(() -> figure(concern + " " + measure, Figure.Kind.AMOUNT));
    }

    /** Returns the comparison with the version of a digest, if the evaluation made it. */
    public Optional<Figure> comparison(String evaluator, Figure.Kind kind, Digest with) {
        return figures.stream()
                .filter(figure -> figure.name().equals(evaluator) && figure.kind() == kind)
                .filter(figure -> with.equals(figure.against()))
                .findFirst();
    }

    /** Returns why this evidence is void, one sentence for each thing that changed; empty if it counts. */
    public List<String> whyVoid(Bindings now) {
        List<String> why = new ArrayList<>();
        if (!digest.equals(now.asset())) {
            why.add("it is about " + id.name() + ":" + version + " with digest " + digest.abbreviated()
                    + "…, and the version has " + now.asset().abbreviated() + "…");
        }
        if (!now.datasets().isEmpty() && !now.datasets().contains(dataset)) {
            why.add("it is on the dataset " + dataset.abbreviated() + "…, and "
                    + now.datasets().stream().map(Digest::abbreviated).sorted().collect(Collectors.joining("…, "))
                    + "… counts");
        }
        figures.stream()
                .flatMap(figure -> changed(figure, now).stream())
                .distinct()
                .forEach(why::add);
        modelChanged(now).ifPresent(why::add);
        return List.copyOf(why);
    }

    private static Optional<String> changed(Figure figure, Bindings now) {
        Digest expected = now.evaluators().get(figure.name());
        return expected == null || expected.equals(figure.evaluator())
                ? Optional.empty()
                : Optional.of("evaluator '" + figure.name() + "' was "
                        + figure.evaluator().abbreviated() + "… then and is " + expected.abbreviated() + "… now");
    }

    private Optional<String> modelChanged(Bindings now) {
        if (now.models().isEmpty()) {
            return Optional.empty();
        }
        Optional<Digest> defined = now.models().get(model);
        if (defined == null) {
            return Optional.of("it is with model '" + model + "', and the version asks "
                    + now.models().keySet());
        }
        if (defined.equals(Optional.ofNullable(modelDigest))) {
            return Optional.empty();
        }
        return Optional.of("model '" + model + "' was "
                + (modelDigest == null ? "not pinned to a definition" : modelDigest.abbreviated() + "…")
                + " then and is "
                + defined.map(found -> found.abbreviated() + "…").orElse("not defined by an asset")
                + " now; evaluate again"
                + (modelDigest == null ? " and take ExperimentResult.evidence(registry)" : ""));
    }

    /** Returns the digest of this evidence, which changes with anything that it says. */
    public Digest evidenceDigest() {
        return Digest.ofJson(EvidenceJson.write(this));
    }

    /** Returns one digest of several pieces of evidence, whatever their order. Approvals are given on it. */
    public static Digest digestOf(Collection<Evidence> all) {
        ArrayNode digests = JsonNodeFactory.instance.arrayNode();
        all.stream()
                .map(each -> each.evidenceDigest().value())
                .sorted()
                .distinct()
                .forEach(digests::add);
        return Digest.ofJson(digests);
    }

    /**
     * Writes a file that {@link #read} reads, also in another process. Its form is described in {@code docs/evidence-json.md}.
     *
     * @throws io.genaiops.GenAiOpsException if it cannot be written
     */
    public static void write(Path file, Collection<Evidence> all) {
        EvidenceFile.write(file, all);
    }

    /**
     * Reads a file of at most 16 MiB.
     *
     * @throws io.genaiops.GenAiOpsException if it cannot be read
     * @throws IllegalArgumentException if it is no evidence; the message names the place
     */
    public static List<Evidence> read(Path file) {
        return EvidenceFile.read(file);
    }

    /** Returns the text that {@link #write} writes. */
    public static String text(Collection<Evidence> all) {
        return EvidenceFile.text(all);
    }

    /**
     * Reads the text that {@link #text} returned.
     *
     * @throws IllegalArgumentException if it is something else; the message names the place
     */
    public static List<Evidence> parse(String text) {
        return EvidenceFile.parse(text);
    }
}
