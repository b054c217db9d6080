package org.clipmeter;

import java.io.IOException;
import java.lang.ref.WeakReference;
import org.clipmeter.embed.Embedder;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.model.TwoTower;
import org.clipmeter.score.RunEmbeds;
import org.clipmeter.score.ScoreResult;
import org.jspecify.annotations.Nullable;

/** The model that scored a run: the one that is still open, or the same loaded again. It keeps no model in memory; thread-safe. */
record ScoringModel(WeakReference<@Nullable ClipMeter> scorer, LoadOptions options) {
    static ScoringModel of(@Nullable ClipMeter scorer, LoadOptions options) {
        return new ScoringModel(new WeakReference<>(scorer), options.withListener(DownloadListener.none()));
    }

    <T> T use(ScoreResult run, RunEmbeds.Use<T> use) throws IOException {
        ClipMeter open = scorer.get();
        if (open != null && open.model().isOpen()) {
            return use(open, run, use);
        }
        String[] identity = run.model().identity().split(" ", 2);
        LoadOptions same = options.withRevision(identity[0].equals("commit") ? identity[1] : null)
                .withDevice(run.config().device())
                .withPrecision(run.model().precision())
                .withImageRules(run.config().images());
        try (ClipMeter again = ClipMeter.load(run.config().clipModelName(), same)) {
            run.model().requireSameAs(again.info());
            return use(again, run, use);
        }
    }

    private static <T> T use(ClipMeter model, ScoreResult run, RunEmbeds.Use<T> use) throws IOException {
        TwoTower towers = model.model().towers(run.config().images());
        return use.with(new Embedder(towers, Embedder.AUTO, model.store(), () -> model.space(towers)));
    }
}
