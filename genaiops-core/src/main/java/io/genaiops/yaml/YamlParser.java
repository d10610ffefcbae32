package io.genaiops.yaml;

import io.genaiops.InvalidAssetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads strict YAML: the tree is copied node by node, so that depth, size and aliases have a bound. */
final class YamlParser {

    private static final int MAX_CODE_POINTS = 64 << 20;
    private static final int MAX_DEPTH = 80;
    private static final int MAX_NODES_OF_ALIASES = 10_000;
    private static final CoreSchema SCHEMA = new PlainSchema();
    private static final Map<Tag, YamlNode.Shape> SHAPES = Map.of(
            Tag.MAP, YamlNode.Shape.MAP,
            Tag.SEQ, YamlNode.Shape.LIST,
            Tag.STR, YamlNode.Shape.TEXT,
            Tag.INT, YamlNode.Shape.INTEGER,
            Tag.FLOAT, YamlNode.Shape.NUMBER,
            Tag.BOOL, YamlNode.Shape.BOOLEAN,
            Tag.NULL, YamlNode.Shape.NULL);

    private final String file;
    private final int firstLine;
    private long nodesLeft;

    YamlParser(String file, int firstLine) {
        this.file = file;
        this.firstLine = firstLine;
    }

    YamlNode parse(String yaml) {
        // Without aliases a text never holds more values than characters.
        nodesLeft = yaml.length() + (long) MAX_NODES_OF_ALIASES;
        try {
            refuseDepth(yaml);
            Iterator<Node> documents =
                    new Compose(settings()).composeAllFromString(yaml).iterator();
            if (!documents.hasNext()) {
                YamlNode.Place start = new YamlNode.Place(file, firstLine, firstLine);
                return new YamlNode(start, YamlNode.Shape.MAP, "", Map.of(), List.of());
            }
            Node root = documents.next();
            if (documents.hasNext()) {
                throw error(line(documents.next()), "expected one document, found another after '---'");
            }
            return copy(root, line(root), 0);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + firstLine;
            throw new InvalidAssetException(file + ":" + line + ": expected YAML 1.2, " + problem(e.getProblem()), e);
        } catch (ReaderException e) {
            int offset = yaml.offsetByCodePoints(0, Math.min(e.getPosition(), yaml.codePointCount(0, yaml.length())));
            long lines =
                    yaml.substring(0, offset).chars().filter(c -> c == '\n').count();
            throw new InvalidAssetException(
                    file + ":" + (firstLine + lines) + ": expected printable characters, found U+"
                            + String.format("%04X", e.getCodePoint()),
                    e);
        } catch (YamlEngineException e) {
            throw new InvalidAssetException(
                    file + ": expected YAML 1.2, " + problem(String.valueOf(e.getMessage())), e);
        }
    }

    private static String problem(String found) {
        String problem = found.startsWith("found") ? found : "found: " + found;
        return problem.contains("\\t(TAB)") ? problem + "; indent with spaces" : problem;
    }

    private LoadSettings settings() {
        return LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MAX_NODES_OF_ALIASES)
                .setCodePointLimit(MAX_CODE_POINTS)
                .setSchema(SCHEMA)
                .build();
    }

    // Events come from a loop; the composer recurses, and a deep file would end it with a stack overflow.
    private void refuseDepth(String yaml) {
        // Every level of nesting is written with at least one of these.
        if (yaml.chars().filter(c -> "-?:[{".indexOf(c) >= 0).count() <= MAX_DEPTH) {
            return;
        }
        int depth = 0;
        for (Event event : new Parse(settings()).parseString(yaml)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw tooDeep(event.getStartMark().map(Mark::getLine).orElse(0) + firstLine);
            }
        }
    }

    private YamlNode copy(Node node, int keyLine, int depth) {
        int line = line(node);
        if (depth > MAX_DEPTH) {
            throw tooDeep(line);
        }
        if (--nodesLeft < 0) {
            throw error(
                    line,
                    "expected aliases that stand for at most " + MAX_NODES_OF_ALIASES
                            + " values together, found more; write the values out");
        }
        YamlNode.Place place = new YamlNode.Place(file, line, keyLine);
        YamlNode.Shape shape = SHAPES.get(node.getTag());
        if (node instanceof MappingNode map && shape == YamlNode.Shape.MAP) {
            return new YamlNode(place, shape, "", entries(map, depth), List.of());
        }
        if (node instanceof SequenceNode list && shape == YamlNode.Shape.LIST) {
            List<YamlNode> items = new ArrayList<>();
            list.getValue().forEach(item -> items.add(copy(item, line(item), depth + 1)));
            return new YamlNode(place, shape, "", Map.of(), Collections.unmodifiableList(items));
        }
        if (node instanceof ScalarNode scalar && shape != null) {
            return new YamlNode(place, shape, scalar.getValue(), Map.of(), List.of());
        }
        throw error(line, "expected plain values, found the tag " + node.getTag());
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
            if (entries.put(key.getValue(), copy(tuple.getValueNode(), line(key), depth + 1)) != null) {
                throw error(line(key), "expected every key once, found '" + key.getValue() + "' again");
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    private int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + firstLine;
    }

    /** The core schema of YAML 1.2 without merge keys, which the composer would expand before they can be refused. */
    private static final class PlainSchema extends CoreSchema {
        private final ScalarResolver resolver = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return resolver;
        }
    }

    private InvalidAssetException tooDeep(int line) {
        return error(line, "expected at most " + MAX_DEPTH + " levels of nesting, found more");
    }

    private InvalidAssetException error(int line, String message) {
        return new InvalidAssetException(file + ":" + line + ": " + message);
    }
}
