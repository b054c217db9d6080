package org.clipmeter.table;

import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Models as a table. */
public final class ModelTable {
    private ModelTable() {}

    /**
     * A model.
     *
     * @param parameters how many weights it has
     * @param scores the name of its scores
     * @param imageSize the side of its square input, in pixels
     * @param tokenLimit the most tokens of a prompt
     * @param cached whether loading it needs no network
     * @param loaded whether it is in memory
     * @param standard whether it is used if no model is named
     */
    public record Entry(
            String id,
            String alias,
            String scores,
            long parameters,
            int imageSize,
            int tokenLimit,
            boolean cached,
            boolean loaded,
            boolean standard) {}

    /**
     * A row for each model: {@code id}, {@code alias}, {@code scores}, {@code parameters}, {@code image_size}, {@code
     * tokens}, {@code cached}, {@code loaded}, {@code default}.
     */
    public static Table of(List<Entry> models) {
        StringColumn id = StringColumn.create("id");
        StringColumn alias = StringColumn.create("alias");
        StringColumn scores = StringColumn.create("scores");
        LongColumn parameters = LongColumn.create("parameters");
        IntColumn imageSize = NumberFormats.whole("image_size");
        IntColumn tokens = NumberFormats.whole("tokens");
        BooleanColumn cached = BooleanColumn.create("cached");
        BooleanColumn loaded = BooleanColumn.create("loaded");
        BooleanColumn standard = BooleanColumn.create("default");
        for (Entry model : models) {
            id.append(model.id());
            alias.append(model.alias());
            scores.append(model.scores());
            parameters.append(model.parameters());
            imageSize.append(model.imageSize());
            tokens.append(model.tokenLimit());
            cached.append(model.cached());
            loaded.append(model.loaded());
            standard.append(model.standard());
        }
        return Table.create("models", id, alias, scores, parameters, imageSize, tokens, cached, loaded, standard);
    }
}
