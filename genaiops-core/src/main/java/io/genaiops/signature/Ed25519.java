package io.genaiops.signature;

import io.genaiops.GenAiOpsException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.regex.Pattern;

/** What the JDK does with keys of Ed25519 (RFC 8032). */
final class Ed25519 {

    private static final String NAME = "Ed25519";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

    private Ed25519() {}

    static String requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a key must match " + ID + "; found: '" + id + "'");
        }
        return id;
    }

    static PublicKey requireEd25519(PublicKey key) {
        try {
            Signature.getInstance(NAME).initVerify(key);
            return key;
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "a key must be of Ed25519, such as KeyPairGenerator.getInstance(\"Ed25519\") makes; found one of "
                            + key.getAlgorithm(),
                    e);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(NAME).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] statement) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(key);
            signature.update(statement);
            return signature.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "a key must be of Ed25519, such as KeyPairGenerator.getInstance(\"Ed25519\") makes; found one of "
                            + key.getAlgorithm(),
                    e);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    static boolean verify(PublicKey key, byte[] statement, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initVerify(key);
            signature.update(statement);
            return signature.verify(signed);
        } catch (SignatureException e) {
            // Bytes that are no signature at all.
            return false;
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    private static GenAiOpsException failed(GeneralSecurityException e) {
        return new GenAiOpsException("this JDK cannot do " + NAME + ": " + e + "; take one that has it", e);
    }
}
