package org.clipmeter.table;

import java.util.List;
import java.util.stream.Collectors;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Embeds;
import org.clipmeter.score.Failed;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The per-image table of a run: a row for each pair in evaluation order, failed ones included. */
public final class ScoreTable {
    private ScoreTable() {}

    /**
     * The table of a run. What most readers look for comes first, since a notebook shows as many columns as fit on a page:
     * {@code id}, {@code prompt}, {@code logits_per_image}, {@code status}, {@code flags}, {@code image}, {@code
     * cosine_similarity}, {@code clip_s}, {@code tokens}, {@code truncated}, {@code source}, {@code index}. {@code logits_per_image}, {@code cosine_similarity} and {@code clip_s} (2.5 · max(cosine, 0))
     * are missing if a pair failed. A run of SigLIP has {@code siglip_logit} in place of {@code logits_per_image}, and {@code
     * probability} in place of {@code clip_s}; {@code status} is {@code scored} or the reason of the failure. The table's name states the
     * model, and the template if there is one.
     */
    public static Table of(ScoreResult result) {
        IntColumn index = NumberFormats.whole("index");
        StringColumn id = StringColumn.create("id");
        StringColumn source = StringColumn.create("source");
        StringColumn promptText = StringColumn.create("prompt");
        StringColumn image = StringColumn.create("image");
        DoubleColumn logits = NumberFormats.fixed(result.model().logitColumn(), 4);
        DoubleColumn cosine = NumberFormats.fixed("cosine_similarity", 5);
        boolean sigmoid = result.model().probability(0).isPresent();
        DoubleColumn derived = sigmoid ? NumberFormats.significant("probability") : NumberFormats.fixed("clip_s", 5);
        StringColumn status = StringColumn.create("status");
        IntColumn tokens = NumberFormats.whole("tokens");
        BooleanColumn truncated = BooleanColumn.create("truncated");
        StringColumn flags = StringColumn.create("flags");
        for (ScoreRow row : result.rows()) {
            Prompt prompt = row.pair().prompt();
            index.append(row.index());
            id.append(prompt.id());
            source.append(prompt.source());
            promptText.append(prompt.text());
            image.append(row.pair().image().name());
            if (row.outcome() instanceof Scored scored) {
                logits.append(scored.logitsPerImage());
                cosine.append(scored.cosineSimilarity());
                derived.append(
                        result.model().probability(scored.logitsPerImage()).orElse(scored.clipS()));
            } else {
                logits.appendMissing();
                cosine.appendMissing();
                derived.appendMissing();
            }
            status.append(row.outcome().status());
            tokens.append(row.tokens());
            truncated.append(row.truncated());
            flags.append(row.flags().stream().sorted().map(ImageFlag::column).collect(Collectors.joining(" ")));
        }
        return Table.create(
                result.model().metric() + " " + result.model().name()
                        + (result.config().template() == null
                                ? ""
                                : ", template " + result.config().template()),
                id,
                promptText,
                logits,
                status,
                flags,
                image,
                cosine,
                derived,
                tokens,
                truncated,
                source,
                index);
    }

    /** What the rows of embeddings belong to: {@code row}, counted from 0, {@code index}, {@code id}, {@code image}. */
    public static Table embedded(Embeds embeds) {
        IntColumn place = NumberFormats.whole("row");
        IntColumn index = NumberFormats.whole("index");
        StringColumn id = StringColumn.create("id");
        StringColumn image = StringColumn.create("image");
        for (Embeds.Row row : embeds.rows()) {
            place.append(place.size());
            index.append(row.index());
            id.append(row.id());
            image.append(row.image());
        }
        return Table.create("embeddings", place, index, id, image);
    }

    /** The pairs that failed and why: {@code index}, {@code id}, {@code image}, {@code status}, {@code message}. */
    static Table failures(ScoreResult result) {
        IntColumn index = NumberFormats.whole("index");
        StringColumn id = StringColumn.create("id");
        StringColumn image = StringColumn.create("image");
        StringColumn status = StringColumn.create("status");
        StringColumn message = StringColumn.create("message");
        List<ScoreRow> rows = result.rows();
        for (ScoreRow row : rows) {
            if (row.outcome() instanceof Failed failed) {
                index.append(row.index());
                id.append(row.pair().prompt().id());
                image.append(row.pair().image().name());
                status.append(failed.status());
                message.append(failed.message());
            }
        }
        return Table.create("failures", index, id, image, status, message);
    }
}
