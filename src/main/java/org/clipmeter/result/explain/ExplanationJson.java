package org.clipmeter.result.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clipmeter.explain.Curve;
import org.clipmeter.explain.ExplainedImage;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Faithfulness;
import org.clipmeter.explain.PatchMap;

/** Writes an explanation as JSON. */
final class ExplanationJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ExplanationJson() {}

    static String of(Explanation explanation) {
        ObjectNode root = JSON.createObjectNode();
        root.put("name", explanation.name());
        root.put("model", explanation.model().name());
        root.put("method", explanation.options().method().title());
        root.put("unit", explanation.options().method().unit());
        ArrayNode neutral = root.putArray("neutral_texts");
        explanation.options().neutralTexts().forEach(neutral::add);
        root.put("seed", explanation.options().seed());
        ArrayNode maps = root.putArray("maps");
        for (ExplainedImage image : explanation.images()) {
            image.texts().forEach(text -> add(maps.addObject(), image, text));
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(ObjectNode node, ExplainedImage image, ExplainedText text) {
        node.put("image", image.file().toString());
        node.put("text", text.text());
        node.put("score", text.score());
        node.put("lead", text.lead());
        node.put("truncated", text.truncated());
        node.putObject("area")
                .put("left", image.area().left())
                .put("top", image.area().top())
                .put("right", image.area().right())
                .put("bottom", image.area().bottom());
        PatchMap map = text.map();
        ArrayNode rows = node.putArray("relevance");
        for (int y = 0; y < map.side(); y++) {
            ArrayNode row = rows.addArray();
            for (int x = 0; x < map.side(); x++) {
                row.add(map.at(y, x));
            }
        }
        Faithfulness test = text.faithfulness();
        curve(node.putObject("deletion"), test.deletion());
        curve(node.putObject("insertion"), test.insertion());
        node.put("deletion_beats", test.deletionBeats());
        node.put("insertion_beats", test.insertionBeats());
        ArrayNode random = node.putArray("random_areas");
        test.random().forEach(curve -> random.add(curve.area()));
        Faithfulness.Yardstick yardstick = test.yardstick();
        if (yardstick == null) {
            node.putNull("occlusion");
        } else {
            ObjectNode occlusion = node.putObject("occlusion");
            curve(occlusion.putObject("deletion"), yardstick.deletion());
            curve(occlusion.putObject("insertion"), yardstick.insertion());
        }
    }

    private static void curve(ObjectNode node, Curve curve) {
        node.put("area", curve.area());
        ArrayNode shares = node.putArray("shares");
        curve.shares().forEach(shares::add);
        ArrayNode leads = node.putArray("leads");
        curve.leads().forEach(leads::add);
    }
}
