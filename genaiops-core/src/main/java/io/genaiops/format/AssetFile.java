package io.genaiops.format;

import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import io.genaiops.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An asset and the text of its file, which always agree: the asset is what the text says. UTF-8; line ends are LF after
 * reading. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class AssetFile {

    /** The largest file that is read, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private final Asset asset;
    private final String text;
    private final List<String> notCarriedOver;

    private AssetFile(Asset asset, String text, List<String> notCarriedOver) {
        this.asset = asset;
        this.text = text;
        this.notCarriedOver = notCarriedOver;
    }

    /**
     * Writes the file of an asset, so that one made in code can be published. What is read back has the same source digest
     * and metadata.
     *
     * @throws InvalidAssetException if the asset has no form as a file: it is too large, its metadata holds something
     *     other than text, numbers, booleans, lists and maps, or it is of a class that is none of this library's
     */
    public static AssetFile of(Asset asset) {
        String name = asset.id() + " " + asset.version();
        AssetFile file = parse(asset.id(), asset.version(), name, write(name, asset));
        if (!file.asset().sourceDigest().equals(asset.sourceDigest())) {
            throw new IllegalStateException(name + " has source digest " + asset.sourceDigest()
                    + ", but its file would have " + file.asset().sourceDigest());
        }
        return file;
    }

    private static String write(String name, Asset asset) {
        if (asset instanceof Prompt prompt) {
            return PromptWriter.write(prompt);
        }
        if (asset instanceof Partial partial) {
            return PartialFile.write(partial);
        }
        if (asset instanceof ModelDefinition model) {
            return ModelFile.write(model);
        }
        if (asset instanceof ApplicationDefinition application) {
            return ApplicationFile.write(application);
        }
        if (asset instanceof DatasetDefinition dataset) {
            return DatasetFile.write(dataset);
        }
        if (asset instanceof SuiteDefinition suite) {
            return SuiteFile.write(suite);
        }
        if (asset instanceof PolicyDefinition policy) {
            return PolicyFile.write(policy);
        }
        if (asset instanceof ToolDefinition tool) {
            return ToolFile.write(tool);
        }
        throw new InvalidAssetException(name + ": expected a Prompt, Partial, ModelDefinition, ToolDefinition,"
                + " ApplicationDefinition, DatasetDefinition, SuiteDefinition or PolicyDefinition to write, found "
                + asset.getClass().getName());
    }

    /**
     * Reads a plain text file as the body of a prompt. It is a template as any body is: tags such as <code>{{question}}
     * </code> stand for inputs, which become required texts, and a line that is {@code user:} opens a message. Tags inside
     * sections and tags with dots do not say what type their input has; such a text needs front matter.
     *
     * @return the file, whose {@link #notCarriedOver} lists what looks like another maker's template and stays text
     * @throws InvalidAssetException with file and line, if the text is no such template or not UTF-8
     */
    public static AssetFile fromText(String name, Version version, Path path) {
        String file = path.toString();
        try (InputStream stream = Files.newInputStream(path)) {
            Prompt prompt = PlainText.prompt(file, name, version, normalized(file, read(file, stream)));
            return new AssetFile(
                    prompt,
                    of(prompt).text,
                    PlainText.notCarriedOver(prompt.template().source()));
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read " + file + ": " + e, e);
        }
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
        Asset asset = switch (kind) {
            case PROMPT -> PromptFile.parse(file, lines);
            case PARTIAL -> PartialFile.parse(file, lines);
            case MODEL -> ModelFile.parse(YamlNode.parse(file, lines));
            case APPLICATION -> ApplicationFile.parse(YamlNode.parse(file, lines));
            case DATASET -> DatasetFile.parse(YamlNode.parse(file, lines));
            case SUITE -> SuiteFile.parse(YamlNode.parse(file, lines));
            case POLICY -> PolicyFile.parse(YamlNode.parse(file, lines));
            case TOOL -> ToolFile.parse(YamlNode.parse(file, lines));
            case AGENT, CHAIN, API, RETRIEVER ->
                throw new InvalidAssetException(
                        file + ": files of kind '" + kind + "' cannot be read; expected a prompt,"
                                + " partial, model, tool, application, dataset, suite or policy");
        };
        return new AssetFile(asset, lines, List.of());
    }

    /**
     * Reads the text of a file of at most {@link #MAX_BYTES}.
     *
     * @throws InvalidAssetException if it is larger or not UTF-8
     */
    public static String read(String file, InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(file);
        }
        return decode(file, bytes);
    }

    /**
     * Decodes UTF-8 strictly.
     *
     * @throws InvalidAssetException if the bytes are something else
     */
    public static String decode(String file, byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(input)
                    .toString();
        } catch (CharacterCodingException e) {
            long lines = 1;
            for (int i = 0; i < input.position(); i++) {
                lines += bytes[i] == '\n' ? 1 : 0;
            }
            throw new InvalidAssetException(
                    file + ":" + lines + ": expected UTF-8, found other bytes; save the file as UTF-8", e);
        }
    }

    private static String normalized(String file, String text) {
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw tooLarge(file);
        }
        if (text.startsWith("\uFEFF")) {
            throw new InvalidAssetException(file + ":1: expected UTF-8 without a byte order mark; save it without one");
        }
        String lines = text.replace("\r\n", "\n");
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < lines.length()
                    && Character.isLowSurrogate(lines.charAt(i + 1));
            if (c == '\r') {
                throw error(file, lines, i, "expected LF or CRLF at the end of lines, found a CR alone");
            }
            if (Character.isSurrogate(c) && !pair) {
                throw error(file, lines, i, "expected Unicode text, found an unpaired surrogate; remove it");
            }
            i += pair ? 1 : 0;
        }
        return lines;
    }

    private static InvalidAssetException tooLarge(String file) {
        return new InvalidAssetException(file + ": expected at most " + MAX_BYTES + " bytes, found more; split it");
    }

    private static InvalidAssetException error(String file, String text, int offset, String message) {
        long line = 1 + text.substring(0, offset).chars().filter(c -> c == '\n').count();
        return new InvalidAssetException(file + ":" + line + ": " + message);
    }

    /** Returns what the file says. */
    public Asset asset() {
        return asset;
    }

    /** Returns the file, character by character but for line ends. */
    public String text() {
        return text;
    }

    /**
     * Returns what the text that this was made of says and the asset does not, each with its line and what to do about it.
     * Empty unless it came from another format than our own.
     */
    public List<String> notCarriedOver() {
        return notCarriedOver;
    }

    /** Returns asset and size, without any of the text. */
    @Override
    public String toString() {
        return "AssetFile[" + asset.id() + " " + asset.version() + ", " + text.length() + " characters]";
    }
}
