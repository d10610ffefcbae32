package io.genaiops.cache.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds the parts of a request to a hash. A picture or sound is added by its bytes, or by its address if that is all. */
final class RequestParts {

    /** Hashes of tools by identity: hosts give the same instances with every request. */
    private static final Cache<ToolSpecification, byte[]> TOOLS =
            Caffeine.newBuilder().weakKeys().build();

    private final RequestHash hash;

    RequestParts(RequestHash hash) {
        this.hash = hash;
    }

    void messages(List<ChatMessage> messages, boolean withoutQuestion) {
        int last = withoutQuestion ? messages.size() - 1 : Integer.MAX_VALUE;
        hash.number(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            if (i == last) {
                question(messages.get(i));
            } else {
                message(messages.get(i));
            }
        }
    }

    /** Adds all of a user's message but its text. */
    private void question(ChatMessage message) {
        UserMessage user = (UserMessage) message;
        hash.text("question").text(user.name()).sorted(user.attributes());
    }

    private void message(ChatMessage message) {
        Class<?> type = message.getClass();
        if (message instanceof SystemMessage system && type == SystemMessage.class) {
            hash.text("system").text(system.text());
        } else if (message instanceof UserMessage user && type == UserMessage.class) {
            hash.text("user").text(user.name());
            hash.list(user.contents(), this::content).sorted(user.attributes());
        } else if (message instanceof AiMessage answer && type == AiMessage.class) {
            hash.text("ai").text(answer.text()).text(answer.thinking());
            hash.list(answer.toolExecutionRequests(), this::toolCall).value(answer.attributes());
        } else if (message instanceof ToolExecutionResultMessage result && type == ToolExecutionResultMessage.class) {
            hash.text("tool").text(result.id()).text(result.toolName()).value(result.isError());
            hash.list(result.contents(), this::content).value(result.attributes());
        } else if (message instanceof CustomMessage custom && type == CustomMessage.class) {
            hash.text("custom").sorted(custom.attributes());
        } else {
            hash.unknown(type);
        }
    }

    private void content(Content content) {
        if (content instanceof TextContent text) {
            hash.text("text").text(text.text());
        } else if (content instanceof ImageContent image) {
            Image data = image.image();
            hash.text("image").value(data.url()).text(data.base64Data()).text(data.mimeType());
            hash.text(data.revisedPrompt()).value(image.detailLevel());
        } else if (content instanceof AudioContent audio) {
            hash.text("audio").value(audio.audio().url()).value(audio.audio().binaryData());
            hash.text(audio.audio().base64Data()).text(audio.audio().mimeType());
        } else if (content instanceof VideoContent video) {
            hash.text("video").value(video.video().url()).text(video.video().base64Data());
            hash.text(video.video().mimeType());
        } else if (content instanceof PdfFileContent pdf) {
            hash.text("pdf").value(pdf.pdfFile().url()).text(pdf.pdfFile().base64Data());
            hash.text(pdf.pdfFile().mimeType());
        } else {
            hash.unknown(content.getClass());
        }
    }

    private void toolCall(ToolExecutionRequest call) {
        hash.text(call.id()).text(call.name()).text(call.arguments());
    }

    void parameters(@Nullable ChatRequestParameters parameters) {
        if (parameters == null) {
            hash.text(null);
            return;
        }
        hash.text("parameters").text(parameters.modelName()).value(parameters.temperature());
        hash.value(parameters.topP()).value(parameters.topK()).value(parameters.frequencyPenalty());
        hash.value(parameters.presencePenalty())
                .value(parameters.maxOutputTokens())
                .value(parameters.toolChoice());
        hash.list(parameters.stopSequences(), hash::text);
        hash.list(parameters.toolSpecifications(), this::tool);
        format(parameters.responseFormat());
        if (parameters.getClass() != DefaultChatRequestParameters.class) {
            ofProvider(parameters);
        }
    }

    /** Adds what a provider's own parameters say beyond the common ones. */
    private void ofProvider(ChatRequestParameters parameters) {
        List<ObjectFields.Field> fields = ObjectFields.of(parameters.getClass());
        if (fields.isEmpty()) {
            hash.unknown(parameters.getClass());
            return;
        }
        String common = DefaultChatRequestParameters.class.getName() + ".";
        hash.text(parameters.getClass().getName());
        for (ObjectFields.Field field : fields) {
            if (!field.name().startsWith(common)) {
                hash.text(field.name()).value(field.of(parameters));
            }
        }
    }

    private void format(@Nullable ResponseFormat format) {
        if (format == null) {
            hash.text(null);
            return;
        }
        hash.text("format").value(format.type());
        if (format.jsonSchema() == null) {
            hash.text(null);
        } else {
            hash.text("schema").text(format.jsonSchema().name());
            hash.ordered(JsonSchemaElementUtils.toMap(format.jsonSchema().rootElement()));
        }
    }

    private void tool(ToolSpecification tool) {
        byte[] known = TOOLS.getIfPresent(tool);
        if (known != null) {
            hash.bytes(known);
            return;
        }
        RequestHash own = new RequestHash();
        own.text(tool.name()).text(tool.description()).value(tool.strict()).value(tool.metadata());
        if (tool.parameters() == null) {
            own.text(null);
        } else {
            own.ordered(JsonSchemaElementUtils.toMap(tool.parameters()));
        }
        if (own.unknown() != null) {
            hash.unknown(tool.metadata().getClass());
            return;
        }
        byte[] bytes = own.finish().array();
        TOOLS.put(tool, bytes);
        hash.bytes(bytes);
    }
}
