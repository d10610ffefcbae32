package io.genaiops.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScannerTest {

    // Made up, and put together here so that scanners of repositories do not stumble over this file.
    private static final String RUN = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIA%16",
                "ASIA%16",
                "AIza%35",
                "sk-%24",
                "sk-proj-%24",
                "sk_live_%24",
                "ghp_%36",
                "github_pat_%30",
                "glpat-%20",
                "xoxb-%12",
                "hf_%34",
                "npm_%36",
                "eyJ%10.eyJ%12.%20",
                "-----BEGIN RSA PRIVATE KEY-----",
                "api_key: %12",
                "api-key = '%12'",
                "OPENAI_API_KEY=%12",
                "\"clientSecret\": \"%12\"",
                "password: hunter22",
                "Authorization: Bearer %24",
                "bearer %24"
            })
    void what_looks_like_a_secret_is_found_in_its_line(String shape) {
        String secret = filled(shape);

        assertThat(SecretScanner.scan("one\nuse " + secret + " here"))
                .extracting(SecretScanner.Hit::line)
                .containsExactly(2);
        assertThat(SecretScanner.scan(secret)).hasSize(1);
        assertThat(SecretScanner.scan(secret + "\n" + secret))
                .extracting(SecretScanner.Hit::line)
                .containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The secret of a good password is its length.",
                "password: at least 8 characters",
                "api_key: {{key1234567}}",
                "api_key: <your-key-1234>",
                "token: ${TOKEN12345678}",
                "max_tokens: 1234567890ab",
                "sk-learn is a library that everybody uses",
                "skAKIA%16x",
                "AKIA%10",
                "AKIA%17",
                "desk-%24",
                "ghp_short1",
                "bearer of good news number 1234567890",
                "eyJ%10.notajwt",
                "-----BEGIN CERTIFICATE-----",
                "sha256:0123456789abcdef0123456789abcdef",
                "secretary: a1b2c3d4e5"
            })
    void ordinary_text_is_left_alone(String shape) {
        assertThat(SecretScanner.scan(filled(shape))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"secret=", "a", "sk-", "eyJa.", "-----BEGIN ", "password: ", "://", "://a:b@", "_", "Bearer "})
    void long_hostile_text_is_read_to_its_end(String piece) {
        // 1,000,000 characters: with quadratic work this test would not come back.
        String text = piece.repeat(1_000_000 / piece.length()) + "\n" + filled("ghp_%36");

        assertThat(SecretScanner.scan(text)).last().isEqualTo(new SecretScanner.Hit(2, "a GitHub token"));
        assertThat(EndpointScanner.scan(text + " http://localhost")).last().satisfies(hit -> {
            assertThat(hit.line()).isEqualTo(2);
            assertThat(hit.service()).isTrue();
        });
    }

    @Test
    void names_for_credentials_are_known_however_they_are_written() {
        assertThat(new String[] {"apiKey", "api_key", "API-KEY", "password", "client_secret", "token"})
                .allMatch(SecretScanner::isCredentialName);
        assertThat(new String[] {"key", "tokens", "monkey", "note", "passwords-policy"})
                .noneMatch(SecretScanner::isCredentialName);
    }

    private static String filled(String shape) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < shape.length()) {
            if (shape.charAt(i) == '%') {
                text.append(RUN, 0, Integer.parseInt(shape.substring(i + 1, i + 3)));
                i += 3;
            } else {
                text.append(shape.charAt(i++));
            }
        }
        return text.toString();
    }
}
