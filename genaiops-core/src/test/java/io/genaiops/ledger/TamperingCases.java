package io.genaiops.ledger;

import static io.genaiops.ledger.Entries.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What somebody may do to the files of a ledger, and where it is found. */
final class TamperingCases {

    private static final SigningKey KEY = SigningKey.generate("key-1");
    private static final SigningKey SAME_ID = SigningKey.generate("key-1");
    private static final SigningKey STRANGER = SigningKey.generate("stranger");

    /** What is done. */
    interface Deed {
        void on(Forgery forgery) throws IOException;
    }

    /** A deed and the number of the entry that it is found at, which may depend on the files. */
    private record Case(String name, Deed deed, Where where) {}

    interface Where {
        long in(Forgery before);
    }

    static Ledger ledger(Path folder) {
        return Ledger.directory(
                folder,
                Entries.settings()
                        .signedBy(KEY)
                        .checkpointEvery(8)
                        .segmentBytes(4_000)
                        .build());
    }

    /** Returns a middle entry that is no checkpoint and no beginning of a file. */
    private static int middle(Forgery forgery) {
        return numberOf(forgery, forgery.last() / 2, "\"evidence\"");
    }

    private static int checkpoint(Forgery forgery) {
        return numberOf(forgery, forgery.last() / 2, EntryKind.CHECKPOINT);
    }

    private static int numberOf(Forgery forgery, int from, String text) {
        List<String> lines = forgery.lines();
        for (int i = from - 1; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new IllegalStateException("no " + text);
    }

    static Stream<Arguments> foundFromTheFileAlone() {
        List<Case> cases = new ArrayList<>();
        Forgery.EDITS.forEach((what, edit) -> {
            cases.add(new Case("edit in the middle: " + what, f -> f.edit(middle(f), edit), TamperingCases::middle));
            cases.add(new Case("edit of the last entry: " + what, f -> f.edit(f.last(), edit), Forgery::last));
        });
        for (String part : List.of("genaiops-ledger-1", "key-1", "2026", "\"checkpoint\":")) {
            cases.add(new Case(
                    "edit of a checkpoint: " + part,
                    f -> f.edit(checkpoint(f), line -> line.replaceFirst(part, "x")),
                    TamperingCases::checkpoint));
        }
        cases.add(new Case(
                "edit of the first entry", f -> f.edit(1, l -> l.replace("\"key-1\"", "\"key-2\"")), f -> 1));
        cases.add(new Case("delete the first entry", f -> remove(f, 1), f -> 1));
        cases.add(new Case("delete an entry", f -> remove(f, middle(f)), TamperingCases::middle));
        cases.add(new Case("delete a checkpoint", f -> remove(f, checkpoint(f)), TamperingCases::checkpoint));
        cases.add(new Case("delete the last but one", f -> remove(f, f.last() - 1), f -> f.last() - 1L));
        cases.add(new Case("swap two neighbours", f -> swap(f, middle(f), middle(f) + 1), TamperingCases::middle));
        cases.add(new Case("swap two that are far apart", f -> swap(f, 3, f.last()), f -> 3));
        cases.add(new Case("turn the order round", f -> reordered(f, Collections::reverse), f -> f.last() + 1L));
        cases.add(new Case("double an entry", f -> insert(f, middle(f), f.line(middle(f))), f -> middle(f) + 1L));
        cases.add(new Case("double the last entry", f -> insert(f, f.last(), f.line(f.last())), f -> f.last() + 1L));
        cases.add(new Case("insert an empty line", f -> insert(f, middle(f), ""), f -> middle(f) + 1L));
        cases.add(new Case("insert no entry", f -> insert(f, middle(f), "{}"), f -> middle(f) + 1L));
        cases.add(new Case("insert deep JSON", f -> insert(f, middle(f), "[".repeat(9_000)), f -> middle(f) + 1L));
        cases.add(new Case(
                "insert a line over the longest", f -> insert(f, middle(f), "x".repeat(70_000)), f -> middle(f) + 1L));
        cases.add(new Case("insert zeros", f -> insert(f, middle(f), "\u0000".repeat(512)), f -> middle(f) + 1L));
        cases.add(new Case(
                "insert an entry whose hashes fit",
                f -> insert(
                        f,
                        middle(f),
                        Forgery.rechained(doubled(f, middle(f)), middle(f) + 1, null)
                                .get(middle(f))),
                f -> middle(f) + 2L));
        cases.add(new Case("add a blank line at the end", f -> insert(f, f.last(), ""), f -> f.last() + 1L));
        cases.add(new Case("put a byte order mark in front", f -> f.edit(1, l -> "\u00ef\u00bb\u00bf" + l), f -> 1));
        cases.add(new Case(
                "replace a file by another",
                f -> f.files().put(f.names().get(1), f.files().get(f.names().get(2))),
                f -> f.firstOf(1)));
        cases.add(new Case(
                "swap two files",
                f -> {
                    String second = f.files().get(f.names().get(1));
                    f.files().put(f.names().get(1), f.files().get(f.names().get(2)));
                    f.files().put(f.names().get(2), second);
                },
                f -> f.firstOf(1)));
        cases.add(new Case(
                "delete the first file", f -> f.files().remove(f.names().get(0)), f -> 1));
        cases.add(new Case("delete a file", f -> f.files().remove(f.names().get(1)), f -> f.firstOf(1)));
        cases.add(new Case("empty a file", f -> f.files().put(f.names().get(1), ""), f -> f.firstOf(1)));
        cases.add(new Case(
                "cut a file within a line",
                f -> f.files()
                        .computeIfPresent(f.names().get(1), (name, text) -> text.substring(0, text.length() - 20)),
                f -> f.firstOf(2) - 1L));
        cases.add(new Case(
                "cut a file by a line",
                f -> f.files()
                        .computeIfPresent(
                                f.names().get(1),
                                (name, text) -> text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1)),
                f -> f.firstOf(2) - 1L));
        cases.add(new Case(
                "put a file there under another name",
                f -> f.files()
                        .put(
                                "0000000000000000999.jsonl",
                                f.files().get(f.names().get(1))),
                f -> f.last() + 1L));
        cases.add(new Case(
                "splice in an entry of another ledger",
                f -> spliced(f, middle(f), middle(f) + 1),
                TamperingCases::middle));
        cases.add(new Case(
                "splice in the end of another ledger", f -> spliced(f, middle(f), f.last()), TamperingCases::middle));
        cases.add(new Case(
                "splice in a checkpoint of another ledger",
                f -> spliced(f, checkpoint(f), checkpoint(f) + 1),
                TamperingCases::checkpoint));
        cases.add(new Case(
                "edit and chain anew without the key",
                f -> f.rewrite(middle(f), edited(middle(f)), null),
                TamperingCases::nextCheckpoint));
        cases.add(new Case(
                "edit and sign anew with another key of that id",
                f -> f.rewrite(middle(f), edited(middle(f)), SAME_ID),
                TamperingCases::nextCheckpoint));
        cases.add(new Case(
                "edit and sign anew with another key",
                f -> f.rewrite(middle(f), edited(middle(f)), STRANGER),
                TamperingCases::nextCheckpoint));
        cases.add(new Case(
                "delete and chain anew without the key",
                f -> f.rewrite(middle(f), lines -> without(lines, middle(f)), null),
                f -> nextCheckpoint(f) - 1));
        cases.add(new Case(
                "take a checkpoint from before",
                f -> f.rewrite(
                        checkpoint(f),
                        lines -> {
                            String old = lines.get(numberOf(f, 1, EntryKind.CHECKPOINT) - 1)
                                    .replaceFirst(".*\"checkpoint\":\"([^\"]*)\".*", "$1");
                            lines.set(
                                    checkpoint(f) - 1,
                                    lines.get(checkpoint(f) - 1)
                                            .replaceFirst(
                                                    "\"checkpoint\":\"[^\"]*\"", "\"checkpoint\":\"" + old + "\""));
                            return lines;
                        },
                        null),
                TamperingCases::checkpoint));
        cases.add(new Case(
                "write all anew without checkpoints",
                f -> f.rewrite(
                        1,
                        lines -> lines.stream()
                                .filter(line -> !line.contains(EntryKind.CHECKPOINT))
                                .toList(),
                        null),
                f -> 1));
        cases.add(new Case(
                "write all anew as an unsigned ledger",
                f -> f.rewrite(
                        1,
                        lines -> lines.stream()
                                .filter(line -> !line.contains(EntryKind.CHECKPOINT))
                                .map(line -> line.replace("\"key\":\"key-1\"", "\"key\":\"\""))
                                .toList(),
                        null),
                f -> 1));
        cases.add(new Case(
                "bring a key into force that nobody announced",
                f -> f.rewrite(
                        2,
                        lines -> {
                            int at = numberOf(f, 2, EntryKind.SEGMENT);
                            lines.set(at - 1, lines.get(at - 1).replace("\"key\":\"key-1\"", "\"key\":\"stranger\""));
                            return lines;
                        },
                        KEY),
                f -> numberOf(f, 2, EntryKind.SEGMENT)));
        cases.add(new Case(
                "delete the first file and say that it was dropped, with a checkpoint of then",
                f -> dropped(f, true),
                f -> 1));
        cases.add(new Case(
                "delete the first file and say that it was dropped, unsigned",
                f -> dropped(f, false),
                f -> f.last() + 1L));
        return cases.stream().map(one -> arguments(one.name(), one.deed(), one.where()));
    }

    private static UnaryOperator<List<String>> edited(int sequence) {
        return lines -> {
            lines.set(sequence - 1, lines.get(sequence - 1).replace("beats", "loses to"));
            return lines;
        };
    }

    private static List<String> without(List<String> lines, int sequence) {
        lines.remove(sequence - 1);
        return lines;
    }

    private static List<String> doubled(Forgery forgery, int sequence) {
        List<String> lines = forgery.lines();
        lines.add(sequence, lines.get(sequence - 1));
        return lines;
    }

    private static long nextCheckpoint(Forgery forgery) {
        return numberOf(forgery, middle(forgery), EntryKind.CHECKPOINT);
    }

    private static void remove(Forgery forgery, int sequence) {
        String line = forgery.line(sequence);
        forgery.files().replaceAll((name, text) -> text.replace(line + "\n", ""));
    }

    private static void insert(Forgery forgery, int after, String inserted) {
        String line = forgery.line(after);
        forgery.files().replaceAll((name, text) -> text.replace(line + "\n", line + "\n" + inserted + "\n"));
    }

    private static void swap(Forgery forgery, int one, int other) {
        reordered(forgery, lines -> Collections.swap(lines, one - 1, other - 1));
    }

    private static void reordered(Forgery forgery, java.util.function.Consumer<List<String>> order) {
        List<String> lines = forgery.lines();
        order.accept(lines);
        forgery.lines(lines);
    }

    private static void spliced(Forgery forgery, int from, int to) throws IOException {
        List<String> lines = forgery.lines();
        List<String> others = new Forgery(forgery.sibling("other")).lines();
        for (int i = from - 1; i < to - 1; i++) {
            lines.set(i, others.get(i));
        }
        forgery.lines(lines);
    }

    /** Deletes the first file and writes the entry that would excuse it, with a checkpoint that the key once signed. */
    private static void dropped(Forgery forgery, boolean signed) throws IOException {
        int through = forgery.firstOf(1) - 1;
        String proof;
        try (Ledger ledger = ledger(forgery.folder())) {
            proof = ledger.entries(EntryKind.CHECKPOINT).stream()
                    .map(entry -> entry.data().get("checkpoint"))
                    .filter(line -> Long.parseLong(line.split(" ", -1)[2]) >= through)
                    .findFirst()
                    .orElseThrow();
        }
        String shown = signed ? proof : proof.replaceFirst("key-1 .*", "-");
        List<String> lines = forgery.lines();
        String last = lines.get(lines.size() - 1);
        String covered = "{\"seq\":" + (forgery.last() + 1) + ",\"time\":\"2026-11-30T09:00:00.000000Z\",\"kind\":\""
                + EntryKind.RETENTION + "\",\"data\":{\"proof\":\"" + shown + "\",\"why\":\"tidy\"},\"prev\":\""
                + EntryLine.hashOf(last) + "\"";
        insert(forgery, forgery.last(), Forgery.sealed(covered));
        forgery.files().remove(forgery.names().get(0));
    }

    static Stream<Arguments> foundAgainstAnAnchorOnly() {
        return Stream.of(
                arguments("cut the end off", (Deed) f -> f.lines(f.lines().subList(0, f.last() - 8))),
                arguments("cut the end off to a checkpoint", (Deed)
                        f -> f.lines(f.lines().subList(0, checkpoint(f)))),
                arguments("cut the end off within a line", (Deed) f -> {
                    f.lines(f.lines().subList(0, f.last() - 8));
                    f.files()
                            .computeIfPresent(
                                    f.files().lastKey(), (name, text) -> text.substring(0, text.length() - 9));
                }),
                arguments("delete the last files", (Deed) f -> {
                    f.files().remove(f.files().lastKey());
                    f.files().remove(f.files().lastKey());
                }),
                arguments("delete all files", (Deed) f -> f.files().clear()),
                arguments("leave the first entry alone", (Deed)
                        f -> f.lines(f.lines().subList(0, 1))),
                arguments("edit with the key", (Deed) f -> f.rewrite(middle(f), edited(middle(f)), KEY)),
                arguments("delete with the key", (Deed)
                        f -> f.rewrite(middle(f), lines -> without(lines, middle(f)), KEY)),
                arguments("insert with the key", (Deed)
                        f -> f.rewrite(middle(f) + 1, lines -> doubled(f, middle(f)), KEY)),
                arguments("write all anew with the key", (Deed) f -> f.rewrite(2, edited(3), KEY)),
                arguments("fork: another end from an entry on, with the key", (Deed) f -> f.rewrite(
                        f.last() - 12,
                        lines -> edited(numberOf(f, f.last() - 12, "\"evidence\""))
                                .apply(lines)
                                .subList(0, f.last() - 2),
                        KEY)),
                arguments("put another ledger of that key in its place", (Deed) f -> {
                    f.files().clear();
                    f.files().putAll(new Forgery(f.sibling("other")).files());
                }));
    }

    static Stream<Arguments> notFindable() {
        return Stream.of(
                arguments("cut off what came after the last anchor", (Deed)
                        f -> f.lines(f.lines().subList(0, f.last() - 3))),
                arguments("edit what came after the last signature, and chain it anew without a key", (Deed)
                        f -> f.rewrite(f.last() - 1, edited(f.last() - 1), null)),
                arguments("add an entry without a key", (Deed) f -> {
                    List<String> more = doubled(f, f.last());
                    f.lines(Forgery.rechained(more, f.last() + 1, null));
                }),
                arguments("swap what came after the last signature, and chain it anew without a key", (Deed) f ->
                        f.rewrite(
                                f.last() - 1,
                                lines -> {
                                    Collections.swap(lines, f.last() - 1, f.last() - 2);
                                    return lines;
                                },
                                null)),
                arguments("edit what came after the last anchor, with the key", (Deed) f -> {
                    try (Ledger ledger = ledger(f.folder())) {
                        append(ledger, 12);
                    }
                    Forgery longer = new Forgery(f.folder());
                    longer.rewrite(f.last(), edited(f.last()), KEY);
                    f.files().clear();
                    f.files().putAll(longer.files());
                }),
                arguments("a lie when it was written", (Deed) f -> f.rewrite(
                        f.last(),
                        lines -> {
                            lines.set(f.last() - 1, lines.get(f.last() - 1).replaceFirst("2026-11", "2027-11"));
                            return lines;
                        },
                        null)),
                arguments("edit the table of pseudonyms", (Deed) f -> {
                    Path table = f.sibling("persons").resolve("table.jsonl");
                    Pseudonyms.file(table).of("ada");
                    Files.writeString(table, Files.readString(table).replace("ada", "bob"));
                    assertThat(Pseudonyms.file(table).find("bob")).isPresent();
                }),
                arguments("delete the table of pseudonyms", (Deed) f -> {
                    Path table = f.sibling("persons").resolve("table.jsonl");
                    Pseudonyms.file(table).of("ada");
                    Files.delete(table);
                }),
                arguments("put other files beside it", (Deed)
                        f -> Files.writeString(f.folder().resolve("notes.txt"), "nothing")),
                arguments("delete the lock file", (Deed)
                        f -> Files.delete(f.folder().resolve(".lock"))));
    }

    private TamperingCases() {}
}
