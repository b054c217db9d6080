package org.clipmeter.table;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipmeter.embed.cache.CacheContents;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The contents of the embedding cache as a table. */
public final class CacheTable {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{32,}\\b");

    private CacheTable() {}

    /**
     * A row for each tower of each model: {@code model}, {@code kind}, {@code embeddings}, {@code last_used} (to the
     * minute), {@code settings} (what the embeddings depend on, without hashes).
     *
     * @param zone of the times
     * @param hashes adds {@code space}: everything that the embeddings depend on, with the hashes of weights,
     *     configuration and preprocessing
     */
    public static Table of(List<CacheContents.Part> parts, ZoneId zone, boolean hashes) {
        StringColumn model = StringColumn.create("model");
        StringColumn kind = StringColumn.create("kind");
        IntColumn embeddings = NumberFormats.whole("embeddings");
        DateTimeColumn used = DateTimeColumn.create("last_used");
        used.setPrintFormatter(MINUTES);
        StringColumn settings = StringColumn.create("settings");
        StringColumn space = StringColumn.create("space");
        for (CacheContents.Part part : parts) {
            model.append(part.model());
            kind.append(part.kind());
            embeddings.append(Math.toIntExact(part.embeddings()));
            used.append(LocalDateTime.ofInstant(part.used(), zone).truncatedTo(ChronoUnit.MINUTES));
            settings.append(readable(part.space()));
            space.append(part.space());
        }
        Table table = Table.create("cache", model, kind, embeddings, used, settings);
        return hashes ? table.addColumns(space) : table;
    }

    /** The parts of a space that are not hashes. */
    private static String readable(String space) {
        return Arrays.stream(space.split(", "))
                .filter(part -> !HASH.matcher(part).find())
                .collect(Collectors.joining(", "));
    }
}
