package io.genaiops.eval.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The styles and scripts of a page, which lie beside this class, and the policy that lets nothing else run. */
final class PageFiles {

    private static final List<String> STYLES =
            List.of("overview.css", "plots.css", "detail.css", "page.css", "samples.css", "print.css");
    private static final List<String> SCRIPTS = List.of(
            "base.js",
            "data.js",
            "axes.js",
            "plots.js",
            "overview.js",
            "filters.js",
            "samples.js",
            "diff.js",
            "detail.js",
            "main.js");

    private PageFiles() {}

    /** Returns the frame of a page with its styles, scripts and policy; {@code @title@} and the data are missing. */
    static String frame() {
        List<String> styles = STYLES.stream().map(PageFiles::text).toList();
        List<String> scripts = SCRIPTS.stream().map(PageFiles::text).toList();
        return text("page.html")
                .replace("@policy@", policy(styles, scripts))
                .replace("@styles@", elements("style", styles))
                .replace("@scripts@", elements("script", scripts));
    }

    /** Source: W3C, Content Security Policy Level 3, and Trusted Types, which refuses every string as markup. */
    private static String policy(List<String> styles, List<String> scripts) {
        return "default-src 'none'; script-src " + hashes(scripts) + "; style-src " + hashes(styles)
                + "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private static String hashes(List<String> texts) {
        return texts.stream().map(PageFiles::hash).collect(Collectors.joining(" "));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String elements(String name, List<String> texts) {
        return texts.stream()
                .map(text -> "<" + name + ">" + text + "</" + name + ">")
                .collect(Collectors.joining("\n"));
    }

    private static String text(String file) {
        try (InputStream stream = PageFiles.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "the resource '" + file + "' must lie beside " + PageFiles.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the resource '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
