package io.genaiops.examples;

import io.genaiops.asset.Digest;
import io.genaiops.examples.Handbook.Document;
import java.util.Comparator;
import java.util.List;

/** Finds the documents whose text is nearest to a question. Thread-safe. */
final class NearestDocuments {

    private final Handbook handbook;
    private final Embeddings embeddings;

    NearestDocuments(Handbook handbook, Embeddings embeddings) {
        this.handbook = handbook;
        this.embeddings = embeddings;
        embeddings.learn(
                handbook.documents().stream().map(NearestDocuments::embedded).toList());
    }

    /** Returns at most so many documents, the nearest first; equally near ones in the order of the handbook. */
    List<Document> to(String question, int atMost) {
        Comparator<Document> nearestFirst =
                Comparator.comparingDouble(document -> -embeddings.similarity(question, embedded(document)));
        return handbook.documents().stream().sorted(nearestFirst).limit(atMost).toList();
    }

    /** Returns the digest of all documents. */
    Digest digest() {
        return Digest.ofText(handbook.toString());
    }

    private static String embedded(Document document) {
        return document.title() + "\n" + document.text();
    }
}
