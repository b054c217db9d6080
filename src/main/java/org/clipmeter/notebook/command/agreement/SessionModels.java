package org.clipmeter.notebook.command.agreement;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.result.agreement.ModelLoader;

/** Models for one cell: the session's model if it is the wanted one, otherwise models that are closed after their use. */
public final class SessionModels implements ModelLoader {
    private static final String PRECISION = "fp32";

    private final Session session;
    private final ImageRules rules;
    private final DownloadListener listener;

    /** @param rules how the models prepare images */
    SessionModels(Session session, ImageRules rules, DownloadListener listener) {
        this.session = session;
        this.rules = rules;
        this.listener = listener;
    }

    /**
     * Refuses the name of a known model where something else is expected: a space after a comma of {@code --models} makes the next model
     * an argument of its own.
     */
    public static void requireNoModel(String command, String expected, String argument) {
        if (KnownModels.find(argument.replaceAll("^,|,$", "")).isPresent()) {
            throw NotebookError.of(command + ": " + argument + " is a model and not " + expected
                    + "; write the models with commas and without spaces: --models B/32,L/14");
        }
    }

    /**
     * Refuses what can't be loaded together, before a model is loaded.
     *
     * @param models as they were typed
     */
    static void check(List<String> models) {
        Map<String, String> sources = new HashMap<>();
        for (String model : models) {
            String typed = model.strip();
            if (typed.isEmpty()) {
                throw NotebookError.of(
                        "--models: expected names with one comma between two of them, such as B/32,L/14, got "
                                + String.join(",", models));
            }
            String source = typed;
            try {
                source = ModelSource.of(typed).name();
            } catch (ModelException e) {
                source = typed; // loading it reports what is wrong, at the cost of its own rows
            }
            String earlier = sources.put(source, typed);
            if (earlier != null) {
                throw NotebookError.of(
                        "--models: " + earlier + " and " + typed + " are the same model; give each model once");
            }
        }
    }

    @Override
    public ClipMeter load(String name) throws IOException {
        ClipMeter loaded = session.loaded();
        if (loaded != null
                && loaded.name().equals(ModelSource.of(name).name())
                && loaded.model().precision().equals(PRECISION)
                && loaded.model().imageRules().equals(rules)) {
            return loaded;
        }
        return ClipMeter.load(
                name,
                LoadOptions.defaults()
                        .withImageRules(rules)
                        .withListener(listener)
                        .withCache(session.cache()));
    }

    @Override
    public void release(ClipMeter model) {
        if (model != session.loaded()) {
            model.close();
        }
    }
}
