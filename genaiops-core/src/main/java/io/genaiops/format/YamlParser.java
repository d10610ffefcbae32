package io.genaiops.format;

import io.genaiops.InvalidAssetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads strict YAML: the tree is copied node by node, so that depth, size and aliases have a bound. */
final class YamlParser {

    static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 500_000;
    private static final Map<Tag, YamlNode.Shape> SCALARS = Map.of(
            Tag.STR, YamlNode.Shape.TEXT,
            Tag.INT, YamlNode.Shape.INTEGER,
            Tag.FLOAT, YamlNode.Shape.NUMBER,
            Tag.BOOL, YamlNode.Shape.BOOLEAN,
            Tag.NULL, YamlNode.Shape.NULL);

    private final String file;
    private final int firstLine;
    private int nodes;

    YamlParser(String file, int firstLine) {
        this.file = file;
        this.firstLine = firstLine;
    }

    YamlNode parse(String yaml) {
        refuseDeepFlow(yaml);
        try {
            Iterator<Node> documents =
                    new Compose(settings()).composeAllFromString(yaml).iterator();
            if (!documents.hasNext()) {
                return new YamlNode(file, firstLine, YamlNode.Shape.MAP, "", Map.of(), List.of());
            }
            YamlNode root = copy(documents.next(), 0);
            if (documents.hasNext()) {
                throw error(line(documents.next()), "expected one document, found another after '---'");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + firstLine;
            throw new InvalidAssetException(file + ":" + line + ": expected YAML 1.2; found: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new InvalidAssetException(file + ": expected YAML 1.2; found: " + e.getMessage(), e);
        }
    }

    private LoadSettings settings() {
        return LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(64 * MAX_CHARACTERS)
                .setSchema(new CoreSchema())
                .build();
    }

    private void refuseDeepFlow(String yaml) {
        int depth = 0;
        for (int i = 0; i < yaml.length(); i++) {
            char c = yaml.charAt(i);
            if (c == '\n') {
                depth = 0;
            } else if (c == '[' || c == '{') {
                depth++;
            }
            if (depth > 16 * MAX_DEPTH) {
                throw new InvalidAssetException(file + ": expected at most " + MAX_DEPTH
                        + " levels of nesting, found a line with more than " + depth + " brackets opened");
            }
        }
    }

    private YamlNode copy(Node node, int depth) {
        int line = line(node);
        if (depth > MAX_DEPTH) {
            throw error(line, "expected at most " + MAX_DEPTH + " levels of nesting");
        }
        if (++nodes > MAX_NODES) {
            throw error(line, "expected at most " + MAX_NODES + " values, aliases counted as often as they are used");
        }
        if (node instanceof MappingNode map) {
            return new YamlNode(file, line, YamlNode.Shape.MAP, "", entries(map, depth), List.of());
        }
        if (node instanceof SequenceNode list) {
            List<YamlNode> items = new ArrayList<>();
            list.getValue().forEach(item -> items.add(copy(item, depth + 1)));
            return new YamlNode(file, line, YamlNode.Shape.LIST, "", Map.of(), Collections.unmodifiableList(items));
        }
        ScalarNode scalar = (ScalarNode) node;
        YamlNode.Shape type = Optional.ofNullable(SCALARS.get(scalar.getTag()))
                .orElseThrow(() -> error(line, "expected plain values, found the tag " + scalar.getTag()));
        return new YamlNode(file, line, type, scalar.getValue(), Map.of(), List.of());
    }

    private Map<String, YamlNode> entries(MappingNode map, int depth) {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw error(line(tuple.getKeyNode()), "expected a key that is text, found a map or a list");
            }
            if (key.getValue().equals("<<")) {
                throw error(line(key), "expected no merge key '<<'; write the entries out");
            }
            if (entries.put(key.getValue(), copy(tuple.getValueNode(), depth + 1)) != null) {
                throw error(line(key), "expected every key once, found '" + key.getValue() + "' again");
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    private int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + firstLine;
    }

    private InvalidAssetException error(int line, String message) {
        return new InvalidAssetException(file + ":" + line + ": " + message);
    }
}
