package io.genaiops.cache;

import static io.genaiops.cache.Fakes.ask;
import static io.genaiops.cache.Fakes.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.database.TestDatabases;
import io.genaiops.database.Wrapped;
import io.genaiops.host.ChildJvm;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcShelfTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    private Path folder;

    private final Fakes model = new Fakes();
    private final AtomicLong millis = new AtomicLong(NOW.toEpochMilli());
    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }
    };

    private DataSource empty(String product) {
        String name = folder.getFileName().toString();
        return TestDatabases.pooled(product.equals("h2") ? TestDatabases.memory(name) : TestDatabases.postgres(name));
    }

    private DataSource source(String product) {
        DataSource source = empty(product);
        ResponseCache.migrate(source);
        ResponseCache.migrate(source);
        return source;
    }

    private ResponseCacheBuilder builder(DataSource source) {
        return ResponseCache.builder().jdbc(source).clock(clock).nanoTime(nanos::get);
    }

    private static CacheKey key(String question) {
        return CacheKey.builder("small", ask(question)).build().orElseThrow();
    }

    private static CacheKey key(String question, String prompt) {
        return CacheKey.builder("small", ask(question))
                .context(CallContext.of(new PromptIdentity(
                        prompt, Version.parse("1.0.0"), Resolution.fresh(Digest.ofText(prompt), null))))
                .build()
                .orElseThrow();
    }

    private static long rows(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from genaiops_response")) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void an_answer_comes_back_with_all_that_langchain4j_says_of_it(String product) {
        DataSource source = source(product);
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("1")
                .name("find")
                .arguments("{\"a\": \"\\u0000 'x'\"}")
                .build();
        List<ChatResponse> answers = List.of(
                response("North.\u0000\u0001 \ud83d\ude00 'quoted' \"twice\"; drop table genaiops_response; --"),
                response("No reason.", null),
                ChatResponse.builder().aiMessage(AiMessage.from("Bare.")).build(),
                response(
                        AiMessage.builder()
                                .text("Let me see.")
                                .thinking("Hm")
                                .toolExecutionRequests(List.of(call))
                                .attributes(Map.of("signature", "abc", "n", 1, "deep", Map.of("a", List.of(true))))
                                .build(),
                        FinishReason.TOOL_EXECUTION));
        ResponseCache cache = builder(source).keepToolCalls().build();
        for (ChatResponse answer : answers) {
            assertThat(cache.keep(key("Where?"), answer)).isTrue();
            assertThat(builder(source).build().find(key("Where?"))).contains(answer);
        }
        assertThat(cache.figures().entries()).isEmpty();
        assertThat(cache).asString().startsWith("ResponseCache[in a database");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void what_would_not_come_back_as_it_is_or_is_too_large_is_not_kept(String product) throws SQLException {
        DataSource source = source(product);
        ResponseCache cache = builder(source).maxAnswerBytes(1_000).build();
        assertThat(cache.keep(key("1"), response("half \ud83d of a character"))).isFalse();
        assertThat(cache.keep(
                        key("2"),
                        response(
                                AiMessage.builder()
                                        .text("When")
                                        .attributes(Map.of("at", NOW))
                                        .build(),
                                FinishReason.STOP)))
                .isFalse();
        assertThat(cache.keep(key("3"), response("x".repeat(1_000)))).isFalse();
        assertThat(cache.keep(key("4"), response("x".repeat(700)))).isTrue();
        assertThat(rows(source)).isEqualTo(1);
        assertThat(cache.figures().storeFailures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void an_answer_is_kept_for_its_time_to_live_and_then_replaced(String product) throws SQLException {
        DataSource source = source(product);
        ChatModel cached =
                builder(source).timeToLive(Duration.ofMinutes(5)).build().chatModel("small", model.chat);
        cached.chat(ask("Where?"));
        millis.addAndGet(Duration.ofMinutes(5).toMillis() - 1);
        cached.chat(ask("Where?"));
        assertThat(model.asked).hasValue(1);
        millis.incrementAndGet();
        assertThat(cached.chat(ask("Where?")).aiMessage().text()).isEqualTo("Answer 2.");
        assertThat(cached.chat(ask("Where?")).aiMessage().text()).isEqualTo("Answer 2.");
        assertThat(rows(source)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void answers_are_forgotten_by_key_by_prompt_and_all_together_for_everybody(String product) throws SQLException {
        DataSource source = source(product);
        ResponseCache cache = builder(source).build();
        ResponseCache other = builder(source).build();
        for (String prompt : List.of("guide", "guide'; --", "other")) {
            cache.keep(key("1", prompt), response("A."));
            cache.keep(key("2", prompt), response("B."));
        }
        other.forget(key("1", "guide"));
        assertThat(cache.find(key("1", "guide"))).isEmpty();
        assertThat(cache.find(key("2", "guide"))).isPresent();
        other.forgetPrompt("guide");
        assertThat(cache.find(key("2", "guide"))).isEmpty();
        other.forgetPrompt("guide'; --");
        assertThat(rows(source)).isEqualTo(2);
        other.forgetAll();
        assertThat(rows(source)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void expired_rows_go_in_small_batches(String product) throws SQLException {
        DataSource source = source(product);
        ResponseCache cache = builder(source).timeToLive(Duration.ofMinutes(5)).build();
        cache.keep(key("first"), response("A."));
        for (int i = 0; i < 450; i++) {
            cache.keep(key("old " + i), response("A."));
        }
        millis.addAndGet(Duration.ofHours(1).toMillis());
        cache.keep(key("a"), response("B."));
        assertThat(rows(source)).as("not yet a minute since the last look").isEqualTo(452);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        cache.keep(key("b"), response("B."));
        assertThat(rows(source)).isEqualTo(453 - JdbcShelf.BATCH);
        cache.keep(key("c"), response("B."));
        assertThat(rows(source)).as("there were more").isEqualTo(454 - 2 * JdbcShelf.BATCH);
        cache.keep(key("d"), response("B."));
        assertThat(rows(source)).isEqualTo(4);
        assertThat(cache.figures().evictions()).isEqualTo(451);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void the_oldest_rows_beyond_the_limit_go(String product) throws SQLException {
        DataSource source = source(product);
        ResponseCache cache = builder(source).maxRows(10).build();
        for (int i = 0; i < 30; i++) {
            millis.incrementAndGet();
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            cache.keep(key("q" + i), response("A."));
            assertThat(rows(source)).isLessThanOrEqualTo(10);
        }
        assertThat(cache.find(key("q19"))).isEmpty();
        assertThat(cache.find(key("q20"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_database_that_fails_is_as_if_it_were_empty_and_is_let_alone_for_a_while(String product) {
        AtomicBoolean down = new AtomicBoolean();
        AtomicInteger tried = new AtomicInteger();
        DataSource source = Wrapped.of(source(product), (connection, method, sql) -> {
            if (down.get()) {
                tried.incrementAndGet();
                throw new SQLException("the connection is gone", "08006");
            }
        });
        ResponseCache cache = builder(source).build();
        ChatModel cached = cache.chatModel("small", model.chat);
        cached.chat(ask("Where?"));
        cached.chat(ask("Where?"));
        assertThat(model.asked).hasValue(1);

        down.set(true);
        cached.chat(ask("Where?"));
        int first = tried.get();
        for (int i = 0; i < 50; i++) {
            cached.chat(ask("Where?"));
        }
        assertThat(model.asked).hasValue(52);
        assertThat(tried.get())
                .as("nobody asks it within the pause")
                .isEqualTo(first)
                .isPositive();
        assertThat(cache.figures().storeFailures()).isEqualTo(1);
        assertThat(cache.figures().storeFails()).isTrue();

        nanos.addAndGet(Duration.ofSeconds(JdbcShelf.QUIET_SECONDS).toNanos());
        cached.chat(ask("Where?"));
        assertThat(cache.figures().storeFailures()).as("tried again once").isEqualTo(2);
        down.set(false);
        nanos.addAndGet(Duration.ofSeconds(JdbcShelf.QUIET_SECONDS).toNanos());
        assertThat(cached.chat(ask("Where?")).aiMessage().text()).isEqualTo("Answer 1.");
        assertThat(model.asked).hasValue(53);
        assertThat(cache.figures().storeFails()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void what_cannot_be_forgotten_is_an_error(String product) {
        DataSource source = Wrapped.of(source(product), (connection, method, sql) -> {
            throw new SQLException("the connection is gone", "08006");
        });
        ResponseCache cache = builder(source).build();
        assertThatThrownBy(() -> cache.forget(key("Where?")))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("cannot forget a kept answer");
        assertThatThrownBy(() -> cache.forgetPrompt("guide")).isInstanceOf(GenAiOpsException.class);
        assertThatThrownBy(cache::forgetAll).isInstanceOf(GenAiOpsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void without_its_table_the_cache_is_as_if_it_were_empty(String product) {
        ResponseCache cache = builder(empty(product)).build();
        ChatModel cached = cache.chatModel("small", model.chat);
        cached.chat(ask("Where?"));
        cached.chat(ask("Where?"));
        assertThat(model.asked).hasValue(2);
        assertThat(cache.figures().storeFailures()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_row_that_cannot_be_read_is_a_miss_and_is_counted(String product) {
        DataSource source = source(product);
        ResponseCache cache = builder(source).build();
        List<String> damages = List.of(
                "body = 'not what was written'",
                "body = '{}', body_hash = '" + Digest.ofText("{}").value() + "'",
                "body = '', body_hash = '" + Digest.ofText("").value() + "'",
                "body = substring(body from 1 for 40)",
                "body_hash = 'sha256:'");
        for (String damage : damages) {
            cache.keep(key("Where?"), response("North."));
            TestDatabases.execute(source, "update genaiops_response set " + damage);
            assertThat(cache.find(key("Where?"))).as(damage).isEmpty();
            cache.keep(key("Where?"), response("North."));
            assertThat(cache.find(key("Where?"))).isPresent();
        }
        assertThat(cache.figures().unreadable()).isEqualTo(damages.size());

        TestDatabases.execute(source, "update genaiops_response set format = 2, body = 'of a newer genaiops'");
        assertThat(cache.find(key("Where?"))).as("another format").isEmpty();
        assertThat(cache.keep(key("Where?"), response("North.")))
                .as("beside it")
                .isTrue();
        assertThat(cache.find(key("Where?"))).isPresent();
        assertThat(cache.figures().unreadable()).isEqualTo(damages.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void several_threads_share_one_table(String product) throws Exception {
        int threads = 6;
        int questions = 40;
        DataSource source = source(product);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<CacheFigures>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                ResponseCache cache = builder(source).build();
                ChatModel cached = cache.chatModel("small", model.chat);
                running.add(pool.submit(() -> {
                    for (int i = 0; i < questions; i++) {
                        start.await();
                        cached.chat(ask("Question " + i));
                    }
                    return cache.figures();
                }));
            }
            for (Future<CacheFigures> each : running) {
                assertThat(each.get().storeFailures()).isZero();
            }
            assertThat(rows(source)).isEqualTo(questions);
            ResponseCache later = builder(source).build();
            for (int i = 0; i < questions; i++) {
                assertThat(later.find(keyOfModel("Question " + i))).isPresent();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private CacheKey keyOfModel(String question) {
        return CacheKey.builder("small", ask(question))
                .defaults(model.chat.defaultRequestParameters())
                .build()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void several_processes_share_one_table(String product) throws Exception {
        int questions = 60;
        String address = product.equals("h2")
                ? "jdbc:h2:file:" + folder.resolve("answers").toAbsolutePath() + ";AUTO_SERVER=TRUE"
                : TestDatabases.postgres(folder.getFileName().toString());
        try (Connection held = TestDatabases.at(address).getConnection()) {
            assertThat(held.isClosed()).isFalse();
            List<Process> together = List.of(
                    jvms().start(CacheSharer.class, address, "one", String.valueOf(questions)),
                    jvms().start(CacheSharer.class, address, "two", String.valueOf(questions)));
            int asked = 0;
            for (Process child : together) {
                List<String> lines = lines(child);
                assertThat(lines).hasSize(questions + 1);
                String last = lines.get(questions);
                assertThat(last).endsWith("failures 0");
                asked += Integer.parseInt(last.replaceAll("asked (\\d+),.*", "$1"));
            }
            assertThat(asked).isBetween(questions, 2 * questions);
            List<String> later = lines(jvms().start(CacheSharer.class, address, "three", String.valueOf(questions)));
            assertThat(later).last().isEqualTo("asked 0, failures 0");
            assertThat(new HashSet<>(later)).doesNotContain("By three.").hasSizeBetween(2, 3);
        }
    }

    private List<String> lines(Process child) throws Exception {
        List<String> lines = child.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(child.waitFor()).as(jvms().errors()).isZero();
        return lines;
    }

    private ChildJvm jvms() {
        return new ChildJvm(folder);
    }
}
