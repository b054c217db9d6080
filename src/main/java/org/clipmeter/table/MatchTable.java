package org.clipmeter.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * A row for each model, image and text, with the columns image, text, logits_per_image, siglip_logit, cosine_similarity,
     * softmax (over the texts of the image), probability, model, status, tokens and truncated; see {@link MatchCell}. Of the
     * columns that only one family of models has, those of the families given are there: logits_per_image and softmax for
     * CLIP, siglip_logit and probability for SigLIP. Numbers are missing where there is no score.
     */
    public static Table of(List<ModelMatch> models) {
        StringColumn image = StringColumn.create("image");
        StringColumn text = StringColumn.create("text");
        Map<String, DoubleColumn> logits = new LinkedHashMap<>();
        for (ModelMatch match : models) {
            logits.computeIfAbsent(match.model().logitColumn(), name -> NumberFormats.fixed(name, 4));
        }
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
                logits.forEach((name, column) -> NullableCells.append(
                        column,
                        scored != null && name.equals(match.model().logitColumn()) ? scored.logitsPerImage() : null));
                NullableCells.append(cosine, scored == null ? null : scored.cosineSimilarity());
                NullableCells.append(softmax, cell.softmax());
                NullableCells.append(probability, cell.probability());
                model.append(match.model().name());
                status.append(cell.outcome().status());
                tokens.append(cell.tokens());
                truncated.append(cell.truncated());
            }
        }
        Table table = Table.create("match", image, text);
        logits.values().forEach(table::addColumns);
        table.addColumns(cosine);
        if (logits.keySet().stream().anyMatch(name -> !name.equals(Similarity.SIGLIP_LOGIT))) {
            table.addColumns(softmax);
        }
        if (logits.containsKey(Similarity.SIGLIP_LOGIT)) {
            table.addColumns(probability);
        }
        table.addColumns(model, status, tokens, truncated);
        return table;
    }
}
