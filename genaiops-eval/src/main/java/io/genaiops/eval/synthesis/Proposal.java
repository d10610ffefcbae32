package io.genaiops.eval.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.genaiops.eval.judge.Inquiry;
import io.genaiops.eval.language.WordSplitter;
import io.genaiops.eval.rubric.VerdictParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A question that a model proposes, its answer and what proves it. */
record Proposal(String question, String answer, String evidence) {

    static final JsonObjectSchema SCHEMA = JsonObjectSchema.builder()
            .addProperty(
                    "questions",
                    JsonArraySchema.builder()
                            .items(JsonObjectSchema.builder()
                                    .addStringProperty("question")
                                    .addStringProperty("answer")
                                    .addStringProperty("evidence")
                                    .required("question", "answer", "evidence")
                                    .additionalProperties(false)
                                    .build())
                            .build())
            .required("questions")
            .additionalProperties(false)
            .build();

    private static final int LONGEST = 2_000;
    private static final int FEWEST_WORDS = 4;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    static String form(int most) {
        return "{\"questions\": [{\"question\": \"…\", \"answer\": \"…\", \"evidence\": \"…\"}, …]}, where questions has "
                + most + (most == 1 ? " entry" : " entries") + " at most";
    }

    /** Reads a reply, strictly: each entry has all three texts. */
    static Inquiry.Reading<List<Proposal>> read(String reply, List<String> shown) {
        Optional<JsonNode> entries = VerdictParser.readObject(reply, Set.of("questions"), shown)
                .map(object -> object.path("questions"))
                .filter(JsonNode::isArray);
        List<Proposal> proposals = new ArrayList<>();
        if (entries.isEmpty()) {
            return Inquiry.Reading.of(proposals, Optional.of("the reply has no JSON object with a list 'questions'"));
        }
        for (JsonNode entry : entries.get()) {
            Proposal proposal = new Proposal(text(entry, "question"), text(entry, "answer"), text(entry, "evidence"));
            if (proposal.lacksText()) {
                return Inquiry.Reading.of(
                        proposals,
                        Optional.of("entry " + (proposals.size() + 1) + " of 'questions' must have question, answer and"
                                + " evidence, each text of 1 to " + LONGEST + " characters"));
            }
            proposals.add(proposal);
        }
        return Inquiry.Reading.of(proposals, Optional.empty());
    }

    private static String text(JsonNode entry, String field) {
        JsonNode text = entry.path(field);
        return text.isTextual() ? text.textValue().strip() : "";
    }

    private boolean lacksText() {
        for (String text : List.of(question, answer, evidence)) {
            if (text.isEmpty() || text.length() > LONGEST) {
                return true;
            }
        }
        return false;
    }

    /** Returns why the question does not hold against the passage, if it does not. */
    Optional<String> objection(String passage) {
        if (!spaced(passage).contains(spaced(evidence))) {
            return Optional.of("the evidence is not in the passage");
        }
        if (WordSplitter.words(evidence).size() < FEWEST_WORDS) {
            return Optional.of("the evidence has fewer than " + FEWEST_WORDS + " words");
        }
        if (spaced(passage).contains(spaced(question))) {
            return Optional.of("the question is copied from the passage");
        }
        return Optional.empty();
    }

    private static String spaced(String text) {
        return SPACE.matcher(text).replaceAll(" ");
    }
}
