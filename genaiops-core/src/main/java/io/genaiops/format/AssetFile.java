package io.genaiops.format;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * An asset and the text of its file. UTF-8; line ends are LF after reading.
 *
 * @param asset what the file says
 * @param text the file, character by character but for line ends
 * @since 0.1
 */
public record AssetFile(Asset asset, String text) {

    /** The largest file that is read, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** Requires both. */
    public AssetFile {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(text, "text");
    }

    /**
     * Parses the file of a version.
     *
     * @param id the kind and name that the file must have
     * @param version the version that it must have
     * @param file the name that messages use
     * @throws InvalidAssetException with file, line, what was expected and what was found
     */
    public static AssetFile parse(AssetId id, Version version, String file, String text) {
        AssetFile parsed = parse(id.kind(), file, text);
        Asset asset = parsed.asset();
        if (!asset.id().equals(id) || !asset.version().equals(version)) {
            throw new InvalidAssetException(file + ": expected " + id + " " + version + " as the name of the file says,"
                    + " found " + asset.id() + " " + asset.version() + " in it; rename the file or correct it");
        }
        return parsed;
    }

    /**
     * Parses a file that may hold any name and version.
     *
     * @param file the name that messages use
     * @throws InvalidAssetException with file, line, what was expected and what was found
     */
    public static AssetFile parse(AssetKind kind, String file, String text) {
        String lines = normalized(file, text);
        if (kind == AssetKind.PROMPT) {
            return new AssetFile(PromptFile.parse(file, lines), lines);
        }
        throw new InvalidAssetException(file + ": files of kind '" + kind + "' cannot be read yet; expected a prompt");
    }

    /**
     * Decodes UTF-8 strictly.
     *
     * @throws InvalidAssetException if the bytes are something else
     */
    public static String decode(String file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidAssetException(file + ": expected UTF-8, found other bytes; save the file as UTF-8", e);
        }
    }

    private static String normalized(String file, String text) {
        if (text.length() > MAX_BYTES) {
            throw new InvalidAssetException(file + ": expected at most " + MAX_BYTES + " bytes, found more");
        }
        if (text.startsWith("\uFEFF")) {
            throw new InvalidAssetException(file + ":1: expected UTF-8 without a byte order mark; save it without one");
        }
        return text.replace("\r\n", "\n");
    }
}
