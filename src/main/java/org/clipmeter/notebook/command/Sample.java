package org.clipmeter.notebook.command;

import java.util.Locale;
import org.clipmeter.TifaOptions;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Sampling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The options that choose how many prompts and which ones, shared by %tifa and the commands that score. */
final class Sample {
    private static final int LIMIT = 300;

    @Option(
            names = "--limit",
            paramLabel = "N|none",
            converter = Limit.class,
            scope = ScopeType.INHERIT,
            description = "the largest number of prompts; none means no limit (default: " + LIMIT + ")")
    private @Nullable Integer limit;

    @Option(
            names = "--sample",
            paramLabel = "head|stratified",
            converter = SampleName.class,
            scope = ScopeType.INHERIT,
            description =
                    "head takes the first prompts (default); stratified draws at random from each block in proportion. "
                            + "TIFA v1.0 is ordered by block: its first 2,000 prompts are all COCO.")
    private TifaOptions.@Nullable Sample sampling;

    @Option(
            names = "--seed",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "the seed of the random draw (default: 0)")
    private @Nullable Long seed;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description =
                    "the column of your own file that holds the prompts' ids. By default the first column with a usual name, "
                            + "such as id, case_number, prompt_id, image_id or idx; without one, rows are counted from 0.")
    private @Nullable String idColumn;

    /** The column of the prompts' ids; null to find it by its name. */
    @Nullable
    String idColumn() {
        return idColumn;
    }

    /** The most prompts to take; null for all. */
    @Nullable
    Integer limit() {
        int most = limit == null ? LIMIT : limit;
        return most == Limit.NONE ? null : Integer.valueOf(most);
    }

    /** The first of the options that choose among prompts which a user gave; null if none was given. */
    @Nullable
    String given() {
        if (limit != null) {
            return "--limit";
        }
        return sampling != null ? "--sample" : seed != null ? "--seed" : null;
    }

    /** These options, for prompts from an origin. */
    TifaOptions from(String origin) {
        TifaOptions options = TifaOptions.defaults()
                .withOrigin(origin)
                .withLimit(limit())
                .withQuestions()
                .withIdColumn(idColumn);
        return isStratified() ? options.withStratifiedSample(seed()) : options;
    }

    /** Chooses among prompts that were read before; all of them if no option was given. */
    PromptSet of(PromptSet prompts) {
        if (given() == null) {
            return prompts;
        }
        Integer most = limit == null ? null : limit();
        return isStratified()
                ? Sampling.stratified(prompts, most, seed())
                : most == null ? prompts : Sampling.head(prompts, most);
    }

    private boolean isStratified() {
        return sampling == TifaOptions.Sample.STRATIFIED;
    }

    private long seed() {
        return seed == null ? 0 : seed;
    }

    /** Reads a limit. */
    static final class Limit implements ITypeConverter<Integer> {
        static final int NONE = Integer.MAX_VALUE;

        @Override
        public Integer convert(String value) {
            if (value.equalsIgnoreCase("none")) {
                return NONE;
            }
            if (value.matches("[1-9][0-9]{0,8}")) {
                return Integer.valueOf(value);
            }
            throw new TypeConversionException("expected a number from 1, or none, got " + value);
        }
    }

    /** Reads a way to sample. */
    static final class SampleName implements ITypeConverter<TifaOptions.Sample> {
        @Override
        public TifaOptions.Sample convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "head" -> TifaOptions.Sample.HEAD;
                case "stratified" -> TifaOptions.Sample.STRATIFIED;
                default -> throw new TypeConversionException("expected head or stratified, got " + value);
            };
        }
    }
}
