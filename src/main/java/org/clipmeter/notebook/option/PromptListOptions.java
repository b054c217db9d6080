package org.clipmeter.notebook.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the prompts of which pictures are made, shared by %shapes and %clip generate. */
public final class PromptListOptions {
    @Option(
            names = {"--prompts", "--source"},
            paramLabel = "PROMPTS",
            description = SourceWords.SHORT_NAMES + ", a file, or last: those of the last %%tifa (default)")
    private @Nullable String prompts;

    @Option(
            names = "--limit",
            paramLabel = "N|none",
            converter = Sample.Limit.class,
            description =
                    "the largest number of prompts, the first ones (default: all of the last %%tifa, 300 of others)")
    private @Nullable Integer limit;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "the column of your own file that holds the prompts' ids, after which the images are named")
    private @Nullable String idColumn;

    /** Where the prompts come from: {@code last}, a variable, a source or a file. */
    public String prompts() {
        return prompts == null ? "last" : prompts;
    }

    /** Whether a largest number, or none, was asked for. */
    public boolean isLimited() {
        return limit != null;
    }

    /** The largest number of prompts; null for all of those that were read before, and for the usual number of others. */
    @Nullable
    public Integer limit() {
        return limit == null || limit == Sample.Limit.NONE ? null : limit;
    }

    /** The column of a file that holds the ids; null to find it by its name. */
    @Nullable
    public String idColumn() {
        return idColumn;
    }
}
