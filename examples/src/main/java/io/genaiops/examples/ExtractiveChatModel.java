package io.genaiops.examples;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Not a language model: it answers with the sentences that stand under the document headings of the last user message
 * and are nearest to its last line, the question, and declines when none is near. It reads headings of the form
 * {@code [document id]} and never the words of an instruction. It reports no token usage, because it has no tokens.
 * Thread-safe.
 */
final class ExtractiveChatModel implements ChatModel {

    static final String DECLINED = "The handbook does not answer this question.";

    private static final Pattern HEADING = Pattern.compile("(?m)^\\[document ([^\\]\\n]+)\\]$");
    private static final double NEAR = 0.4;
    private static final double NEARLY_AS_NEAR = 0.05;

    private record Candidate(String sentence, double similarity) {}

    private final String name;
    private final Embeddings embeddings;
    private final int mostSentences;

    ExtractiveChatModel(String name, Embeddings embeddings, int mostSentences) {
        this.name = name;
        this.embeddings = embeddings;
        this.mostSentences = mostSentences;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(answer(lastUserText(request.messages()))))
                .modelName(name)
                .finishReason(FinishReason.STOP)
                .build();
    }

    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    private String answer(String message) {
        String text = message.strip();
        int lastLine = text.lastIndexOf('\n') + 1;
        String question = withoutLabel(text.substring(lastLine));
        List<Candidate> near = new ArrayList<>();
        List<String> sentences = sentencesUnderHeadings(text.substring(0, lastLine));
        embeddings.learn(sentences);
        for (String sentence : sentences) {
            double similarity = embeddings.similarity(question, sentence);
            if (similarity >= NEAR) {
                near.add(new Candidate(sentence, similarity));
            }
        }
        near.sort(Comparator.comparingDouble(Candidate::similarity).reversed());
        return near.isEmpty() ? DECLINED : String.join(" ", nearest(near));
    }

    private List<String> nearest(List<Candidate> sorted) {
        double best = sorted.get(0).similarity();
        return sorted.stream()
                .limit(mostSentences)
                .filter(candidate -> candidate.similarity() >= best - NEARLY_AS_NEAR)
                .map(Candidate::sentence)
                .toList();
    }

    /** Cuts off a single word and a colon before the question, whatever the word is. */
    private static String withoutLabel(String line) {
        int colon = line.indexOf(": ");
        return colon > 0 && line.lastIndexOf(' ', colon) < 0
                ? line.substring(colon + 2).strip()
                : line.strip();
    }

    private static List<String> sentencesUnderHeadings(String text) {
        List<String> sentences = new ArrayList<>();
        Matcher heading = HEADING.matcher(text);
        int start = heading.find() ? heading.end() : text.length();
        while (start < text.length()) {
            int end = heading.find() ? heading.start() : text.length();
            addSentences(text.substring(start, end), sentences);
            start = end == text.length() ? end : heading.end();
        }
        return sentences;
    }

    private static void addSentences(String text, List<String> sentences) {
        BreakIterator iterator = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        iterator.setText(text);
        int start = iterator.first();
        for (int end = iterator.next(); end != BreakIterator.DONE; start = end, end = iterator.next()) {
            String sentence = text.substring(start, end).strip();
            if (!sentence.isEmpty() && !sentences.contains(sentence)) {
                sentences.add(sentence);
            }
        }
    }

    private static String lastUserText(List<ChatMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage user && user.hasSingleText()) {
                return user.singleText();
            }
        }
        throw new IllegalArgumentException("expected a user message of text, found only "
                + messages.stream().map(ChatMessage::type).toList());
    }
}
