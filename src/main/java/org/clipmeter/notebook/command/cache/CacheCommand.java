package org.clipmeter.notebook.command.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.embed.cache.CacheContents;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.table.CacheTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tech.tablesaw.api.Table;

/** {@code %clip cache}: shows and limits the stored embeddings. */
@Command(
        name = "cache",
        synopsisSubcommandLabel = "[clear]",
        description =
                "Shows the embeddings that are stored for later runs. Returns a Table of model, kind, embeddings, "
                        + "last_used, settings.",
        footer = {
            "",
            "Examples:",
            "  %%clip cache --limit 500MB",
            "  %%clip cache clear --older-than 30d",
            "The environment variable " + EmbeddingCache.SETTING + " names another folder; off switches the cache off."
        })
public final class CacheCommand implements Callable<@Nullable Table> {
    private static final long KILO = 1000;

    private final Session session;
    private final Cell cell;

    @Option(
            names = "--limit",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "the maximum size of the cache from now on, such as 500MB or 2GB; the least recently used "
                    + "embeddings are deleted first")
    private @Nullable Long limit;

    @Option(
            names = "--hashes",
            description = "adds the column space: the settings with the hashes of weights, configuration and "
                    + "preprocessing, on which the embeddings depend too")
    private boolean hashes;

    @Mixin
    private Variable variable = new Variable();

    public CacheCommand(Session session, Cell cell) {
        this.session = session;
        this.cell = cell;
    }

    @Override
    public @Nullable Table call() {
        variable.check();
        EmbeddingCache cache = session.cache();
        if (limit != null) {
            cache.limit(limit);
        }
        CacheContents contents = cache.contents();
        if (contents == null) {
            cell.show(Output.message("The embedding cache is not used: " + cache.trouble()));
            return null;
        }
        cell.show(Output.message(describe(contents)
                + String.format(
                        Locale.ROOT,
                        "%nthis session: %,d embeddings found, %,d not found",
                        cache.hits(),
                        cache.misses())));
        return variable.bind(cell, CacheTable.of(contents.parts(), ZoneId.systemDefault(), hashes));
    }

    private static String describe(CacheContents contents) {
        return contents.file() + ": " + size(contents.bytes()) + " of at most " + size(contents.limit());
    }

    /** A number of bytes in a readable unit. */
    static String size(long bytes) {
        double value = bytes;
        String unit = "bytes";
        for (String next : List.of("kB", "MB", "GB", "TB")) {
            if (value < KILO) {
                break;
            }
            value /= KILO;
            unit = next;
        }
        return String.format(Locale.ROOT, unit.equals("bytes") ? "%.0f %s" : "%.1f %s", value, unit);
    }

    /** {@code %clip cache clear}: deletes stored embeddings. */
    @Command(
            name = "clear",
            description = "Deletes stored embeddings: all, or those that the options select.",
            footer = {"", "Examples:", "  %%clip cache clear", "  %%clip cache clear --model B/32 --older-than 30d"})
    public static final class Clear implements Callable<@Nullable Table> {
        private final Session session;
        private final Cell cell;

        @Option(names = "--model", paramLabel = "NAME", description = "only embeddings of this model")
        private @Nullable String model;

        @Option(
                names = "--older-than",
                paramLabel = "TIME",
                converter = Age.class,
                description = "only embeddings unused for this long, such as 12h, 30d or 4w")
        private @Nullable Duration age;

        public Clear(Session session, Cell cell) {
            this.session = session;
            this.cell = cell;
        }

        @Override
        public @Nullable Table call() {
            EmbeddingCache cache = session.cache();
            Long deleted =
                    cache.clear(names(model), age == null ? null : Instant.now().minus(age));
            CacheContents left = cache.contents();
            cell.show(Output.message(
                    deleted == null || left == null
                            ? "Nothing was deleted: " + cache.trouble()
                            : String.format(Locale.ROOT, "%,d embeddings deleted%n%s", deleted, describe(left))));
            return null;
        }

        private static @Nullable List<String> names(@Nullable String model) {
            if (model == null) {
                return null;
            }
            return List.of(model, KnownModels.find(model).map(KnownModel::id).orElse(model));
        }
    }

    /** Reads a size in bytes. */
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)\\s*([kmgt])b?");
        private static final String UNITS = "kmgt";

        @Override
        public Long convert(String value) {
            Matcher parts = FORM.matcher(value.strip().toLowerCase(Locale.ROOT));
            if (parts.matches()) {
                double unit = Math.pow(KILO, 1 + UNITS.indexOf(parts.group(2)));
                long bytes = Math.round(Double.parseDouble(parts.group(1)) * unit);
                if (bytes > 0) {
                    return bytes;
                }
            }
            throw new TypeConversionException("expected a size such as 500MB or 2GB, got " + value);
        }
    }

    /** Reads a length of time. */
    static final class Age implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,5})\\s*([hdw])");

        @Override
        public Duration convert(String value) {
            Matcher parts = FORM.matcher(value.strip().toLowerCase(Locale.ROOT));
            if (!parts.matches()) {
                throw new TypeConversionException("expected a time such as 12h, 30d or 4w, got " + value);
            }
            long count = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofDays(7 * count);
            };
        }
    }
}
