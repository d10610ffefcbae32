package io.genaiops.release;

import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Approval;
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

    /**
     * What was found of the signatures in a pack.
     *
     * @param verified the approvals that a key which was given has signed, by the id that the key is registered with
     * @param problems a sentence for each signature that no such key has made, and one if there is no signature at all
     * @since 0.1
     */
    public record Signatures(List<Approval> verified, List<String> problems) {

        /** Copies the lists. */
        public Signatures {
            verified = List.copyOf(verified);
            problems = List.copyOf(problems);
        }

        /** Returns whether there are signatures and each of them was made by a key that was given. */
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

    /**
     * Holds the signed approvals of a pack against public keys, with nothing but the pack. Approvals that nobody signed are
     * not looked at: what vouches for them is the ledger.
     *
     * @param keys of those who may have signed, from the host or from themselves; never from the pack
     * @throws IllegalArgumentException if {@code approvals.json} is not as a pack has it; the message names the place
     * @throws io.genaiops.GenAiOpsException if it cannot be read
     */
    public static Signatures verifyApprovals(Path folder, ActorKeys keys) {
        return PackApprovals.verify(PackFolder.text(folder, PackApprovals.FILE), keys);
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
