package org.clipmeter.table;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.clipmeter.embed.cache.CacheContents;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The contents of the embedding cache as a table. */
public final class CacheTable {
    private CacheTable() {}

    /** A row for each tower of each model: {@code model}, {@code kind}, {@code embeddings}, {@code last_used}, {@code space}. */
    public static Table of(List<CacheContents.Part> parts, ZoneId zone) {
        StringColumn model = StringColumn.create("model");
        StringColumn kind = StringColumn.create("kind");
        IntColumn embeddings = NumberFormats.whole("embeddings");
        DateTimeColumn used = DateTimeColumn.create("last_used");
        StringColumn space = StringColumn.create("space");
        for (CacheContents.Part part : parts) {
            model.append(part.model());
            kind.append(part.kind());
            embeddings.append(Math.toIntExact(part.embeddings()));
            used.append(LocalDateTime.ofInstant(part.used(), zone).truncatedTo(ChronoUnit.MINUTES));
            space.append(part.space());
        }
        return Table.create("cache", model, kind, embeddings, used, space);
    }
}
