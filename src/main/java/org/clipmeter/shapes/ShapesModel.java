package org.clipmeter.shapes;

import java.io.IOException;
import java.nio.file.Path;

/** The bundled model. */
public final class ShapesModel {
    private ShapesModel() {}

    /** The folder of the bundled model in Hugging Face format, unpacked from the jar. */
    public static Path folder() throws IOException {
        throw new IOException("the model 'shapes' is not in this build");
    }
}
