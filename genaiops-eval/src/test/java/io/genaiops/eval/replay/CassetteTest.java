package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import io.genaiops.GenAiOpsException;
import io.genaiops.model.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassetteTest {

    private static final ScriptedChatModel NOBODY = ScriptedChatModel.builder().build();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = folder.resolve("new/trail-guide.cassette.json");
    }

    @Test
    void all_of_the_hosts_models_are_recorded_under_their_names() {
        Models models = Models.of("small", ScriptedChatModel.replying("Pack a map."))
                .and("large", ScriptedChatModel.replying("Pack a map and a lamp."));
        Models recorded = Cassette.of(file).record().models(models);
        recorded.chat("small").chat("What do I pack?");
        recorded.chat("large").chat("What do I pack in winter?");

        Models replayed = Cassette.of(file).models(Models.of("small", NOBODY).and("large", NOBODY));

        assertThat(replayed.chat("large").chat("What do I pack in winter?")).isEqualTo("Pack a map and a lamp.");
        assertThat(replayed.chat("small").chat("What do I pack?")).isEqualTo("Pack a map.");
    }

    @Test
    void the_sample_of_the_page() {
        Path folder = this.folder;
        ChatModel openAi = ScriptedChatModel.replying("Pack a map.");
        Cassette.in(folder, "trail-guide").record().chatModel(openAi).chat("What do I pack?");

        Cassette cassette = Cassette.in(folder, "trail-guide"); // replays: no model is asked
        ChatModel model = cassette.chatModel(openAi);
        String answer = model.chat("What do I pack?");
        assertThat(answer).isEqualTo("Pack a map.");

        Cassette careful = Cassette.in(folder, "trail-guide")
                .redacting(text -> text.replaceAll("[\\w.]+@[\\w.]+", "<email>"))
                .normalising(text -> text.replaceAll("\\d{4}-\\d\\d-\\d\\d", "<date>"))
                .strict();
        careful.chatModel(openAi).chat("What do I pack?");
        careful.close(); // fails if a recording was not used

        ScriptedChatModel scripted = ScriptedChatModel.builder()
                .whenAsked("weather")
                .reply(ScriptedReply.calling("forecast", "{\"place\":\"hut\"}").usage(12, 3))
                .reply("Pack a map.", "Bring water.")
                .thenFail(new RateLimitException("slow down"))
                .build();
        scripted.chat("What do I pack?"); // Pack a map.
        scripted.requests(); // what the model was asked
        assertThat(scripted.requests()).hasSize(1);
    }

    @Test
    void the_nth_identical_request_replays_the_nth_recording() {
        Cassette recording = cassette().record();
        ChatModel model = recording.chatModel(ScriptedChatModel.replying("one", "two"));
        model.chat("Again?");
        model.chat("Again?");
        ChatModel replayed = cassette().replay().chatModel(NOBODY);

        assertThat(List.of(replayed.chat("Again?"), replayed.chat("Again?"))).containsExactly("one", "two");
        assertThatThrownBy(() -> replayed.chat("Again?"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("(time 3)")
                .hasMessageContaining("recorded 2 times, and asked once more");
    }

    @Test
    void a_missing_recording_names_the_nearest_and_how_to_record_anew() {
        record("Do I need crampons in May?", "No.");
        record("Water?", "Yes.");
        ChatModel model = cassette().replay().chatModel(NOBODY);

        assertThatThrownBy(() -> model.chat("Do I need crampons in June?"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("messages[0].contents[0].text")
                .hasMessageContaining("recorded 'Do I need crampons in May?'")
                .hasMessageContaining("asked    'Do I need crampons in June?'")
                .hasMessageContaining("-Dgenaiops.cassette=record");
        assertThatThrownBy(() -> cassette("replay", folder.resolve("none.json"))
                        .chatModel(NOBODY)
                        .chat("?"))
                .hasMessageContaining("It has no recordings.");
        assertThat(folder.resolve("none.json")).doesNotExist();
    }

    @Test
    void auto_replays_what_is_there_and_records_what_is_missing() {
        record("Water?", "Yes.");
        ScriptedChatModel model = ScriptedChatModel.replying("No.");
        ChatModel auto = cassette().auto().chatModel(model);

        assertThat(auto.chat("Water?") + auto.chat("Snow?")).isEqualTo("Yes.No.");
        assertThat(model.requests()).hasSize(1);
        assertThat(replay("Snow?")).isEqualTo("No.");
    }

    @Test
    void record_always_asks_and_replaces() {
        record("Water?", "Yes.");
        record("Water?", "Plenty.");

        assertThat(replay("Water?")).isEqualTo("Plenty.");
    }

    @Test
    void the_system_property_goes_before_what_the_code_says() {
        record("Water?", "Yes.");
        cassette("record", file)
                .strict()
                .chatModel(ScriptedChatModel.replying("Anew."))
                .chat("Water?");

        assertThat(replay("Water?")).isEqualTo("Anew.");
        assertThat(cassette("strict", file)).hasToString("cassette " + file + ", strict");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cassette("rekord", file))
                .withMessage("genaiops.cassette must be record, replay, auto or strict; was 'rekord'");
        assertThatIllegalArgumentException().isThrownBy(() -> Cassette.in(folder, "../x"));
    }

    @Test
    void strict_fails_on_stale_recordings_and_they_can_be_removed() {
        record("Water?", "Yes.");
        record("Snow?", "No.");
        Cassette strict = cassette().strict();
        strict.chatModel(NOBODY).chat("Snow?");

        assertThat(strict.stale())
                .singleElement()
                .asString()
                .startsWith("chat ")
                .contains("Water?");
        assertThatThrownBy(strict::close)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("has 1 recordings that nothing asked for")
                .hasMessageContaining("Water?");
        strict.replay().close();
        strict.removeStale();
        strict.close();
        assertThatThrownBy(() -> replay("Water?")).hasMessageContaining("no recording");
        assertThat(replay("Snow?")).isEqualTo("No.");
    }

    @Test
    void ids_attributes_order_of_tools_and_ends_of_lines_do_not_make_another_request() {
        record(conversation("id-1", "\r\n", "a", "b", "{\"x\": 1, \"y\": 2}"), "Sunny.");
        ChatModel replayed = cassette().replay().chatModel(NOBODY);

        assertThat(replayed.chat(conversation("other", "\n", "b", "a", "{\"y\":2,\"x\":1}"))
                        .aiMessage()
                        .text())
                .isEqualTo("Sunny.");
        assertThatThrownBy(() -> replayed.chat(conversation("id-1", "\n", "b", "a", "{\"x\":1,\"y\":3}")))
                .hasMessageContaining("arguments.y")
                .hasMessageContaining("recorded 2");
    }

    @Test
    void parameters_of_the_model_and_of_its_provider_make_another_request() {
        ChatRequest one =
                withParameters(OpenAiChatRequestParameters.builder().seed(1).temperature(1e10));
        record(one, "One.");

        ChatModel replayed = cassette().replay().chatModel(NOBODY);
        assertThat(replayed.chat(withParameters(
                                OpenAiChatRequestParameters.builder().seed(1).temperature(1e10)))
                        .aiMessage()
                        .text())
                .isEqualTo("One.");
        assertThatThrownBy(() -> replayed.chat(withParameters(
                        OpenAiChatRequestParameters.builder().seed(2).temperature(1e10))))
                .hasMessageContaining("parameters.seed");
    }

    @Test
    void what_is_redacted_is_never_written_and_still_found() throws IOException {
        UnaryOperator<String> redact = text -> text.replaceAll("\\w+@\\w+", "<email>");
        Cassette recording = cassette().record().redacting(redact);
        String live = recording
                .chatModel(ScriptedChatModel.replying("Write to ada@hut."))
                .chat("I am bob@hut.");
        assertThatThrownBy(() -> recording
                        .chatModel(ScriptedChatModel.builder()
                                .thenFail(new IllegalStateException("no eve@hut"))
                                .build())
                        .chat("Fail"))
                .hasMessage("no eve@hut");

        assertThat(live).isEqualTo("Write to ada@hut.");
        assertThat(Files.readString(file)).doesNotContain("@").contains("I am <email>.", "no <email>");
        ChatModel replayed = cassette().replay().redacting(redact).chatModel(NOBODY);
        assertThat(replayed.chat("I am carol@hut.")).isEqualTo("Write to <email>.");
        assertThatThrownBy(() -> cassette()
                        .record()
                        .redacting(text -> text + "!")
                        .chatModel(NOBODY)
                        .chat("?"))
                .hasMessageContaining("must leave its own output as it is");
    }

    @Test
    void a_normaliser_takes_out_what_differs() {
        UnaryOperator<String> dates = text -> text.replaceAll("\\d{4}-\\d\\d-\\d\\d", "<date>");
        cassette()
                .record()
                .normalising(dates)
                .chatModel(ScriptedChatModel.replying("On 2026-01-01."))
                .chat("Today is 2026-01-01");

        assertThat(cassette().normalising(dates).chatModel(NOBODY).chat("Today is 2027-12-31"))
                .isEqualTo("On 2026-01-01.");
    }

    @Test
    void failures_are_replayed_as_what_they_were() {
        RateLimitException limited = new RateLimitException("slow down", new HttpException(429, "slow down"));
        ChatModel failing = cassette()
                .record()
                .chatModel(ScriptedChatModel.builder()
                        .thenFail(limited)
                        .thenFail(new UncheckedIOException("pipe", new IOException("pipe")))
                        .build());
        assertThatThrownBy(() -> failing.chat("a")).isSameAs(limited);
        assertThatThrownBy(() -> failing.chat("b")).isInstanceOf(UncheckedIOException.class);

        assertThatThrownBy(() -> replay("a"))
                .isExactlyInstanceOf(RateLimitException.class)
                .hasMessage("slow down")
                .satisfies(e ->
                        assertThat(((HttpException) e.getCause()).statusCode()).isEqualTo(429));
        assertThatThrownBy(() -> replay("b"))
                .isInstanceOfSatisfying(
                        Cassette.RecordedFailure.class,
                        e -> assertThat(e.type()).isEqualTo(UncheckedIOException.class.getName()))
                .hasMessageContaining("pipe");
    }

    @Test
    void a_replayed_call_fires_the_listeners_of_its_model() {
        List<String> heard = new ArrayList<>();
        record("Water?", "Yes.");
        ScriptedChatModel model = ScriptedChatModel.builder()
                .listeners(new ChatModelListener() {
                    @Override
                    public void onResponse(ChatModelResponseContext context) {
                        heard.add(context.chatResponse().aiMessage().text());
                    }
                })
                .build();
        cassette().chatModel(model).chat("Water?");

        assertThat(heard).containsExactly("Yes.");
        assertThat(model.requests()).isEmpty();
    }

    private static ChatRequest conversation(String id, String line, String first, String second, String arguments) {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id(id)
                .name("a")
                .arguments(arguments)
                .build();
        return ChatRequest.builder()
                .messages(
                        SystemMessage.from("Be brief." + line + "Be kind."),
                        UserMessage.from("Weather?"),
                        AiMessage.builder()
                                .toolExecutionRequests(List.of(call))
                                .attributes(Map.of("response", id))
                                .build(),
                        ToolExecutionResultMessage.from(call, "sun"))
                .toolSpecifications(
                        ToolSpecification.builder().name(first).build(),
                        ToolSpecification.builder().name(second).build())
                .build();
    }

    private static ChatRequest withParameters(OpenAiChatRequestParameters.Builder parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("?"))
                .parameters(parameters.build())
                .build();
    }

    private void record(String question, String answer) {
        cassette().record().chatModel(ScriptedChatModel.replying(answer)).chat(question);
    }

    private void record(ChatRequest request, String answer) {
        cassette().record().chatModel(ScriptedChatModel.replying(answer)).chat(request);
    }

    private String replay(String question) {
        return cassette().replay().chatModel(NOBODY).chat(question);
    }

    private Cassette cassette() {
        return cassette(null, file);
    }

    private static Cassette cassette(String forced, Path file) {
        return Cassette.of(file, forced, step -> {}, () -> 0);
    }
}
