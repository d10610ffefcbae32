package io.genaiops.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.Digest;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SigningKeyTest {

    private static final byte[] STATEMENT = "a statement".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    private final SigningKey key = SigningKey.generate("key-1");

    @Test
    void a_signature_is_verified_by_the_key_of_its_id_alone() {
        byte[] signature = key.sign(STATEMENT);
        TrustedKeys trusted = TrustedKeys.none().and(key);
        assertThat(trusted.verify("key-1", STATEMENT, signature)).isTrue();
        assertThat(trusted.verify("key-2", STATEMENT, signature)).isFalse();
        assertThat(trusted.verify("key-1", "another".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(trusted.verify("key-1", STATEMENT, new byte[3])).isFalse();
        assertThat(TrustedKeys.of("key-1", SigningKey.generate("key-1").publicKey())
                        .verify("key-1", STATEMENT, signature))
                .isFalse();
    }

    /** RFC 8032, section 7.1, test 1: the signature of the empty message. */
    @Test
    void the_test_vector_of_rfc_8032_verifies() throws Exception {
        PublicKey published = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of()
                        .parseHex("302a300506032b6570032100"
                                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")));
        byte[] signature = HexFormat.of()
                .parseHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        assertThat(TrustedKeys.of("rfc", published).verify("rfc", new byte[0], signature))
                .isTrue();
    }

    @Test
    void keys_that_cannot_work_are_refused_where_they_are_given() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        assertThatThrownBy(() -> SigningKey.of("key-1", rsa))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be of Ed25519")
                .hasMessageEndingWith("found one of RSA");
        assertThatThrownBy(() -> SigningKey.of("Key 1", key.publicKey(), key::sign))
                .hasMessageContaining("'Key 1'");
        PublicKey other = SigningKey.generate("key-2").publicKey();
        assertThatThrownBy(() -> SigningKey.of("key-1", other, key::sign))
                .hasMessageContaining("take the two keys of one pair");
        assertThatThrownBy(() -> TrustedKeys.none().and(key).and("key-1", other))
                .hasMessageContaining("found two");
    }

    @Test
    void a_checkpoint_reads_as_it_was_written_and_shows_an_edit() {
        TrustedKeys trusted = TrustedKeys.none().and(key);
        Checkpoint checkpoint =
                Checkpoint.of("a".repeat(32), 7, Digest.ofText("x"), NOW).signedBy(key);
        Checkpoint read = Checkpoint.parse(checkpoint.line());
        assertThat(read).isEqualTo(checkpoint).hasToString(checkpoint.line());
        assertThat(read.sequence()).isEqualTo(7);
        assertThat(read.hash()).isEqualTo(Digest.ofText("x"));
        assertThat(read.time()).isEqualTo(NOW);
        assertThat(read.key()).contains("key-1");
        assertThat(read.isSignedBy(trusted)).isTrue();
        assertThat(Checkpoint.parse(checkpoint.line().replace(" 7 ", " 8 ")).isSignedBy(trusted))
                .isFalse();
    }

    @Test
    void a_line_that_is_no_checkpoint_is_refused() {
        String line = Checkpoint.of("a".repeat(32), 7, Digest.ofText("x"), NOW).line();
        assertThat(Checkpoint.parse(line).key()).isEmpty();
        for (String bad : new String[] {
            "",
            line + " x",
            line.replace(" 7 ", " 0 "),
            line.replace("2026", "year"),
            line.replace(" 7 ", " 9999999999999999999 "),
            line.replace(" -", " key-1"),
            "x".repeat(100_000)
        }) {
            assertThatThrownBy(() -> Checkpoint.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(600));
        }
    }
}
