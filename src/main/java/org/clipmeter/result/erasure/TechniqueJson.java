package org.clipmeter.result.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.clipmeter.compare.Mean;
import org.clipmeter.erasure.ComparedTechnique;
import org.clipmeter.erasure.FigureChange;
import org.jspecify.annotations.Nullable;

/** Techniques that are compared, as JSON. */
final class TechniqueJson {
    private TechniqueJson() {}

    /** An object for each technique: its name, how it was joined, and each figure with its change from the baseline. */
    static ArrayNode of(List<ComparedTechnique> techniques) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (ComparedTechnique technique : techniques) {
            ObjectNode node = array.addObject();
            node.put("name", technique.name());
            node.put("joined", technique.joined());
            for (ComparedTechnique.Figure figure : technique.figures()) {
                String key = figure.name().toLowerCase(Locale.ROOT).replace('-', '_');
                ObjectNode own = interval(node.putObject(key), figure.value(), figure.interval());
                if (figure.count() != null) {
                    own.put("count", figure.count());
                }
                own.put("n", figure.n());
                FigureChange change = figure.change();
                if (change == null) {
                    node.putNull(key + "_change");
                } else {
                    interval(node.putObject(key + "_change"), change.delta(), change.interval())
                            .put("p", change.pValue())
                            .put("p_holm", change.adjusted())
                            .put("test", change.test())
                            .put("paired", change.paired())
                            .put("n", change.n());
                }
            }
        }
        return array;
    }

    private static ObjectNode interval(ObjectNode node, @Nullable Double value, Mean.@Nullable Interval interval) {
        return node.put("value", value)
                .put("low", interval == null ? null : interval.low())
                .put("high", interval == null ? null : interval.high());
    }
}
