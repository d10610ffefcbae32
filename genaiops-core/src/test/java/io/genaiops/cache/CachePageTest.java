package io.genaiops.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.genaiops.asset.AssetKind;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.cache.semantic.LabelledPair;
import io.genaiops.cache.semantic.SemanticCache;
import io.genaiops.cache.semantic.SemanticTrial;
import io.genaiops.cache.veto.Veto;
import io.genaiops.database.TestDatabases;
import io.genaiops.format.AssetFile;
import io.genaiops.prefix.CacheMinimum;
import io.genaiops.prefix.PrefixReport;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What docs/cache-safely.md shows. */
class CachePageTest {

    private final Fakes fakes = new Fakes();
    private final ChatModel model = fakes.chat;
    private final StreamingChatModel streaming = fakes.streaming;

    @Test
    void two_models_share_what_they_keep_until_it_is_forgotten() throws Exception {
        ResponseCache cache =
                ResponseCache.builder().timeToLive(Duration.ofHours(6)).build();
        ChatModel cached = cache.chatModel("small", model);
        StreamingChatModel streamed = cache.streamingChatModel("small", streaming);

        String answer = cached.chat("Where is the hut?");
        Fakes.Heard heard = new Fakes.Heard();
        streamed.chat(Fakes.ask("Where is the hut?"), heard);
        assertThat(String.join("", heard.await().parts)).isEqualTo(answer);
        assertThat(fakes.asked).hasValue(1);

        CacheKey key = cache.key("small", Fakes.ask("Where is the hut?"), ChatRequestOptions.EMPTY)
                .defaults(model.defaultRequestParameters())
                .build()
                .orElseThrow();
        assertThat(cache.peek(key)).isPresent();
        cache.forgetPrompt("trail-guide"); // all versions
        cache.forget(key);
        cache.forgetAll();
        cache.figures(); // hits, misses, waits, loads, kept, refused, evictions, bytes and more
        assertThat(cache.peek(key)).isEmpty();
        assertThat(cache.figures().hits()).isEqualTo(1);
    }

    @Test
    void a_model_that_declines_is_asked_again() {
        ResponseCache picky = ResponseCache.builder()
                .keepIf(response -> !response.aiMessage().text().startsWith("I cannot help"))
                .build();
        fakes.script = request -> Fakes.response("I cannot help with that.");
        ChatModel cached = picky.chatModel("small", model);
        cached.chat("Where is the hut?");
        cached.chat("Where is the hut?");
        assertThat(fakes.asked).hasValue(2);
    }

    @Test
    void processes_share_a_table() {
        DataSource dataSource = TestDatabases.at(TestDatabases.memory("cache_page"));
        ResponseCache.migrate(dataSource);
        ResponseCache shared = ResponseCache.builder()
                .jdbc(dataSource)
                .timeToLive(Duration.ofDays(1))
                .build();
        shared.chatModel("small", model).chat("Where is the hut?");
        ResponseCache.builder()
                .jdbc(dataSource)
                .build()
                .chatModel("small", model)
                .chat("Where is the hut?");
        assertThat(fakes.asked).hasValue(1);
    }

    @Test
    void a_trial_switches_the_semantic_cache_on() {
        ResponseCache cache = ResponseCache.inMemory();
        Map<String, Integer> places = new HashMap<>();
        EmbeddingModel embeddings = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                return Response.from(segments.stream()
                        .map(segment -> words(segment.text(), places))
                        .toList());
            }
        };
        List<LabelledPair> pairs =
                IntStream.range(0, 400).mapToObj(CachePageTest::pair).toList();
        SemanticTrial trial = SemanticTrial.run(embeddings, pairs, 0.05); // at most 5 % of hits may be false
        System.out.println(trial);
        SemanticCache semantic = SemanticCache.builder(cache, trial).build();
        ChatModel lenient = semantic.chatModel("small", model);

        assertThat(trial)
                .hasToString("on: of 266 measured pairs " + trial.hits()
                        + " would have been hits at a similarity of 0.8944 or more, 0 of them false; the share of false hits"
                        + " is at most " + String.format(Locale.ROOT, "%.2f", 100 * trial.bound())
                        + " % (upper limit of the 95 % Wilson score interval), the limit is 5.00 %; 134 other pairs chose"
                        + " the similarity");
        lenient.chat("Where is the hut?");
        lenient.chat("Where is the hut, please?");
        assertThat(fakes.asked).hasValue(1);
    }

    private static LabelledPair pair(int number) {
        String thing = "thing" + (char) ('a' + number % 26) + (char) ('a' + number / 26);
        return number % 2 == 0
                ? LabelledPair.same("Where is the " + thing + "?", "Where is the " + thing + ", please?")
                : LabelledPair.different("Where is the " + thing + "?", "Tell me how I can repair a " + thing + ".");
    }

    /** Each word has a place of its own. */
    private static Embedding words(String text, Map<String, Integer> places) {
        float[] vector = new float[1_000];
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z]+", 0)) {
            vector[places.computeIfAbsent(word, each -> places.size())] += 1;
        }
        return Embedding.from(vector);
    }

    @Test
    void the_table_of_vetoes_names_each_of_them() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "cache-safely.md"));
        for (var veto : Veto.values()) {
            if (veto != Veto.LANGUAGE) {
                assertThat(page).contains("`" + veto + "`");
            }
        }
    }

    @Test
    void a_prompt_says_what_a_provider_can_cache() {
        AssetRegistry registry = AssetRegistry.memory();
        String file = "---\nname: trail-guide\nversion: 1.0.0\ninputs: {date: string, question: string}\n---\n"
                + "system:\nIt is {{date}}.\n" + "Be brief, be kind and be clear. ".repeat(200)
                + "\nuser:\n{{question}}";
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "file", file), "ada");
        PrefixReport report = PrefixReport.of(registry.prompt("trail-guide:1.0.0"));
        report.tokens(); // about how many tokens lead every call
        report.endedBy(); // the input that comes first
        report.toMove(CacheMinimum.openAi()); // the inputs that must come later to reach 1,024
        System.out.println(report);
        assertThat(report.toMove(CacheMinimum.openAi()))
                .singleElement()
                .asString()
                .startsWith("'date' in line 2");
    }
}
