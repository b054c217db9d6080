package org.clipmeter.run;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.PromptList;
import org.clipmeter.TifaOptions;
import org.clipmeter.score.ScoreProgress;
import org.jspecify.annotations.Nullable;

/** What the run of a configuration needs of its surroundings, such as a notebook's session. It is called on the thread that runs. */
public interface RunServices {
    /**
     * A loaded model, which stays open until the metric that asked for it is done.
     *
     * @param name a Hub id, an alias, or a folder
     * @param device {@code cpu}, {@code cuda} or {@code cuda:N}; null for CUDA if there is a GPU, else the CPU
     * @throws IOException in one line, if it can't be had or can't be used
     */
    ClipMeter model(String name, @Nullable String device) throws IOException;

    /**
     * Prompts as asked for.
     *
     * @throws IOException in one line, if they can't be had
     */
    PromptList prompts(TifaOptions options) throws IOException;

    /** Receives how far the scoring of a metric is. */
    ScoreProgress progress();

    /** Whether the run is to end; see {@link ClipMeter#score}. */
    BooleanSupplier cancelled();
}
