package io.genaiops.eval.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.Section;
import java.util.List;

/** Sections as the script of the page lays them out. */
final class SectionJson {

    private SectionJson() {}

    static ArrayNode of(List<Section> sections) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Section section : sections) {
            ObjectNode node = json.addObject().put("id", section.id()).put("title", section.title());
            ArrayNode blocks = node.putArray("blocks");
            section.blocks().forEach(block -> block(block, blocks.addObject()));
        }
        return json;
    }

    private static void block(Block block, ObjectNode json) {
        if (block instanceof Block.Heading heading) {
            json.put("heading", heading.text());
        } else if (block instanceof Block.Words words) {
            json.put("words", words.text());
        } else if (block instanceof Block.Points points) {
            ArrayNode array = json.putArray("points");
            points.points().forEach(point -> point(point, array.addObject()));
        } else if (block instanceof Block.Table table) {
            table(table, json.putObject("table"));
        } else if (block instanceof Block.Curves curves) {
            curves(curves, json.putObject("curves"));
        }
    }

    private static void point(Block.Point point, ObjectNode json) {
        json.put("tone", Figures.word(point.tone())).put("text", point.text());
        ArrayNode details = json.putArray("details");
        point.details().forEach(details::add);
    }

    private static void table(Block.Table table, ObjectNode json) {
        ArrayNode columns = json.putArray("columns");
        table.columns()
                .forEach(column ->
                        columns.addObject().put("title", column.title()).put("numeric", column.numeric()));
        ArrayNode lines = json.putArray("lines");
        for (Block.Line line : table.lines()) {
            ObjectNode node = lines.addObject().put("tone", Figures.word(line.tone()));
            ArrayNode cells = node.putArray("cells");
            line.cells().forEach(cells::add);
        }
    }

    private static void curves(Block.Curves curves, ObjectNode json) {
        json.put("title", curves.title()).put("across", curves.across());
        ArrayNode ticks = json.putArray("ticks");
        curves.ticks().forEach(ticks::add);
        ArrayNode series = json.putArray("series");
        for (Block.Series line : curves.series()) {
            ObjectNode node = series.addObject().put("name", line.name());
            ArrayNode spots = node.putArray("spots");
            line.spots().forEach(spot -> spot(spot, spots.addObject()));
        }
    }

    private static void spot(Block.Spot spot, ObjectNode json) {
        json.put("across", spot.across()).put("value", spot.value());
        spot.low().ifPresent(low -> json.put("low", low));
        spot.high().ifPresent(high -> json.put("high", high));
    }
}
