package org.clipmeter.table;

import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Models as a table. */
public final class ModelTable {
    private static final double BYTES_OF_MB = 1e6;

    private ModelTable() {}

    /**
     * A model.
     *
     * @param family the family of its network, such as {@code clip}
     * @param license as its repository states it, or {@code not stated}
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
            String family,
            String license,
            String scores,
            long parameters,
            int imageSize,
            int tokenLimit,
            boolean cached,
            boolean loaded,
            boolean standard) {}

    /**
     * A row for each model: {@code id}, {@code alias}, {@code family}, {@code scores}, {@code parameters}, {@code image_size},
     * {@code tokens}, {@code license}, {@code cached}, {@code loaded}, {@code default}.
     */
    public static Table of(List<Entry> models) {
        StringColumn id = StringColumn.create("id");
        StringColumn alias = StringColumn.create("alias");
        StringColumn family = StringColumn.create("family");
        StringColumn license = StringColumn.create("license");
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
            family.append(model.family());
            license.append(model.license());
            scores.append(model.scores());
            parameters.append(model.parameters());
            imageSize.append(model.imageSize());
            tokens.append(model.tokenLimit());
            cached.append(model.cached());
            loaded.append(model.loaded());
            standard.append(model.standard());
        }
        return Table.create(
                "models", id, alias, family, scores, parameters, imageSize, tokens, license, cached, loaded, standard);
    }

    /**
     * One revision of a model in a cache.
     *
     * @param revision the branches and tags that stand for it; empty if there is none
     * @param commit its 40 hexadecimal digits
     * @param bytes the size of its files
     * @param fault why it can't be loaded; empty if it can
     */
    public record Cached(
            String id,
            String alias,
            String family,
            String license,
            String revision,
            String commit,
            long bytes,
            String fault) {}

    /**
     * A row for each revision: {@code id}, {@code alias}, {@code family}, {@code license}, {@code revision}, {@code commit},
     * {@code size_mb}, {@code readable}, {@code fault}.
     */
    public static Table cached(List<Cached> models) {
        StringColumn id = StringColumn.create("id");
        StringColumn alias = StringColumn.create("alias");
        StringColumn family = StringColumn.create("family");
        StringColumn license = StringColumn.create("license");
        StringColumn revision = StringColumn.create("revision");
        StringColumn commit = StringColumn.create("commit");
        DoubleColumn size = NumberFormats.fixed("size_mb", 1);
        BooleanColumn readable = BooleanColumn.create("readable");
        StringColumn fault = StringColumn.create("fault");
        for (Cached model : models) {
            id.append(model.id());
            alias.append(model.alias());
            family.append(model.family());
            license.append(model.license());
            revision.append(model.revision());
            commit.append(model.commit());
            size.append(model.bytes() / BYTES_OF_MB);
            readable.append(model.fault().isEmpty());
            fault.append(model.fault());
        }
        return Table.create("cached models", id, alias, family, license, revision, commit, size, readable, fault);
    }
}
