package io.genaiops.eval.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.yaml.YamlNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A YAML list whose items are records, alone or in a map of which it is the only list. It is parsed as a whole. */
final class YamlRecords implements RecordReader.Splitter {

    private static final boolean[] LINE_ENDS = ByteScanner.stops("");
    private static final String FILE = "rows";
    private static final Pattern PLACED = Pattern.compile(FILE + ":(\\d+): (?s:(.*))");

    private @Nullable Iterator<YamlNode> items;

    @Override
    public @Nullable RawRecord next(ByteScanner scanner) throws IOException {
        Iterator<YamlNode> open = items;
        if (open == null) {
            items = List.<YamlNode>of().iterator();
            open = items(scanner).iterator();
            items = open;
        }
        if (!open.hasNext()) {
            return null;
        }
        YamlNode item = open.next();
        return new RawRecord(0, item.line(), new byte[0], raw -> fields(item));
    }

    private static List<YamlNode> items(ByteScanner scanner) throws IOException {
        scanner.begin();
        while (scanner.peek() != ByteScanner.END) {
            scanner.keepUpTo(LINE_ENDS);
            scanner.keepNext();
        }
        try {
            YamlNode root = YamlNode.parse(FILE, JsonText.text(scanner.kept(1)));
            List<YamlNode> lists = root.isMap()
                    ? root.entries().values().stream().filter(YamlNode::isList).toList()
                    : List.of(root);
            if (lists.size() == 1 && lists.get(0).isList()) {
                return lists.get(0).items();
            }
            String found = root.isMap() ? "a map with " + lists.size() : "neither";
            throw RecordFault.of("a list of maps, or a map that has exactly one list", found)
                    .at(root.line());
        } catch (InvalidAssetException e) {
            throw placed(e);
        } catch (RecordFault e) {
            throw e.at(1);
        }
    }

    private static ObjectNode fields(YamlNode item) {
        try {
            if (item.json() instanceof ObjectNode fields) {
                return fields;
            }
            String found = item.isList()
                    ? "a list"
                    : item.isText() ? "'" + item.text() + "'" : item.json().toString();
            throw RecordFault.of("a map", found);
        } catch (InvalidAssetException e) {
            throw placed(e);
        }
    }

    /** Takes the line out of a message that begins with file and line. */
    private static RecordFault placed(InvalidAssetException e) {
        String message = String.valueOf(e.getMessage());
        Matcher matcher = PLACED.matcher(message);
        return matcher.matches()
                ? RecordFault.said(matcher.group(2)).at(Integer.parseInt(matcher.group(1)))
                : RecordFault.said(message).at(1);
    }
}
