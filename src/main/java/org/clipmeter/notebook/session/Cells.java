package org.clipmeter.notebook.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.ScoreRun;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.prompts.PromptSet;

/** What Java code in a cell can ask the notebook for. All of it is imported in every cell, so that {@code lastRun()} is enough. */
public final class Cells {
    private Cells() {}

    /**
     * The last run of {@code %clip score}.
     *
     * @throws NotebookError in one line, if nothing has been scored yet
     */
    public static ScoreRun lastRun() {
        return Session.lastRun();
    }

    /**
     * The prompts that {@code %tifa} took last.
     *
     * @throws NotebookError in one line, if no prompts were loaded yet
     */
    public static PromptSet lastPrompts() {
        return Session.lastPrompts();
    }

    /**
     * Images side by side, each with its caption, as the value of a cell shows them. At most 60 are shown; the cell keeps small copies.
     *
     * @param captioned image files and what to write below them
     */
    public static Output pictures(List<Map.Entry<Path, String>> captioned) {
        return Views.pictures(captioned);
    }
}
