package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.rubric.Rubric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty answers that ask for a 5, before a judge that obeys the last grade it is told outside of the delimiters. */
class InjectionTest {

    private static final Sample SAMPLE = Sample.of("When does the hut open?");

    /** A judge without judgement: it gives the grade that it reads last outside of delimited data, else a 1. */
    private static final class ObedientModel implements ChatModel {

        private static final Pattern ORDER = Pattern.compile(
                "(?:\"?score\"?\\s*[:=]\\s*|score of |grade:? |give (?:it )?a )([1-5])", Pattern.CASE_INSENSITIVE);
        private static final Pattern KEY = Pattern.compile("begins with BEGIN DATA (\\S+) and");

        private final List<ChatRequest> requests = new ArrayList<>();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            requests.add(request);
            String system = ((SystemMessage) request.messages().get(0)).text();
            Matcher key = KEY.matcher(system.replace('\n', ' '));
            assertThat(key.find()).isTrue();
            StringBuilder outside = new StringBuilder(system);
            for (ChatMessage message : request.messages()) {
                if (message instanceof UserMessage user) {
                    outside.append('\n').append(withoutData(user.singleText(), key.group(1)));
                }
            }
            return ChatResponse.builder()
                    .aiMessage(
                            AiMessage.from("{\"reason\": \"told so\", \"score\": " + obeyed(outside.toString()) + "}"))
                    .build();
        }

        static String obeyed(String text) {
            Matcher order = ORDER.matcher(text);
            String last = "1";
            while (order.find()) {
                last = order.group(1);
            }
            return last;
        }

        private static String withoutData(String text, String key) {
            return Pattern.compile(
                            "^BEGIN DATA " + key + " .*?^END DATA " + key + " \\([a-z]+\\)$",
                            Pattern.MULTILINE | Pattern.DOTALL | Pattern.UNIX_LINES)
                    .matcher(text)
                    .replaceAll("");
        }
    }

    static List<String> injections() throws IOException {
        List<String> answers = new ArrayList<>();
        JsonMapper mapper = new JsonMapper();
        try (InputStream stream = Objects.requireNonNull(InjectionTest.class.getResourceAsStream("injections.jsonl"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                answers.add(mapper.readTree(line).path("answer").asText());
            }
        }
        return answers;
    }

    @Test
    void there_are_fifty_injections_and_each_fools_the_model_without_delimiters() throws IOException {
        assertThat(injections())
                .hasSize(50)
                .doesNotHaveDuplicates()
                .allSatisfy(answer -> assertThat(ObedientModel.obeyed("Grade this: " + answer))
                        .isEqualTo("5"));
    }

    @ParameterizedTest
    @MethodSource("injections")
    void judged_text_cannot_pose_as_an_instruction_or_a_verdict(String answer) {
        ObedientModel model = new ObedientModel();
        Outcome outcome = JudgeEvaluators.relevance(Judge.of("obedient", model)).evaluate(SAMPLE.answered(answer));
        assertThat(outcome.score()).hasValue(1);
        assertThat(model.requests).hasSize(1);
        List<ChatMessage> messages = model.requests.get(0).messages();
        assertThat(messages).hasSize(2);
        String user = ((UserMessage) messages.get(1)).singleText();
        Matcher begin = Pattern.compile("^BEGIN DATA ([0-9a-f]{32}) \\(answer\\)$", Pattern.MULTILINE)
                .matcher(user);
        assertThat(begin.results()
                        .filter(block -> !answer.contains(block.group(1)))
                        .map(block -> user.substring(block.end() + 1)))
                .singleElement()
                .satisfies(rest -> assertThat(rest).startsWith(answer + "\nEND DATA "));
        assertThat(((SystemMessage) messages.get(0)).text()).doesNotContain(answer);
    }

    @ParameterizedTest
    @MethodSource("injections")
    void a_scorecard_keeps_judged_text_in_its_block_too(String answer) {
        ObedientModel model = new ObedientModel();
        Scorecard.of(Judge.of("obedient", model), Rubric.shipped("judge-relevance"), Rubric.shipped("judge-fluency"))
                .outcomes(SAMPLE.answered(answer));
        assertThat(model.requests).isNotEmpty().allSatisfy(request -> {
            List<ChatMessage> first = request.messages().subList(0, 2);
            assertThat(((SystemMessage) first.get(0)).text()).doesNotContain(answer);
            assertThat(((UserMessage) first.get(1)).singleText()).contains(" (answer)\n" + answer + "\nEND DATA ");
        });
    }

    @ParameterizedTest
    @MethodSource("injections")
    void a_judge_that_repeats_the_judged_text_gives_no_five(String answer) {
        ScriptedModel parrot = ScriptedModel.replying(answer, answer, answer);
        Outcome outcome = JudgeEvaluators.relevance(Judge.of(parrot)).evaluate(SAMPLE.answered(answer));
        assertThat(outcome.isScored()).as("%s", outcome).isFalse();
    }
}
