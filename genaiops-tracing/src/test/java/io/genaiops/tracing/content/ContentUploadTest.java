package io.genaiops.tracing.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContentUploadTest {

    private static final URI BASE = URI.create("s3://notes/prompts");
    private static final AttributeKey<String> REFERENCE = AttributeKey.stringKey("genaiops.content.input.reference");

    private final Map<String, String> stored = new ConcurrentHashMap<>();

    @Test
    void telemetry_carries_a_reference_and_the_store_the_whole_content() {
        ContentUpload upload = ContentUpload.to(BASE, stored::put, () -> "name");
        ContentCapture capture = ContentCapture.redacted(text -> text.replace("ada", "[user]"))
                .upTo(256)
                .uploadedBy(upload);

        Attributes attributes = capture.request(request("ada " + "x".repeat(1_000)));
        upload.close();

        assertThat(attributes).isEqualTo(Attributes.of(REFERENCE, "s3://notes/prompts/name.json"));
        assertThat(stored.get("s3://notes/prompts/name.json"))
                .startsWith("[{\"role\":\"user\"")
                .contains("[user] " + "x".repeat(1_000))
                .doesNotContain("ada");
    }

    @Test
    void metadata_is_not_worth_an_upload() {
        try (ContentUpload upload = ContentUpload.to(BASE, stored::put)) {
            assertThat(ContentCapture.metadata()
                            .uploadedBy(upload)
                            .request(request("ada"))
                            .get(REFERENCE))
                    .isNull();
        }
        assertThat(stored).isEmpty();
    }

    @Test
    void names_are_random_so_that_no_one_can_guess_content_from_its_reference() {
        ContentUpload upload = ContentUpload.to(BASE, stored::put);

        String first = upload.offer("same");
        String second = upload.offer("same");
        upload.close();

        assertThat(first).isNotEqualTo(second);
        assertThat(stored).hasSize(2);
    }

    @Test
    void a_call_never_waits_for_the_store_and_what_is_too_much_is_dropped_and_counted() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ContentUpload upload = ContentUpload.to(BASE, (reference, json) -> {
            entered.countDown();
            awaitQuietly(release);
        });
        upload.offer("the first one is being stored");
        entered.await();
        for (int i = 0; i < 256; i++) {
            assertThat(upload.offer("waiting")).isNotNull();
        }

        Attributes attributes = ContentCapture.full().uploadedBy(upload).request(request("one too many"));

        assertThat(attributes.get(REFERENCE)).isNull();
        assertThat(attributes.get(AttributeKey.longKey("genaiops.content.input.dropped")))
                .isEqualTo(1);
        assertThat(upload.dropped()).isEqualTo(1);
        release.countDown();
        upload.close();
    }

    @Test
    void more_than_64_mib_are_not_kept_waiting() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ContentUpload upload = ContentUpload.to(BASE, (reference, json) -> {
            entered.countDown();
            awaitQuietly(release);
        });
        String large = "x".repeat(33 * 1024 * 1024);

        assertThat(upload.offer(large)).isNotNull();
        entered.await();
        assertThat(upload.offer(large)).isNull();
        release.countDown();
        upload.close();
        assertThat(upload.dropped()).isEqualTo(1);
    }

    @Test
    void a_store_that_fails_is_counted_and_the_next_content_is_stored() {
        AtomicInteger calls = new AtomicInteger();
        ContentUpload upload = ContentUpload.to(BASE, (reference, json) -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException(json);
            }
            stored.put(reference, json);
        });

        upload.offer("first");
        upload.offer("second");
        upload.close();

        assertThat(upload.failures()).isEqualTo(1);
        assertThat(stored.values()).containsExactly("second");
    }

    @Test
    void what_comes_after_the_close_is_dropped() {
        ContentUpload upload = ContentUpload.to(BASE, stored::put);
        upload.close();

        assertThat(upload.offer("late")).isNull();
        assertThat(upload.dropped()).isEqualTo(1);
    }

    @Test
    void content_is_handed_over_even_if_the_span_is_not_sampled() {
        ContentUpload upload = ContentUpload.to(BASE, stored::put);
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(Sampler.alwaysOff())
                        .build())
                .build()) {
            Tracing.builder(sdk)
                    .content(ContentCapture.full().uploadedBy(upload))
                    .build()
                    .chatModel(new FakeChatModel())
                    .chat("Hello");
        }
        upload.close();

        assertThat(stored.values())
                .anyMatch(json -> json.contains("Hello"))
                .anyMatch(json -> json.contains("An answer"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChatRequest request(String text) {
        return ChatRequest.builder().messages(UserMessage.from(text)).build();
    }
}
