package org.clipmeter;

import java.util.List;
import org.clipmeter.hub.DownloadListener;
import org.jspecify.annotations.Nullable;

/**
 * Which prompts to take. Each method gives new options and leaves these as they are.
 *
 * @param origin the name of one of {@link Tifa#sources}, such as {@code reference}, {@code v1.0}, {@code shapes}
 *     or {@code coco2017}, or a local file
 * @param limit the most to take; null for all
 * @param sampling which ones
 * @param seed of the stratified sample: the same seed gives the same prompts on every system
 * @param sources the blocks to take from ({@code coco}, {@code drawbench}, ...); empty for all
 * @param questions whether the questions are wanted too; v1.0 has them in a second, larger file
 * @param idColumn the column of a local file that holds the prompts' ids; null to find it by its name, see {@link
 *     org.clipmeter.prompts.IdColumn#NAMES}
 * @param listener receives how far a download is
 */
public record TifaOptions(
        String origin,
        @Nullable Integer limit,
        Sample sampling,
        long seed,
        List<String> sources,
        boolean questions,
        @Nullable String idColumn,
        DownloadListener listener) {
    /** Ways to take fewer prompts than there are. */
    public enum Sample {
        /** The first ones. */
        HEAD,
        /** Drawn at random, each source in proportion. */
        STRATIFIED
    }

    /** The options, with their sources copied. */
    public TifaOptions {
        sources = List.copyOf(sources);
    }

    /** The first 300 of the reference's prompts. */
    public static TifaOptions defaults() {
        return new TifaOptions(Tifa.REFERENCE, 300, Sample.HEAD, 0, List.of(), false, null, DownloadListener.none());
    }

    /** The same from another origin: the name of a source, or a file. */
    public TifaOptions withOrigin(String newOrigin) {
        return new TifaOptions(newOrigin, limit, sampling, seed, sources, questions, idColumn, listener);
    }

    /** The same with another limit; null for all. */
    public TifaOptions withLimit(@Nullable Integer newLimit) {
        return new TifaOptions(origin, newLimit, sampling, seed, sources, questions, idColumn, listener);
    }

    /** The same, drawn at random, each source in proportion. */
    public TifaOptions withStratifiedSample(long newSeed) {
        return new TifaOptions(origin, limit, Sample.STRATIFIED, newSeed, sources, questions, idColumn, listener);
    }

    /** The same from these blocks only; empty for all. */
    public TifaOptions withSources(List<String> newSources) {
        return new TifaOptions(origin, limit, sampling, seed, newSources, questions, idColumn, listener);
    }

    /** The same with the questions. */
    public TifaOptions withQuestions() {
        return new TifaOptions(origin, limit, sampling, seed, sources, true, idColumn, listener);
    }

    /** The same with the ids of a local file's prompts from another column; null to find it by its name. */
    public TifaOptions withIdColumn(@Nullable String newIdColumn) {
        return new TifaOptions(origin, limit, sampling, seed, sources, questions, newIdColumn, listener);
    }

    /** The same with another listener. */
    public TifaOptions withListener(DownloadListener newListener) {
        return new TifaOptions(origin, limit, sampling, seed, sources, questions, idColumn, newListener);
    }
}
