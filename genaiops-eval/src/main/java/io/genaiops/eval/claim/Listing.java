package io.genaiops.eval.claim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Inquiry;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.rubric.VerdictParser;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a judge list the claims of a text. A long text is shown in parts, each ending with a sentence. */
final class Listing {

    private static final String CLAIMS = "claims";
    private static final String FORM = "{\"claims\": [\"first claim\", \"second claim\", …]}";
    private static final int LONGEST_TEXT = 1_000_000;
    private static final int LONGEST_PART = 8_000;
    private static final int LONGEST_CLAIM = 2_000;

    private static final JsonObjectSchema SCHEMA = JsonObjectSchema.builder()
            .addProperty(
                    CLAIMS,
                    JsonArraySchema.builder()
                            .items(JsonStringSchema.builder().build())
                            .build())
            .required(CLAIMS)
            .additionalProperties(false)
            .build();

    private final Judge judge;
    private final Prompt prompt;
    private final Prompt protocol;
    private final int most;

    /**
     * The claims of a text.
     *
     * @param claims the claims, each once, in order
     * @param failure why they are not known, or {@code null}
     */
    record Result(List<String> claims, @Nullable Outcome failure) {}

    Listing(Judge judge, int most) {
        this.judge = judge;
        this.prompt = judge.prompt(Claims.shipped("judge-claims"));
        this.protocol = judge.prompt(Claims.shipped("judge-list-protocol"));
        this.most = most;
    }

    ObjectNode identity() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt", prompt.identity().digest().value())
                .put("protocol", protocol.identity().digest().value())
                .put("most", most);
    }

    Result list(String evaluator, Sample sample, String text) {
        if (text.length() > LONGEST_TEXT) {
            return new Result(
                    List.of(),
                    Outcome.notApplicable("the text has " + text.length() + " characters; a judge is shown "
                            + LONGEST_TEXT + " at most"));
        }
        Map<String, String> claims = new LinkedHashMap<>();
        for (String part : parts(text)) {
            Inquiry inquiry =
                    judge.inquiry(evaluator, sample, prompt).by(protocol).showing("text", part);
            Inquiry about = sample.input().isBlank() ? inquiry : inquiry.showing("question", sample.input());
            Inquiry.Result<List<String>> result = about.replying(FORM, SCHEMA).ask(reply -> read(reply, about.shown()));
            if (result.failure() != null) {
                return new Result(List.of(), result.failure());
            }
            Optional.ofNullable(result.reading())
                    .ifPresent(reading -> reading.value()
                            .forEach(claim -> claims.putIfAbsent(claim.toLowerCase(Locale.ROOT), claim)));
            if (claims.size() > most) {
                return new Result(
                        List.of(),
                        Outcome.unscored(
                                "the judge listed " + claims.size() + " claims; at most " + most
                                        + " are verified: raise Claims.atMost(…)",
                                ""));
            }
        }
        return new Result(List.copyOf(claims.values()), null);
    }

    private static Inquiry.Reading<List<String>> read(String reply, List<String> shown) {
        List<String> claims = new ArrayList<>();
        Optional<JsonNode> list = VerdictParser.readObject(reply, Set.of(CLAIMS), shown)
                .flatMap(object -> object.properties().stream()
                        .filter(field -> field.getKey().strip().equalsIgnoreCase(CLAIMS))
                        .map(Map.Entry::getValue)
                        .findFirst());
        if (list.isEmpty() || !list.get().isArray()) {
            return Inquiry.Reading.of(claims, Optional.of("the reply has no JSON object with a list 'claims'"));
        }
        for (JsonNode entry : list.get()) {
            String claim = entry.isTextual()
                    ? entry.textValue().replaceAll("\\s+", " ").strip()
                    : "";
            if (claim.isEmpty() || claim.length() > LONGEST_CLAIM) {
                return Inquiry.Reading.of(
                        claims,
                        Optional.of("entry " + (claims.size() + 1) + " of 'claims' must be text of 1 to "
                                + LONGEST_CLAIM + " characters"));
            }
            claims.add(claim);
        }
        return Inquiry.Reading.of(claims, Optional.empty());
    }

    private static List<String> parts(String text) {
        if (text.length() <= LONGEST_PART) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String sentence : Sentences.of(text)) {
            if (!part.isEmpty() && part.length() + sentence.length() > LONGEST_PART) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.isEmpty() ? "" : "\n").append(sentence);
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }
}
