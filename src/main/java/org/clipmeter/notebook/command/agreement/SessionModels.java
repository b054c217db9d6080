package org.clipmeter.notebook.command.agreement;

import java.io.IOException;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.result.agreement.ModelLoader;

/** Models for one cell: the session's model if it is the wanted one, otherwise models that are closed after their use. */
final class SessionModels implements ModelLoader {
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
