package org.clipmeter.result.erasure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.Result;
import org.clipmeter.Summary;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.clipmeter.score.ModelInfo;
import org.jspecify.annotations.Nullable;

/** What results of erasure metrics have in common. */
abstract class ErasureResult implements Result {
    private final String name;
    private final ModelInfo model;
    private final List<String> warnings;

    ErasureResult(String name, ModelInfo model, List<String> warnings) {
        this.name = name;
        this.model = model;
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public final String name() {
        return name;
    }

    /** What embedded the images; figures of different models can't be compared. */
    public final ModelInfo model() {
        return model;
    }

    @Override
    public final List<String> warnings() {
        return warnings;
    }

    @Override
    public final String toString() {
        return summary().text();
    }

    Summary.Fact modelFact() {
        return new Summary.Fact("model", model.name() + ", " + model.identity() + ", " + model.precision());
    }

    /** A summary with this metric's definitions as its caveats. */
    Summary summary(Summary.Headline headline, List<Summary.Fact> facts, List<String> notes, List<String> definitions) {
        List<Summary.Fact> all = new ArrayList<>(facts);
        all.add(modelFact());
        List<String> more = new ArrayList<>(notes);
        more.addAll(warnings);
        return Summary.of(headline, all, more, definitions);
    }

    /** The figures that the value rests on, as {@link #json} has them under {@code details}; a new object that the caller may change. */
    public abstract ObjectNode details();

    /** The result in the reference's JSON form. */
    String json(@Nullable Double value) {
        ObjectNode details = details();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("value", value);
        ObjectNode provenance = details.putObject("provenance");
        provenance.put("model", model.name());
        provenance.put("identity", model.identity());
        provenance.put("device", model.device());
        provenance.put("precision", model.precision());
        provenance.put("preprocessing", model.preprocessing());
        root.set("details", details);
        return root.toPrettyString();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void put(ObjectNode node, String name, @Nullable Proportion share) {
        if (share == null) {
            node.putNull(name);
            return;
        }
        Mean.Interval interval = share.interval();
        node.putObject(name)
                .put("value", share.share())
                .put("low", interval == null ? null : interval.low())
                .put("high", interval == null ? null : interval.high())
                .put("count", share.count())
                .put("n", share.n());
    }

    static void put(ObjectNode node, String name, Mean mean) {
        Mean.Interval interval = mean.interval();
        node.putObject(name)
                .put("value", mean.value())
                .put("low", interval == null ? null : interval.low())
                .put("high", interval == null ? null : interval.high())
                .put("n", mean.n());
    }

    static String text(Mean mean) {
        Mean.Interval interval = mean.interval();
        String ends =
                interval == null ? "" : String.format(Locale.ROOT, " [%.4f, %.4f]", interval.low(), interval.high());
        return String.format(Locale.ROOT, "%.4f%s, n = %d", mean.value(), ends, mean.n());
    }

    static String fixed(@Nullable Double value) {
        return value == null ? "none" : String.format(Locale.ROOT, "%.4f", value);
    }
}
