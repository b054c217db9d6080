package org.clipmeter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.files.ExportFile;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import tech.tablesaw.api.Table;

/**
 * What a computation gives: the same questions have an answer for each of them, so that a list of results, an export, a
 * session and a notebook need to know nothing else. Results never change and are safe from any thread.
 */
public interface Result {
    /** What to call the result, such as a folder of images; never empty. */
    String name();

    /**
     * The same result under another name; this one keeps its name.
     *
     * @param newName how lists, charts and sessions call it
     */
    Result named(String newName);

    /** The result as one row of a list of results. */
    Overview overview();

    /** The result in words: figures, facts, notes, and what the figures do not say. */
    Summary summary();

    /** The result's rows, in a new table that the caller may change. */
    Table table();

    /** The charts that are shown with the result; empty if there is nothing to draw. */
    default List<ScoreChart> charts() {
        return List.of();
    }

    /** The runs with a score for each image that the result is made of, in the order of charts; empty if no run has one. */
    default List<ScoreRun> scoredRuns() {
        return List.of();
    }

    /** The result as one JSON object. */
    String json();

    /** What the user should know about how the result was computed, one line each; empty if there is nothing. */
    List<String> warnings();

    /**
     * Writes the result to a file, whose earlier contents are replaced at once: the table if its name ends in {@code
     * .csv}, {@link #json} if it ends in {@code .json}. Both are UTF-8.
     *
     * @param file in a folder that exists
     * @throws IOException in one line, if it can't be written
     */
    default void write(Path file) throws IOException {
        ExportFile.write(file, () -> TableText.csv(table()), this::json);
    }
}
