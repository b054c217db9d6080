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
     * @param imageSize the side of its square input, in pixels
     * @param cached whether loading it needs no network
     * @param loaded whether it is in memory
     * @param standard whether it is used if no model is named
     */
    public record Entry(
            String id,
            String alias,
            long parameters,
            int imageSize,
            boolean cached,
            boolean loaded,
            boolean standard) {}

    /**
     * A row for each model: {@code id}, {@code alias}, {@code parameters}, {@code image_size}, {@code cached}, {@code
     * loaded}, {@code default}.
     */
    public static Table of(List<Entry> models) {
        StringColumn id = StringColumn.create("id");
        StringColumn alias = StringColumn.create("alias");
        LongColumn parameters = LongColumn.create("parameters");
        IntColumn imageSize = NumberFormats.whole("image_size");
        BooleanColumn cached = BooleanColumn.create("cached");
        BooleanColumn loaded = BooleanColumn.create("loaded");
        BooleanColumn standard = BooleanColumn.create("default");
        for (Entry model : models) {
            id.append(model.id());
            alias.append(model.alias());
            parameters.append(model.parameters());
            imageSize.append(model.imageSize());
            cached.append(model.cached());
            loaded.append(model.loaded());
            standard.append(model.standard());
        }
        return Table.create("models", id, alias, parameters, imageSize, cached, loaded, standard);
    }
}
