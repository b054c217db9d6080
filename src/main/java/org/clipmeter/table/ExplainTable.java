package org.clipmeter.table;

import java.util.List;
import org.clipmeter.explain.ExplainedImage;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Faithfulness;
import org.clipmeter.explain.PatchMap;
import org.clipmeter.preprocess.CropArea;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Maps of images and texts as tables. */
public final class ExplainTable {
    private ExplainTable() {}

    /**
     * A row for each map: "image", {@code text}, {@code score} (in logits), {@code lead} (of the text's logit over the
     * mean of the neutral texts' logits), {@code deletion_area} and {@code insertion_area} of the map's order, {@code
     * random_area} (the mean of the random orders, the same for both), {@code deletion_beats} and {@code insertion_beats} (how
     * many random orders are worse), {@code random_orders}, and {@code occlusion_deletion_area} and {@code
     * occlusion_insertion_area}, which are missing if occlusion was not computed.
     */
    public static Table of(List<ExplainedImage> all) {
        StringColumn image = StringColumn.create("image");
        StringColumn text = StringColumn.create("text");
        DoubleColumn score = NumberFormats.fixed("score", 4);
        DoubleColumn lead = NumberFormats.fixed("lead", 4);
        DoubleColumn deletion = NumberFormats.fixed("deletion_area", 4);
        DoubleColumn insertion = NumberFormats.fixed("insertion_area", 4);
        DoubleColumn random = NumberFormats.fixed("random_area", 4);
        IntColumn deletionBeats = NumberFormats.whole("deletion_beats");
        IntColumn insertionBeats = NumberFormats.whole("insertion_beats");
        IntColumn orders = NumberFormats.whole("random_orders");
        DoubleColumn occlusionDeletion = NumberFormats.fixed("occlusion_deletion_area", 4);
        DoubleColumn occlusionInsertion = NumberFormats.fixed("occlusion_insertion_area", 4);
        for (ExplainedImage each : all) {
            for (ExplainedText explained : each.texts()) {
                Faithfulness test = explained.faithfulness();
                Faithfulness.Yardstick yardstick = test.yardstick();
                image.append(each.name());
                text.append(explained.text());
                score.append(explained.score());
                lead.append(explained.lead());
                deletion.append(test.deletion().area());
                insertion.append(test.insertion().area());
                random.append(test.randomArea());
                deletionBeats.append(test.deletionBeats());
                insertionBeats.append(test.insertionBeats());
                orders.append(test.random().size());
                NullableCells.append(
                        occlusionDeletion,
                        yardstick == null
                                ? null
                                : Double.valueOf(yardstick.deletion().area()));
                NullableCells.append(
                        occlusionInsertion,
                        yardstick == null
                                ? null
                                : Double.valueOf(yardstick.insertion().area()));
            }
        }
        return Table.create(
                "explain",
                image,
                text,
                score,
                lead,
                deletion,
                insertion,
                random,
                deletionBeats,
                insertionBeats,
                orders,
                occlusionDeletion,
                occlusionInsertion);
    }

    /**
     * A row for each patch of each map: "image", {@code text}, {@code row} and {@code column} of the patch from 0, its
     * place in pixels of the picture ({@code left}, {@code top}, {@code right}, {@code bottom}), and its {@code relevance}.
     */
    public static Table patches(List<ExplainedImage> all) {
        StringColumn image = StringColumn.create("image");
        StringColumn text = StringColumn.create("text");
        IntColumn row = NumberFormats.whole("row");
        IntColumn column = NumberFormats.whole("column");
        DoubleColumn left = NumberFormats.fixed("left", 1);
        DoubleColumn top = NumberFormats.fixed("top", 1);
        DoubleColumn right = NumberFormats.fixed("right", 1);
        DoubleColumn bottom = NumberFormats.fixed("bottom", 1);
        DoubleColumn relevance = NumberFormats.significant("relevance");
        for (ExplainedImage each : all) {
            CropArea area = each.area();
            for (ExplainedText explained : each.texts()) {
                PatchMap map = explained.map();
                for (int y = 0; y < map.side(); y++) {
                    for (int x = 0; x < map.side(); x++) {
                        image.append(each.name());
                        text.append(explained.text());
                        row.append(y);
                        column.append(x);
                        left.append(area.left() + area.width() * x / map.side());
                        top.append(area.top() + area.height() * y / map.side());
                        right.append(area.left() + area.width() * (x + 1) / map.side());
                        bottom.append(area.top() + area.height() * (y + 1) / map.side());
                        relevance.append(map.at(y, x));
                    }
                }
            }
        }
        return Table.create("patches", image, text, row, column, left, top, right, bottom, relevance);
    }
}
