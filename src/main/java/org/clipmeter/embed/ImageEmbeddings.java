package org.clipmeter.embed;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.clipmeter.model.ModelClosedException;

/**
 * Embeddings of image files by one model, batch by batch: worker threads prepare images ahead of time, and {@link #next}
 * encodes a batch of them. One thread uses the object and closes it.
 */
public final class ImageEmbeddings implements AutoCloseable {
    private final ImagePass pass;

    ImageEmbeddings(ImagePass pass) {
        this.pass = pass;
    }

    /** The most images that {@link #next} returns at once. */
    public int mostAtOnce() {
        return pass.mostAtOnce();
    }

    /**
     * Returns the next images in order: a batch of images that the model must encode, and those between them whose
     * outcome is known without the model. Images that another process is computing are waited for.
     *
     * @return empty after the last image
     * @throws IOException if the model or its weights can't be used any longer
     * @throws ModelClosedException if the model was closed
     * @throws CancellationException if the embedding was cancelled or this thread was interrupted, in which case its
     *     interrupt flag stays set; what earlier calls returned is stored
     */
    public List<EmbeddedImage> next() throws IOException {
        List<EmbeddedImage> images =
                pass.next().stream().map(byModel -> byModel.get(0)).toList();
        Exception failure = pass.failure(0);
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof ModelClosedException e) {
            throw e;
        }
        return images;
    }

    /** Stops the workers without waiting for the images that they are decoding. */
    @Override
    public void close() {
        pass.close();
    }
}
