package io.genaiops.release;

import io.genaiops.asset.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that tells later what a release was, what was measured of it and who let it go live, with the SHA-256 of every
 * file. Immutable.
 *
 * <pre>{@code
 * EvidencePack pack = EvidencePack.builder(release).evidence(evidence).ledger(ledger).write(folder);
 * EvidencePack.verify(folder, pack.digest()).isIntact();
 * }</pre>
 *
 * @since 0.1
 */
public final class EvidencePack {

    private final Path folder;
    private final Digest digest;

    EvidencePack(Path folder, Digest digest) {
        this.folder = folder;
        this.digest = digest;
    }

    /**
     * What was found of a pack.
     *
     * @param problems a sentence for each file that was changed, is missing or was added; empty if it is as it was written
     * @since 0.1
     */
    public record Check(List<String> problems) {

        /** Copies the problems. */
        public Check {
            problems = List.copyOf(problems);
        }

        /** Returns whether nothing was found. */
        public boolean isIntact() {
            return problems.isEmpty();
        }
    }

    /** Begins a pack. */
    public static EvidencePackBuilder builder(Release release) {
        return new EvidencePackBuilder(release);
    }

    /**
     * Holds every file against the index of the pack. Whoever can write the folder can write the index as well; that is found
     * with {@link #verify(Path, Digest)} only.
     */
    public static Check verify(Path folder) {
        return new Check(PackFolder.problems(folder));
    }

    /**
     * Holds every file against the index of the pack, and the index against a digest.
     *
     * @param index the {@link #digest} of the pack, kept elsewhere
     */
    public static Check verify(Path folder, Digest index) {
        Check check = verify(folder);
        List<String> problems = new ArrayList<>(check.problems());
        if (Files.isRegularFile(folder.resolve(PackFolder.INDEX))) {
            Digest found = PackFolder.indexDigest(folder);
            if (!found.equals(index)) {
                problems.add(0, PackFolder.INDEX + " was changed: expected " + index + ", found " + found);
            }
        }
        return new Check(problems);
    }

    /** Returns where it is. */
    public Path folder() {
        return folder;
    }

    /** Returns the digest of the index, which changes with any file: keep it where nobody who can write the pack can. */
    public Digest digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "EvidencePack[" + folder + ", " + digest + "]";
    }
}
