package io.genaiops.eval.judge;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Digest;
import io.genaiops.template.RenderedMessage;
import io.genaiops.template.Role;
import io.genaiops.template.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A rubric's prompt on the class path: front matter between lines of three hyphens, then the template. */
record RubricPrompt(Template template, Digest digest) {

    private static final String FENCE = "---\n";

    static RubricPrompt load(String name, String version) {
        String path = "/genaiops/judges/prompts/" + name + "/" + version + ".prompt.md";
        try (InputStream file = RubricPrompt.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new InvalidAssetException("rubric must be on the class path at " + path + "; found: nothing");
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            return new RubricPrompt(Template.compile(body(path, text)), Digest.ofText(text));
        } catch (IOException e) {
            throw new UncheckedIOException("rubric cannot be read from the class path at " + path, e);
        }
    }

    List<ChatMessage> render(Map<String, String> inputs) {
        return template.render(inputs).messages().stream()
                .map(RubricPrompt::message)
                .toList();
    }

    private static String body(String path, String text) {
        int end = text.startsWith(FENCE) ? text.indexOf("\n" + FENCE, FENCE.length() - 1) : -1;
        if (end < 0) {
            throw new InvalidAssetException(path + " must start with front matter between two lines '---'");
        }
        return text.substring(end + 1 + FENCE.length());
    }

    private static ChatMessage message(RenderedMessage message) {
        return message.role() == Role.SYSTEM ? SystemMessage.from(message.text()) : UserMessage.from(message.text());
    }
}
