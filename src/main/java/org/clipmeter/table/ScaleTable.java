package org.clipmeter.table;

import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreScale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** One run on all scales that papers report. */
public final class ScaleTable {
    private ScaleTable() {}

    /**
     * A row for each scale: {@code scale}, {@code mean_over_images}, {@code mean_over_prompts} (of each prompt's images first),
     * {@code reported_by} (over images, unless it says "by prompts"). The means are missing if no image has a score.
     */
    public static Table of(ScoreResult result) {
        StringColumn scale = StringColumn.create("scale");
        DoubleColumn images = NumberFormats.fixed("mean_over_images", 4);
        DoubleColumn prompts = NumberFormats.fixed("mean_over_prompts", 4);
        StringColumn reportedBy = StringColumn.create("reported_by");
        for (ScoreScale one : ScoreScale.values()) {
            scale.append(one.title());
            NullableCells.append(images, one.meanOverImages(result));
            NullableCells.append(prompts, one.meanOverPrompts(result));
            reportedBy.append(reportedBy(one));
        }
        return Table.create("scales", scale, images, prompts, reportedBy);
    }

    private static String reportedBy(ScoreScale scale) {
        return switch (scale) {
            case LOGITS -> "eval-learn, MACE; by prompts: UCE, RECE";
            case HUNDRED_COSINES -> "eval-unlearn, torchmetrics";
            case COSINE -> "AdvUnlearn, as logits_per_image / 100";
            case CLIP_S -> "Hessel et al. (with a template), SPM";
        };
    }
}
