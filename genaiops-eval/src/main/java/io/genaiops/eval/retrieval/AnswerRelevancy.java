package io.genaiops.eval.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.claim.Claims;
import io.genaiops.eval.judge.Inquiry;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.rubric.VerdictParser;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Lets a judge write the questions that the response answers, and compares them with the one that was asked. */
final class AnswerRelevancy {

    private static final String NAME = "answer_relevancy";
    private static final int QUESTIONS = 3;
    private static final int LONGEST = 1_000_000;
    private static final String FORM = "{\"questions\": [\"first\", \"second\", \"third\"], \"evades\": true or false}";

    private static final JsonObjectSchema SCHEMA = JsonObjectSchema.builder()
            .addProperty(
                    "questions",
                    JsonArraySchema.builder()
                            .items(JsonStringSchema.builder().build())
                            .build())
            .addBooleanProperty("evades")
            .required("questions", "evades")
            .additionalProperties(false)
            .build();

    private final Judge judge;
    private final EmbeddingModel embeddings;
    private final Prompt prompt;
    private final Prompt protocol;

    /** What a reply says. */
    private record Guess(List<String> questions, boolean evades) {}

    private AnswerRelevancy(Judge judge, EmbeddingModel embeddings) {
        this.judge = judge;
        this.embeddings = embeddings;
        this.prompt = judge.prompt(Claims.shipped("judge-questions"));
        this.protocol = judge.prompt(Claims.shipped("judge-list-protocol"));
    }

    static Evaluator evaluator(Judge judge, EmbeddingModel embeddings) {
        AnswerRelevancy relevancy = new AnswerRelevancy(judge, embeddings);
        ObjectNode identity = judge.identity()
                .put("prompt", relevancy.prompt.identity().digest().value())
                .put("listProtocol", relevancy.protocol.identity().digest().value())
                .put("embeddings", embeddings.modelName());
        return Evaluator.builder(NAME)
                .effort(Evaluator.Effort.MODEL)
                .configuration(identity)
                .evaluating(relevancy::evaluate);
    }

    private Outcome evaluate(Sample sample) {
        String response = sample.response().orElse("");
        if (response.isBlank() || sample.input().isBlank()) {
            return Outcome.notApplicable("the sample has no " + (response.isBlank() ? "response" : "question"));
        }
        if (Claims.isRefusal(response) || response.length() > LONGEST) {
            return Outcome.notApplicable(
                    response.length() > LONGEST
                            ? "the response has " + response.length() + " characters; a judge is shown " + LONGEST
                                    + " at most"
                            : "the response refuses or knows nothing, so that it answers no question");
        }
        Inquiry inquiry = judge.inquiry(NAME, sample, prompt)
                .by(protocol)
                .showing("answer", response)
                .replying(FORM, SCHEMA);
        Inquiry.Result<Guess> result = inquiry.ask(reply -> read(reply, inquiry.shown()));
        return result.orElse(reading -> score(sample, reading.value()));
    }

    private Outcome score(Sample sample, Guess guess) {
        if (guess.evades) {
            return Outcome.notApplicable("the judge says that the response evades the question");
        }
        try {
            double mean = Claims.cosines(embeddings, sample.input(), guess.questions).stream()
                    .mapToDouble(cosine -> cosine)
                    .average()
                    .orElseThrow();
            return Outcome.scored(
                    Math.max(0, Math.min(1, mean)),
                    Scale.UNIT,
                    Direction.HIGHER_IS_BETTER,
                    String.format(Locale.ROOT, "mean cosine %.3f with: %s", mean, String.join(" | ", guess.questions)));
        } catch (Throwable e) {
            return Outcome.caught(e);
        }
    }

    private static Inquiry.Reading<Guess> read(String reply, List<String> shown) {
        Optional<JsonNode> object = VerdictParser.readObject(reply, Set.of("questions"), shown);
        List<String> questions = new ArrayList<>();
        object.ifPresent(json -> json.path("questions")
                .forEach(question -> questions.add(question.asText().strip())));
        questions.removeIf(String::isBlank);
        boolean evades = object.isPresent() && object.get().path("evades").asBoolean(false);
        boolean said = object.isPresent() && object.get().path("evades").isBoolean();
        boolean usable = said && (evades || questions.size() == QUESTIONS);
        return Inquiry.Reading.of(
                new Guess(questions, evades),
                usable
                        ? Optional.empty()
                        : Optional.of("expected 'questions' with " + QUESTIONS
                                + " texts and 'evades' with true or false;" + " found " + questions.size()
                                + " texts and " + (said ? "" : "no ") + "'evades'"));
    }
}
