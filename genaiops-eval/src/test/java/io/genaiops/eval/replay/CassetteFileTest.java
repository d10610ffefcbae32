package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a cassette: how it reads, who writes it, and what may go wrong thereby. */
class CassetteFileTest {

    private static final ScriptedChatModel NOBODY = ScriptedChatModel.builder().build();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = folder.resolve("new/trail-guide.cassette.json");
    }

    @Test
    void a_file_is_readable_and_the_same_whichever_order_was_recorded() throws IOException {
        record("What do\nI pack?", "A map.\nWater.");
        record("Snow?", "Yes.");
        String text = Files.readString(file);

        assertThat(text).isEqualTo("""
                        {
                          "format": "genaiops.cassette/1",
                          "recordings": [
                            {
                              "key": "%s",
                              "kind": "chat",
                              "repetition": 1,
                              "request": {
                                "messages": [
                                  {
                                    "contents": [
                                      {
                                        "text": "Snow?",
                                        "type": "TEXT"
                                      }
                                    ],
                                    "type": "USER"
                                  }
                                ]
                              },
                              "response": {
                                "finish_reason": "STOP",
                                "message": {
                                  "attributes": {},
                                  "text": "Yes.",
                                  "toolExecutionRequests": [],
                                  "type": "AI"
                                }
                              }
                            },
                            {
                              "key": "%s",
                              "kind": "chat",
                              "repetition": 1,
                              "request": {
                                "messages": [
                                  {
                                    "contents": [
                                      {
                                        "text": [
                                          "What do",
                                          "I pack?"
                                        ],
                                        "type": "TEXT"
                                      }
                                    ],
                                    "type": "USER"
                                  }
                                ]
                              },
                              "response": {
                                "finish_reason": "STOP",
                                "message": {
                                  "attributes": {},
                                  "text": [
                                    "A map.",
                                    "Water."
                                  ],
                                  "toolExecutionRequests": [],
                                  "type": "AI"
                                }
                              }
                            }
                          ]
                        }
                        """.formatted(keys(text).get(0), keys(text).get(1)));
        Files.delete(file);
        record("Snow?", "Yes.");
        record("What do\nI pack?", "A map.\nWater.");
        assertThat(file).hasContent(text);
    }

    @Test
    void a_broken_newer_or_changed_file_is_an_error_and_stays_as_it_is() throws IOException {
        record("Water?", "Yes.");
        String sound = Files.readString(file);
        Map<String, String> broken = Map.of(
                sound.substring(0, sound.length() / 2),
                "is broken and is left as it is",
                sound.replace("cassette/1", "cassette/2"),
                "found 'genaiops.cassette/2'; a higher number",
                sound.replace("Water?", "Snow?"),
                "was changed by hand",
                "[]",
                "expected format");
        broken.forEach((text, message) -> {
            write(text);
            for (Cassette cassette :
                    List.of(cassette().record(), cassette().replay(), cassette().auto())) {
                assertThatThrownBy(() -> cassette.chatModel(NOBODY))
                        .isInstanceOf(GenAiOpsException.class)
                        .hasMessageContaining(message)
                        .hasMessageContaining(file.toString());
            }
            assertThat(file).hasContent(text);
        });
        write(sound.replace("Yes.", "By hand."));
        assertThat(replay("Water?")).isEqualTo("By hand.");
    }

    @Test
    void a_folder_that_cannot_be_written_is_noticed_before_the_model_is_asked() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file");
        ScriptedChatModel model = ScriptedChatModel.replying("Yes.");
        Cassette cassette = cassette(null, blocked.resolve("x.json")).record();

        assertThatThrownBy(() -> cassette.chatModel(model).chat("Water?"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nothing was asked");
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void a_full_disk_leaves_the_file_as_it_was_and_the_next_write_makes_up_for_it() throws IOException {
        record("Water?", "Yes.");
        String before = Files.readString(file);
        for (String step : List.of("write", "replace")) {
            boolean[] full = {true};
            Cassette cassette = Cassette.of(
                    file,
                    null,
                    next -> {
                        if (full[0] && next.startsWith(step)) {
                            throw new UncheckedIOException(new IOException("No space left on device"));
                        }
                    },
                    () -> 0);
            ChatModel model = cassette.record().chatModel(ScriptedChatModel.replying(step + " 1", step + " 2"));

            assertThatThrownBy(() -> model.chat(step + "?"))
                    .isInstanceOf(GenAiOpsException.class)
                    .hasMessageContaining("stays as it was")
                    .hasMessageContaining("No space left");
            assertThat(file).hasContent(before);
            try (var files = Files.list(file.getParent())) {
                assertThat(files).containsExactly(file);
            }
            full[0] = false;
            model.chat(step + "??");
            assertThat(replay(step + "?") + replay(step + "??")).isEqualTo(step + " 1" + step + " 2");
            Files.writeString(file, before);
        }
    }

    @Test
    void eight_threads_and_two_cassettes_of_one_file_lose_nothing() throws Exception {
        List<ChatModel> models =
                List.of(cassette().auto().chatModel(echo()), cassette().auto().chatModel(echo()));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            String question = "question " + i;
            ChatModel model = models.get(i % 2);
            calls.add(threads.submit(() -> model.chat(question)));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        calls.clear();
        Cassette strict = cassette().strict();
        ChatModel replayed = strict.chatModel(NOBODY);
        for (int i = 0; i < 160; i++) {
            String question = "question " + i;
            calls.add(threads.submit(() -> assertThat(replayed.chat(question)).isEqualTo("answer to " + question)));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        threads.shutdown();
        strict.close();
    }

    private static ChatModel echo() {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                String question = ((UserMessage) request.messages().get(0)).singleText();
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("answer to " + question))
                        .build();
            }
        };
    }

    private static List<String> keys(String text) {
        return Pattern.compile("\"key\": \"(\\w{32})\"")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(String question, String answer) {
        cassette().record().chatModel(ScriptedChatModel.replying(answer)).chat(question);
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
