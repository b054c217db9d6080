package org.clipmeter.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.PromptList;
import org.clipmeter.Tifa;
import org.clipmeter.TifaOptions;
import org.clipmeter.score.ScoreProgress;
import org.jspecify.annotations.Nullable;

/** Loads what a run needs, and closes its models when it is closed. For one thread. */
final class ProgramServices implements RunServices, AutoCloseable {
    private final List<ClipMeter> loaded = new ArrayList<>();

    @Override
    public ClipMeter model(String name, @Nullable String device) throws IOException {
        ClipMeter meter = ClipMeter.load(name, LoadOptions.defaults().withDevice(device));
        loaded.add(meter);
        return meter;
    }

    @Override
    public PromptList prompts(TifaOptions options) throws IOException {
        return Tifa.read(options);
    }

    @Override
    public ScoreProgress progress() {
        return ScoreProgress.none();
    }

    @Override
    public BooleanSupplier cancelled() {
        return () -> false;
    }

    @Override
    public void close() {
        loaded.forEach(ClipMeter::close);
    }
}
