package org.clipmeter.notebook.command.erasure;

import java.io.IOException;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.Result;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.pairs.Images;
import org.clipmeter.result.erasure.ErasureOptions;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * The surroundings of a subcommand, and what all of them do: embed with the session's model under a progress bar, and keep and show the result.
 *
 * @param session the state that lasts from one cell to the next
 * @param cell the cell that runs the command
 * @param assigned the variable that the cell assigns the command's value to; null if it is not known
 * @param objects the images among the arguments, by the variables' references
 */
public record ErasureSession(
        Session session, Cell cell, @Nullable String assigned, Map<String, Object> objects) {
    /** Computes a result with a model. */
    interface Computation<R> {
        R compute(ClipMeter meter, ErasureOptions options) throws IOException;
    }

    /** Computes within a job, with the session's model, which is loaded if none is. */
    <R> R compute(String magic, ErasureOptions options, Computation<R> computation) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        R result = session.job().of(magic, "").run(bar, cancelled -> {
            if (session.loaded() == null) {
                bar.note("loading the model");
            }
            ClipMeter meter = session.meter(downloads.listener(cancelled));
            bar.stage("Embedding", "images", "embedding");
            return computation.compute(
                    meter,
                    options.withCancelled(cancelled)
                            .withProgress(step -> bar.update(step.done(), step.total(), step.cached())));
        });
        bar.finish("embedded the images" + (downloads.sum().isEmpty() ? "" : "; " + downloads.sum()));
        return result;
    }

    /** The images of an argument: those of a variable, or those of a place. */
    Images images(String place) {
        return objects.get(place) instanceof Images given ? given : Images.at(place);
    }

    /** Keeps and shows a result, and returns its table as the command's value. */
    Table shown(Result result, Variable variable) {
        return shown(result, variable, null);
    }

    /** The same with a name for a result that no variable names; null to derive it from the images' place. */
    Table shown(Result result, Variable variable, @Nullable String otherwise) {
        return variable.keep(session, cell, assigned, result, otherwise);
    }
}
