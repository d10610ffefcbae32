package io.genaiops.examples;

import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Stands for the key store of a host: a pair of keys in a file of two lines, the private one first. */
final class KeyFile {

    private static final String ID = "handbook-releases";
    private static final String ALGORITHM = "Ed25519";

    private KeyFile() {}

    /** Returns the key in the file, which is made if it is not there. */
    static SigningKey read(Path file) {
        try {
            if (!Files.exists(file)) {
                write(file, KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
            }
            return SigningKey.of(ID, parsed(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the key in " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "expected a private and a public key of " + ALGORITHM + " in " + file + ", each a line of Base64; "
                            + e.getMessage() + ". Restore the file, or begin anew without it and without the ledger",
                    e);
        }
    }

    private static KeyPair parsed(List<String> lines) throws GeneralSecurityException {
        if (lines.size() != 2) {
            throw new IllegalArgumentException("found " + lines.size() + " lines");
        }
        KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
        return new KeyPair(
                keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(lines.get(1)))),
                keys.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0)))));
    }

    /** Writes a temporary file first, which the platform gives to its owner alone where it knows owners. */
    private static void write(Path file, KeyPair pair) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        Path whole = Files.createTempFile(folder, "key", ".new");
        Base64.Encoder text = Base64.getEncoder();
        Files.write(
                whole,
                List.of(
                        text.encodeToString(pair.getPrivate().getEncoded()),
                        text.encodeToString(pair.getPublic().getEncoded())));
        try {
            Files.move(whole, file);
        } catch (FileAlreadyExistsException e) {
            // Another run was faster, and its key is the one.
            Files.delete(whole);
        }
    }
}
