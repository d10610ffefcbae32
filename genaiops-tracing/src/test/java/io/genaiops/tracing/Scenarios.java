package io.genaiops.tracing;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import io.genaiops.tracing.Scenario.HostFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every wrapper, in its ways to end. Each sends {@link Scenario#SECRET} and gets it back. */
public final class Scenarios {

    private static final String SECRET = Scenario.SECRET;

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .messages(
                    SystemMessage.from("Be kind. " + SECRET),
                    UserMessage.from("Hello " + SECRET),
                    AiMessage.from(call()),
                    ToolExecutionResultMessage.from("call-1", "weather", "cold " + SECRET))
            .toolSpecifications(ToolSpecification.builder().name("weather").build())
            .build();

    private Scenarios() {}

    public static Stream<Scenario> all() {
        return Stream.of(
                        models(),
                        streams(),
                        retrievals(),
                        tools(),
                        judgements(),
                        listeners(),
                        AgentScenarios.all(),
                        EvaluationScenarios.all())
                .flatMap(scenarios -> scenarios);
    }

    private static Stream<Scenario> models() {
        return Stream.of(
                Scenario.of(
                        "chat",
                        tracing -> tracing.chatModel(answering())
                                .chat(REQUEST, Prompts.options("trail-guide"))
                                .aiMessage()
                                .text()),
                Scenario.of(
                        "chat that fails",
                        tracing -> tracing.chatModel(failing()).chat(REQUEST)),
                Scenario.of(
                        "embeddings",
                        tracing -> tracing.embeddingModel(vectors(false))
                                .embed(SECRET)
                                .content()
                                .dimension()),
                Scenario.of(
                        "embeddings that fail",
                        tracing -> tracing.embeddingModel(vectors(true)).embed(SECRET)));
    }

    private static Stream<Scenario> streams() {
        return Stream.of(
                Scenario.of("stream", tracing -> {
                    CollectingHandler handler = new CollectingHandler();
                    tracing.streamingChatModel(new FakeStreamingChatModel())
                            .chat(REQUEST, Prompts.options("trail-guide"), handler);
                    return handler.events;
                }),
                Scenario.of("stream that reports an error", tracing -> {
                    FakeStreamingChatModel fake = new FakeStreamingChatModel();
                    fake.script = handler -> handler.onError(new HostFailure());
                    CollectingHandler handler = new CollectingHandler();
                    tracing.streamingChatModel(fake).chat(REQUEST, handler);
                    return handler.events;
                }),
                Scenario.of("stream that throws", tracing -> {
                    FakeStreamingChatModel fake = new FakeStreamingChatModel();
                    fake.script = handler -> {
                        throw new HostFailure();
                    };
                    tracing.streamingChatModel(fake).chat(REQUEST, new CollectingHandler());
                    return "no end";
                }),
                Scenario.of("stream that is cancelled", tracing -> {
                    FakeStreamingChatModel fake = new FakeStreamingChatModel();
                    StreamingChatModel model = tracing.streamingChatModel(fake);
                    fake.script = handler -> fake.chunk(handler, SECRET);
                    CollectingHandler handler = new CollectingHandler();
                    handler.onChunk = StreamingHandle::cancel;
                    model.chat(REQUEST, handler);
                    return handler.events + " " + fake.handle.isCancelled();
                }));
    }

    private static Stream<Scenario> retrievals() {
        Query query = Query.from("Where is " + SECRET + "?");
        EmbeddingSearchRequest search = search();
        return Stream.of(
                Scenario.of(
                        "retrieval",
                        tracing -> tracing.contentRetriever(asked -> found(), "trails")
                                .retrieve(query)
                                .size()),
                Scenario.of(
                        "retrieval without a name",
                        tracing -> tracing.contentRetriever(asked -> found())
                                .retrieve(query)
                                .size()),
                Scenario.of(
                        "retrieval that fails",
                        tracing -> tracing.contentRetriever(
                                        asked -> {
                                            throw new HostFailure();
                                        },
                                        "trails")
                                .retrieve(query)),
                Scenario.of("retrieval from a traced store", tracing -> {
                    var store = tracing.embeddingStore(new FakeStore(false), "notes");
                    ContentRetriever retriever = asked -> store.search(search).matches().stream()
                            .map(match -> Content.from(match.embedded()))
                            .toList();
                    return tracing.contentRetriever(retriever, "trails")
                            .retrieve(query)
                            .size();
                }),
                Scenario.of(
                        "search in a store",
                        tracing -> tracing.embeddingStore(new FakeStore(false), "notes")
                                .search(search)
                                .matches()
                                .size()),
                Scenario.of(
                        "search in a store that fails",
                        tracing -> tracing.embeddingStore(new FakeStore(true)).search(search)));
    }

    private static Stream<Scenario> tools() {
        ToolSpecification weather = ToolSpecification.builder()
                .name("weather")
                .description("Tells the weather")
                .build();
        ToolExecutor answering = (request, memory) -> "{\"degrees\":-4,\"note\":\"" + SECRET + "\"}";
        ToolExecutor failing = (request, memory) -> {
            throw new HostFailure();
        };
        InvocationContext context =
                InvocationContext.builder().chatMemoryId("c-7").build();
        return Stream.of(
                Scenario.of(
                        "tool",
                        tracing -> tracing.tools()
                                .all(Map.of(weather, answering))
                                .get(weather)
                                .execute(call(), "c-7")),
                Scenario.of(
                        "tool by its executor",
                        tracing -> tracing.tools().executor(answering).execute(call(), "default")),
                Scenario.of(
                        "tool with context",
                        tracing -> tracing.tools()
                                .all(Map.of(weather, answering))
                                .get(weather)
                                .executeWithContext(call(), context)
                                .resultText()),
                Scenario.of(
                        "tool that fails",
                        tracing -> tracing.tools()
                                .all(Map.of(weather, failing))
                                .get(weather)
                                .execute(call(), null)),
                Scenario.of(
                        "tool with context that fails",
                        tracing -> tracing.tools()
                                .all(Map.of(weather, failing))
                                .get(weather)
                                .executeWithContext(call(), context)),
                Scenario.of(
                        "tool that reports an error",
                        tracing -> tracing.tools()
                                .all(Map.of(weather, reporting()))
                                .get(weather)
                                .executeWithContext(call(), context)
                                .resultText()),
                Scenario.of(
                        "tool of a provider",
                        tracing -> tracing.tools()
                                .provider(request -> new ToolProviderResult(Map.of(weather, answering)))
                                .provideTools(new ToolProviderRequest("c-7", UserMessage.from(SECRET)))
                                .aiServiceTools()
                                .get(0)
                                .toolExecutor()
                                .execute(call(), "c-7")));
    }

    private static Stream<Scenario> judgements() {
        return Stream.of(
                Scenario.of(
                        "moderation",
                        tracing -> tracing.moderationModel(new FakeModeration(false))
                                .moderate(SECRET)
                                .content()
                                .flagged()),
                Scenario.of(
                        "moderation that fails",
                        tracing -> tracing.moderationModel(new FakeModeration(true))
                                .moderate(SECRET)),
                Scenario.of(
                        "ranking",
                        tracing -> tracing.scoringModel(scores(false))
                                .score(SECRET, SECRET)
                                .content()),
                Scenario.of(
                        "ranking that fails",
                        tracing -> tracing.scoringModel(scores(true)).score(SECRET, SECRET)),
                Scenario.of(
                        "input guardrail that agrees",
                        tracing -> tracing.inputGuardrail(new Polite("agrees"))
                                .validate(UserMessage.from(SECRET))
                                .result()),
                Scenario.of(
                        "input guardrail that objects",
                        tracing -> tracing.inputGuardrail(new Polite("objects"))
                                .validate(UserMessage.from(SECRET))
                                .result()),
                Scenario.of(
                        "input guardrail that fails",
                        tracing -> tracing.inputGuardrail(new Polite("fails")).validate(UserMessage.from(SECRET))),
                Scenario.of(
                        "output guardrail that objects",
                        tracing -> tracing.outputGuardrail(new Brief("objects"))
                                .validate(AiMessage.from(SECRET))
                                .result()),
                Scenario.of(
                        "output guardrail that fails",
                        tracing -> tracing.outputGuardrail(new Brief("fails")).validate(AiMessage.from(SECRET))));
    }

    private static Stream<Scenario> listeners() {
        return Stream.of(
                Scenario.of("listener", tracing -> {
                    FakeChatModel model = answering();
                    model.listeners.add(tracing.listener());
                    return model.chat(REQUEST, Prompts.options("trail-guide"))
                            .aiMessage()
                            .text();
                }),
                Scenario.of("listener of a model that fails", tracing -> {
                    FakeChatModel model = failing();
                    model.listeners.add(tracing.listener());
                    return model.chat(REQUEST);
                }),
                Scenario.of("listener within a traced model", tracing -> {
                    FakeChatModel model = answering();
                    model.listeners.add(tracing.listener());
                    return tracing.chatModel(model).chat(REQUEST).aiMessage().text();
                }));
    }

    public static EmbeddingSearchRequest search() {
        return EmbeddingSearchRequest.builder()
                .queryEmbedding(Embedding.from(new float[] {1, 2}))
                .query("Where is " + SECRET + "?")
                .maxResults(3)
                .build();
    }

    public static List<Content> found() {
        return List.of(Content.from(
                TextSegment.from("A trail. " + SECRET),
                Map.of(ContentMetadata.SCORE, 0.75, ContentMetadata.EMBEDDING_ID, "note-1")));
    }

    public static ToolExecutionRequest call() {
        return ToolExecutionRequest.builder()
                .id("call-1")
                .name("weather")
                .arguments("{\"place\":\"" + SECRET + "\"}")
                .build();
    }

    private static ToolExecutor reporting() {
        return new ToolExecutor() {
            @Override
            public String execute(ToolExecutionRequest request, Object memoryId) {
                return "no " + SECRET;
            }

            @Override
            public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
                return ToolExecutionResult.builder()
                        .isError(true)
                        .resultText("no " + SECRET)
                        .build();
            }
        };
    }

    private static FakeChatModel answering() {
        FakeChatModel model = new FakeChatModel();
        model.answer = request -> FakeChatModel.answer("It is " + SECRET);
        return model;
    }

    private static FakeChatModel failing() {
        FakeChatModel model = new FakeChatModel();
        model.answer = request -> {
            throw new HostFailure();
        };
        return model;
    }

    private static EmbeddingModel vectors(boolean fails) {
        return new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                if (fails) {
                    throw new HostFailure();
                }
                return Response.from(List.of(Embedding.from(new float[] {1, 2})), new TokenUsage(5));
            }

            @Override
            public String modelName() {
                return "embed-test";
            }
        };
    }

    private static ScoringModel scores(boolean fails) {
        return (segments, query) -> {
            if (fails) {
                throw new HostFailure();
            }
            return Response.from(List.of(0.5), new TokenUsage(9));
        };
    }

    private record FakeModeration(boolean fails) implements ModerationModel {
        @Override
        public ModerationResponse doModerate(ModerationRequest request) {
            if (fails) {
                throw new HostFailure();
            }
            return ModerationResponse.builder()
                    .moderation(Moderation.flagged(SECRET))
                    .build();
        }

        @Override
        public String modelName() {
            return "moderation-test";
        }
    }

    private record Polite(String manner) implements InputGuardrail {
        @Override
        public InputGuardrailResult validate(UserMessage message) {
            if (manner.equals("fails")) {
                throw new HostFailure();
            }
            return manner.equals("agrees") ? success() : fatal("not polite: " + SECRET);
        }
    }

    private record Brief(String manner) implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage message) {
            if (manner.equals("fails")) {
                throw new HostFailure();
            }
            return reprompt("not brief: " + SECRET, "Be brief.");
        }
    }
}
