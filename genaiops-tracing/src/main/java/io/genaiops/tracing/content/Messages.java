package io.genaiops.tracing.content;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.tracing.semconv.FinishReasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns LangChain4j's messages into the parts that the GenAI conventions describe. */
final class Messages {

    private Messages() {}

    static Map<String, Object> systemPart(Document document, SystemMessage message) {
        return text(document, message.text());
    }

    static Map<String, Object> message(Document document, ChatMessage message) {
        if (message instanceof UserMessage user) {
            return message("user", contents(document, user.contents()));
        }
        if (message instanceof AiMessage answer) {
            return message("assistant", parts(document, answer));
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return message("tool", toolResult(document, result));
        }
        return message("user", List.of(Document.object("type", "custom")));
    }

    static Map<String, Object> answer(Document document, ChatResponse response) {
        Map<String, Object> message = message("assistant", parts(document, response.aiMessage()));
        List<String> reasons = FinishReasons.of(response.finishReason());
        message.put("finish_reason", reasons == null ? "stop" : reasons.get(0));
        return message;
    }

    /** Names the tool only: the conventions advise against descriptions and parameters. */
    static Map<String, Object> tool(Document document, ToolSpecification tool) {
        Map<String, Object> definition = Document.object("type", "function");
        definition.put("name", document.text(tool.name()));
        return definition;
    }

    private static Map<String, Object> message(String role, List<?> parts) {
        Map<String, Object> message = Document.object("role", role);
        message.put("parts", parts);
        return message;
    }

    private static List<Object> parts(Document document, AiMessage message) {
        List<Object> parts = new ArrayList<>();
        if (message.thinking() != null) {
            Map<String, Object> reasoning = Document.object("type", "reasoning");
            reasoning.put("content", document.text(message.thinking()));
            parts.add(reasoning);
        }
        if (message.text() != null) {
            parts.add(text(document, message.text()));
        }
        for (ToolExecutionRequest request : message.toolExecutionRequests()) {
            parts.add(toolCall(document, request));
        }
        for (Image image : message.images()) {
            parts.add(image(document, image));
        }
        return parts;
    }

    private static Map<String, Object> toolCall(Document document, ToolExecutionRequest request) {
        Map<String, Object> part = Document.object("type", "tool_call");
        putIfKnown(part, "id", request.id());
        part.put("name", request.name());
        if (request.arguments() != null) {
            part.put("arguments", document.text(request.arguments()));
        }
        return part;
    }

    private static List<Object> toolResult(Document document, ToolExecutionResultMessage result) {
        List<Object> parts = new ArrayList<>();
        for (Content content : result.contents()) {
            if (content instanceof TextContent text) {
                Map<String, Object> part = Document.object("type", "tool_call_response");
                putIfKnown(part, "id", result.id());
                part.put("response", document.text(text.text()));
                parts.add(part);
            } else {
                parts.add(content(document, content));
            }
        }
        return parts;
    }

    private static List<Object> contents(Document document, List<Content> contents) {
        List<Object> parts = new ArrayList<>();
        contents.forEach(content -> parts.add(content(document, content)));
        return parts;
    }

    private static Map<String, Object> content(Document document, Content content) {
        if (content instanceof TextContent text) {
            return text(document, text.text());
        }
        if (content instanceof ImageContent image) {
            return image(document, image.image());
        }
        if (content instanceof AudioContent audio) {
            byte[] data = audio.audio().binaryData();
            return data == null
                    ? media(
                            document,
                            "audio",
                            audio.audio().mimeType(),
                            audio.audio().url(),
                            audio.audio().base64Data())
                    : blob("audio", audio.audio().mimeType(), data.length);
        }
        if (content instanceof VideoContent video) {
            return media(
                    document,
                    "video",
                    video.video().mimeType(),
                    video.video().url(),
                    video.video().base64Data());
        }
        if (content instanceof PdfFileContent pdf) {
            return media(
                    document,
                    "document",
                    pdf.pdfFile().mimeType(),
                    pdf.pdfFile().url(),
                    pdf.pdfFile().base64Data());
        }
        return Document.object("type", "custom");
    }

    private static Map<String, Object> image(Document document, Image image) {
        return media(document, "image", image.mimeType(), image.url(), image.base64Data());
    }

    private static Map<String, Object> media(
            Document document,
            String modality,
            @Nullable String mimeType,
            @Nullable Object url,
            @Nullable String base64) {
        if (base64 != null) {
            return blob(modality, mimeType, base64Bytes(base64, 0));
        }
        String uri = url == null ? "" : url.toString();
        if (uri.startsWith("data:")) {
            return blob(modality, mimeType, base64Bytes(uri, uri.indexOf(',') + 1));
        }
        Map<String, Object> part = Document.object("type", "uri");
        part.put("modality", modality);
        putIfKnown(part, "mime_type", mimeType);
        part.put("uri", document.text(uri));
        return part;
    }

    private static Map<String, Object> blob(String modality, @Nullable String mimeType, long size) {
        Map<String, Object> part = Document.object("type", "blob");
        part.put("modality", modality);
        part.put("mime_type", mimeType == null ? "application/octet-stream" : mimeType);
        part.put("content", "");
        part.put("size", size);
        return part;
    }

    private static long base64Bytes(String text, int from) {
        int end = text.length();
        while (end > from && text.charAt(end - 1) == '=') {
            end--;
        }
        return (end - from) * 3L / 4;
    }

    private static Map<String, Object> text(Document document, String value) {
        Map<String, Object> part = Document.object("type", "text");
        part.put("content", document.text(value));
        return part;
    }

    private static void putIfKnown(Map<String, Object> part, String key, @Nullable String value) {
        if (value != null) {
            part.put(key, value);
        }
    }
}
