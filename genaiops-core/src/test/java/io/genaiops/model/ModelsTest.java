package io.genaiops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.prompt.PromptIdentity;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelsTest {

    private final ChatModel small = new ChatModel() {};
    private final ChatModel large = new ChatModel() {};

    private final StreamingChatModel streaming = new StreamingChatModel() {};
    private final EmbeddingModel embedding = new EmbeddingModel() {};

    @Test
    void models_are_found_by_name_in_the_order_they_were_added() {
        Models models = Models.of("small", small).and("large", large);

        assertThat(models.chat("small")).isSameAs(small);
        assertThat(models.chat("large")).isSameAs(large);
        assertThat(models.names()).containsExactly("small", "large");
        assertThat(models.only()).isEmpty();
        assertThat(models).hasToString("Models[small, large]");
    }

    @Test
    void an_unmapped_name_lists_the_mapped_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.of("small", small).and("large", large).chat("huge"))
                .withMessage("no model is mapped to the name 'huge'; mapped are [small, large]."
                        + " Add it with Models.of(…).and(\"huge\", model)");
        assertThat(Models.of("small", small).find("huge")).isEmpty();
    }

    @Test
    void one_unnamed_model_serves_every_name() {
        Models models = Models.of(small);

        assertThat(models.chat("anything")).isSameAs(small);
        assertThat(models.only()).contains("default");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.and("large", large))
                .withMessageContaining("name it with Models.of(name, model)");
    }

    @Test
    void decorating_reaches_the_models_of_every_kind_and_keeps_their_names() {
        Models named = Models.of("small", small).and("small", streaming).and("small", embedding);
        ChatModel chats = new ChatModel() {};
        StreamingChatModel streams = new StreamingChatModel() {};
        EmbeddingModel vectors = new EmbeddingModel() {};

        Models decorated = named.decorated(
                model -> model == small ? chats : model,
                model -> model == streaming ? streams : model,
                model -> model == embedding ? vectors : model);

        assertThat(decorated.chat("small")).isSameAs(chats);
        assertThat(decorated.streaming("small")).isSameAs(streams);
        assertThat(decorated.embedding("small")).isSameAs(vectors);
        assertThat(decorated.find("other")).isEmpty();
        assertThat(named.chat("small")).isSameAs(small);
        assertThat(Models.of(small).decorated(m -> chats, m -> m, m -> m).chat("anything"))
                .isSameAs(chats);
    }

    @Test
    void a_model_that_is_named_default_serves_that_name_alone() {
        Models models = Models.of("default", small).and("large", large);

        assertThat(models.chat("default")).isSameAs(small);
        assertThat(models.find("other")).isEmpty();
    }

    @Test
    void a_name_is_taken_once_and_never_blank() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.of("small", small).and("small", large))
                .withMessageContaining("found 'small', taken are [small]");
        assertThatIllegalArgumentException().isThrownBy(() -> Models.of(" ", small));
    }

    @Test
    void deriving_leaves_the_first_models_as_they_were() {
        Models one = Models.of("small", small);
        one.and("large", large);
        assertThat(one.names()).containsExactly("small");
    }

    @Test
    void one_name_stands_for_a_model_of_each_kind() {
        Models models = Models.of("small", small).and("small", streaming).and("words", embedding);

        assertThat(models.chat("small")).isSameAs(small);
        assertThat(models.streaming("small")).isSameAs(streaming);
        assertThat(models.embedding("words")).isSameAs(embedding);
        assertThat(models.names()).containsExactly("small");
        assertThat(models.only()).contains("small");
        assertThat(models.answersTo("words")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.and("small", streaming))
                .withMessageContaining("found 'small', taken are [small]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.streaming("words"))
                .withMessage("no streaming model is mapped to the name 'words'; mapped are [small]."
                        + " Add it with Models.of(…).and(\"words\", model)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.embedding("small"))
                .withMessageStartingWith("no embedding model is mapped to the name 'small'; mapped are [words]");
    }

    @Test
    void unnamed_models_of_each_kind_serve_every_name() {
        Models models = Models.of(small).and(streaming).and(embedding);

        assertThat(models.streaming("anything")).isSameAs(streaming);
        assertThat(models.embedding("anything")).isSameAs(embedding);
        assertThat(Models.of(streaming).answersTo("anything")).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.and(streaming))
                .withMessageContaining("one of its kind is there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.of("small", small).and(embedding))
                .withMessageContaining("found Models[small]");
    }

    @Test
    void the_context_rides_in_the_options_beside_what_is_there() {
        Resolution resolution = Resolution.fresh(Digest.ofText("a"), null);
        CallContext context = CallContext.of(new PromptIdentity("trail-guide", Version.of(1, 0, 0), resolution));
        ChatRequestOptions before =
                ChatRequestOptions.builder().addListenerAttribute("host", 7).build();

        ChatRequestOptions after = context.into(before);

        assertThat(after.listenerAttributes()).containsEntry("host", 7).containsEntry(CallContext.KEY, context);
        assertThat(CallContext.from(after)).contains(context);
        assertThat(CallContext.from(before)).isEmpty();
        assertThat(CallContext.from(CallContext.NONE.into(after))).contains(CallContext.NONE);
    }

    @Test
    void something_else_under_the_key_is_no_context() {
        ChatRequestOptions options = ChatRequestOptions.builder()
                .addListenerAttribute(CallContext.KEY, "text")
                .build();
        assertThat(CallContext.from(options)).isEmpty();
    }

    @Test
    void attributes_are_copied() {
        Map<String, String> attributes = new HashMap<>(Map.of("team", "trails"));
        CallContext context = new CallContext(null, "u1", null, null, attributes);
        attributes.clear();
        assertThat(context.attributes()).containsEntry("team", "trails");
    }
}
