package org.clipmeter.embed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.TwoTower;

/** Pictures without files. The name up to its first {@code @} is the content, which tells this decoder what to do. */
public final class FakePictures implements PictureLoader.Source {
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
        if (name.startsWith("missing")) {
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
        if (content.startsWith("overflow")) {
            throw new StackOverflowError();
        }
        if (content.startsWith("memory")) {
            throw new OutOfMemoryError("Java heap space");
        }
        if (content.startsWith("html")) {
            throw new ImageException(ImageException.Reason.HTML, path + " is a web page");
        }
        if (content.startsWith("yellow")) {
            return pixel(255, 255, 0);
        }
        if (content.startsWith("black")) {
            return new RgbImage(1, 2, new byte[6], true);
        }
        int hash = content.hashCode();
        return pixel(hash & 0x7f, hash >> 8 & 0x7f, 1 + (hash >> 16 & 0x7f));
    }
}
