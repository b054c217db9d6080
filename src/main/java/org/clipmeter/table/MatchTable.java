package org.clipmeter.table;

import java.util.List;
import org.clipmeter.match.MatchCell;
import org.clipmeter.match.ModelMatch;
import org.clipmeter.model.Similarity;
import org.clipmeter.score.Scored;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Images compared with texts, as a table. */
public final class MatchTable {
    private MatchTable() {}

    /**
     * A row for each model, image and text, with the columns image, text, logits_per_image, cosine_similarity, softmax
     * (over the texts of the image), probability (of models such as SigLIP, which have no softmax; if all are such, {@code siglip_logit} takes the place of logits_per_image), model, status, tokens and truncated; see {@link MatchCell}. Numbers are missing where there is no score.
     */
    public static Table of(List<ModelMatch> models) {
        StringColumn image = StringColumn.create("image");
        StringColumn text = StringColumn.create("text");
        DoubleColumn logits = NumberFormats.fixed("logits_per_image", 4);
        DoubleColumn cosine = NumberFormats.fixed("cosine_similarity", 4);
        DoubleColumn softmax = NumberFormats.significant("softmax");
        DoubleColumn probability = NumberFormats.significant("probability");
        StringColumn model = StringColumn.create("model");
        StringColumn status = StringColumn.create("status");
        IntColumn tokens = NumberFormats.whole("tokens");
        BooleanColumn truncated = BooleanColumn.create("truncated");
        for (ModelMatch match : models) {
            for (MatchCell cell : match.cells()) {
                Scored scored = cell.outcome() instanceof Scored found ? found : null;
                image.append(cell.image().toString());
                text.append(cell.text());
                NullableCells.append(logits, scored == null ? null : scored.logitsPerImage());
                NullableCells.append(cosine, scored == null ? null : scored.cosineSimilarity());
                NullableCells.append(softmax, cell.softmax());
                NullableCells.append(probability, cell.probability());
                model.append(match.model().name());
                status.append(cell.outcome().status());
                tokens.append(cell.tokens());
                truncated.append(cell.truncated());
            }
        }
        Table table = Table.create(
                "match", image, text, logits, cosine, softmax, probability, model, status, tokens, truncated);
        if (probability.countMissing() == probability.size()) {
            table.removeColumns(probability);
        } else if (softmax.countMissing() == softmax.size()) {
            table.removeColumns(softmax);
            logits.setName(Similarity.SIGLIP_LOGIT);
        }
        return table;
    }
}
