package org.clipmeter.embed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.TwoTower;

/**
 * Pictures without files: a name is the content, up to its first {@code @}. A name that begins with one of the constants
 * does what the constant says; any other name is a picture of one pixel that follows from the name.
 */
public final class FakePictures implements PictureLoader.Source {
    /** Can't be read, as a file that does not exist. */
    public static final String FILE_MISSING = "file-missing";

    /** Is refused by the decoder as a web page. */
    public static final String WEB_PAGE = "web-page";

    /** Ends the decoder with a {@link StackOverflowError}. */
    public static final String DECODER_OVERFLOWS = "decoder-overflows";

    /** Ends the decoder with an {@link OutOfMemoryError}. */
    public static final String DECODER_OUT_OF_MEMORY = "decoder-out-of-memory";

    /** Is decoded, but {@link FakeTowers} fails on it. */
    public static final String MODEL_FAILS = "model-fails";

    /** Is decoded as an all black picture whose file is damaged. */
    public static final String BLACK_AND_DAMAGED = "black-and-damaged";

    static final Budget BUDGET = new Budget(2, 1 << 30);

    public final AtomicInteger read = new AtomicInteger();
    public final AtomicInteger decoded = new AtomicInteger();
    public Runnable whileDecoding = () -> {};

    /** An embedder of such pictures. */
    public static Embedder embedder(TwoTower encoder, int batchSize, FakePictures pictures) {
        return embedder(encoder, batchSize, EmbeddingStore.NONE, () -> "unasked", pictures);
    }

    /** An embedder of such pictures with a store. */
    public static Embedder embedder(
            TwoTower encoder, int batchSize, EmbeddingStore store, EmbeddingFingerprint space, FakePictures pictures) {
        return new Embedder(encoder, batchSize, new EmbeddingLookup(store, space), pictures, BUDGET);
    }

    /** A picture of one pixel. */
    public static RgbImage pixel(int r, int g, int b) {
        return new RgbImage(1, 1, new byte[] {(byte) r, (byte) g, (byte) b}, false);
    }

    @Override
    public byte[] read(Path file) throws ImageException {
        read.incrementAndGet();
        String name = file.getFileName().toString();
        if (name.startsWith(FILE_MISSING)) {
            throw new ImageException(ImageException.Reason.MISSING, name + ": no such file");
        }
        int end = name.indexOf('@');
        return (end < 0 ? name : name.substring(0, end)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public RgbImage decode(byte[] encoded, String path) throws ImageException {
        decoded.incrementAndGet();
        whileDecoding.run();
        String content = new String(encoded, StandardCharsets.UTF_8);
        if (content.startsWith(DECODER_OVERFLOWS)) {
            throw new StackOverflowError();
        }
        if (content.startsWith(DECODER_OUT_OF_MEMORY)) {
            throw new OutOfMemoryError("Java heap space");
        }
        if (content.startsWith(WEB_PAGE)) {
            throw new ImageException(ImageException.Reason.HTML, path + " is a web page");
        }
        if (content.startsWith(MODEL_FAILS)) {
            return FakeTowers.FATAL_PIXEL;
        }
        if (content.startsWith(BLACK_AND_DAMAGED)) {
            return new RgbImage(1, 2, new byte[6], true);
        }
        int hash = content.hashCode();
        return pixel(hash & 0x7f, hash >> 8 & 0x7f, 1 + (hash >> 16 & 0x7f));
    }
}
