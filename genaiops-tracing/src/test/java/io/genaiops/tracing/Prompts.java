package io.genaiops.tracing;

import dev.langchain4j.model.chat.ChatRequestOptions;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import java.time.Duration;
import java.util.Map;

/** Prompts that calls are made from. */
public final class Prompts {

    public static final Digest DIGEST = Digest.ofText("a prompt");

    private Prompts() {}

    public static PromptIdentity prompt(String name) {
        return new PromptIdentity(
                name,
                Version.parse("1.1.0"),
                new Resolution(DIGEST, Resolution.Source.STALE, Duration.ofSeconds(3), Label.PRODUCTION, "candidate"));
    }

    /** Returns the options of a call made from this prompt in conversation {@code c-7}. */
    public static ChatRequestOptions options(String name) {
        return new CallContext(prompt(name), "user-1", "tenant-1", "c-7", Map.of()).into(ChatRequestOptions.EMPTY);
    }
}
