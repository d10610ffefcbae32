package io.genaiops.examples;

import io.genaiops.examples.Handbook.Document;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values that a version of the prompt asks for: the question, the nearest document, or the nearest four. */
final class HandbookInputs {

    private static final int NEAREST = 4;

    private HandbookInputs() {}

    static Map<String, Object> of(Prompt prompt, NearestDocuments documents, String question) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (PromptInput input : prompt.inputs()) {
            switch (input.name()) {
                case "question" -> values.put("question", question);
                case "document" ->
                    values.put("document", documents.to(question, 1).get(0).asInput());
                case "documents" -> values.put("documents", inputs(documents.to(question, NEAREST)));
                default -> {
                    if (input.isRequired()) {
                        throw new IllegalArgumentException(prompt + " requires input '" + input.name()
                                + "'; this example can give 'question', 'document' and 'documents'");
                    }
                }
            }
        }
        return values;
    }

    /** Returns the documents that a version of the prompt shows to the model. */
    static List<Document> shown(Prompt prompt, NearestDocuments documents, String question) {
        List<String> names = prompt.inputs().stream().map(PromptInput::name).toList();
        int count = names.contains("documents") ? NEAREST : names.contains("document") ? 1 : 0;
        return documents.to(question, count);
    }

    private static List<Map<String, String>> inputs(List<Document> documents) {
        return documents.stream().map(Document::asInput).toList();
    }
}
