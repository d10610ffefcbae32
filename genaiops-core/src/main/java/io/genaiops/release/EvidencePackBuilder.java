package io.genaiops.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.approval.Approval;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Refusal;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.disk.DurableFiles;
import io.genaiops.evidence.Evidence;
import io.genaiops.governance.Governance;
import io.genaiops.governance.GovernanceReport;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.Verification;
import io.genaiops.policy.Policy;
import io.genaiops.pseudonym.Pseudonyms;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sets what goes into a pack. What is not given is missing in it, and it says so. Not thread-safe.
 *
 * @since 0.1
 */
public final class EvidencePackBuilder {

    private static final String LEDGER = "ledger.jsonl";
    private static final String ANCHOR = "ledger-anchor.txt";
    private static final String VERIFICATION = "ledger-verification.json";

    private final Release release;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Policy> policies = new ArrayList<>();
    private @Nullable Governance governance;
    private @Nullable Pseudonyms pseudonyms;
    private @Nullable Ledger ledger;
    private String[] anchors = {};
    private Clock clock = Clock.systemUTC();
    private DurableFiles disk = DurableFiles.ON_DISK;

    EvidencePackBuilder(Release release) {
        this.release = Objects.requireNonNull(release, "release");
    }

    /**
     * Adds what was measured.
     *
     * @throws IllegalArgumentException if it is about another version than those of the release
     */
    public EvidencePackBuilder evidence(Collection<Evidence> more) {
        evidence.addAll(release.requireOwn(more));
        return this;
    }

    /**
     * Sets whose approvals, moves and refusals are told.
     *
     * @param pseudonyms give the names that persons have in the pack; those of the ledger, if there is one
     */
    public EvidencePackBuilder governance(Governance governance, Pseudonyms pseudonyms) {
        this.governance = Objects.requireNonNull(governance, "governance");
        this.pseudonyms = Objects.requireNonNull(pseudonyms, "pseudonyms");
        return this;
    }

    /** Adds a policy that the host enforces, or runs dry. */
    public EvidencePackBuilder policy(Policy policy) {
        policies.add(Objects.requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * Sets the ledger. It is verified; if it is intact, a checkpoint is made first, which a ledger with a key notes as an
     * entry. One that is broken is exported as it is, and the pack says so before all else.
     *
     * @param anchors lines of {@link Ledger#checkpoint} that were kept elsewhere
     */
    public EvidencePackBuilder ledger(Ledger ledger, String... anchors) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.anchors = anchors.clone();
        return this;
    }

    /** Sets the clock that says when the pack is written. */
    public EvidencePackBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    EvidencePackBuilder disk(DurableFiles disk) {
        this.disk = disk;
        return this;
    }

    /**
     * Writes the pack to a folder that does not exist yet: all of it, or nothing.
     *
     * @throws IllegalArgumentException if there is something at that place
     * @throws io.genaiops.GenAiOpsException if it cannot be written
     */
    public EvidencePack write(Path folder) {
        PackFolder target = new PackFolder(folder, disk);
        target.begin();
        boolean done = false;
        try {
            Verification verification = writeLedger(target);
            PackFacts facts = facts(verification);
            SortedMap<String, String> texts = texts(facts);
            texts.forEach(target::add);
            ObjectNode about = JsonNodeFactory.instance.objectNode();
            about.put("release", release.set().toString())
                    .put("digest", release.digest().value());
            about.put("at", facts.at().toString());
            Digest index = target.finish(about);
            done = true;
            return new EvidencePack(folder, index);
        } finally {
            if (!done) {
                target.discard();
            }
        }
    }

    private @Nullable Verification writeLedger(PackFolder target) {
        Ledger given = ledger;
        if (given == null) {
            return null;
        }
        Verification verification = given.verify(anchors);
        if (verification.isIntact() && verification.entries() > 0) {
            String line = given.checkpoint().line();
            target.add(ANCHOR, line + "\n");
            String[] all = Stream.concat(Stream.of(anchors), Stream.of(line)).toArray(String[]::new);
            verification = given.verify(all);
        }
        target.add(LEDGER, out -> given.export(out));
        target.add(VERIFICATION, json(verification));
        return verification;
    }

    private static String json(Verification verification) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("intact", verification.isIntact()).put("found", verification.toString());
        json.put("entries", verification.entries()).put("anchors", verification.anchors());
        verification.signedThrough().ifPresent(through -> json.put("signedThrough", through));
        verification.firstBreak().ifPresent(broken -> json.put("firstBreak", broken.toString()));
        return PackFolder.text(json);
    }

    private PackFacts facts(@Nullable Verification verification) {
        Governance given = governance;
        List<Approval> approvals = new ArrayList<>();
        GovernanceReport report = null;
        if (given != null) {
            release.assets()
                    .forEach(asset -> given.approvals(asset.id(), asset.version()).stream()
                            .filter(approval -> approval.subject().digest().equals(asset.digest()))
                            .forEach(approvals::add));
            report = ofRelease(given.report());
        }
        return new PackFacts(
                release,
                release.requireOwn(evidence),
                List.copyOf(approvals),
                report,
                new Persons(pseudonyms, known(approvals, report)),
                policies(),
                verification,
                clock.instant());
    }

    /** What broke the glass and what is not accounted for is told of every asset. */
    private GovernanceReport ofRelease(GovernanceReport all) {
        SortedSet<AssetId> ids = new TreeSet<>();
        release.assets().forEach(asset -> ids.add(asset.id()));
        List<Intent> moves = all.moves().stream()
                .filter(move -> move.steps().keySet().stream().anyMatch(ids::contains))
                .toList();
        List<Refusal> refusals = all.refusals().stream()
                .filter(refusal -> ids.contains(refusal.subject().id()))
                .toList();
        return new GovernanceReport(all.brokenGlass(), all.discrepancies(), moves, refusals);
    }

    private List<String> known(List<Approval> approvals, @Nullable GovernanceReport report) {
        List<String> known = new ArrayList<>();
        release.assets().forEach(asset -> {
            known.add(asset.entry().by());
            asset.asset().metadata().statedAuthor().ifPresent(known::add);
        });
        approvals.forEach(approval -> known.addAll(List.of(approval.actor().id(), approval.principal())));
        if (report != null) {
            Stream.concat(report.brokenGlass().stream(), report.moves().stream())
                    .forEach(move -> known.add(move.actor().id()));
            report.refusals().forEach(refusal -> known.add(refusal.actor().id()));
        }
        return known.stream().filter(id -> !id.isBlank()).toList();
    }

    private SortedMap<String, PackFacts.Enforced> policies() {
        SortedMap<String, PackFacts.Enforced> all = new TreeMap<>();
        release.assets(PolicyDefinition.class)
                .forEach(policy -> all.put(
                        ReleasedAsset.key(policy.id(), policy.version()),
                        new PackFacts.Enforced(policy, "released; whether it is enforced was not stated")));
        policies.forEach(policy -> {
            PolicyDefinition definition = policy.definition();
            all.put(
                    ReleasedAsset.key(definition.id(), definition.version()),
                    new PackFacts.Enforced(definition, policy.isDryRun() ? "dry run: nothing is refused" : "enforced"));
        });
        return all;
    }

    private SortedMap<String, String> texts(PackFacts facts) {
        SortedMap<String, String> texts = new TreeMap<>();
        texts.put("bom.json", release.billOfMaterials(facts.evidence(), facts.at()));
        texts.put("lock.json", lock());
        if (!facts.evidence().isEmpty()) {
            texts.put("evidence.json", Evidence.text(facts.evidence()));
        }
        GovernanceReport report = facts.report();
        if (report != null) {
            texts.put(PackApprovals.FILE, facts.record(report));
        }
        if (!facts.policies().isEmpty()) {
            texts.put("policy.json", policyJson(facts));
        }
        SortedSet<String> files = new TreeSet<>(texts.keySet());
        files.addAll(List.of("control-map.json", "dossier.html", "dossier.md"));
        if (facts.verification() != null) {
            files.addAll(List.of(LEDGER, VERIFICATION));
        }
        texts.put("control-map.json", ControlMap.json(files, facts.measured()));
        DossierPage page = Dossier.of(facts, files);
        texts.put("dossier.md", page.markdown());
        texts.put("dossier.html", page.html());
        return texts;
    }

    private String lock() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("release", release.set().toString())
                .put("digest", release.digest().value());
        json.set("assets", release.lock());
        return PackFolder.text(json);
    }

    private static String policyJson(PackFacts facts) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        facts.policies().values().forEach(policy -> {
            ObjectNode one = json.addObject();
            one.put("name", policy.definition().id().name());
            one.put("version", policy.definition().version().toString());
            one.put("source", policy.definition().sourceDigest().value());
            one.put("enforced", policy.how());
            one.set("spec", policy.definition().spec());
        });
        return PackFolder.text(json);
    }
}
