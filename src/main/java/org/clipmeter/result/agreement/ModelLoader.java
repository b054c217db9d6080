package org.clipmeter.result.agreement;

import java.io.IOException;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;

/** Provides models by name to a computation that uses several of them, and takes them back. */
public interface ModelLoader {
    /**
     * A model, ready to use.
     *
     * @param name a Hub id, an alias or a folder
     * @throws IOException in one line, if it can't be had or can't be used
     */
    ClipMeter load(String name) throws IOException;

    /** Takes back a model that {@link #load} gave and that is not used any longer. */
    void release(ClipMeter model);

    /** Loads each model with these options, and closes it when it is taken back. */
    static ModelLoader with(LoadOptions options) {
        return new ModelLoader() {
            @Override
            public ClipMeter load(String name) throws IOException {
                return ClipMeter.load(name, options);
            }

            @Override
            public void release(ClipMeter model) {
                model.close();
            }
        };
    }
}
