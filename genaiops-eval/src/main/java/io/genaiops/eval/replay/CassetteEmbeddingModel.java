package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import io.genaiops.eval.replay.Recording.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An embedding model on a cassette. A text is known alike, whichever method embeds it. Listeners that are added hear of
 * calls that are replayed too.
 */
final class CassetteEmbeddingModel implements EmbeddingModel {

    private static final String KIND = "embedding";

    private final Cassette cassette;
    private final EmbeddingModel model;

    CassetteEmbeddingModel(Cassette cassette, EmbeddingModel model) {
        this.cassette = cassette;
        this.model = model;
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) {
        return around(request, asked -> asked.embed(request), this::json);
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        return around(request, asked -> asked.doEmbed(request), this::json);
    }

    @Override
    public Response<Embedding> embed(String text) {
        return around(request(List.of(EmbeddingInput.from(text))), asked -> asked.embed(text), this::one);
    }

    @Override
    public Response<Embedding> embed(TextSegment segment) {
        return around(request(List.of(EmbeddingInput.from(segment))), asked -> asked.embed(segment), this::one);
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        List<EmbeddingInput> inputs =
                segments.stream().map(EmbeddingInput::from).toList();
        return around(
                request(inputs),
                asked -> asked.embedAll(segments),
                response -> cassette.responses().embeddings(response.content(), null, response.tokenUsage()));
    }

    /** The length of a vector, recorded once; a model may have to embed a text to know it. */
    @Override
    public int dimension() {
        JsonNode json = cassette.requests().dimension(model.modelName());
        Slot slot = cassette.share("dimension", json);
        Optional<Recording> recording = cassette.replayed(slot, json);
        if (recording.isPresent()) {
            return recording.get().outcome().path("dimension").asInt();
        }
        int dimension = model.dimension();
        cassette.save(slot, json, JsonText.NODES.objectNode().put("dimension", dimension));
        return dimension;
    }

    @Override
    public EmbeddingRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return model.supportedParameters();
    }

    @Override
    public Set<ContentType> supportedContentTypes() {
        return model.supportedContentTypes();
    }

    @Override
    public List<EmbeddingModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public String modelName() {
        return model.modelName();
    }

    private <R> R around(EmbeddingRequest request, Function<EmbeddingModel, R> call, Function<R, ObjectNode> json) {
        JsonNode asked = cassette.requests()
                .embedding(
                        request.inputs(),
                        model.defaultRequestParameters().overrideWith(request.parameters()),
                        model.modelName());
        Slot slot = cassette.take(KIND, asked);
        Optional<Recording> recording = cassette.replayed(slot, asked);
        if (recording.isPresent()) {
            return call.apply(new Replayed(recording.get().outcome()));
        }
        R response;
        try {
            response = call.apply(model);
        } catch (RuntimeException e) {
            cassette.saveFailure(slot, asked, e);
            throw e;
        }
        ObjectNode outcome = JsonText.NODES.objectNode();
        outcome.set("response", json.apply(response));
        cassette.save(slot, asked, outcome);
        return response;
    }

    private static EmbeddingRequest request(List<EmbeddingInput> inputs) {
        return EmbeddingRequest.builder().inputs(inputs).build();
    }

    private ObjectNode json(EmbeddingResponse response) {
        return cassette.responses().embeddings(response.embeddings(), response.modelName(), response.tokenUsage());
    }

    private ObjectNode one(Response<Embedding> response) {
        return cassette.responses().embeddings(List.of(response.content()), null, response.tokenUsage());
    }

    /** Stands in for the model in one call, so that its listeners hear of it. */
    private final class Replayed implements EmbeddingModel {

        private final JsonNode outcome;

        Replayed(JsonNode outcome) {
            this.outcome = outcome;
        }

        @Override
        public EmbeddingResponse doEmbed(EmbeddingRequest request) {
            if (outcome.has("error")) {
                throw ResponseJson.failure(outcome.path("error"));
            }
            return ResponseJson.embeddings(outcome.path("response"));
        }

        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            EmbeddingResponse response =
                    embed(EmbeddingRequest.builder().textSegments(segments).build());
            return response.tokenUsage() == null
                    ? Response.from(response.embeddings())
                    : Response.from(response.embeddings(), response.tokenUsage());
        }

        @Override
        public EmbeddingRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }

        @Override
        public Set<EmbeddingParameter<?>> supportedParameters() {
            return model.supportedParameters();
        }

        @Override
        public Set<ContentType> supportedContentTypes() {
            return model.supportedContentTypes();
        }

        @Override
        public List<EmbeddingModelListener> listeners() {
            return model.listeners();
        }

        @Override
        public ModelProvider provider() {
            return model.provider();
        }

        @Override
        public String modelName() {
            return model.modelName();
        }
    }
}
