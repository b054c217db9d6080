package org.clipmeter.notebook.session;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.PromptList;
import org.clipmeter.Tifa;
import org.clipmeter.TifaOptions;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.run.RunServices;
import org.clipmeter.score.ScoreProgress;
import org.clipmeter.score.ScoreStep;
import org.jspecify.annotations.Nullable;

/** What a run needs, from the session: its model if it is the wanted one, its cache, a progress bar. */
public final class SessionServices implements RunServices {
    private static final String PRECISION = "fp32";

    private final Session session;
    private final ProgressBar bar;
    private final Downloads downloads;
    private final ImageRules rules;
    private final BooleanSupplier cancelled;

    /** @param rules for a model that must be loaded */
    public SessionServices(
            Session session, ProgressBar bar, Downloads downloads, ImageRules rules, BooleanSupplier cancelled) {
        this.session = session;
        this.bar = bar;
        this.downloads = downloads;
        this.rules = rules;
        this.cancelled = cancelled;
    }

    @Override
    public ClipMeter model(String name, @Nullable String device) throws IOException {
        ClipMeter loaded = session.loaded();
        if (loaded != null
                && loaded.name().equals(ModelSource.of(name).name())
                && loaded.model().precision().equals(PRECISION)
                && (device == null || isOn(loaded.model().device(), device))) {
            return loaded;
        }
        bar.note("loading " + name);
        return session.use(new ModelRequest(name, device, PRECISION, null, rules), downloads.listener(cancelled));
    }

    /** Whether a device is the wanted one; {@code cuda} is any GPU. */
    private static boolean isOn(String device, String wanted) {
        return device.equals(wanted) || wanted.equals("cuda") && device.startsWith("cuda:");
    }

    @Override
    public PromptList prompts(TifaOptions options) throws IOException {
        return Tifa.read(options.withListener(downloads.listener(cancelled)));
    }

    @Override
    public ScoreProgress progress() {
        bar.stage("Scoring", "images", "scoring");
        return step -> {
            if (step.stage() == ScoreStep.Stage.IMAGES) {
                bar.update(step.done(), step.total(), step.cached());
            }
        };
    }

    @Override
    public BooleanSupplier cancelled() {
        return cancelled;
    }
}
