package io.genaiops.gate;

import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.evidence.Bindings;
import io.genaiops.evidence.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gate decides on: the version that wants a label, who holds it now, the evidence brought along and what was said of
 * it. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Candidate {

    /** How far the clock of who measured may be ahead. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final AssetId id;
    private final Version version;
    private final Digest digest;
    private final Label label;
    private final @Nullable Version holder;
    private final @Nullable Digest holderDigest;
    private final Set<String> authors;
    private final Set<Digest> authorKeys;
    private final List<Evidence> evidence;
    private final List<Approval> approvals;
    private final Bindings bindings;
    private final @Nullable Duration oldest;
    private final Instant at;
    private final Contents contents;

    private Candidate(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.digest = builder.digest;
        this.label = builder.label;
        this.holder = builder.holder;
        this.holderDigest = builder.holderDigest;
        this.authors = Set.copyOf(builder.authors);
        this.authorKeys = Set.copyOf(builder.authorKeys);
        this.evidence = List.copyOf(builder.evidence);
        this.approvals = List.copyOf(builder.approvals);
        this.bindings = builder.bindings;
        this.oldest = builder.oldest;
        this.at = builder.at;
        this.contents = builder.contents;
    }

    /**
     * Begins a candidate for the label {@code production}, decided on at the epoch unless said otherwise.
     *
     * @param digest the resolved digest of the version
     */
    public static Builder builder(AssetId id, Version version, Digest digest) {
        return new Builder(id, version, digest);
    }

    /** Begins a candidate that differs from this one in some things. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, version, digest);
        builder.label = label;
        builder.holder = holder;
        builder.holderDigest = holderDigest;
        builder.authors.addAll(authors);
        builder.authorKeys.addAll(authorKeys);
        builder.evidence.addAll(evidence);
        builder.approvals.addAll(approvals);
        builder.bindings = bindings;
        builder.oldest = oldest;
        builder.at = at;
        builder.contents = contents;
        return builder;
    }

    /** Returns the asset. */
    public AssetId id() {
        return id;
    }

    /** Returns the version that wants the label. */
    public Version version() {
        return version;
    }

    /** Returns its resolved digest. */
    public Digest digest() {
        return digest;
    }

    /** Returns the label. */
    public Label label() {
        return label;
    }

    /** Returns the version that holds the label now, if any does. */
    public Optional<Version> currentHolder() {
        return Optional.ofNullable(holder);
    }

    /** Returns the resolved digest of the version that holds the label now, if any does. */
    public Optional<Digest> holderDigest() {
        return Optional.ofNullable(holderDigest);
    }

    /** Returns who wrote and published the version, by their ids. */
    public Set<String> authors() {
        return authors;
    }

    /** Returns the digests of the keys of those who wrote and published it. */
    public Set<Digest> authorKeys() {
        return authorKeys;
    }

    /** Returns all evidence brought along, void or not. */
    public List<Evidence> evidence() {
        return evidence;
    }

    /** Returns the evidence that counts: about exactly what counts now, and not too old. */
    public List<Evidence> standing() {
        return evidence.stream().filter(each -> whyVoid(each).isEmpty()).toList();
    }

    /** Returns why each piece of evidence about this version that does not count is void, one sentence each. */
    public List<String> voided() {
        List<String> sentences = new ArrayList<>();
        for (Evidence each : evidence) {
            List<String> why = whyVoid(each);
            if (!why.isEmpty() && each.id().equals(id) && each.version().equals(version)) {
                sentences.add("evidence of " + each.at() + " is void: " + String.join("; ", why));
            }
        }
        return List.copyOf(sentences);
    }

    private List<String> whyVoid(Evidence each) {
        List<String> why = new ArrayList<>(each.whyVoid(bindings));
        if (!each.id().equals(id)) {
            why.add("it is about " + each.id());
        }
        if (oldest != null && each.at().isBefore(at.minus(oldest))) {
            why.add("it expired: it is older than " + oldest);
        }
        if (each.at().isAfter(at.plus(SKEW))) {
            why.add("it is dated " + each.at() + ", after the moment of the decision, " + at);
        }
        return why;
    }

    /** Returns what has to be approved. */
    public ApprovalSubject subject() {
        return new ApprovalSubject(id, version, digest, label, Evidence.digestOf(evidence));
    }

    /** Returns who consented, each verified, also those who consented to something that has changed since. */
    public List<Approval> approvals() {
        return approvals;
    }

    /** Returns the moment of the decision. */
    public Instant at() {
        return at;
    }

    /** Returns what there is to look at. */
    public Contents contents() {
        return contents;
    }

    /** Returns the same candidate, whose evidence also expires at this age. */
    public Candidate withEvidenceExpiringAfter(Duration age) {
        return oldest != null && oldest.compareTo(age) <= 0
                ? this
                : toBuilder().evidenceExpiresAfter(age).build();
    }

    /** Returns asset and version, for messages. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Sets what is known. Not thread-safe. */
    public static final class Builder {

        private final AssetId id;
        private final Version version;
        private final Digest digest;
        private final Set<String> authors = new LinkedHashSet<>();
        private final Set<Digest> authorKeys = new LinkedHashSet<>();
        private final List<Evidence> evidence = new ArrayList<>();
        private final List<Approval> approvals = new ArrayList<>();
        private Label label = Label.PRODUCTION;
        private @Nullable Version holder;
        private @Nullable Digest holderDigest;
        private Bindings bindings;
        private @Nullable Duration oldest;
        private Instant at = Instant.EPOCH;
        private Contents contents = Contents.NONE;

        private Builder(AssetId id, Version version, Digest digest) {
            this.id = Objects.requireNonNull(id, "id");
            this.version = Objects.requireNonNull(version, "version");
            this.digest = Objects.requireNonNull(digest, "digest");
            this.bindings = Bindings.of(digest);
        }

        /** Says which label it wants. */
        public Builder label(Label label) {
            this.label = Objects.requireNonNull(label, "label");
            return this;
        }

        /** Says which version holds the label now, and its resolved digest. */
        public Builder holder(Version version, Digest digest) {
            this.holder = Objects.requireNonNull(version, "version");
            this.holderDigest = Objects.requireNonNull(digest, "digest");
            return this;
        }

        /** Adds somebody who wrote or published the version. */
        public Builder author(String id) {
            authors.add(Objects.requireNonNull(id, "id"));
            return this;
        }

        /** Adds the digest of the key of somebody who wrote or published the version. */
        public Builder authorKey(Digest fingerprint) {
            authorKeys.add(Objects.requireNonNull(fingerprint, "fingerprint"));
            return this;
        }

        /** Adds evidence. */
        public Builder evidence(Collection<Evidence> all) {
            evidence.addAll(all);
            return this;
        }

        /** Adds consents, each verified. */
        public Builder approvals(Collection<Approval> all) {
            approvals.addAll(all);
            return this;
        }

        /**
         * Says what evidence must be about; the digest of the version alone unless it is said.
         *
         * @throws IllegalArgumentException if it is of another version
         */
        public Builder bindings(Bindings now) {
            if (!now.asset().equals(digest)) {
                throw new IllegalArgumentException(
                        "bindings must be to " + digest + " of " + id + " " + version + "; found: " + now.asset());
            }
            this.bindings = now;
            return this;
        }

        /** Says at which age evidence expires; it does not unless it is said. */
        public Builder evidenceExpiresAfter(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("the age of evidence must be above zero; found: " + age);
            }
            this.oldest = age;
            return this;
        }

        /** Says when the decision is made. */
        public Builder at(Instant moment) {
            this.at = Objects.requireNonNull(moment, "moment");
            return this;
        }

        /** Gives what there is to look at. */
        public Builder contents(Contents contents) {
            this.contents = Objects.requireNonNull(contents, "contents");
            return this;
        }

        /** Builds the candidate. */
        public Candidate build() {
            return new Candidate(this);
        }
    }
}
