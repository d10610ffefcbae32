package io.genaiops.eval.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.genaiops.eval.outline.JsonOutput;
import io.genaiops.eval.outline.WellFormed;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * An HTML file that is written from top to bottom: its frame, then the parts of its data. A part is JSON, deflated (RFC
 * 1950) and in base64, in a block of a type that no browser runs. Not thread-safe.
 */
final class Page implements AutoCloseable {

    /** Writes the JSON of a part. */
    @FunctionalInterface
    interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    @FunctionalInterface
    private interface Content {
        void write(OutputStream stream) throws IOException;
    }

    private static final String TYPE = "application/vnd.genaiops.part";

    private final OutputStream stream;
    private final String end;

    private Page(OutputStream stream, String end) {
        this.stream = stream;
        this.end = end;
    }

    /** Begins a page: its frame, its scripts, and the part {@code summary}, which they show at once. */
    static Page open(OutputStream stream, String title, Part summary) throws IOException {
        String frame = PageFiles.frame();
        int parts = frame.indexOf("@parts@");
        int first = frame.indexOf("@summary@");
        Page page = new Page(stream, frame.substring(parts + "@parts@".length()));
        page.write(frame.substring(0, first).replace("@title@", escape(title)));
        page.part("summary", summary);
        page.write(frame.substring(first + "@summary@".length(), parts));
        return page;
    }

    /** Writes a part. */
    void part(String name, Part content) throws IOException {
        compressed("data-part=\"" + name + "\"", deflated -> {
            try (JsonGenerator json = JsonOutput.to(deflated)) {
                content.write(json);
            }
        });
    }

    /** Writes a part of texts, whose JSON is made already, with the number of its first row. */
    void texts(int from, byte[] json) throws IOException {
        compressed("data-part=\"texts\" data-from=\"" + from + "\"", deflated -> deflated.write(json));
    }

    private void compressed(String attributes, Content content) throws IOException {
        write("<script type=\"" + TYPE + "\" " + attributes + ">");
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try (OutputStream deflated =
                new DeflaterOutputStream(Base64.getEncoder().wrap(new Open(stream)), deflater, 1 << 13)) {
            content.write(deflated);
        } finally {
            deflater.end();
        }
        write("</script>\n");
    }

    /** Ends the page, by which its script knows that nothing is missing; the stream stays open. */
    @Override
    public void close() throws IOException {
        part("end", json -> json.writeBoolean(true));
        write(end);
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }

    static String escape(String text) {
        return WellFormed.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\0", "\ufffd");
    }

    /** Keeps the stream open when the encoder on top of it is closed. */
    private static final class Open extends FilterOutputStream {

        Open(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {}
    }
}
