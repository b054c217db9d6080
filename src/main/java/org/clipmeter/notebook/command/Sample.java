package org.clipmeter.notebook.command;

import java.util.List;
import java.util.Locale;
import org.clipmeter.PromptList;
import org.clipmeter.TifaOptions;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Sampling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The options that choose how many prompts and which ones, shared by %tifa and the commands that score. */
final class Sample {
    private static final String LIMIT = "300";

    @Option(
            names = "--limit",
            paramLabel = "N|none",
            converter = Limit.class,
            defaultValue = LIMIT,
            scope = ScopeType.INHERIT,
            description = "the largest number of prompts; none means no limit (default: " + LIMIT + ")")
    private int limit;

    @Option(
            names = "--sample",
            paramLabel = "head|stratified",
            converter = SamplingName.class,
            defaultValue = "head",
            scope = ScopeType.INHERIT,
            description =
                    "head takes the first prompts (default); stratified draws at random from each block in proportion. "
                            + "TIFA v1.0 is ordered by block: its first 2,000 prompts are all COCO.")
    private TifaOptions.Sample sampling = TifaOptions.Sample.HEAD;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            scope = ScopeType.INHERIT,
            description = "the seed of the random draw (default: 0)")
    private long seed;

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
        return limit == Limit.NONE ? null : Integer.valueOf(limit);
    }

    /** These options, for prompts from an origin. */
    TifaOptions from(String origin) {
        TifaOptions options = TifaOptions.defaults()
                .withOrigin(origin)
                .withLimit(limit())
                .withQuestions()
                .withIdColumn(idColumn);
        return sampling == TifaOptions.Sample.HEAD ? options : options.withStratifiedSample(seed);
    }

    /** These options over prompts that are known already. */
    PromptList of(PromptSet prompts) {
        PromptSet taken = sampling == TifaOptions.Sample.HEAD
                ? Sampling.head(prompts, limit())
                : Sampling.stratified(prompts, limit(), seed);
        return PromptList.of(new PromptFile(taken, List.of()));
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
    static final class SamplingName implements ITypeConverter<TifaOptions.Sample> {
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
