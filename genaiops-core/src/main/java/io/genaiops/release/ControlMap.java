package io.genaiops.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which file of a pack answers which row of what rules and auditors ask. Orientation, not legal advice. */
final class ControlMap {

    static final String NOT_BY_A_LIBRARY = "not by a library";
    private static final String AI_ACT = "EU AI Act";
    private static final String ISO = "ISO/IEC 42001";
    private static final String NIST_FRAMEWORK = "NIST AI RMF 1.0";
    private static final String NIST = "NIST AI 600-1";
    private static final String OWASP = "OWASP LLM 2025";
    private static final String WITHIN = "the libraries of the host, and what is inside a model of a provider";
    private static final String CALLS = "events of single calls are in the traces of the host";

    /** Marks rows that figures answer if there are figures about them, which only a reader can tell. */
    private static final String MEASURED = "only what an evaluator measured; there are figures of ";

    /** What a row asks, the files that answer it, and what they leave open. */
    record Control(String framework, String row, String asks, List<String> files, String open) {

        String leavesOpen(Set<String> measured) {
            return open.equals(MEASURED) ? open + (measured.isEmpty() ? "nothing" : String.join(", ", measured)) : open;
        }

        String answer(Set<String> there) {
            if (files.isEmpty()) {
                return NOT_BY_A_LIBRARY;
            }
            String missing =
                    files.stream().filter(file -> !there.contains(file)).collect(Collectors.joining(", "));
            String found = files.stream().filter(there::contains).collect(Collectors.joining(", "));
            return found
                    + (missing.isEmpty() ? "" : (found.isEmpty() ? "" : "; ") + "missing in this pack: " + missing);
        }
    }

    private static final List<Control> ROWS = rows();

    private ControlMap() {}

    static List<Control> controls() {
        return ROWS;
    }

    private static List<Control> rows() {
        List<Control> rows = new ArrayList<>();
        aiAct(rows);
        iso(rows);
        nist(rows);
        owasp(rows);
        return List.copyOf(rows);
    }

    private static void aiAct(List<Control> rows) {
        add(
                rows,
                AI_ACT,
                "12(1)",
                "the system is able to record events by itself for as long as it lives",
                "the ledger has the events of releases; " + CALLS,
                "ledger.jsonl");
        add(
                rows,
                AI_ACT,
                "12(2)",
                "what is recorded shows risks and substantial changes, and serves to watch the system, by who provides it"
                        + " and by who uses it",
                "what changed and when is in the pack; " + CALLS,
                "ledger.jsonl",
                "lock.json",
                "evidence.json");
        add(
                rows,
                AI_ACT,
                "12(3)",
                "remote biometric identification records at least times of use, data base, matches and who checked them",
                "the host's own records");
        add(
                rows,
                AI_ACT,
                "19(1)",
                "the provider keeps the records that it controls for six months at least",
                "the ledger shows what was dropped; keeping it is up to the provider, and " + CALLS,
                "ledger.jsonl");
        add(
                rows,
                AI_ACT,
                "19(2)",
                "financial institutions keep them with the documents of their own law",
                "the archive");
        add(
                rows,
                AI_ACT,
                "26(1)",
                "the deployer sees to it that the system is used as its instructions say",
                "instructions and use; the dossier has no more than the purpose as it is stated");
        add(rows, AI_ACT, "26(2)", "people who are able and entitled to oversee it do so", "people");
        add(
                rows,
                AI_ACT,
                "26(4)",
                "input data that the deployer controls fits the purpose",
                "the data of the deployer");
        add(
                rows,
                AI_ACT,
                "26(5)",
                "the deployer watches the system, tells of risks and incidents, and stops where there is a risk",
                "the operation");
        add(
                rows,
                AI_ACT,
                "26(6)",
                "the deployer keeps the records that it controls for six months at least",
                "the ledger shows what was dropped; keeping it is up to the deployer, and " + CALLS,
                "ledger.jsonl");
        add(rows, AI_ACT, "26(7), 26(11)", "workers, and those about whom it helps to decide, are told", "people");
        add(rows, AI_ACT, "26(8)", "public bodies use registered systems only, and register their use", "people");
        add(
                rows,
                AI_ACT,
                "26(9)",
                "what the provider tells is used to assess the impact on data protection",
                "the assessment");
        add(
                rows,
                AI_ACT,
                "26(10)",
                "biometric identification afterwards is allowed by a judge or an authority",
                "courts");
        add(rows, AI_ACT, "26(12)", "the deployer works together with authorities", "people");
    }

    private static void iso(List<Control> rows) {
        add(
                rows,
                ISO,
                "A.6.2.7",
                "it is settled which technical documentation users, partners and authorities need, and they have it",
                "what the host built around the release",
                "dossier.html",
                "bom.json");
        add(
                rows,
                ISO,
                "A.6.2.8",
                "it is settled in which phases events are logged, at least while the system is used",
                "the ledger has the events of releases; " + CALLS,
                "ledger.jsonl");
    }

    private static void nist(List<Control> rows) {
        add(
                rows,
                NIST_FRAMEWORK,
                "GOVERN 1.4",
                "risk is managed by open policies, procedures and controls that follow what matters to the organization",
                "what matters to the organization",
                "policy.json",
                "approvals.json");
        add(
                rows,
                NIST_FRAMEWORK,
                "MAP 4.2",
                "controls for the components, those of others included, are known and written down",
                "the parts are listed; the libraries of the host, and what is inside a model of a provider, are not",
                "bom.json",
                "lock.json",
                "policy.json");
        add(
                rows,
                NIST_FRAMEWORK,
                "MEASURE 2.1",
                "test data, metrics and the tools of tests are written down",
                "data and evaluators are named by digest; what they are is in the repository of the host",
                "evidence.json");
        add(rows, NIST, "2.1 CBRN information or capabilities", "is kept away", "the choice of model");
        add(rows, NIST, "2.2 confabulation", "is measured", MEASURED, "evidence.json");
        add(rows, NIST, "2.3 dangerous, violent or hateful content", "is measured", MEASURED, "evidence.json");
        add(
                rows,
                NIST,
                "2.4 data privacy",
                "is kept",
                "only what its rules say of classes of data and regions; the data of the host",
                "policy.json");
        add(rows, NIST, "2.5 environmental impact", "is known", "the provider of the model");
        add(rows, NIST, "2.6 harmful bias and homogenization", "is measured", MEASURED, "evidence.json");
        add(rows, NIST, "2.7 human-AI configuration", "is designed", "people");
        add(rows, NIST, "2.8 information integrity", "is measured", MEASURED, "evidence.json");
        add(
                rows,
                NIST,
                "2.9 information security",
                "is kept",
                "only what its rules say; the rest of the system",
                "policy.json");
        add(rows, NIST, "2.10 intellectual property", "is respected", "the provider of the model, and law");
        add(rows, NIST, "2.11 obscene, degrading or abusive content", "is measured", MEASURED, "evidence.json");
        add(rows, NIST, "2.12 value chain and component integration", "is known", WITHIN, "bom.json", "lock.json");
    }

    private static void owasp(List<Control> rows) {
        add(rows, OWASP, "LLM01 prompt injection", "is tested", MEASURED, "evidence.json");
        add(
                rows,
                OWASP,
                "LLM02 sensitive information disclosure",
                "is limited",
                "only what its rules say; the data of the host",
                "policy.json");
        add(rows, OWASP, "LLM03 supply chain", "is known", WITHIN, "bom.json", "lock.json");
        add(
                rows,
                OWASP,
                "LLM04 data and model poisoning",
                "is noticed",
                "digests show that data changed, not that it is good",
                "bom.json");
        add(rows, OWASP, "LLM05 improper output handling", "is prevented", "what the host does with answers");
        add(
                rows,
                OWASP,
                "LLM06 excessive agency",
                "is limited",
                "only what its rules say; rights of the tools themselves",
                "policy.json");
        add(rows, OWASP, "LLM07 system prompt leakage", "does no harm", "no secret belongs into a prompt");
        add(rows, OWASP, "LLM08 vector and embedding weaknesses", "are prevented", "the index of the host");
        add(rows, OWASP, "LLM09 misinformation", "is measured", MEASURED, "evidence.json");
        add(
                rows,
                OWASP,
                "LLM10 unbounded consumption",
                "is limited",
                "only what its rules say; budgets of the host",
                "policy.json");
    }

    private static void add(
            List<Control> rows, String framework, String row, String asks, String open, String... files) {
        rows.add(new Control(framework, row, asks, List.of(files), open));
    }

    static String json(Set<String> there, Set<String> measured) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("note", "Orientation, not legal advice.");
        ArrayNode rows = json.putArray("controls");
        for (Control control : ROWS) {
            ObjectNode row = rows.addObject();
            row.put("framework", control.framework()).put("row", control.row()).put("asks", control.asks());
            row.put("answer", control.answer(there)).put("leavesOpen", control.leavesOpen(measured));
        }
        return PackFolder.text(json);
    }
}
